// Backups of the log. Here: what a backup is beside the bare store, and its check. Not here:
// copying tables (events/rocks_store), putting one in place (restore).
//
//   BACKUPS/log/           the store's own form; tables are shared between backups
//   BACKUPS/N/             one folder for each backup: SHA256SUMS of every file it needs, written
//                          last, so that a folder without it is no backup; checkpoints/, keys/ and
//                          erasures as they were
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/log/rocks_log.hpp"
#include "events/verify.hpp"
#include "fcgi/operate/control.hpp"
#include "fcgi/operate/data_folder.hpp"

namespace yanxi {

struct Backup {
  std::filesystem::path root;
  std::uint32_t id = 0;

  std::filesystem::path folder() const { return root / std::to_string(id); }
  std::filesystem::path log() const { return root / "log"; }
};

// All of them, newest first, also those that broke off; none when it is no folder of backups.
std::vector<Backup> list_backups(const std::filesystem::path& root);

// The newest whole backup, or the one with this number.
std::optional<Backup> find_backup(const std::filesystem::path& root,
                                  std::optional<std::uint32_t> id = {});

// Adds a backup to `root`, opens it as it lies there and checks its whole chain; then removes all
// but the newest `keep`, unless `keep` is 0. Throws std::runtime_error, also when the check fails.
Backup make_backup(const RocksLog& log, const DataFolder& data, const std::filesystem::path& root,
                   std::uint32_t keep, const Say& say);

// Every fault of a backup: files that are not as they were written, then what verify finds.
Verdict check_backup(const Backup& backup, const std::function<void(const Fault&)>& report);

}  // namespace yanxi
