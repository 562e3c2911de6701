#include "fcgi/operate/backup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

constexpr const char* sums_name = "SHA256SUMS";

using Sums = std::map<std::string, std::string>;  // digests by path below the root

// The form of sha256sum, which can check it too.
std::string write_sums(const Sums& sums) {
  std::string text;
  for (const auto& [file, digest] : sums) text += digest + "  " + file + "\n";
  return text;
}

Sums read_sums(const std::string& text) {
  Sums sums;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 66) sums.emplace(line.substr(66), line.substr(0, 64));
  }
  if (write_sums(sums) != text) throw std::runtime_error("the list of digests is damaged");
  return sums;
}

void copy_durably(const path& from, const path& to) {
  std::filesystem::create_directories(to.parent_path());
  write_durably(to, read_file(from));
}

// Checkpoints must be taken before the log, so that the log is never behind them.
void copy_companions(const DataFolder& data, const path& to) {
  const path vkeys = data.keys() / "checkpoint.vkeys";
  if (std::filesystem::exists(vkeys)) copy_durably(vkeys, to / "keys" / vkeys.filename());
  if (std::filesystem::exists(data.erasures())) copy_durably(data.erasures(), to / "erasures");
  if (!std::filesystem::exists(data.checkpoints())) return;
  for (const auto& entry : std::filesystem::directory_iterator(data.checkpoints())) {
    const path name = entry.path().filename();
    if (!name.string().starts_with('.')) copy_durably(entry.path(), to / "checkpoints" / name);
  }
}

Sums sum_files(const Backup& backup, const std::vector<std::string>& store_files) {
  Sums sums;
  const auto add = [&](const path& file) {
    sums.emplace(file.lexically_relative(backup.root).string(), digest_file(file));
  };
  for (const std::string& file : store_files) add(backup.log() / file);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(backup.folder())) {
    if (entry.is_regular_file()) add(entry.path());
  }
  return sums;
}

// The whole chain as it lies there, with the checkpoints that were taken along.
Verdict check_log(const Backup& backup, const std::function<void(const Fault&)>& report) {
  const DataFolder companions{backup.folder(), {}};
  const auto reading = CheckpointFolder(companions.checkpoints(), companions.keys()).read();
  for (const std::string& what : reading.faults) report({0, what});
  const auto log = RocksLog::open_backup(backup.log(), backup.id);
  Verdict verdict = verify(*log, reading.checkpoints, nullptr, report);
  verdict.faults += reading.faults.size();
  return verdict;
}

bool is_whole(const Backup& backup) { return std::filesystem::exists(backup.folder() / sums_name); }

// Keeps the newest whole ones. What broke off or failed its check is no backup and goes, too.
void remove_old(const path& root, std::uint32_t keep) {
  auto ids = RocksStore::backup_ids(root / "log");
  std::ranges::sort(ids, std::greater());
  std::uint32_t kept = 0;
  for (const std::uint32_t id : ids) {
    const Backup backup{root, id};
    if (is_whole(backup) && kept < keep) {
      ++kept;
      continue;
    }
    // First it stops being a backup, then its files go.
    std::filesystem::remove(backup.folder() / sums_name);
    RocksStore::remove_backup(backup.log(), id);
    std::filesystem::remove_all(backup.folder());
  }
}

void require_apart(const path& root, const path& data) {
  const auto within = [](const path& inner, const path& outer) {
    const path below = inner.lexically_relative(outer);
    return !below.empty() && *below.begin() != "..";
  };
  const path one = std::filesystem::weakly_canonical(root);
  const path other = std::filesystem::weakly_canonical(data);
  if (!within(one, other) && !within(other, one)) return;
  throw std::runtime_error("backups must lie apart from the data folder");
}

}  // namespace

std::vector<Backup> list_backups(const path& root) {
  std::vector<Backup> backups;
  const bool ours = std::filesystem::exists(root / "log" / "meta");
  if (!ours || std::filesystem::exists(root / "log" / "CURRENT")) return backups;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    std::uint32_t id = 0;
    std::from_chars(name.data(), name.data() + name.size(), id);
    if (id != 0 && std::to_string(id) == name) backups.push_back({root, id});
  }
  std::ranges::sort(backups, std::greater(), &Backup::id);
  return backups;
}

std::optional<Backup> find_backup(const path& root, std::optional<std::uint32_t> id) {
  for (const Backup& backup : list_backups(root)) {
    if (is_whole(backup) && (!id || *id == backup.id)) return backup;
  }
  return {};
}

Backup make_backup(const RocksLog& log, const DataFolder& data, const path& root,
                   std::uint32_t keep, const Say& say) {
  require_apart(root, data.root);
  const path companions = root / ".companions";
  std::filesystem::remove_all(companions);
  std::filesystem::create_directories(companions);
  copy_companions(data, companions);
  say("copying what is new");
  const Backup backup{root, log.back_up(root / "log")};
  if (std::filesystem::exists(backup.folder())) {
    RocksStore::remove_backup(backup.log(), backup.id);
    throw std::runtime_error(backup.folder().string() + " is there already and not ours");
  }
  std::filesystem::rename(companions, backup.folder());
  const auto sums = sum_files(backup, RocksStore::backup_files(backup.log(), backup.id));
  say("checking the copy");
  const Verdict verdict = check_log(backup, [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  });
  if (verdict.faults > 0) throw std::runtime_error("the backup does not hold and is none");
  write_durably(backup.folder() / sums_name, write_sums(sums));
  if (keep > 0) remove_old(root, keep);
  say(fmt::format("ok backup {}, {} events, head {}", backup.id, verdict.events,
                  to_hex(verdict.head.chain)));
  return backup;
}

Verdict check_backup(const Backup& backup, const std::function<void(const Fault&)>& report) {
  Verdict verdict;
  const auto fault = [&](const std::string& what) {
    ++verdict.faults;
    report({0, what});
  };
  try {
    for (const auto& [file, digest] : read_sums(read_file(backup.folder() / sums_name))) {
      const path there = backup.root / file;
      if (!std::filesystem::exists(there)) {
        fault(file + " is missing");
      } else if (digest_file(there) != digest) {
        fault(file + " is not as it was written");
      }
    }
    Verdict checked = check_log(backup, report);
    checked.faults += verdict.faults;
    return checked;
  } catch (const std::exception& error) {
    fault(error.what());
  }
  return verdict;
}

}  // namespace yanxi
