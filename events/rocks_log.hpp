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

#include "events/log.hpp"

namespace yanxi {

class RocksLog final : public EventLog {
 public:
  // The one writer. Creates an empty log when the folder is missing. Throws std::runtime_error when
  // another process writes it or RocksDB finds it damaged: such a log is never repaired in place.
  static std::unique_ptr<RocksLog> open(const std::filesystem::path& folder);

  // A reader beside a running writer or of a log at rest; append throws std::logic_error. It sees
  // what was written before it was opened or last called catch_up.
  static std::unique_ptr<RocksLog> open_beside(const std::filesystem::path& folder);

  ~RocksLog() override;

  std::expected<Appended, Conflict> append(Append append) override;
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override;
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override;
  std::optional<Appended> find_command(const std::string& stream,
                                       const CommandId& command) const override;
  std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const override;
  Head head() const override;

  void catch_up();

 private:
  struct Store;      // the database and how rows are read from it
  struct Committer;  // the thread that gives positions
  RocksLog(std::unique_ptr<Store> store, bool writable);
  std::unique_ptr<Store> store_;
  std::unique_ptr<Committer> committer_;  // none beside a writer
};

}  // namespace yanxi
