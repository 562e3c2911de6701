// The bench of the log, each figure beside a bare RocksDB doing the same work in the same run.
//   bench_log FOLDER EVENTS
// Appends EVENTS drafts of a typical size from 32 threads, then verifies, reads and folds them.

#include <rocksdb/db.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

#include "events/execute.hpp"
#include "events/log/rocks_log.hpp"
#include "events/log/row.hpp"
#include "events/streams.hpp"
#include "events/verify.hpp"
#include "projections/projector.hpp"
#include "tests/examples.hpp"

namespace yanxi {
namespace {

constexpr int threads = 32;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// What is appended is made beforehand: the limit's writer does not work for its rows either.
const Encoded& typical_draft() {
  static const Encoded encoded = [] {
    Contents contents = examples::contents();
    contents.hours.planned = {{"1-1-1", 7}, {"1-1-2", 3}, {"1-2-1", 4},
                              {"3-2-5", 2}, {"4-1-1", 5}, {"5-1-1", 2}};
    return encode(plan::Event{examples::draft_saved(contents)});
  }();
  return encoded;
}

Append draft(int thread, std::uint64_t number) {
  const std::string account = "t" + std::to_string(thread) + "-" + std::to_string(number / 10);
  Append append{plan_stream(115, account),       number % 10, examples::opens(),
                {account, "teacher", "builtin"}, {},          {typical_draft()}};
  append.command = command_id(account, std::to_string(number), "");
  return append;
}

// Durable appends a second from all threads.
double append_all(EventLog& log, std::uint64_t events) {
  const Stopwatch watch;
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < threads; ++t) {
      writers.emplace_back([&, t] {
        for (std::uint64_t i = 0; i < events / threads; ++i) {
          if (!log.append(draft(t, i))) std::abort();
        }
      });
    }
  }
  return static_cast<double>(events) / watch.seconds();
}

rocksdb::DB* open_bare(const std::filesystem::path& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 16 << 20;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::DB* db = nullptr;
  if (!rocksdb::DB::Open(options, folder, &db).ok()) std::abort();
  return db;
}

// The limit of appends: as many rows as ours and as large, in batches of the same size, each
// synced, by one thread that does nothing else.
double write_bare(rocksdb::DB& db, std::uint64_t events, std::uint64_t batch_size,
                  std::size_t row_bytes) {
  const std::string row(row_bytes, 'x'), small(24, 'y');
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const Stopwatch watch;
  for (std::uint64_t i = 0; i < events;) {
    rocksdb::WriteBatch batch;
    for (std::uint64_t j = 0; j < batch_size; ++j, ++i) {
      const std::string key = std::to_string(1'000'000'000 + i);
      if (!batch.Put(key, row).ok() || !batch.Put("s" + key, small).ok() ||
          !batch.Put("c" + key, small).ok()) {
        std::abort();
      }
    }
    if (!db.Write(synced, &batch).ok()) std::abort();
  }
  return static_cast<double>(events) / watch.seconds();
}

double iterate_bare(const std::filesystem::path& folder, std::uint64_t events) {
  std::vector<std::string> names;
  if (!rocksdb::DB::ListColumnFamilies({}, folder, &names).ok()) std::abort();
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.push_back({name, {}});
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::OpenForReadOnly({}, folder, families, &handles, &opened).ok()) std::abort();
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::uint64_t rows = 0, bytes = 0;
  const Stopwatch watch;
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator({}, handles[1]));
  for (it->SeekToFirst(); it->Valid(); it->Next(), ++rows) bytes += it->value().size();
  const double rate = static_cast<double>(rows) / watch.seconds();
  for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  if (rows != events || bytes == 0) std::abort();
  return rate;
}

std::uint64_t size_of(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

void measure(const std::filesystem::path& folder, std::uint64_t events) {
  std::filesystem::create_directories(folder);
  std::size_t row_bytes = 0;
  {
    const std::unique_ptr<rocksdb::DB> bare(open_bare(folder / "bare"));
    auto log = RocksLog::open(folder / "log");
    const double appended = append_all(*log, events);
    row_bytes = encode_row(log->read_all(0, 1).front()).size();
    const std::uint64_t batch_size = std::max<std::uint64_t>(1, events / log->batches());
    const double written = write_bare(*bare, events, batch_size, row_bytes);
    std::cout << "durable appends, 32 threads  " << static_cast<long>(appended) << "/s  bare "
              << static_cast<long>(written) << "/s in batches of " << batch_size << "  share "
              << appended / written << " (at least 0.6)\n";
  }
  const auto log = RocksLog::open(folder / "log");
  const Stopwatch verifying;
  const Verdict verdict =
      verify(*log, {}, nullptr, [](const Fault& fault) { std::cout << fault.what << "\n"; });
  const double verified = verifying.seconds();
  std::cout << "verify  " << static_cast<long>(static_cast<double>(verdict.events) / verified)
            << " events/s, " << verified << " s (1,000,000 in about 20)\n";
  LocalStore views(folder / "views");
  Projector projector(*log, views, [](const std::string& what) { std::cout << what << "\n"; });
  const Stopwatch folding;
  projector.catch_up();
  const double folded = static_cast<double>(events) / folding.seconds();
  const double iterated = iterate_bare(folder / "log", events);
  std::cout << "read and folded  " << static_cast<long>(folded) << " events/s, "
            << folding.seconds() << " s (1,000,000 in about 40)  bare iteration "
            << static_cast<long>(iterated) << "/s  share " << folded / iterated
            << " (at least 0.05)\n";
  std::cout << "on disk  " << size_of(folder / "log") / events << " bytes an event of " << row_bytes
            << "\n";
}

}  // namespace
}  // namespace yanxi

int main(int count, char** values) {
  if (count != 3) return 2;
  yanxi::measure(values[1], std::stoull(values[2]) / yanxi::threads * yanxi::threads);
}
