#include <boost/test/unit_test.hpp>

#include "tests/golden.hpp"
#include "tests/outline.hpp"
#include "tests/templates/pages.hpp"

// What follows the steps: preview, receipt, confirmations, import, conflict; survey and one's own
// data; and the public pages. tests/golden/documents.txt and public.txt hold what they say.

namespace yanxi {
namespace {

using Refused = plan::Refusal::Kind;

class Book {
 public:
  void add(const char* what, const std::string& page, std::string_view from = "<main") {
    text += std::string("== ") + what + "\n" + outline(page, from);
  }
  // Without the plan's contents, which stand in the first page of its kind.
  void add_around(const char* what, const std::string& page) {
    std::string lines = outline(page);
    const auto begin = lines.find("(card)\nh2 一、"), end = lines.find("(hint) 其餘");
    lines.erase(begin, end - begin);
    text += std::string("== ") + what + "\n" + lines;
  }
  std::string text;
};

html::Shell at(Instant now) {
  html::Shell shell = pages::shell();
  shell.now = now;
  return shell;
}

html::Preview preview(Contents contents) {
  html::Preview page;
  page.plan = pages::plan({pages::saved(std::move(contents))});
  page.catalogue = &examples::catalogue();
  page.unit = "晨光國民小學";
  page.name = "郭小強";
  page.problems = find_problems(page.plan.state.contents, examples::catalogue());
  page.once = "once";
  return page;
}

void add_previews(Book& book) {
  const html::Shell shell = pages::shell();
  Contents contents = pages::complete();
  contents.time[2] = "TI99";
  contents.time_other = "寒假前一週";
  set_hours(contents.hours, "1-1-99", 2);
  set_name(contents.hours, "1-1-99", "海洋教育");
  book.add("preview, complete", html::preview(shell, preview(contents)));
  html::Preview page = preview(contents);
  page.confirm_many = true;
  book.add_around("preview, many hours", html::preview(shell, page));
  contents = pages::incomplete();
  contents.teaching = "J1";
  contents.time[5] = "TI99";
  set_hours(contents.hours, "1-1-99", 2);
  book.add("preview, something missing in every section", html::preview(shell, preview(contents)));
  contents = examples::blank();
  contents.unit.clear();
  page = preview(contents);
  page.problems.insert(page.problems.begin(), {"unit", Problem::Kind::missing, 0, ""});
  page.unit.clear();
  book.add("preview, nothing filled", html::preview(shell, page));
  page = preview(pages::complete());
  page.plan = pages::plan({pages::saved(pages::complete()), pages::submitted(pages::complete())});
  page.plan.year = 114;
  page.read_only = true;
  book.add("an earlier year", html::preview(shell, page));
  page = preview(pages::incomplete());
  page.read_only = true;
  book.add("an earlier year, not finished", html::preview(shell, page));
}

void add_receipts(Book& book) {
  html::Receipt page;
  const PlanView plan =
      pages::plan({pages::saved(pages::complete()), pages::submitted(pages::complete())});
  page.receipt = {"teacher1", 115, *plan.state.submission, {}};
  page.receipt.submission.leaf.fill(0xAB);
  page.catalogue = &examples::catalogue();
  page.unit = "晨光國民小學";
  page.name = page.present_name = "郭小強";
  book.add("receipt, open", html::receipt(pages::shell(), page));
  page.late = true;
  book.add_around("receipt, late", html::receipt(at(examples::counts_until()), page));
  page.present_name = "郭大強";
  book.add_around("receipt, closed, renamed", html::receipt(at(examples::accepts_until()), page));
  page.receipt.withdrawn_at = from_taipei(2026, 9, 24, 8);
  page.late = false;
  book.add_around("receipt, withdrawn", html::receipt(pages::shell(), page));
  page.receipt.withdrawn_at = {};
  page.receipt.year = 114;
  book.add_around("receipt of another year", html::receipt(pages::shell(), page));
  html::Shell nowhen = pages::shell();
  nowhen.year.reset();
  book.add_around("receipt, no year is open", html::receipt(nowhen, page));
}

void add_confirmations(Book& book) {
  html::Confirm page{html::Confirmation::withdraw, {}, "once"};
  page.plan = pages::plan({pages::saved(pages::complete()), pages::submitted(pages::complete())});
  const Instant until = examples::counts_until();
  book.add("withdraw, days before", html::confirm(at(until + -day_us), page));
  book.add("withdraw, on the last day", html::confirm(at(until + (-day_us + 1)), page));
  book.add("withdraw, in the last hour", html::confirm(at(until + (-hour_us)), page));
  book.add("withdraw, late", html::confirm(at(until), page));
  page.kind = html::Confirmation::remove;
  page.plan = pages::plan({pages::saved(pages::complete())});
  book.add("delete", html::confirm(pages::shell(), page));
  const plan::State& state = page.plan.state;
  html::Clearing clearing{&state.contents.hours, &examples::catalogue(), "3",
                          html::teacher_grid,    state.version,          "once"};
  book.add("clear a category", html::confirm_clearing(pages::shell(), clearing));
  clearing.topic = "2";
  book.add("clear a category without hours", html::confirm_clearing(pages::shell(), clearing));
}

void add_imports(Book& book) {
  html::Import page;
  page.plan = pages::plan({pages::saved(pages::complete())});
  page.catalogue = &examples::catalogue();
  page.once = "once";
  page.unit = "晨光國民小學";
  page.school_hours = {{{"1-1-1", 3}, {"1-2-99", 4}, {"3-2-5", 2}, {"6-1-1", 5}},
                       {{"1-2-99", "海洋課程"}}};
  book.add("import, offered", html::import(pages::shell(), page));
  for (const auto& [what, kind] : {std::pair{"import, no school plan", Refused::no_school_plan},
                                   {"import, not on the roster", Refused::not_on_roster},
                                   {"import, another catalogue", Refused::other_catalogue}}) {
    page.refusal = kind;
    book.add(what, html::import(pages::shell(), page));
  }
}

void add_conflicts(Book& book) {
  html::ConflictPage page;
  page.plan = pages::plan({pages::saved(pages::complete())});
  page.catalogue = &examples::catalogue();
  page.conflicts = {
      {"h.1-1-1", "7", ""}, {"time.other", "", "寒假"}, {"education", "ED20", "ED50"}};
  page.typed = {
      {"h.1-1-1", ""}, {"time.other", "寒假"}, {"education", "ED50"}, {"service", "YS10"}};
  page.was = "h.1-1-1=&time.other=x";
  page.path = "/plan/needs";
  page.once = "once";
  book.add("conflict", html::conflict(pages::shell(), page));
}

void add_surveys(Book& book) {
  html::Survey page;
  page.once = "once";
  page.open = true;
  book.add("survey, not answered", html::survey(pages::shell(), page));
  page.state = {2, true, {1, 2, 3, 4, 5}, "很好\n<謝謝>", from_taipei(2026, 9, 20, 8)};
  book.add("survey, answered", html::survey(pages::shell(), page));
  page.open = false;
  page.closed = true;
  book.add("survey, closed", html::survey(pages::shell(), page));
  page.closed = false;
  book.add("survey, not yet open", html::survey(pages::shell(), page));
  page.open = true;
  page.typed = survey::Answer{{0, 0, 5, 0, 1}, "別的"};
  page.error = "建議最多 500 字，目前 501 字";
  page.brought_back = page.other_cleared = true;
  book.add("survey, refused, shown as typed", html::survey(pages::shell(), page));
}

void add_own_data(Book& book) {
  html::MyData page;
  page.person.account = "teacher1";
  page.person.state.name = "郭小強";
  book.add("my data, hardly any", html::my_data(pages::shell(), page));
  page.person.state.roles = {
      {"teacher", "010001"}, {"teacher", "010009"}, {"county", "NWT"}, {"auditor", ""}};
  page.person.names = {{from_taipei(2025, 8, 1), "郭小明"},
                       {from_taipei(2026, 1, 1), "郭明"},
                       {from_taipei(2026, 8, 1), "郭小強"}};
  page.units = {{"010001", "晨光國民小學"}};
  page.plans = {pages::plan({pages::saved(pages::complete()), pages::submitted(pages::complete())}),
                pages::plan({pages::saved(pages::incomplete())}),
                pages::plan({pages::saved(pages::complete()), plan::Deleted{}}),
                pages::plan({plan::Extended{from_taipei(2026, 10, 20, 17), true, "住院", ""}})};
  for (int year = 115; PlanView & plan : page.plans) plan.year = year--;
  page.survey.answered = true;
  book.add("my data", html::my_data(pages::shell(), page));
}

void add_landings(Book& book) {
  html::Shell shell = pages::shell();
  const auto panel = [&](const char* what) {
    const std::string page = outline(html::landing(shell));
    const auto begin = page.find("(lead)"), end = page.find("h2 規劃說明");
    book.text += std::string("== ") + what + "\n" + page.substr(begin, end - begin);
  };
  panel("landing, a teacher");
  shell.teacher = false;
  panel("landing, nobody's plan");
  shell.desks = {{"/audit", "查核"}, {"/admin", "管理"}};
  panel("landing, staff");
  shell.account.clear();
  shell.now = examples::opens() + -1;
  panel("landing, signed out, before");
  shell.year->state.announcement = "颱風<br>順延";
  shell.now = examples::counts_until();
  panel("landing, late, announced");
  shell.now = examples::accepts_until();
  panel("landing, closed");
  shell.year.reset();
  panel("landing, no year is open");
}

void add_notices(Book& book) {
  book.add("notice", html::notice(pages::shell(), {"標題<b>",
                                                   {"第一行", "第二行 & <i>"},
                                                   "4f2a",
                                                   {{"/plan", "回我的規劃"}, {"/", "首頁"}}}));
  book.add("notice, bare", html::notice(pages::shell(), {"標題", {}, {}, {}}));
  html::Shell nobody;
  book.add("login", html::login(nobody, {}));
  book.add("login, refused",
           html::login(nobody, {"teacher1", "/plan/topics", "", "請填寫密碼", false}));
  book.add("login, timed out", html::login(nobody, {"", "/plan", "", "", true}));
  book.add("login, with a form", html::login(nobody, {"", "/plan/needs", "a=1&b=2", "", true}));
}

// What stands around every page.
void add_frames(Book& book) {
  const auto frame = [&](const char* what, const html::Shell& shell) {
    book.add(what, html::notice(shell, {"標題", {}, {}, {}}), "<body");
  };
  frame("frame, a teacher", pages::shell());
  html::Shell shell;
  frame("frame, nobody, no year", shell);
  shell = pages::shell();
  shell.prefix = "/something";
  shell.demo = true;
  shell.notice = "teacher1 看到的畫面。";
  shell.desks = {{"/audit", "查核"}, {"/county", "縣市統計"}};
  shell.teacher = false;
  frame("frame, staff, demonstration, seen by an administrator, below a prefix", shell);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(document_pages)

BOOST_AUTO_TEST_CASE(what_follows_the_steps_says_what_was_done_and_what_can_be) {
  Book book;
  add_previews(book);
  add_receipts(book);
  add_confirmations(book);
  add_imports(book);
  add_conflicts(book);
  check_golden("documents.txt", book.text);
}

BOOST_AUTO_TEST_CASE(surveys_own_data_and_what_anybody_sees) {
  Book book;
  add_surveys(book);
  add_own_data(book);
  add_landings(book);
  add_notices(book);
  add_frames(book);
  check_golden("public.txt", book.text);
}

// A page on which nothing works has no script that would save by itself.
BOOST_AUTO_TEST_CASE(a_page_seen_by_somebody_else_saves_nothing) {
  html::Shell shell = pages::shell();
  BOOST_TEST(html::help(shell).find("<script type=\"module\" src=\"/assets/") != std::string::npos);
  shell.notice = "唯讀";
  BOOST_TEST(html::help(shell).find("<script") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(pages_for_reading_have_their_titles) {
  const html::Shell shell = pages::shell();
  for (const auto& [page, title] : {std::pair{html::help(shell), "操作說明"},
                                    {html::privacy(shell), "隱私權保護"},
                                    {html::accessibility(shell), "無障礙聲明"}}) {
    BOOST_TEST(page.find("<title>" + std::string(title) + " — 教師研習規劃</title>") !=
               std::string::npos);
    BOOST_TEST(page.find("<h1>" + std::string(title)) != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
