#include "fcgi/operate/operations.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <iostream>

#include "events/log/durable_file.hpp"
#include "fcgi/identity.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/erasure.hpp"
#include "fcgi/operate/import.hpp"
#include "fcgi/operate/restore.hpp"

namespace yanxi {
namespace {

using std::chrono::microseconds;

void print(const std::string& line) { std::cout << line << std::endl; }

// The user of the terminal, for the record.
std::string operator_name() {
  const passwd* user = ::getpwuid(::getuid());
  return user ? user->pw_name : std::to_string(::getuid());
}

Erasure read_order(const Words& words) {
  return order_erasure(words.at(1), words.at(2), words.at(3), words.at(4), read_clock());
}

int say_outcome(const Erasure& erasure, const std::expected<Outcome, person::Refusal>& outcome,
                const Say& say) {
  if (!outcome) {
    say(erasure.account + ": " + describe(outcome.error()));
    return outcome.error() == person::Refusal::not_registered ? 1 : 2;
  }
  say(fmt::format("ok erased {}, recorded at position {}", erasure.account, outcome->position));
  return 0;
}

// Tells of a long fold.
Projector::Progress tell(const Say& say, microseconds every) {
  return
      [&say, every, last = read_steady_clock()](std::uint64_t folded, std::uint64_t head) mutable {
        if (read_steady_clock() - last < every.count()) return;
        last = read_steady_clock();
        say(fmt::format("folded {} of {} events", folded, head));
      };
}

int say_rebuilt(std::uint64_t position, const Say& say) {
  say(fmt::format("ok {} events folded", position));
  return 0;
}

std::unique_ptr<RocksLog> open_for_writing(const DataFolder& data) {
  if (!std::filesystem::exists(data.log())) {
    throw std::runtime_error("there is no log in " + data.root.string());
  }
  require_checkpoints(data);
  return RocksLog::open(data.log());
}

// What an earlier order left unfinished goes first, and may be this very one.
int erase_with(const DataFolder& data, EventLog& log, Executor& executor, const Erasure& erasure,
               const std::function<void(const std::string&)>& clean, const Say& say) {
  for (const Erasure& before : find_unfinished(data, log)) {
    const auto outcome = carry_out(data, executor, before, clean);
    if (before.account == erasure.account) return say_outcome(before, outcome, say);
  }
  return say_outcome(erasure, carry_out(data, executor, erasure, clean), say);
}

const char* describe(ImportFault::Kind kind) {
  using Kind = ImportFault::Kind;
  switch (kind) {
    case Kind::not_csv:
      return "a quote is not closed or stands inside a cell";
    case Kind::not_text:
      return "the file is not UTF-8";
    case Kind::missing_column:
      return "a column is missing";
    case Kind::unknown_column:
      return "there is no such column";
    case Kind::cells:
      return "the row has another number of cells than the first line";
    case Kind::bad_account:
      return "an account is 3 to 30 lower-case letters, digits, dots or hyphens";
    case Kind::bad_name:
      return "the name is empty, too long or has forbidden characters";
    case Kind::bad_code:
      return "a unit's code has six characters, or four digits";
    case Kind::bad_roles:
      return "roles are teacher:UNIT clerk:UNIT county:CODE auditor admin, each once";
    case Kind::unknown_unit:
      return "there is no such unit";
    case Kind::unknown_county:
      return "there is no such county";
    case Kind::unknown_account:
      return "there is no such account";
    case Kind::bad_sign_in:
      return "sign-in is yes, no or empty";
    case Kind::twice:
      return "it stands on an earlier line already";
    case Kind::too_late:
      return "its deadline has passed: --reason, at least 5 characters";
    case Kind::bad_reason:
      return "--reason: 5 to 200 characters";
    case Kind::unknown_year:
      return "the year is not open";
    case Kind::empty:
      return "there are no rows";
  }
  return "";
}

// words: import, kind, file, year, yes for a dry run, reason, operator
int import_with(const EventLog& log, Executor& executor, const Catalogues& catalogues,
                const Words& words, microseconds every, const Say& say) {
  const Instant now = read_clock();
  const auto kind = parse_import_kind(words.at(1));
  const int year = std::stoi(words.at(3));
  const ImportPlan plan =
      plan_import(log, catalogues.latest(),
                  {kind.value(), year == 0 ? academic_year(now) : year, now, words.at(5)},
                  read_file(words.at(2)));
  for (const ImportFault& fault : plan.faults) {
    say(fmt::format("line {}: {}{}{}", fault.line, describe(fault.kind),
                    fault.value.empty() ? "" : ": ", fault.value));
  }
  const std::string counts = fmt::format("{} rows: {} new, {} changed, {} the same", plan.rows,
                                         plan.added, plan.changed, plan.same);
  if (plan.fault_count > 0) {
    say(fmt::format("{} faults, nothing was imported; {}", plan.fault_count, counts));
    return 1;
  }
  if (words.at(4) == "yes") {
    say("dry run, nothing was imported; " + counts);
    return 0;
  }
  const std::size_t all = plan.changes.size();
  auto told = read_steady_clock();
  carry_out_import(executor, terminal_actor(words.at(6)), now, random_once(), plan,
                   [&](std::size_t done) {
                     if (read_steady_clock() - told < every.count()) return;
                     told = read_steady_clock();
                     say(fmt::format("imported {} of {}", done, all));
                   });
  say("ok " + counts);
  return 0;
}

int backup_of(const RocksLog& log, const DataFolder& data, const Words& words, const Say& say) {
  CheckpointFolder(data.checkpoints(), data.keys()).sign(log, read_clock());
  make_backup(log, data, words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))), say);
  return 0;
}

}  // namespace

