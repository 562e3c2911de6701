// The questionnaire after planning (manual: 填寫問卷): five answers on a scale and one free text,
// all optional, changeable until the window closes. Pure. Stream survey/115/ACCOUNT, apart from the
// plan, on which it has no influence.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/instant.hpp"
#include "events/log/envelope.hpp"
#include "events/text.hpp"
#include "events/year.hpp"

namespace yanxi::survey {

constexpr std::size_t question_count = 5;
constexpr int scale = 5;  // 1 very dissatisfied to 5 very satisfied; 0 not answered
constexpr std::size_t max_text_characters = 500;

struct Answered {
  static constexpr const char* tag = "survey.answered.1";
  std::array<int, question_count> answers{};
  std::string text;
};
using Event = std::variant<Answered>;

struct State {
  std::uint64_t version = 0;  // how often it was answered
  bool answered = false;
  std::array<int, question_count> answers{};
  std::string text;
  Instant at;
};

struct Answer {
  std::array<int, question_count> answers{};
  std::string text;
};
using Command = std::variant<Answer>;

struct Context {
  Instant now;
  std::uint64_t seen_version = 0;  // that the form was made from
  year::Windows windows;           // as they are for this person
  Authority by;
  std::string account;  // whose answers they are
};

struct Refusal {
  enum class Kind { not_open_yet, closed, stale, bad_answer, text, not_authorised } kind;
  TextFault fault{};  // of the text
};
inline Refusal outrun(const State&) { return {Refusal::Kind::stale}; }

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp);
// How often it was answered is the version of the form, with or without contents.
inline State erased(State, const Stamp& stamp) {
  State state;
  state.version = stamp.version;
  return state;
}
// Any event may follow any other.
struct Standing {};
inline std::optional<Standing> follow(Standing standing, const Event&) { return standing; }
inline Standing follow_erased(std::type_identity<Event>, Standing standing) { return standing; }

}  // namespace yanxi::survey
