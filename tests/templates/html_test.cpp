#include <boost/test/unit_test.hpp>
#include <regex>

#include "tests/golden.hpp"
#include "tests/templates/pages.hpp"

// Rendering is pure: the same view gives the same bytes. tests/golden/ holds a page of each kind;
// YANXI_GOLDEN=write writes them anew, and the difference is read before it is committed.

namespace yanxi {
namespace {

using pages::shell;

PlanView draft() { return pages::plan({examples::draft_saved(examples::contents())}); }
PlanView submitted() {
  return pages::plan(
      {examples::draft_saved(examples::contents()), examples::submitted(examples::contents())});
}

// The addresses of style sheet and script carry digests that change with every touch of those
// files.
std::string without_digests(const std::string& page) {
  return std::regex_replace(page, std::regex(R"((assets/\w+)\.[0-9a-f]{10}\.)"), "$1.");
}

void check_page(const std::string& name, const std::string& page) {
  check_golden(name + ".html", without_digests(page) + "\n");
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
  check_page("landing", html::landing(nobody));
  check_page("home_absent", html::home(shell(), home_page(absent_plan("teacher1", 115))));
  check_page("home_draft", html::home(shell(), home_page(draft())));
  check_page("home_submitted", html::home(shell(), home_page(submitted())));
}

BOOST_AUTO_TEST_CASE(steps) {
  auto profile = step_page<html::StepPage>();
  profile.problems = {{"education", Problem::Kind::missing, 0, {}}};
  check_page("profile_error", html::profile(shell(), profile));
  check_page("needs", html::needs(shell(), step_page<html::StepPage>()));
  auto topics = step_page<html::TopicsPage>();
  topics.narrowing.query = "輔導";
  check_page("topics_found", html::topics(shell(), topics));
}

BOOST_AUTO_TEST_CASE(preview_receipt_and_conflict) {
  html::Preview preview;
  preview.plan = draft();
  preview.catalogue = &examples::catalogue();
  preview.unit = "晨光國民小學";
  preview.name = "郭小強";
  check_page("preview", html::preview(shell(), preview));
  html::Receipt receipt;
  receipt.receipt = {"teacher1", 115, *submitted().state.submission, {}};
  receipt.catalogue = &examples::catalogue();
  receipt.unit = "晨光國民小學";
  receipt.name = "郭小明";
  receipt.present_name = "郭小強";
  check_page("receipt", html::receipt(shell(), receipt));
  html::ConflictPage conflict;
  conflict.plan = draft();
  conflict.catalogue = &examples::catalogue();
  conflict.conflicts = {{"h.1-1-1", "7", "9"}};
  conflict.typed = {{"h.1-1-1", "9"}, {"h.1-1-2", "1"}};
  conflict.path = "/plan/topics";
  check_page("conflict", html::conflict(shell(), conflict));
}

BOOST_AUTO_TEST_CASE(what_people_type_is_text_wherever_it_stands) {
  const std::string attack = "\"><script>alert(1)</script>'&{{NAME}}";
  html::Shell around = shell();
  around.name = attack;
  around.unit = attack;
  Contents contents = examples::contents();
  contents.time_other = attack;
  set_hours(contents.hours, "1-1-99", 1);
  set_name(contents.hours, "1-1-99", attack);
  const PlanView plan = pages::plan({examples::draft_saved(contents)});
  auto topics = step_page<html::TopicsPage>();
  topics.plan = plan;
  topics.narrowing.query = attack;
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

// Half a page would look like a whole one.
BOOST_AUTO_TEST_CASE(a_page_without_one_of_its_templates_is_no_page) {
  load_templates();
  load_templates();  // once is enough
  Document whole;
  BOOST_CHECK_THROW(whole.text("no_such.tpl"), std::runtime_error);
  Document part;
  part.root().include("PAGE", "no_such.tpl");
  BOOST_CHECK_THROW(part.text("layout.tpl"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
