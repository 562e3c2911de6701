#include "events/log/rocks_log.hpp"

#include <pthread.h>
#include <sodium.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "events/log/placing.hpp"
#include "events/log/rocks_store.hpp"
#include "events/log/row.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

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

Head read_head(const RocksStore& store) {
  const auto row = store.last(Family::events, number_key(~std::uint64_t{0}));
  if (!row) return {};
  const Envelope last = decode_row(row->second, read_number(row->first));
  return {last.position, last.chain, last.at};
}

std::uint64_t read_version(const RocksStore& store, const std::string& stream) {
  const auto row = store.last(Family::streams, stream_key(stream, ~std::uint64_t{0}));
  const std::string prefix = stream + '\0';
  if (!row || !row->first.starts_with(prefix)) return 0;
  return read_number(std::string_view(row->first).substr(prefix.size()));
}

std::optional<Appended> find_answer(const RocksStore& store, const std::string& key) {
  const auto value = store.get(Family::commands, key);
  return value ? std::optional(decode_appended(*value)) : std::nullopt;
}

std::vector<StoredRow> rows_of(const Batch& batch) {
  std::vector<StoredRow> rows;
  for (const Envelope& envelope : batch.envelopes()) {
    const std::string key = number_key(envelope.position);
    rows.push_back({Family::events, key, encode_row(envelope)});
    rows.push_back({Family::streams, stream_key(envelope.stream, envelope.version), key});
  }
  for (const Batch::Answer& answer : batch.answers()) {
    rows.push_back({Family::commands, command_key(answer.stream, answer.command),
                    encode_appended(answer.appended)});
  }
  return rows;
}

}  // namespace

// Takes waiting commands as a batch, gives positions, chains the digests, writes once, syncs once,
// then answers all at once. Group commit by design: the order of positions is the order of answers.
struct RocksLog::Committer {
  struct Pending {
    Append append;
    std::vector<Envelope> sealed;  // by the caller
    std::optional<std::expected<Appended, Conflict>> answer;
    std::string failure;  // in place of an answer
    bool done = false;
  };
  static constexpr std::size_t max_batch = 256;

  RocksStore& store;
  mutable std::mutex mutex;
  mutable std::condition_variable arrived, moved;
  std::deque<Pending*> queue;
  Head head;
  std::unordered_map<std::string, std::uint64_t> versions;  // of the streams appended to last
  bool stopping = false;
  std::atomic<bool> failed = false;
  std::atomic<std::uint64_t> batches = 0;
  std::thread thread;

  explicit Committer(RocksStore& opened) : store(opened), head(read_head(opened)) {
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
    ::pthread_setname_np(::pthread_self(), "yanxi-log");  // for top, gdb and perf
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
    const Written written = {[this](const std::string& stream) { return current_version(stream); },
                             [this](const std::string& stream, const CommandId& command) {
                               return find_answer(store, command_key(stream, command));
                             }};
    Batch batch(head, written);
    std::vector<std::expected<Appended, Conflict>> answers;
    try {
      for (Pending* pending : taken) {
        answers.push_back(batch.place(pending->append, std::move(pending->sealed)));
      }
      if (!batch.envelopes().empty()) {
        store.write(rows_of(batch));
        ++batches;
      }
    } catch (const std::exception& error) {
      fail(taken, error.what());
      return;
    }
    {
      const std::lock_guard lock(mutex);
      remember(batch);
      head = batch.head();
      for (std::size_t i = 0; i < taken.size(); ++i) {
        taken[i]->answer = std::move(answers[i]);
        taken[i]->done = true;
      }
    }
    moved.notify_all();
  }

  void fail(const std::vector<Pending*>& taken, const std::string& what) {
    failed = true;
    {
      const std::lock_guard lock(mutex);
      for (Pending* pending : taken) {
        pending->failure = what;
        pending->done = true;
      }
    }
    moved.notify_all();
  }

  // Only this thread gives versions, so what is remembered of a stream needs no look at the disk.
  std::uint64_t current_version(const std::string& stream) const {
    {
      const std::lock_guard lock(mutex);
      if (const auto found = versions.find(stream); found != versions.end()) return found->second;
    }
    return read_version(store, stream);
  }

  // Once they are on the disk; the caller holds the mutex.
  void remember(const Batch& batch) {
    constexpr std::size_t most = 100'000;
    if (versions.size() > most) versions.clear();
    for (const auto& [stream, version] : batch.versions()) versions[stream] = version;
  }
};

RocksLog::RocksLog(std::unique_ptr<RocksStore> store, bool writable) : store_(std::move(store)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  if (writable) committer_ = std::make_unique<Committer>(*store_);
}

RocksLog::~RocksLog() { committer_.reset(); }

std::unique_ptr<RocksLog> RocksLog::open(const path& folder, rocksdb::Env* env) {
  std::filesystem::create_directories(folder);
  return std::unique_ptr<RocksLog>(new RocksLog(RocksStore::open(folder, env), true));
}

std::unique_ptr<RocksLog> RocksLog::open_beside(const path& folder) {
  return std::unique_ptr<RocksLog>(new RocksLog(RocksStore::open_beside(folder), false));
}

std::unique_ptr<RocksLog> RocksLog::open_backup(const path& folder, std::uint32_t id) {
  return std::unique_ptr<RocksLog>(new RocksLog(RocksStore::open_backup(folder, id), false));
}

std::uint64_t RocksLog::batches() const { return committer_ ? committer_->batches.load() : 0; }

std::uint32_t RocksLog::back_up(const path& folder) const {
  const Head now = head();
  return store_->back_up(folder, std::to_string(now.position) + " " + to_hex(now.chain));
}

