#include "events/year.hpp"

#include <algorithm>
#include <tuple>

#include "events/text.hpp"

namespace yanxi::year {
namespace {

using Decision = std::expected<std::vector<Event>, Refusal>;
using Kind = Refusal::Kind;

Decision refuse(Kind kind, std::string first = {}, std::string second = {}, int other = 0) {
  return std::unexpected(Refusal{kind, std::move(first), std::move(second), other});
}

std::optional<Refusal> find_disorder(const Windows& w) {
  const auto disorder = [](const char* first, const char* second) {
    return Refusal{Kind::windows_out_of_order, first, second, 0};
  };
  if (w.school_opens >= w.school_until) return disorder("school_opens", "school_until");
  if (w.opens >= w.counts_until) return disorder("opens", "counts_until");
  if (w.counts_until > w.accepts_until) return disorder("counts_until", "accepts_until");
  return {};
}

std::optional<Refusal> find_overlap(const Windows& w, const Context& context) {
  for (const auto& [other, theirs] : context.others) {
    if (w.school_opens < theirs.school_until && theirs.school_opens < w.school_until) {
      return Refusal{Kind::overlap, "school", {}, other};
    }
    if (w.opens < theirs.accepts_until && theirs.opens < w.accepts_until) {
      return Refusal{Kind::overlap, "teachers", {}, other};
    }
  }
  return {};
}

std::optional<Refusal> find_outside(const Windows& w, const Context& context) {
  for (const NamedInstant& instant : instants) {
    // The end of a window is not in it any more, so it may be the end of the year.
    const bool begins = std::string_view(instant.name).ends_with("opens");
    if (academic_year(w.*instant.at + (begins ? 0 : -1)) != context.year) {
      return Refusal{Kind::outside_year, instant.name, {}, 0};
    }
  }
  return {};
}

std::optional<Refusal> find_fault(const Windows& windows, const Context& context) {
  if (auto disorder = find_disorder(windows)) return disorder;
  if (auto overlap = find_overlap(windows, context)) return overlap;
  return find_outside(windows, context);
}

std::expected<std::pair<std::string, std::string>, Refusal> accept_grounds(
    const std::string& reason, const std::string& document) {
  auto because = accept_reason(reason);
  if (!because) return std::unexpected(Refusal{Kind::no_reason, {}, {}, 0});
  auto number = accept_document(document);
  if (!number) return std::unexpected(Refusal{Kind::bad_document, {}, {}, 0});
  return std::pair{std::move(*because), std::move(*number)};
}

Decision decide_on(const State& state, const Open& open, const Context& context) {
  if (state.exists) return refuse(Kind::already_open);
  const auto fault = open.demo ? find_disorder(open.windows) : find_fault(open.windows, context);
  if (fault) return std::unexpected(*fault);
  return std::vector<Event>{Opened{open.catalogue, open.windows, open.demo}};
}

Decision decide_on(const State& state, const SetWindows& command, const Context& context) {
  const auto fault =
      state.demo ? find_disorder(command.windows) : find_fault(command.windows, context);
  if (fault) return std::unexpected(*fault);
  if (command.windows == state.windows) return std::vector<Event>{};
  auto grounds = accept_grounds(command.reason, command.document);
  if (!grounds) return std::unexpected(grounds.error());
  return std::vector<Event>{WindowsSet{command.windows, grounds->first, grounds->second}};
}

Decision decide_on(const State& state, const Extend& command, const Context& context) {
  Extended extended = command.extension;
  const int last_year = context.year + (state.demo ? 1 : 0);
  if (academic_year(extended.until + -1) > last_year) {
    return refuse(Kind::outside_year, extended.window);
  }
  const Windows now = windows_for(state, {extended.unit});
  const Instant until = extended.window == "roster"   ? now.roster_until
                        : extended.window == "school" ? now.school_until
                        : extended.counts             ? now.counts_until
                                                      : now.accepts_until;
  if (extended.until <= until) return refuse(Kind::not_later, extended.window);
  auto grounds = accept_grounds(extended.reason, extended.document);
  if (!grounds) return std::unexpected(grounds.error());
  std::tie(extended.reason, extended.document) = *grounds;
  return std::vector<Event>{std::move(extended)};
}

Decision decide_on(const State& state, const Announce& command, const Context&) {
  auto text = accept_text(command.text, 200, true);
  if (!text) return refuse(Kind::bad_text);
  if (*text == state.announcement) return std::vector<Event>{};
  return std::vector<Event>{Announced{std::move(*text)}};
}

Decision decide_on(const State& state, const AdoptCatalogue& command, const Context&) {
  if (command.catalogue == state.catalogue) return std::vector<Event>{};
  return std::vector<Event>{CatalogueAdopted{command.catalogue}};
}

void evolve_on(State& state, const Opened& event) {
  state.exists = true;
  state.catalogue = event.catalogue;
  state.windows = event.windows;
  state.demo = event.demo;
}
void evolve_on(State& state, const WindowsSet& event) { state.windows = event.windows; }
void evolve_on(State& state, const Extended& event) { state.extensions.push_back(event); }
void evolve_on(State& state, const Announced& event) { state.announcement = event.text; }
void evolve_on(State& state, const CatalogueAdopted& event) { state.catalogue = event.catalogue; }

}  // namespace

Decision decide(const State& state, const Command& command, const Context& context) {
  if (!context.by.administers()) return refuse(Kind::not_authorised);
  if (!std::holds_alternative<Open>(command)) {
    if (!state.exists) return refuse(Kind::not_open);
    if (context.seen_version != state.version) return refuse(Kind::stale);
  }
  return std::visit([&](const auto& chosen) { return decide_on(state, chosen, context); }, command);
}

std::optional<bool> follow(bool exists, const Event& event) {
  return std::holds_alternative<Opened>(event) != exists ? std::optional(true) : std::nullopt;
}

State evolve(State state, const Event& event, const Stamp&) {
  std::visit([&](const auto& happened) { evolve_on(state, happened); }, event);
  ++state.version;
  return state;
}

Windows windows_for(const State& year, const std::vector<std::string>& units) {
  Windows windows = year.windows;
  const auto prolong = [](Instant& until, Instant later) { until = std::max(until, later); };
  for (const Extended& extended : year.extensions) {
    if (std::ranges::find(units, extended.unit) == units.end()) continue;
    if (extended.window == "roster") {
      prolong(windows.roster_until, extended.until);
    } else if (extended.window == "school") {
      prolong(windows.school_until, extended.until);
    } else {
      prolong(windows.accepts_until, extended.until);
      if (extended.counts) prolong(windows.counts_until, extended.until);
    }
  }
  return windows;
}

Phase phase(const Windows& windows, Instant now) {
  if (now < windows.opens) return Phase::before;
  if (now < windows.counts_until) return Phase::open;
  if (now < windows.accepts_until) return Phase::late;
  return Phase::closed;
}

}  // namespace yanxi::year
