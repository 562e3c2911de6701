#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "projections/year_view.hpp"
#include "tests/once.hpp"
#include "tests/transcript.hpp"

// What a teacher sees of the plan over time, what came back with a sign-in, the survey, and
// everything that is held about a person.

namespace yanxi {
namespace {

class World : public Served {
 public:
  World() : Served(DemoPhase::open) {}
  Request request(const std::string& who, const char* role) {
    now = now + minute_us;
    return {{who, role, "builtin"}, now, command_id(who, std::to_string(++count_), "")};
  }

 private:
  int count_ = 0;
};

World& world() { return *Once<World>::made; }

// Each case has a day of its own, so that no event of it is as late as another case has made the
// log.
template <int day>
struct Day {
  Day() { world().now = from_taipei(2026, 11, day, 10); }
};

// What stands in a document as poppler reads it, without how it is set.
std::string pdf_text(const std::string& pdf) {
  const Folder folder;
  const std::string file = (folder.path() / "document.pdf").string();
  std::ofstream(file) << pdf;
  const std::string convert = "pdftotext -layout " + file + " " + file + ".txt 2>/dev/null";
  BOOST_REQUIRE_EQUAL(std::system(convert.c_str()), 0);
  std::ifstream in(file + ".txt");
  std::string text;
  for (std::string line; std::getline(in, line);) {
    line = std::regex_replace(line, std::regex("[ \f]+"), " ");
    line = std::regex_replace(line, std::regex("[0-9a-f]{64}"), "(digest)");
    if (line != " " && !line.empty()) text += line + "\n";
  }
  return text;
}

// The head of the first page and the foot: the rest is told by pdf_test.
std::string head_and_foot(const std::string& text) {
  const auto head = text.find("二、進修需求"), foot = text.find("合計 9 小時");
  return text.substr(0, head) + "...\n" + text.substr(foot);
}

void look(Transcript& t, const char* what) {
  t.title(what);
  for (const char* page : {"/plan", "/plan/115", "/plan/history", "/plan/withdraw", "/plan/delete",
                           "/plan/preview", "/plan/profile"}) {
    t.get(page);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(my_pages, *boost::unit_test::fixture<Once<World>>())

BOOST_FIXTURE_TEST_CASE(a_plan_is_seen_in_each_of_its_states, Day<23>) {
  Transcript t(world());
  t.as("teacher3");
  look(t, "absent");
  const Request asked = world().request("admin1", "admin");
  BOOST_REQUIRE(world().executor.execute<streams::Plan>(
      asked, {115, "teacher3"}, 0,
      plan::Extend{asked.at + 40 * day_us, false, "住院，無法填寫", "人字 1 號"}));
  look(t, "absent, was given longer");
  t.post("/plan/start", "go=start");
  look(t, "draft");
  t.post("/plan/delete");
  look(t, "deleted");
  BOOST_REQUIRE(world().executor.execute<streams::Plan>(world().request("admin1", "admin"),
                                                        {115, "teacher3"}, 3,
                                                        plan::Restore{"誤刪，來電請求復原", ""}));
  look(t, "restored");
  const std::string whole = write_form(fields_of(examples::contents()));
  BOOST_TEST(t.ask(t.visitor().post_json("/plan/autosave", whole)).status == 200);
  t.post("/plan/submit");
  look(t, "submitted");
  const auto plan = read_plan(*world().log, 115, "teacher3");
  const std::string receipt = receipt_text({115, plan.submission->position});
  BOOST_REQUIRE(world().executor.execute<streams::Person>(
      world().request("admin1", "admin"), {0, "teacher3"}, {}, person::Rename{"黃大安"}));
  BOOST_REQUIRE(
      world().executor.execute<streams::Person>(world().request("admin1", "admin"), {0, "teacher3"},
                                                {}, person::SetRoles{{{"teacher", "010002"}}}));
  t.title("renamed and at another school since");
  t.get("/plan");
  t.get("/plan/115");
  t.get("/plan/r/" + receipt);
  t.post("/plan/withdraw");
  look(t, "withdrawn");
  t.get("/plan/r/" + receipt);
  t.get("/plan/r/" + receipt_text({114, plan.submission->position}));
  t.get("/plan/r/nothing");
  for (const char* page : {"/plan/113", "/plan/1115", "/plan/abc", "/plan/-115",
                           "/plan.pdf?year=113", "/plan.pdf?year=abc", "/plan.pdf?r=nothing"}) {
    t.get(page);
  }
  t.post("/plan/profile", "go=next");
  t.as("clerk3");
  t.get("/plan/r/" + receipt);
  t.check("states.txt");
}

BOOST_FIXTURE_TEST_CASE(what_was_typed_comes_back_with_the_sign_in, Day<24>) {
  Transcript t(world());
  t.as("clerk3");
  t.post("/plan/start", "go=start");
  const auto park = [&](const char* path, const std::string& form) {
    world().sessions.update(t.session(), [&](Session& stored) {
      stored.parked_path = path;
      stored.parked_form = form;
    });
  };
  park("/plan/needs", "v=7&method.1=ME20&education=ED50&nonsense=1&time.other=%E5%AF%92");
  t.title("on another page nothing of it is shown");
  t.get("/plan/profile");
  t.title("on its own page, with the version it was made from");
  t.get("/plan/needs");
  t.title("until it is saved there");
  t.post("/plan/profile", "go=save&education=ED20");
  t.get("/plan/needs");
  t.post("/plan/needs", "go=save&method.1=ME20");
  t.get("/plan/needs");
  t.title("the plan was deleted meanwhile: shown once, to be copied");
  park("/plan/topics", "v=1&h.1-1-1=5&h.1-1-2=");
  t.post("/plan/delete");
  t.get("/plan/topics");
  t.get("/plan/topics");
  t.title("somebody else's form was thrown away: said once");
  t.post("/plan/start", "go=start");
  for (const char* page : {"/plan/topics?only=filled", "/survey"}) {
    world().sessions.update(t.session(), [](Session& stored) { stored.other_cleared = true; });
    t.get(page);
    t.get(page);
  }
  t.title("answers to the survey come back too");
  park("/survey", "v=0&q2=5&text=%E5%A5%BD");
  t.get("/survey");
  t.post("/survey", "q2=5&text=%E5%A5%BD");
  t.get("/survey");
  park("/survey", "v=0&q9=5");
  t.get("/survey");
  t.title("the way back to the preview, a category asked for, a search cut to 30 characters");
  t.get("/plan/profile?from=preview");
  t.get("/plan/profile?from=elsewhere");
  const auto shows = [&](const std::string& target, const std::string& text) {
    BOOST_TEST(t.ask(t.visitor().get(target)).body.find(text) != std::string::npos, target);
  };
  shows("/plan/topics?open=c3", "<details id=\"c3\" class=\"cat k3\" open>");
  shows("/plan/topics?q=" + std::string(31, '1'), "value=\"" + std::string(30, '1') + "\"");
  t.title("a session lasts ten hours, however much is done in it");
  for (int i = 0; i < 11; ++i) {
    world().now = world().now + 50 * minute_us;
    BOOST_TEST(t.ask(t.visitor().get("/plan/history")).status == 200);
  }
  t.get("/plan/profile");
  t.check("brought_back.txt");
}

BOOST_FIXTURE_TEST_CASE(the_survey_takes_answers_while_the_window_is_open, Day<25>) {
  Transcript t(world());
  t.as("teacher2");
  std::string text;
  for (int i = 0; i < 500; ++i) text += "%E5%AD%97";
  t.title("only its own questions and answers");
  for (const char* body :
       {"q0=1", "q6=1", "q1=0", "q1=6", "q1=55", "q1=", "q=1", "q11=1", "p1=1", "education=ED20"}) {
    BOOST_TEST(t.ask(t.visitor().post("/survey", body)).status == 400, body);
  }
  t.post("/survey", "q1=1&q9=1");
  t.title("a text of 501 characters is shown again, one of 500 is stored");
  t.post("/survey", "q1=1&q5=5&text=" + text + "%E5%AD%97");
  t.post("/survey", "q1=1&q5=5&text=" + text);
  const auto stored = [&] { return read_survey_view(world().service.views, 115, "teacher2"); };
  BOOST_TEST(stored().version == 1u);
  BOOST_TEST(stored().text.size() == 1500u);
  t.title("the same again is no new answer");
  t.post("/survey", "q1=1&q5=5&text=" + text);
  BOOST_TEST(stored().version == 1u);
  t.post("/survey", "q1=2&q2=3&text=%E7%9F%AD%0A%E5%8F%A5");
  t.get("/survey");
  t.title("another tab has answered");
  t.post("/survey", "v=1&q1=5&text=x");
  t.title("a token of an earlier session, of a stranger");
  t.post("/survey", "csrf=OLD&q1=5&text=y");
  t.post("/survey", "csrf=OLD&q9=5&text=y");
  t.post("/survey", "csrf=OTHER&q1=5&text=y");
  HttpRequest foreign = t.visitor().post("/survey", "q1=5&text=y");
  foreign.origin = "http://elsewhere";
  t.write("POST /survey, from elsewhere", t.ask(foreign));
  for (const auto& [what, at] : {std::pair{"before it opens", from_taipei(2026, 10, 23, 9)},
                                 {"after it has closed", from_taipei(2026, 12, 24)},
                                 {"in a year that is not opened", from_taipei(2027, 8, 2)}}) {
    world().now = at;
    t.title(what);
    t.again_as("teacher2");
    t.get("/survey");
    t.post("/survey", "q1=4&text=z");
  }
  t.check("survey.txt");
}

BOOST_FIXTURE_TEST_CASE(all_that_is_held_about_a_person_is_handed_out, Day<26>) {
  Transcript t(world());
  t.as("teacher1");
  t.title("last year's plan, nothing yet of this year");
  t.get("/my-data");
  t.post("/plan/start", "go=start");
  t.post("/survey", "q1=3&text=%E5%A5%BD");
  t.title("a plan and a survey of this year");
  t.get("/my-data");
  t.get("/my-data.json");
  BOOST_TEST(header_of(t.ask(t.visitor().get("/my-data.json")), "Content-Disposition") ==
             "attachment; filename=\"yanxi-my-data.json\"");
  t.title("staff, and a person without a plan");
  t.as("county1");
  t.get("/my-data");
  t.get("/my-data.json");
  t.title("a survey of a year without a plan");
  BOOST_REQUIRE(world().executor.execute<streams::Survey>({{"clerk3", "teacher", "builtin"},
                                                           from_taipei(2025, 9, 10, 9),
                                                           command_id("clerk3", "last year's", "")},
                                                          {114, "clerk3"}, 0,
                                                          survey::Answer{{3, 0, 0, 0, 0}, "去年"}));
  t.as("clerk3");
  BOOST_TEST(t.ask(t.visitor().get("/my-data.json")).body.find("\"text\": \"去年\"") !=
             std::string::npos);
  t.title("somebody who has the account of a person that was erased");
  const auto person = [&](const person::Command& command) {
    return world().executor.execute<streams::Person>(world().request("admin1", "admin"),
                                                     {0, "erased"}, {}, command);
  };
  BOOST_REQUIRE(person(person::Register{"王小明", {{"teacher", "010001"}}, {}}));
  t.as("erased");
  t.post("/plan/start", "go=start");
  BOOST_REQUIRE(world().executor.erase(world().request("admin1", "admin"),
                                       {"erased", "admin1", "依當事人請求", "許志明"}));
  BOOST_TEST(world().projector.rebuild());
  BOOST_REQUIRE(person(person::Register{"李大華", {{"teacher", "010002"}}, {}}));
  t.again_as("erased");
  for (const char* page : {"/my-data", "/my-data.json", "/plan", "/plan/115", "/plan/history"}) {
    t.get(page);
  }
  t.check("my_data.txt");
}

// Of which state, name, school and time a document is; how it looks is not told here (pdf_test).
BOOST_FIXTURE_TEST_CASE(a_document_is_of_the_plan_or_of_its_receipt, Day<27>) {
  Transcript t(world());
  t.as("document");
  const auto person = [&](const person::Command& command) {
    BOOST_REQUIRE(world().executor.execute<streams::Person>(world().request("admin1", "admin"),
                                                            {0, "document"}, {}, command));
  };
  person(person::Register{"王小明", {{"teacher", "010001"}}, {}});
  const auto document = [&](const std::string& target) {
    const HttpResponse response = t.ask(t.visitor().get(target));
    BOOST_TEST(response.type == "application/pdf");
    t.title(target + " " + header_of(response, "Content-Disposition"));
    const std::string text = pdf_text(response.body);
    t.add(target == "/my-data.pdf" ? text : head_and_foot(text));
  };
  const std::string whole = write_form(fields_of(examples::contents()));
  BOOST_TEST(t.ask(t.visitor().post_json("/plan/autosave", whole)).status == 200);
  document("/plan.pdf");
  // Submitted after the day that counts.
  year::Windows windows = read_year(*world().log, 115).windows;
  windows.counts_until = world().now + -hour_us;
  BOOST_REQUIRE(
      world().executor.execute<streams::Year>(world().request("admin1", "admin"), {115, {}},
                                              world().log->read_stream(year_stream(115), 0).size(),
                                              year::SetWindows{windows, "因颱風調整期限", ""}));
  t.post("/plan/submit");
  const auto plan = read_plan(*world().log, 115, "document");
  const std::string receipt = receipt_text({115, plan.submission->position});
  person(person::Rename{"王大明"});
  document("/plan.pdf");
  t.post("/plan/withdraw");
  document("/plan.pdf?year=115");
  t.post("/plan/topics", "go=save&h.1-1-2=5");
  document("/plan.pdf?r=" + receipt);
  document("/my-data.pdf");
  t.check("documents_printed.txt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
