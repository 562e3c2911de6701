#include "tests/examples.hpp"
#include "tests/told.hpp"

// Every window, for everybody and for those who were given more time: one microsecond before its
// ends, at them and after them.

namespace yanxi {
namespace {

using year::Extended;
using year::Windows;

const Windows everybodys = examples::windows();
const Instant later = everybodys.accepts_until + 3 * day_us;

year::State year_with(std::vector<Extended> extensions) {
  return {true, "115-1", everybodys, false, 1, {}, std::move(extensions)};
}
Extended extended(const char* unit, const char* window, Instant until, bool counts = false) {
  return {unit, window, until, counts, "校園網路中斷", ""};
}
// Everybody's windows but for these.
Windows with(std::vector<std::pair<Instant Windows::*, Instant>> others) {
  Windows windows = everybodys;
  for (const auto& [member, at] : others) windows.*member = at;
  return windows;
}

std::string described(const Windows& windows) {
  std::string text;
  for (const auto& instant : year::instants) {
    text += std::string(instant.name) + " " + std::to_string((windows.*instant.at).us) + "\n";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(windows)

BOOST_AUTO_TEST_CASE(more_time_for_units_is_the_latest_of_what_any_was_given) {
  const Instant sooner = everybodys.school_opens;
  const struct {
    const char* what;
    std::vector<Extended> extensions;
    Windows want;  // for somebody of 010001 and 010002
  } rows[] = {
      {"nothing", {}, everybodys},
      {"roster", {extended("010001", "roster", later)}, with({{&Windows::roster_until, later}})},
      {"roster that counts",
       {extended("010001", "roster", later, true)},
       with({{&Windows::roster_until, later}})},
      {"school",
       {extended("010001", "school", later, true)},
       with({{&Windows::school_until, later}})},
      {"teachers",
       {extended("010001", "teachers", later)},
       with({{&Windows::accepts_until, later}})},
      {"teachers who count",
       {extended("010001", "teachers", later, true)},
       with({{&Windows::accepts_until, later}, {&Windows::counts_until, later}})},
      {"the second unit",
       {extended("010002", "school", later)},
       with({{&Windows::school_until, later}})},
      {"another unit", {extended("010003", "teachers", later, true)}, everybodys},
      {"no unit", {extended("", "teachers", later, true)}, everybodys},
      {"another and this",
       {extended("010003", "roster", later), extended("010001", "school", later)},
       with({{&Windows::school_until, later}})},
      {"less time",
       {extended("010001", "roster", sooner), extended("010001", "school", sooner),
        extended("010001", "teachers", sooner, true)},
       everybodys},
      {"more, then less",
       {extended("010001", "school", later), extended("010002", "school", later + -1)},
       with({{&Windows::school_until, later}})},
      {"less, then more",
       {extended("010002", "school", later + -1), extended("010001", "school", later)},
       with({{&Windows::school_until, later}})},
      {"counts, then longer without",
       {extended("010001", "teachers", later, true), extended("010001", "teachers", later + 1)},
       with({{&Windows::accepts_until, later + 1}, {&Windows::counts_until, later}})},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const auto windows = year::windows_for(year_with(row.extensions), {"010001", "010002"});
      BOOST_TEST(described(windows) == described(row.want));
      BOOST_TEST(described(year::windows_for(year_with(row.extensions), {})) ==
                 described(everybodys));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_time_for_a_person_is_added_to_that_of_the_unit) {
  const year::State year = year_with({extended("010001", "teachers", later, true)});
  const Instant much_later = later + day_us, sooner = everybodys.opens;
  const struct {
    const char* what;
    std::optional<plan::Extension> extension;
    std::vector<std::string> posts;
    Instant accepts, counts;
  } rows[] = {
      {"nothing", {}, {"010009"}, everybodys.accepts_until, everybodys.counts_until},
      {"the unit", {}, {"010001"}, later, later},
      {"the person",
       plan::Extension{much_later, {}},
       {"010009"},
       much_later,
       everybodys.counts_until},
      {"the person, counting", plan::Extension{much_later, later}, {"010009"}, much_later, later},
      {"both, the person longer",
       plan::Extension{much_later, much_later},
       {"010001"},
       much_later,
       much_later},
      {"both, the unit longer", plan::Extension{sooner, sooner}, {"010001"}, later, later},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(described(plan::windows_for(row.extension, year, row.posts)) ==
                 described(with({{&Windows::accepts_until, row.accepts},
                                 {&Windows::counts_until, row.counts}})));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_time_is_the_latest_that_was_given) {
  const Instant at = examples::counts_until();
  const struct {
    std::optional<plan::Extension> before;
    Instant until;
    bool counts;
    plan::Extension after;
  } rows[] = {{{}, at, false, {at, {}}},
              {{}, at, true, {at, at}},
              {plan::Extension{at, {}}, at + 1, false, {at + 1, {}}},
              {plan::Extension{at, at}, at + 1, true, {at + 1, at + 1}},
              {plan::Extension{at, at}, at + 1, false, {at + 1, at}},
              {plan::Extension{at, at}, at + -1, true, {at, at}},
              {plan::Extension{at, at + -2}, at + -1, true, {at, at + -1}}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.until.us - at.us << " counts " << row.counts) {
      plan::State state;
      state.extension = row.before;
      state = plan::evolve(state, plan::Extended{row.until, row.counts, "", ""}, {});
      BOOST_REQUIRE(state.extension.has_value());
      BOOST_TEST((state.extension->until == row.after.until));
      BOOST_TEST((state.extension->counts_until == row.after.counts_until));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_phase_begins_at_its_instant) {
  using year::Phase;
  const Windows& w = everybodys;
  const std::pair<Instant, Phase> rows[] = {
      {w.opens + -1, Phase::before},       {w.opens, Phase::open},
      {w.opens + 1, Phase::open},          {w.counts_until + -1, Phase::open},
      {w.counts_until, Phase::late},       {w.counts_until + 1, Phase::late},
      {w.accepts_until + -1, Phase::late}, {w.accepts_until, Phase::closed},
      {w.accepts_until + 1, Phase::closed}};
  for (const auto& [now, phase] : rows) {
    BOOST_TEST((year::phase(w, now) == phase), taipei_text(now) << " and " << now.us % second_us);
  }
}

// What a teacher may do and when; a member of staff gives more time to a plan, or to a unit.
BOOST_AUTO_TEST_CASE(a_teacher_plans_until_the_latest_that_was_given) {
  using Kind = plan::Refusal::Kind;
  const year::State all = year_with({}), unit = year_with({extended("010001", "teachers", later)}),
                    another = year_with({extended("010002", "teachers", later)});
  const struct {
    const char* what;
    const year::State* year;
    std::optional<plan::Extension> extension;
    Instant until;
  } rows[] = {{"nobody", &all, {}, everybodys.accepts_until},
              {"the unit", &unit, {}, later},
              {"another unit", &another, {}, everybodys.accepts_until},
              {"the person", &all, plan::Extension{later + 5, {}}, later + 5},
              {"the person, counting", &all, plan::Extension{later + 5, later + 5}, later + 5},
              {"both", &unit, plan::Extension{later + 5, {}}, later + 5}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT("more time for " << row.what) {
      plan::Context context = examples::context();
      context.year = row.year;
      plan::State state = plan::evolve({}, examples::draft_saved(examples::contents()),
                                       {1, 1, everybodys.opens, {}});
      state.extension = row.extension;
      context.seen_version = 1;
      const auto refusal = [&](Instant now) -> std::optional<Kind> {
        context.now = now;
        const auto decided = plan::decide(state, plan::Submit{}, context);
        return decided ? std::nullopt : std::optional(decided.error().kind);
      };
      BOOST_TEST((refusal(everybodys.opens + -1) == Kind::not_open_yet));
      for (const Instant now : {everybodys.opens, everybodys.opens + 1, row.until + -1}) {
        BOOST_TEST(!refusal(now).has_value(), taipei_text(now));
      }
      BOOST_TEST((refusal(row.until) == Kind::closed));
      BOOST_TEST((refusal(row.until + 1) == Kind::closed));
    }
  }
}

BOOST_AUTO_TEST_CASE(only_staff_acts_outside_the_window) {
  using Kind = plan::Refusal::Kind;
  const Instant much_later = everybodys.accepts_until + 10 * day_us;
  const struct {
    const char* name;
    plan::Command command;
    bool of_staff;
  } rows[] = {{"save", plan::SaveDraft{}, false},
              {"carry over", plan::CarryOver{}, false},
              {"import", plan::ImportSchoolPlan{"fill"}, false},
              {"undo", plan::UndoImport{}, false},
              {"submit", plan::Submit{}, false},
              {"withdraw", plan::Withdraw{}, false},
              {"delete", plan::Delete{}, false},
              {"restore", plan::Restore{"教師誤刪規劃", ""}, true},
              {"extend", plan::Extend{much_later, false, "教師因公出國", ""}, true},
              {"change catalogue", plan::ChangeCatalogue{}, false}};
  const std::pair<Instant, Kind> closed[] = {{everybodys.opens + -1, Kind::not_open_yet},
                                             {everybodys.accepts_until, Kind::closed}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(plan::is_of_staff(row.command) == row.of_staff);
      for (const auto& [now, kind] : closed) {
        plan::Context context = examples::context_of(row.command);
        context.now = now;
        plan::State state;
        state.status = plan::Status::deleted;
        const auto decided = plan::decide(state, row.command, context);
        if (row.of_staff) {
          BOOST_TEST(decided.has_value());
        } else {
          BOOST_REQUIRE(!decided.has_value());
          BOOST_TEST((decided.error().kind == kind && decided.error().status == state.status));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_person_is_given_time_beyond_what_is_open_and_within_a_year) {
  const Instant now = examples::context().now, unit_until = later, own = later + day_us;
  const year::State all = year_with({}),
                    unit = year_with({extended("010001", "teachers", later, true)});
  const Instant year_end = now + 366 * day_us;
  const struct {
    const char* what;
    const year::State* year;
    std::optional<plan::Extension> extension;
    bool counts;
    Instant until;  // the last instant that is no more time
  } rows[] = {{"late", &all, {}, false, everybodys.accepts_until},
              {"counting", &all, {}, true, everybodys.counts_until},
              {"late after the unit's", &unit, {}, false, unit_until},
              {"counting after the unit's", &unit, {}, true, unit_until},
              {"late after their own", &all, plan::Extension{own, {}}, false, own},
              {"counting after what is late", &all, plan::Extension{own, {}}, true,
               everybodys.counts_until},
              {"counting after their own", &all, plan::Extension{own, own}, true, own}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      plan::State state;
      state.extension = row.extension;
      plan::Context context = examples::context_of(plan::Extend{});
      context.year = row.year;
      const auto check = [&](Instant until, bool good) {
        const auto decided =
            plan::decide(state, plan::Extend{until, row.counts, " 教師因公出國 ", "號 "}, context);
        const std::vector<plan::Event> event = {
            plan::Extended{until, row.counts, "教師因公出國", "號"}};
        BOOST_TEST(
            told(decided) ==
            (good ? told(event) : told(plan::Refusal{plan::Refusal::Kind::bad_time, {}, {}, {}})));
      };
      check(row.until + -1, false);
      check(row.until, false);
      check(row.until + 1, true);
      check(year_end + -1, true);
      check(year_end, true);
      check(year_end + 1, false);
    }
  }
  // Long after everything closed, more time begins now.
  plan::Context context = examples::context_of(plan::Extend{});
  context.now = later;
  for (const int step : {-1, 0, 1}) {
    const auto decided =
        plan::decide({}, plan::Extend{later + step, true, "教師因公出國", ""}, context);
    BOOST_TEST(decided.has_value() == (step == 1), step);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
