#include <boost/test/unit_test.hpp>
#include <thread>

#include "events/log/rocks_log.hpp"
#include "events/log/rocks_store.hpp"
#include "tests/endurance/endurance.hpp"
#include "tests/endurance/faulty_disk.hpp"
#include "tests/endurance/promise.hpp"
#include "tests/folder.hpp"

// Power cuts. Whatever was not synced is lost, torn or shuffled; what was answered may not be.

namespace yanxi {
namespace {

constexpr int cuts_of_a_log = 20;  // then a fresh one

// One life of a log, from opening until the power is cut or all is done.
class Life {
 public:
  Life(FaultyDisk& disk, rocksdb::Env& env, const std::filesystem::path& folder, Promise& promise)
      : disk_(disk), env_(env), folder_(folder), promise_(promise) {}

  void live(std::mt19937_64& random) {
    try {
      const auto log = RocksLog::open(folder_, &env_);
      const auto work = [&](const std::string& stream, int appends) {
        for (int i = 0; i < appends; ++i) {
          const auto version = log->read_stream(stream, 0).size();
          if (!promise_.append(*log, stream, version)) return;
        }
      };
      const int appends = static_cast<int>(random() % 6);
      const bool erasing = random() % 3 == 0;
      {
        const std::jthread one([&] { guarded([&] { work("survey/115/one", appends); }); });
        const std::jthread two([&] { guarded([&] { work("survey/115/two", appends); }); });
      }
      const std::uint64_t head = log->head().position;
      if (erasing && head > 0) {
        const std::vector<std::uint64_t> positions = {1 + random() % head, head};
        promise_.erased(positions);
        log->remove_contents(positions);  // flushes and compacts
        work("survey/115/one", 2);
      }
    } catch (const std::exception& error) {
      if (!disk_.failed()) throw;
    }
  }

 private:
  void guarded(const std::function<void()>& work) {
    try {
      work();
    } catch (const std::exception&) {
      if (!disk_.failed()) std::terminate();
    }
  }

  FaultyDisk& disk_;
  rocksdb::Env& env_;
  std::filesystem::path folder_;
  Promise& promise_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(power_cuts)

BOOST_AUTO_TEST_CASE(what_was_answered_survives_power_cuts) {
  std::mt19937_64 random(seed());
  const std::uint64_t cuts = count_or(2000);
  std::uint64_t acknowledged = 0, in_the_midst = 0, salvaged = 0;
  for (std::uint64_t cut = 0; cut < cuts;) {
    const Folder folder;
    const auto disk = std::make_shared<FaultyDisk>(folder.path() / "limbo");
    FaultyEnv env(disk);
    Promise promise;
    Life life(*disk, env, folder.path() / "log", promise);
    for (int i = 0; i < cuts_of_a_log && cut < cuts; ++i, ++cut) {
      disk->cut_at(1 + random() % 160, random());
      life.live(random);
      in_the_midst += disk->failed();
      const auto loss = static_cast<FaultyDisk::Loss>(random() % 3);
      disk->lose_unsynced(loss, random());
      BOOST_TEST_CONTEXT("cut " << cut << ", seed " << seed() << ", loss "
                                << static_cast<int>(loss)) {
        std::unique_ptr<RocksLog> log;
        try {
          log = RocksLog::open(folder.path() / "log", &env);
        } catch (const std::exception& error) {
          BOOST_TEST_MESSAGE(error.what());
          // Bytes missing before bytes that are there look like damage, so the log refuses; the
          // part before them is salvaged.
          BOOST_REQUIRE(loss == FaultyDisk::Loss::shuffled);
          ++salvaged;
          std::filesystem::rename(folder.path() / "log", folder.path() / "damaged");
          RocksStore::salvage(folder.path() / "damaged", folder.path() / "log");
          std::filesystem::remove_all(folder.path() / "damaged");
          log = RocksLog::open(folder.path() / "log", &env);
        }
        const auto broken = promise.compare(*log);
        BOOST_REQUIRE_MESSAGE(broken.empty(), broken.front());
      }
    }
    acknowledged += promise.acknowledged();
  }
  // Had the cuts come too early or too late, nothing would have been shown.
  BOOST_TEST(acknowledged > 2 * cuts);
  BOOST_TEST(in_the_midst > cuts / 2);
  BOOST_TEST_MESSAGE(cuts << " cuts, " << in_the_midst << " in the midst of an operation, "
                          << salvaged << " salvaged, " << acknowledged << " acknowledged appends");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
