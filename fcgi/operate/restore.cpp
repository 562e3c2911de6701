#include "fcgi/operate/restore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "fcgi/identity.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/erasure.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

// What the checkpoints know and the log does not.
struct Loss {
  std::vector<std::string> missing;
  Checkpoints checkpoints;  // that outlived the log
};

Loss find_loss(const EventLog& log, const DataFolder& data) {
  const auto reading = CheckpointFolder(data.checkpoints(), data.keys()).read();
  if (!reading.faults.empty()) {
    throw std::runtime_error(reading.faults.front() +
                             "; move it out of the folder when its loss is understood");
  }
  return {compare(log, reading.checkpoints), reading.checkpoints};
}

// One event for each origin whose checkpoints knew more than is left, and for the present one when
// the log was damaged.
void record_rewinds(Executor& executor, EventLog& log, const Restore& order, const Loss& loss,
                    bool damaged) {
  const std::uint64_t kept = log.head().position;
  std::map<std::string, std::uint64_t> signed_until;
  if (damaged) signed_until[origin_of(log)] = kept;
  for (const auto& [name, checkpoint] : loss.checkpoints) {
    if (compare(log, {{name, checkpoint}}).empty()) continue;
    auto& until = signed_until[checkpoint.origin];
    until = std::max(until, checkpoint.size);
  }
  for (const auto& [origin, until] : signed_until) {
    // Nobody else writes to a log that is not served yet.
    (void)executor.execute<streams::Log>({terminal_actor(order.actor), order.now,
                                          command_id(order.actor, origin, std::to_string(until))},
                                         {}, {}, {origin, kept, until});
  }
}

void require_empty(const DataFolder& data) {
  if (!std::filesystem::exists(data.root)) return;
  for (const auto& entry : std::filesystem::directory_iterator(data.root)) {
    const std::string name = entry.path().filename().string();
    if (name == "keys" || name == "checkpoints" || name == "erasures" || name == "erasing" ||
        name == ".restoring") {
      continue;
    }
    throw std::runtime_error(data.root.string() + " is not empty: it holds " + name +
                             "; only keys, checkpoints and erasures may have outlived the log");
  }
}

// Adds the lines of a file that are not yet in the other.
void merge_lines(const path& from, const path& into) {
  if (!std::filesystem::exists(from)) return;
  std::filesystem::create_directories(into.parent_path());
  std::string have = std::filesystem::exists(into) ? read_file(into) : std::string();
  if (!have.empty() && !have.ends_with('\n')) have += '\n';
  std::istringstream lines(read_file(from));
  for (std::string line; std::getline(lines, line);) {
    if (("\n" + have).find("\n" + line + "\n") == std::string::npos) have += line + "\n";
  }
  write_durably(into, have);
}

// What lies beside a log is gathered in `stage`, and put in place only when all is well. Notes that
// are there already are later ones of their day.
void gather(const DataFolder& from, const DataFolder& stage) {
  merge_lines(from.keys() / "checkpoint.vkeys", stage.keys() / "checkpoint.vkeys");
  merge_lines(from.erasures(), stage.erasures());
  const path key = from.keys() / "checkpoint.key", staged = stage.keys() / "checkpoint.key";
  if (std::filesystem::exists(key) && !std::filesystem::exists(staged)) {
    write_durably(staged, read_file(key));
  }
  if (std::filesystem::exists(from.erasing())) {
    std::filesystem::copy_file(from.erasing(), stage.erasing(),
                               std::filesystem::copy_options::skip_existing);
  }
  if (!std::filesystem::exists(from.checkpoints())) return;
  std::filesystem::create_directories(stage.checkpoints());
  for (const auto& entry : std::filesystem::directory_iterator(from.checkpoints())) {
    const path there = stage.checkpoints() / entry.path().filename();
    if (!std::filesystem::exists(there)) write_durably(there, read_file(entry.path()));
  }
}

