#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "events/log/rocks_log.hpp"
#include "tests/folder.hpp"
#include "tests/memory_log.hpp"

// What every log promises, whatever store keeps it: the same cases for each store there is.

namespace yanxi {
namespace {

struct OnDisk {
  Folder folder;
  std::unique_ptr<EventLog> log = RocksLog::open(folder.path() / "log");
};
struct InMemory {
  std::unique_ptr<EventLog> log = std::make_unique<MemoryLog>();
};
using Stores = boost::mpl::list<OnDisk, InMemory>;

const Instant noon = from_taipei(2026, 9, 10, 12);

Append asked(const std::string& stream, std::uint64_t version, unsigned char command,
             std::vector<std::string> payloads = {"{}"}, Instant at = noon) {
  Append append{stream, version, at, {"t1", "teacher", "builtin"}, {command}, {}};
  for (std::string& payload : payloads) append.events.push_back({"test.said.1", payload});
  return append;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_contract)

BOOST_AUTO_TEST_CASE_TEMPLATE(events_stand_in_one_order_and_prove_it, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_TEST(log.head().position == 0u);
  BOOST_TEST(log.version("a") == 0u);
  BOOST_TEST(log.read_all(0, 9).empty());
  const auto first = log.append(asked("a", 0, 1, {"1", "2"}));
  const auto other = log.append(asked("b", 0, 1, {"3"}, noon + 5));
  // Time never goes back, whatever the clock does.
  const auto early = log.append(asked("a", 2, 2, {"4"}, noon + 1));
  BOOST_REQUIRE((first && other && early));
  BOOST_TEST((first->position == 2u && first->version == 2u && first->at == noon));
  BOOST_TEST((other->position == 3u && other->version == 1u));
  BOOST_TEST((early->position == 4u && early->version == 3u && early->at == noon + 5));
  BOOST_TEST(log.version("a") == 3u);
  const auto all = log.read_all(0, 9);
  BOOST_REQUIRE(all.size() == 4u);
  Digest chain{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    BOOST_TEST(all[i].position == i + 1);
    BOOST_TEST(all[i].payload == std::to_string(i + 1));
    BOOST_CHECK(all[i].sealed == seal(all[i].salt, all[i].payload));
    BOOST_CHECK(all[i].leaf == leaf_digest(all[i]));
    chain = chain_digest(chain, all[i].leaf);
    BOOST_CHECK(all[i].chain == chain);
  }
  BOOST_CHECK(all[0].salt != all[1].salt);
  BOOST_CHECK(log.head().chain == chain);
  BOOST_TEST((log.head().position == 4u && log.head().at == noon + 5));
  const auto later = log.read_stream("a", 1);
  BOOST_REQUIRE(later.size() == 2u);
  BOOST_TEST((later[0].position == 2u && later[1].position == 4u && later[1].version == 3u));
  BOOST_TEST(log.read_all(1, 2).size() == 2u);
  BOOST_TEST(log.read_all(4, 9).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_command_is_carried_out_once, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_TEST(!log.find_command("a", {1}).has_value());
  const auto first = log.append(asked("a", 0, 1));
  BOOST_REQUIRE(log.append(asked("a", 1, 2)));
  const auto again = log.append(asked("a", 7, 1, {"another body"}));
  BOOST_REQUIRE((first && again));
  BOOST_TEST((!first->repeated && again->repeated));
  BOOST_TEST((again->position == 1u && again->version == 1u && again->at == first->at));
  const auto found = log.find_command("a", {1});
  BOOST_REQUIRE(found);
  BOOST_TEST((found->repeated && found->position == 1u));
  // The same id is another command in another stream.
  BOOST_TEST(log.append(asked("b", 0, 1)).value().position == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(another_version_is_a_conflict_and_writes_nothing, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_TEST(log.append(asked("a", 1, 1)).error().version == 0u);
  BOOST_REQUIRE(log.append(asked("a", 0, 2)));
  BOOST_TEST(log.append(asked("a", 0, 3)).error().version == 1u);
  BOOST_TEST(log.head().position == 1u);
  BOOST_TEST(!log.find_command("a", {3}).has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(writers_side_by_side_get_one_order_without_gaps, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  {
    std::vector<std::jthread> writers;
    for (unsigned char w = 0; w < 8; ++w) {
      writers.emplace_back([&log, w] {
        const std::string own = "own/" + std::to_string(w);
        for (unsigned char i = 0; i < 20; ++i) {
          if (!log.append(asked(own, i, i))) std::abort();
          // All of them want the same place, and one of them gets it.
          const auto shared = log.append(
              asked("shared", log.version("shared"), static_cast<unsigned char>(i * 8 + w)));
          if (shared && shared->repeated) std::abort();
        }
      });
    }
  }
  const auto all = log.read_all(0, 1000);
  BOOST_TEST(all.size() == log.head().position);
  std::uint64_t shared = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].position != i + 1) BOOST_TEST(all[i].position == i + 1);
    if (all[i].stream == "shared") BOOST_TEST(all[i].version == ++shared);
  }
  BOOST_TEST(log.version("shared") == shared);
  BOOST_TEST(all.size() == 160 + shared);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(contents_are_removed_all_or_none, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_REQUIRE(log.append(asked("a", 0, 1, {"secret", "other"})));
  BOOST_CHECK_THROW(log.remove_contents({1, 9}), LogFailure);
  BOOST_TEST(log.read_all(0, 9)[0].payload == "secret");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_removed_is_gone_for_every_reader, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_REQUIRE(log.append(asked("a", 0, 1, {"secret", "other"})));
  const auto before = log.read_all(0, 9);
  log.remove_contents({1});
  log.purge();
  const auto after = log.read_all(0, 9);
  BOOST_REQUIRE(after.size() == 2u);
  BOOST_TEST((after[0].erased && after[0].payload.empty() && after[0].salt == Salt{}));
  BOOST_CHECK(after[0].leaf == before[0].leaf && after[0].chain == before[0].chain);
  BOOST_CHECK(after[0].leaf == leaf_digest(after[0]));
  BOOST_TEST((!after[1].erased && after[1].payload == "other"));
  BOOST_TEST(log.read_stream("a", 0)[0].erased);
  BOOST_TEST(log.version("a") == 2u);
  BOOST_REQUIRE(log.append(asked("a", 2, 2)));
  BOOST_TEST(log.find_damage().empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_waits_is_woken_by_what_comes, Store, Stores) {
  Store store;
  EventLog& log = *store.log;
  BOOST_TEST(log.wait(0, std::chrono::milliseconds(1)) == 0u);
  std::uint64_t woken_at = 0;
  {
    const std::jthread waiting([&] { woken_at = log.wait(0, std::chrono::seconds(60)); });
    BOOST_REQUIRE(log.append(asked("a", 0, 1)));
  }
  BOOST_TEST(woken_at == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
