// The versions of a year's catalogue that administrators publish. Pure. Stream catalogue/115. Here:
// which may follow which: published versions never change, codes are never reused. Not here: the
// first version, which is built into the program; what a catalogue holds (catalogue).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/catalogue.hpp"
#include "events/log/envelope.hpp"

namespace yanxi::edition {

struct Published {
  static constexpr const char* tag = "catalogue.published.1";
  std::string version;  // 115-2, after 115-1
  std::string json;     // the whole catalogue, as Catalogue::load reads it
};
using Event = std::variant<Published>;

// One code of two versions; `path` says of which list it is: education, stage, 40, method, topics.
struct Change {
  std::string path, code, before, after;
};
struct Difference {
  std::vector<Change> added, renamed, retired;
  std::vector<Change> altered;  // of a code that stays: free text, external code; limits and ranks
};
Difference compare(const Catalogue& before, const Catalogue& after);

// The year of the version built into the program: there is none before it.
constexpr int first_year = 115;

// What the next version of a year builds on: its last, or the last before it when it has none yet.
const Catalogue& last_of(int year, const std::vector<const Catalogue*>& versions);
// 115-2 after 115-1; 116-1 for the first of a year.
std::string next_version(int year, const Catalogue& last);

struct Publish {
  std::string json;  // its version must be next_version()
};
using Command = std::variant<Publish>;

// Versions are decided on by all that were published, whatever their year.
struct State {};
struct Context {
  int year = 0;
  std::vector<const Catalogue*> versions;  // all published so far, the oldest first; never empty
  Authority by;
};

struct Refusal {
  enum class Kind {
    not_a_catalogue,  // `what` says why
    wrong_version,    // `what` is the one it has to be
    no_change,
    reused,  // a code that an earlier version had and a later one retired: `what`
    too_large,
    outrun,         // another version was published at the same time
    not_authorised  // the actor does not have the role this asks for
  } kind;
  std::string what;
};
inline Refusal outrun(const State&) { return {Refusal::Kind::outrun, {}}; }

// The last version, "" before the first.
using Standing = std::string;
// After `event`; nothing when it does not follow the last one or its JSON is not that version.
std::optional<Standing> follow(const Standing& last, const Event& event);

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
inline State evolve(State state, const Event&, const Stamp&) { return state; }

}  // namespace yanxi::edition
