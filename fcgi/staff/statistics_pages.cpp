#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "projections/count.hpp"
#include "templates/csv.hpp"
#include "templates/words.hpp"

// Numbers of the nation, a county, a school, as tables, bars and CSV; small ones are hidden.

namespace yanxi {
namespace {

constexpr const char* hidden_text = "不顯示";

// One line of the table: a county or a school.
struct Group {
  std::string name, path;
  Statistics sum;
};

struct Level {
  std::string title;
  std::vector<Group> groups;
  Statistics total;
  std::string up;  // the path of the level above, or empty
  // A single school of a county: the line of it in the county's own table, so that both pages hide
  // the same.
  std::optional<std::vector<std::string>> line{};
  bool submitted_hidden = false;  // too few plans to show what they hold
};

std::vector<long> counts_of(const Statistics& sum) {
  return {sum.not_started, sum.draft, sum.submitted, sum.withdrawn, sum.people()};
}

const std::vector<std::string>& count_columns() {
  static const std::vector<std::string> columns = {"尚未填寫", "尚未送出", "已完成", "已退回修改",
                                                   "教師人數"};
  return columns;
}

// Rows of texts, as they may be shown; the last one is the sum.
std::vector<std::vector<std::string>> shown_counts(const Level& level) {
  if (level.line) return {*level.line};
  Counts counts;
  for (const Group& group : level.groups) counts.push_back(counts_of(group.sum));
  counts.push_back(counts_of(level.total));
  const Hidden hidden = hide_small(counts, true);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < counts.size(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      rows.back().push_back(hidden[r][c] ? hidden_text : std::to_string(counts[r][c]));
    }
  }
  return rows;
}

html::Table counts_table(const Level& level) {
  html::Table table{"填報情形", {"單位"}, {}, {}, {}};
  table.empty = "沒有學校。";
  for (const std::string& column : count_columns()) table.columns.push_back(column);
  const auto rows = shown_counts(level);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool sum = r == level.groups.size();
    const Group* group = sum ? nullptr : &level.groups[r];
    std::vector<html::Cell> row = {sum ? html::Cell{"合計"}
                                   : group->path.empty()
                                       ? html::Cell{group->name}
                                       : html::link_cell(group->name, group->path, "的統計")};
    for (const std::string& text : rows[r]) row.push_back({text, html::Cell::Kind::number});
    table.rows.push_back(std::move(row));
  }
  return table;
}

// How often each option was chosen for each rank, then all that were retired since; the last row is
// the sum of each rank.
Counts choice_counts(const Statistics& sum, const Ranking& ranking) {
  Counts counts;
  std::vector<long> sums(ranking.ranks);
  const auto choices = sum.choices.find(ranking.name);
  for (const Option& option : ranking.options) {
    counts.emplace_back(ranking.ranks);
    for (std::size_t i = 0; i < ranking.ranks; ++i) {
      if (choices == sum.choices.end() || i >= choices->second.size()) continue;
      const auto chosen = choices->second[i].find(option.code);
      if (chosen == choices->second[i].end()) continue;
      sums[i] += counts.back()[i] = chosen->second;
    }
  }
  std::vector<long> retired(ranking.ranks);
  for (std::size_t i = 0; choices != sum.choices.end() && i < ranking.ranks; ++i) {
    if (i >= choices->second.size()) break;
    for (const auto& [code, count] : choices->second[i]) {
      if (!find_option(ranking.options, code)) retired[i] += count;
    }
    sums[i] += retired[i];
  }
  counts.push_back(std::move(retired));
  counts.push_back(std::move(sums));
  return counts;
}

html::Table hours_table(const Statistics& sum, const Catalogue& catalogue) {
  html::Table table{"已完成的規劃：各範疇時數", {"範疇", "時數"}, {}, {}, {}};
  for (const Topic& topic : catalogue.topics) {
    const auto found = sum.hours.find(topic.code);
    table.rows.push_back({{topic.code + ". " + topic.name},
                          html::number_cell(found == sum.hours.end() ? 0 : found->second)});
  }
  return table;
}

