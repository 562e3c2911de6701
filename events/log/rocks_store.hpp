// The log's three column families in RocksDB, and settings under which damage is refused rather
// than passed over. Here: rows in and out, durably. Not here: what they mean (rocks_log), and
// RocksDB's own headers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
class Iterator;
class Logger;
class Status;
}  // namespace rocksdb

namespace yanxi {

// In place of RocksDB's own notes, for every store of ours. Debian's RocksDB stops the process with
// an assertion at the second note that a full disk does not take; and a reader writes nothing into
// the writer's folder.
std::shared_ptr<rocksdb::Logger> no_notes();

enum class Family { events, streams, commands };

struct StoredRow {
  Family family;
  std::string key, value;
};

// Thread-safe. All throw std::runtime_error when the disk fails or the store is damaged; such a
// store is never repaired in place.
class RocksStore {
 public:
  // For the one writer; `env` is null but in tests, where it fails on purpose.
  static std::unique_ptr<RocksStore> open(const std::filesystem::path& folder, rocksdb::Env* env);
  // Copies a store that cannot be opened, keeping all before its first damage and dropping what
  // follows, which may be more than a power cut tore off: what is left must be compared with the
  // checkpoints, and a person must accept it (fcgi/backup). `from` is not changed.
  static void salvage(const std::filesystem::path& from, const std::filesystem::path& to);
  // For a reader beside a running writer, or at rest: nothing below `folder` is changed. It sees
  // what was there when it was opened.
  static std::unique_ptr<RocksStore> open_beside(const std::filesystem::path& folder);
  // For a reader of a backup as it lies there (rocks_backup).
  static std::unique_ptr<RocksStore> open_backup(const std::filesystem::path& folder,
                                                 std::uint32_t id);
  ~RocksStore();

  std::optional<std::string> get(Family family, const std::string& key) const;
  // Calls `visit` with each row from `first` on, in order, until it returns false.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  void scan(Family family, const std::string& first, const Visit& visit) const;
  // The row with the greatest key that is at most `key`; key and value.
  std::optional<std::pair<std::string, std::string>> last(Family family,
                                                          const std::string& key) const;

  // All rows or none, on the disk when it returns.
  void write(const std::vector<StoredRow>& rows);
  // Returns when no file holds any longer what rows held before they were written over.
  void rewrite_files();

  // Reads every file whole and compares it with the digest that was taken when it was written.
  void check_files() const;

  // Adds a backup to those in `folder` and returns its number; only what changed is copied. `note`
  // is kept with it.
  std::uint32_t back_up(const std::filesystem::path& folder, const std::string& note) const;
  static std::vector<std::uint32_t> backup_ids(const std::filesystem::path& folder);
  // The files one of the backups needs, below `folder`.
  static std::vector<std::string> backup_files(const std::filesystem::path& folder,
                                               std::uint32_t id);
  static void restore_backup(const std::filesystem::path& folder, std::uint32_t id,
                             const std::filesystem::path& to);
  static void remove_backup(const std::filesystem::path& folder, std::uint32_t id);

 private:
  RocksStore();
  rocksdb::ColumnFamilyHandle* handle(Family family) const;
  std::unique_ptr<rocksdb::Iterator> iterate(Family family) const;

  std::shared_ptr<rocksdb::Env> owned_env_;  // of a backup
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::filesystem::path beside_;                     // of a reader
  std::pair<std::string, std::uintmax_t> manifest_;  // name and length of the list it read
};

}  // namespace yanxi
