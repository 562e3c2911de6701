#include "fcgi/backup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "events/durable_file.hpp"
#include "events/rocks_store.hpp"

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

void remove_old(const Backup& newest, std::uint32_t keep) {
  std::vector<std::uint32_t> ids;
  for (const auto& entry : std::filesystem::directory_iterator(newest.root)) {
    const std::string name = entry.path().filename().string();
    std::uint32_t id = 0;
    std::from_chars(name.data(), name.data() + name.size(), id);
    if (id != 0 && std::to_string(id) == name) ids.push_back(id);
  }
  std::ranges::sort(ids, std::greater());
  for (std::size_t i = keep; i < ids.size(); ++i) {
    const Backup old{newest.root, ids[i]};
    // First it stops being a backup, then its files go.
    std::filesystem::remove_all(old.folder());
    RocksStore::remove_backup(old.log(), old.id);
  }
}

}  // namespace

std::optional<Backup> find_backup(const path& root, std::optional<std::uint32_t> id) {
  std::optional<Backup> found;
  if (!std::filesystem::exists(root / "log" / "meta")) return found;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    std::uint32_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole =
        std::to_string(number) == name && std::filesystem::exists(entry.path() / sums_name);
    if (!whole || (id && *id != number)) continue;
    if (!found || found->id < number) found = Backup{root, number};
  }
  return found;
}

Backup make_backup(const RocksLog& log, const DataFolder& data, const path& root,
                   std::uint32_t keep, const Say& say) {
  const path companions = root / ".companions";
  std::filesystem::remove_all(companions);
  std::filesystem::create_directories(companions);
  copy_companions(data, companions);
  say("copying what is new");
  const Backup backup{root, log.back_up(root / "log")};
  // A folder of an attempt that broke off may lie there.
  std::filesystem::remove_all(backup.folder());
  std::filesystem::rename(companions, backup.folder());
  const auto sums = sum_files(backup, RocksStore::backup_files(backup.log(), backup.id));
  write_durably(backup.folder() / sums_name, write_sums(sums));
  say("checking the copy");
  const Verdict verdict = check_backup(backup, [&](const Fault& fault) {
    say(fmt::format("fault at position {}: {}", fault.position, fault.what));
  });
  if (verdict.faults > 0) {
    std::filesystem::remove(backup.folder() / sums_name);
    throw std::runtime_error("the backup does not hold; it is not counted as one");
  }
  if (keep > 0) remove_old(backup, keep);
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
    const DataFolder companions{backup.folder(), {}};
    const auto reading = CheckpointFolder(companions.checkpoints(), companions.keys()).read();
    for (const std::string& what : reading.faults) fault(what);
    const auto log = RocksLog::open_backup(backup.log(), backup.id);
    Verdict checked = verify(*log, reading.checkpoints, nullptr, report);
    checked.faults += verdict.faults;
    return checked;
  } catch (const std::exception& error) {
    fault(error.what());
  }
  return verdict;
}

}  // namespace yanxi
