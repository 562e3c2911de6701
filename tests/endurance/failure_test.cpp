#include <boost/test/unit_test.hpp>

#include "events/log/rocks_log.hpp"
#include "tests/endurance/endurance.hpp"
#include "tests/endurance/faulty_disk.hpp"
#include "tests/endurance/promise.hpp"
#include "tests/folder.hpp"

// One file operation after another fails, in every way it can. The log may refuse to go on; it may
// never answer falsely, and it opens again when the disk is well.

namespace yanxi {
namespace {

constexpr const char* stream = "survey/115/one";

// Everything a log does: opening, appending, flushing, compacting, closing, opening again.
void run_script(const std::filesystem::path& folder, rocksdb::Env& env, Promise& promise) {
  for (int life = 0; life < 2; ++life) {
    const auto log = RocksLog::open(folder, &env);
    for (int i = 0; i < 4; ++i) {
      if (!promise.append(*log, stream, log->read_stream(stream, 0).size())) return;
    }
    promise.erased({1, 2});
    log->remove_contents({1, 2});
    for (int i = 0; i < 2; ++i) {
      if (!promise.append(*log, stream, log->read_stream(stream, 0).size())) return;
    }
  }
}

// Whether the operation of this number came and failed.
bool check_failure(std::uint64_t operation, FaultyDisk::Failure failure) {
  const Folder folder;
  const auto disk = std::make_shared<FaultyDisk>(folder.path() / "limbo");
  FaultyEnv env(disk);
  Promise promise;
  disk->fail_at(operation, failure);
  try {
    run_script(folder.path() / "log", env, promise);
  } catch (const std::exception& error) {
    BOOST_REQUIRE_MESSAGE(disk->failed(), error.what());
  }
  const bool failed = disk->failed();
  // What a failed sync left unsaid is gone for good at the next power cut.
  disk->lose_unsynced(FaultyDisk::Loss::all, 0);
  BOOST_TEST_CONTEXT("operation " << operation << ", failure " << static_cast<int>(failure)) {
    std::unique_ptr<RocksLog> log;
    BOOST_REQUIRE_NO_THROW(log = RocksLog::open(folder.path() / "log", &env));
    const auto broken = promise.compare(*log);
    BOOST_REQUIRE_MESSAGE(broken.empty(), broken.front());
    BOOST_REQUIRE(promise.append(*log, "survey/115/after", 0));
  }
  return failed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(disk_failures)

BOOST_AUTO_TEST_CASE(no_failed_operation_makes_an_answer_false) {
  using Failure = FaultyDisk::Failure;
  for (const Failure failure :
       {Failure::io_error, Failure::no_space, Failure::short_write, Failure::failed_sync}) {
    std::uint64_t operation = 1;
    while (check_failure(operation, failure)) ++operation;
    BOOST_TEST_MESSAGE(operation - 1 << " operations failed in way " << static_cast<int>(failure));
    BOOST_TEST(operation > 100u);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
