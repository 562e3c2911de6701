// The teachers of a unit for one year, frozen at the deadline (manual: 無法匯入學校本位研習時數).
// Pure. Stream roster/115/UNIT. Not here: the roster's pages, which belong to the school's side.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yanxi::roster {

// The list as it stood at the deadline. Only it decides who may import.
struct Frozen {
  static constexpr const char* tag = "roster.frozen.1";
  std::vector<std::string> accounts;
};
using Event = std::variant<Frozen>;

struct State {
  bool frozen = false;
  std::vector<std::string> accounts;
};

struct Freeze {
  std::vector<std::string> accounts;
};
using Command = std::variant<Freeze>;

enum class Refusal { already_frozen, listed_twice };

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command);
State evolve(State state, const Event& event);
// Whether there is one after `event`; nothing when the rules do not let it follow.
std::optional<bool> follow(bool exists, const Event& event);
bool lists(const State& state, std::string_view account);

}  // namespace yanxi::roster
