#include "tests/endurance/faulty_disk.hpp"

#include <rocksdb/system_clock.h>

#include <algorithm>
#include <fstream>

namespace yanxi {
namespace {

using rocksdb::IOStatus;
namespace fs = std::filesystem;

constexpr std::uint64_t sector = 512;

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(FaultyDisk& disk, std::string name, std::unique_ptr<rocksdb::FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)), disk_(disk), name_(std::move(name)) {}

  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions&,
                  rocksdb::IODebugContext*) override {
    return disk_.append(name_, *target(), data);
  }
  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions&,
                  const rocksdb::DataVerificationInfo&, rocksdb::IODebugContext*) override {
    return disk_.append(name_, *target(), data);
  }
  IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions&,
                    rocksdb::IODebugContext*) override {
    return disk_.truncate(name_, *target(), size);
  }
  IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return disk_.sync(name_);
  }
  IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return disk_.sync(name_);
  }
  // Neither promises anything, so nothing depends on them.
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                     rocksdb::IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus Allocate(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                    rocksdb::IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  FaultyDisk& disk_;
  std::string name_;
};

class FaultyFolder final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyFolder(FaultyDisk& disk, std::unique_ptr<rocksdb::FSDirectory> target)
      : FSDirectoryWrapper(std::move(target)), disk_(disk) {}
  IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return disk_.sync_folder();
  }
  IOStatus FsyncWithDirOptions(const rocksdb::IOOptions&, rocksdb::IODebugContext*,
                               const rocksdb::DirFsyncOptions&) override {
    return disk_.sync_folder();
  }

 private:
  FaultyDisk& disk_;
};

class FaultyRandomReader final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FaultyRandomReader(FaultyDisk& disk, std::unique_ptr<rocksdb::FSRandomAccessFile> target)
      : FSRandomAccessFileOwnerWrapper(std::move(target)), disk_(disk) {}
  IOStatus Read(std::uint64_t offset, std::size_t size, const rocksdb::IOOptions& options,
                rocksdb::Slice* result, char* scratch,
                rocksdb::IODebugContext* debug) const override {
    const IOStatus begun = disk_.begin();
    return begun.ok() ? target()->Read(offset, size, options, result, scratch, debug) : begun;
  }
  // One that cannot read ahead makes RocksDB use Read.
  IOStatus Prefetch(std::uint64_t, std::size_t, const rocksdb::IOOptions&,
                    rocksdb::IODebugContext*) override {
    return IOStatus::NotSupported();
  }

 private:
  FaultyDisk& disk_;
};

class FaultyReader final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  FaultyReader(FaultyDisk& disk, std::unique_ptr<rocksdb::FSSequentialFile> target)
      : FSSequentialFileOwnerWrapper(std::move(target)), disk_(disk) {}
  IOStatus Read(std::size_t size, const rocksdb::IOOptions& options, rocksdb::Slice* result,
                char* scratch, rocksdb::IODebugContext* debug) override {
    const IOStatus begun = disk_.begin();
    return begun.ok() ? target()->Read(size, options, result, scratch, debug) : begun;
  }

 private:
  FaultyDisk& disk_;
};

class SleeplessClock final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "SleeplessClock"; }
  void SleepForMicroseconds(int micros) override {
    SystemClockWrapper::SleepForMicroseconds(std::min(micros, 1000));
  }
};

// Opens a file through `open`, unless that is what fails, and puts a `Reader` around it.
template <class Reader, class File, class Open>
IOStatus open_reader(FaultyDisk& disk, std::unique_ptr<File>* result, const Open& open) {
  const IOStatus begun = disk.begin();
  if (!begun.ok()) return begun;
  std::unique_ptr<File> file;
  const IOStatus status = open(&file);
  if (status.ok()) *result = std::make_unique<Reader>(disk, std::move(file));
  return status;
}

IOStatus error_of(FaultyDisk::Failure failure) {
  if (failure == FaultyDisk::Failure::no_space) return IOStatus::NoSpace("no space, on purpose");
  return IOStatus::IOError("failed on purpose");
}

}  // namespace

FaultyEnv::FaultyEnv(std::shared_ptr<FaultyDisk> disk) : EnvWrapper(rocksdb::Env::Default()) {
  file_system_ = std::move(disk);
  system_clock_ = std::make_shared<SleeplessClock>(rocksdb::SystemClock::Default());
}

FaultyDisk::FaultyDisk(fs::path limbo)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), limbo_(std::move(limbo)) {
  fs::create_directories(limbo_);
}

