#include <boost/test/unit_test.hpp>
#include <regex>

#include "templates/dictionary.hpp"
#include "templates/html.hpp"
#include "tests/examples.hpp"
#include "tests/golden.hpp"

// The three sections of a plan, as a person reads them: one line for each line of the page, links
// as [class address text]. tests/golden/contents.txt holds a few plans; YANXI_GOLDEN=write writes
// it anew, and the difference is read.

namespace yanxi {
namespace {

std::string without_markup(const std::string& page) {
  std::string text = page.substr(page.find("<section class=\"card\"><h2>一"));
  text.resize(text.find("</section>", text.find("選項清單版本")));
  const std::pair<const char*, const char*> changes[] = {
      {R"(\n)", ""},
      {R"(<svg.*?</svg>)", ""},
      {R"re(<a class="(edit|gap)" href="([^"]*)">)re", "[$1 $2 "},
      {R"re(<(p) id="none" hidden>[^<]*</p>)re", ""},
      {R"(</a>)", "]"},
      {R"(</(dt|th|td)>)", "  "},
      {R"(</(h2|h3|div|li|p|tr|section)>)", "\n"},
      {R"(<[^>]*>)", ""},
      {R"( +(\n|$))", "$1"},
      {R"(\n+)", "\n"}};
  for (const auto& [from, to] : changes) text = std::regex_replace(text, std::regex(from), to);
  return text;
}

std::string sections(const Contents& contents, bool read_only, const std::string& unit) {
  load_templates();
  html::Shell shell;
  shell.account = "teacher1";
  shell.teacher = true;
  shell.year = YearView{115, examples::year()};
  shell.now = from_taipei(2026, 9, 25, 10);
  html::Preview page;
  page.plan = absent_plan("teacher1", 115);
  page.plan.state = plan::evolve({}, examples::draft_saved(contents), {1, 1, shell.now, {}});
  page.catalogue = &examples::catalogue();
  page.unit = unit;
  page.name = "黃𠮷安<b>";
  page.read_only = read_only;
  return without_markup(html::preview(shell, page));
}

Contents whole() {
  Contents c = examples::contents();
  c.stage = "30", c.teaching = "J2";
  c.time[5] = "TI99";
  c.time_other = "寒假\n<第一週>";
  c.place[0] = "PL99";
  c.place_other = "線上";
  c.hours.planned = {{"1-1-1", 7}, {"1-1-99", 2}, {"6-3-3", 100}};
  c.hours.names = {{"1-1-99", "海洋 & 山"}, {"6-3-99", "一項沒有時數的"}};
  return c;
}

// Codes that the catalogue does not have, or not here.
Contents strange() {
  Contents c = examples::contents();
  c.education = "ED999";
  c.service = "YS999";
  c.stage = "999";
  c.teaching = "E999";
  c.method = {"ME999", "ME20", "ME20"};
  c.time = {"TI99", "TI1", "TI2", "TI3", "TI4", "TI5"};
  c.time_other = std::string(51, 'x');
  c.place = {"", "", "PL30", "PL99", "PL50", "PL60"};
  c.hours.planned = {{"1-1-99", 3}};
  c.hours.names = {};
  return c;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contents_section)

BOOST_AUTO_TEST_CASE(a_plan_reads_as_it_did) {
  Contents other_stage = examples::contents();
  other_stage.stage = "";
  std::string have;
  have += "== whole, to be read\n" + sections(whole(), true, "晨光國民小學");
  have += "== whole, to be changed\n" + sections(whole(), false, "晨光國民小學");
  have += "== strange, to be read\n" + sections(strange(), true, "");
  have += "== strange, to be changed\n" + sections(strange(), false, "");
  have += "== empty, to be read\n" + sections(examples::blank(), true, "晨光國民小學");
  have += "== empty, to be changed\n" + sections(examples::blank(), false, "晨光國民小學");
  have += "== of no stage, to be read\n" + sections(other_stage, true, "晨光國民小學");
  check_golden("contents.txt", have);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
