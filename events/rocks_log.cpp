#include "events/rocks_log.hpp"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <sodium.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "events/chain.hpp"
#include "events/row.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

// The settings of hardening.md 1.3; each guards against a loss that was seen there.
rocksdb::DBOptions database_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // The default silently loses acknowledged writes behind a flipped byte.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.max_background_jobs = 2;
  options.max_open_files = -1;  // OpenAsSecondary demands it
  options.max_total_wal_size = 64 << 20;
  options.bytes_per_sync = 1 << 20;
  options.max_bgerror_resume_count = 0;  // a failed write stops the process instead
  options.keep_log_file_num = 10;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
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

void require(const rocksdb::Status& status, const char* what) {
  if (!status.ok()) throw std::runtime_error(std::string(what) + ": " + status.ToString());
}

std::string encode_appended(const Appended& appended) {
  return number_key(appended.position) + number_key(appended.version) +
         number_key(static_cast<std::uint64_t>(appended.at.us));
}

Appended decode_appended(std::string_view value) {
  if (value.size() != 24) throw RowFault("a command's answer has another size");
  return {read_number(value.substr(0, 8)),
          read_number(value.substr(8, 8)),
          {static_cast<std::int64_t>(read_number(value.substr(16, 8)))},
          true};
}

}  // namespace

struct RocksLog::Store {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  path secondary_folder;  // RocksDB's own notes of a reader beside a writer; removed at the end

  rocksdb::ColumnFamilyHandle* events() const { return handles[1]; }
  rocksdb::ColumnFamilyHandle* streams() const { return handles[2]; }
  rocksdb::ColumnFamilyHandle* commands() const { return handles[3]; }

  ~Store() {
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    if (db) db->Close();
    db.reset();
    if (!secondary_folder.empty()) std::filesystem::remove_all(secondary_folder);
  }

  std::unique_ptr<rocksdb::Iterator> iterate(rocksdb::ColumnFamilyHandle* family) const {
    return std::unique_ptr<rocksdb::Iterator>(db->NewIterator(rocksdb::ReadOptions(), family));
  }

  Head read_head() const {
    const auto it = iterate(events());
    it->SeekToLast();
    require(it->status(), "the log's head cannot be read");
    if (!it->Valid()) return {};
    const Envelope last = decode_row(it->value().ToStringView());
    return {last.position, last.chain, last.at};
  }

  std::uint64_t stream_version(const std::string& stream) const {
    const auto it = iterate(streams());
    it->SeekForPrev(stream_key(stream, ~std::uint64_t{0}));
    require(it->status(), "a stream's version cannot be read");
    const std::string prefix = stream + '\0';
    if (!it->Valid() || !it->key().starts_with(prefix)) return 0;
    return read_number(it->key().ToStringView().substr(prefix.size()));
  }

  std::optional<Appended> find(const std::string& key) const {
    std::string value;
    const auto status = db->Get(rocksdb::ReadOptions(), commands(), key, &value);
    if (status.IsNotFound()) return {};
    require(status, "a command cannot be looked up");
    return decode_appended(value);
  }
};

// Takes waiting commands as a batch, gives positions, chains the digests, writes once, syncs once,
// then answers. Group commit by design: the order of positions is the order of answers.
struct RocksLog::Committer {
  struct Pending {
    Append append;
    std::vector<Envelope> envelopes;  // sealed by the caller, placed by the committer
    std::promise<std::expected<Appended, Conflict>> answer;
  };
  // What a batch has given out before it is written.
  struct Batch {
    rocksdb::WriteBatch write;
    Head head;
    std::map<std::string, std::uint64_t> versions;
    std::map<std::string, Appended> commands;
    std::vector<std::pair<Pending*, std::expected<Appended, Conflict>>> answers;
  };
  static constexpr std::size_t max_batch = 256;

  const Store& store;
  mutable std::mutex mutex;
  mutable std::condition_variable arrived, moved;
  std::deque<Pending*> queue;
  Head head;
  bool stopping = false;
  std::atomic<bool> failed = false;
  std::thread thread;

  explicit Committer(const Store& opened) : store(opened), head(opened.read_head()) {
    thread = std::thread([this] { run(); });
  }
  ~Committer() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    arrived.notify_all();
    thread.join();
  }

  void run() {
    for (;;) {
      std::vector<Pending*> taken;
      {
        std::unique_lock lock(mutex);
        arrived.wait(lock, [&] { return stopping || !queue.empty(); });
        if (queue.empty()) return;
        while (!queue.empty() && taken.size() < max_batch) {
          taken.push_back(queue.front());
          queue.pop_front();
        }
      }
      // After a failed write nobody knows where the log stands: nothing more is written to it.
      if (failed) {
        fail(taken, "the log has failed before");
      } else {
        commit(taken);
      }
    }
  }

  void commit(const std::vector<Pending*>& taken) {
    Batch batch;
    batch.head = head;
    try {
      for (Pending* pending : taken) batch.answers.emplace_back(pending, place(*pending, batch));
      write(batch);
    } catch (const std::exception& error) {
      fail(taken, error.what());
      return;
    }
    {
      const std::lock_guard lock(mutex);
      head = batch.head;
    }
    moved.notify_all();
    for (auto& [pending, answer] : batch.answers) pending->answer.set_value(std::move(answer));
  }

  void write(Batch& batch) {
    if (batch.write.Count() == 0) return;
    rocksdb::WriteOptions options;
    options.sync = true;
    options.protection_bytes_per_key = 8;
    require(store.db->Write(options, &batch.write), "events cannot be written");
  }

  void fail(const std::vector<Pending*>& taken, const std::string& what) {
    failed = true;
    for (Pending* pending : taken) {
      pending->answer.set_exception(std::make_exception_ptr(LogFailure(what)));
    }
  }

  std::expected<Appended, Conflict> place(Pending& pending, Batch& batch) {
    const Append& append = pending.append;
    const std::string command = command_key(append.stream, append.command);
    if (const auto found = batch.commands.find(command); found != batch.commands.end()) {
      return repeat(found->second);
    }
    if (const auto found = store.find(command)) return *found;
    const auto known = batch.versions.find(append.stream);
    std::uint64_t version =
        known != batch.versions.end() ? known->second : store.stream_version(append.stream);
    if (version != append.expected_version) return std::unexpected(Conflict{version});
    // Event time never goes back, whatever the machine's clock does.
    const Instant at = std::max(append.at, batch.head.at);
    for (Envelope& envelope : pending.envelopes) {
      envelope.position = batch.head.position + 1;
      envelope.version = ++version;
      envelope.at = at;
      envelope.leaf = leaf_digest(envelope);
      envelope.chain = chain_digest(batch.head.chain, envelope.leaf);
      batch.head = {envelope.position, envelope.chain, at};
      const std::string key = number_key(envelope.position);
      require(batch.write.Put(store.events(), key, encode_row(envelope)), "batch");
      require(batch.write.Put(store.streams(), stream_key(envelope.stream, version), key), "batch");
    }
    const Appended appended{batch.head.position, version, at, false};
    require(batch.write.Put(store.commands(), command, encode_appended(appended)), "batch");
    batch.versions[append.stream] = version;
    batch.commands[command] = appended;
    return appended;
  }

  static Appended repeat(Appended appended) {
    appended.repeated = true;
    return appended;
  }
};

