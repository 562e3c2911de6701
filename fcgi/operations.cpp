#include "fcgi/operations.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <iostream>

#include "fcgi/commands.hpp"
#include "fcgi/erasure.hpp"
#include "fcgi/restore.hpp"

namespace yanxi {
namespace {

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

// Tells of a long fold about every second.
Projector::Progress tell(const Say& say) {
  return [&say, last = read_steady_clock()](std::uint64_t folded, std::uint64_t head) mutable {
    if (read_steady_clock() - last < second_us) return;
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

int backup_of(const RocksLog& log, const DataFolder& data, const Words& words, const Say& say) {
  CheckpointFolder(data.checkpoints(), data.keys()).sign(log, read_clock());
  make_backup(log, data, words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))), say);
  return 0;
}

}  // namespace

Control::Handlers worker_operations(const DataFolder& data, RocksLog& log, Executor& executor,
                                    Projector& projector, Sessions& sessions, Watch& watch,
                                    const std::function<void(const std::string&)>& fail) {
  Control::Handlers handlers;
  handlers["backup"] = [&, data](const Words& words, const Say& say) {
    watch.sign();
    make_backup(log, data, words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))), say);
    return 0;
  };
  handlers["rebuild"] = [&](const Words&, const Say& say) {
    return projector.rebuild(tell(say)) ? say_rebuilt(projector.position(), say) : 2;
  };
  handlers["erase"] = [&, data, fail](const Words& words, const Say& say) {
    const auto clean = [&](const std::string& account) {
      sessions.forget(account);
      if (!projector.rebuild(tell(say))) throw std::runtime_error("the worker was stopped");
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

int run_erase(const DataFolder& data, const EraseOptions& options) {
  const Words words = {"erase", options.account, options.reason, options.second_person,
                       operator_name()};
  if (const auto status = ask_worker(data.control_socket(), words, print)) return *status;
  const auto log = open_for_writing(data);
  Catalogues catalogues = load_catalogues();
  read_catalogues(*log, catalogues);
  Executor executor(*log, catalogues);
  const auto clean = [&](const std::string& account) {
    Sessions(data.sessions(), data.form_key()).forget(account);
    std::filesystem::remove_all(data.views());
    LocalStore views(data.views());
    Projector(*log, views, [](const std::string&) {}).catch_up(tell(print));
  };
  return erase_with(data, *log, executor, read_order(words), clean, print);
}

int run_rebuild(const DataFolder& data) {
  if (const auto status = ask_worker(data.control_socket(), {"rebuild"}, print)) return *status;
  const auto log = open_for_writing(data);
  LocalStore views(data.views());
  Projector projector(*log, views, [](const std::string&) {});
  projector.rebuild(tell(print));
  return say_rebuilt(projector.position(), print);
}

int run_restore(const DataFolder& data, const RestoreOptions& options) {
  return restore(data,
                 {std::filesystem::absolute(options.source), options.id, options.accept_loss,
                  operator_name(), read_clock()},
                 print);
}

}  // namespace yanxi
