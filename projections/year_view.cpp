#include "projections/year_view.hpp"

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "projections/row_archive.hpp"

namespace yanxi {

namespace year {
template <class Archive>
void serialize(Archive& archive, Windows& windows) {
  archive(windows.roster_until, windows.school_opens, windows.school_until, windows.opens,
          windows.counts_until, windows.accepts_until);
}
template <class Archive>
void serialize(Archive& archive, Extended& extended) {
  archive(extended.unit, extended.window, extended.until, extended.counts, extended.reason,
          extended.document);
}
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.exists, state.catalogue, state.windows, state.demo, state.version,
          state.announcement, state.extensions);
}
}  // namespace year
namespace school_plan {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.status, state.version, state.leaf, state.catalogue, state.hours);
}
}  // namespace school_plan
namespace roster {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.frozen, state.accounts);
}
}  // namespace roster
namespace survey {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.version, state.answered, state.answers, state.text, state.at);
}
}  // namespace survey

namespace {

// The row of a stream is kept under the stream's own name.
template <class State, class Views>
State read_state(const Views& views, const std::string& stream) {
  return unpack<State>(views.get(stream)).value_or(State{});
}

}  // namespace

std::optional<YearView> read_year_view(const ViewReader& views, int year) {
  const auto state = unpack<year::State>(views.get(year_stream(year)));
  if (!state) return {};
  return YearView{year, *state};
}
std::vector<YearView> read_year_views(const ViewReader& views) {
  std::vector<YearView> years;
  views.store().scan("year/", [&](auto key, auto value) {
    years.push_back({parse_stream(key).year, unpack<year::State>(std::string(value))});
    return true;
  });
  return years;
}
school_plan::State read_school_plan_view(const ViewReader& views, int year,
                                         const std::string& unit) {
  return read_state<school_plan::State>(views, school_plan_stream(year, unit));
}
roster::State read_roster_view(const ViewReader& views, int year, const std::string& unit) {
  return read_state<roster::State>(views, roster_stream(year, unit));
}
survey::State read_survey_view(const ViewReader& views, int year, const std::string& account) {
  return read_state<survey::State>(views, survey_stream(year, account));
}

void fold_year(ViewWriter& views, const Envelope& envelope, const StreamName&) {
  views.put(envelope.stream,
            pack(year::evolve(read_state<year::State>(views, envelope.stream),
                              decode<year::Event>(envelope.tag, envelope.payload))));
}
void fold_school_plan(ViewWriter& views, const Envelope& envelope, const StreamName&) {
  views.put(envelope.stream,
            pack(school_plan::evolve(read_state<school_plan::State>(views, envelope.stream),
                                     decode<school_plan::Event>(envelope.tag, envelope.payload),
                                     stamp_of(envelope))));
}
void fold_roster(ViewWriter& views, const Envelope& envelope, const StreamName&) {
  views.put(envelope.stream,
            pack(roster::evolve(read_state<roster::State>(views, envelope.stream),
                                decode<roster::Event>(envelope.tag, envelope.payload))));
}
void fold_survey(ViewWriter& views, const Envelope& envelope, const StreamName&) {
  auto state = read_state<survey::State>(views, envelope.stream);
  if (envelope.erased) {
    state = survey::erased(std::move(state), stamp_of(envelope));
  } else {
    state = survey::evolve(std::move(state), decode<survey::Event>(envelope.tag, envelope.payload),
                           stamp_of(envelope));
  }
  views.put(envelope.stream, pack(state));
}

}  // namespace yanxi
