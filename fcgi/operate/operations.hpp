// What an operator may have done to the data: backup, restore, erase, rebuild. Here: as commands on
// a terminal, and as the orders a running worker takes for them over its control socket. Each
// returns the exit status. Not here: how (backup, erasure, projections/projector).
#pragma once

#include <chrono>

#include "events/log/rocks_log.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/control.hpp"
#include "fcgi/operate/data_folder.hpp"
#include "fcgi/operate/watch.hpp"
#include "fcgi/visit/session.hpp"
#include "projections/projector.hpp"

namespace yanxi {

// How often a long one says how far it is; tests ask more often or never.
constexpr std::chrono::microseconds told_every = std::chrono::seconds(1);

// Asked of the running worker, which says it at its own pace; without one they open the log
// themselves.
struct BackupOptions {
  std::filesystem::path destination;
  std::uint32_t keep = 0;  // how many to keep; 0 for all
};
int run_backup(const DataFolder& data, const BackupOptions& options);
struct ImportOptions {
  std::string kind;  // units, people, roster
  std::filesystem::path file;
  int year = 0;  // of a roster; 0 for the academic year of today
  bool dry_run = false;
  std::string reason;  // of a roster after its deadline
};
int run_import(const DataFolder& data, const ImportOptions& options,
               std::chrono::microseconds every);
struct EraseOptions {
  std::string account, reason, second_person;
};
int run_erase(const DataFolder& data, const EraseOptions& options, std::chrono::microseconds every);
int run_rebuild(const DataFolder& data, std::chrono::microseconds every);

// Never beside a worker.
struct RestoreOptions {
  std::filesystem::path source;
  std::optional<std::uint32_t> id;
  std::optional<std::uint64_t> accept_loss;
};
int run_restore(const DataFolder& data, const RestoreOptions& options);

// The orders a worker with these parts takes. `fail` is told when the log failed: the worker must
// stop.
Control::Handlers worker_operations(const DataFolder& data, RocksLog& log, Executor& executor,
                                    const Catalogues& catalogues, Projector& projector,
                                    Sessions& sessions, Watch& watch,
                                    std::chrono::microseconds every,
                                    const std::function<void(const std::string& what)>& fail);

}  // namespace yanxi
