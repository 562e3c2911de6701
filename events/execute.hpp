// One command on one stream: read, fold, decide, append. Here: the only way a command becomes
// events. Not here: rules (plan and its kin), requests (fcgi).
#pragma once

#include <array>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include "events/access.hpp"
#include "events/edition.hpp"
#include "events/lineage.hpp"
#include "events/log/log.hpp"
#include "events/person.hpp"
#include "events/plan.hpp"
#include "events/roster.hpp"
#include "events/school_plan.hpp"
#include "events/survey.hpp"
#include "events/unit.hpp"
#include "events/year.hpp"

namespace yanxi {

// Who asks, when, under which command id.
struct Request {
  Actor actor;
  Instant at;
  CommandId command{};
};

// A command id for one request: the same `once` and body give the same id, another body another
// one, so that it is a new command at its old version (design rule 7).
CommandId command_id(std::string_view actor, std::string_view once, std::string_view body);

// What came of a command that was not refused. `position` is 0 when nothing had to be recorded.
struct Outcome {
  std::uint64_t position = 0;
  std::uint64_t version = 0;
  Instant at;
};

// A plan folded from all events of its stream, or from `state` on; erased events leave nothing.
plan::State fold_plan(const std::vector<Envelope>& envelopes, plan::State state = {});

// Folds of single streams, read from the log itself: decisions never rest on a view (rule 8).
lineage::State read_lineage(const EventLog& log);
// Every version published in the log, added to those built into the program.
void read_catalogues(const EventLog& log, Catalogues& catalogues);
year::State read_year(const EventLog& log, int year);
// As they stood at a time, or at the end.
person::State read_person(const EventLog& log, const std::string& account,
                          Instant at = {std::numeric_limits<std::int64_t>::max()});
unit::State read_unit(const EventLog& log, const std::string& code);
roster::State read_roster(const EventLog& log, int year, const std::string& unit);
school_plan::State read_school_plan(const EventLog& log, int year, const std::string& unit);
// As it stood at `version`, or at the end.
plan::State read_plan(const EventLog& log, int year, const std::string& account,
                      std::uint64_t version = ~std::uint64_t{0});

// The school's submitted plan as an import would take it, if there is one.
std::optional<plan::SchoolPlan> read_importable(const EventLog& log, int year,
                                                const std::string& unit);

// Commands on one log. Thread-safe: commands on the same stream wait for each other, so that within
// one process a decision is never outrun. All throw LogFailure when the outcome is unknown, and
// std::runtime_error when the log cannot be read or another writer was faster.
class Executor {
 public:
  Executor(EventLog& log, Catalogues& catalogues) : log_(log), catalogues_(catalogues) {}

  std::expected<Outcome, plan::Refusal> plan(const Request& request, int year,
                                             const std::string& account, std::uint64_t seen_version,
                                             const plan::Command& command);
  std::expected<Outcome, school_plan::Refusal> school_plan(const Request& request, int year,
                                                           const std::string& unit,
                                                           const school_plan::Command& command);
  std::expected<Outcome, survey::Refusal> survey(const Request& request, int year,
                                                 const std::string& account,
                                                 std::uint64_t seen_version,
                                                 const survey::Command& command);
  std::expected<Outcome, year::Refusal> year(const Request& request, int year,
                                             std::uint64_t seen_version,
                                             const year::Command& command);
  // Whether such a command would be refused now; nothing is recorded.
  std::expected<void, year::Refusal> would(int year, std::uint64_t seen_version,
                                           const year::Command& command) const;
  // From then on the version can be used.
  std::expected<Outcome, edition::Refusal> publish(const Request& request, int year,
                                                   const edition::Publish& command);
  // Refuses as stale what was made from another version than `seen_version`, when that is given.
  std::expected<Outcome, person::Refusal> person(const Request& request, const std::string& account,
                                                 const person::Command& command,
                                                 std::optional<std::uint64_t> seen_version = {});
  std::expected<Outcome, unit::Refusal> unit(const Request& request, const unit::Command& command);
  std::expected<Outcome, roster::Refusal> roster(const Request& request, int year,
                                                 const std::string& unit,
                                                 const roster::Command& command);

  // Records what a member of staff is about to see; the answer waits for it (design rule 11).
  Outcome view(const Request& request, int year, const access::Viewed& viewed);

  // Records that the log went back to an older backup. Only before anybody is served.
  Outcome rewind(const Request& request, const lineage::Rewound& rewound);

  // Removes the contents of every event of the person's streams and records that in the same
  // person's stream; no command is carried out meanwhile. Carried out again with the same request
  // it ends what an earlier one began. On return no file of the log holds the bytes any more.
  std::expected<Outcome, person::Refusal> erase(const Request& request,
                                                const person::Erase& command);

 private:
  template <class Event>
  Outcome append(const Request& request, const std::string& stream, std::uint64_t version,
                 const std::vector<Event>& events);
  std::size_t stripe_of(const std::string& stream) const;
  std::mutex& lock_of(const std::string& stream);
  std::expected<Outcome, person::Refusal> record_erasure(const Request& request,
                                                         const person::Erase& command);
  // The plan as the log has it now; the caller holds the stream's lock.
  plan::State& current_plan(const std::string& stream);

  EventLog& log_;
  Catalogues& catalogues_;
  static constexpr std::size_t stripes = 32;  // as many as requests are answered at once
  std::array<std::mutex, stripes> locks_;
  // Folds of the plans used last, so that a command reads only the events that came since. Each map
  // belongs to the lock of the same place and is emptied when it is full.
  std::array<std::unordered_map<std::string, plan::State>, stripes> plans_;
};

}  // namespace yanxi
