#include "fcgi/restore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "events/durable_file.hpp"
#include "events/rocks_store.hpp"
#include "fcgi/backup.hpp"
#include "fcgi/commands.hpp"
#include "fcgi/erasure.hpp"

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
    executor.rewind({{order.actor, "system", "terminal"},
                     order.now,
                     command_id(order.actor, origin, std::to_string(until))},
                    {origin, kept, until});
  }
}

void require_empty(const DataFolder& data) {
  if (!std::filesystem::exists(data.root)) return;
  for (const auto& entry : std::filesystem::directory_iterator(data.root)) {
    const std::string name = entry.path().filename().string();
    if (name == "keys" || name == "checkpoints" || name == "erasures" || name == ".restoring") {
      continue;
    }
    throw std::runtime_error(data.root.string() + " is not empty: it holds " + name +
                             "; only keys, checkpoints and erasures may have outlived the log");
  }
}

// Keys that are believed and erasures, of the backup and of what outlived the log, as one list.
void merge_lines(const path& from, const path& into) {
  if (!std::filesystem::exists(from)) return;
  std::filesystem::create_directories(into.parent_path());
  std::string have = std::filesystem::exists(into) ? read_file(into) : std::string();
  std::istringstream lines(read_file(from));
  for (std::string line; std::getline(lines, line);) {
    if (("\n" + have).find("\n" + line + "\n") == std::string::npos) have += line + "\n";
  }
  write_durably(into, have);
}

// `from` has the shape of a data folder: a damaged one, or what lies beside a backup.
void merge_companions(const path& from, const DataFolder& data) {
  merge_lines(from / "keys" / "checkpoint.vkeys", data.keys() / "checkpoint.vkeys");
  merge_lines(from / "erasures", data.erasures());
  const path notes = from / "checkpoints";
  if (!std::filesystem::exists(notes)) return;
  std::filesystem::create_directories(data.checkpoints());
  for (const auto& entry : std::filesystem::directory_iterator(notes)) {
    const path there = data.checkpoints() / entry.path().filename();
    // One that outlived the log is the later one of its day.
    if (!std::filesystem::exists(there)) write_durably(there, read_file(entry.path()));
  }
}

// Copies the log to `aside`; where what lies beside it is, or nothing when it was refused.
std::optional<path> fetch(const Restore& order, const path& aside, const Say& say) {
  const auto report = [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  };
  if (const auto backup = find_backup(order.source, order.id)) {
    say(fmt::format("checking backup {}", backup->id));
    if (check_backup(*backup, report).faults > 0) {
      say("the backup fails its check and is not put in place; --id names an older one");
      return {};
    }
    RocksStore::restore_backup(backup->log(), backup->id, aside / "log");
    return backup->folder();
  }
  if (!std::filesystem::exists(order.source / "log" / "CURRENT")) {
    throw std::runtime_error("there is no whole backup and no log in " + order.source.string());
  }
  say("salvaging what can be read of the damaged log");
  RocksStore::salvage(order.source / "log", aside / "log");
  return order.source;
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
int make_ready(const DataFolder& data, const Restore& order, const path& copy, bool damaged,
               const Say& say) {
  const auto log = RocksLog::open(copy);
  const Verdict verdict = verify(*log, {}, nullptr, [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  });
  if (verdict.faults > 0) return 1;
  const Loss loss = find_loss(*log, data);
  if (!is_accepted(order, loss, damaged, log->head().position, say)) return 1;
  const Catalogues catalogues = load_catalogues();
  Executor executor(*log, catalogues);
  record_rewinds(executor, *log, order, loss, damaged);
  for (const Erasure& erasure : find_unfinished(data, *log)) {
    carry_out(data, executor, erasure, [](const std::string&) {});
    say("carried out the erasure of " + erasure.account);
  }
  CheckpointFolder(data.checkpoints(), data.keys()).sign(*log, order.now);
  say(fmt::format("ok {} events, head {}", log->head().position, to_hex(log->head().chain)));
  return 0;
}

}  // namespace

int restore(const DataFolder& data, const Restore& order, const Say& say) {
  require_empty(data);
  const path aside = data.root / ".restoring";
  std::filesystem::remove_all(aside);
  std::filesystem::create_directories(aside);
  const auto companions = fetch(order, aside, say);
  int status = 1;
  if (companions) {
    merge_companions(*companions, data);
    status = make_ready(data, order, aside / "log", *companions == order.source, say);
  }
  if (status == 0) std::filesystem::rename(aside / "log", data.log());
  std::filesystem::remove_all(aside);
  return status;
}

}  // namespace yanxi
