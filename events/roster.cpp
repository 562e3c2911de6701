#include "events/roster.hpp"

#include <algorithm>
#include <set>

#include "events/text.hpp"

namespace yanxi::roster {
namespace {

using Decision = std::expected<std::vector<Event>, Refusal>;

bool are_distinct(const std::vector<std::string>& accounts) {
  return std::set<std::string>(accounts.begin(), accounts.end()).size() == accounts.size();
}

Decision decide_on(const State& state, const Freeze& command) {
  if (state.frozen) return std::unexpected(Refusal::already_frozen);
  if (!are_distinct(command.accounts)) return std::unexpected(Refusal::listed_twice);
  return std::vector<Event>{Frozen{command.accounts}};
}

Decision decide_on(const State& state, const List& command) {
  if (!are_distinct(command.accounts)) return std::unexpected(Refusal::listed_twice);
  if (command.accounts == state.accounts) return std::vector<Event>{};
  auto reason = accept_reason(command.reason);
  const bool needed = command.late || state.frozen || !command.reason.empty();
  if (needed && !reason) return std::unexpected(Refusal::no_reason);
  return std::vector<Event>{Listed{command.accounts, reason.value_or("")}};
}

}  // namespace

Decision decide(const State& state, const Command& command, const Context& context) {
  if (!context.by.administers()) return std::unexpected(Refusal::not_authorised);
  return std::visit([&](const auto& chosen) { return decide_on(state, chosen); }, command);
}

std::optional<bool> follow(bool frozen, const Event& event) {
  if (std::holds_alternative<Listed>(event)) return frozen;
  return frozen ? std::nullopt : std::optional(true);
}

State evolve(State state, const Event& event, const Stamp&) {
  state.frozen = state.frozen || std::holds_alternative<Frozen>(event);
  std::visit([&](const auto& happened) { state.accounts = happened.accounts; }, event);
  return state;
}

bool lists(const State& state, std::string_view account) {
  return std::ranges::find(state.accounts, account) != state.accounts.end();
}

}  // namespace yanxi::roster
