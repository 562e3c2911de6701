#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "events/access.hpp"
#include "events/lineage.hpp"
#include "events/streams.hpp"
#include "tests/golden.hpp"
#include "tests/memory_log.hpp"
#include "tests/projections/count_scan.hpp"
#include "tests/projections/view_text.hpp"
#include "tests/told_log.hpp"

// What every event leaves in every view: tests/golden/views.txt tells a small log event by event,
// each with the rows that are gone (-) and those that are new or changed (+), all fields of them,
// and so with what it leaves alone. YANXI_GOLDEN=write writes it anew.

namespace yanxi {
namespace {

using AnyEvent =
    std::variant<plan::Event, person::Event, unit::Event, year::Event, school_plan::Event,
                 roster::Event, survey::Event, access::Event, lineage::Event>;

struct Step {
  const char* says;
  std::string stream;
  AnyEvent event;
  const char* actor = "admin1";
};

const std::string amy = "plan/115/amy";
// A longer account and a shorter unit stand beside theirs in every order.
const ViewsAsked asked{
    {"amy", "amya"}, {"-", "0100", "010001", "010002"}, {"王", "王小", "王曉明", "林"}, {115, 116}};

// Little, so that its rows can be read.
Contents small(const std::string& unit, int hours = 3) {
  Contents contents;
  contents.unit = unit;
  contents.hours.planned = {{"1-1-1", hours}};
  return contents;
}

// Something in every place.
Contents whole() {
  Contents contents = small("010001", 7);
  contents.education = "ED20";
  contents.service = "YS10";
  contents.stage = "40";
  contents.teaching = "E4";
  contents.method = {"ME20", "", "ME60"};
  contents.time = {"TI6", "TI1"};
  contents.place = {"PL10"};
  contents.time_other = "週三";
  contents.place_other = "學校";
  contents.hours.planned = {{"1-1-1", 7}, {"1-2-99", 2}, {"3-2-5", 4}};
  contents.hours.names = {{"1-2-99", "海洋課程"}};
  return contents;
}

plan::DraftSaved saved(Contents contents, const char* via = "form") {
  return {via, "115-1", std::move(contents)};
}
plan::Submitted sent(Contents contents) {
  return {from_taipei(2026, 9, 1, 7, 59, 58).us, "115-1", std::move(contents)};
}
plan::Extended more_time(int day, bool counts) {
  return {from_taipei(2026, 10, day), counts, "住院無法填寫", "臺教師字第 1 號"};
}
Instant at(int day) { return from_taipei(2026, 10, day); }

std::vector<Step> units_and_people() {
  using namespace person;
  return {
      {"a school", "unit/010001", unit::Registered{"晨光國小", "NWT"}},
      {"one whose code is its beginning", "unit/0100", unit::Registered{"教育局", "TPE"}},
      {"it is renamed and moves", "unit/010001", unit::Changed{"晨光實小", "KHH"}},
      {"a person", "person/amy",
       Registered{"王小明", {{"teacher", "010001"}, {"clerk", "010002"}}, "hash"}},
      {"one with a longer account and two posts", "person/amya",
       Registered{"王大明", {{"teacher", "0100"}, {"teacher", "010001"}}, ""}},
      {"renamed: found by both names", "person/amy", Renamed{"王曉明"}},
      {"renamed to the same", "person/amy", Renamed{"王曉明"}},
      {"another post", "person/amy", RolesSet{{{"teacher", "010002"}, {"county", "NWT"}}}},
      {"the same posts and a role", "person/amy",
       RolesSet{{{"teacher", "010002"}, {"auditor", ""}}}},
      {"no post", "person/amy", RolesSet{{{"auditor", ""}}}},
      {"the first post again", "person/amy", RolesSet{{{"teacher", "010001"}}}},
      {"barred: signed out", "person/amy", SignInSet{false, "離職停用帳號"}},
      {"let in again: signed out as before", "person/amy", SignInSet{true, "復職啟用帳號"}},
      {"a link: still signed in", "person/amy", LinkIssued{"digest", at(3)}},
      {"a password: signed out, the link used", "person/amy", PasswordSet{"other"}},
  };
}

std::vector<Step> years_and_schools() {
  const PlannedHours hours = {{"1-1-1", 3}, {"1-2-99", 6}};
  year::Windows later = examples::windows();
  later.accepts_until = at(20);
  return {
      {"a year", "year/115", year::Opened{"115-1", examples::windows(), true}},
      {"the next", "year/116", year::Opened{"116-1", later, false}},
      {"other windows", "year/115", year::WindowsSet{later, "颱風停班停課", "府教字第 1 號"}},
      {"more time for a school", "year/115",
       year::Extended{"010001", "teachers", at(21), true, "校園網路中斷", "府教字第 2 號"}},
      {"more time for another", "year/115",
       year::Extended{"0100", "school", at(22), false, "颱風停班停課", ""}},
      {"an announcement", "year/115", year::Announced{"系統維護"}},
      {"another catalogue", "year/115", year::CatalogueAdopted{"115-2"}},
      {"a school's plan", "school-plan/115/010001",
       school_plan::DraftSaved{"115-1", {hours, {{"1-2-99", "海洋課程"}}}}},
      {"another school's", "school-plan/115/0100", school_plan::DraftSaved{"115-1", {}}},
      {"it is sent", "school-plan/115/010001", school_plan::Submitted{}},
      {"and taken back", "school-plan/115/010001", school_plan::Withdrawn{}},
      {"a roster", "roster/115/010001", roster::Frozen{{"amy", "amya"}}},
      {"another year's", "roster/116/010001", roster::Frozen{{"amya"}}},
      {"a roster after the deadline", "roster/115/010001", roster::Listed{{"amya"}, "名單有誤"}},
      {"a survey", "survey/115/amy", survey::Answered{{1, 2, 3, 4, 5}, "很好"}, "amy"},
      {"answered again", "survey/115/amy", survey::Answered{{5, 0, 0, 0, 1}, ""}, "amy"},
      {"what was looked at is in no view", "access/115/auditor1",
       access::Viewed{"timeline", amy, "", ""}, "auditor1"},
      {"nor what became of the log", "log", lineage::Rewound{"origin", 3, 4}},
  };
}

std::vector<Step> plans() {
  using namespace plan;
  return {
      {"more time before there is a plan", amy, plan::Extended{more_time(10, false)}},
      {"a draft without a school, brought over", amy, saved(small(""), "carry"), "amy"},
      {"more time leaves it brought over", amy, more_time(9, true)},
      {"a draft under a school", amy, saved(whole()), "amy"},
      {"another person's beside it", "plan/115/amya", saved(small("010001")), "amya"},
      {"her own of the next year", "plan/116/amy", saved(small("010001", 5)), "amy"},
      {"an import fills the empty items", amy,
       SchoolPlanImported{"010001", 2, "leaf", "fill", {{{"1-1-1", 3}, {"1-2-1", 6}}, {}}}, "amy"},
      {"it is sent, having arrived earlier", amy, sent(whole()), "amy"},
      {"taken back", amy, Withdrawn{}, "amy"},
      {"restored", amy, Restored{"誤按退回修改", "客服 115-1"}},
      {"taken back again", amy, Withdrawn{}, "amy"},
      {"a save under another school while it is taken back", amy, saved(small("010002")), "amy"},
      {"another version of the catalogue", amy,
       CatalogueChanged{"115-2", small("010002", 4), {{"method.1", "ME20"}}}, "amy"},
      {"sent again from another school", amy, sent(small("010002", 4)), "amy"},
      {"taken back a third time", amy, Withdrawn{}, "amy"},
      {"deleted", amy, Deleted{}, "amy"},
      {"restored as a draft: the receipt stays taken back", amy, Restored{"誤刪除規劃", ""}},
      {"more time keeps the reason", amy, more_time(11, true)},
      {"a save does not", amy, saved(small("010002", 6), "autosave"), "amy"},
      {"no school again", amy, saved(small("", 6)), "amy"},
  };
}

class Story : public Told {
 public:
  void tell_all(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      const auto position = std::visit(
          [&](const auto& event) {
            return tell<std::decay_t<decltype(event)>>(step.stream, {event}, step.actor);
          },
          step.event);
      fold();
      check_counts(views, asked.years, {"0100", "010001", "010002"});
      write(std::to_string(position) + " " + step.stream + ": " + step.says);
    }
  }
  void write(const std::string& heading) {
    auto now_lines = view_lines(*log, views, asked);
    text += "\n" + heading + "\n" + changed_lines(lines, now_lines);
    lines = std::move(now_lines);
  }
  void erase(const std::string& account) {
    std::vector<std::uint64_t> positions;
    for (const Envelope& envelope : log->read_all(0, 1000)) {
      if (is_stream_of(parse_stream(envelope.stream), account)) {
        positions.push_back(envelope.position);
      }
    }
    log->remove_contents(positions);
  }

