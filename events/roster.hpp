// The teachers of a unit for one year, kept until the deadline (manual: 無法匯入學校本位研習時數).
// Pure. Stream roster/115/UNIT. Not here: the roster's pages, which belong to the school's side.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/log/envelope.hpp"

namespace yanxi::roster {

// The list as it stood at the deadline.
struct Frozen {
  static constexpr const char* tag = "roster.frozen.1";
  std::vector<std::string> accounts;
};
// The list was put in the place of the one before; after the deadline only with a reason.
struct Listed {
  static constexpr const char* tag = "roster.listed.1";
  std::vector<std::string> accounts;
  std::string reason;
};
using Event = std::variant<Frozen, Listed>;

struct State {
  bool frozen = false;
  std::vector<std::string> accounts;
};

struct Freeze {
  std::vector<std::string> accounts;
};
struct List {
  std::vector<std::string> accounts;
  std::string reason;  // 5 to 200 characters; may be empty while it is not `late`
  bool late = false;   // the year's roster_until has passed
};
using Command = std::variant<Freeze, List>;

struct Context {
  Authority by;
};

enum class Refusal {
  already_frozen,
  listed_twice,
  no_reason,
  stale,          // changed at the same time
  not_authorised  // the actor does not have the role this asks for
};
inline Refusal outrun(const State&) { return Refusal::stale; }

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp = {});
// Whether it is frozen.
using Standing = bool;
// After `event`; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing frozen, const Event& event);
bool lists(const State& state, std::string_view account);

}  // namespace yanxi::roster
