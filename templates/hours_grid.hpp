// The grid in which hours are filled in, as a teacher's topics step and a school's page have it.
// Here: what it is drawn from, what its address may ask for, where its buttons lead, the question
// before a topic is cleared. Not here: the page around it (html_steps) and the rules of hours
// (events/hours).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalogue.hpp"
#include "events/hours.hpp"
#include "events/instant.hpp"

namespace yanxi {
class Dictionary;
}

namespace yanxi::html {

struct Shell;

// What was typed and could not be stored, by field name; shown again instead of what is stored.
using Typed = std::map<std::string, std::string, std::less<>>;

// What of the catalogue is shown, and what of that is unfolded.
struct Narrowing {
  std::string query;         // search words
  bool filled_only = false;  // narrowed to items with hours
  std::string open;          // c3 or all: what is unfolded besides what must be
};
// As the query of the page's address asks for it.
Narrowing read_narrowing(const std::vector<Field>& query);

// Where a grid's pages lie, below the prefix.
struct GridPaths {
  const char* page = "";
  const char* clear = "";
};
constexpr GridPaths teacher_grid = {"/plan/topics", "/plan/clear"};

// The page with one topic unfolded.
std::string open_address(const GridPaths& paths, std::string_view topic);
// Where a button of the grid leads once all is saved; nothing when it is none of the grid's.
std::optional<std::string> grid_target(const GridPaths& paths, std::string_view go);

struct HoursGrid {
  const Hours* hours = nullptr;
  const Catalogue* catalogue = nullptr;
  const std::vector<Problem>* problems = nullptr;  // those of the grid's own fields are shown
  const Typed* typed = nullptr;
  Narrowing narrowing;
  GridPaths paths;
  const char* next = "";   // the button that goes on
  const char* leave = "";  // the button that saves and goes home
  bool imports = false;    // a school's hours can be taken over
  bool can_undo = false;   // the last import can be undone
  std::uint64_t version = 0;
  Instant saved_at;           // when there is a version
  std::string session_until;  // 11:05
};
// Everything of the form below its lead, as the include GRID: it ends the form f.
void add_hours_grid(Dictionary dictionary, const HoursGrid& grid);

// The question before all hours and names of one topic are cleared.
struct Clearing {
  const Hours* hours = nullptr;
  const Catalogue* catalogue = nullptr;
  std::string topic;  // its code, which the catalogue knows
  GridPaths paths;
  std::uint64_t version = 0;
  std::string once;
};
std::string confirm_clearing(const Shell& shell, const Clearing& clearing);

}  // namespace yanxi::html
