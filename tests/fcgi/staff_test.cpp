#include <boost/test/unit_test.hpp>
#include <random>

#include "events/edition.hpp"
#include "events/instant.hpp"
#include "projections/statistics.hpp"
#include "templates/csv.hpp"
#include "tests/examples.hpp"

// What the staff's pages rest on: times as typed, CSV, hidden numbers, the rules of years, people
// and catalogue versions.

namespace yanxi {
namespace {

std::vector<CsvCells> rows_of(std::string_view text) {
  std::vector<CsvCells> rows;
  const auto read = read_csv(text, [&](std::size_t, CsvCells cells) { rows.push_back(cells); });
  BOOST_TEST(read.has_value());
  return rows;
}

// What whoever reads the table, and knows that 1 to 4 is hidden as such, can compute: bounds of
// every hidden cell, made narrower line by line until nothing changes. Written without hide_small's
// rule.
struct Bounds {
  long low = 0, high = 0;
};
std::vector<std::vector<Bounds>> solve(const Counts& counts, const Hidden& hidden) {
  std::vector<std::vector<Bounds>> known;
  for (std::size_t r = 0; r < counts.size(); ++r) {
    known.emplace_back();
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      const long count = counts[r][c];
      known[r].push_back(hidden[r][c] ? Bounds{1, 1'000'000} : Bounds{count, count});
    }
  }
  const auto narrow = [&](const std::vector<Bounds*>& parts, Bounds& sum) {
    long low = 0, high = 0;
    for (const Bounds* part : parts) low += part->low, high += part->high;
    sum = {std::max(sum.low, low), std::min(sum.high, high)};
    for (Bounds* part : parts) {
      part->high = std::min(part->high, sum.high - (low - part->low));
      part->low = std::max(part->low, sum.low - (high - part->high));
    }
  };
  const std::size_t rows = counts.size(), columns = counts[0].size();
  for (int round = 0; round < 100; ++round) {
    for (std::size_t r = 0; r < rows; ++r) {
      std::vector<Bounds*> parts;
      for (std::size_t c = 0; c + 1 < columns; ++c) parts.push_back(&known[r][c]);
      narrow(parts, known[r][columns - 1]);
    }
    for (std::size_t c = 0; c < columns; ++c) {
      std::vector<Bounds*> parts;
      for (std::size_t r = 0; r + 1 < rows; ++r) parts.push_back(&known[r][c]);
      narrow(parts, known[rows - 1][c]);
    }
  }
  return known;
}

year::State opened() { return year::evolve({}, year::Opened{"115-1", examples::windows(), false}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(staff)

BOOST_AUTO_TEST_CASE(times_are_read_as_people_write_them) {
  const Instant at = from_taipei(2026, 9, 5, 10);
  for (const char* text :
       {"2026/09/05 10:00:00", "2026/9/5 10:00", "2026-09-05 10:00:00", "2026-09-05T10:00:00"}) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST((parse_taipei(text) == at)); }
  }
  BOOST_TEST((parse_taipei("2026/9/5") == from_taipei(2026, 9, 5)));
  for (const char* text :
       {"", "2026", "2026/9", "2026/9/31", "2026/9/5 24:00", "2026/9/5 10", "9/5/2026",
        "2026/9/5 10:00:00 x", "2026//9/5", "2026/9/5/1 10:00", "115/9/5", "2026/257/258"}) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_taipei(text).has_value()); }
  }
}

BOOST_AUTO_TEST_CASE(csv_comes_back_as_it_was_written) {
  const std::vector<CsvCells> rows = {{"甲", "b \"quoted\""}, {"line\nbreak", "a,b"}};
  const std::string text = write_csv(rows);
  BOOST_TEST(text.starts_with("\xEF\xBB\xBF"));
  BOOST_TEST((rows_of(text) == rows));
}

BOOST_AUTO_TEST_CASE(csv_has_no_formulas) {
  const std::string text = write_csv({{"=1+1", "+1", "-1", "@a", "1"}});
  BOOST_TEST(text.ends_with("\"'=1+1\",\"'+1\",\"'-1\",\"'@a\",\"1\"\r\n"));
}

BOOST_AUTO_TEST_CASE(csv_is_read_with_tabs_blank_lines_and_every_line_end) {
  std::vector<std::size_t> lines;
  const auto read = read_csv("a\tb\r\n\r\n 1 \t2,3\rx\ty\n", [&](std::size_t line, CsvCells cells) {
    lines.push_back(line);
    if (line == 3) BOOST_TEST((cells == CsvCells{"1", "2,3"}));
  });
  BOOST_TEST(read.has_value());
  BOOST_TEST((lines == std::vector<std::size_t>{1, 3, 4}));
}

BOOST_AUTO_TEST_CASE(an_open_quote_names_its_line) {
  const auto read = read_csv("a,b\n1,\"2\n3,4\n", [](std::size_t, CsvCells) {});
  BOOST_REQUIRE(!read.has_value());
  BOOST_TEST(read.error() == 2u);
}

