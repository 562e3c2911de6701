#include "tests/given.hpp"
#include "tests/plan_states.hpp"

// The plan's rules as tables: every command and every event on every status, and every field that
// an event leaves behind. Each rule told by itself: plan_test.

namespace yanxi::plan {
namespace {

using examples::contents;
using Kind = Refusal::Kind;

std::string described(const State& state) {
  std::string text = std::string(status_name(state.status)) + "|" + std::to_string(state.version) +
                     "|" + told_event(DraftSaved{"", state.catalogue, state.contents}) +
                     taipei_text(state.saved_at) + std::to_string(state.saved_at.us) + "|" +
                     std::to_string(state.changed_at.us);
  if (const auto& s = state.submission) {
    text += "|submitted " + std::to_string(s->version) + " " + std::to_string(s->position) + " " +
            std::to_string(s->at.us) + " " + to_hex(s->leaf) + " " +
            told_event(Submitted{s->arrived.us, s->catalogue, s->contents});
  }
  if (const auto& before = state.before_import) {
    Contents old;
    old.hours = *before;
    text += "|before import " + told_event(DraftSaved{"", "", old});
  }
  if (const auto& e = state.extension) {
    text += "|until " + std::to_string(e->until.us) + " " + std::to_string(e->counts_until.us);
  }
  return text;
}

std::vector<Event> every_event() {
  return {examples::draft_saved(with_hours(8)),
          examples::imported("replace"),
          Submitted{77, "115-2", with_hours(8)},
          Withdrawn{},
          Deleted{},
          Restored{"教師誤刪規劃", ""},
          Extended{examples::counts_until(), true, "教師因公出國", ""},
          CatalogueChanged{"115-2", with_hours(5), {{"h.3-2-5", "2"}}}};
}

struct CommandRow {
  const char* name;
  Command command;
  // For each status: with the form of this version, of the one before.
  std::array<std::string, 5> fresh, old;
};

std::vector<CommandRow> command_rows() {
  const Instant later = examples::accepts_until() + day_us;
  const std::string saved = "plan.draft_saved.1", no = yanxi::told(Kind::wrong_state),
                    stale = yanxi::told(Kind::stale), changed = "plan.catalogue_changed.1",
                    longer = "plan.extended.1", back = "plan.restored.1", gone = "plan.deleted.1",
                    import = "plan.school_plan_imported.1", in = "plan.submitted.1";
  return {
      {"save",
       SaveDraft{{{"h.1-1-1", "9"}}},
       {saved, saved, no, saved, saved},
       {stale, saved, no, saved, stale}},
      {"carry over",
       CarryOver{contents(), ""},
       {saved, no, no, no, saved},
       {stale, no, no, no, stale}},
      {"import",
       ImportSchoolPlan{"fill"},
       {no, import, no, import, no},
       {no, stale, no, stale, no}},
      {"undo", UndoImport{}, {no, saved, no, saved, no}, {no, stale, no, stale, no}},
      {"submit", Submit{}, {no, in, no, in, no}, {no, stale, no, stale, no}},
      {"withdraw", Withdraw{}, {no, no, "plan.withdrawn.1", no, no}, {no, no, stale, no, no}},
      {"delete", Delete{}, {no, gone, no, gone, no}, {no, stale, no, stale, no}},
      {"restore",
       Restore{"教師誤刪規劃", ""},
       {no, no, no, back, back},
       {no, no, no, stale, stale}},
      {"extend",
       Extend{later, false, "教師因公出國", ""},
       {longer, longer, no, longer, longer},
       {stale, stale, no, stale, stale}},
      {"change catalogue",
       ChangeCatalogue{},
       {no, changed, no, changed, no},
       {no, stale, no, stale, no}},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_table)

BOOST_AUTO_TEST_CASE(each_command_applies_to_its_states_and_to_what_was_seen) {
  year::State year = examples::year();
  year.catalogue = "115-2";
  for (const CommandRow& row : command_rows()) {
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      BOOST_TEST_CONTEXT(row.name << " when " << status_name(statuses[i])) {
        const State state = state_of(statuses[i]);
        Context context = examples::context_of(row.command);
        context.catalogues = &two_catalogues();
        if (std::holds_alternative<ChangeCatalogue>(row.command)) context.year = &year;
        context.school_plan = examples::school_plan();
        context.on_roster = true;
        const auto decide_seeing = [&](std::uint64_t version) {
          context.seen_version = version;
          context.seen = version == state.version ? nullptr : &state.contents;
          const auto decided = decide(state, row.command, context);
          if (!decided) BOOST_TEST(decided.error().status == statuses[i]);
          return in_short(decided);
        };
        BOOST_TEST(decide_seeing(state.version) == row.fresh[i]);
        BOOST_TEST(decide_seeing(state.version - 1) == row.old[i]);
        // A version that is still to come is never merged.
        const bool merged = row.old[i] == "plan.draft_saved.1";
        BOOST_TEST(decide_seeing(state.version + 1) ==
                   (merged ? yanxi::told(Kind::stale) : row.old[i]));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_event_follows_its_states_only) {
  using Next = std::optional<Status>;
  const Next no, draft = Status::draft, in = Status::submitted, back = Status::withdrawn,
                 gone = Status::deleted, none = Status::absent;
  const std::array<std::array<Next, 5>, 8> rows = {{
      {draft, draft, no, back, draft},  // saved
      {no, draft, no, back, no},        // imported
      {no, in, no, in, no},             // submitted
      {no, no, back, no, no},           // withdrawn
      {no, gone, no, gone, no},         // deleted
      {no, no, no, in, draft},          // restored
      {none, draft, no, back, gone},    // extended
      {no, draft, no, back, no},        // catalogue changed
  }};
  const auto events = every_event();
  for (std::size_t e = 0; e < events.size(); ++e) {
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      BOOST_TEST_CONTEXT(encode(events[e]).tag << " when " << status_name(statuses[i])) {
        BOOST_TEST((follow(statuses[i], events[e]) == rows[e][i]));
        const State after = evolve(state_of(statuses[i]), events[e], {1, 7, {}, {}});
        BOOST_TEST(after.status == rows[e][i].value_or(statuses[i]));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_event_leaves_what_it_says_and_nothing_else) {
  const Stamp stamp{90, 7, examples::counts_until(), Digest{3}};
  const auto events = every_event();
  const auto expect = [&](const State& before, std::size_t event, auto change) {
    State after = before;
    after.version = 7;
    after.changed_at = stamp.at;
    change(after);
    BOOST_TEST_CONTEXT(encode(events[event]).tag << " when " << status_name(before.status)) {
      BOOST_TEST(described(evolve(before, events[event], stamp)) == described(after));
    }
  };
  const auto school = examples::imported("replace");
  for (const Status status : {Status::draft, Status::withdrawn}) {
    const State before = state_of(status);
    expect(before, 0, [&](State& after) {
      after.contents = with_hours(8);
      after.saved_at = stamp.at;
      after.before_import.reset();
    });
    expect(before, 1, [&](State& after) {
      after.before_import = before.contents.hours;
      after.contents.hours = school.hours;
      after.saved_at = stamp.at;
    });
    expect(before, 2, [&](State& after) {
      after.status = Status::submitted;
      after.catalogue = "115-2";
      after.contents = with_hours(8);
      after.before_import.reset();
      after.submission =
          Submission{7, 90, stamp.at, Instant{77}, stamp.leaf, "115-2", with_hours(8)};
    });
    expect(before, 4, [](State& after) { after.status = Status::deleted; });
    expect(before, 7, [&](State& after) {
      after.catalogue = "115-2";
      after.contents = with_hours(5);
      after.saved_at = stamp.at;
      after.before_import.reset();
    });
  }
  expect(state_of(Status::submitted), 3, [](State& after) { after.status = Status::withdrawn; });
  expect(state_of(Status::withdrawn), 5, [](State& after) {
    after.status = Status::submitted;
    after.catalogue = "114-1";
    after.contents = with_hours(6);
    after.before_import.reset();
  });
  expect(state_of(Status::deleted), 5, [](State& after) {
    after.status = Status::draft;
    after.before_import.reset();
  });
  const State erased_state = erased(State{}, stamp);
  State nothing;
  nothing.version = 7;
  nothing.changed_at = stamp.at;
  BOOST_TEST(described(erased_state) == described(nothing));
}

BOOST_AUTO_TEST_CASE(staff_give_grounds) {
  const Instant later = examples::accepts_until() + day_us;
  const struct {
    std::string reason, document;
    std::optional<Kind> refusal;
  } rows[] = {{"", "", Kind::no_reason},
              {characters(4), characters(61), Kind::no_reason},
              {characters(5), "", {}},
              {characters(200), characters(60), {}},
              {characters(201), "", Kind::no_reason},
              {characters(5), characters(61), Kind::bad_document}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.reason << "; " << row.document) {
      Context context = examples::context_of(Restore{});
      context.seen_version = 6;
      const State state = state_of(Status::deleted);
      const auto check = [&](const Command& command, const Event& event) {
        const auto decided = decide(state, command, context);
        BOOST_TEST(yanxi::told(decided) ==
                   (row.refusal ? yanxi::told(Refusal{*row.refusal, Status::deleted, {}, {}})
                                : told_event(event)));
      };
      const std::string reason = " " + row.reason + " ", document = row.document + " ";
      check(Restore{reason, document}, Restored{row.reason, row.document});
      check(Extend{later, true, reason, document}, Extended{later, true, row.reason, row.document});
    }
  }
}

BOOST_AUTO_TEST_CASE(the_status_and_its_share_of_the_way_have_names) {
  const char* names[] = {"absent", "draft", "submitted", "withdrawn", "deleted"};
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    BOOST_TEST(status_name(statuses[i]) == std::string(names[i]));
  }
  State state = state_of(Status::draft);
  const auto percent = [&] { return progress(state, examples::catalogue()); };
  BOOST_TEST(percent() == 75);
  state.contents.education = "";
  BOOST_TEST(percent() == 50);
  state.contents.time[0] = "";
  BOOST_TEST(percent() == 25);
  state.contents.hours.planned.clear();
  BOOST_TEST(percent() == 0);
  state.status = Status::submitted;
  BOOST_TEST(percent() == 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi::plan
