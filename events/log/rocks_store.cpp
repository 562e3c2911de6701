#include "events/log/rocks_store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace yanxi {
namespace {

using std::filesystem::path;

// Each setting guards against a loss that was seen on RocksDB 7.8.3: its defaults open a damaged
// log without a word and leave out what was synced.
rocksdb::DBOptions database_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // The default silently loses acknowledged writes behind a flipped byte.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.max_background_jobs = 2;
  options.max_open_files = -1;  // a reader keeps the files it began with
  options.max_total_wal_size = 64 << 20;
  options.bytes_per_sync = 1 << 20;
  options.max_bgerror_resume_count = 0;  // a failed write stops the process instead
  options.info_log = no_notes();
  // A digest of each whole file, so that verify notices bits that no block's own digest covers.
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  return options;
}

rocksdb::ColumnFamilyOptions family_options() {
  rocksdb::ColumnFamilyOptions options;
  options.memtable_protection_bytes_per_key = 8;
  options.force_consistency_checks = true;
  options.paranoid_file_checks = true;
  options.write_buffer_size = 16 << 20;
  options.max_write_buffer_number = 2;
  options.compression = rocksdb::kLZ4Compression;
  // Most commands are new: a filter answers that without a search.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(16 << 20);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  const auto options = family_options();
  return {{rocksdb::kDefaultColumnFamilyName, options},
          {"events", options},
          {"streams", options},
          {"commands", options}};
}

// With those that a later version of the program has added: a writer must open all there are. What
// is unknown stays as it is.
std::vector<rocksdb::ColumnFamilyDescriptor> families_of(const rocksdb::DBOptions& options,
                                                         const path& folder) {
  auto all = families();
  std::vector<std::string> names;
  // A folder that holds no log yet has none.
  if (!rocksdb::DB::ListColumnFamilies(options, folder, &names).ok()) return all;
  for (const std::string& name : names) {
    const bool known =
        std::ranges::find(all, name, &rocksdb::ColumnFamilyDescriptor::name) != all.end();
    if (!known) all.emplace_back(name, family_options());
  }
  return all;
}

void require(const rocksdb::Status& status, const char* what) {
  if (!status.ok()) throw std::runtime_error(std::string(what) + ": " + status.ToString());
}

// The name and length of the list of tables.
std::pair<std::string, std::uintmax_t> read_manifest(const path& folder) {
  std::string name;
  std::getline(std::ifstream(folder / "CURRENT"), name);
  std::error_code error;
  const auto size = std::filesystem::file_size(folder / name, error);
  return {name, error ? 0 : size};
}

bool holds_rows(const path& folder) {
  if (!std::filesystem::exists(folder)) return false;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const path kind = entry.path().extension();
    if (kind == ".sst" || (kind == ".log" && entry.file_size() > 0)) return true;
  }
  return false;
}

rocksdb::BackupEngineOptions backup_options(const path& folder) {
  rocksdb::BackupEngineOptions options(folder.string());
  options.sync = true;
  options.share_files_with_checksum = true;
  options.backup_log_files = true;
  return options;
}

std::unique_ptr<rocksdb::BackupEngineReadOnly> open_backups(const path& folder) {
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  require(
      rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(), backup_options(folder), &engine),
      "the backups cannot be opened");
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine);
}

std::unique_ptr<rocksdb::BackupEngine> open_backups_for_writing(const path& folder) {
  rocksdb::BackupEngine* engine = nullptr;
  require(rocksdb::BackupEngine::Open(rocksdb::Env::Default(), backup_options(folder), &engine),
          "the backups cannot be opened");
  return std::unique_ptr<rocksdb::BackupEngine>(engine);
}

rocksdb::BackupInfo read_backup(const rocksdb::BackupEngineReadOnly& engine, std::uint32_t id) {
  rocksdb::BackupInfo info;
  require(engine.GetBackupInfo(id, &info, true), "the backup cannot be found");
  return info;
}