BOOST_AUTO_TEST_CASE(small_numbers_cannot_be_computed_from_their_table) {
  std::mt19937 random(1);
  long tables = 0, small = 0, solved = 0;
  for (; tables < 2000; ++tables) {
    Counts counts(2 + random() % 6, std::vector<long>(5));
    for (std::size_t r = 0; r + 1 < counts.size(); ++r) {
      for (std::size_t c = 0; c < 4; ++c) {
        const long count =
            random() % 2 ? static_cast<long>(random() % 7) : static_cast<long>(random() % 60);
        counts[r][c] = count;
        counts[r][4] += count;
        counts.back()[c] += count;
        counts.back()[4] += count;
      }
    }
    const Hidden hidden = hide_small(counts, true);
    const auto known = solve(counts, hidden);
    for (std::size_t r = 0; r < counts.size(); ++r) {
      for (std::size_t c = 0; c < 5; ++c) {
        if (counts[r][c] < 1 || counts[r][c] >= fewest_shown) continue;
        ++small;
        BOOST_TEST(hidden[r][c]);
        solved += known[r][c].low == known[r][c].high;
      }
    }
  }
  BOOST_TEST(small > 1000);
  BOOST_TEST(solved == 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_give_nothing_away_are_shown) {
  const Hidden hidden =
      hide_small({{0, 9, 40, 0, 49}, {10, 8, 30, 7, 55}, {10, 17, 70, 7, 104}}, true);
  for (const auto& row : hidden) BOOST_TEST(std::count(row.begin(), row.end(), true) == 0);
}

BOOST_AUTO_TEST_CASE(windows_are_refused_with_what_is_wrong) {
  using Kind = year::Refusal::Kind;
  const year::Context context{115, 1, {{114, examples::windows()}}, examples::admin()};
  year::Windows windows = examples::windows();
  const auto refused = [&](const year::Context& in) {
    const auto decision =
        year::decide(opened(), year::SetWindows{windows, "颱風停班停課", "府教字第 1 號"}, in);
    BOOST_REQUIRE(!decision.has_value());
    return decision.error();
  };
  windows.counts_until = windows.opens;
  BOOST_TEST((refused({115, 1, {}, examples::admin()}).kind == Kind::windows_out_of_order));
  windows = examples::windows();
  windows.accepts_until = windows.accepts_until + day_us;
  const auto overlap = refused(context);
  BOOST_TEST((overlap.kind == Kind::overlap && overlap.other == 114));
  BOOST_TEST((refused({115, 0, {}, examples::admin()}).kind == Kind::stale));
  windows.accepts_until = from_taipei(2027, 8, 1, 0, 0, 1);
  BOOST_TEST((refused({115, 1, {}, examples::admin()}).kind == Kind::outside_year));
}

BOOST_AUTO_TEST_CASE(more_time_for_a_school_is_for_its_people_only) {
  const Instant later = examples::accepts_until() + day_us;
  const year::State state = year::evolve(
      opened(), year::Extended{"010001", "teachers", later, false, "校園網路中斷", ""});
  BOOST_TEST((year::windows_for(state, {"010001"}).accepts_until == later));
  BOOST_TEST((year::windows_for(state, {"010001"}).counts_until == examples::counts_until()));
  BOOST_TEST((year::windows_for(state, {"010002"}) == examples::windows()));
  // What was given is not taken back by what is given later.
  const year::State more = year::evolve(
      year::evolve(opened(), year::Extended{"010001", "teachers", later, true, "校園網路中斷", ""}),
      year::Extended{"010001", "teachers", later + day_us, false, "校園網路中斷", ""});
  BOOST_TEST((year::windows_for(more, {"010001"}).counts_until == later));
  BOOST_TEST((year::windows_for(more, {"010001"}).accepts_until == later + day_us));
}

BOOST_AUTO_TEST_CASE(a_link_is_used_once_and_in_time) {
  person::State state = person::evolve({}, person::Registered{"王小明", {}, {}});
  const Instant until = examples::opens();
  state = person::evolve(state, person::LinkIssued{"d", until});
  const auto use = [&](const std::string& digest, Instant now) {
    return person::decide(state, person::UseLink{digest, now, "hash"}, {}).has_value();
  };
  BOOST_TEST(!use("other", until + -1));
  BOOST_TEST(!use("d", until));
  BOOST_TEST(use("d", until + -1));
  state = person::evolve(state, person::PasswordSet{"hash"});
  BOOST_TEST(!use("d", until + -1));
  BOOST_TEST(!use("", until + -1));
}

BOOST_AUTO_TEST_CASE(a_published_version_follows_the_last_and_reuses_no_code) {
  using Kind = edition::Refusal::Kind;
  const Catalogue& first = examples::catalogue();
  Catalogue second = first;
  second.version = "115-2";
  second.educations.erase(second.educations.begin());
  const auto decide = [](const std::vector<const Catalogue*>& versions, const Catalogue& next) {
    return edition::decide({}, edition::Publish{write_catalogue(next)},
                           {115, versions, examples::admin()});
  };
  BOOST_TEST(decide({&first}, second).has_value());
  BOOST_TEST((decide({&first, &second}, second).error().kind == Kind::wrong_version));
  Catalogue third = first;
  third.version = "115-3";
  const auto reused = decide({&first, &second}, third);
  BOOST_REQUIRE(!reused.has_value());
  BOOST_TEST((reused.error().kind == Kind::reused));
  third = second;
  third.version = "115-3";
  BOOST_TEST((decide({&first, &second}, third).error().kind == Kind::no_change));
  BOOST_TEST(edition::next_version(116, second) == "116-1");
  BOOST_TEST(Catalogue::load(write_catalogue(first)).same_contents(first));
}

BOOST_AUTO_TEST_CASE(a_catalogue_that_no_page_can_hold_is_refused) {
  Catalogue seven = examples::catalogue();
  Topic extra = seven.topics.back();
  extra.code = "7";
  for (Subtopic& subtopic : extra.subtopics) {
    subtopic.code[0] = '7';
    for (Item& item : subtopic.items) item.code[0] = '7';
  }
  seven.topics.push_back(extra);
  BOOST_CHECK_THROW(Catalogue::load(write_catalogue(seven)), std::runtime_error);
  Catalogue long_code = examples::catalogue();
  long_code.topics[0].subtopics[0].items[0].external_code = "12345678901234";
  BOOST_CHECK_THROW(Catalogue::load(write_catalogue(long_code)), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
