#include "tests/projections/count_scan.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <map>
#include <unordered_set>

#include "projections/board_view.hpp"
#include "projections/count.hpp"
#include "projections/directory_view.hpp"

namespace yanxi {
namespace {

bool is_begun(plan::Status status) {
  return status != plan::Status::absent && status != plan::Status::deleted;
}

void count_choices(std::vector<std::map<std::string, long>>& ranks,
                   const std::vector<std::string>& codes) {
  if (ranks.size() < codes.size()) ranks.resize(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!codes[i].empty()) ++ranks[i][codes[i]];
  }
}

void add_submitted(Statistics& sum, const BoardRow& row) {
  ++sum.submitted;
  for (const auto& [topic, hours] : row.hours) sum.hours[topic] += hours;
  count_choices(sum.choices["method"], row.method);
  count_choices(sum.choices["time"], row.time);
  count_choices(sum.choices["place"], row.place);
}

}  // namespace

Statistics scan_unit(const ViewReader& views, int year, const std::string& unit) {
  Statistics sum;
  std::unordered_set<std::string> planned;
  for (const BoardRow& row : read_board(views, year, unit)) {
    if (!is_begun(row.status)) continue;
    planned.insert(row.account);
    if (row.status == plan::Status::submitted) {
      add_submitted(sum, row);
    } else {
      ++(row.status == plan::Status::draft ? sum.draft : sum.withdrawn);
    }
  }
  for (const std::string& account : read_staff(views, unit)) {
    if (planned.contains(account)) continue;
    const auto elsewhere = read_plan_view(views, account, year);
    if (!elsewhere || !is_begun(elsewhere->state.status)) {
      ++sum.not_started;
    } else if (elsewhere->state.contents.unit.empty()) {
      ++sum.draft;  // a person with two posts who has not chosen yet
    }
  }
  return sum;
}

std::string text_of(const Statistics& sum) {
  std::string line =
      fmt::format("{} {} {} {}", sum.not_started, sum.draft, sum.submitted, sum.withdrawn);
  for (const auto& [topic, hours] : sum.hours) {
    if (hours != 0) line += fmt::format(" {}:{}", topic, hours);
  }
  for (const auto& [ranking, ranks] : sum.choices) {
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      for (const auto& [code, count] : ranks[i]) {
        if (count != 0) line += fmt::format(" {}.{}.{}:{}", ranking, i + 1, code, count);
      }
    }
  }
  return line;
}

bool check_counts(const ViewReader& views, const std::vector<int>& years,
                  const std::vector<std::string>& units) {
  std::string have, wanted;
  const auto add = [](std::string& lines, int year, const std::string& of, const Statistics& sum) {
    lines += fmt::format("{} {}: {}\n", year, of, text_of(sum));
  };
  for (const int year : years) {
    for (const std::string& unit : units) {
      add(have, year, unit, count_unit(views, year, unit));
      add(wanted, year, unit, scan_unit(views, year, unit));
    }
    std::map<std::string, Statistics> scanned;
    for (const UnitView& unit : read_unit_views(views)) {
      scanned[unit.state.county] += scan_unit(views, year, unit.code);
    }
    for (const auto& [code, sum] : count_counties(views, year)) add(have, year, code, sum);
    for (const auto& [code, sum] : scanned) add(wanted, year, code, sum);
  }
  BOOST_TEST(have == wanted);
  return have == wanted;
}

}  // namespace yanxi