void FaultyDisk::fail_at(std::uint64_t operation, Failure failure) {
  const std::lock_guard lock(mutex_);
  count_ = 0;
  at_ = operation;
  failure_ = failure;
  failed_ = false;
}

void FaultyDisk::cut_at(std::uint64_t operation, std::uint64_t seed) {
  fail_at(operation, Failure::io_error);
  cutting_ = true;
  random_.seed(seed);
}

std::uint64_t FaultyDisk::operations() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

bool FaultyDisk::failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

FaultyDisk::Failure FaultyDisk::next() {
  ++count_;
  if (dark_) return Failure::io_error;
  if (count_ != at_) return Failure::none;
  dark_ = cutting_;
  failed_ = true;
  return failure_;
}

IOStatus FaultyDisk::begin(bool changes) {
  const std::lock_guard lock(mutex_);
  const Failure failure = next();
  if (failure == Failure::none) return IOStatus::OK();
  // What only a change can suffer is a plain error of reading, and comes to pass as such.
  return error_of(changes ? failure : Failure::io_error);
}

IOStatus FaultyDisk::append(const std::string& file, rocksdb::FSWritableFile& target,
                            const rocksdb::Slice& data) {
  const std::lock_guard lock(mutex_);
  const Failure failure = next();
  if (failure == Failure::none) return target.Append(data, {}, nullptr);
  if ((cutting_ && failed_ && count_ == at_) || failure == Failure::short_write) {
    const std::size_t part = cutting_ ? random_() % (data.size() + 1) : data.size() / 2;
    target.Append(rocksdb::Slice(data.data(), part), {}, nullptr).PermitUncheckedError();
  }
  files_.try_emplace(file);
  return error_of(failure);
}

IOStatus FaultyDisk::sync(const std::string& file) {
  const std::lock_guard lock(mutex_);
  Kept& kept = files_[file];
  const Failure failure = next();
  if (failure == Failure::none) {
    if (!kept.broken) kept.synced = fs::file_size(file);
    return IOStatus::OK();
  }
  kept.broken = true;
  return error_of(failure);
}

IOStatus FaultyDisk::sync_folder() {
  const std::lock_guard lock(mutex_);
  const Failure failure = next();
  if (failure != Failure::none) return error_of(failure);
  for (const Change& change : changes_) {
    if (!change.saved.empty()) fs::remove(change.saved);
  }
  changes_.clear();
  return IOStatus::OK();
}

IOStatus FaultyDisk::truncate(const std::string& file, rocksdb::FSWritableFile& target,
                              std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  const Failure failure = next();
  if (failure != Failure::none) return error_of(failure);
  Kept& kept = files_[file];
  kept.synced = std::min(kept.synced, size);
  return target.Truncate(size, {}, nullptr);
}

IOStatus FaultyDisk::NewSequentialFile(const std::string& name, const FileOptions& options,
                                       std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                       Debug* debug) {
  return open_reader<FaultyReader>(*this, result, [&](auto* file) {
    return target()->NewSequentialFile(name, options, file, debug);
  });
}

IOStatus FaultyDisk::NewRandomAccessFile(const std::string& name, const FileOptions& options,
                                         std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                         Debug* debug) {
  return open_reader<FaultyRandomReader>(*this, result, [&](auto* file) {
    return target()->NewRandomAccessFile(name, options, file, debug);
  });
}

IOStatus FaultyDisk::NewWritableFile(const std::string& name, const FileOptions& options,
                                     std::unique_ptr<rocksdb::FSWritableFile>* result,
                                     Debug* debug) {
  const IOStatus begun = begin(true);
  if (!begun.ok()) return begun;
  const std::lock_guard lock(mutex_);
  changes_.push_back({Change::Kind::created, name, {}, fs::exists(name) ? save(name) : ""});
  std::unique_ptr<rocksdb::FSWritableFile> file;
  const IOStatus status = target()->NewWritableFile(name, options, &file, debug);
  files_[name] = {};
  if (status.ok()) *result = std::make_unique<FaultyFile>(*this, name, std::move(file));
  return status;
}

IOStatus FaultyDisk::ReopenWritableFile(const std::string& name, const FileOptions& options,
                                        std::unique_ptr<rocksdb::FSWritableFile>* result,
                                        Debug* debug) {
  const IOStatus begun = begin(true);
  if (!begun.ok()) return begun;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  const IOStatus status = target()->ReopenWritableFile(name, options, &file, debug);
  if (status.ok()) *result = std::make_unique<FaultyFile>(*this, name, std::move(file));
  return status;
}

