#include "tests/plan_states.hpp"

// What a plan begins with and is filled in with: its school, its catalogue, another one.

namespace yanxi::plan {

using examples::contents;
using Kind = Refusal::Kind;

BOOST_AUTO_TEST_SUITE(plan_catalogues)

BOOST_AUTO_TEST_CASE(a_plan_begins_at_the_only_post_or_the_chosen_one) {
  const struct {
    std::vector<std::string> posts;
    std::string chosen, unit;
  } rows[] = {{{}, "", ""},
              {{"010001"}, "", "010001"},
              {{"010001"}, "010009", "010001"},
              {{"010001", "010002"}, "", ""},
              {{"010001", "010002"}, "010001", "010001"},
              {{"010001", "010002"}, "010002", "010002"},
              {{"010001", "010002"}, "010009", ""}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.posts.size() << " posts, chosen " << row.chosen) {
      Context context = examples::context();
      context.posts = row.posts;
      Contents expected = contents();
      expected.unit = row.unit;
      const std::string carried = told_event(DraftSaved{"carry", "115-1", expected});
      BOOST_TEST(yanxi::told(decide({}, CarryOver{contents(), row.chosen}, context)) == carried);
      // A deleted plan is begun anew with the year's catalogue, whatever it had itself.
      State deleted = state_of(Status::deleted);
      deleted.catalogue = "114-1";
      context.seen_version = 6;
      BOOST_TEST(yanxi::told(decide(deleted, CarryOver{contents(), row.chosen}, context)) ==
                 carried);
      const Contents blank = blank_contents(examples::catalogue(),
                                            row.posts.size() == 1 ? row.posts[0] : std::string());
      BOOST_TEST(yanxi::told(decide(deleted, SaveDraft{{}, "autosave"}, context)) ==
                 told_event(DraftSaved{"autosave", "115-1", blank}));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_school_is_taken_away_or_chosen_among_the_posts) {
  const struct {
    std::string typed;
    std::vector<Problem> problems;
  } rows[] = {{"", {}},
              {"010001", {}},
              {"010002", {}},
              {"010009", {{"unit", Problem::Kind::unknown_code, 0, "010009"}}}};
  for (const auto& row : rows) {
    Context context = examples::context();
    context.posts = {"010002", "010001"};
    context.seen_version = 6;
    State state = state_of(Status::draft);
    state.contents.unit = "010003";
    Contents expected = state.contents;
    expected.unit = row.typed;
    const auto decided = decide(state, SaveDraft{{{"unit", row.typed}}, "form"}, context);
    BOOST_TEST(yanxi::told(decided) ==
               (row.problems.empty()
                    ? told_event(DraftSaved{"form", "115-1", expected})
                    : yanxi::told(Refusal{Kind::not_accepted, Status::draft, row.problems, {}})));
  }
}

BOOST_AUTO_TEST_CASE(a_plan_keeps_the_catalogue_it_was_begun_with) {
  year::State year = examples::year();
  year.catalogue = "115-2";
  Context context = examples::context();
  context.catalogues = &two_catalogues();
  context.year = &year;
  context.seen_version = 6;
  const SaveDraft save{{{"education", "ED20"}, {"h.1-1-1", "8"}}, "form"};  // not of 115-2
  for (const Status status : {Status::draft, Status::withdrawn}) {
    const State state = state_of(status);
    BOOST_TEST(yanxi::told(decide(state, save, context)) ==
               told_event(DraftSaved{"form", "115-1", with_hours(8)}));
    BOOST_TEST(yanxi::told(decide(state, Submit{}, context)) ==
               told_event(Submitted{context.now.us, "115-1", contents()}));
  }
  context.seen_version = 0;
  BOOST_TEST(in_short(decide({}, save, context)) == yanxi::told(Kind::not_accepted));
  // A form of which nothing is known was made from an empty plan.
  context.seen_version = 5;
  const auto refused = decide(state_of(Status::draft), save, context);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(yanxi::told(refused.error().conflicts) ==
             yanxi::told(std::vector<FieldConflict>{{"h.1-1-1", "7", "8"}}));
}

BOOST_AUTO_TEST_CASE(another_catalogue_keeps_what_it_knows) {
  Contents before = contents();
  before.hours.names = {{"1-2-99", "海洋課程"}};
  before.time_other = "寒假";
  before.unit = "010002";
  Contents after = before;
  after.education = "";
  after.method = {"ME20", "ME10"};
  after.hours.planned.clear();  // 7 hours are more than it allows, and 3-2-5 is gone
  const TopicNames dropped = {
      {"education", "ED20"}, {"h.1-1-1", "7"}, {"h.3-2-5", "2"}, {"method.3", "ME60"}};
  const Catalogue& to = two_catalogues().at("115-2");
  const std::string expected = told_event(CatalogueChanged{"115-2", after, dropped});
  BOOST_TEST(told_event(change_catalogue(before, to)) == expected);

  State state = state_of(Status::draft);
  state.contents = before;
  year::State year = examples::year();
  Context context = examples::context();
  context.catalogues = &two_catalogues();
  context.year = &year;
  context.seen_version = 6;
  BOOST_TEST(in_short(decide(state, ChangeCatalogue{}, context)) ==
             yanxi::told(Kind::same_catalogue));
  year.catalogue = "115-2";
  BOOST_TEST(yanxi::told(decide(state, ChangeCatalogue{}, context)) == expected);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi::plan
