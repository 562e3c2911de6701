#include "events/year.hpp"

namespace yanxi::year {

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command) {
  const auto& open = std::get<Open>(command);
  if (state.exists) return std::unexpected(Refusal::already_open);
  const Windows& w = open.windows;
  const bool ordered = w.school_opens < w.school_until && w.opens < w.counts_until &&
                       w.counts_until <= w.accepts_until;
  if (!ordered) return std::unexpected(Refusal::windows_out_of_order);
  return std::vector<Event>{Opened{open.catalogue, open.windows, open.demo}};
}

std::optional<bool> follow(bool exists, const Event&) {
  return exists ? std::nullopt : std::optional(true);
}

State evolve(State state, const Event& event) {
  const auto& opened = std::get<Opened>(event);
  state.exists = true;
  state.catalogue = opened.catalogue;
  state.windows = opened.windows;
  state.demo = opened.demo;
  return state;
}

Phase phase(const Windows& windows, Instant now) {
  if (now < windows.opens) return Phase::before;
  if (now < windows.counts_until) return Phase::open;
  if (now < windows.accepts_until) return Phase::late;
  return Phase::closed;
}

}  // namespace yanxi::year
