#include "tests/examples.hpp"
#include "tests/told.hpp"

// Fields: every kind of them read, merged and complained of; told by kind and number, not by words.

namespace yanxi {
namespace {

using Kind = Problem::Kind;

const Catalogue& catalogue() { return examples::catalogue(); }

Contents with(Contents contents, std::vector<Field> fields) {
  for (const Field& field : fields) {
    const auto problem = set_field(contents, field, catalogue());
    BOOST_REQUIRE_MESSAGE(!problem, field.name);
  }
  return contents;
}

std::string described(const Contents& contents) {
  std::string text;
  for (const Field& field : fields_of(contents)) text += field.name + "=" + field.value + " ";
  return text;
}

std::string described(const Merged<Contents>& merged) {
  return described(merged.value) + told(merged.conflicts) + told(merged.problems);
}

// A field of each kind, three values it may have, and another field of the plan.
const struct {
  const char* name;
  const char* values[3];
  Field other;
} kinds[] = {{"unit", {"010001", "010002", "010003"}, {"stage", "50"}},
             {"education", {"ED10", "ED30", "ED40"}, {"service", "YS10"}},
             {"service", {"YS10", "YS30", "YS40"}, {"education", "ED10"}},
             {"stage", {"40", "50", "30"}, {"teaching", "E1"}},
             {"teaching", {"E1", "K2", "E3"}, {"method.1", "ME95"}},
             {"method.1", {"ME10", "ME30", "ME95"}, {"method.2", "ME90"}},
             {"time.6", {"TI1", "TI2", "TI99"}, {"time.5", "TI99"}},
             {"place.3", {"PL10", "PL20", "PL99"}, {"place.2", "PL99"}},
             {"time.other", {"寒假", "暑假", "週三"}, {"place.other", "社區"}},
             {"place.other", {"山上", "海邊", "社區"}, {"time.other", "寒假"}},
             {"h.1-1-1", {"1", "7", "99"}, {"h.1-1-2", "3"}},
             {"o.1-1-99", {"閱讀", "海洋", "山野"}, {"o.1-2-99", "自編"}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(merging)

// Rule 7: what nobody else has touched is taken, what was changed to something else is a conflict.
BOOST_AUTO_TEST_CASE(every_kind_of_field_is_merged_in_every_combination) {
  for (const auto& kind : kinds) {
    const std::string values[] = {"", kind.values[0], kind.values[1], kind.values[2]};
    for (const std::string& base : values) {
      for (const std::string& current : values) {
        for (const std::string& typed : values) {
          const Contents seen = with(examples::contents(), {{kind.name, base}});
          const Contents saved = with(examples::contents(), {{kind.name, current}, kind.other});
          const bool untouched = typed == base || typed == current;
          const bool conflict = !untouched && current != base;
          Merged<Contents> expected{saved, {}, {}};
          if (conflict) {
            expected.conflicts = {{kind.name, current, typed}};
          } else if (!untouched) {
            expected.value = with(saved, {{kind.name, typed}});
          }
          const Merged<Contents> merged = merge(seen, saved, {{kind.name, typed}}, catalogue());
          BOOST_TEST(described(merged) == described(expected),
                     kind.name << base << current << typed);
          // Nobody else has changed anything: it is simply taken.
          const Merged taken = merge(Contents(seen), seen, {{kind.name, typed}}, catalogue());
          BOOST_TEST(
              described(taken) == described(Merged{with(seen, {{kind.name, typed}}), {}, {}}),
              kind.name << base << typed);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(fields_are_merged_one_by_one_and_by_what_they_mean) {
  const Contents base = with(examples::contents(), {{"h.1-1-2", "3"}, {"time.other", "寒假"}});
  const Contents current = with(base, {{"education", "ED40"}, {"h.1-1-1", "9"}});
  const std::vector<Field> typed = {
      {"education", "ED50"},    {"service", "YS30"}, {"h.1-1-1", "９小時"}, {"h.1-1-2", " 3 hr "},
      {"time.other", "寒假　"}, {"h.3-2-5", "x"},    {"h.1-1-99", "4"},     {"o.1-1-99", "閱讀"}};
  const Merged<Contents> merged = merge(base, current, typed, catalogue());
  BOOST_TEST(told(merged.conflicts) ==
             told(std::vector<FieldConflict>{{"education", "ED40", "ED50"}}));
  BOOST_TEST(told(merged.problems) ==
             told(std::vector<Problem>{{"h.3-2-5", Kind::not_a_number, 0, "x"}}));
  BOOST_TEST(
      described(merged.value) ==
      described(with(current, {{"service", "YS30"}, {"h.1-1-99", "4"}, {"o.1-1-99", "閱讀"}})));
}

BOOST_AUTO_TEST_CASE(a_rank_that_the_form_did_not_have_is_a_problem) {
  const Contents current = examples::contents();
  Contents base = current;
  base.method.resize(2);
  const Merged<Contents> merged =
      merge(base, current, {{"method.3", "ME95"}, {"method.2", "ME90"}}, catalogue());
  BOOST_TEST(told(merged.problems) ==
             told(std::vector<Problem>{{"method.3", Kind::unknown_code, 0, "ME95"}}));
  BOOST_TEST(described(merged.value) == described(with(current, {{"method.2", "ME90"}})));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_named_and_changes_nothing) {
  const std::string other_50 = characters(50), other_51 = characters(51), name_30 = characters(30),
                    name_31 = characters(31);
  const struct {
    const char* field;
    std::string typed;
    std::optional<Kind> kind;
    long number;
  } rows[] = {{"unit", "anything", {}, 0},  // whose posts they are is the plan's rule
              {"education", "ED77", Kind::unknown_code, 0},
              {"education", "YS10", Kind::unknown_code, 0},
              {"service", "ED10", Kind::unknown_code, 0},
              {"stage", "E1", Kind::unknown_code, 0},
              {"teaching", "40", Kind::unknown_code, 0},
              {"teaching", "K1", {}, 0},  // of another stage: a draft may hold it
              {"method.3", "TI1", Kind::unknown_code, 0},
              {"time.1", "ME10", Kind::unknown_code, 0},
              {"time.6", "TI99", {}, 0},
              {"place.6", "TI1", Kind::unknown_code, 0},
              {"place.1", "PL99", {}, 0},
              {"time.other", other_50, {}, 0},
              {"time.other", other_51, Kind::text_too_long, 51},
              {"place.other", " " + other_50 + "　", {}, 0},
              {"place.other", other_51, Kind::text_too_long, 51},
              {"place.other", "一二\x7f", Kind::forbidden_character, 3},
              {"h.1-1-1", "99", {}, 0},
              {"h.1-1-1", "100", Kind::too_many_hours, 100},
              {"h.1-1-1", "999999999", Kind::too_many_hours, 999'999'999},
              {"h.1-1-1", "1000000000", Kind::not_a_number, 0},
              {"h.1-1-1", "一", Kind::not_a_number, 0},
              {"h.1-1-1", "98.9", Kind::fraction, 98},
              {"h.1-1-1", "0.5", Kind::fraction, 0},
              {"h.1-1", "1", Kind::unknown_code, 0},
              {"h.9-9-9", "x", Kind::unknown_code, 0},
              {"o.1-1-99", name_30, {}, 0},
              {"o.1-1-99", name_31, Kind::text_too_long, 31},
              {"o.1-1-99", "\u200b", Kind::forbidden_character, 1},
              {"o.1-1-1", "閱讀", Kind::unknown_code, 0},
              {"o.9-9-99", "閱讀", Kind::unknown_code, 0}};
  const Contents before = examples::contents();
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.field << " " << row.typed) {
      Contents contents = before;
      const Field field{row.field, row.typed};
      const auto problem = set_field(contents, field, catalogue());
      BOOST_TEST(problem.has_value() == row.kind.has_value());
      if (!row.kind) continue;
      const std::string expected = told(Problem{row.field, *row.kind, row.number, row.typed});
      BOOST_TEST((problem ? told(*problem) : "") == expected);
      BOOST_TEST((contents == before));
      // The same when the form is old, and when it is not.
      const Contents elsewhere = with(before, {{"h.1-1-2", "3"}});
      BOOST_TEST(told(merge(before, elsewhere, {field}, catalogue()).problems) == expected);
      BOOST_TEST(told(merge(before, before, {field}, catalogue()).problems) == expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_field_is_where_it_was_put) {
  const Contents blank = examples::blank();
  for (const auto& kind : kinds) {
    for (const char* value : kind.values) {
      const Contents contents = with(blank, {{kind.name, value}});
      BOOST_TEST(field_value(contents, kind.name).value() == value, kind.name);
      // It is among all fields, and taking it away leaves nothing.
      const auto fields = fields_of(contents);
      BOOST_TEST((std::ranges::count(fields, Field{kind.name, value}) == 1), kind.name);
      BOOST_TEST((with(contents, {{kind.name, ""}}) ==
                  (kind.name == std::string("unit") ? blank_contents(catalogue(), "") : blank)));
    }
  }
  BOOST_TEST(described(with(blank, {{"h.1-1-2", "3"}, {"h.1-1-1", "2"}, {"o.1-1-99", "閱讀"}})) ==
             "unit=010001 education= service= stage= teaching= method.1= method.2= method.3= "
             "time.1= time.2= time.3= time.4= time.5= time.6= time.other= place.1= place.2= "
             "place.3= place.4= place.5= place.6= place.other= h.1-1-1=2 h.1-1-2=3 "
             "o.1-1-99=閱讀 ");
  const char* none[] = {"",         ".",         "method",    "method.", "method.0",
                        "method.4", "method.10", "methods.1", "time.7",  "place.a",
                        "place./",  "time.:",    "units",     "h",       "o"};
  for (const char* name : none) BOOST_TEST(!field_value(blank, name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(each_field_belongs_to_a_step) {
  const std::pair<const char*, Step> rows[] = {
      {"unit", Step::profile},      {"education", Step::profile}, {"service", Step::profile},
      {"stage", Step::profile},     {"teaching", Step::profile},  {"method.1", Step::needs},
      {"time.6", Step::needs},      {"time.other", Step::needs},  {"place.1", Step::needs},
      {"place.other", Step::needs}, {"h.1-1-1", Step::topics},    {"o.1-1-99", Step::topics},
      {"topics", Step::topics}};
  for (const auto& [name, step] : rows) BOOST_TEST((step_of_field(name) == step), name);
}

BOOST_AUTO_TEST_CASE(hours_and_names_stand_once_and_sorted) {
  Hours hours;
  set_hours(hours, "b", 2), set_hours(hours, "c", 3), set_hours(hours, "a", 1);
  set_hours(hours, "b", 5), set_hours(hours, "d", 0), set_hours(hours, "aa", 0);
  BOOST_TEST((hours.planned == PlannedHours{{"a", 1}, {"b", 5}, {"c", 3}}));
  BOOST_TEST(total_hours(hours) == 9);
  set_hours(hours, "b", 0);
  BOOST_TEST((hours.planned == PlannedHours{{"a", 1}, {"c", 3}}));
  BOOST_TEST(total_hours({}) == 0);
  const std::pair<const char*, int> read[] = {{"a", 1}, {"b", 0}, {"c", 3}, {"d", 0}, {"", 0}};
  for (const auto& [code, value] : read) BOOST_TEST(hours_of(hours, code) == value, code);
  set_name(hours, "b", "乙"), set_name(hours, "c", "丙"), set_name(hours, "a", "甲");
  set_name(hours, "b", "新"), set_name(hours, "d", ""), set_name(hours, "aa", "");
  BOOST_TEST((hours.names == TopicNames{{"a", "甲"}, {"b", "新"}, {"c", "丙"}}));
  set_name(hours, "b", "");
  BOOST_TEST((hours.names == TopicNames{{"a", "甲"}, {"c", "丙"}}));
  BOOST_TEST(
      (name_of(hours, "a") == "甲" && name_of(hours, "b") == "" && name_of(hours, "d") == ""));
}

BOOST_AUTO_TEST_CASE(each_thing_that_keeps_from_submitting_is_found) {
  using Changes = std::vector<Field>;
  const struct {
    Changes changes;
    std::vector<Problem> problems;
  } rows[] = {
      {{}, {}},
      {{{"education", ""}}, {{"education", Kind::missing, 0, ""}}},
      {{{"service", ""}}, {{"service", Kind::missing, 0, ""}}},
      {{{"stage", ""}}, {{"stage", Kind::missing, 0, ""}}},
      {{{"teaching", ""}}, {{"teaching", Kind::missing, 0, ""}}},
      {{{"stage", "50"}}, {{"teaching", Kind::mismatch, 0, "E4"}}},
      {{{"stage", "50"}, {"teaching", "K1"}}, {}},
      {{{"method.1", ""}}, {{"method.1", Kind::missing, 0, ""}}},
      {{{"method.2", "ME20"}}, {{"method.2", Kind::duplicate_rank, 1, "ME20"}}},
      {{{"method.3", "ME10"}}, {{"method.3", Kind::duplicate_rank, 2, "ME10"}}},
      {{{"time.2", ""}, {"time.6", ""}},
       {{"time.2", Kind::missing, 0, ""}, {"time.6", Kind::missing, 0, ""}}},
      {{{"time.2", "TI2"}, {"time.6", "TI2"}},
       {{"time.3", Kind::duplicate_rank, 2, "TI2"}, {"time.6", Kind::duplicate_rank, 2, "TI2"}}},
      {{{"time.1", "TI99"}}, {{"time.other", Kind::other_unexplained, 0, ""}}},
      {{{"time.1", "TI99"}, {"time.other", "寒假"}}, {}},
      {{{"time.1", "TI99"}, {"place.other", "山上"}},
       {{"time.other", Kind::other_unexplained, 0, ""}}},
      {{{"place.6", "PL99"}}, {{"place.other", Kind::other_unexplained, 0, ""}}},
      {{{"place.6", "PL99"}, {"place.other", "山上"}}, {}},
      {{{"place.6", "PL10"}}, {{"place.6", Kind::duplicate_rank, 1, "PL10"}}},
      {{{"h.1-1-99", "1"}}, {{"o.1-1-99", Kind::topic_unnamed, 0, ""}}},
      {{{"h.1-1-99", "1"}, {"o.1-1-99", "閱讀"}}, {}},
      {{{"o.1-1-99", "閱讀"}}, {}},
      {{{"h.1-1-1", ""}, {"h.3-2-5", ""}}, {{"topics", Kind::no_hours, 0, ""}}},
      {{{"h.1-1-1", "1"}, {"h.3-2-5", ""}}, {}},
  };
  for (const auto& row : rows) {
    const Contents contents = with(examples::contents(), row.changes);
    BOOST_TEST_CONTEXT(described(contents)) {
      BOOST_TEST(told(find_problems(contents, catalogue())) == told(row.problems));
      for (const Step step : {Step::profile, Step::needs, Step::topics, Step::preview}) {
        std::vector<Problem> of_step;
        std::ranges::copy_if(
            row.problems, std::back_inserter(of_step),
            [&](const Problem& problem) { return step_of_field(problem.field) == step; });
        BOOST_TEST(told(find_problems(contents, catalogue(), step)) == told(of_step));
      }
    }
  }
  // A code that a catalogue does not know needs no name.
  Contents unknown = examples::contents();
  unknown.hours.planned = {{"9-9-99", 1}};
  BOOST_TEST(told(find_problems(unknown, catalogue())) == "");
}

BOOST_AUTO_TEST_CASE(a_school_must_be_one_of_the_posts) {
  const struct {
    std::string unit;
    std::vector<std::string> posts;
    std::string want;
  } rows[] = {
      {"010001", {"010002", "010001"}, ""},
      {"010001", {"010002"}, told(Problem{"unit", Kind::unit_changed, 0, "010001"})},
      {"010001", {}, told(Problem{"unit", Kind::unit_changed, 0, "010001"})},
      {"", {"010001"}, told(Problem{"unit", Kind::missing, 0, ""})},
  };
  for (const auto& row : rows) {
    Contents contents = with(examples::contents(), {{"education", ""}});
    contents.unit = row.unit;
    BOOST_TEST(told(plan::find_submit_problems(contents, catalogue(), row.posts)) ==
               row.want + told(Problem{"education", Kind::missing, 0, ""}));
  }
}

BOOST_AUTO_TEST_CASE(an_import_fills_or_replaces) {
  const Hours before = {{{"1-1-1", 7}, {"1-1-99", 1}},
                        {{"1-1-99", "自訂"}, {"1-2-99", "先填的"}, {"2-1-99", "無時數"}}};
  const Hours school = {{{"1-1-1", 3}, {"1-1-99", 2}, {"1-2-99", 4}, {"1-3-99", 5}},
                        {{"1-1-99", "甲"}, {"1-2-99", "乙"}, {"1-3-99", "丙"}, {"2-1-99", "丁"}}};
  Hours filled = before, replaced = before;
  import_hours(ImportMode::fill, school, filled);
  BOOST_TEST(
      (filled.planned == PlannedHours{{"1-1-1", 7}, {"1-1-99", 1}, {"1-2-99", 4}, {"1-3-99", 5}}));
  BOOST_TEST(
      (filled.names ==
       TopicNames{
           {"1-1-99", "自訂"}, {"1-2-99", "先填的"}, {"1-3-99", "丙"}, {"2-1-99", "無時數"}}));
  import_hours(ImportMode::replace, school, replaced);
  BOOST_TEST((replaced == school));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