Control::Handlers worker_operations(const DataFolder& data, RocksLog& log, Executor& executor,
                                    const Catalogues& catalogues, Projector& projector,
                                    Sessions& sessions, Watch& watch, microseconds every,
                                    const std::function<void(const std::string&)>& fail) {
  Control::Handlers handlers;
  handlers["backup"] = [&, data](const Words& words, const Say& say) {
    watch.sign();
    make_backup(log, data, words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))), say);
    return 0;
  };
  handlers["rebuild"] = [&, every](const Words&, const Say& say) {
    return projector.rebuild(tell(say, every)) ? say_rebuilt(projector.position(), say) : 2;
  };
  handlers["import"] = [&, every, fail](const Words& words, const Say& say) {
    try {
      return import_with(log, executor, catalogues, words, every, say);
    } catch (const LogFailure& error) {
      fail(error.what());
      throw;
    }
  };
  handlers["erase"] = [&, data, every, fail](const Words& words, const Say& say) {
    const auto clean = [&](const std::string& account) {
      sessions.forget(account);
      if (!projector.rebuild(tell(say, every))) throw std::runtime_error("the worker was stopped");
    };
    try {
      return erase_with(data, log, executor, read_order(words), clean, say);
    } catch (const LogFailure& error) {
      fail(error.what());
      throw;
    }
  };
  return handlers;
}

int run_backup(const DataFolder& data, const BackupOptions& options) {
  const Words words = {"backup", std::filesystem::absolute(options.destination),
                       std::to_string(options.keep)};
  if (const auto status = ask_worker(data.control_socket(), words, print)) return *status;
  return backup_of(*open_for_writing(data), data, words, print);
}

int run_erase(const DataFolder& data, const EraseOptions& options, microseconds every) {
  const Words words = {"erase", options.account, options.reason, options.second_person,
                       operator_name()};
  if (const auto status = ask_worker(data.control_socket(), words, print)) return *status;
  const auto log = open_for_writing(data);
  Catalogues catalogues = load_catalogues(*log);
  Executor executor(*log, catalogues);
  const auto clean = [&](const std::string& account) {
    Sessions(data.sessions(), data.form_key()).forget(account);
    std::filesystem::remove_all(data.views());
    LocalStore views(data.views());
    Projector(*log, views, [](const std::string&) {}).catch_up(tell(print, every));
  };
  return erase_with(data, *log, executor, read_order(words), clean, print);
}

int run_import(const DataFolder& data, const ImportOptions& options, microseconds every) {
  const Words words = {"import",
                       options.kind,
                       std::filesystem::absolute(options.file),
                       std::to_string(options.year),
                       options.dry_run ? "yes" : "no",
                       options.reason,
                       operator_name()};
  if (const auto status = ask_worker(data.control_socket(), words, print)) return *status;
  const auto log = open_for_writing(data);
  Catalogues catalogues = load_catalogues(*log);
  Executor executor(*log, catalogues);
  return import_with(*log, executor, catalogues, words, every, print);
}

int run_rebuild(const DataFolder& data, microseconds every) {
  if (const auto status = ask_worker(data.control_socket(), {"rebuild"}, print)) return *status;
  const auto log = open_for_writing(data);
  LocalStore views(data.views());
  Projector projector(*log, views, [](const std::string&) {});
  projector.rebuild(tell(print, every));
  return say_rebuilt(projector.position(), print);
}

int run_restore(const DataFolder& data, const RestoreOptions& options) {
  return restore(data,
                 {std::filesystem::absolute(options.source), options.id, options.accept_loss,
                  operator_name(), read_clock()},
                 print);
}

}  // namespace yanxi