html::Table choices_table(const Statistics& sum, const Ranking& ranking) {
  html::Table table{"已完成的規劃：" + ranking.label, {"選項"}, {}, {}, {}};
  for (std::size_t i = 0; i < ranking.ranks; ++i) table.columns.emplace_back(rank_names[i]);
  const auto counts = choice_counts(sum, ranking);
  const Hidden hidden = hide_small(counts, false);
  for (std::size_t o = 0; o + 1 < counts.size(); ++o) {
    const bool retired = o == ranking.options.size();
    if (retired && std::ranges::all_of(counts[o], [](long count) { return count == 0; })) break;
    std::vector<html::Cell> row = {{retired ? "已停用的選項" : ranking.options[o].name}};
    for (std::size_t i = 0; i < ranking.ranks; ++i) {
      row.push_back(
          {hidden[o][i] ? hidden_text : std::to_string(counts[o][i]), html::Cell::Kind::number});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

html::Bars hours_bars(const html::Table& hours) {
  html::Bars bars;
  for (const auto& row : hours.rows) bars.bars.emplace_back(row[0].text, std::stol(row[1].text));
  return bars;
}

// What the submitted plans hold is shown only when there are enough of them.
std::vector<html::Table> tables_of(const Level& level, const Catalogue& catalogue) {
  std::vector<html::Table> tables = {counts_table(level)};
  if (level.submitted_hidden) return tables;
  tables.push_back(hours_table(level.total, catalogue));
  for (const Ranking* ranking : {&catalogue.method, &catalogue.time, &catalogue.place}) {
    tables.push_back(choices_table(level.total, *ranking));
  }
  return tables;
}

std::string csv_of(const std::vector<html::Table>& tables) {
  std::vector<CsvCells> rows;
  for (const html::Table& table : tables) {
    if (!rows.empty()) rows.emplace_back();
    rows.push_back({table.caption});
    rows.push_back(table.columns);
    for (const auto& row : table.rows) {
      rows.emplace_back();
      for (const html::Cell& cell : row) rows.back().push_back(cell.text);
    }
  }
  return write_csv(rows);
}

// Bars of the table's last line; one whose number is hidden there would show it.
html::Bars bars_of(const Level& level) {
  html::Bars bars;
  const auto shown = shown_counts(level).back();
  const auto all = counts_of(level.total);
  for (std::size_t c = 0; c + 1 < all.size(); ++c) {
    if (shown[c] != hidden_text) bars.bars.emplace_back(count_columns()[c], all[c]);
  }
  return bars;
}

std::string county_name(const Visit& visit, const std::string& code) {
  const auto name = option_name(visit.service.catalogues.latest().counties, code);
  return name.empty() ? code : std::string(name);
}

Level county_level(const Visit& visit, int year, const std::string& county, const std::string& path,
                   const std::string& up) {
  Level level{county_name(visit, county), {}, {}, up};
  for (const UnitView& unit : read_unit_views(visit.service.views)) {
    if (unit.state.county != county) continue;
    level.groups.push_back({unit.state.name, path + "&unit=" + unit.code,
                            count_unit(visit.service.views, year, unit.code)});
    level.total += level.groups.back().sum;
  }
  level.submitted_hidden = level.total.submitted < fewest_shown;
  return level;
}

// What the schools that are too small to be shown hold together could be computed from the others.
bool is_rest_small(const Level& county) {
  long rest = 0;
  for (const Group& group : county.groups) {
    if (group.sum.submitted < fewest_shown) rest += group.sum.submitted;
  }
  return rest > 0 && rest < fewest_shown;
}

Level unit_level(const Visit& visit, int year, const UnitView& unit, const std::string& up) {
  const Level county = county_level(visit, year, unit.state.county, {}, {});
  const auto shown = shown_counts(county);
  Level level{unit.state.name, {}, {}, up};
  for (std::size_t i = 0; i < county.groups.size(); ++i) {
    if (!county.groups[i].path.ends_with("&unit=" + unit.code)) continue;
    level.line = shown[i];
    level.groups.push_back({unit.state.name, {}, county.groups[i].sum});
    level.total = county.groups[i].sum;
  }
  const bool hidden = level.line->at(2) == hidden_text;
  level.submitted_hidden = hidden || level.total.submitted < fewest_shown || is_rest_small(county);
  return level;
}

Level nation_level(const Visit& visit, int year, const std::string& path) {
  Level level{"全國", {}, {}, {}};
  for (const auto& [county, sum] : count_counties(visit.service.views, year)) {
    level.total += sum;
    level.groups.push_back({county_name(visit, county), path + "&county=" + county, sum});
  }
  level.submitted_hidden = level.total.submitted < fewest_shown;
  return level;
}

HttpResponse statistics_page(const Visit& visit, const Level& level, int year,
                             const std::string& path) {
  const auto view = read_year_view(visit.service.views, year);
  const Catalogues& catalogues = visit.service.catalogues;
  const auto tables =
      tables_of(level, view ? catalogues.at(view->state.catalogue) : catalogues.latest());
  if (get(visit.query, "format") == "csv") {
    return send_file("text/csv; charset=utf-8", fmt::format("yanxi-{}.csv", year), csv_of(tables));
  }
  html::Sheet sheet{fmt::format("{} 學年度統計：{}", year, level.title), {}};
  html::SheetForm form;
  form.path = visit.request.path;
  form.controls = {{"year", "學年度", std::to_string(year)}};
  for (const char* name : {"county", "unit"}) {
    if (const std::string value = get(visit.query, name); !value.empty()) {
      form.controls.push_back({name, {}, value, html::Control::Kind::hidden});
    }
  }
  form.buttons = {{"檢視"}, {"下載CSV", "format", "csv", true}};
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(
      html::Note{"人數 1 到 4 的數字不予顯示；同一列或同一欄中可以算出它們的數字也不顯示。"});
  sheet.parts.push_back(bars_of(level));
  sheet.parts.push_back(tables.front());
  if (tables.size() > 1) sheet.parts.push_back(hours_bars(tables[1]));
  sheet.parts.insert(sheet.parts.end(), tables.begin() + 1, tables.end());
  if (tables.size() == 1) {
    sheet.parts.push_back(html::Note{"已完成的規劃太少，不顯示時數與志願。"});
  }
  if (!level.up.empty()) sheet.parts.push_back(html::Links{{{level.up, "其他統計"}}});
  sheet.parts.push_back(html::Links{{{path, "回統計"}}});
  return show_sheet(visit, sheet);
}

int year_of(const Visit& visit) {
  return read_year_number(get(visit.query, "year")).value_or(visit.year_number());
}

}  // namespace

HttpResponse show_statistics(Visit& visit) {
  const int year = year_of(visit);
  const std::string path = fmt::format("/admin/statistics?year={}", year);
  const std::string county = get(visit.query, "county"), code = get(visit.query, "unit");
  if (!code.empty()) {
    const auto unit = read_unit_view(visit.service.views, code);
    if (!unit) return visit.not_found();
    return statistics_page(
        visit, unit_level(visit, year, *unit, path + "&county=" + unit->state.county), year, path);
  }
  if (!county.empty()) {
    if (!find_option(visit.service.catalogues.latest().counties, county)) return visit.not_found();
    return statistics_page(
        visit, county_level(visit, year, county, path + "&county=" + county, path), year, path);
  }
  return statistics_page(visit, nation_level(visit, year, path), year, path);
}

// A county officer sees the schools of the counties the roles are for, and no others.
HttpResponse show_county(Visit& visit) {
  const int year = year_of(visit);
  const std::vector<std::string>& counties = visit.scope;
  const std::string chosen = get(visit.query, "county"), code = get(visit.query, "unit");
  const std::string county = chosen.empty() ? counties.front() : chosen;
  const std::string path = fmt::format("/county?year={}&county={}", year, county);
  const std::string other = counties.size() > 1 && county == counties.front() ? counties[1] : "";
  const std::string up = other.empty() ? "" : fmt::format("/county?year={}&county={}", year, other);
  if (code.empty()) {
    return statistics_page(visit, county_level(visit, year, county, path, up), year, path);
  }
  const auto unit = read_unit_view(visit.service.views, code);
  if (!unit || unit->state.county != county) return visit.not_found();
  return statistics_page(visit, unit_level(visit, year, *unit, path), year, path);
}

}  // namespace yanxi