RocksLog::RocksLog(std::unique_ptr<Store> store, bool writable) : store_(std::move(store)) {
  if (writable) committer_ = std::make_unique<Committer>(*store_);
}

RocksLog::~RocksLog() { committer_.reset(); }

std::unique_ptr<RocksLog> RocksLog::open(const path& folder) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  std::filesystem::create_directories(folder);
  auto store = std::make_unique<Store>();
  rocksdb::DB* db = nullptr;
  require(rocksdb::DB::Open(database_options(), folder, families(), &store->handles, &db),
          "the log cannot be opened");
  store->db.reset(db);
  return std::unique_ptr<RocksLog>(new RocksLog(std::move(store), true));
}

std::unique_ptr<RocksLog> RocksLog::open_beside(const path& folder) {
  auto store = std::make_unique<Store>();
  std::string name = (std::filesystem::temp_directory_path() / "yanxi-beside-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
  store->secondary_folder = name;
  rocksdb::DB* db = nullptr;
  require(rocksdb::DB::OpenAsSecondary(database_options(), folder, name, families(),
                                       &store->handles, &db),
          "the log cannot be opened beside its writer");
  store->db.reset(db);
  auto log = std::unique_ptr<RocksLog>(new RocksLog(std::move(store), false));
  log->catch_up();
  return log;
}

void RocksLog::catch_up() {
  require(store_->db->TryCatchUpWithPrimary(), "the log cannot be followed");
}

std::expected<Appended, Conflict> RocksLog::append(Append append) {
  if (!committer_) throw std::logic_error("this log was opened for reading");
  Committer::Pending pending;
  for (Encoded& event : append.events) {
    Envelope& envelope = pending.envelopes.emplace_back();
    envelope.stream = append.stream;
    envelope.actor = append.actor;
    envelope.command = append.command;
    envelope.tag = std::move(event.tag);
    envelope.payload = std::move(event.payload);
    randombytes_buf(envelope.salt.data(), envelope.salt.size());
    envelope.sealed = seal(envelope.salt, envelope.payload);
  }
  pending.append = std::move(append);
  auto answer = pending.answer.get_future();
  {
    const std::lock_guard lock(committer_->mutex);
    if (committer_->failed) throw LogFailure("the log has failed before");
    committer_->queue.push_back(&pending);
  }
  committer_->arrived.notify_one();
  return answer.get();
}

std::vector<Envelope> RocksLog::read_stream(const std::string& stream, std::uint64_t after) const {
  std::vector<Envelope> envelopes;
  const std::string prefix = stream + '\0';
  const auto it = store_->iterate(store_->streams());
  std::string row;
  for (it->Seek(stream_key(stream, after + 1)); it->Valid() && it->key().starts_with(prefix);
       it->Next()) {
    require(store_->db->Get(rocksdb::ReadOptions(), store_->events(), it->value(), &row),
            "an event of the stream cannot be read");
    envelopes.push_back(decode_row(row));
  }
  require(it->status(), "the stream cannot be read");
  return envelopes;
}

std::vector<Envelope> RocksLog::read_all(std::uint64_t after, std::size_t limit) const {
  std::vector<Envelope> envelopes;
  const auto it = store_->iterate(store_->events());
  for (it->Seek(number_key(after + 1)); it->Valid() && envelopes.size() < limit; it->Next()) {
    envelopes.push_back(decode_row(it->value().ToStringView()));
  }
  require(it->status(), "the log cannot be read");
  return envelopes;
}

std::optional<Appended> RocksLog::find_command(const std::string& stream,
                                               const CommandId& command) const {
  return store_->find(command_key(stream, command));
}

std::uint64_t RocksLog::wait(std::uint64_t after, std::chrono::milliseconds timeout) const {
  if (!committer_) return head().position;
  std::unique_lock lock(committer_->mutex);
  committer_->moved.wait_for(lock, timeout, [&] { return committer_->head.position > after; });
  return committer_->head.position;
}

Head RocksLog::head() const {
  if (!committer_) return store_->read_head();
  const std::lock_guard lock(committer_->mutex);
  return committer_->head;
}

}  // namespace yanxi
