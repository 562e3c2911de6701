#include "templates/html.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "templates/dictionary.hpp"
#include "tests/examples.hpp"

// Rendering is pure: the same view gives the same bytes. tests/golden/ holds a page of each kind;
// YANXI_GOLDEN=write writes them anew, and the difference is read before it is committed.

namespace yanxi {
namespace {

html::Shell shell() {
  load_templates();
  html::Shell shell;
  shell.account = "teacher1";
  shell.name = "郭小強";
  shell.unit = "晨光國民小學";
  shell.csrf = "token";
  shell.teacher = true;
  shell.year = YearView{115, examples::year()};
  shell.now = from_taipei(2026, 9, 25, 10);
  return shell;
}

PlanView plan_view(const std::vector<plan::Event>& events) {
  PlanView view = absent_plan("teacher1", 115);
  for (const plan::Event& event : events) {
    const std::uint64_t version = view.state.version + 1;
    const Instant at = examples::opens() + static_cast<std::int64_t>(version) * hour_us;
    view.state = plan::evolve(std::move(view.state), event, {100 + version, version, at, {}});
  }
  return view;
}

PlanView draft() { return plan_view({examples::draft_saved(examples::contents())}); }
PlanView submitted() {
  return plan_view(
      {examples::draft_saved(examples::contents()), examples::submitted(examples::contents())});
}

// The addresses of style sheet and script carry digests that change with every touch of those
// files.
std::string without_digests(const std::string& page) {
  return std::regex_replace(page, std::regex(R"((assets/\w+)\.[0-9a-f]{10}\.)"), "$1.");
}

void check_golden(const std::string& name, const std::string& page) {
  const std::string path = std::string(YANXI_TESTS) + "/golden/" + name + ".html";
  const std::string have = without_digests(page) + "\n";
  if (std::getenv("YANXI_GOLDEN")) std::ofstream(path) << have;
  std::ifstream in(path);
  std::ostringstream wanted;
  wanted << in.rdbuf();
  BOOST_TEST((have == wanted.str()), name << " differs from tests/golden/" << name << ".html");
}

html::Home home_page(PlanView plan) {
  html::Home page;
  page.plan = std::move(plan);
  page.catalogue = &examples::catalogue();
  page.unit = "晨光國民小學";
  page.submitted_name = "郭小明";  // renamed since
  page.once = "once";
  page.problems = find_problems(page.plan.state.contents, examples::catalogue());
  return page;
}

template <class Step>
Step step_page() {
  Step page;
  page.plan = draft();
  page.catalogue = &examples::catalogue();
  page.posts = {{"010001", "晨光國民小學"}};
  page.once = "once";
  page.session_until = "11:00";
  return page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html_pages)

BOOST_AUTO_TEST_CASE(landing_and_home) {
  html::Shell nobody = shell();
  nobody.account.clear();
  check_golden("landing", html::landing(nobody));
  check_golden("home_absent", html::home(shell(), home_page(absent_plan("teacher1", 115))));
  check_golden("home_draft", html::home(shell(), home_page(draft())));
  check_golden("home_submitted", html::home(shell(), home_page(submitted())));
}

BOOST_AUTO_TEST_CASE(steps) {
  auto profile = step_page<html::StepPage>();
  profile.problems = {{"education", Problem::Kind::missing, 0, {}}};
  check_golden("profile_error", html::profile(shell(), profile));
  check_golden("needs", html::needs(shell(), step_page<html::StepPage>()));
  auto topics = step_page<html::TopicsPage>();
  topics.query = "輔導";
  check_golden("topics_found", html::topics(shell(), topics));
}

BOOST_AUTO_TEST_CASE(preview_receipt_and_conflict) {
  html::Preview preview;
  preview.plan = draft();
  preview.catalogue = &examples::catalogue();
  preview.unit = "晨光國民小學";
  preview.name = "郭小強";
  check_golden("preview", html::preview(shell(), preview));
  html::Receipt receipt;
  receipt.receipt = {"teacher1", 115, *submitted().state.submission, {}};
  receipt.catalogue = &examples::catalogue();
  receipt.unit = "晨光國民小學";
  receipt.name = "郭小明";
  receipt.present_name = "郭小強";
  check_golden("receipt", html::receipt(shell(), receipt));
  html::ConflictPage conflict;
  conflict.plan = draft();
  conflict.catalogue = &examples::catalogue();
  conflict.conflicts = {{"h.1-1-1", "7", "9"}};
  conflict.typed = {{"h.1-1-1", "9"}, {"h.1-1-2", "1"}};
  conflict.path = "/plan/topics";
  check_golden("conflict", html::conflict(shell(), conflict));
}

BOOST_AUTO_TEST_CASE(what_people_type_is_text_wherever_it_stands) {
  const std::string attack = "\"><script>alert(1)</script>'&{{NAME}}";
  html::Shell around = shell();
  around.name = attack;
  around.unit = attack;
  Contents contents = examples::contents();
  contents.time_other = attack;
  set_hours(contents.hours, "1-1-99", 1);
  set_name(contents.names, "1-1-99", attack);
  const PlanView plan = plan_view({examples::draft_saved(contents)});
  auto topics = step_page<html::TopicsPage>();
  topics.plan = plan;
  topics.query = attack;
  auto needs = step_page<html::StepPage>();
  needs.plan = plan;
  needs.typed["place.other"] = attack;
  html::Preview preview;
  preview.plan = plan;
  preview.catalogue = &examples::catalogue();
  preview.name = attack;
  html::Survey survey;
  survey.state.text = attack + "\nsecond line";
  html::Login login{attack, attack, attack, attack, true};
  for (const std::string& page :
       {html::topics(around, topics), html::needs(around, needs), html::preview(around, preview),
        html::survey(around, survey), html::login(around, login)}) {
    BOOST_TEST(page.find("<script>alert") == std::string::npos);
    BOOST_TEST(page.find("alert(1)") != std::string::npos);
    BOOST_TEST(page.find("{{NAME}}") != std::string::npos);
  }
  BOOST_TEST(html::survey(around, survey).find("\nsecond line") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
