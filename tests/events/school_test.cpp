#include <algorithm>

#include "events/roster.hpp"
#include "events/school_plan.hpp"
#include "events/unit.hpp"
#include "tests/examples.hpp"
#include "tests/told.hpp"

// The rules of what belongs to a school, every command on every state: its plan, its roster,
// itself, and the questionnaire of its teachers.

namespace yanxi {

namespace {

const school_plan::SaveDraft save{{{{"1-1-1", 5}}, {{"1-1-99", "海洋課程"}}}};

// With an earlier version, in which a plan may have been begun: it asks for two hours.
const Catalogues& versions() {
  static const Catalogues all = [] {
    Catalogues made = examples::load_catalogues();
    Catalogue earlier = Catalogue::load(write_catalogue(examples::catalogue()));
    earlier.version = "114-1";
    earlier.min_total_hours = 2;
    made.add(std::move(earlier));
    return made;
  }();
  return all;
}

school_plan::State school_state(school_plan::Status status) {
  return {status, 4, Digest{1}, "114-1", {{{"3-2-5", 2}}, {{"1-2-99", "閱讀"}}}};
}

std::string described(const school_plan::State& state) {
  return std::to_string(static_cast<int>(state.status)) + "|" + std::to_string(state.version) +
         "|" + to_hex(state.leaf) + "|" +
         told(std::vector<school_plan::Event>{
             school_plan::DraftSaved{state.catalogue, state.hours}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(school_rules)

BOOST_AUTO_TEST_CASE(a_school_plan_takes_each_command_in_its_states_only) {
  using namespace school_plan;
  const auto as_told = [](const school_plan::Event& event) {
    return told(std::vector<school_plan::Event>{event});
  };
  const std::string saved = as_told(DraftSaved{"115-1", save.hours}),
                    submitted = as_told(Submitted{}), withdrawn = as_told(Withdrawn{}),
                    wrong = told(Refusal::wrong_state);
  const struct {
    Status status;
    std::string save, submit, withdraw;
  } rows[] = {{Status::absent, saved, wrong, wrong},
              {Status::draft, saved, submitted, wrong},
              {Status::submitted, wrong, wrong, withdrawn},
              {Status::withdrawn, saved, submitted, wrong}};
  const Context context{from_taipei(2026, 8, 15), &examples::year(), &versions(), examples::clerk(),
                        "010001"};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT("status " << static_cast<int>(row.status)) {
      const State state = school_state(row.status);
      BOOST_TEST(told(decide(state, save, context)) == row.save);
      BOOST_TEST(told(decide(state, Submit{}, context)) == row.submit);
      BOOST_TEST(told(decide(state, Withdraw{}, context)) == row.withdraw);
    }
  }
  State empty = school_state(Status::draft);
  empty.hours.planned.clear();
  BOOST_TEST(told(decide(empty, Submit{}, context)) == told(Refusal::incomplete));
  set_hours(empty.hours, "3-2-5", 1);  // too few in the version it was filled in with
  BOOST_TEST(told(decide(empty, Submit{}, context)) == told(Refusal::incomplete));
}

BOOST_AUTO_TEST_CASE(a_school_plans_in_its_own_window) {
  using namespace school_plan;
  const Instant opens = examples::windows().school_opens, until = examples::windows().school_until;
  const std::string early = told(Refusal::not_open_yet), closed = told(Refusal::closed);
  const struct {
    Instant now;
    std::string refusal;
  } rows[] = {{opens + -1, early}, {opens, ""},     {opens + 1, ""},
              {until + -1, ""},    {until, closed}, {until + 1, closed}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(taipei_text(row.now) << " and " << row.now.us % second_us) {
      const Context context{row.now, &examples::year(), &versions(), examples::clerk(), "010001"};
      const std::pair<Status, Command> all[] = {
          {Status::draft, save}, {Status::draft, Submit{}}, {Status::submitted, Withdraw{}}};
      for (const auto& [status, command] : all) {
        const auto decided = decide(school_state(status), command, context);
        BOOST_TEST((decided ? "" : told(decided.error())) == row.refusal);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_school_plan_is_what_its_events_left) {
  using namespace school_plan;
  using Next = std::optional<Status>;
  const Stamp stamp{77, 5, examples::opens(), Digest{9}};
  const struct {
    Status status;
    Next saved, submitted, withdrawn;
  } rows[] = {{Status::absent, Status::draft, {}, {}},
              {Status::draft, Status::draft, Status::submitted, {}},
              {Status::submitted, {}, {}, Status::withdrawn},
              {Status::withdrawn, Status::withdrawn, Status::submitted, {}}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT("status " << static_cast<int>(row.status)) {
      const std::pair<school_plan::Event, Next> all[] = {
          {DraftSaved{"115-1", save.hours}, row.saved},
          {Submitted{}, row.submitted},
          {Withdrawn{}, row.withdrawn}};
      for (const auto& [event, next] : all) {
        BOOST_TEST((follow(row.status, event) == next));
        State expected = school_state(next.value_or(row.status));
        expected.version = 5;
        expected.leaf = stamp.leaf;
        if (std::holds_alternative<DraftSaved>(event)) {
          expected.catalogue = "115-1";
          expected.hours = save.hours;
        }
        BOOST_TEST(described(evolve(school_state(row.status), event, stamp)) ==
                   described(expected));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_roster_is_frozen_once_and_changed_late_with_a_reason_only) {
  using namespace roster;
  using Names = std::vector<std::string>;
  const State open{false, {"a", "b"}}, frozen{true, {"a", "b"}};
  const auto listed = [](Names accounts, std::string reason) {
    return told(std::vector<roster::Event>{Listed{std::move(accounts), std::move(reason)}});
  };
  const std::string freeze = told(std::vector<roster::Event>{Frozen{{"b", "c"}}}),
                    twice = told(Refusal::listed_twice), no_reason = told(Refusal::no_reason);
  const struct {
    const char* what;
    State state;
    roster::Command command;
    std::string want;
  } rows[] = {
      {"freezing", open, Freeze{{"b", "c"}}, freeze},
      {"freezing nothing yet listed", {}, Freeze{{"b", "c"}}, freeze},
      {"freezing again", frozen, Freeze{{"b", "c"}}, told(Refusal::already_frozen)},
      {"freezing a name twice", open, Freeze{{"b", "b"}}, twice},
      {"in time", open, List{{"c"}, "", false}, listed({"c"}, "")},
      {"nobody any more", open, List{{}, "", false}, listed({}, "")},
      {"in time with a reason", open, List{{"c"}, " 教師調校至本校 ", false},
       listed({"c"}, "教師調校至本校")},
      {"in time with a short reason", open, List{{"c"}, "調校", false}, no_reason},
      {"late without a reason", open, List{{"c"}, "", true}, no_reason},
      {"late with a reason", open, List{{"c"}, characters(5), true}, listed({"c"}, characters(5))},
      {"late with a short reason", open, List{{"c"}, characters(4), true}, no_reason},
      {"late with a long reason", open, List{{"c"}, characters(200), true},
       listed({"c"}, characters(200))},
      {"late with too long a reason", open, List{{"c"}, characters(201), true}, no_reason},
      {"frozen without a reason", frozen, List{{"c"}, "", false}, no_reason},
      {"frozen with a reason", frozen, List{{"c"}, characters(5), false},
       listed({"c"}, characters(5))},
      {"a name twice", open, List{{"c", "d", "c"}, "", false}, twice},
      {"the same once more", open, List{{"a", "b"}, "", false}, "nothing"},
      {"the same late", frozen, List{{"a", "b"}, "", true}, "nothing"},
      {"in another order", open, List{{"b", "a"}, "", false}, listed({"b", "a"}, "")},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(told(decide(row.state, row.command, {examples::admin()})) == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_roster_is_what_its_events_left) {
  using namespace roster;
  const State before{false, {"a"}};
  const roster::Event freeze = Frozen{{"b", "c"}}, list = Listed{{"d"}, "教師調校至本校"};
  const State frozen = evolve(before, freeze), listed = evolve(before, list);
  BOOST_TEST(frozen.frozen);
  BOOST_TEST((frozen.accounts == std::vector<std::string>{"b", "c"}));
  BOOST_TEST(!listed.frozen);
  BOOST_TEST((listed.accounts == std::vector<std::string>{"d"}));
  BOOST_TEST(evolve(frozen, list).frozen);
  BOOST_TEST(lists(frozen, "b"));
  BOOST_TEST(lists(frozen, "c"));
  BOOST_TEST(!lists(frozen, "a"));
  BOOST_TEST(!lists({}, ""));
  BOOST_TEST((follow(false, freeze) == std::optional(true)));
  BOOST_TEST((follow(true, freeze) == std::nullopt));
  BOOST_TEST((follow(false, list) == std::optional(false)));
  BOOST_TEST((follow(true, list) == std::optional(true)));
}

BOOST_AUTO_TEST_CASE(a_unit_is_registered_once_and_then_changed) {
  using namespace unit;
  const State none{}, there{true, "晨光國小", "NWT"};
  const auto registered = [](std::string name) {
    return told(std::vector<unit::Event>{Registered{std::move(name), "NWT"}});
  };
  const auto changed = [](std::string name, std::string county) {
    return told(std::vector<unit::Event>{Changed{std::move(name), std::move(county)}});
  };
  const std::string bad_name = told(Refusal::bad_name);
  const struct {
    const char* what;
    State state;
    unit::Command command;
    std::string want;
  } rows[] = {
      {"new", none, Register{"010001", " 晨光國小 ", "NWT"}, registered("晨光國小")},
      {"again", there, Register{"010001", "晨光國小", "NWT"}, told(Refusal::already_registered)},
      {"a code that is none", none, Register{"10001", "晨光國小", "NWT"}, told(Refusal::bad_code)},
      {"no name", none, Register{"010001", " ", "NWT"}, bad_name},
      {"a long name", none, Register{"010001", characters(60), "NWT"}, registered(characters(60))},
      {"too long a name", none, Register{"010001", characters(61), "NWT"}, bad_name},
      {"a name of two lines", none, Register{"010001", "晨光\n國小", "NWT"}, bad_name},
      {"changing nothing there", none, Change{"010001", "晨光國小", "NWT"},
       told(Refusal::not_registered)},
      {"another name", there, Change{"010001", " 光明國小 ", "NWT"}, changed("光明國小", "NWT")},
      {"another county", there, Change{"010001", "晨光國小", "TPE"}, changed("晨光國小", "TPE")},
      {"no change", there, Change{"010001", "晨光國小 ", "NWT"}, "nothing"},
      {"its name away", there, Change{"010001", "", "NWT"}, bad_name},
      {"to a long name", there, Change{"010001", characters(60), "NWT"},
       changed(characters(60), "NWT")},
      {"to too long a name", there, Change{"010001", characters(61), "NWT"}, bad_name},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(told(decide(row.state, row.command, {examples::admin()})) == row.want);
    }
  }
  for (const unit::Event& event :
       {unit::Event(Registered{"光明國小", "TPE"}), unit::Event(Changed{"光明國小", "TPE"})}) {
    for (const State& before : {none, there}) {
      const State after = evolve(before, event);
      BOOST_TEST((after.exists && after.name == "光明國小" && after.county == "TPE"));
      const bool fits = std::holds_alternative<Registered>(event) != before.exists;
      BOOST_TEST((follow(before.exists, event) == (fits ? std::optional(true) : std::nullopt)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_code_of_a_unit_is_told_from_what_is_none) {
  for (const char* good : {"010001", "190F01", "330N01", "19ZZ99", "000000", "999999", "10AZ34",
                           "0123", "0000", "9999"}) {
    BOOST_TEST(unit::is_code(good), good);
  }
  // One character at a time: beside the digits and letters, where only digits may stand, lengths.
  std::string bad[] = {"",       "1",      "012",    "01234",  "0123456", "/12345", ":12345",
                       "1/2345", "1:2345", "12/345", "12:345", "12@345",  "12[345", "123/45",
                       "123:45", "123@45", "123[45", "12a345", "123z45",  "1234/5", "1234:5",
                       "12345/", "12345:", "A12345", "1A2345", "1234A5",  "12345A", "/123",
                       "12:3",   "12A3",   "123/"};
  for (const std::string& code : bad) BOOST_TEST(!unit::is_code(code), code);
}

namespace {

const survey::State before_answering{3, true, {1, 2, 3, 4, 5}, "很好", examples::opens()};
const survey::Answer another_answer{{0, 5, 0, 0, 0}, "一\n二"};

std::string answered(const survey::Answer& answer) {
  return told(std::vector<survey::Event>{survey::Answered{answer.answers, answer.text}});
}
std::string refused(survey::Refusal::Kind kind, TextFault fault = {}) {
  return told(survey::Refusal{kind, fault});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_questionnaire_takes_five_answers_of_a_scale_and_a_text) {
  using namespace survey;
  const auto windows = examples::windows();
  const Answer same{before_answering.answers, " 很好 "};
  const std::string bad = refused(Refusal::Kind::bad_answer);
  const struct {
    const char* what;
    Answer answer;
    std::uint64_t seen;
    std::string want;
  } rows[] = {
      {"another answer", another_answer, 3, answered(another_answer)},
      {"the same", same, 3, "nothing"},
      {"another text only", {same.answers, "好"}, 3, answered({same.answers, "好"})},
      {"another number only", {{1, 2, 3, 4, 4}, "很好"}, 3, answered({{1, 2, 3, 4, 4}, "很好"})},
      {"an earlier form", another_answer, 2, refused(Refusal::Kind::stale)},
      {"below the scale", {{0, 0, -1, 0, 0}, ""}, 3, bad},
      {"above the scale", {{0, 0, 0, 0, 6}, ""}, 3, bad},
      {"a long text", {{}, characters(500)}, 3, answered({{}, characters(500)})},
      {"too long a text",
       {{}, characters(501)},
       3,
       refused(Refusal::Kind::text, {TextFault::Kind::too_long, 501})},
      {"a forbidden character",
       {{}, "一二\x07"},
       3,
       refused(Refusal::Kind::text, {TextFault::Kind::forbidden, 3})},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(told(decide(before_answering, row.answer,
                             {windows.opens, row.seen, windows, examples::teacher(), "t1"})) ==
                 row.want);
    }
  }
  // Who has never answered may leave everything empty, and that is an answer.
  BOOST_TEST(told(decide({}, Answer{}, {windows.opens, 0, windows, examples::teacher(), "t1"})) ==
             answered({}));
  const auto after = evolve(before_answering, Answered{another_answer.answers, another_answer.text},
                            {9, 4, windows.opens + 1, {}});
  BOOST_TEST((after.version == 4u && after.answered && after.answers == another_answer.answers));
  BOOST_TEST((after.text == another_answer.text && after.at == windows.opens + 1));
}

BOOST_AUTO_TEST_CASE(a_questionnaire_is_answered_while_its_person_may_plan) {
  using namespace survey;
  const auto windows = examples::windows();
  const std::string early = refused(Refusal::Kind::not_open_yet),
                    closed = refused(Refusal::Kind::closed), ok = answered(another_answer);
  const std::pair<Instant, std::string> rows[] = {{windows.opens + -1, early},
                                                  {windows.opens, ok},
                                                  {windows.opens + 1, ok},
                                                  {windows.counts_until, ok},
                                                  {windows.accepts_until + -1, ok},
                                                  {windows.accepts_until, closed},
                                                  {windows.accepts_until + 1, closed}};
  for (const auto& [now, want] : rows) {
    BOOST_TEST_CONTEXT(taipei_text(now) << " and " << now.us % second_us) {
      BOOST_TEST(told(decide(before_answering, another_answer,
                             {now, 3, windows, examples::teacher(), "t1"})) == want);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
