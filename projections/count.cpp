#include "projections/count.hpp"

#include <set>

#include "projections/board_view.hpp"
#include "projections/directory_view.hpp"

namespace yanxi {
namespace {

// A school and a county have a row for each year, count/unit/010001/115, and one beside them. A
// year's holds how plans stand ("draft", "submitted", "withdrawn"), how many of the staff have
// begun ("started") and of submitted plans "hours/TOPIC" and "RANKING/RANK/CODE".
const std::string unit_prefix = "count/unit/", county_prefix = "count/county/";
std::string place_of_unit(const std::string& unit) { return unit_prefix + unit + "/"; }
std::string place_of_county(const std::string& county) { return county_prefix + county + "/"; }

// The row beside them, after all years in order: what holds in any year, "staff" and "units".
const std::string always = "always";

void add_to_unit(ViewWriter& views, const std::string& unit, const std::string& row,
                 const Tally& numbers) {
  if (!numbers.empty()) add(views.additions()[place_of_unit(unit) + row], numbers);
}

// A row without numbers is none.
void add_to_row(ViewWriter& views, const std::string& key, const Tally& numbers,
                std::int64_t times = 1) {
  Tally sum = read_tally(views.get(key).value_or(""));
  add(sum, numbers, times);
  if (sum.empty()) {
    views.remove(key);
  } else {
    views.put(key, write_tally(sum));
  }
}

bool is_begun(const PlanView& view) {
  return view.state.status != plan::Status::absent && view.state.status != plan::Status::deleted;
}

void add_choices(Tally& sum, const std::string& ranking, const std::vector<std::string>& codes) {
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!codes[i].empty()) sum.emplace_back(ranking + "/" + std::to_string(i) + "/" + codes[i], 1);
  }
}

// What a plan adds to the numbers of the school it names, in any order.
Tally tally_of_plan(const PlanView& view) {
  if (!is_begun(view) || view.state.contents.unit.empty()) return {};
  if (view.state.status == plan::Status::draft) return {{"draft", 1}};
  if (view.state.status == plan::Status::withdrawn) return {{"withdrawn", 1}};
  Tally sum = {{"submitted", 1}};
  for (const auto& [topic, hours] : sums_by_topic(view.state.contents.hours.planned)) {
    sum.emplace_back("hours/" + topic, hours);
  }
  add_choices(sum, "method", view.state.contents.method);
  add_choices(sum, "time", view.state.contents.time);
  add_choices(sum, "place", view.state.contents.place);
  return sum;
}

// What a plan adds wherever its teacher has a post, whichever school it names. Who has begun is
// missed at none of them; where no school is chosen yet, it is a draft at each.
Tally tally_of_teacher(const PlanView& view) {
  if (!is_begun(view)) return {};
  if (view.state.contents.unit.empty()) return {{"draft", 1}, {"started", 1}};
  return {{"started", 1}};
}

// The numbers of a school or a county, from its row of the year and the one beside.
Statistics statistics_of(const Tally& year, const Tally& beside) {
  Statistics sum;
  sum.not_started = number_of(beside, "staff");
  for (const auto& [name, number] : year) {
    const auto slash = name.find('/');
    const std::string first = name.substr(0, slash);
    if (name == "started") {
      sum.not_started -= number;
    } else if (name == "draft") {
      sum.draft = number;
    } else if (name == "submitted") {
      sum.submitted = number;
    } else if (name == "withdrawn") {
      sum.withdrawn = number;
    } else if (first == "hours") {
      sum.hours[name.substr(slash + 1)] = number;
    } else {
      const auto second = name.find('/', slash + 1);
      const std::size_t rank = std::stoul(name.substr(slash + 1, second - slash - 1));
      auto& ranks = sum.choices[first];
      if (ranks.size() <= rank) ranks.resize(rank + 1);
      ranks[rank][name.substr(second + 1)] = number;
    }
  }
  return sum;
}

}  // namespace

