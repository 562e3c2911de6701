#include "events/execute.hpp"

#include <sodium.h>

namespace yanxi {
namespace {

// Folds the streams whose events need no stamp.
template <class State, class Event>
State fold(const std::vector<Envelope>& envelopes, State (*evolve)(State, const Event&)) {
  State state;
  for (const Envelope& envelope : envelopes) {
    if (envelope.erased) continue;
    state = evolve(std::move(state), decode<Event>(envelope.tag, envelope.payload));
  }
  return state;
}

school_plan::State fold_school_plan(const std::vector<Envelope>& envelopes) {
  school_plan::State state;
  for (const Envelope& envelope : envelopes) {
    state = school_plan::evolve(std::move(state),
                                decode<school_plan::Event>(envelope.tag, envelope.payload),
                                stamp_of(envelope));
  }
  return state;
}

survey::State fold_survey(const std::vector<Envelope>& envelopes) {
  survey::State state;
  for (const Envelope& envelope : envelopes) {
    // How often it was answered is the version of the form, with or without contents.
    if (envelope.erased) {
      state.version = envelope.version;
      continue;
    }
    state = survey::evolve(std::move(state), decode<survey::Event>(envelope.tag, envelope.payload),
                           envelope.at);
  }
  return state;
}

}  // namespace

plan::State fold_plan(const std::vector<Envelope>& envelopes, plan::State state) {
  for (const Envelope& envelope : envelopes) {
    if (envelope.erased) {
      state = plan::erased(stamp_of(envelope));
      continue;
    }
    state = plan::evolve(std::move(state), decode<plan::Event>(envelope.tag, envelope.payload),
                         stamp_of(envelope));
  }
  return state;
}

CommandId command_id(std::string_view actor, std::string_view once, std::string_view body) {
  crypto_generichash_state state;
  CommandId id;
  crypto_generichash_init(&state, nullptr, 0, id.size());
  for (std::string_view part : {actor, once, body}) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), size);
  }
  crypto_generichash_final(&state, id.data(), id.size());
  return id;
}

lineage::State read_lineage(const EventLog& log) {
  lineage::State state;
  for (const Envelope& envelope : log.read_stream(log_stream())) {
    state =
        lineage::evolve(std::move(state), decode<lineage::Event>(envelope.tag, envelope.payload),
                        stamp_of(envelope));
  }
  return state;
}
void read_catalogues(const EventLog& log, Catalogues& catalogues) {
  for (int year = edition::first_year; year < edition::first_year + 100; ++year) {
    for (const Envelope& envelope : log.read_stream(catalogue_stream(year))) {
      const auto event = decode<edition::Event>(envelope.tag, envelope.payload);
      catalogues.add(Catalogue::load(std::get<edition::Published>(event).json));
    }
  }
}
year::State read_year(const EventLog& log, int year) {
  return fold(log.read_stream(year_stream(year)), &year::evolve);
}
person::State read_person(const EventLog& log, const std::string& account, Instant at) {
  auto envelopes = log.read_stream(person_stream(account));
  std::erase_if(envelopes, [&](const Envelope& envelope) { return envelope.at > at; });
  return fold(envelopes, &person::evolve);
}
unit::State read_unit(const EventLog& log, const std::string& code) {
  return fold(log.read_stream(unit_stream(code)), &unit::evolve);
}
roster::State read_roster(const EventLog& log, int year, const std::string& unit) {
  return fold(log.read_stream(roster_stream(year, unit)), &roster::evolve);
}
school_plan::State read_school_plan(const EventLog& log, int year, const std::string& unit) {
  return fold_school_plan(log.read_stream(school_plan_stream(year, unit)));
}
plan::State read_plan(const EventLog& log, int year, const std::string& account,
                      std::uint64_t version) {
  auto envelopes = log.read_stream(plan_stream(year, account));
  std::erase_if(envelopes, [&](const Envelope& envelope) { return envelope.version > version; });
  return fold_plan(envelopes);
}

std::optional<plan::SchoolPlan> read_importable(const EventLog& log, int year,
                                                const std::string& unit) {
  auto school = read_school_plan(log, year, unit);
  if (school.status != school_plan::Status::submitted) return {};
  return plan::SchoolPlan{school.version, to_hex(school.leaf), std::move(school.catalogue),
                          std::move(school.hours)};
}

std::size_t Executor::stripe_of(const std::string& stream) const {
  return std::hash<std::string>{}(stream) % locks_.size();
}

