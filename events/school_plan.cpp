#include "events/school_plan.hpp"

namespace yanxi::school_plan {
namespace {

using Decision = std::expected<std::vector<Event>, Refusal>;

Decision decide_on(const State& state, const SaveDraft& command, const Context& context) {
  if (state.status == Status::submitted) return std::unexpected(Refusal::wrong_state);
  const Catalogue& catalogue = context.catalogues->at(context.year->catalogue);
  if (!can_be_typed(command.hours, catalogue)) return std::unexpected(Refusal::not_accepted);
  return std::vector<Event>{DraftSaved{catalogue.version, command.hours}};
}

Decision decide_on(const State& state, const Submit&, const Context& context) {
  if (state.status != Status::draft && state.status != Status::withdrawn) {
    return std::unexpected(Refusal::wrong_state);
  }
  if (!find_problems(state.hours, context.catalogues->at(state.catalogue)).empty()) {
    return std::unexpected(Refusal::incomplete);
  }
  return std::vector<Event>{Submitted{}};
}

Decision decide_on(const State& state, const Withdraw&, const Context&) {
  if (state.status != Status::submitted) return std::unexpected(Refusal::wrong_state);
  return std::vector<Event>{Withdrawn{}};
}

void evolve_on(State& state, const DraftSaved& event) {
  state.catalogue = event.catalogue;
  state.hours = event.hours;
}
void evolve_on(State&, const Submitted&) {}
void evolve_on(State&, const Withdrawn&) {}

std::optional<Status> follow_with(Status status, const DraftSaved&) {
  if (status == Status::submitted) return {};
  return status == Status::withdrawn ? status : Status::draft;
}
std::optional<Status> follow_with(Status status, const Submitted&) {
  if (status == Status::absent || status == Status::submitted) return {};
  return Status::submitted;
}
std::optional<Status> follow_with(Status status, const Withdrawn&) {
  return status == Status::submitted ? std::optional(Status::withdrawn) : std::nullopt;
}

}  // namespace

Decision decide(const State& state, const Command& command, const Context& context) {
  if (!context.by.is_clerk_of(context.unit) && !context.by.administers()) {
    return std::unexpected(Refusal::not_authorised);
  }
  const year::Windows& windows = context.year->windows;
  if (context.now < windows.school_opens) return std::unexpected(Refusal::not_open_yet);
  if (context.now >= windows.school_until) return std::unexpected(Refusal::closed);
  if (context.seen_version.value_or(state.version) != state.version) {
    return std::unexpected(Refusal::stale);
  }
  return std::visit([&](const auto& chosen) { return decide_on(state, chosen, context); }, command);
}

std::optional<Status> follow(Status status, const Event& event) {
  return std::visit([&](const auto& happened) { return follow_with(status, happened); }, event);
}

State evolve(State state, const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& happened) { evolve_on(state, happened); }, event);
  state.status = follow(state.status, event).value_or(state.status);
  state.version = stamp.version;
  state.leaf = stamp.leaf;
  return state;
}

}  // namespace yanxi::school_plan
