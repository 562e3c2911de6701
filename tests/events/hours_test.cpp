#include "events/hours.hpp"

#include "events/contents.hpp"
#include "events/school_plan.hpp"
#include "tests/examples.hpp"
#include "tests/told.hpp"

// The grid of hours, in a teacher's plan and in a school's: the same hours are read, merged and
// judged alike, whoever holds them.

namespace yanxi {
namespace {

using Kind = Problem::Kind;
using Typed = std::vector<Field>;

std::string described(const Hours& hours) {
  std::string text;
  for (const Field& field : fields_of(hours)) text += field.name + "=" + field.value + " ";
  return text;
}

std::string described(const Merged<Hours>& merged) {
  return described(merged.value) + told(merged.problems) + told(merged.conflicts);
}

// A teacher's merge as far as the grid is concerned; nothing else of the plan may move.
std::string described(const Merged<Contents>& merged) {
  Contents rest = merged.value;
  rest.hours = {};
  BOOST_TEST((rest == examples::blank()));
  return described(merged.value.hours) + told(merged.problems) + told(merged.conflicts);
}

Contents teacher_of(const Hours& hours) {
  Contents contents = examples::blank();
  contents.hours = hours;
  return contents;
}

const Hours some = {{{"1-1-1", 7}, {"1-1-99", 2}}, {{"1-1-99", "閱讀"}}};

struct Merging {
  const char* what;
  Hours base, current;
  Typed typed;
  std::string want;
};

void check(const Merging& row) {
  const Catalogue& catalogue = examples::catalogue();
  BOOST_TEST_CONTEXT(row.what) {
    BOOST_TEST(described(merge(row.base, row.current, row.typed, catalogue)) == row.want);
    BOOST_TEST(described(merge(teacher_of(row.base), teacher_of(row.current), row.typed,
                               catalogue)) == row.want);
  }
}

plan::State draft_of(const Hours& hours) {
  plan::State state;
  state.status = plan::Status::draft;
  state.catalogue = "115-1";
  state.contents = examples::contents();
  state.contents.hours = hours;
  return state;
}

school_plan::Context school_context() {
  return {examples::windows().school_opens, &examples::year(), &examples::catalogues(),
          examples::clerk(), "010001"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hours)

BOOST_AUTO_TEST_CASE(the_same_fields_are_read_alike) {
  const Hours none;
  const std::string long_name = characters(31);
  const Merging rows[] = {
      {"nothing", some, some, {}, "h.1-1-1=7 h.1-1-99=2 o.1-1-99=閱讀 "},
      {"read with tolerance", none, none, {{"h.1-1-1", " ７ 小時"}}, "h.1-1-1=7 "},
      {"as many as may be", none, none, {{"h.1-1-1", "99"}}, "h.1-1-1=99 "},
      {"one too many",
       none,
       none,
       {{"h.1-1-1", "100"}},
       told(Problem{"h.1-1-1", Kind::too_many_hours, 100, "100"})},
      {"a fraction",
       some,
       some,
       {{"h.1-1-1", "1.5"}},
       described(some) + told(Problem{"h.1-1-1", Kind::fraction, 1, "1.5"})},
      {"no number",
       none,
       none,
       {{"h.1-1-1", "x"}},
       told(Problem{"h.1-1-1", Kind::not_a_number, 0, "x"})},
      {"no item",
       none,
       none,
       {{"h.9-9-9", "1"}},
       told(Problem{"h.9-9-9", Kind::unknown_code, 0, "1"})},
      {"a name no item takes",
       none,
       none,
       {{"o.1-1-1", "閱讀"}},
       told(Problem{"o.1-1-1", Kind::unknown_code, 0, "閱讀"})},
      {"a name", none, none, {{"o.1-1-99", " 閱讀 "}}, "o.1-1-99=閱讀 "},
      {"too long a name",
       none,
       none,
       {{"o.1-1-99", long_name}},
       told(Problem{"o.1-1-99", Kind::text_too_long, 31, long_name})},
      {"emptied", some, some, {{"h.1-1-1", ""}, {"o.1-1-99", ""}}, "h.1-1-99=2 "},
  };
  for (const Merging& row : rows) check(row);
}

BOOST_AUTO_TEST_CASE(the_same_fields_are_merged_alike) {
  Hours moved = some;
  set_hours(moved, "1-1-1", 8);
  set_name(moved, "1-1-99", "");
  const Merging rows[] = {
      {"left alone while others changed", some, moved, {{"h.1-1-1", "7"}}, described(moved)},
      {"changed beside others", some, moved, {{"h.1-1-99", "3"}}, "h.1-1-1=8 h.1-1-99=3 "},
      {"changed to the same", some, moved, {{"h.1-1-1", "８"}}, described(moved)},
      {"changed to something else",
       some,
       moved,
       {{"h.1-1-1", "9"}, {"o.1-1-99", "海洋"}},
       described(moved) + told(FieldConflict{"h.1-1-1", "8", "9"}) +
           told(FieldConflict{"o.1-1-99", "", "海洋"})},
      {"unreadable beside others",
       some,
       moved,
       {{"h.1-1-1", "x"}},
       described(moved) + told(Problem{"h.1-1-1", Kind::not_a_number, 0, "x"})},
  };
  for (const Merging& row : rows) check(row);
}

BOOST_AUTO_TEST_CASE(the_same_hours_are_sent_or_held_back_alike) {
  const struct {
    const char* what;
    Hours hours;
    std::vector<Problem> problems;
  } rows[] = {
      {"none at all", {}, {{"topics", Kind::no_hours, 0, ""}}},
      {"a name only", {{}, {{"1-1-99", "閱讀"}}}, {{"topics", Kind::no_hours, 0, ""}}},
      {"one hour", {{{"1-1-1", 1}}, {}}, {}},
      {"a named item", {{{"1-1-99", 1}}, {{"1-1-99", "閱讀"}}}, {}},
      {"items without a name",
       {{{"1-1-99", 1}, {"1-2-99", 1}, {"2-1-99", 1}}, {{"1-2-99", "閱讀"}}},
       {{"o.1-1-99", Kind::topic_unnamed, 0, ""}, {"o.2-1-99", Kind::topic_unnamed, 0, ""}}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(told(find_problems(row.hours, examples::catalogue())) == told(row.problems));
      const auto teacher = plan::decide(draft_of(row.hours), plan::Submit{}, examples::context());
      BOOST_TEST((teacher ? "" : told(teacher.error().problems)) == told(row.problems));
      const school_plan::State state{school_plan::Status::draft, 1, {}, "115-1", row.hours};
      const auto school = school_plan::decide(state, school_plan::Submit{}, school_context());
      BOOST_TEST(school.has_value() == row.problems.empty());
      if (!school) BOOST_TEST((school.error() == school_plan::Refusal::incomplete));
    }
  }
}

// A form gives a teacher's hours field by field and a school's whole: what the one could not have
// typed, the other may not save.
BOOST_AUTO_TEST_CASE(a_school_saves_what_can_be_typed_only) {
  const struct {
    const char* what;
    Hours hours;
    bool good;
  } rows[] = {
      {"nothing", {}, true},
      {"hours and a name", {{{"1-1-1", 99}, {"1-1-99", 1}}, {{"1-1-99", characters(30)}}}, true},
      {"a name without hours", {{}, {{"1-1-99", "閱讀"}}}, true},
      {"too many", {{{"1-1-1", 100}}, {}}, false},
      {"less than none", {{{"1-1-1", -1}}, {}}, false},
      {"zero", {{{"1-1-1", 0}}, {}}, false},
      {"no item", {{{"9-9-9", 1}}, {}}, false},
      {"not sorted", {{{"1-1-2", 1}, {"1-1-1", 1}}, {}}, false},
      {"twice", {{{"1-1-1", 1}, {"1-1-1", 1}}, {}}, false},
      {"a name no item takes", {{}, {{"1-1-1", "閱讀"}}}, false},
      {"too long a name", {{}, {{"1-1-99", characters(31)}}}, false},
      {"a name with space around", {{}, {{"1-1-99", " 閱讀"}}}, false},
      {"an empty name", {{}, {{"1-1-99", ""}}}, false},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(can_be_typed(row.hours, examples::catalogue()) == row.good);
      const auto saved =
          school_plan::decide({}, school_plan::SaveDraft{row.hours}, school_context());
      BOOST_TEST(saved.has_value() == row.good);
      if (!saved) BOOST_TEST((saved.error() == school_plan::Refusal::not_accepted));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_topic_is_cleared_whole_and_no_other) {
  const Hours hours = {{{"1-1-1", 7}, {"1-1-99", 2}, {"2-1-99", 3}, {"3-2-5", 1}},
                       {{"1-1-99", "閱讀"}, {"1-2-99", "沒有時數"}, {"2-1-99", "山"}}};
  const std::pair<const char*, std::string> rows[] = {
      {"1", "h.2-1-99=3 h.3-2-5=1 o.2-1-99=山 "},
      {"2", "h.1-1-1=7 h.1-1-99=2 h.3-2-5=1 o.1-1-99=閱讀 o.1-2-99=沒有時數 "},
      {"4", described(hours)}};
  const Catalogue& catalogue = examples::catalogue();
  for (const auto& [topic, want] : rows) {
    const Typed emptied = clear_topic(hours, catalogue, topic);
    BOOST_TEST(described(merge(hours, hours, emptied, catalogue)) == want, topic);
  }
}

BOOST_AUTO_TEST_CASE(hours_are_summed_by_topic) {
  const Hours hours = {{{"1-1-1", 7}, {"1-2-99", 2}, {"3-2-5", 4}, {"6-1-1", 5}}, {}};
  BOOST_TEST((hours_by_topic(hours, examples::catalogue()) == std::vector<long>{9, 0, 4, 0, 0, 5}));
  BOOST_TEST((hours_by_topic({}, examples::catalogue()) == std::vector<long>(6)));
}

BOOST_AUTO_TEST_CASE(a_field_that_is_none_of_the_grid_has_no_value) {
  for (const char* name : {"", "h", "o", "topics", "unit", "time.1", "x.1-1-1"}) {
    BOOST_TEST(!is_hours_field(name), name);
    BOOST_TEST(!field_value(Hours{}, name).has_value(), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
