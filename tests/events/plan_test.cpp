#include "tests/given.hpp"

// The plan's rules: every transition and every refusal.

namespace yanxi::plan {

using examples::blank;
using examples::contents;
using examples::draft_saved;
using examples::submitted;
using Kind = Refusal::Kind;

namespace {
const Event a_draft() { return draft_saved(contents()); }
const Event an_empty_draft() { return draft_saved(blank()); }
const Event a_submission() { return submitted(contents()); }
Contents with_hours(int hours) {
  Contents c = contents();
  set_hours(c.hours, "1-1-1", hours);
  return c;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(plan_rules)

// --- Saving --------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(first_save_records_even_an_empty_draft) {
  given({}).when(SaveDraft{}).then({an_empty_draft()});
}

BOOST_AUTO_TEST_CASE(later_save_without_a_change_records_nothing) {
  given({a_draft()}).when(SaveDraft{{{"education", "ED20"}, {"h.1-1-1", "７小時"}}}).then_nothing();
}

BOOST_AUTO_TEST_CASE(save_stores_only_the_fields_it_names) {
  Contents expected = contents();
  expected.education = "ED40";
  given({a_draft()}).when(SaveDraft{{{"education", "ED40"}}}).then({draft_saved(expected)});
}

BOOST_AUTO_TEST_CASE(saving_a_withdrawn_plan_keeps_it_withdrawn) {
  const auto state = given({a_draft(), a_submission(), Withdrawn{}})
                         .when(SaveDraft{{{"h.1-1-1", "9"}}})
                         .then_state(Status::withdrawn);
  BOOST_TEST(hours_of(state.contents.hours, "1-1-1") == 9);
}

BOOST_AUTO_TEST_CASE(saving_a_deleted_plan_starts_a_new_one) {
  given({a_draft(), Deleted{}}).when(SaveDraft{}).then({an_empty_draft()});
}

BOOST_AUTO_TEST_CASE(a_tab_that_has_not_seen_a_deletion_does_not_undo_it) {
  given({a_draft(), Deleted{}})
      .seen(1)
      .when(SaveDraft{{{"h.1-1-1", "9"}}})
      .then_refused(Kind::stale);
  given({a_draft(), Deleted{}}).seen(1).when(CarryOver{contents(), {}}).then_refused(Kind::stale);
}

BOOST_AUTO_TEST_CASE(a_version_that_never_was_is_refused) {
  given({a_draft()}).seen(99).when(SaveDraft{{{"h.1-1-1", "9"}}}).then_refused(Kind::stale);
}

BOOST_AUTO_TEST_CASE(a_form_made_before_the_plan_was_begun_is_merged) {
  Contents expected = contents();
  expected.place_other = "社區大學";
  given({a_draft()})
      .seen(0)
      .when(SaveDraft{{{"place.other", "社區大學"}, {"method.1", ""}}})
      .then({draft_saved(expected)});
}

BOOST_AUTO_TEST_CASE(saving_a_submitted_plan_is_refused) {
  const auto refusal = given({a_draft(), a_submission()})
                           .when(SaveDraft{{{"h.1-1-1", "9"}}})
                           .then_refused(Kind::wrong_state);
  BOOST_TEST(refusal.status == Status::submitted);
}

BOOST_AUTO_TEST_CASE(unknown_code_is_refused_even_in_a_draft) {
  const auto refusal = given({a_draft()})
                           .when(SaveDraft{{{"education", "ED77"}, {"h.9-9-9", "1"}}})
                           .then_refused(Kind::not_accepted);
  BOOST_REQUIRE_EQUAL(refusal.problems.size(), 2u);
  BOOST_TEST(refusal.problems[0].field == "education");
  BOOST_TEST(refusal.problems[1].field == "h.9-9-9");
}

BOOST_AUTO_TEST_CASE(a_unit_that_is_no_post_is_refused) {
  given({a_draft()}).when(SaveDraft{{{"unit", "010002"}}}).then_refused(Kind::not_accepted);
}

BOOST_AUTO_TEST_CASE(a_person_with_two_posts_chooses_the_unit) {
  Contents expected = blank();
  expected.unit = "";
  given({}).posts({"010001", "010002"}).when(SaveDraft{}).then({draft_saved(expected)});
  expected.unit = "010002";
  given({})
      .posts({"010001", "010002"})
      .when(SaveDraft{{{"unit", "010002"}}})
      .then({draft_saved(expected)});
}

// --- Two tabs ------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_stale_save_of_other_fields_is_merged) {
  Contents expected = with_hours(9);
  expected.education = "ED40";
  given({a_draft(), draft_saved(with_hours(9))})
      .seen(1)
      .when(SaveDraft{{{"education", "ED40"}, {"h.1-1-1", "7"}}})
      .then({draft_saved(expected)});
}

BOOST_AUTO_TEST_CASE(a_stale_save_of_the_same_field_is_a_conflict) {
  const auto refusal = given({a_draft(), draft_saved(with_hours(9))})
                           .seen(1)
                           .when(SaveDraft{{{"education", "ED40"}, {"h.1-1-1", "5"}}})
                           .then_refused(Kind::conflict);
  BOOST_REQUIRE_EQUAL(refusal.conflicts.size(), 1u);
  BOOST_TEST(refusal.conflicts[0].field == "h.1-1-1");
  BOOST_TEST(refusal.conflicts[0].saved == "9");
  BOOST_TEST(refusal.conflicts[0].typed == "5");
}

BOOST_AUTO_TEST_CASE(a_stale_save_of_the_same_value_is_no_conflict) {
  given({a_draft(), draft_saved(with_hours(9))})
      .seen(1)
      .when(SaveDraft{{{"h.1-1-1", "9"}}})
      .then_nothing();
}

// --- Carrying over -------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(last_years_plan_is_carried_over_without_codes_that_are_gone) {
  Contents last = contents();
  set_hours(last.hours, "9-9-9", 3);
  last.education = "ED77";
  last.unit = "010002";  // the unit is this year's
  Contents expected = contents();
  expected.education = "";
  given({}).when(CarryOver{last, {}}).then({DraftSaved{"carry", "115-1", expected}});
}

