// The log of one machine, in RocksDB. Here: opening for writing or beside a writer, appending in
// groups by one committer thread. Not here: several machines (a later store of the same interface).
//
// Column families, all keys ordered bytewise:
//   events    position (8 bytes, big-endian)         -> row: leaf bytes, payload, salt, digests
//   streams   stream %x00 version (8, big-endian)     -> position (8, big-endian)
//   commands  stream %x00 command id (16)             -> position version at (8 each, big-endian)
#pragma once

#include <filesystem>
#include <memory>

#include "events/log/log.hpp"

namespace rocksdb {
class Env;
}

namespace yanxi {

class RocksStore;

class RocksLog final : public EventLog {
 public:
  // The one writer. Creates an empty log when the folder is missing. Throws std::runtime_error when
  // another process writes it or RocksDB finds it damaged: such a log is never repaired in place.
  // `env` is null but in tests, where disks fail on purpose.
  static std::unique_ptr<RocksLog> open(const std::filesystem::path& folder,
                                        rocksdb::Env* env = nullptr);

  // A reader beside a running writer or of a log at rest; append throws std::logic_error. It sees
  // what was written before it was opened.
  static std::unique_ptr<RocksLog> open_beside(const std::filesystem::path& folder);

  // A reader of one of the backups in `folder`, as it lies there.
  static std::unique_ptr<RocksLog> open_backup(const std::filesystem::path& folder,
                                               std::uint32_t id);

  ~RocksLog() override;

  std::expected<Appended, Conflict> append(Append append) override;
  std::uint64_t version(const std::string& stream) const override;
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override;
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override;
  std::optional<Appended> find_command(const std::string& stream,
                                       const CommandId& command) const override;
  void remove_contents(const std::vector<std::uint64_t>& positions) override;
  void purge() override;
  std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const override;
  Head head() const override;
  std::vector<std::string> find_damage() const override;

  // How often a batch was written and synced since the log was opened.
  std::uint64_t batches() const;
  // Adds a backup to those in `folder`, copying only what changed since the last; appends go on
  // meanwhile. Returns its number. Not yet proof that it can be restored (fcgi/backup).
  std::uint32_t back_up(const std::filesystem::path& folder) const;

 private:
  struct Committer;  // the thread that gives positions
  RocksLog(std::unique_ptr<RocksStore> store, bool writable);
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<Committer> committer_;  // none beside a writer
};

}  // namespace yanxi
