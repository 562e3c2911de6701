// A school's own plan of hours for one year, which its teachers may import (manual step 3). Pure.
// Stream school-plan/115/UNIT. Not here: its editor, which belongs to the school's side.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/hours.hpp"
#include "events/log/envelope.hpp"
#include "events/year.hpp"

namespace yanxi::school_plan {

struct DraftSaved {
  static constexpr const char* tag = "school_plan.draft_saved.1";
  std::string catalogue;
  Hours hours;
};
struct Submitted {
  static constexpr const char* tag = "school_plan.submitted.1";
};
struct Withdrawn {
  static constexpr const char* tag = "school_plan.withdrawn.1";
};
using Event = std::variant<DraftSaved, Submitted, Withdrawn>;

enum class Status { absent, draft, submitted, withdrawn };
struct State {
  Status status = Status::absent;
  std::uint64_t version = 0;
  Digest leaf{};  // of the last event
  std::string catalogue;
  Hours hours;
};

struct SaveDraft {
  Hours hours;
};
struct Submit {};
struct Withdraw {};
using Command = std::variant<SaveDraft, Submit, Withdraw>;

struct Context {
  Instant now;
  const year::State* year = nullptr;
  const Catalogues* catalogues = nullptr;
  Authority by;
  std::string unit;                             // whose plan it is
  std::optional<std::uint64_t> seen_version{};  // that the form was made from
};

enum class Refusal {
  not_open_yet,
  closed,
  wrong_state,
  not_accepted,   // hours that may not even be in a draft
  incomplete,     // submit: find_problems of its hours names what is missing
  stale,          // changed since the form was made
  not_authorised  // neither a clerk of this school nor an administrator
};
inline Refusal outrun(const State&) { return Refusal::stale; }

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp);
using Standing = Status;
// The status after `event`; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing status, const Event& event);

}  // namespace yanxi::school_plan
