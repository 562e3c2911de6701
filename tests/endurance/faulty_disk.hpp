// A file system for RocksDB that fails on purpose, over real files: one operation that fails, or
// the power that is cut in the midst of one. Here: counting operations, failing, and losing what
// was not synced when the power comes back. Not here: what must survive (power_test, failure_test).
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <vector>

namespace yanxi {

class FaultyDisk : public rocksdb::FileSystemWrapper {
 public:
  enum class Failure { none, io_error, no_space, short_write, failed_sync };
  enum class Loss {
    all,      // nothing that was not synced is left
    torn,     // a file keeps some first bytes of it
    shuffled  // of a file's last sectors any may be missing while later ones are there
  };

  // `limbo` keeps removed files as long as their removal may still be lost.
  explicit FaultyDisk(std::filesystem::path limbo);
  const char* Name() const override { return "FaultyDisk"; }

  // Makes the operation of this number, counted from now on and from 1, fail once.
  void fail_at(std::uint64_t operation, Failure failure);
  // Cuts the power in the midst of the operation; from then on everything fails.
  void cut_at(std::uint64_t operation, std::uint64_t seed);
  std::uint64_t operations() const;
  bool failed() const;  // whether what was ordered has come to pass

  // The power comes back. Everything must be closed.
  void lose_unsynced(Loss loss, std::uint64_t seed);

  // Operations of files and folders, called by the wrappers in faulty_disk.cpp.
  rocksdb::IOStatus append(const std::string& file, rocksdb::FSWritableFile& target,
                           const rocksdb::Slice& data);
  rocksdb::IOStatus sync(const std::string& file);
  rocksdb::IOStatus sync_folder();
  rocksdb::IOStatus truncate(const std::string& file, rocksdb::FSWritableFile& target,
                             std::uint64_t size);
  rocksdb::IOStatus begin(bool changes = false);  // any other operation

  using IO = rocksdb::IOStatus;
  using Debug = rocksdb::IODebugContext;
  using FileOptions = rocksdb::FileOptions;
  using Options = rocksdb::IOOptions;
  IO NewSequentialFile(const std::string& name, const FileOptions& options,
                       std::unique_ptr<rocksdb::FSSequentialFile>* result, Debug* debug) override;
  IO NewRandomAccessFile(const std::string& name, const FileOptions& options,
                         std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                         Debug* debug) override;
  IO NewWritableFile(const std::string& name, const FileOptions& options,
                     std::unique_ptr<rocksdb::FSWritableFile>* result, Debug* debug) override;
  IO ReopenWritableFile(const std::string& name, const FileOptions& options,
                        std::unique_ptr<rocksdb::FSWritableFile>* result, Debug* debug) override;
  IO NewDirectory(const std::string& name, const Options& options,
                  std::unique_ptr<rocksdb::FSDirectory>* result, Debug* debug) override;
  IO GetChildren(const std::string& name, const Options& options, std::vector<std::string>* result,
                 Debug* debug) override;
  IO DeleteFile(const std::string& name, const Options& options, Debug* debug) override;
  IO RenameFile(const std::string& from, const std::string& to, const Options& options,
                Debug* debug) override;
  IO Truncate(const std::string& name, size_t size, const Options& options, Debug* debug) override;

 private:
  struct Kept {
    std::uint64_t synced = 0;  // bytes that survive
    bool broken = false;       // a sync failed: later ones keep nothing more (fsyncgate, 2018)
  };
  // One change of a folder that may still be lost, and how to take it back.
  struct Change {
    enum class Kind { created, removed, renamed } kind;
    std::string name, to;
    std::filesystem::path saved;  // what was removed or replaced; empty when nothing was
  };
  Failure next();  // counts one operation
  std::filesystem::path save(const std::string& name);
  void undo(const Change& change);
  void lose_bytes(const std::string& name, std::uint64_t synced, Loss loss,
                  std::mt19937_64& random);

  mutable std::mutex mutex_;
  std::filesystem::path limbo_;
  std::uint64_t count_ = 0, at_ = 0, saved_ = 0;
  Failure failure_ = Failure::none;
  bool cutting_ = false, dark_ = false, failed_ = false;
  std::mt19937_64 random_;
  std::map<std::string, Kept> files_;
  std::vector<Change> changes_;  // since the folder was last synced
};

// What RocksDB is opened with to live on such a disk. RocksDB sleeps a second after a failure in
// the background; here it does not, and nothing but time depends on it.
class FaultyEnv : public rocksdb::EnvWrapper {
 public:
  explicit FaultyEnv(std::shared_ptr<FaultyDisk> disk);
};

}  // namespace yanxi
