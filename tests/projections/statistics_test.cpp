#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "events/streams.hpp"
#include "projections/count.hpp"
#include "tests/told_log.hpp"

// Sums over a school's plans, and which numbers of a table are hidden: exactly these.

namespace yanxi {
namespace {

std::string text(const Statistics& sum) {
  std::string line =
      fmt::format("{} {} {} {}", sum.not_started, sum.draft, sum.submitted, sum.withdrawn);
  for (const auto& [topic, hours] : sum.hours) line += fmt::format(" {}:{}", topic, hours);
  for (const auto& [ranking, ranks] : sum.choices) {
    line += " " + ranking + "(";
    for (const auto& rank : ranks) {
      for (const auto& [code, count] : rank) line += fmt::format("{}:{} ", code, count);
      line += "/";
    }
    line += ")";
  }
  return line;
}

Contents planned(const std::string& unit, std::vector<std::string> method, PlannedHours hours) {
  Contents contents;
  contents.unit = unit;
  contents.method = std::move(method);
  contents.time = {"TI1"};
  contents.place = {"", "PL1"};
  contents.hours.planned = std::move(hours);
  return contents;
}

struct School : Told {
  using Events = std::vector<plan::Event>;

  void person(const std::string& account, const std::vector<std::string>& posts,
              const Events& events) {
    std::vector<person::Role> roles;
    for (const std::string& unit : posts) roles.push_back({"teacher", unit});
    tell_person(account, person::Registered{account, roles, ""});
    if (!events.empty()) tell<plan::Event>(plan_stream(115, account), events);
  }
  static plan::DraftSaved draft(const Contents& contents) { return {"form", "115-1", contents}; }
  static plan::Submitted sent(const Contents& contents) { return {1, "115-1", contents}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_FIXTURE_TEST_CASE(a_plan_counts_for_the_school_it_names, School) {
  const Contents here = planned("0100", {"ME1", "ME2"}, {{"1-1-1", 3}, {"2-1-1", 4}});
  const Contents more = planned("0100", {"ME1", "", "ME3"}, {{"1-2-1", 5}});
  const Contents there = planned("010001", {"ME2"}, {{"3-1-1", 6}});
  const plan::Extended longer{now, false, "because", ""};
  person("absent", {"0100"}, {});
  person("other.year", {"0100"}, {});
  tell<plan::Event>(plan_stream(114, "other.year"), {draft(here), sent(here)});
  person("extended", {"0100"}, {longer});
  person("draft", {"0100"}, {draft(here)});
  person("sent", {"0100"}, {draft(here), sent(here)});
  person("back", {"0100"}, {draft(here), sent(here), plan::Withdrawn{}});
  person("deleted", {"0100"}, {draft(here), plan::Deleted{}});
  // Whoever has another post has planned once, or chosen nothing yet, or begun nowhere.
  person("sent.there", {"0100", "010001"}, {draft(there), sent(there)});
  person("draft.there", {"0100", "010001"}, {draft(there)});
  person("none.chosen", {"0100", "010001"}, {draft(planned("", {}, {}))});
  person("deleted.there", {"0100", "010001"}, {draft(there), plan::Deleted{}});
  // Whoever left is counted by the plan that names the school, and not missed.
  person("left", {"0100"}, {});
  tell_person("left", person::RolesSet{{}});
  person("sent.and.left", {}, {draft(more), sent(more)});
  fold();
  const Statistics first = count_unit(views, 115, "0100"),
                   second = count_unit(views, 115, "010001");
  BOOST_TEST(text(first) ==
             "5 2 2 1 1:8 2:4 method(ME1:2 /ME2:1 /ME3:1 /) place(/PL1:2 /) time(TI1:2 /)");
  BOOST_TEST(first.people() == 10);
  BOOST_TEST(text(second) == "1 2 1 0 3:6 method(ME2:1 /) place(/PL1:1 /) time(TI1:1 /)");
  BOOST_TEST(text(count_unit(views, 114, "0100")) ==
             "10 0 1 0 1:3 2:4 method(ME1:1 /ME2:1 /) place(/PL1:1 /) time(TI1:1 /)");
  BOOST_TEST(text(count_unit(views, 115, "01000")) == "0 0 0 0");

  Statistics sum = second;
  sum += first;
  const std::string both =
      "6 4 3 1 1:8 2:4 3:6 method(ME1:2 ME2:1 /ME2:1 /ME3:1 /) place(/PL1:3 /) time(TI1:3 /)";
  BOOST_TEST(text(sum) == both);
  sum = first;
  sum += second;
  BOOST_TEST(text(sum) == both);
  BOOST_TEST(sum.people() == 14);
}

// A table is written row by row; x marks what is hidden.
BOOST_AUTO_TEST_CASE(exactly_these_numbers_of_a_table_are_hidden) {
  const struct {
    const char* says;
    bool row_sums;
    const char* table;
  } tables[] = {
      {"nothing is small", false, "5 / 0 / 6 / 11"},
      {"a single sum", false, "4x"},
      {"one of them alone could be computed", false, "3x / 20x / 23"},
      {"two that hold nine together", false, "4x / 5x / 20x / 29"},
      {"two that hold ten together", false, "4x / 6x / 20 / 30"},
      {"two small ones that hold enough with a third", false, "4x / 4x / 5x / 30 / 43"},
      {"nothing else is left", false, "4x / 4x / 8x"},
      {"a zero is the smallest", false, "4x / 0x / 20x / 24"},
      {"the first of two as small", false, "3x / 8x / 8 / 19"},
      {"columns by themselves", false, "3x 9 / 20x 9 / 23 18"},
      {"a row without a sum", false, "3x 1x 2x / 20x 5x 9x / 23 6x 11"},
      {"a small sum of a row", true, "1x 3x 4x / 9x 9x 18x / 10 12 22"},
      {"a row's sum alone", true, "0x 4x 4x / 12x 12x 24x / 12 16 28"},
      {"rows and columns that need nothing", true, "5 6 11 / 7 8 15 / 12 14 26"},
      {"a cell needs one of its row and one of its column", true,
       "4x 9x 9 22 / 9x 9x 9 27 / 9 9 9 27 / 22 27 27 76"},
      // Here every line has two hidden cells that hold enough, and still: 12 and a part of at least
      // 1 make 13 or more, the other row 2 or more, both 15 together; so the parts are 1 and 1, and
      // the sum of theirs, 2, is known. Its whole row goes.
      {"what only both sums together give away", true, "12 0x 12x / 1x 2x 3x / 13x 2x 15x"},
      {"the same the other way round", true, "0x 12 12x / 2x 1x 3x / 2x 13x 15x"},
      {"the same with its rows changed", true, "3x 0x 3x / 0x 12 12x / 3x 12x 15x"},
  };
  for (const auto& row : tables) {
    Counts counts(1);
    Hidden expected(1);
    std::istringstream words(row.table);
    for (std::string word; words >> word;) {
      if (word == "/") {
        counts.emplace_back();
        expected.emplace_back();
        continue;
      }
      counts.back().push_back(std::stol(word));
      expected.back().push_back(word.ends_with('x'));
    }
    std::string have;
    const Hidden hidden = hide_small(counts, row.row_sums);
    for (std::size_t r = 0; r < counts.size(); ++r) {
      have += r == 0 ? "" : " / ";
      for (std::size_t c = 0; c < counts[r].size(); ++c) {
        have += (c == 0 ? "" : " ") + std::to_string(counts[r][c]) + (hidden[r][c] ? "x" : "");
      }
    }
    BOOST_TEST_CONTEXT(row.says) { BOOST_TEST(have == row.table); }
  }
  BOOST_TEST(hide_small({}, true).empty());
  BOOST_TEST(hide_small({}, false).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