  std::string text;
  ViewLines lines;
};

// The rows of every view, whose keys begin with its word, as one digest a view.
std::string digests(const LocalStore& store) {
  std::map<std::string, std::string> views;
  store.scan("", [&](auto key, auto value) {
    const auto word = key.substr(0, key.find('/'));
    if (word != "checkpoint") views[std::string(word)] += fmt::format("{}\n{}\n", key, value);
    return true;
  });
  std::string lines;
  for (const auto& [word, rows] : views) lines += word + " " + to_hex(seal({}, rows)) + "\n";
  return lines;
}

std::string stored_golden(const char* file) {
  std::ifstream in(std::string(YANXI_TESTS) + "/golden/" + file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(view_rows)

BOOST_AUTO_TEST_CASE(every_event_moves_its_rows_and_no_others) {
  Story story;
  for (const auto& steps : {units_and_people(), years_and_schools(), plans()}) {
    story.tell_all(steps);
  }
  BOOST_REQUIRE(story.projector.rebuild());
  BOOST_TEST((view_lines(*story.log, story.views, asked) == story.lines));

  story.erase("amy");
  story.tell_all({{"erased: at once she is found by no name", "person/amy",
                   person::Erased{"當事人請求", "admin2"}}});
  BOOST_REQUIRE(story.projector.rebuild());
  story.write("views made anew hold nothing of hers");
  story.tell_all(
      {{"registered again, a person without a past", "person/amy",
        person::Registered{"林小明", {{"teacher", "0100"}}, ""}},
       {"a plan begins anew at the version it has", amy, saved(small("0100")), "amy"},
       {"and a survey", "survey/115/amy", survey::Answered{{0, 0, 0, 0, 0}, "x"}, "amy"}});
  BOOST_REQUIRE(story.projector.rebuild());
  story.write("views made anew are the same");
  check_golden("views.txt", story.text);
}

// tests/golden/formats.txt holds the number of the format and the bytes' digests. Where the story
// alone has changed, the file is removed and written anew.
BOOST_AUTO_TEST_CASE(rows_that_are_other_bytes_have_another_format) {
  MemoryLog log;
  for (const auto& steps : {units_and_people(), years_and_schools(), plans()}) {
    for (const auto& step : steps) {
      log.add(step.stream, std::visit([](const auto& event) { return encode(event); }, step.event));
      log.events.back().leaf = {};  // rows may hold it, and it tells how the event was written
    }
  }
  const Folder folder;
  LocalStore store(folder.path() / "views");
  const auto fail = [](const std::string& what) { BOOST_ERROR(what); };
  Projector(log, store, fail).catch_up();
  const std::string format = fmt::format("format {}\n", Projector::Formats{}.written);
  const std::string have = format + digests(store), written = stored_golden("formats.txt");
  if (written.starts_with(format) && have != written) {
    BOOST_ERROR("views write other bytes than " + format +
                "raise Projector::Formats::written, and readable unless pages read the older rows "
                "rightly; then run this test once with YANXI_GOLDEN=write\nwritten:\n" +
                written + "now:\n" + have);
    return;
  }
  check_golden("formats.txt", have);
}

BOOST_AUTO_TEST_CASE(a_follower_that_comes_upon_erased_events_takes_the_plan_off_its_board) {
  Told told;
  told.tell_plan("amy", saved(small("")));
  told.tell_plan("amya", saved(small("010001")));
  told.tell_plan("bob", saved(small("")));
  told.tell_plan("bobby", saved(small("010001")));
  told.fold();
  told.tell_plan("amy", saved(small("", 4)));
  told.tell_plan("amya", saved(small("010001", 4)));
  told.log->remove_contents({1, 2, 5, 6});
  told.fold();
  check_counts(told.views, {115}, {"010001"});
  auto lines = view_lines(*told.log, told.views, {{"amy", "amya"}, {}, {}, {115}});
  BOOST_TEST(lines["board 115 in order"] == "-/bob,010001/bobby");
  BOOST_TEST(lines["plan 115 amy"] ==
             "amy 115 absent v2 - saved - changed 09/01 08:05:00 { } | restored: -, carried: no");
  BOOST_TEST(lines["plan 115 amya"] ==
             "amya 115 absent v2 - saved - changed 09/01 08:06:00 { } | restored: -, carried: no");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
