// The log's own history: whether it ever went back to an older backup, and the name its checkpoints
// bear (their origin). Pure. Stream `log`. Not here: checkpoints themselves (checkpoint).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/log/envelope.hpp"

namespace yanxi::lineage {

// A backup older than the last checkpoint was put in place, and a person accepted what it lacked
// (`restore --accept-loss`). Events after `kept` of the old origin are gone; new ones have their
// positions.
struct Rewound {
  static constexpr const char* tag = "log.rewound.1";
  std::string origin;              // before it
  std::uint64_t kept = 0;          // the last position of the old origin that is still there
  std::uint64_t signed_until = 0;  // the size of the last checkpoint: at least so much was lost
};
using Event = std::variant<Rewound>;

struct State {
  std::vector<Rewound> rewinds;  // oldest first
  Digest last{};                 // leaf of the last of them
};
State evolve(State state, const Event& event, const Stamp& stamp);

// A person has accepted it at a terminal; there is nothing to decide.
using Command = Rewound;
struct Context {};
struct Refusal {};
inline std::expected<std::vector<Event>, Refusal> decide(const State&, const Command& command,
                                                         const Context&) {
  return std::vector<Event>{command};
}
inline Refusal outrun(const State&) { return {}; }
struct Standing {};
inline std::optional<Standing> follow(Standing standing, const Event&) { return standing; }

// The origin of checkpoints signed now: "yanxi/" and 16 hexadecimal digits of the leaf that began
// this line of the log, the first event's or the last rewinding's. No two logs share one, because
// leaves are salted.
std::string origin(const State& state, const Digest& first_leaf);

}  // namespace yanxi::lineage
