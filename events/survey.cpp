#include "events/survey.hpp"

#include <algorithm>

namespace yanxi::survey {

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  std::uint64_t seen_version,
                                                  const year::Windows& windows, Instant now) {
  const auto& answer = std::get<Answer>(command);
  const year::Phase phase = year::phase(windows, now);
  if (phase == year::Phase::before) return std::unexpected(Refusal{Refusal::Kind::not_open_yet});
  if (phase == year::Phase::closed) return std::unexpected(Refusal{Refusal::Kind::closed});
  if (seen_version != state.version) return std::unexpected(Refusal{Refusal::Kind::stale});
  if (std::ranges::any_of(answer.answers, [](int a) { return a < 0 || a > scale; })) {
    return std::unexpected(Refusal{Refusal::Kind::bad_answer});
  }
  auto text = accept_text(answer.text, max_text_characters, true);
  if (!text) return std::unexpected(Refusal{Refusal::Kind::text, text.error()});
  if (state.answered && state.answers == answer.answers && state.text == *text) {
    return std::vector<Event>{};
  }
  return std::vector<Event>{Answered{answer.answers, std::move(*text)}};
}

State evolve(State state, const Event& event, Instant at) {
  const auto& answered = std::get<Answered>(event);
  state = {state.version + 1, true, answered.answers, answered.text, at};
  return state;
}

}  // namespace yanxi::survey
