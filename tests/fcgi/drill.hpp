// A data folder with a log that grows, backups of it, and the loss of its disk. Here: what a drill
// does and what was said meanwhile. Not here: what must come of it (backup_test, restore_test).
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "events/log/rocks_log.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/restore.hpp"
#include "tests/endurance/promise.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

namespace yanxi {

struct Drill {
  static constexpr const char* stream = "survey/115/one";
  using Lines = std::vector<std::string>;

  Folder folder;
  DataFolder data{folder.path() / "data", {}};
  std::filesystem::path backups = folder.path() / "backups";
  std::unique_ptr<RocksLog> log = RocksLog::open(data.log());
  Instant now = examples::opens();
  Promise promise;
  Lines said;
  Say say = [this](const std::string& line) { said.push_back(line); };

  void grow(int appends) {
    std::uint64_t version = log->read_stream(stream, 0).size();
    for (int i = 0; i < appends; ++i) {
      BOOST_REQUIRE(promise.append(*log, stream, version));
      version += log->read_stream(stream, version).size();
    }
  }
  CheckpointFolder checkpoints() const { return {data.checkpoints(), data.keys()}; }
  void sign() { checkpoints().sign(*log, now); }
  Backup backup(std::uint32_t keep = 0) {
    sign();
    return make_backup(*log, data, backups, keep, say);
  }
  // The disk with the log dies; what else lay in the data folder is left.
  void lose_log() {
    log.reset();
    std::filesystem::remove_all(data.log());
  }
  int restore_to(const DataFolder& place, std::optional<std::uint64_t> accept_loss = {},
                 std::optional<std::uint32_t> id = {}) {
    said.clear();
    return restore(place, {backups, id, accept_loss, "root", now}, say);
  }
  Head open_again() {
    log = RocksLog::open(data.log());
    BOOST_TEST(compare(*log, checkpoints().read().checkpoints).empty());
    return log->head();
  }
  static std::uint64_t faults_of(const Backup& backup) {
    return check_backup(backup, [](const Fault&) {}).faults;
  }
};

}  // namespace yanxi