BOOST_AUTO_TEST_CASE(carrying_over_onto_a_draft_is_refused) {
  given({a_draft()}).when(CarryOver{contents(), {}}).then_refused(Kind::wrong_state);
}

// --- Importing -----------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(import_fills_empty_items_only) {
  auto g = given({a_draft()}).school(examples::school_plan(), true);
  g.when(ImportSchoolPlan{"fill"}).then({examples::imported("fill")});
  const auto state = g.then_state(Status::draft);
  BOOST_TEST(hours_of(state.contents.hours, "1-1-1") == 7);
  BOOST_TEST(hours_of(state.contents.hours, "1-2-99") == 4);
  BOOST_TEST(name_of(state.contents.hours, "1-2-99") == "海洋課程");
  BOOST_TEST(hours_of(state.contents.hours, "3-2-5") == 2);
}

BOOST_AUTO_TEST_CASE(import_replaces_all_hours_when_asked) {
  const auto state = given({a_draft()})
                         .school(examples::school_plan(), true)
                         .when(ImportSchoolPlan{"replace"})
                         .then_state(Status::draft);
  BOOST_TEST(hours_of(state.contents.hours, "1-1-1") == 3);
  BOOST_TEST(hours_of(state.contents.hours, "3-2-5") == 0);
}

BOOST_AUTO_TEST_CASE(import_names_the_one_cause_that_applies) {
  given({a_draft()})
      .school({}, true)
      .when(ImportSchoolPlan{"fill"})
      .then_refused(Kind::no_school_plan);
  given({a_draft()})
      .school(examples::school_plan(), false)
      .when(ImportSchoolPlan{"fill"})
      .then_refused(Kind::not_on_roster);
  auto other = examples::school_plan();
  other.catalogue = "114-1";
  given({a_draft()})
      .school(other, true)
      .when(ImportSchoolPlan{"fill"})
      .then_refused(Kind::other_catalogue);
}