class NoNotes final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

std::shared_ptr<rocksdb::Logger> no_notes() { return std::make_shared<NoNotes>(); }

RocksStore::RocksStore() = default;

RocksStore::~RocksStore() {
  for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  if (db_) db_->Close().PermitUncheckedError();  // what was answered is on the disk already
  db_.reset();
}

std::unique_ptr<RocksStore> RocksStore::open(const path& folder, rocksdb::Env* env) {
  auto store = std::unique_ptr<RocksStore>(new RocksStore);
  auto options = database_options();
  if (env) options.env = env;
  // RocksDB would begin an empty log over the rows of one whose CURRENT is lost, and remove them.
  options.create_if_missing = !holds_rows(folder);
  rocksdb::DB* db = nullptr;
  require(rocksdb::DB::Open(options, folder, families_of(options, folder), &store->handles_, &db),
          "the log cannot be opened");
  store->db_.reset(db);
  return store;
}

void RocksStore::salvage(const path& from, const path& to) {
  std::filesystem::create_directories(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  auto options = database_options();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.create_if_missing = false;
  RocksStore store;
  rocksdb::DB* db = nullptr;
  auto status = rocksdb::DB::Open(options, to, families_of(options, to), &store.handles_, &db);
  // Perhaps entries at the end of the list of tables were torn: it is shortened until it opens,
  // because an entry without its end is none.
  const std::string name = read_manifest(to).first;
  constexpr std::uintmax_t step = 8, most = 64 * 1024;
  for (std::uintmax_t cut = 0; !status.ok() && cut < most; cut += step) {
    const path list = to / name;
    if (!name.starts_with("MANIFEST-") || !std::filesystem::exists(list)) break;
    const auto size = std::filesystem::file_size(list);
    if (size <= step) break;
    std::filesystem::resize_file(list, size - step);
    status = rocksdb::DB::Open(options, to, families_of(options, to), &store.handles_, &db);
  }
  require(status, "nothing can be salvaged");
  store.db_.reset(db);
}

// Not OpenAsSecondary: RocksDB 7.8.3 reads a MANIFEST with one flipped bit for ever there. A plain
// reader refuses such a one; but its writer may move rows from the write-ahead file to a table
// while it looks, and it would miss them. The MANIFEST grows with every such move, so what was read
// while it stood still is whole.
std::unique_ptr<RocksStore> RocksStore::open_beside(const path& folder) {
  constexpr int most_attempts = 100;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    auto store = std::unique_ptr<RocksStore>(new RocksStore);
    auto options = database_options();
    options.create_if_missing = false;
    const auto before = read_manifest(folder);
    rocksdb::DB* db = nullptr;
    const auto status =
        rocksdb::DB::OpenForReadOnly(options, folder, families(), &store->handles_, &db);
    store->db_.reset(db);
    if (read_manifest(folder) != before) continue;
    require(status, "the log cannot be opened");
    store->beside_ = folder;
    store->manifest_ = before;
    return store;
  }
  throw std::runtime_error("the log is never still enough to be read beside its writer");
}

std::unique_ptr<RocksStore> RocksStore::open_backup(const path& folder, std::uint32_t id) {
  auto store = std::unique_ptr<RocksStore>(new RocksStore);
  const rocksdb::BackupInfo info = read_backup(*open_backups(folder), id);
  store->owned_env_ = info.env_for_open;
  auto options = database_options();
  options.env = info.env_for_open.get();
  options.create_if_missing = false;
  rocksdb::DB* db = nullptr;
  require(
      rocksdb::DB::OpenForReadOnly(options, info.name_for_open, families(), &store->handles_, &db),
      "the backup cannot be opened");
  store->db_.reset(db);
  return store;
}

rocksdb::ColumnFamilyHandle* RocksStore::handle(Family family) const {
  return handles_[static_cast<std::size_t>(family) + 1];
}