void put_in_place(const DataFolder& stage, const DataFolder& data) {
  const auto move_all = [](const path& from, const path& to) {
    if (!std::filesystem::exists(from)) return;
    std::filesystem::create_directories(to);
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
      write_durably(to / entry.path().filename(), read_file(entry.path()));
    }
  };
  move_all(stage.keys(), data.keys());
  move_all(stage.checkpoints(), data.checkpoints());
  if (std::filesystem::exists(stage.erasures())) {
    write_durably(data.erasures(), read_file(stage.erasures()));
  }
  sync_folder(stage.log());
  std::filesystem::rename(stage.log(), data.log());  // from here on there is a log
  sync_folder(data.root);
}

enum class Fetched { no, backup, damaged };

// Copies the log to the stage, with what lies beside it.
Fetched fetch(const Restore& order, const DataFolder& stage, const Say& say) {
  const auto report = [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  };
  if (const auto backup = find_backup(order.source, order.id)) {
    say(fmt::format("checking backup {}", backup->id));
    if (check_backup(*backup, report).faults > 0) {
      say("the backup fails its check and is not put in place; --id names an older one");
      return Fetched::no;
    }
    RocksStore::restore_backup(backup->log(), backup->id, stage.log());
    // Newer ones know of more events, and of erasures, than an older one that is asked for.
    for (const Backup& any : list_backups(order.source)) gather({any.folder(), {}}, stage);
    return Fetched::backup;
  }
  if (!std::filesystem::exists(order.source / "log" / "CURRENT")) {
    throw std::runtime_error("there is no whole backup and no log in " + order.source.string());
  }
  say("salvaging what can be read of the damaged log");
  RocksStore::salvage(order.source / "log", stage.log());
  gather({order.source, {}}, stage);
  return Fetched::damaged;
}

bool is_accepted(const Restore& order, const Loss& loss, bool damaged, std::uint64_t kept,
                 const Say& say) {
  for (const std::string& what : loss.missing) say(what);
  const bool losing = damaged || !loss.missing.empty();
  if (!losing && order.accept_loss) {
    say("nothing would be lost: leave --accept-loss out");
    return false;
  }
  if (!losing || order.accept_loss == kept) return true;
  say(
      fmt::format("what came after event {} would be lost; look for a {}, or accept it with "
                  "--accept-loss {}",
                  kept, damaged ? "backup that has more" : "newer backup", kept));
  return false;
}

// Everything that must be so before the copy becomes the log.
bool make_ready(const DataFolder& stage, const Restore& order, bool damaged, const Say& say) {
  const auto log = RocksLog::open(stage.log());
  const Loss loss = find_loss(*log, stage);
  if (!is_accepted(order, loss, damaged, log->head().position, say)) return false;
  Catalogues catalogues = load_catalogues(*log);
  Executor executor(*log, catalogues);
  record_rewinds(executor, *log, order, loss, damaged);
  for (const Erasure& erasure : find_unfinished(stage, *log)) {
    carry_out(stage, executor, erasure, [](const std::string&) {});
    say("carried out the erasure of " + erasure.account);
  }
  const Verdict verdict = verify(*log, {}, nullptr, [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  });
  if (verdict.faults > 0) return false;
  CheckpointFolder(stage.checkpoints(), stage.keys()).sign(*log, order.now);
  return true;
}

}  // namespace

int restore(const DataFolder& data, const Restore& order, const Say& say) {
  require_empty(data);
  const DataFolder stage{data.root / ".restoring", {}};
  std::filesystem::remove_all(stage.root);
  std::filesystem::create_directories(stage.root);
  gather(data, stage);
  const Fetched fetched = fetch(order, stage, say);
  const bool ready =
      fetched != Fetched::no && make_ready(stage, order, fetched == Fetched::damaged, say);
  if (ready) put_in_place(stage, data);
  std::filesystem::remove_all(stage.root);
  if (!ready) return 1;
  const auto log = RocksLog::open_beside(data.log());
  say(fmt::format("ok {} events, head {}", log->head().position, to_hex(log->head().chain)));
  return 0;
}

}  // namespace yanxi
