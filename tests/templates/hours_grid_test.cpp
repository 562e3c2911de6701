#include "templates/hours_grid.hpp"

#include <boost/test/unit_test.hpp>

#include "templates/page.hpp"
#include "tests/templates/pages.hpp"

// The grid by itself: the same hours are drawn alike on a teacher's page and on a school's, which
// differ in where they lead and in the words of the use.

namespace yanxi {
namespace {

using html::GridPaths;
using html::HoursGrid;
using Kind = Problem::Kind;

constexpr GridPaths school_grid = {"/school/hours", "/school/clear"};

struct Shown {
  const char* what;
  Hours hours;
  html::Narrowing narrowing;
  html::Typed typed;
  std::vector<Problem> problems;
};

std::string teacher_page(const Shown& shown) {
  html::TopicsPage page;
  Contents contents = pages::complete();
  contents.hours = shown.hours;
  page.plan = pages::plan({pages::saved(std::move(contents))});
  page.catalogue = &examples::catalogue();
  page.narrowing = shown.narrowing;
  page.typed = shown.typed;
  page.problems = shown.problems;
  page.session_until = "11:00";
  return html::topics(pages::shell(), page);
}

// Any page of a school: it only has to include the grid.
std::string school_page(const Shown& shown) {
  const html::Shell shell = pages::shell();
  html::Page page(shell, "學校本位規劃", "topics.tpl");
  HoursGrid grid;
  grid.hours = &shown.hours;
  grid.catalogue = &examples::catalogue();
  grid.problems = &shown.problems;
  grid.typed = &shown.typed;
  grid.narrowing = shown.narrowing;
  grid.paths = school_grid;
  grid.next = "送出";
  grid.leave = "暫存/回學校首頁";
  grid.version = 1;
  grid.saved_at = examples::opens() + hour_us;
  grid.session_until = "11:00";
  html::add_hours_grid(page.body(), grid);
  return page.text();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// From the search to the end of the search's form, with the school's words for the teacher's.
std::string grid_of(const std::string& page) {
  const auto from = page.find("<div class=\"find\"");
  const std::string_view end = "<form id=\"find\"";
  const auto to = page.find("</form>", page.find(end));
  BOOST_REQUIRE(from != page.npos && to != page.npos);
  std::string grid = page.substr(from, to - from);
  grid = replaced(grid, "/plan/topics", school_grid.page);
  grid = replaced(grid, "暫存/回首頁", "暫存/回學校首頁");
  grid = replaced(grid, "儲存並繼續", "送出");
  return replaced(
      grid, R"(<button class="button second" name="go" value="import">匯入學校本位規劃</button> )",
      "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hours_grids)

BOOST_AUTO_TEST_CASE(the_same_hours_are_drawn_alike) {
  const Hours some = {{{"1-1-1", 7}, {"2-1-99", 2}, {"3-2-5", 4}}, {{"2-1-99", "桌遊"}}};
  const Shown rows[] = {
      {"nothing", {}, {}, {}, {}},
      {"hours and a name", some, {}, {}, {}},
      {"only what is filled", some, {"", true, ""}, {}, {}},
      {"searched", some, {"桌遊", false, ""}, {}, {}},
      {"nothing found", some, {"沒有", false, ""}, {}, {}},
      {"one unfolded", some, {"", false, "c4"}, {}, {}},
      {"all unfolded", some, {"", false, "all"}, {}, {}},
      {"typed and wrong",
       some,
       {},
       {{"h.1-1-2", "x"}, {"o.1-1-99", "a\x01"}},
       {{"h.1-1-2", Kind::not_a_number, 0, "x"},
        {"o.1-1-99", Kind::forbidden_character, 2, "a\x01"},
        {"h.6-1-1", Kind::too_many_hours, 120, "120"},
        {"o.5-1-99", Kind::topic_unnamed, 0, ""}}},
  };
  for (const Shown& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const std::string teacher = teacher_page(row), school = school_page(row);
      BOOST_TEST(grid_of(school) == grid_of(teacher));
      BOOST_TEST(school.find("/plan/topics") == school.npos);
      BOOST_TEST((school.find("value=\"import\"") == school.npos));
      BOOST_TEST((teacher.find("value=\"import\"") != teacher.npos));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_address_says_what_is_shown) {
  const struct {
    std::vector<Field> query;
    const char* words;
    bool filled_only;
    const char* open;
  } rows[] = {{{}, "", false, ""},
              {{{"q", "教學"}, {"only", "filled"}, {"open", "c3"}}, "教學", true, "c3"},
              {{{"only", "all"}, {"from", "preview"}}, "", false, ""}};
  for (const auto& row : rows) {
    const auto narrowing = html::read_narrowing(row.query);
    BOOST_TEST(narrowing.query == row.words);
    BOOST_TEST(narrowing.filled_only == row.filled_only);
    BOOST_TEST(narrowing.open == row.open);
  }
  std::string thirty, more;
  for (int i = 0; i < 30; ++i) thirty += "字";
  more = thirty + "字";
  BOOST_TEST(html::read_narrowing({{"q", thirty}}).query == thirty);
  BOOST_TEST(html::read_narrowing({{"q", more}}).query == thirty);
}

BOOST_AUTO_TEST_CASE(a_button_of_the_grid_leads_to_a_page_of_its_use) {
  const struct {
    const char* go;
    const char* teacher;
    const char* school;
  } rows[] = {
      {"chart", "/plan/topics#chart", "/school/hours#chart"},
      {"c1", "/plan/topics?open=c1#c1", "/school/hours?open=c1#c1"},
      {"c9", "/plan/topics?open=c9#c9", "/school/hours?open=c9#c9"},
      {"clear1", "/plan/clear?c=1", "/school/clear?c=1"},
      {"clear9", "/plan/clear?c=9", "/school/clear?c=9"},
      {"", "", ""},
      {"c", "", ""},
      {"c0", "", ""},
      {"c:", "", ""},
      {"c12", "", ""},
      {"d1", "", ""},
      {"clear", "", ""},
      {"clear0", "", ""},
      {"clear:", "", ""},
      {"clear12", "", ""},
      {"next", "", ""},
      {"home", "", ""},
      {"import", "", ""},
  };
  for (const auto& row : rows) {
    BOOST_TEST(html::grid_target(html::teacher_grid, row.go).value_or("") == row.teacher, row.go);
    BOOST_TEST(html::grid_target(school_grid, row.go).value_or("") == row.school, row.go);
  }
  BOOST_TEST(html::open_address(school_grid, "3") == "/school/hours?open=c3");
}

BOOST_AUTO_TEST_CASE(a_topic_is_cleared_where_its_grid_lies) {
  const Hours hours = {{{"3-2-5", 4}}, {}};
  const std::string page = html::confirm_clearing(
      pages::shell(), {&hours, &examples::catalogue(), "3", school_grid, 5, "once"});
  for (const char* part : {"action=\"/school/clear\"", "href=\"/school/hours?open=c3\"", "4 小時",
                           "name=\"v\" value=\"5\"", "name=\"c\" value=\"3\""}) {
    BOOST_TEST(page.find(part) != page.npos, part);
  }
  BOOST_TEST(page.find("/plan/clear") == page.npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
