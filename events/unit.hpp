// A reporting unit: a school or an agency. Pure. Stream unit/CODE.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/log/envelope.hpp"

namespace yanxi::unit {

struct Registered {
  static constexpr const char* tag = "unit.registered.1";
  std::string name;
  std::string county;  // code of the catalogue's counties; stored: codes outlive mergers
};
struct Changed {
  static constexpr const char* tag = "unit.changed.1";
  std::string name;
  std::string county;
};
using Event = std::variant<Registered, Changed>;

struct State {
  bool exists = false;
  std::string name, county;
};

struct Register {
  std::string code, name, county;
};
struct Change {
  std::string code, name, county;
};
using Command = std::variant<Register, Change>;

struct Context {
  Authority by;
};

enum class Refusal {
  already_registered,
  not_registered,
  bad_code,
  bad_name,
  stale,          // changed at the same time
  not_authorised  // the actor does not have the role this asks for
};
inline Refusal outrun(const State&) { return Refusal::stale; }

// A school's code: two digits, two digits or capitals, two digits, as 190F01 and 330N01 have it; or
// a university's four digits.
bool is_code(std::string_view code);

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp = {});
// Whether there is one.
using Standing = bool;
// After `event`; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing exists, const Event& event);

}  // namespace yanxi::unit
