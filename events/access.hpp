// What members of staff looked at. Stream access/115/ACCOUNT of the reader. Here: the one event of
// it, appended before the answer, so that nothing is seen that is not recorded. Not here: who may
// look (fcgi/routes).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/log/envelope.hpp"

namespace yanxi::access {

// Refused to nobody: whoever may open the page is recorded. Of the streams looked at, contents may
// be erased later; this stays, for it says nothing of them but the account.
struct Viewed {
  static constexpr const char* tag = "access.viewed.1";
  std::string what;    // find, timeline, compare, version, export, pdf, board, restore, home ...
  std::string stream;  // of the plan or person, empty for a search
  std::string
      detail;  // a version, a time, what was searched for and found; at most 2,000 characters
  std::string matter;  // 查核事由, as the reader stated it; at most 100 characters, may be empty
};
using Event = std::variant<Viewed>;

// Nothing is decided on what was looked at before.
struct State {};
using Command = Viewed;
struct Context {};
struct Refusal {};

inline std::expected<std::vector<Event>, Refusal> decide(const State&, const Command& command,
                                                         const Context&) {
  return std::vector<Event>{command};
}
inline State evolve(State state, const Event&, const Stamp&) { return state; }
inline Refusal outrun(const State&) { return {}; }
struct Standing {};
inline std::optional<Standing> follow(Standing standing, const Event&) { return standing; }

}  // namespace yanxi::access
