// Pages of the staff: forms, facts and tables one below the other. Here: a page as a list of such
// parts, and how they look; auditors' and administrators' pages are made of nothing else. Pure. Not
// here: the parts of any single page (fcgi), the teacher's own pages (html).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "templates/html.hpp"

namespace yanxi::html {

// One cell of a table; at most one of link, tag, choice.
struct Cell {
  enum class Kind { text, number, time, removed, added, tag, check };
  std::string text;
  Kind kind = Kind::text;
  std::string path{};   // a link, below the prefix
  std::string more{};   // what a screen reader hears besides: of which row the link is
  std::string name{};   // check: the field's name; tag: draft, done, withdrawn, none
  std::string value{};  // check; time: as machines read it
  bool chosen = false;
};
Cell time_cell(Instant at);
Cell number_cell(long number);
Cell link_cell(std::string text, std::string path, std::string more);
Cell status_cell(plan::Status status);

struct Table {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::string empty;  // said instead of a table without rows
  std::string fold;   // when set, the table is hidden behind these words until opened
};

struct Control {
  enum class Kind { text, area, choice, check, hidden, password };
  std::string name, label;
  std::string value{};
  Kind kind = Kind::text;
  std::string hint{};
  std::string error{};
  std::vector<std::pair<std::string, std::string>> options{};  // choice: value and words
};

struct Button {
  std::string text;
  std::string name{}, value{};
  bool second = false, red = false;
};

// A GET form when it has no version.
struct SheetForm {
  std::string path;
  std::vector<Control> controls;
  std::optional<Table> table;  // with checks that belong to the form
  std::vector<Button> buttons;
  std::optional<std::uint64_t> version;
  std::string once{};
};

struct Heading {
  std::string text;
};
struct Note {
  std::string text;
  std::string kind = "info";  // info, ok, warn
};
struct Facts {
  std::vector<std::pair<std::string, std::string>> facts;
};
struct Links {
  std::vector<Link> links;
};
struct PlanPart {
  const Contents* contents = nullptr;
  const Catalogue* catalogue = nullptr;
  std::string unit, name;
};
struct Bars {  // a chart whose table stands beside it
  std::vector<std::pair<std::string, long>> bars;
};

using Part = std::variant<Heading, Note, Facts, Links, Table, SheetForm, PlanPart, Bars>;

struct Sheet {
  std::string title;
  std::vector<Part> parts;
};

// Controls with an error are listed at the top and lead there.
std::string sheet(const Shell& shell, const Sheet& page);

}  // namespace yanxi::html
