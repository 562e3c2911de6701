#include <boost/test/unit_test.hpp>

#include "tests/golden.hpp"
#include "tests/outline.hpp"
#include "tests/templates/pages.hpp"

// The home page in every state of the plan and phase of the window, and the line about the
// deadline: what they show, and which buttons they have. tests/golden/home.txt holds them.

namespace yanxi {
namespace {

using pages::complete;
using pages::incomplete;

enum class Window { before, open, last_week, late, closed, unknown };

html::Shell shell(Window window) {
  html::Shell shell = pages::shell();
  if (window == Window::open) shell.now = examples::counts_until() + -8 * day_us;
  if (window == Window::before) shell.now = examples::opens() + -hour_us;
  if (window == Window::last_week) shell.now = examples::counts_until() + -3 * day_us;
  if (window == Window::late) shell.now = examples::counts_until() + hour_us;
  if (window == Window::closed) shell.now = examples::accepts_until() + hour_us;
  if (window == Window::unknown) shell.year.reset();
  return shell;
}

struct Row {
  const char* what;
  std::vector<plan::Event> events;
  Window window;
  void (*change)(html::Home&) = nullptr;
};

plan::Extended extended() { return {from_taipei(2026, 10, 20, 17), true, "住院", ""}; }

std::vector<Row> unfinished_rows() {
  using namespace plan;
  const DraftSaved part = pages::saved(incomplete()), whole = pages::saved(complete());
  const std::vector<Event> deleted = {whole, Deleted{}};
  const auto carry = [](html::Home& page) { page.can_carry_over = true; };
  const auto posts = [](html::Home& page) {
    page.posts = {{"010001", "晨光國民小學"}, {"010002", "<大同>國民小學"}};
  };
  return {
      {"absent, no year is open", {}, Window::unknown},
      {"absent, before", {}, Window::before},
      {"absent, open", {}, Window::open},
      {"absent, open, last year's plan is there", {}, Window::open, carry},
      {"absent, open, two posts", {}, Window::open, posts},
      {"absent, late", {}, Window::late},
      {"absent, closed", {}, Window::closed},
      {"absent, closed, was given longer", {extended()}, Window::closed},
      {"draft, before", {part}, Window::before},
      {"draft, open", {part}, Window::open},
      {"draft, late", {part}, Window::late},
      {"draft, closed", {part}, Window::closed},
      {"draft, open, nothing is missing", {whole}, Window::last_week},
      {"draft, open, another catalogue",
       {part},
       Window::open,
       [](html::Home& page) { page.newer_catalogue = true; }},
      {"draft, late, was given longer", {part, extended()}, Window::late},
      {"draft, late, what was given is over",
       {part, Extended{from_taipei(2026, 9, 30, 18), false, "住院", ""}},
       Window::late},
      {"deleted, before", deleted, Window::before},
      {"deleted, open", deleted, Window::open, carry},
      {"deleted, closed", deleted, Window::closed},
      {"earlier years",
       {part},
       Window::open,
       [](html::Home& page) {
         page.past = {
             pages::plan({pages::saved(complete()), pages::submitted(complete())}),
             pages::plan({pages::saved(incomplete())}),
             pages::plan({pages::saved(complete()), pages::submitted(complete()), Withdrawn{}})};
         for (int year = 114; PlanView & past : page.past) past.year = year--;
       }},
  };
}

std::vector<Row> finished_rows() {
  using namespace plan;
  const DraftSaved part = pages::saved(incomplete()), whole = pages::saved(complete());
  const std::vector<Event> done = {whole, pages::submitted(complete())};
  const std::vector<Event> withdrawn = {whole, pages::submitted(complete()), Withdrawn{}};
  return {
      {"submitted, before", done, Window::before},
      {"submitted, open", done, Window::open},
      {"submitted, late, renamed since", done, Window::late,
       [](html::Home& page) { page.submitted_name = "郭小明"; }},
      {"submitted, closed", done, Window::closed},
      {"submitted, was given longer before",
       {whole, extended(), pages::submitted(complete())},
       Window::open},
      {"withdrawn, open", withdrawn, Window::open},
      {"withdrawn and changed, late",
       {withdrawn[0], withdrawn[1], withdrawn[2], part},
       Window::late},
      {"withdrawn, closed", withdrawn, Window::closed},
      {"withdrawn, brought back",
       {whole, pages::submitted(complete()), Withdrawn{}, Restored{"誤按", ""}},
       Window::open,
       [](html::Home& page) { page.plan.restored_reason = "誤按<br>"; }},
  };
}

html::Home home(const Row& row) {
  html::Home page;
  page.plan = pages::plan(row.events);
  page.catalogue = &examples::catalogue();
  page.unit = "晨光國民小學";
  page.submitted_name = "郭小強";
  page.posts = {{"010001", "晨光國民小學"}};
  page.once = "once";
  const plan::Status status = page.plan.state.status;
  if (status == plan::Status::draft || status == plan::Status::withdrawn) {
    page.problems = find_problems(page.plan.state.contents, examples::catalogue());
  }
  if (row.change) row.change(page);
  return page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(home_page)

BOOST_AUTO_TEST_CASE(every_state_in_every_phase_shows_its_own_buttons) {
  std::string text;
  for (const auto& rows : {unfinished_rows(), finished_rows()}) {
    for (const Row& row : rows) {
      text +=
          std::string("== ") + row.what + "\n" + outline(html::home(shell(row.window), home(row)));
    }
  }
  check_golden("home.txt", text);
}

// The share of the way is 25 for each complete step, whatever is in the others.
BOOST_AUTO_TEST_CASE(progress_counts_complete_steps) {
  struct Progress {
    bool profile, needs, topics;
    const char* shown;
  };
  for (const Progress& row : {Progress{false, false, false, "完成進度 0 %"},
                              {true, false, false, "完成進度 25 %"},
                              {false, true, false, "完成進度 25 %"},
                              {false, false, true, "完成進度 25 %"},
                              {true, true, false, "完成進度 50 %"},
                              {true, true, true, "完成進度 75 %"}}) {
    Contents contents = complete();
    if (!row.profile) contents.service.clear();
    if (!row.needs) contents.place[3].clear();
    if (!row.topics) contents.hours.planned.clear();
    const std::string page =
        html::home(shell(Window::open), home({"", {pages::saved(contents)}, Window::open}));
    BOOST_TEST(page.find(row.shown) != std::string::npos, row.shown);
  }
}

BOOST_AUTO_TEST_CASE(the_deadline_line_turns_amber_a_week_before_and_counts_hours_on_the_last_day) {
  const Instant until = examples::counts_until();
  const std::string counts = "，才能納入本學年度獎勵方案計算。";
  struct Line {
    Instant now;
    std::string text;
  };
  const Line lines[] = {
      {examples::opens() + -1, "(note info deadline) 9/1（二）上午 8:00 開放填報。"},
      {examples::opens(), "(note info deadline) 請於 9/30（三）下午 5:00 前送出" + counts},
      {until + (-7 * day_us - 1), "(note info deadline) 請於 9/30（三）下午 5:00 前送出" + counts},
      {until + -7 * day_us, "(note warn deadline) 請於 9/30（三）下午 5:00 前送出" + counts},
      {until + (-day_us - 1), "(note warn deadline) 請於 9/30（三）下午 5:00 前送出" + counts},
      {until + -day_us,
       "(note warn deadline) 請於 9/30（三）下午 5:00 前送出，還有約 24 小時" + counts},
      {until + (-2 * hour_us + 1),
       "(note warn deadline) 請於 9/30（三）下午 5:00 前送出，還有約 1 小時" + counts},
      {until + -hour_us,
       "(note warn deadline) 請於 9/30（三）下午 5:00 前送出，還有約 1 小時" + counts},
      {until + (-hour_us + 1),
       "(note warn deadline) 請於 9/30（三）下午 5:00 前送出，不到 1 小時" + counts},
      {until + -1, "(note warn deadline) 請於 9/30（三）下午 5:00 前送出，不到 1 小時" + counts},
      {until,
       "(note warn deadline) 已逾獎勵計算期限，仍可送出，但不列入本學年度獎勵方案計算；10/7（三）"
       "下午 5:00 截止。"},
      {examples::accepts_until() + -1,
       "(note warn deadline) 已逾獎勵計算期限，仍可送出，但不列入本學年度獎勵方案計算；10/7（三）"
       "下午 5:00 截止。"},
      {examples::accepts_until(), "(note info deadline) 填報期間已於 10/7（三）下午 5:00 截止。"}};
  for (const Line& line : lines) {
    html::Shell around = pages::shell();
    around.now = line.now;
    const std::string page = outline(html::home(around, home({"", {}, Window::open})));
    BOOST_TEST(page.find("\n" + line.text + "\n") != std::string::npos,
               line.text << " in " << page);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