IOStatus FaultyDisk::NewDirectory(const std::string& name, const Options& options,
                                  std::unique_ptr<rocksdb::FSDirectory>* result, Debug* debug) {
  const IOStatus begun = begin();
  if (!begun.ok()) return begun;
  std::unique_ptr<rocksdb::FSDirectory> folder;
  const IOStatus status = target()->NewDirectory(name, options, &folder, debug);
  if (status.ok()) *result = std::make_unique<FaultyFolder>(*this, std::move(folder));
  return status;
}

IOStatus FaultyDisk::GetChildren(const std::string& name, const Options& options,
                                 std::vector<std::string>* result, Debug* debug) {
  const IOStatus begun = begin();
  return begun.ok() ? target()->GetChildren(name, options, result, debug) : begun;
}

IOStatus FaultyDisk::DeleteFile(const std::string& name, const Options&, Debug*) {
  const IOStatus begun = begin(true);
  if (!begun.ok()) return begun;
  const std::lock_guard lock(mutex_);
  if (!fs::exists(name)) return IOStatus::PathNotFound(name);
  changes_.push_back({Change::Kind::removed, name, {}, save(name)});
  return IOStatus::OK();
}

IOStatus FaultyDisk::RenameFile(const std::string& from, const std::string& to,
                                const Options& options, Debug* debug) {
  const IOStatus begun = begin(true);
  if (!begun.ok()) return begun;
  const std::lock_guard lock(mutex_);
  changes_.push_back({Change::Kind::renamed, from, to, fs::exists(to) ? save(to) : ""});
  files_[to] = files_[from];
  files_.erase(from);
  return target()->RenameFile(from, to, options, debug);
}

IOStatus FaultyDisk::Truncate(const std::string& name, size_t size, const Options& options,
                              Debug* debug) {
  const IOStatus begun = begin(true);
  if (!begun.ok()) return begun;
  const std::lock_guard lock(mutex_);
  files_[name].synced = std::min<std::uint64_t>(files_[name].synced, size);
  return target()->Truncate(name, size, options, debug);
}

fs::path FaultyDisk::save(const std::string& name) {
  const fs::path saved = limbo_ / std::to_string(++saved_);
  fs::rename(name, saved);
  return saved;
}

void FaultyDisk::undo(const Change& change) {
  switch (change.kind) {
    case Change::Kind::created:
      fs::remove(change.name);
      files_.erase(change.name);
      break;
    case Change::Kind::renamed:
      if (fs::exists(change.to)) fs::rename(change.to, change.name);
      files_[change.name] = files_[change.to];
      files_.erase(change.to);
      break;
    case Change::Kind::removed:
      break;
  }
  const std::string& restored = change.kind == Change::Kind::renamed ? change.to : change.name;
  // What had been removed or replaced was on the disk whole.
  if (!change.saved.empty()) {
    fs::rename(change.saved, restored);
    files_.erase(restored);
  }
}

void FaultyDisk::lose_bytes(const std::string& name, std::uint64_t synced, Loss loss,
                            std::mt19937_64& random) {
  const std::uint64_t size = fs::file_size(name);
  if (size <= synced) return;
  if (loss == Loss::all) return fs::resize_file(name, synced);
  // The length is often on the disk before the bytes are.
  const bool whole = loss == Loss::shuffled && random() % 2 == 0;
  const std::uint64_t left = whole ? size : synced + random() % (size - synced + 1);
  fs::resize_file(name, left);
  if (loss == Loss::torn) return;
  std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
  for (std::uint64_t at = synced; at < left; at = (at / sector + 1) * sector) {
    const std::uint64_t end = std::min(left, (at / sector + 1) * sector);
    if (random() % 2 == 0) continue;
    file.seekp(static_cast<std::streamoff>(at));
    file << std::string(end - at, '\0');
  }
}

void FaultyDisk::lose_unsynced(Loss loss, std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 random(seed);
  // A journalling file system keeps changes of a folder in their order, as far as it came.
  const std::size_t kept = loss == Loss::all ? 0 : random() % (changes_.size() + 1);
  while (changes_.size() > kept) {
    undo(changes_.back());
    changes_.pop_back();
  }
  for (const Change& change : changes_) {
    if (!change.saved.empty()) fs::remove(change.saved);
  }
  changes_.clear();
  for (const auto& [name, file] : files_) {
    if (fs::exists(name)) lose_bytes(name, file.synced, loss, random);
  }
  files_.clear();
  dark_ = cutting_ = failed_ = false;
  at_ = 0;
}

}  // namespace yanxi
