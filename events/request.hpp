// A request for a command and what comes of it. Here: who asks, when, under which id. Not here: the
// commands (the domain), carrying them out (execute).
#pragma once

#include "events/log/envelope.hpp"

namespace yanxi {

// How an account is proven that acts on the machine itself (Actor::source).
inline constexpr const char* terminal_source = "terminal";

// Who asks, when, under which command id.
struct Request {
  Actor actor;
  Instant at;
  CommandId command{};
};

// A command id for one request: the same `once` and body give the same id, another body another
// one, so that it is a new command at its old version.
CommandId command_id(std::string_view actor, std::string_view once, std::string_view body);

// What came of a command that was not refused. `position` is 0 when nothing had to be recorded.
struct Outcome {
  std::uint64_t position = 0;
  std::uint64_t version = 0;
  Instant at;
};

}  // namespace yanxi
