#include "projections/board_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "events/streams.hpp"
#include "projections/row_archive.hpp"

namespace yanxi {

template <class Archive>
void serialize(Archive& archive, BoardRow& row) {
  archive(row.account, row.status, row.changed_at, row.arrived, row.hours, row.method, row.time,
          row.place);
}

namespace {

std::string year_prefix(int year) { return "board/" + std::to_string(year) + "/"; }
std::string unit_of(const PlanView& view) {
  const std::string& unit = view.state.contents.unit;
  return unit.empty() ? no_unit : unit;
}
std::string board_key(int year, const std::string& unit, const std::string& account) {
  return year_prefix(year) + unit + "/" + account;
}

BoardRow row_of(const PlanView& view) {
  const plan::State& state = view.state;
  BoardRow row{view.account, state.status, state.changed_at, {}, {}, {}, {}, {}};
  row.hours = sums_by_topic(state.contents.hours.planned);
  row.method = state.contents.method;
  row.time = state.contents.time;
  row.place = state.contents.place;
  if (state.status == plan::Status::submitted) row.arrived = state.submission->arrived;
  return row;
}

std::string happening_prefix(int year, const std::string& unit) {
  return "happened/" + std::to_string(year) + "/" + (unit.empty() ? "*" : unit) + "/";
}
std::string kind_prefix(int year, const std::string& unit, Happened kind) {
  return happening_prefix(year, unit) + static_cast<char>('a' + static_cast<int>(kind)) + "/";
}
// Later positions stand first.
std::string place_of(std::uint64_t position) { return fmt::format("{:016x}", ~position); }
std::uint64_t position_of(std::string_view place) {
  return ~std::stoull(std::string(place), nullptr, 16);
}

}  // namespace

std::vector<std::pair<std::string, int>> sums_by_topic(const PlannedHours& hours) {
  std::vector<std::pair<std::string, int>> sums;
  for (const auto& [code, planned] : hours) {
    // An item's code continues its topic's (catalogue).
    const std::string topic = code.substr(0, code.find('-'));
    if (sums.empty() || sums.back().first != topic) sums.emplace_back(topic, 0);
    sums.back().second += planned;
  }
  return sums;
}

std::vector<BoardRow> read_board(const ViewReader& views, int year, const std::string& unit,
                                 const std::string& after, std::size_t limit) {
  std::vector<BoardRow> rows;
  const std::string prefix = board_key(year, unit, {}), last = prefix + after;
  views.store().scan(prefix, last, [&](auto key, auto value) {
    if (key > last) rows.push_back(unpack<BoardRow>(std::string(value)));
    return rows.size() < limit;
  });
  return rows;
}

std::vector<BoardPlace> read_places(const ViewReader& views, int year, const BoardPlace& after,
                                    std::size_t limit) {
  std::vector<BoardPlace> places;
  const std::string prefix = year_prefix(year);
  const std::string last = after.unit.empty() ? prefix : board_key(year, after.unit, after.account);
  views.store().scan(prefix, last, [&](auto key, auto) {
    if (key == last) return true;
    const auto rest = key.substr(prefix.size());
    const auto slash = rest.find('/');
    places.push_back({std::string(rest.substr(0, slash)), std::string(rest.substr(slash + 1))});
    return places.size() < limit;
  });
  return places;
}

void scan_board(const ViewReader& views, int year,
                const std::function<void(std::string_view, const BoardRow&)>& visit) {
  const std::string prefix = year_prefix(year);
  views.store().scan(prefix, [&](auto key, auto value) {
    const auto rest = key.substr(prefix.size());
    visit(rest.substr(0, rest.find('/')), unpack<BoardRow>(std::string(value)));
    return true;
  });
}

void fold_board(ViewWriter& views, const PlanView& before, const PlanView& after) {
  const std::string old_key = board_key(after.year, unit_of(before), after.account);
  const std::string key = board_key(after.year, unit_of(after), after.account);
  if (old_key != key && before.state.version > 0) views.remove(old_key);
  // What was only extended or is erased is no plan yet.
  if (after.state.status == plan::Status::absent) {
    if (before.state.status != plan::Status::absent) views.remove(key);
    return;
  }
  views.put(key, pack(row_of(after)));
}

Happened happened(const plan::Event& event) {
  return std::visit(
      [](const auto& e) {
        using Event = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<Event, plan::DraftSaved>) return Happened::saved;
        if constexpr (std::is_same_v<Event, plan::SchoolPlanImported>) return Happened::imported;
        if constexpr (std::is_same_v<Event, plan::Submitted>) return Happened::submitted;
        if constexpr (std::is_same_v<Event, plan::Withdrawn>) return Happened::withdrawn;
        if constexpr (std::is_same_v<Event, plan::Deleted>) return Happened::deleted;
        if constexpr (std::is_same_v<Event, plan::Restored>) return Happened::restored;
        if constexpr (std::is_same_v<Event, plan::Extended>) return Happened::extended;
        if constexpr (std::is_same_v<Event, plan::CatalogueChanged>) return Happened::carried;
      },
      event);
}

std::vector<Happening> find_happenings(const ViewReader& views, int year, const std::string& unit,
                                       const std::vector<Happened>& kinds, std::uint64_t from,
                                       std::uint64_t until, std::size_t limit) {
  std::vector<Happening> found;
  if (until <= from) return found;
  for (const Happened kind : kinds) {
    const std::string prefix = kind_prefix(year, unit, kind);
    std::size_t of_kind = 0;
    views.store().scan(prefix, prefix + place_of(until - 1), [&](auto key, auto value) {
      const std::uint64_t position = position_of(key.substr(prefix.size()));
      if (position < from) return false;
      const auto space = value.find(' ');
      found.push_back({position, kind, std::string(value.substr(0, space)),
                       std::string(value.substr(space + 1))});
      return ++of_kind < limit;
    });
  }
  std::ranges::sort(found, std::ranges::greater(), &Happening::position);
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<std::string> find_planners(const ViewReader& views, int year, const std::string& unit) {
  std::set<std::string> accounts;
  views.store().scan(happening_prefix(year, unit), [&](auto, auto value) {
    accounts.emplace(value.substr(0, value.find(' ')));
    return true;
  });
  return {accounts.begin(), accounts.end()};
}

void fold_happening(ViewWriter& views, const Envelope& envelope, const StreamName& stream,
                    Happened kind, const std::string& unit) {
  const std::string place = place_of(envelope.position);
  const std::string value = stream.name + " " + envelope.actor.account;
  views.put(kind_prefix(stream.year, {}, kind) + place, value);
  views.put(kind_prefix(stream.year, unit.empty() ? no_unit : unit, kind) + place, value);
}

}  // namespace yanxi
