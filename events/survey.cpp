#include "events/survey.hpp"

#include <algorithm>

namespace yanxi::survey {

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context) {
  if (!context.by.is_teacher(context.account)) {
    return std::unexpected(Refusal{Refusal::Kind::not_authorised});
  }
  const auto& answer = std::get<Answer>(command);
  const year::Phase phase = year::phase(context.windows, context.now);
  if (phase == year::Phase::before) return std::unexpected(Refusal{Refusal::Kind::not_open_yet});
  if (phase == year::Phase::closed) return std::unexpected(Refusal{Refusal::Kind::closed});
  if (context.seen_version != state.version) return std::unexpected(Refusal{Refusal::Kind::stale});
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

State evolve(State state, const Event& event, const Stamp& stamp) {
  const auto& answered = std::get<Answered>(event);
  state = {state.version + 1, true, answered.answers, answered.text, stamp.at};
  return state;
}

}  // namespace yanxi::survey
