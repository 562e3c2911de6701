#include "events/plan.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "events/text.hpp"

namespace yanxi::plan {
namespace {

Decision refuse(Refusal::Kind kind, const State& state) {
  return std::unexpected(Refusal{kind, state.status, {}, {}});
}

const Catalogue& catalogue_of(const State& state, const Context& context) {
  const bool started = state.status != Status::absent && state.status != Status::deleted;
  return context.catalogues->at(started ? state.catalogue : context.year->catalogue);
}

bool is_editable(Status status) { return status == Status::draft || status == Status::withdrawn; }

bool is_post(const Context& context, const std::string& unit) {
  return std::ranges::find(context.posts, unit) != context.posts.end();
}

// The unit a new plan begins with: the only post, or none when the person has to choose.
std::string first_unit(const Context& context) {
  return context.posts.size() == 1 ? context.posts.front() : std::string();
}

using Grounds = std::pair<std::string, std::string>;

std::expected<Grounds, Refusal::Kind> accept_grounds(const std::string& reason,
                                                     const std::string& document) {
  auto because = accept_reason(reason);
  if (!because) return std::unexpected(Refusal::Kind::no_reason);
  auto number = accept_document(document);
  if (!number) return std::unexpected(Refusal::Kind::bad_document);
  return Grounds{std::move(*because), std::move(*number)};
}

Decision decide_on(const State& state, const SaveDraft& command, const Context& context) {
  if (state.status == Status::submitted) return refuse(Refusal::Kind::wrong_state, state);
  const bool starting = !is_editable(state.status);
  // A tab that has not seen a deletion must not undo it by saving.
  const bool unseen_deletion =
      state.status == Status::deleted && context.seen_version != state.version;
  if (unseen_deletion || context.seen_version > state.version) {
    return refuse(Refusal::Kind::stale, state);
  }
  const Catalogue& catalogue = catalogue_of(state, context);
  const Contents blank = blank_contents(catalogue, first_unit(context));
  const Contents& current = starting ? blank : state.contents;
  const bool stale = !starting && context.seen_version != state.version;
  const bool saw_a_plan = context.seen && !context.seen->method.empty();
  const Contents& base = !stale ? current : saw_a_plan ? *context.seen : blank;
  auto merged = merge(base, current, command.fields, catalogue);
  for (const Field& field : command.fields) {
    if (field.name == "unit" && !field.value.empty() && !is_post(context, field.value)) {
      merged.problems.push_back({"unit", Problem::Kind::unknown_code, 0, field.value});
    }
  }
  if (!merged.problems.empty()) {
    return std::unexpected(
        Refusal{Refusal::Kind::not_accepted, state.status, std::move(merged.problems), {}});
  }
  if (!merged.conflicts.empty()) {
    return std::unexpected(
        Refusal{Refusal::Kind::conflict, state.status, {}, std::move(merged.conflicts)});
  }
  // The first save always records a draft, even an empty one: there is a plan from then on.
  if (!starting && merged.value == current) return std::vector<Event>{};
  return std::vector<Event>{DraftSaved{command.via, catalogue.version, std::move(merged.value)}};
}

Decision decide_on(const State& state, const CarryOver& command, const Context& context) {
  if (state.status != Status::absent && state.status != Status::deleted) {
    return refuse(Refusal::Kind::wrong_state, state);
  }
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  const Catalogue& catalogue = catalogue_of(state, context);
  const bool chosen = is_post(context, command.unit);
  Contents carried = blank_contents(catalogue, chosen ? command.unit : first_unit(context));
  for (const Field& field : fields_of(command.contents)) {
    if (field.name != "unit") set_field(carried, field, catalogue);
  }
  return std::vector<Event>{DraftSaved{"carry", catalogue.version, std::move(carried)}};
}

Decision decide_on(const State& state, const ImportSchoolPlan& command, const Context& context) {
  if (!is_editable(state.status)) return refuse(Refusal::Kind::wrong_state, state);
  if (!context.school_plan) return refuse(Refusal::Kind::no_school_plan, state);
  if (!context.on_roster) return refuse(Refusal::Kind::not_on_roster, state);
  const SchoolPlan& school = *context.school_plan;
  if (school.catalogue != state.catalogue) return refuse(Refusal::Kind::other_catalogue, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  return std::vector<Event>{SchoolPlanImported{state.contents.unit, school.version, school.digest,
                                               command.mode == "replace" ? "replace" : "fill",
                                               school.hours}};
}

Decision decide_on(const State& state, const UndoImport&, const Context& context) {
  if (!is_editable(state.status)) return refuse(Refusal::Kind::wrong_state, state);
  if (!state.before_import) return refuse(Refusal::Kind::nothing_to_undo, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  Contents contents = state.contents;
  contents.hours = *state.before_import;
  return std::vector<Event>{DraftSaved{"undo", state.catalogue, std::move(contents)}};
}

Decision decide_on(const State& state, const Submit&, const Context& context) {
  if (!is_editable(state.status)) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  auto problems = find_submit_problems(state.contents, catalogue_of(state, context), context.posts);
  if (!problems.empty()) {
    return std::unexpected(
        Refusal{Refusal::Kind::incomplete, state.status, std::move(problems), {}});
  }
  return std::vector<Event>{Submitted{context.now.us, state.catalogue, state.contents}};
}

Decision decide_on(const State& state, const Withdraw&, const Context& context) {
  if (state.status != Status::submitted) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  return std::vector<Event>{Withdrawn{}};
}

Decision decide_on(const State& state, const Delete&, const Context& context) {
  if (!is_editable(state.status)) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  return std::vector<Event>{Deleted{}};
}

Decision decide_on(const State& state, const Restore& command, const Context& context) {
  const bool restorable = state.status == Status::withdrawn || state.status == Status::deleted;
  if (!restorable) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  auto grounds = accept_grounds(command.reason, command.document);
  if (!grounds) return refuse(grounds.error(), state);
  return std::vector<Event>{Restored{grounds->first, grounds->second}};
}

Decision decide_on(const State& state, const Extend& command, const Context& context) {
  // A submitted plan needs no more time; whoever withdraws it later may be given some then.
  if (state.status == Status::submitted) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  const bool ahead = command.until > context.now && command.until - context.now <= 366 * day_us;
  // It must reach beyond what is open already; what was given is not taken back.
  const auto windows = windows_for(state.extension, *context.year, context.posts);
  const Instant given = command.counts ? windows.counts_until : windows.accepts_until;
  if (!ahead || command.until <= given) return refuse(Refusal::Kind::bad_time, state);
  auto grounds = accept_grounds(command.reason, command.document);
  if (!grounds) return refuse(grounds.error(), state);
  return std::vector<Event>{
      Extended{command.until, command.counts, grounds->first, grounds->second}};
}

Decision decide_on(const State& state, const ChangeCatalogue&, const Context& context) {
  if (!is_editable(state.status)) return refuse(Refusal::Kind::wrong_state, state);
  if (context.seen_version != state.version) return refuse(Refusal::Kind::stale, state);
  const Catalogue& to = context.catalogues->at(context.year->catalogue);
  if (to.version == state.catalogue) return refuse(Refusal::Kind::same_catalogue, state);
  return std::vector<Event>{change_catalogue(state.contents, to)};
}

void evolve_on(State& state, const DraftSaved& event, const Stamp& stamp) {
  // Saving a withdrawn plan keeps it withdrawn; only a submit completes it again.
  state.catalogue = event.catalogue;
  state.contents = event.contents;
  state.saved_at = stamp.at;
  state.before_import.reset();
}

void evolve_on(State& state, const SchoolPlanImported& event, const Stamp& stamp) {
  state.before_import = state.contents.hours;
  const auto mode = event.mode == "replace" ? ImportMode::replace : ImportMode::fill;
  import_hours(mode, event.hours, state.contents.hours);
  state.saved_at = stamp.at;
}

void evolve_on(State& state, const Submitted& event, const Stamp& stamp) {
  state.catalogue = event.catalogue;
  state.contents = event.contents;
  state.before_import.reset();
  state.submission = Submission{stamp.version, stamp.position,  stamp.at,      {event.arrived_us},
                                stamp.leaf,    event.catalogue, event.contents};
}

void evolve_on(State&, const Withdrawn&, const Stamp&) {}
void evolve_on(State&, const Deleted&, const Stamp&) {}

void evolve_on(State& state, const Extended& event, const Stamp&) {
  Extension extension = state.extension.value_or(Extension{});
  extension.until = std::max(extension.until, event.until);
  if (event.counts) extension.counts_until = std::max(extension.counts_until, event.until);
  state.extension = extension;
}

void evolve_on(State& state, const CatalogueChanged& event, const Stamp& stamp) {
  state.catalogue = event.catalogue;
  state.contents = event.contents;
  state.saved_at = stamp.at;
  state.before_import.reset();
}

void evolve_on(State& state, const Restored&, const Stamp&) {
  if (state.status == Status::withdrawn) {
    assert(state.submission);  // what was not submitted was never withdrawn
    // Submitted again, with its original time and receipt.
    state.catalogue = state.submission->catalogue;
    state.contents = state.submission->contents;
  }
  state.before_import.reset();
}

std::optional<Status> follow_with(Status status, const DraftSaved&) {
  if (status == Status::submitted) return {};
  return status == Status::withdrawn ? status : Status::draft;
}
std::optional<Status> follow_with(Status status, const SchoolPlanImported&) {
  return is_editable(status) ? std::optional(status) : std::nullopt;
}
std::optional<Status> follow_with(Status status, const Submitted&) {
  return is_editable(status) ? std::optional(Status::submitted) : std::nullopt;
}
std::optional<Status> follow_with(Status status, const Withdrawn&) {
  return status == Status::submitted ? std::optional(Status::withdrawn) : std::nullopt;
}
std::optional<Status> follow_with(Status status, const Deleted&) {
  return is_editable(status) ? std::optional(Status::deleted) : std::nullopt;
}
std::optional<Status> follow_with(Status status, const Restored&) {
  if (status == Status::withdrawn) return Status::submitted;
  return status == Status::deleted ? std::optional(Status::draft) : std::nullopt;
}
std::optional<Status> follow_with(Status status, const Extended&) {
  return status == Status::submitted ? std::nullopt : std::optional(status);
}
std::optional<Status> follow_with(Status status, const CatalogueChanged&) {
  return is_editable(status) ? std::optional(status) : std::nullopt;
}

}  // namespace

const char* status_name(Status status) {
  static constexpr std::array names = {"absent", "draft", "submitted", "withdrawn", "deleted"};
  return names.at(static_cast<std::size_t>(status));
}

Decision decide(const State& state, const Command& command, const Context& context) {
  const bool allowed =
      is_of_staff(command) ? context.by.administers() : context.by.is_teacher(context.account);
  if (!allowed || context.account.empty()) return refuse(Refusal::Kind::not_authorised, state);
  if (!context.year->exists) return refuse(Refusal::Kind::not_open_yet, state);
  if (!is_of_staff(command)) {
    const year::Phase phase =
        year::phase(windows_for(state.extension, *context.year, context.posts), context.now);
    if (phase == year::Phase::before) return refuse(Refusal::Kind::not_open_yet, state);
    if (phase == year::Phase::closed) return refuse(Refusal::Kind::closed, state);
  }
  return std::visit([&](const auto& chosen) { return decide_on(state, chosen, context); }, command);
}

State evolve(State state, const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& happened) { evolve_on(state, happened, stamp); }, event);
  state.status = follow(state.status, event).value_or(state.status);
  state.version = stamp.version;
  state.changed_at = stamp.at;
  return state;
}

std::optional<Status> follow(Status status, const Event& event) {
  return std::visit([&](const auto& happened) { return follow_with(status, happened); }, event);
}

bool is_of_staff(const Command& command) {
  return std::holds_alternative<Restore>(command) || std::holds_alternative<Extend>(command);
}

year::Windows windows_for(const std::optional<Extension>& extension, const year::State& year,
                          const std::vector<std::string>& posts) {
  year::Windows windows = year::windows_for(year, posts);
  if (!extension) return windows;
  windows.accepts_until = std::max(windows.accepts_until, extension->until);
  windows.counts_until = std::max(windows.counts_until, extension->counts_until);
  return windows;
}

CatalogueChanged change_catalogue(const Contents& contents, const Catalogue& to) {
  CatalogueChanged changed{to.version, blank_contents(to, contents.unit), {}};
  for (const Field& field : fields_of(contents)) {
    if (field.name == "unit" || field.value.empty()) continue;
    const bool known = field_value(changed.contents, field.name).has_value();
    if (!known || set_field(changed.contents, field, to)) {
      changed.dropped.emplace_back(field.name, field.value);
    }
  }
  std::ranges::sort(changed.dropped);
  return changed;
}

State erased(State, const Stamp& stamp) {
  State state;
  state.version = stamp.version;
  state.changed_at = stamp.at;
  return state;
}

std::vector<Problem> find_submit_problems(const Contents& contents, const Catalogue& catalogue,
                                          const std::vector<std::string>& posts) {
  auto problems = find_problems(contents, catalogue);
  if (std::ranges::find(posts, contents.unit) == posts.end()) {
    const auto kind = contents.unit.empty() ? Problem::Kind::missing : Problem::Kind::unit_changed;
    problems.insert(problems.begin(), Problem{"unit", kind, 0, contents.unit});
  }
  return problems;
}

int progress(const State& state, const Catalogue& catalogue) {
  if (state.status == Status::submitted) return 100;
  int percent = 0;
  for (const Step step : {Step::profile, Step::needs, Step::topics}) {
    if (find_problems(state.contents, catalogue, step).empty()) percent += 25;
  }
  return percent;
}

}  // namespace yanxi::plan