std::expected<Appended, Conflict> RocksLog::append(Append append) {
  if (!committer_) throw std::logic_error("this log was opened for reading");
  Committer::Pending pending;
  pending.sealed = seal_events(append);
  pending.append = std::move(append);
  std::unique_lock lock(committer_->mutex);
  if (committer_->failed) throw LogFailure("the log has failed before");
  committer_->queue.push_back(&pending);
  committer_->arrived.notify_one();
  committer_->moved.wait(lock, [&] { return pending.done; });
  if (!pending.answer) throw LogFailure(pending.failure);
  return *std::move(pending.answer);
}

std::uint64_t RocksLog::version(const std::string& stream) const {
  return committer_ ? committer_->current_version(stream) : read_version(*store_, stream);
}

std::vector<Envelope> RocksLog::read_stream(const std::string& stream, std::uint64_t after) const {
  std::vector<Envelope> envelopes;
  const std::string prefix = stream + '\0';
  store_->scan(Family::streams, stream_key(stream, after + 1),
               [&](std::string_view key, std::string_view position) {
                 if (!key.starts_with(prefix)) return false;
                 const auto row = store_->get(Family::events, std::string(position));
                 if (!row) throw RowFault("an event of stream " + stream + " is missing");
                 envelopes.push_back(decode_row(*row, read_number(position)));
                 return true;
               });
  return envelopes;
}

std::vector<Envelope> RocksLog::read_all(std::uint64_t after, std::size_t limit) const {
  std::vector<Envelope> envelopes;
  store_->scan(Family::events, number_key(after + 1),
               [&](std::string_view key, std::string_view row) {
                 if (envelopes.size() >= limit) return false;
                 envelopes.push_back(decode_row(row, read_number(key)));
                 return envelopes.size() < limit;
               });
  return envelopes;
}

std::optional<Appended> RocksLog::find_command(const std::string& stream,
                                               const CommandId& command) const {
  return find_answer(*store_, command_key(stream, command));
}

void RocksLog::remove_contents(const std::vector<std::uint64_t>& positions) {
  if (!committer_) throw std::logic_error("this log was opened for reading");
  std::vector<StoredRow> rows;
  try {
    for (const std::uint64_t position : positions) {
      const std::string key = number_key(position);
      const auto row = store_->get(Family::events, key);
      if (!row) throw RowFault("there is no event " + std::to_string(position));
      Envelope envelope = decode_row(*row);
      envelope.erased = true;
      rows.push_back({Family::events, key, encode_row(envelope)});
    }
    store_->write(rows);
  } catch (const std::exception& error) {
    committer_->failed = true;
    throw LogFailure(error.what());
  }
}

void RocksLog::purge() {
  if (!committer_) throw std::logic_error("this log was opened for reading");
  try {
    store_->rewrite_files();
  } catch (const std::exception& error) {
    committer_->failed = true;
    throw LogFailure(error.what());
  }
}

std::uint64_t RocksLog::wait(std::uint64_t after, std::chrono::milliseconds timeout) const {
  if (!committer_) return head().position;
  std::unique_lock lock(committer_->mutex);
  committer_->moved.wait_for(lock, timeout, [&] { return committer_->head.position > after; });
  return committer_->head.position;
}

Head RocksLog::head() const {
  if (!committer_) return read_head(*store_);
  const std::lock_guard lock(committer_->mutex);
  return committer_->head;
}

namespace {

// The indexes beside the events: both can be told from the events, so both must agree with them.
class IndexCheck {
 public:
  explicit IndexCheck(const RocksStore& store) : store_(store) {}

  std::vector<std::string> run() {
    std::uint64_t events = 0, commands = 0;
    store_.scan(Family::events, {}, [&](std::string_view key, std::string_view row) {
      ++events;
      try {
        if (check(std::string(key), decode_row(row))) ++commands;
      } catch (const RowFault&) {
        // Named by whoever reads the events themselves.
      }
      return true;
    });
    count("streams", Family::streams, events);
    count("commands", Family::commands, commands);
    return std::move(faults_);
  }

 private:
  // Whether the event is the last one of its command.
  bool check(const std::string& key, const Envelope& envelope) {
    const std::string name = "event " + std::to_string(envelope.position);
    if (read_number(key) != envelope.position) faults_.push_back(name + " stands elsewhere");
    if (store_.get(Family::streams, stream_key(envelope.stream, envelope.version)) != key) {
      faults_.push_back(name + " is not in the index of its stream");
    }
    const auto answer = find_answer(store_, command_key(envelope.stream, envelope.command));
    if (!answer || answer->position < envelope.position || answer->at != envelope.at ||
        answer->position - envelope.position != answer->version - envelope.version) {
      faults_.push_back(name + " is not in the index of commands");
      return false;
    }
    return answer->position == envelope.position;
  }

  void count(const char* name, Family family, std::uint64_t expected) {
    std::uint64_t rows = 0;
    store_.scan(family, {}, [&](std::string_view, std::string_view) { return ++rows, true; });
    if (rows == expected) return;
    faults_.push_back("the index of " + std::string(name) + " has " + std::to_string(rows) +
                      " rows instead of " + std::to_string(expected));
  }

  const RocksStore& store_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> RocksLog::find_damage() const {
  std::vector<std::string> faults;
  try {
    faults = IndexCheck(*store_).run();
    store_->check_files();
  } catch (const std::exception& error) {
    faults.emplace_back(error.what());
  }
  return faults;
}

}  // namespace yanxi