std::unique_ptr<rocksdb::Iterator> RocksStore::iterate(Family family) const {
  return std::unique_ptr<rocksdb::Iterator>(
      db_->NewIterator(rocksdb::ReadOptions(), handle(family)));
}

std::optional<std::string> RocksStore::get(Family family, const std::string& key) const {
  std::string value;
  const auto status = db_->Get(rocksdb::ReadOptions(), handle(family), key, &value);
  if (status.IsNotFound()) return {};
  require(status, "a row of the log cannot be read");
  return value;
}

void RocksStore::scan(Family family, const std::string& first, const Visit& visit) const {
  const auto it = iterate(family);
  // Rows are copied out of RocksDB's memory by RocksDB, whose locks the thread sanitizer cannot
  // see.
  for (it->Seek(first); it->Valid(); it->Next()) {
    if (!visit(it->key().ToString(), it->value().ToString())) break;
  }
  require(it->status(), "the log cannot be read");
}

std::optional<std::pair<std::string, std::string>> RocksStore::last(Family family,
                                                                    const std::string& key) const {
  const auto it = iterate(family);
  it->SeekForPrev(key);
  require(it->status(), "the log cannot be read");
  if (!it->Valid()) return {};
  return std::pair(it->key().ToString(), it->value().ToString());
}

void RocksStore::write(const std::vector<StoredRow>& rows) {
  rocksdb::WriteBatch batch;
  for (const StoredRow& row : rows) {
    require(batch.Put(handle(row.family), row.key, row.value), "batch");
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  options.protection_bytes_per_key = 8;
  require(db_->Write(options, &batch), "events cannot be written");
}

void RocksStore::rewrite_files() {
  // Flushing every family makes the write-ahead files obsolete; compaction rewrites the tables.
  require(db_->Flush(rocksdb::FlushOptions(), handles_), "the log cannot be flushed");
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (const Family family : {Family::events, Family::streams, Family::commands}) {
    require(db_->CompactRange(options, handle(family), nullptr, nullptr),
            "the log cannot be compacted");
  }
}

void RocksStore::check_files() const {
  const auto status = db_->VerifyFileChecksums(rocksdb::ReadOptions());
  if (!status.ok() && !beside_.empty() && read_manifest(beside_) != manifest_) {
    // The writer has put other tables in place of these; those are to be read.
    return open_beside(beside_)->check_files();
  }
  require(status, "a file of the log is damaged");
}

std::uint32_t RocksStore::back_up(const path& folder, const std::string& note) const {
  std::filesystem::create_directories(folder);
  const auto engine = open_backups_for_writing(folder);
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  rocksdb::BackupID id = 0;
  require(engine->CreateNewBackupWithMetadata(options, db_.get(), note, &id),
          "the backup cannot be made");
  return id;
}

std::vector<std::uint32_t> RocksStore::backup_ids(const path& folder) {
  std::vector<rocksdb::BackupInfo> infos;
  open_backups(folder)->GetBackupInfo(&infos);
  std::vector<std::uint32_t> ids;
  for (const auto& info : infos) ids.push_back(info.backup_id);
  return ids;
}

std::vector<std::string> RocksStore::backup_files(const path& folder, std::uint32_t id) {
  std::vector<std::string> files = {"meta/" + std::to_string(id)};
  for (const auto& file : read_backup(*open_backups(folder), id).file_details) {
    files.push_back(file.relative_filename);
  }
  return files;
}

void RocksStore::restore_backup(const path& folder, std::uint32_t id, const path& to) {
  require(open_backups(folder)->RestoreDBFromBackup(id, to, to), "the backup cannot be restored");
}

void RocksStore::remove_backup(const path& folder, std::uint32_t id) {
  require(open_backups_for_writing(folder)->DeleteBackup(id), "an old backup cannot be removed");
}

}  // namespace yanxi
