#include <boost/test/unit_test.hpp>

#include "tests/golden.hpp"
#include "tests/outline.hpp"
#include "tests/templates/pages.hpp"

// The three step pages and the frame they share: tabs, notes, errors with their anchors, what is
// chosen and filled, what a search leaves. tests/golden/steps.txt holds them.

namespace yanxi {
namespace {

using Kind = Problem::Kind;

template <class Page>
Page step(Contents contents) {
  Page page;
  page.plan = pages::plan({pages::saved(std::move(contents))});
  page.catalogue = &examples::catalogue();
  page.posts = {{"010001", "晨光國民小學"}};
  page.once = "once";
  page.session_until = "11:00";
  page.session_seconds = 3600;
  return page;
}

std::string add(const char* what, const std::string& page) {
  return std::string("== ") + what + "\n" + outline(page);
}

std::string profiles() {
  const html::Shell shell = pages::shell();
  auto page = step<html::StepPage>(pages::complete());
  std::string text = add("profile, complete", html::profile(shell, page));
  page = step<html::StepPage>(examples::blank());
  page.problems = find_problems(page.plan.state.contents, *page.catalogue, Step::profile);
  text += add("profile, nothing chosen", html::profile(shell, page));
  page = step<html::StepPage>(pages::complete());
  page.plan.state.contents.unit = "010009";
  page.posts.push_back({"010002", "大同國民小學"});
  page.typed = {{"education", "ED50"}, {"unit", "010002"}, {"stage", "30"}, {"teaching", "J1"}};
  page.problems = {{"unit", Kind::unit_changed, 0, "010009"},
                   {"stage", Kind::unknown_code, 0, "30"},
                   {"teaching", Kind::mismatch, 0, "J1"}};
  page.form_version = 7;
  page.from_preview = page.brought_back = page.stale_form = page.other_cleared = true;
  page.plan.carried_over = true;
  text += add("profile, all notes, typed values", html::profile(shell, page));
  // One post, and the plan is of another.
  page = step<html::StepPage>(pages::complete());
  page.posts = {{"010002", "大同國民小學"}};
  text += add("profile, the school has changed", html::profile(shell, page));
  // Not stored yet, with nothing of it open or shown.
  page = step<html::StepPage>(pages::complete());
  page.plan.state.version = 0;
  html::Shell nowhen = shell;
  nowhen.year.reset();
  text += add("profile, unsaved, no year is open", html::profile(nowhen, page));
  return text;
}

std::string needs() {
  const html::Shell shell = pages::shell();
  auto page = step<html::StepPage>(pages::complete());
  std::string text = add("needs, complete", html::needs(shell, page));
  Contents contents = pages::incomplete();
  contents.time = {"TI1", "TI1", "TI2", "TI3", "TI99", ""};
  page = step<html::StepPage>(contents);
  page.problems = find_problems(contents, *page.catalogue, Step::needs);
  page.typed["place.other"] = "一\"二";
  page.problems.push_back({"place.other", Kind::forbidden_character, 2, "一\"二"});
  text += add("needs, errors of every kind", html::needs(shell, page));
  return text;
}

std::string topics() {
  const html::Shell shell = pages::shell();
  Contents contents = pages::complete();
  set_hours(contents.hours, "1-1-99", 2);
  set_name(contents.hours, "1-1-99", "海洋教育");
  auto page = step<html::TopicsPage>(contents);
  std::string text = add("topics, two categories with hours", html::topics(shell, page));
  page.plan.state.before_import.emplace();
  page.from_preview = true;
  page.narrowing.open = "c4";
  text += add("topics, after an import, category 4 asked for", html::topics(shell, page));
  page = step<html::TopicsPage>(contents);
  page.narrowing.filled_only = true;
  text += add("topics, only what is filled", html::topics(shell, page));
  page.narrowing.query = "1-1";
  text += add("topics, found among what is filled", html::topics(shell, page));
  page.narrowing.query = "沒有";
  text += add("topics, nothing found", html::topics(shell, page));
  page = step<html::TopicsPage>(pages::incomplete());
  page.typed = {{"h.2-1-1", "x"}, {"o.1-1-99", "a\x01"}, {"h.6-1-1", "120"}, {"h.5-1-1", "1.5"}};
  page.problems = {{"h.2-1-1", Kind::not_a_number, 0, "x"},
                   {"o.1-1-99", Kind::forbidden_character, 2, "a\x01"},
                   {"h.6-1-1", Kind::too_many_hours, 120, "120"},
                   {"h.5-1-1", Kind::fraction, 1, "1.5"},
                   {"o.5-1-99", Kind::topic_unnamed, 0, ""},
                   {"topics", Kind::no_hours, 0, ""}};
  page.narrowing.open = "c3";
  text += add("topics, errors open their categories", html::topics(shell, page));
  return text;
}

// The categories that stand open on arrival, as 1, 3.
std::string open_categories(const html::TopicsPage& page) {
  const std::string html = html::topics(pages::shell(), page);
  std::string open;
  for (char code = '1'; code <= '6'; ++code) {
    const std::string mark = std::string("<details id=\"c") + code + "\" class=\"cat k" + code;
    if (html.find(mark + "\" open>") != std::string::npos)
      open += code;
    else if (html.find(mark + "\">") == std::string::npos)
      open += '-';
  }
  return open;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(step_pages)

BOOST_AUTO_TEST_CASE(steps_show_what_is_stored_typed_and_wrong) {
  check_golden("steps.txt", profiles() + needs() + topics());
}

BOOST_AUTO_TEST_CASE(categories_open_where_there_is_something_to_see) {
  struct Opening {
    const char* what;
    const char* hours;  // the item that has some
    const char* asked;
    const char* query;
    const char* faulty;  // the field with an error
    const char* open;
  };
  for (const Opening& row :
       {Opening{"nothing is filled", "", "", "", "", "1"},
        {"the first with hours", "3-2-5", "", "", "", "3"},
        {"what was asked for", "3-2-5", "c2", "", "", "2"},
        {"all", "3-2-5", "all", "", "", "123456"},
        {"asked for what is not there", "3-2-5", "c9", "", "", ""},
        {"an error", "3-2-5", "", "", "h.5-1-1", "35"},
        {"an error in what is not asked for", "3-2-5", "c2", "", "o.5-1-99", "25"},
        {"an error of all topics", "3-2-5", "", "", "topics", "3"},
        {"found by code", "3-2-5", "", "4-1", "", "---4--"},
        {"found by the item's name", "", "", "教學輔導理論與實務", "", "--3---"},
        {"found by the group's name", "", "", "學生身心發展與學習", "", "1-----"},
        {"found by the category's name", "", "", "班級經營", "", "-2----"},
        {"a code within another is not meant", "", "", "-1-99", "", "------"}}) {
    Contents contents = examples::blank();
    if (*row.hours) set_hours(contents.hours, row.hours, 1);
    auto page = step<html::TopicsPage>(contents);
    page.narrowing.open = row.asked;
    page.narrowing.query = row.query;
    if (*row.faulty) page.problems = {{row.faulty, Kind::no_hours, 0, ""}};
    BOOST_TEST(open_categories(page) == row.open, row.what << ": " << open_categories(page));
  }
}

BOOST_AUTO_TEST_CASE(what_a_person_has_named_is_found_by_that_name) {
  Contents contents = examples::blank();
  set_hours(contents.hours, "2-1-99", 1);
  set_name(contents.hours, "2-1-99", "桌遊設計");
  auto page = step<html::TopicsPage>(contents);
  page.narrowing.query = "桌遊";
  BOOST_TEST(open_categories(page) == "-2----");
}

// Nothing of the catalogue is left out, with errors on the page or without.
BOOST_AUTO_TEST_CASE(every_item_stands_once_on_the_page) {
  auto page = step<html::TopicsPage>(examples::blank());
  for (const bool faulty : {false, true}) {
    if (faulty) page.problems = {{"h.1-1-1", Kind::not_a_number, 0, "x"}};
    const std::string html = html::topics(pages::shell(), page);
    std::size_t names = 0;
    for (auto at = html.find(" name=\"h."); at != html.npos; at = html.find(" name=\"h.", at + 1)) {
      ++names;
    }
    BOOST_TEST(names == examples::catalogue().item_count());
    for (const Topic& topic : examples::catalogue().topics) {
      for (const Subtopic& subtopic : topic.subtopics) {
        const std::string legend = "<legend>" + subtopic.code + " " + subtopic.name + "</legend>";
        BOOST_TEST(html.find(legend) != html.npos, legend);
        for (const Item& item : subtopic.items) {
          const std::string label = "<label for=\"h-" + item.code + "\">" + item.code;
          BOOST_TEST(html.find(label) != html.npos, label);
          const bool free = html.find(" name=\"o." + item.code + "\"") != html.npos;
          BOOST_TEST(free == item.free_text, item.code);
        }
      }
    }
  }
}

// With hours the chart is in the whole pages of html_test.
BOOST_AUTO_TEST_CASE(a_chart_of_nothing_says_so) {
  const std::string html = html::topics(pages::shell(), step<html::TopicsPage>(examples::blank()));
  for (const char* part : {"<p id=\"none\">尚未規劃時數</p>", "id=\"chart-percent\">0.0%</td>",
                           "id=\"chart-total\">0</td>", "data-slice=\"6\" d=\"\"/>",
                           "data-label=\"1\"></text>", "data-percent=\"3\">0.0%</td>"}) {
    BOOST_TEST(html.find(part) != html.npos, part);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
