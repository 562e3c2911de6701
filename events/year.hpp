// An academic year: its six instants, what is open when and for whom longer. Pure; no clock, no
// I/O. Stream year/115. Not here: more time for one person (plan), texts of deadlines
// (templates/words).
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/instant.hpp"
#include "events/log/envelope.hpp"

namespace yanxi::year {

// Intervals are half-open and have no grace: what arrives at 17:00:00 by our clock is late.
struct Windows {
  Instant roster_until;  // a teacher on the roster before this may import
  Instant school_opens;  // schools plan in [school_opens, school_until)
  Instant school_until;
  Instant opens;          // teachers plan in [opens, accepts_until)
  Instant counts_until;   // submitted before this counts for the reward
  Instant accepts_until;  // >= counts_until
  bool operator==(const Windows&) const = default;
};

// The members of Windows by name, in their order in time, for forms and refusals.
struct NamedInstant {
  const char* name;
  Instant Windows::*at;
};
inline constexpr std::array<NamedInstant, 6> instants = {
    {{"roster_until", &Windows::roster_until},
     {"school_opens", &Windows::school_opens},
     {"school_until", &Windows::school_until},
     {"opens", &Windows::opens},
     {"counts_until", &Windows::counts_until},
     {"accepts_until", &Windows::accepts_until}}};

struct Opened {
  static constexpr const char* tag = "year.opened.1";
  std::string catalogue;  // the version plans of this year are filled in with
  Windows windows;
  bool demo = false;  // pages served from demonstration data say so
};
// Other instants for everybody.
struct WindowsSet {
  static constexpr const char* tag = "year.windows_set.1";
  Windows windows;
  std::string reason;
  std::string document;
};
// More time in one of the windows for all of one unit, with a reason.
struct Extended {
  static constexpr const char* tag = "year.extended.1";
  std::string unit;
  std::string window;  // roster, school, teachers
  Instant until;
  bool counts = false;  // teachers: whether counts_until is later too
  std::string reason;
  std::string document;
};
// What the landing page says besides the dates; the empty text takes it away.
struct Announced {
  static constexpr const char* tag = "year.announced.1";
  std::string text;
};
// New plans are filled in with another version; those begun keep theirs (edition).
struct CatalogueAdopted {
  static constexpr const char* tag = "year.catalogue_adopted.1";
  std::string catalogue;
};
using Event = std::variant<Opened, WindowsSet, Extended, Announced, CatalogueAdopted>;

struct State {
  bool exists = false;
  std::string catalogue;
  Windows windows;
  bool demo = false;
  std::uint64_t version = 0;  // events so far
  std::string announcement;
  std::vector<Extended> extensions;  // the newest last; what was given is not taken back
};

// The windows for people of these units: the latest of what any of them was given.
Windows windows_for(const State& year, const std::vector<std::string>& units);

struct Open {
  std::string catalogue;
  Windows windows;
  bool demo = false;
};
struct SetWindows {
  Windows windows;
  std::string reason;  // 5 to 200 characters
  std::string document;
};
struct Extend {
  Extended extension;
};
struct Announce {
  std::string text;  // at most 200 characters
};
struct AdoptCatalogue {
  std::string catalogue;  // one that is published
};
using Command = std::variant<Open, SetWindows, Extend, Announce, AdoptCatalogue>;

struct Context {
  int year = 0;
  std::uint64_t seen_version = 0;               // that the form was made from
  std::vector<std::pair<int, Windows>> others;  // of the years before and after
  Authority by;
};

struct Refusal {
  enum class Kind {
    already_open,
    not_open,
    stale,                 // changed since the form was made
    windows_out_of_order,  // `first` does not come before `second`, names of Windows' members
    overlap,               // window `first` (school, teachers) overlaps that of `other`
    outside_year,          // `first`, an instant or window, is not in the academic year
    no_reason,             // 5 to 200 characters
    bad_document,          // at most 60 characters
    bad_text,
    not_later,      // an extension that ends before the window does
    not_authorised  // the actor does not have the role this asks for
  } kind;
  std::string first{}, second{};
  int other = 0;
};
inline Refusal outrun(const State&) { return {Refusal::Kind::stale}; }

// Demonstration years may lie outside their academic year and overlap.
std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp = {});
// Whether there is one.
using Standing = bool;
// After `event`; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing exists, const Event& event);

// Where `now` stands to the teachers' window.
enum class Phase { before, open, late, closed };
Phase phase(const Windows& windows, Instant now);

}  // namespace yanxi::year
