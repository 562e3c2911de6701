#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "tests/once.hpp"
#include "tests/transcript.hpp"

// What a teacher's forms do, and what is said when they may not, in every state of the plan and of
// the window. The texts in tests/golden/ hold the requests and the whole answers.

namespace yanxi {
namespace {

using plan::Status;

class World : public Served {
 public:
  World() : Served(DemoPhase::open) {}

  // Somebody of the school 010001 whose plan is in this state, complete but for a draft's topics.
  void add(const std::string& account, Status state, std::vector<person::Role> roles = {}) {
    if (roles.empty()) roles = {{"teacher", "010001"}};
    BOOST_REQUIRE(executor.execute<streams::Person>(
        request("system"), {0, account}, {}, person::Register{"王小明", std::move(roles), {}}));
    if (state == Status::absent) return;
    Contents contents = examples::contents();
    if (state == Status::draft) contents.hours.planned.clear();
    act(account, plan::SaveDraft{fields_of(contents), "form"});
    if (state == Status::deleted) act(account, plan::Delete{});
    if (state == Status::submitted || state == Status::withdrawn) act(account, plan::Submit{});
    if (state == Status::withdrawn) act(account, plan::Withdraw{});
  }
  void act(const std::string& account, const plan::Command& command) {
    const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
    BOOST_REQUIRE(
        executor.execute<streams::Plan>(request(account), {115, account}, version, command));
    now = now + minute_us;
  }
  Request request(const std::string& who) {
    if (who == "system")
      return {terminal_actor(who), now, command_id(who, std::to_string(++count_), "")};
    return {{who, who == "admin1" ? "admin" : "teacher", "builtin"},
            now,
            command_id(who, std::to_string(++count_), "")};
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

constexpr std::pair<const char*, const char*> forms[] = {
    {"/plan/profile", "education=ED50&service=YS20"},
    {"/plan/needs", "time.other=%E5%AF%92%E5%81%87"},
    {"/plan/topics", "h.1-1-2=5&o.1-1-99=%3Cb%3E"},
    {"/plan/topics", "go=undo&h.1-1-2=5"},
    {"/plan/start", "go=start"},
    {"/plan/start", "go=carry"},
    {"/plan/preview", "go=submit"},
    {"/plan/submit", ""},
    {"/plan/withdraw", ""},
    {"/plan/delete", ""},
    {"/plan/clear", "c=1"},
    {"/plan/import", "mode=fill"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_forms, *boost::unit_test::fixture<Once<World>>())

BOOST_FIXTURE_TEST_CASE(what_the_state_of_the_plan_does_not_allow_is_said, Day<23>) {
  Transcript t(world());
  world().add("absent", Status::absent);
  world().add("draft", Status::draft);
  world().add("submitted", Status::submitted);
  world().add("deleted", Status::deleted);
  t.title("submitted: nothing but a withdrawal");
  t.as("submitted");
  for (const auto& [path, body] : forms) {
    if (std::string(path) != "/plan/withdraw") t.post(path, body);
  }
  // What a new form would begin is none of these.
  for (const char* state : {"absent", "deleted"}) {
    t.title(std::string(state) + ": there is nothing to act on");
    t.as(state);
    for (const auto& [path, body] : forms) {
      const bool begins = std::string(path) == "/plan/start" ||
                          std::string(body).starts_with("e") ||
                          std::string(body).starts_with("t") || std::string(body).starts_with("h");
      if (!begins) t.post(path, body);
    }
  }
  t.title("draft: not finished, not submitted, nothing imported, not on the roster");
  t.as("draft");
  t.post("/plan/submit");
  t.post("/plan/preview", "go=submit");
  t.post("/plan/withdraw");
  t.post("/plan/start", "go=carry");
  t.post("/plan/topics", "go=undo");
  t.post("/plan/import", "mode=fill");
  t.post("/plan/import", "mode=");
  t.post("/plan/clear", "c=7");
  t.check("refused_states.txt");
}

BOOST_FIXTURE_TEST_CASE(what_was_changed_since_is_not_done_unseen, Day<24>) {
  Transcript t(world());
  world().add("stale", Status::withdrawn);
  world().add("stale2", Status::submitted);
  t.as("stale");
  t.post("/plan/topics", "go=save&h.1-1-1=8&h.1-2-1=2");
  for (const auto& [path, body] : forms) {
    const std::string page = path;
    if (page == "/plan/start" || page == "/plan/withdraw" || page == "/plan/profile") continue;
    t.post(page, std::string(body) + (*body ? "&" : "") + "v=1");
  }
  t.title("a version that never was");
  t.post("/plan/profile", "education=ED50&v=9999");
  t.title("another tab has saved something else");
  t.post("/plan/profile", "go=save&education=ED30&v=4");
  t.post("/plan/profile", "go=home&education=ED40&service=YS30&stage=40&v=4");
  t.title("all as it is saved: the fields of the conflict are left out");
  t.post("/plan/profile", "keep=saved&was=education%3DED40&education=ED40&service=YS30");
  t.get("/plan/profile");
  t.title("all as this tab has it, whatever its choices say");
  t.post("/plan/profile", "keep=typed&was=education%3DED40%26unit%3Dx&education=ED30&service=YS40");
  t.get("/plan/profile");
  t.title("each as it is chosen");
  t.post("/plan/profile", "go=save&was=education%3DED50&education=ED10&keep=neither");
  t.get("/plan/profile");
  t.title("what was changed in other categories since does not hinder clearing one");
  t.post("/plan/clear", "c=1&v=4");
  t.title("a submitted plan that was withdrawn and submitted since");
  t.as("stale2");
  t.post("/plan/withdraw");
  t.post("/plan/submit");
  t.post("/plan/withdraw", "v=2");
  t.check("refused_stale.txt");
}

BOOST_FIXTURE_TEST_CASE(outside_the_window_nothing_is_done_and_what_was_typed_can_be_copied,
                        Day<25>) {
  Transcript t(world());
  world().add("w-absent", Status::absent);
  world().add("w-draft", Status::draft);
  world().add("w-submitted", Status::submitted);
  world().add("w-withdrawn", Status::withdrawn);
  world().add("w-deleted", Status::deleted);
  world().add("w-longer", Status::absent);
  BOOST_REQUIRE(world().executor.execute<streams::Plan>(
      world().request("admin1"), {115, "w-longer"}, 0,
      plan::Extend{from_taipei(2026, 12, 23, 17), true, "住院，無法填寫", ""}));
  for (const auto& [what, at] : {std::pair{"before it opens", from_taipei(2026, 10, 23, 9)},
                                 {"after it has closed", from_taipei(2026, 12, 24)},
                                 {"in a year that is not opened", from_taipei(2027, 8, 2)}}) {
    world().now = at;
    t.title(what);
    t.again_as("w-draft");
    for (const auto& [path, body] : forms) t.post(path, body);
    for (const char* page : {"/plan/profile", "/plan/needs", "/plan/topics", "/plan/preview",
                             "/plan/import", "/plan/delete", "/plan/clear?c=1", "/plan/withdraw"}) {
      t.get(page);
    }
    for (const char* state : {"w-absent", "w-submitted", "w-withdrawn", "w-deleted", "w-longer"}) {
      t.again_as(state);
      t.post("/plan/topics", "h.1-1-2=5");
      t.get("/plan/withdraw");
    }
  }
  t.check("refused_windows.txt");
}

BOOST_FIXTURE_TEST_CASE(forms_store_what_can_be_read_and_say_what_cannot, Day<26>) {
  Transcript t(world());
  world().add("typing", Status::draft);
  t.as("typing");
  t.title("hours that cannot be read stay on the page, the others are stored");
  t.post("/plan/topics", "go=home&h.1-1-1=4&h.1-1-2=abc&h.1-2-1=120&h.1-2-2=1.5&o.1-1-99=%07");
  t.title("the same on the way on: what keeps the step from being complete is said too");
  t.post("/plan/topics", "go=next&h.1-1-1=&h.1-1-2=abc&h.1-1-99=2");
  t.title("next on a step that is not complete");
  t.post("/plan/profile", "go=next&teaching=&education=ED20");
  t.title("what was not pressed as next is not checked");
  t.post("/plan/profile", "go=save&teaching=J1");
  t.title("a text that is too long, with a choice that is stored");
  std::string text;
  for (int i = 0; i < 51; ++i) text += "%E5%AD%97";
  t.post("/plan/needs", "go=step3&method.1=ME50&time.other=" + text);
  t.title("what cannot be read is not complained of as missing too");
  t.post("/plan/needs", "go=next&time.6=TI99&time.other=%07");
  t.title("codes that are not in the catalogue change nothing");
  t.post("/plan/profile", "education=ED77&service=YS50");
  t.post("/plan/profile", "unit=010002");
  t.title("fields of another step, of none, twice; no version");
  t.post("/plan/profile", "h.1-1-1=3");
  t.post("/plan/needs", "education=ED30");
  t.post("/plan/topics", "time.1=TI1");
  t.post("/plan/topics", "hours=3");
  t.post("/plan/topics", "h.1-1-1=3&h.1-1-1=3");
  t.post("/plan/topics", "h.1-1-1=3&v=");
  t.post("/plan/start", "education=ED30");
  t.post("/plan/import", "mode=everything");
  t.title("a token of an earlier session of the same person: shown again, nothing stored");
  t.post("/plan/profile", "go=next&csrf=OLD&v=1&education=ED50&from=preview");
  t.post("/plan/profile", "csrf=OLD&v=&education=ED50");
  t.title("from another site, or a stranger's token: nothing of it is shown");
  HttpRequest foreign = t.visitor().post("/plan/profile", "go=next&education=ED50");
  foreign.fetch_site = "cross-site";
  t.write("POST /plan/profile, cross-site", t.ask(foreign));
  t.post("/plan/profile", "go=next&csrf=OTHER&education=ED50");
  t.post("/plan/profile", "csrf=OTHER&v=&education=ED50");
  t.title("a token for a plan that cannot be changed");
  world().add("typed", Status::submitted);
  t.as("typed");
  t.post("/plan/profile", "csrf=OLD&education=ED50");
  t.post("/plan/profile", "csrf=OTHER&education=ED50");
  for (const auto& [path, body] : forms) {
    const std::string page = path;
    if (page == "/plan/withdraw" || page == "/plan/start") {
      t.post(page, std::string(body) + (*body ? "&" : "") + "csrf=OLD");
    }
  }
  t.title("a full disk");
  world().service.low_space = true;
  t.post("/plan/withdraw");
  t.get("/plan/withdraw");
  world().service.low_space = false;
  t.check("forms.txt");
}

BOOST_FIXTURE_TEST_CASE(an_import_fills_replaces_and_is_undone_with_what_was_typed_since, Day<27>) {
  Transcript t(world());
  t.as("teacher1");
  t.get("/plan/import");
  t.post("/plan/start", "go=start");
  t.post("/plan/topics", "go=import&h.1-1-1=5&h.1-1-2=6");
  t.get("/plan/import");
  t.post("/plan/import", "mode=fill");
  t.get("/plan/topics?only=filled");
  t.title("undone with what was typed since");
  t.post("/plan/topics", "go=undo&h.1-1-1=5&h.6-1-1=2&h.1-1-2=x");
  t.get("/plan/topics?only=filled");
  t.title("what was typed over an imported value is asked about");
  t.post("/plan/import", "mode=fill");
  t.post("/plan/topics", "go=undo&h.1-3-2=9&h.6-1-1=3");
  t.title("another tab has saved since the page was made");
  t.post("/plan/import", "mode=fill&v=1");
  t.title("undone as it is, the button twice");
  t.post("/plan/import", "mode=replace");
  t.get("/plan/topics?only=filled");
  t.post("/plan/topics", "go=undo&once=twice&v=8");
  t.post("/plan/topics", "go=undo&once=twice&v=8");
  t.get("/plan/topics?only=filled");
  t.title("there is nothing to undo after another save");
  t.post("/plan/import", "mode=fill");
  t.post("/plan/topics", "go=save&h.5-1-1=1");
  t.post("/plan/topics", "go=undo");
  t.title("a category is cleared, hours and names");
  t.post("/plan/topics", "go=clear1&h.1-1-99=2&o.1-1-99=%E6%B5%B7&h.2-1-99=1&o.2-1-99=%E5%B1%B1");
  t.get("/plan/clear?c=1");
  t.get("/plan/clear?c=7");
  t.get("/plan/clear");
  t.post("/plan/clear", "c=1");
  const Contents cleared = read_plan(*world().log, 115, "teacher1").contents;
  BOOST_TEST((cleared.hours.names == TopicNames{{"2-1-99", "山"}}));
  t.get("/plan/topics?only=filled");
  t.title("clearing what is empty changes nothing");
  t.post("/plan/clear", "c=1");
  t.title("no school is chosen");
  world().add("two-posts", Status::absent, {{"teacher", "010001"}, {"teacher", "010002"}});
  t.as("two-posts");
  t.post("/plan/start", "go=start&unit=");
  t.get("/plan/import");
  t.post("/plan/profile", "go=next&unit=&education=ED20&service=YS20&stage=40&teaching=E4");
  t.post("/plan/profile", "go=next&unit=010002");
  t.get("/plan/import");
  t.get("/plan/profile");
  t.check("import.txt");
}

BOOST_FIXTURE_TEST_CASE(a_plan_begins_empty_or_as_last_year_with_the_chosen_school, Day<28>) {
  Transcript t(world());
  const auto unit = [&](const char* account) {
    return read_plan(*world().log, 115, account).contents.unit;
  };
  world().add("begin1", Status::absent, {{"teacher", "010001"}, {"teacher", "010002"}});
  world().add("begin2", Status::absent, {{"teacher", "010001"}, {"teacher", "010002"}});
  t.as("begin1");
  t.get("/plan");
  t.post("/plan/start", "go=start&unit=010009");
  t.post("/plan/start", "go=start&unit=010002");
  BOOST_TEST(unit("begin1") == "010002");
  t.title("there is no last year to carry over: an empty plan, with the school");
  t.as("begin2");
  t.post("/plan/start", "go=carry&unit=010002");
  BOOST_TEST(unit("begin2") == "010002");
  t.title("last year's plan was deleted: it is neither offered nor brought back");
  world().add("begin3", Status::absent);
  const Instant last_year = from_taipei(2025, 9, 20, 10);
  const auto act = [&](const char* once, std::uint64_t version, const plan::Command& command) {
    BOOST_REQUIRE(world().executor.execute<streams::Plan>(
        {{"begin3", "teacher", "builtin"}, last_year, command_id("begin3", once, "")},
        {114, "begin3"}, version, command));
  };
  act("1", 0, plan::SaveDraft{fields_of(examples::contents()), "form"});
  act("2", 1, plan::Delete{});
  t.as("begin3");
  t.get("/plan");
  t.post("/plan/start", "go=carry");
  BOOST_TEST(read_plan(*world().log, 115, "begin3").contents.education.empty());
  t.title("many hours are asked about once");
  t.as("begin1");
  const std::string whole = write_form(fields_of(examples::contents()));
  const HttpRequest autosave = t.visitor().post_json(
      "/plan/autosave",
      "unit=010002&h.1-1-1=99&h.1-1-2=99&h.1-2-1=99&" +
          whole.substr(whole.find("education"), whole.find("h.1-1-1") - whole.find("education")) +
          "h.1-2-2=3");
  BOOST_TEST(t.ask(autosave).status == 200);
  t.post("/plan/submit", "v=1");
  t.post("/plan/topics", "go=save&h.1-2-2=4");
  t.post("/plan/submit");
  t.get("/plan/preview?many=yes");
  t.get("/plan/preview?many=no");
  t.post("/plan/preview", "go=submit&many=no");
  t.post("/plan/preview", "go=submit&many=yes");
  t.check("begin.txt");
}

// The last case: from here on the year is filled in with another version of the catalogue.
BOOST_FIXTURE_TEST_CASE(a_school_plan_of_another_catalogue_is_not_imported, Day<29>) {
  Transcript t(world());
  t.as("clerk3");
  t.post("/plan/start", "go=start");
  Catalogue next = Catalogue::load(write_catalogue(examples::catalogue()));
  next.version = "115-2";
  next.educations[1].name = "專科學校";
  BOOST_REQUIRE(world().executor.execute<streams::Catalogue>(
      world().request("admin1"), {115, {}}, {}, edition::Publish{write_catalogue(next)}));
  BOOST_REQUIRE(world().executor.execute<streams::Year>(world().request("admin1"), {115, {}}, 1,
                                                        year::AdoptCatalogue{"115-2"}));
  t.title("begun before: still with the school's version");
  t.get("/plan");
  t.get("/plan/import");
  t.post("/plan/import", "mode=fill");
  t.title("begun anew");
  t.post("/plan/delete");
  t.post("/plan/start", "go=start");
  t.get("/plan");
  t.get("/plan/import");
  t.post("/plan/import", "mode=fill");
  t.check("other_catalogue.txt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