BOOST_AUTO_TEST_CASE(import_into_a_plan_changed_meanwhile_or_not_begun_is_refused) {
  given({a_draft(), an_empty_draft()})
      .seen(1)
      .school(examples::school_plan(), true)
      .when(ImportSchoolPlan{"fill"})
      .then_refused(Kind::stale);
  given({})
      .school(examples::school_plan(), true)
      .when(ImportSchoolPlan{"fill"})
      .then_refused(Kind::wrong_state);
}

BOOST_AUTO_TEST_CASE(import_is_undone_in_one_step_until_the_next_save) {
  given({a_draft(), examples::imported("replace")})
      .when(UndoImport{})
      .then({DraftSaved{"undo", "115-1", contents()}});
  given({a_draft(), examples::imported("replace"), an_empty_draft()})
      .when(UndoImport{})
      .then_refused(Kind::nothing_to_undo);
  given({a_draft()}).when(UndoImport{}).then_refused(Kind::nothing_to_undo);
}

// --- Submitting ----------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_complete_draft_is_submitted) {
  auto g = given({a_draft()});
  g.when(Submit{}).then({a_submission()});
  const auto state = g.then_state(Status::submitted);
  BOOST_TEST(state.submission->version == 2u);
  BOOST_TEST(state.submission->position == 900u);
}

BOOST_AUTO_TEST_CASE(an_empty_draft_is_refused_with_every_problem_at_once) {
  const auto refusal = given({an_empty_draft()}).when(Submit{}).then_refused(Kind::incomplete);
  // four of step 1, fifteen ranks, no hours
  BOOST_TEST(refusal.problems.size() == 20u);
  BOOST_TEST(refusal.problems.front().field == "education");
  BOOST_TEST(refusal.problems.back().field == "topics");
}

BOOST_AUTO_TEST_CASE(a_draft_for_a_former_school_asks_for_confirmation) {
  const auto refusal =
      given({a_draft()}).posts({"010002"}).when(Submit{}).then_refused(Kind::incomplete);
  BOOST_REQUIRE_EQUAL(refusal.problems.size(), 1u);
  BOOST_CHECK(refusal.problems[0].kind == Problem::Kind::unit_changed);
}

BOOST_AUTO_TEST_CASE(a_draft_without_a_school_asks_for_it) {
  Contents c = contents();
  c.unit = "";
  const auto refusal = given({draft_saved(c)})
                           .posts({"010001", "010002"})
                           .when(Submit{})
                           .then_refused(Kind::incomplete);
  BOOST_REQUIRE_EQUAL(refusal.problems.size(), 1u);
  BOOST_TEST(refusal.problems[0].field == "unit");
  BOOST_CHECK(refusal.problems[0].kind == Problem::Kind::missing);
}

BOOST_AUTO_TEST_CASE(submitting_what_was_not_seen_is_refused) {
  given({an_empty_draft(), a_draft()}).seen(1).when(Submit{}).then_refused(Kind::stale);
}

BOOST_AUTO_TEST_CASE(submitting_twice_or_nothing_is_refused) {
  given({a_draft(), a_submission()}).when(Submit{}).then_refused(Kind::wrong_state);
  given({}).when(Submit{}).then_refused(Kind::wrong_state);
  given({a_draft(), Deleted{}}).when(Submit{}).then_refused(Kind::wrong_state);
}

BOOST_AUTO_TEST_CASE(a_withdrawn_plan_is_submitted_again_with_a_new_submission) {
  const auto state =
      given({a_draft(), a_submission(), Withdrawn{}}).when(Submit{}).then_state(Status::submitted);
  BOOST_TEST(state.submission->version == 4u);
}

