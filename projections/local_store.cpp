#include "projections/local_store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <mutex>
#include <shared_mutex>
#include <stdexcept>

#include "events/log/rocks_store.hpp"

namespace yanxi {
namespace {

rocksdb::Options options() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 8 << 20;
  options.max_write_buffer_number = 2;
  options.max_background_jobs = 2;
  options.info_log = no_notes();
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(16 << 20);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

void require(const rocksdb::Status& status, const char* what) {
  if (!status.ok()) throw std::runtime_error(std::string(what) + ": " + status.ToString());
}

}  // namespace

struct LocalStore::Store {
  std::unique_ptr<rocksdb::DB> db;
  mutable std::shared_mutex placing;  // held alone while another store takes this one's place

  void open(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    rocksdb::DB* opened = nullptr;
    require(rocksdb::DB::Open(options(), folder, &opened), "a local store cannot be opened");
    db.reset(opened);
  }
  // A replacement may fail so badly that there is none.
  rocksdb::DB& whole() const {
    if (!db) throw std::runtime_error("a local store could not be opened again");
    return *db;
  }
  void close() {
    if (db) db->Close();
    db.reset();
  }
};

LocalStore::LocalStore(const std::filesystem::path& folder)
    : folder_(folder), store_(std::make_unique<Store>()) {
  // What an interrupted replacement left must not outlive an erasure.
  for (const char* left : {".old", ".new"}) std::filesystem::remove_all(folder.string() + left);
  store_->open(folder);
}

LocalStore::~LocalStore() { store_->close(); }

void LocalStore::compact() {
  const std::shared_lock here(store_->placing);
  require(store_->whole().Flush(rocksdb::FlushOptions()), "rows cannot be flushed");
  rocksdb::CompactRangeOptions everything;
  everything.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  require(store_->whole().CompactRange(everything, nullptr, nullptr), "rows cannot be compacted");
}

void LocalStore::replace(std::unique_ptr<LocalStore> other) {
  const std::unique_lock alone(store_->placing);
  const std::filesystem::path fresh = other->folder(), old = folder_.string() + ".old";
  other.reset();
  std::filesystem::remove_all(old);
  store_->close();
  std::error_code error;
  std::filesystem::rename(folder_, old, error);
  if (!error) std::filesystem::rename(fresh, folder_, error);
  if (error && !std::filesystem::exists(folder_)) std::filesystem::rename(old, folder_);
  store_->open(folder_);
  if (error) throw std::runtime_error("the new rows cannot be put in place: " + error.message());
  std::filesystem::remove_all(old);
}

std::optional<std::string> LocalStore::get(const std::string& key) const {
  const std::shared_lock here(store_->placing);
  std::string value;
  const auto status = store_->whole().Get(rocksdb::ReadOptions(), key, &value);
  if (status.IsNotFound()) return {};
  require(status, "a row cannot be read");
  return value;
}

void LocalStore::scan(const std::string& prefix, const std::string& first,
                      const Visit& visit) const {
  const std::shared_lock here(store_->placing);
  const std::unique_ptr<rocksdb::Iterator> it(store_->whole().NewIterator(rocksdb::ReadOptions()));
  for (it->Seek(first); it->Valid() && it->key().starts_with(prefix); it->Next()) {
    if (!visit(it->key().ToStringView(), it->value().ToStringView())) break;
  }
  require(it->status(), "rows cannot be read");
}

void LocalStore::write(const Changes& changes) {
  const std::shared_lock here(store_->placing);
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : changes) {
    require(value ? batch.Put(key, *value) : batch.Delete(key), "batch");
  }
  require(store_->whole().Write(rocksdb::WriteOptions(), &batch), "rows cannot be written");
}

void LocalStore::clear() {
  const std::shared_lock here(store_->placing);
  const std::unique_ptr<rocksdb::Iterator> it(store_->whole().NewIterator(rocksdb::ReadOptions()));
  rocksdb::WriteBatch batch;
  for (it->SeekToFirst(); it->Valid(); it->Next()) require(batch.Delete(it->key()), "batch");
  require(it->status(), "rows cannot be read");
  require(store_->whole().Write(rocksdb::WriteOptions(), &batch), "rows cannot be cleared");
}

}  // namespace yanxi