// Both rows in one scan, which sees the store as it stood at one moment.
Statistics count_unit(const ViewReader& views, int year, const std::string& unit) {
  const std::string place = place_of_unit(unit), row = place + std::to_string(year);
  Tally of_year, beside;
  views.store().scan(place, row, [&](auto key, auto value) {
    if (key == row) of_year = read_tally(value);
    if (key == place + always) beside = read_tally(value);
    return true;
  });
  return statistics_of(of_year, beside);
}

std::map<std::string, Statistics> count_counties(const ViewReader& views, int year) {
  std::map<std::string, Statistics> counties;
  const std::string row = std::to_string(year);
  Tally of_year;
  views.store().scan(county_prefix, [&](auto key, auto value) {
    const auto rest = key.substr(county_prefix.size());
    const auto slash = rest.find('/');
    const auto name = rest.substr(slash + 1);
    if (name == row) of_year = read_tally(value);
    if (name == always) {
      counties[std::string(rest.substr(0, slash))] =
          statistics_of(std::exchange(of_year, {}), read_tally(value));
    }
    return true;
  });
  return counties;
}

void fold_plan_count(ViewWriter& views, const PlanView& before, const PlanView& after) {
  // Of what is not submitted no contents are counted.
  if (before.state.status == after.state.status && after.state.status != plan::Status::submitted &&
      before.state.contents.unit == after.state.contents.unit) {
    return;
  }
  std::map<std::string, Tally> by_unit;
  add(by_unit[before.state.contents.unit], tally_of_plan(before), -1);
  add(by_unit[after.state.contents.unit], tally_of_plan(after));
  Tally of_teacher = tally_of_teacher(after);
  add(of_teacher, tally_of_teacher(before), -1);
  if (!of_teacher.empty()) {
    for (const std::string& unit : read_posts(views, after.account)) add(by_unit[unit], of_teacher);
  }
  const std::string year = std::to_string(after.year);
  for (const auto& [unit, numbers] : by_unit) add_to_unit(views, unit, year, numbers);
}

void fold_post_count(ViewWriter& views, const std::string& account,
                     const std::vector<std::string>& before,
                     const std::vector<std::string>& after) {
  std::map<std::string, std::int64_t> moved;
  for (const std::string& unit : std::set(before.begin(), before.end())) --moved[unit];
  for (const std::string& unit : std::set(after.begin(), after.end())) ++moved[unit];
  const auto plans = read_plan_views(views, account);
  for (const auto& [unit, times] : moved) {
    if (times == 0) continue;
    add_to_unit(views, unit, always, {{"staff", times}});
    for (const PlanView& plan : plans) {
      Tally numbers;
      add(numbers, tally_of_teacher(plan), times);
      add_to_unit(views, unit, std::to_string(plan.year), numbers);
    }
  }
}

void fold_unit_count(ViewWriter& views, const std::string& unit,
                     const std::optional<std::string>& before, const std::string& after) {
  if (before == after) return;
  // What is still to be added to the school will reach the county it is in then.
  const std::string own = place_of_unit(unit);
  auto rows = views.rows(own);
  rows.try_emplace(own + always);
  for (const auto& [key, bytes] : rows) {
    const std::string row = key.substr(own.size());
    Tally numbers = read_tally(bytes);
    if (row == always) add(numbers, {{"units", 1}});
    add_to_row(views, place_of_county(after) + row, numbers);
    if (before) add_to_row(views, place_of_county(*before) + row, numbers, -1);
  }
}

void write_counts(ViewWriter& views) {
  Additions by_county;
  for (const auto& [key, numbers] : views.additions()) {
    if (numbers.empty()) continue;
    add_to_row(views, key, numbers);
    const auto begin = unit_prefix.size(), slash = key.find('/', begin);
    if (const auto unit = read_unit_view(views, key.substr(begin, slash - begin))) {
      add(by_county[place_of_county(unit->state.county) + key.substr(slash + 1)], numbers);
    }
  }
  views.additions().clear();
  for (const auto& [key, numbers] : by_county) add_to_row(views, key, numbers);
}

}  // namespace yanxi