// --- Withdrawing, deleting, restoring ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(only_a_submitted_plan_is_withdrawn) {
  given({a_draft(), a_submission()}).when(Withdraw{}).then({Withdrawn{}});
  given({a_draft()}).when(Withdraw{}).then_refused(Kind::wrong_state);
  given({a_draft(), a_submission()}).seen(1).when(Withdraw{}).then_refused(Kind::stale);
}

BOOST_AUTO_TEST_CASE(a_draft_or_withdrawn_plan_is_deleted_and_hidden_only) {
  const auto state = given({a_draft()}).when(Delete{}).then_state(Status::deleted);
  BOOST_CHECK(state.contents == contents());
  given({a_draft(), a_submission(), Withdrawn{}}).when(Delete{}).then({Deleted{}});
  given({a_draft(), a_submission()}).when(Delete{}).then_refused(Kind::wrong_state);
  given({a_draft(), an_empty_draft()}).seen(1).when(Delete{}).then_refused(Kind::stale);
}

BOOST_AUTO_TEST_CASE(restoring_a_withdrawn_plan_brings_the_submission_back_with_its_time) {
  Contents changed = contents();
  changed.education = "ED50";
  auto g = given({a_draft(), a_submission(), Withdrawn{}, draft_saved(changed)});
  const Instant first = g.state().submission->at;
  const auto state = g.at(examples::accepts_until() + day_us)
                         .when(Restore{"誤按退回修改", "府教字第 1 號"})
                         .then_state(Status::submitted);
  BOOST_CHECK(state.submission->at == first);
  BOOST_TEST(state.submission->version == 2u);
  BOOST_TEST(state.contents.education == "ED20");
}

BOOST_AUTO_TEST_CASE(restoring_a_deleted_plan_brings_the_draft_back) {
  const auto state =
      given({a_draft(), Deleted{}}).when(Restore{"教師誤刪規劃", ""}).then_state(Status::draft);
  BOOST_CHECK(state.contents == contents());
}

BOOST_AUTO_TEST_CASE(restoring_needs_a_reason_and_something_to_restore) {
  given({a_draft(), Deleted{}}).when(Restore{"誤刪", ""}).then_refused(Kind::no_reason);
  given({a_draft()}).when(Restore{"教師誤刪規劃", ""}).then_refused(Kind::wrong_state);
  given({a_draft(), Deleted{}, a_draft(), Deleted{}})
      .seen(2)
      .when(Restore{"教師誤刪規劃", ""})
      .then_refused(Kind::stale);
}

// --- The window ----------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_window_is_half_open) {
  const Instant opens = examples::opens(), until = examples::accepts_until();
  given({}).at(opens + -1).when(SaveDraft{}).then_refused(Kind::not_open_yet);
  given({}).at(opens).when(SaveDraft{}).then({an_empty_draft()});
  const Submitted at_the_last_moment{(until + -1).us, "115-1", contents()};
  given({a_draft()}).at(until + -1).when(Submit{}).then({at_the_last_moment});
  given({a_draft()}).at(until).when(Submit{}).then_refused(Kind::closed);
}

BOOST_AUTO_TEST_CASE(after_the_window_nothing_of_a_teacher_is_accepted) {
  const Instant late = examples::accepts_until();
  for (const Command& command :
       std::vector<Command>{SaveDraft{}, CarryOver{contents(), {}}, ImportSchoolPlan{"fill"},
                            UndoImport{}, Submit{}, Withdraw{}, Delete{}}) {
    given({a_draft()}).at(late).when(command).then_refused(Kind::closed);
  }
}

BOOST_AUTO_TEST_CASE(progress_is_a_quarter_for_each_complete_step) {
  const auto percent = [](std::vector<Event> events) {
    return progress(given(std::move(events)).state(), examples::catalogue());
  };
  BOOST_TEST(percent({an_empty_draft()}) == 0);
  BOOST_TEST(percent({a_draft()}) == 75);
  BOOST_TEST(percent({a_draft(), a_submission()}) == 100);
  BOOST_TEST(percent({a_draft(), a_submission(), Withdrawn{}}) == 75);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi::plan
