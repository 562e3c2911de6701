#include "events/gather.hpp"

namespace yanxi {
namespace {

// Until the decision is taken the state stays as it is, whatever is appended meanwhile.
template <class Kind>
const typename Kind::State& pin(const Sources& from, const StreamKey& key, Pinned& pinned) {
  auto folded = from.facts.current<Kind>(key);
  pinned.push_back(folded);
  return folded->state;
}

Authority authority_of(const Sources& from, const Actor& actor) {
  if (actor.source == terminal_source) return {actor.account, actor.role, {}};
  Authority known{actor.account, {}, {}};
  const auto person = from.facts.current<streams::Person>({0, actor.account});
  if (person->state.barred) return known;
  for (const person::Role& role : person->state.roles) {
    if (role.name != actor.role) continue;
    known.role = role.name;
    known.scopes.push_back(role.scope);
  }
  return known;
}

// The school's submitted plan as an import would take it, if there is one.
std::optional<plan::SchoolPlan> importable(const school_plan::State& school) {
  if (school.status != school_plan::Status::submitted) return {};
  return plan::SchoolPlan{school.version, to_hex(school.leaf), school.catalogue, school.hours};
}

// Another machine may have published a version that this one has not met yet.
void follow_catalogues(const Sources& from, const std::string& version) {
  if (!from.catalogues.contains(version)) read_catalogues(from.log, from.catalogues);
}

}  // namespace

std::optional<plan::SchoolPlan> read_importable(const EventLog& log, int year,
                                                const std::string& unit) {
  return importable(read_school_plan(log, year, unit));
}

plan::Context gather(const Sources& from, const Question<streams::Plan>& asked, Pinned& pinned) {
  const auto& [year, account] = asked.key;
  const plan::State& state = asked.stream.state;
  plan::Context context;
  context.now = asked.request.at;
  context.by = authority_of(from, asked.request.actor);
  context.account = account;
  context.year = &pin<streams::Year>(from, {year, {}}, pinned);
  context.catalogues = &from.catalogues;
  if (context.year->exists) follow_catalogues(from, context.year->catalogue);
  const auto& person = pin<streams::Person>(from, {0, account}, pinned);
  // Nobody has this account any more: an erasure came between the sign-in and this very command.
  if (!person.exists) context.account.clear();
  context.posts = person::posts(person.roles);
  context.seen_version = asked.seen_version.value_or(asked.stream.version);
  if (context.seen_version != asked.stream.version) {
    auto seen =
        std::make_shared<plan::State>(read_plan(from.log, year, account, context.seen_version));
    context.seen = &seen->contents;
    pinned.push_back(std::move(seen));
  }
  if (std::holds_alternative<plan::ImportSchoolPlan>(asked.command)) {
    const StreamKey school{year, state.contents.unit};
    context.school_plan = importable(pin<streams::SchoolPlan>(from, school, pinned));
    context.on_roster = roster::lists(pin<streams::Roster>(from, school, pinned), account);
  }
  return context;
}

school_plan::Context gather(const Sources& from, const Question<streams::SchoolPlan>& asked,
                            Pinned& pinned) {
  const auto& [number, unit] = asked.key;
  auto year = std::make_shared<year::State>(pin<streams::Year>(from, {number, {}}, pinned));
  year->windows = year::windows_for(*year, {unit});
  pinned.push_back(year);
  return {asked.request.at,
          year.get(),
          &from.catalogues,
          authority_of(from, asked.request.actor),
          unit,
          asked.seen_version};
}

roster::Context gather(const Sources& from, const Question<streams::Roster>& asked, Pinned&) {
  return {authority_of(from, asked.request.actor)};
}

year::Context gather(const Sources& from, const Question<streams::Year>& asked, Pinned&) {
  const int year = asked.key.year;
  year::Context context{year,
                        asked.seen_version.value_or(asked.stream.version),
                        {},
                        authority_of(from, asked.request.actor)};
  for (const int other : {year - 1, year + 1}) {
    const auto state = from.facts.current<streams::Year>({other, {}});
    if (state->state.exists) context.others.emplace_back(other, state->state.windows);
  }
  return context;
}

survey::Context gather(const Sources& from, const Question<streams::Survey>& asked, Pinned&) {
  const auto& [number, account] = asked.key;
  const auto plan = from.facts.current<streams::Plan>(asked.key);
  const auto year = from.facts.current<streams::Year>({number, {}});
  const auto person = from.facts.current<streams::Person>({0, account});
  return {asked.request.at, asked.seen_version.value_or(asked.stream.version),
          plan::windows_for(plan->state.extension, year->state, person::posts(person->state.roles)),
          authority_of(from, asked.request.actor), account};
}

person::Context gather(const Sources& from, const Question<streams::Person>& asked, Pinned&) {
  return {authority_of(from, asked.request.actor), asked.stream.version, asked.seen_version};
}

unit::Context gather(const Sources& from, const Question<streams::Unit>& asked, Pinned&) {
  return {authority_of(from, asked.request.actor)};
}

edition::Context gather(const Sources& from, const Question<streams::Catalogue>& asked, Pinned&) {
  read_catalogues(from.log, from.catalogues);
  return {asked.key.year, from.catalogues.all(), authority_of(from, asked.request.actor)};
}

access::Context gather(const Sources&, const Question<streams::Access>&, Pinned&) { return {}; }

lineage::Context gather(const Sources&, const Question<streams::Log>&, Pinned&) { return {}; }

}  // namespace yanxi
