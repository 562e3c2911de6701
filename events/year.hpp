// An academic year: its six instants and what is open when. Pure; no clock, no I/O.
// Stream year/115. Not here: texts of deadlines (templates/words).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/instant.hpp"

namespace yanxi::year {

// Half-open intervals, no grace, server clock (decision "windows").
struct Windows {
  Instant roster_until;  // a teacher on the roster before this may import
  Instant school_opens;  // schools plan in [school_opens, school_until)
  Instant school_until;
  Instant opens;          // teachers plan in [opens, accepts_until)
  Instant counts_until;   // submitted before this counts for the reward
  Instant accepts_until;  // >= counts_until
  bool operator==(const Windows&) const = default;
};

struct Opened {
  static constexpr const char* tag = "year.opened.1";
  std::string catalogue;  // the version plans of this year are filled in with
  Windows windows;
  bool demo = false;  // pages served from demonstration data say so
};
using Event = std::variant<Opened>;

struct State {
  bool exists = false;
  std::string catalogue;
  Windows windows;
  bool demo = false;
};

struct Open {
  std::string catalogue;
  Windows windows;
  bool demo = false;
};
using Command = std::variant<Open>;

enum class Refusal { already_open, windows_out_of_order };

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command);
State evolve(State state, const Event& event);
// Whether there is one after `event`; nothing when the rules do not let it follow.
std::optional<bool> follow(bool exists, const Event& event);

// Where `now` stands to the teachers' window.
enum class Phase { before, open, late, closed };
Phase phase(const Windows& windows, Instant now);

}  // namespace yanxi::year
