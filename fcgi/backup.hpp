// Backups of the log, and putting one in place of a log that is lost. Here: what a backup is beside
// the bare store, its check, the restore. Not here: copying tables (events/rocks_store).
//
//   BACKUPS/log/           the store's own form; tables are shared between backups
//   BACKUPS/N/             one folder for each backup: SHA256SUMS of every file it needs, written
//                          last, so that a folder without it is no backup; checkpoints/, keys/ and
//                          erasures as they were
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/rocks_log.hpp"
#include "events/verify.hpp"
#include "fcgi/control.hpp"
#include "fcgi/data_folder.hpp"

namespace yanxi {

struct Backup {
  std::filesystem::path root;
  std::uint32_t id = 0;

  std::filesystem::path folder() const { return root / std::to_string(id); }
  std::filesystem::path log() const { return root / "log"; }
};

// The newest whole backup, or the one with this number.
std::optional<Backup> find_backup(const std::filesystem::path& root,
                                  std::optional<std::uint32_t> id = {});

// Adds a backup to `root`, opens it as it lies there and checks its whole chain; then removes all
// but the newest `keep`, unless `keep` is 0. Throws std::runtime_error, also when the check fails.
Backup make_backup(const RocksLog& log, const DataFolder& data, const std::filesystem::path& root,
                   std::uint32_t keep, const Say& say);

// Every fault of a backup: files that are not as they were written, then what verify finds.
Verdict check_backup(const Backup& backup, const std::function<void(const Fault&)>& report);

struct Restore {
  std::filesystem::path source;
  std::optional<std::uint32_t> id;
  std::optional<std::uint64_t> accept_loss;  // the last position that is kept
  std::string actor;
  Instant now;
};
// Puts a backup in place as `data`'s log. The folder may hold nothing but keys/, checkpoints/ and
// erasures, which outlived the log: no checkpoint may know of more than the backup has, unless
// exactly that loss is accepted, and every erasure is carried out before it returns. Returns the
// exit status; throws std::runtime_error. Nothing is in place unless it returns 0.
int restore(const DataFolder& data, const Restore& order, const Say& say);

}  // namespace yanxi