std::mutex& Executor::lock_of(const std::string& stream) { return locks_[stripe_of(stream)]; }

plan::State& Executor::current_plan(const std::string& stream) {
  constexpr std::size_t most = 64;
  auto& plans = plans_[stripe_of(stream)];
  if (plans.size() >= most && !plans.contains(stream)) plans.clear();
  plan::State& state = plans[stream];
  try {
    state = fold_plan(log_.read_stream(stream, state.version), std::move(state));
  } catch (...) {
    plans.erase(stream);  // half a fold is no fold
    throw;
  }
  return state;
}

template <class Event>
Outcome Executor::append(const Request& request, const std::string& stream, std::uint64_t version,
                         const std::vector<Event>& events) {
  if (events.empty()) return {0, version, request.at};
  Append append{stream, version, request.at, request.actor, request.command, {}};
  for (const Event& event : events) append.events.push_back(encode(event));
  const auto appended = log_.append(std::move(append));
  // Within one process lock_of keeps decisions in order, so only another writer can cause this.
  if (!appended) throw std::runtime_error("stream " + stream + " was changed by another writer");
  return {appended->position, appended->version, appended->at};
}

std::expected<Outcome, plan::Refusal> Executor::plan(const Request& request, int year,
                                                     const std::string& account,
                                                     std::uint64_t seen_version,
                                                     const plan::Command& command) {
  const std::string stream = plan_stream(year, account);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto year_state = read_year(log_, year);
  const plan::State& state = current_plan(stream);
  if (!year_state.exists) {
    return std::unexpected(plan::Refusal{plan::Refusal::Kind::not_open_yet, state.status, {}, {}});
  }
  plan::State seen;
  plan::Context context{request.at,   &year_state, &catalogues_, {},
                        seen_version, nullptr,     {},           false};
  const auto person = read_person(log_, account);
  // Only an erasure between the sign-in and this very command can cause it.
  if (!person.exists) throw std::runtime_error("nobody is registered as " + account);
  context.posts = person::posts(person.roles);
  if (seen_version != state.version) {
    seen = read_plan(log_, year, account, seen_version);
    context.seen = &seen.contents;
  }
  if (std::holds_alternative<plan::ImportSchoolPlan>(command)) {
    context.school_plan = read_importable(log_, year, state.contents.unit);
    context.on_roster = roster::lists(read_roster(log_, year, state.contents.unit), account);
  }
  auto events = plan::decide(state, command, context);
  if (!events) return std::unexpected(std::move(events.error()));
  return append(request, stream, state.version, *events);
}

std::expected<Outcome, school_plan::Refusal> Executor::school_plan(
    const Request& request, int year, const std::string& unit,
    const school_plan::Command& command) {
  const std::string stream = school_plan_stream(year, unit);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  auto year_state = read_year(log_, year);
  year_state.windows = year::windows_for(year_state, {unit});
  const auto state = read_school_plan(log_, year, unit);
  auto events = school_plan::decide(state, command, {request.at, &year_state, &catalogues_});
  if (!events) return std::unexpected(events.error());
  return append(request, stream, state.version, *events);
}

