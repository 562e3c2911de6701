// A teacher's plan for one year: events, commands, states, refusals. Pure: time, identity and the
// facts of other streams arrive in Context. Stream plan/115/ACCOUNT. Not here: fields (contents).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/contents.hpp"
#include "events/instant.hpp"
#include "events/log/envelope.hpp"
#include "events/year.hpp"

namespace yanxi::plan {

// --- What happened -------------------------------------------------------------------------------

struct DraftSaved {
  static constexpr const char* tag = "plan.draft_saved.1";
  std::string via;  // form, autosave, undo (of an import), carry (last year's plan brought over)
  std::string catalogue;
  Contents contents;  // whole, so that any version can be read by itself
};
struct SchoolPlanImported {
  static constexpr const char* tag = "plan.school_plan_imported.1";
  std::string unit;
  std::uint64_t school_version = 0;  // of stream school-plan/YEAR/unit
  std::string school_digest;         // its leaf, in hexadecimal, to prove what was imported
  std::string mode;                  // fill: only empty items; replace: all
  Hours hours;                       // as the school had them
};
struct Submitted {
  static constexpr const char* tag = "plan.submitted.1";
  // When the request arrived, in microseconds of UTC since 1970. Whether a plan counts is judged by
  // it, so that nobody is late by our delay; the event's own time may be later, for it never goes
  // back.
  std::int64_t arrived_us = 0;
  std::string catalogue;
  Contents contents;
};
struct Withdrawn {
  static constexpr const char* tag = "plan.withdrawn.1";
};
struct Deleted {
  static constexpr const char* tag = "plan.deleted.1";
};
struct Restored {
  static constexpr const char* tag = "plan.restored.1";
  std::string reason;
  std::string document;
};
// An administrator opened the year for this one person (個別補送). It changes nothing in the plan,
// and may come before there is one.
struct Extended {
  static constexpr const char* tag = "plan.extended.1";
  Instant until;
  bool counts = false;  // whether what is submitted until then counts for the reward
  std::string reason;
  std::string document;
};
// The plan was carried over to another version of its year's catalogue.
struct CatalogueChanged {
  static constexpr const char* tag = "plan.catalogue_changed.1";
  std::string catalogue;
  Contents contents;
  TopicNames dropped;  // field names and values that version does not have, sorted by name
};
using Event = std::variant<DraftSaved, SchoolPlanImported, Submitted, Withdrawn, Deleted, Restored,
                           Extended, CatalogueChanged>;

// --- Where it stands -----------------------------------------------------------------------------

enum class Status { absent, draft, submitted, withdrawn, deleted };
const char* status_name(Status status);  // as `yanxi show` prints it

// The last submission, kept through withdrawal so that a restore can bring it back.
struct Submission {
  std::uint64_t version = 0, position = 0;
  Instant at, arrived;
  Digest leaf{};
  std::string catalogue;
  Contents contents;
};

// The latest of what was given; zero for nothing.
struct Extension {
  Instant until, counts_until;
};

struct State {
  Status status = Status::absent;
  std::uint64_t version = 0;
  std::string catalogue;
  Contents contents;
  Instant saved_at;    // the last time the contents changed
  Instant changed_at;  // the last event of any kind
  std::optional<Submission> submission;
  // The topics as they were before an import; gone with the next save (復原這次匯入).
  std::optional<Hours> before_import;
  std::optional<Extension> extension;
};

// What is open when for this person: the year's windows, later where a school of theirs or they
// themselves were given longer.
year::Windows windows_for(const std::optional<Extension>& extension, const year::State& year,
                          const std::vector<std::string>& posts);

// --- What may be asked ---------------------------------------------------------------------------

// Stores the typed fields: of the whole plan, one step or fewer. On a deleted or absent plan it
// starts a new one. Fields not named stay as they are.
struct SaveDraft {
  std::vector<Field> fields;
  std::string via = "form";
};
// Starts a plan from last year's contents; codes that are gone are left empty.
struct CarryOver {
  Contents contents;
  std::string unit;  // chosen by a person with several posts, else empty
};
struct ImportSchoolPlan {
  std::string mode;
};
struct UndoImport {};
struct Submit {};
struct Withdraw {};
struct Delete {};
struct Restore {
  std::string reason;  // 5 to 200 characters
  std::string document;
};
struct Extend {
  Instant until;
  bool counts = false;
  std::string reason;
  std::string document;
};
// Carries a draft over to the version its year is filled in with now.
struct ChangeCatalogue {};
using Command = std::variant<SaveDraft, CarryOver, ImportSchoolPlan, UndoImport, Submit, Withdraw,
                             Delete, Restore, Extend, ChangeCatalogue>;

// Whether a member of staff gives it: allowed after the window has closed, too.
bool is_of_staff(const Command& command);

// The school's submitted plan, as the importing teacher would get it.
struct SchoolPlan {
  std::uint64_t version = 0;
  std::string digest;
  std::string catalogue;
  Hours hours;
};

// What a decision needs to know besides the plan itself.
struct Context {
  Instant now;  // when the request arrived
  Authority by;
  std::string account;  // whose plan it is; empty when nobody is registered under it
  const year::State* year = nullptr;
  const Catalogues* catalogues = nullptr;
  std::vector<std::string> posts;         // units the person teaches at now
  std::uint64_t seen_version = 0;         // of the plan the form was made from
  const Contents* seen = nullptr;         // and its contents
  std::optional<SchoolPlan> school_plan;  // submitted by the plan's unit
  bool on_roster = false;
};

struct Refusal {
  enum class Kind {
    not_open_yet,
    closed,
    wrong_state,      // the command does not apply to `status`
    stale,            // changed since the form was made, in a way that cannot be merged
    conflict,         // fields changed since to something else: `conflicts`
    not_accepted,     // values that may not even be in a draft: `problems`
    incomplete,       // submit: `problems`, all at once
    no_school_plan,   // import: the school has not submitted (manual, 無法匯入 cause 1)
    not_on_roster,    // import: not listed at the deadline (manual, 無法匯入 cause 2)
    other_catalogue,  // import: the school used another version
    nothing_to_undo,
    no_reason,       // restore, extend: 5 to 200 characters
    bad_document,    // restore, extend: at most 60 characters
    bad_time,        // extend: not after now and what was given, or more than a year ahead
    same_catalogue,  // change of catalogue: it is filled in with that version already
    not_authorised   // neither the plan's teacher nor, for what is the staff's, an administrator
  };
  Kind kind;
  Status status = Status::absent;
  std::vector<Problem> problems;
  std::vector<FieldConflict> conflicts;
};

inline Refusal outrun(const State& state) { return {Refusal::Kind::stale, state.status, {}, {}}; }

using Decision = std::expected<std::vector<Event>, Refusal>;

Decision decide(const State& state, const Command& command, const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp);
using Standing = Status;
// The status after `event`, whatever the windows were; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing status, const Event& event);
inline Standing follow_erased(std::type_identity<Event>, Standing) { return Status::absent; }
// What a lawfully erased event leaves of a plan: nothing but its version. What is erased stands at
// the beginning of a stream, so nothing before it is lost by this.
State erased(State state, const Stamp& stamp);

// Everything that keeps the contents from being submitted by a person with these posts: the
// problems of the contents, and a unit that is not chosen or no longer one of the posts, for the
// school at the time of submission is the one that counts.
std::vector<Problem> find_submit_problems(const Contents& contents, const Catalogue& catalogue,
                                          const std::vector<std::string>& posts);

// What a change to another version leaves of the contents, and what has to go: codes are never
// reused, so a code both versions have means the same (edition).
CatalogueChanged change_catalogue(const Contents& contents, const Catalogue& to);

// The share of the way shown as progress: 25 for each complete step, 100 only when submitted.
int progress(const State& state, const Catalogue& catalogue);

}  // namespace yanxi::plan
