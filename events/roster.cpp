#include "events/roster.hpp"

#include <algorithm>
#include <set>

namespace yanxi::roster {

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command) {
  const auto& freeze = std::get<Freeze>(command);
  if (state.frozen) return std::unexpected(Refusal::already_frozen);
  const std::set<std::string> distinct(freeze.accounts.begin(), freeze.accounts.end());
  if (distinct.size() != freeze.accounts.size()) return std::unexpected(Refusal::listed_twice);
  return std::vector<Event>{Frozen{freeze.accounts}};
}

std::optional<bool> follow(bool exists, const Event&) {
  return exists ? std::nullopt : std::optional(true);
}

State evolve(State state, const Event& event) {
  state.frozen = true;
  state.accounts = std::get<Frozen>(event).accounts;
  return state;
}

bool lists(const State& state, std::string_view account) {
  return std::ranges::find(state.accounts, account) != state.accounts.end();
}

}  // namespace yanxi::roster