std::expected<Outcome, survey::Refusal> Executor::survey(const Request& request, int year,
                                                         const std::string& account,
                                                         std::uint64_t seen_version,
                                                         const survey::Command& command) {
  const std::string stream = survey_stream(year, account);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  const auto windows =
      plan::windows_for(read_plan(log_, year, account).extension, read_year(log_, year),
                        person::posts(read_person(log_, account).roles));
  auto events = survey::decide(fold_survey(envelopes), command, seen_version, windows, request.at);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

namespace {

std::expected<std::vector<year::Event>, year::Refusal> decide_year(
    const EventLog& log, const std::vector<Envelope>& envelopes, int year,
    std::uint64_t seen_version, const year::Command& command) {
  year::Context context{year, seen_version, {}};
  for (const int other : {year - 1, year + 1}) {
    if (const auto state = read_year(log, other); state.exists) {
      context.others.emplace_back(other, state.windows);
    }
  }
  return year::decide(fold(envelopes, &year::evolve), command, context);
}

}  // namespace

std::expected<void, year::Refusal> Executor::would(int year, std::uint64_t seen_version,
                                                   const year::Command& command) const {
  const auto events =
      decide_year(log_, log_.read_stream(year_stream(year)), year, seen_version, command);
  if (!events) return std::unexpected(events.error());
  return {};
}

std::expected<Outcome, year::Refusal> Executor::year(const Request& request, int year,
                                                     std::uint64_t seen_version,
                                                     const year::Command& command) {
  const std::string stream = year_stream(year);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  auto events = decide_year(log_, envelopes, year, seen_version, command);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

std::expected<Outcome, edition::Refusal> Executor::publish(const Request& request, int year,
                                                           const edition::Publish& command) {
  const std::string stream = catalogue_stream(year);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  auto events = edition::decide(year, catalogues_.all(), command);
  if (!events) return std::unexpected(events.error());
  const auto outcome = append(request, stream, log_.read_stream(stream).size(), *events);
  catalogues_.add(Catalogue::load(command.json));
  return outcome;
}

Outcome Executor::view(const Request& request, int year, const access::Viewed& viewed) {
  const std::string stream = access_stream(year, request.actor.account);
  const std::lock_guard lock(lock_of(stream));
  const Encoded event = encode(access::Event{viewed});
  const auto append_at = [&](std::uint64_t version) {
    return log_.append({stream, version, request.at, request.actor, request.command, {event}});
  };
  // The stream may be long and nothing is decided on it, so the log is asked where it stands.
  auto appended = append_at(0);
  if (!appended) appended = append_at(appended.error().version);
  if (!appended) throw std::runtime_error("stream " + stream + " was changed by another writer");
  return {appended->position, appended->version, appended->at};
}

std::expected<Outcome, person::Refusal> Executor::person(
    const Request& request, const std::string& account, const person::Command& command,
    std::optional<std::uint64_t> seen_version) {
  const std::string stream = person_stream(account);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  if (seen_version && *seen_version != envelopes.size()) {
    return std::unexpected(person::Refusal::stale);
  }
  auto events = person::decide(fold(envelopes, &person::evolve), command);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

Outcome Executor::rewind(const Request& request, const lineage::Rewound& rewound) {
  const std::lock_guard lock(lock_of(log_stream()));
  const std::uint64_t version = log_.read_stream(log_stream()).size();
  return append(request, log_stream(), version, std::vector<lineage::Event>{rewound});
}

std::expected<Outcome, person::Refusal> Executor::record_erasure(const Request& request,
                                                                 const person::Erase& command) {
  const std::string stream = person_stream(command.account);
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  auto events = person::decide(fold(envelopes, &person::evolve), command);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

std::expected<Outcome, person::Refusal> Executor::erase(const Request& request,
                                                        const person::Erase& command) {
  std::vector<std::uint64_t> positions;
  std::uint64_t read = 0;
  const auto collect = [&](std::uint64_t until) {
    for (auto page = log_.read_all(read, 1000); !page.empty(); page = log_.read_all(read, 1000)) {
      for (const Envelope& envelope : page) {
        if (envelope.position > until) return;
        read = envelope.position;
        // What an earlier erasure says of itself stays.
        if (envelope.tag != person::Erased::tag &&
            is_stream_of(parse_stream(envelope.stream), command.account)) {
          positions.push_back(read);
        }
      }
    }
  };
  collect(log_.head().position);  // the long part, while others go on
  std::vector<std::unique_lock<std::mutex>> locks;
  for (std::mutex& mutex : locks_) locks.emplace_back(mutex);
  auto outcome = record_erasure(request, command);
  if (!outcome) return outcome;
  collect(outcome->position);
  std::erase_if(positions, [&](std::uint64_t position) { return position >= outcome->position; });
  log_.erase(positions);
  for (auto& plans : plans_) plans.clear();
  return outcome;
}

std::expected<Outcome, unit::Refusal> Executor::unit(const Request& request,
                                                     const unit::Command& command) {
  const std::string stream =
      unit_stream(std::visit([](const auto& chosen) { return chosen.code; }, command));
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  auto events = unit::decide(fold(envelopes, &unit::evolve), command);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

std::expected<Outcome, roster::Refusal> Executor::roster(const Request& request, int year,
                                                         const std::string& unit,
                                                         const roster::Command& command) {
  const std::string stream = roster_stream(year, unit);
  const std::lock_guard lock(lock_of(stream));
  if (const auto first = log_.find_command(stream, request.command)) {
    return Outcome{first->position, first->version, first->at};
  }
  const auto envelopes = log_.read_stream(stream);
  auto events = roster::decide(fold(envelopes, &roster::evolve), command);
  if (!events) return std::unexpected(events.error());
  return append(request, stream, envelopes.size(), *events);
}

}  // namespace yanxi
