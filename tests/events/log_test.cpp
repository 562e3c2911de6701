#include <boost/test/unit_test.hpp>
#include <fstream>
#include <thread>

#include "events/execute.hpp"
#include "events/log/rocks_log.hpp"
#include "events/verify.hpp"
#include "projections/plan_view.hpp"
#include "projections/projector.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// The log on a real disk: order, conflicts, repeats, restarts; and what is folded from it.

namespace yanxi {
namespace {

Append append_to(const std::string& stream, std::uint64_t version, int command, int events = 1) {
  Append append{stream, version, examples::opens(), {"teacher1", "teacher", "builtin"}, {}, {}};
  append.command = command_id("teacher1", std::to_string(command), "");
  const auto event = encode(plan::Event{examples::draft_saved(examples::contents())});
  for (int i = 0; i < events; ++i) append.events.push_back(event);
  return append;
}

std::map<std::string, std::string> rows_of(const LocalStore& store) {
  std::map<std::string, std::string> all;
  store.scan("", [&](std::string_view key, std::string_view value) {
    all.emplace(key, value);
    return true;
  });
  return all;
}

std::uint64_t count_faults(const EventLog& log) {
  return verify(log, {}, nullptr, [](const Fault& fault) { BOOST_TEST_MESSAGE(fault.what); })
      .faults;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(positions_and_versions_follow_each_other) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  BOOST_TEST(log->append(append_to("plan/115/a", 0, 1, 2))->position == 2u);
  BOOST_TEST(log->append(append_to("plan/115/b", 0, 2))->position == 3u);
  const auto third = log->append(append_to("plan/115/a", 2, 3));
  BOOST_TEST(third->position == 4u);
  BOOST_TEST(third->version == 3u);
  BOOST_TEST(log->read_stream("plan/115/a", 0).size() == 3u);
  BOOST_TEST(log->read_stream("plan/115/a", 2).size() == 1u);
  BOOST_TEST(log->read_stream("plan/115/", 0).empty());
  BOOST_TEST(log->read_all(1, 2).back().position == 3u);
  BOOST_TEST(count_faults(*log) == 0u);
}

BOOST_AUTO_TEST_CASE(another_expected_version_is_a_conflict_and_leaves_nothing) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  BOOST_REQUIRE(log->append(append_to("plan/115/a", 0, 1)));
  for (std::uint64_t wrong : {0, 2, 99}) {
    const auto answer = log->append(append_to("plan/115/a", wrong, 2));
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().version == 1u);
  }
  BOOST_TEST(log->head().position == 1u);
}

BOOST_AUTO_TEST_CASE(a_repeated_command_gets_its_first_answer) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  const auto first = log->append(append_to("plan/115/a", 0, 1));
  BOOST_REQUIRE(log->append(append_to("plan/115/a", 1, 2)));
  const auto again = log->append(append_to("plan/115/a", 0, 1));
  BOOST_REQUIRE(again);
  BOOST_TEST(again->repeated);
  BOOST_TEST(again->position == first->position);
  BOOST_TEST(again->version == first->version);
  BOOST_TEST(log->head().position == 2u);
  // The same id on another stream is another command.
  BOOST_TEST(!log->append(append_to("plan/115/b", 0, 1))->repeated);
}

BOOST_AUTO_TEST_CASE(many_threads_get_one_order) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  constexpr int threads = 16, each = 50;
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < threads; ++t) {
      writers.emplace_back([&, t] {
        for (int i = 0; i < each; ++i) {
          const auto answer = log->append(
              append_to("plan/115/t" + std::to_string(t), static_cast<std::uint64_t>(i), i));
          if (!answer || answer->version != static_cast<std::uint64_t>(i) + 1) std::abort();
        }
      });
    }
  }
  BOOST_TEST(log->head().position == static_cast<std::uint64_t>(threads * each));
  BOOST_TEST(count_faults(*log) == 0u);
}

BOOST_AUTO_TEST_CASE(one_command_sent_by_many_threads_happens_once) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  std::atomic<int> first = 0;
  {
    std::vector<std::jthread> senders;
    for (int t = 0; t < 16; ++t) {
      senders.emplace_back([&] {
        const auto answer = log->append(append_to("plan/115/a", 0, 1));
        if (answer && !answer->repeated) ++first;
      });
    }
  }
  BOOST_TEST(first == 1);
  BOOST_TEST(log->head().position == 1u);
}

BOOST_AUTO_TEST_CASE(time_never_goes_back) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  auto later = append_to("plan/115/a", 0, 1);
  later.at = later.at + hour_us;
  BOOST_REQUIRE(log->append(later));
  const auto earlier = log->append(append_to("plan/115/b", 0, 2));
  BOOST_CHECK(earlier->at == later.at);
}

BOOST_AUTO_TEST_CASE(what_was_answered_is_there_after_a_restart) {
  const Folder folder;
  Head before;
  {
    auto log = RocksLog::open(folder.path() / "log");
    for (int i = 0; i < 20; ++i) {
      BOOST_REQUIRE(log->append(append_to("plan/115/a", static_cast<std::uint64_t>(i), i)));
    }
    before = log->head();
    BOOST_CHECK_THROW(RocksLog::open(folder.path() / "log"), std::runtime_error);
    BOOST_TEST(RocksLog::open_beside(folder.path() / "log")->head().position == 20u);
  }
  auto log = RocksLog::open(folder.path() / "log");
  BOOST_TEST(log->head().position == before.position);
  BOOST_CHECK(log->head().chain == before.chain);
  BOOST_TEST(log->append(append_to("plan/115/a", 20, 20))->position == 21u);
  BOOST_TEST(log->append(append_to("plan/115/a", 3, 3))->repeated);
}

BOOST_AUTO_TEST_CASE(a_reader_beside_a_busy_writer_misses_nothing) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  const std::jthread writer([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      if (!log->append(append_to("plan/115/a", static_cast<std::uint64_t>(i), i))) std::abort();
      if (i % 512 == 0) log->purge();  // moves all rows from the write-ahead file to tables
    }
  });
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t answered = log->head().position;
    const auto reader = RocksLog::open_beside(folder.path() / "log");
    BOOST_TEST(reader->head().position >= answered);
    BOOST_TEST(reader->read_all(0, 1'000'000).size() == reader->head().position);
  }
  BOOST_TEST(count_faults(*RocksLog::open_beside(folder.path() / "log")) == 0u);
}

BOOST_AUTO_TEST_CASE(a_flipped_byte_is_refused_or_noticed) {
  const Folder folder;
  {
    auto log = RocksLog::open(folder.path() / "log");
    for (int i = 0; i < 20; ++i) {
      BOOST_REQUIRE(log->append(append_to("plan/115/a", static_cast<std::uint64_t>(i), i)));
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "log")) {
    if (entry.path().extension() != ".log") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(entry.file_size() / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get() ^ 0x10);
    file.seekp(middle);
    file.put(byte);
  }
  BOOST_CHECK_THROW(RocksLog::open(folder.path() / "log"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(rebuilt_views_equal_followed_ones) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  LocalStore followed(folder.path() / "followed"), rebuilt(folder.path() / "rebuilt");
  const auto fail = [](const std::string& what) { BOOST_ERROR(what); };
  {
    Projector projector(*log, followed, fail);
    projector.start();
    fill_demo(*log, examples::catalogues(), from_taipei(2026, 11, 22, 10), DemoPhase::late);
    BOOST_REQUIRE(projector.wait_for(log->head().position, std::chrono::seconds(30)));
  }
  Projector projector(*log, rebuilt, fail);
  projector.catch_up();
  BOOST_TEST(rows_of(followed).size() > 20u);
  BOOST_TEST((rows_of(followed) == rows_of(rebuilt)));
  const auto plan = read_plan_view(ViewReader(rebuilt), "teacher3", 115);
  BOOST_REQUIRE(plan);
  BOOST_CHECK(plan->state.status == plan::Status::submitted);
  BOOST_TEST(count_faults(*log) == 0u);
}

BOOST_AUTO_TEST_CASE(views_of_an_older_format_serve_until_new_ones_take_their_place) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  fill_demo(*log, examples::catalogues(), from_taipei(2026, 11, 22, 10), DemoPhase::late);
  const auto fail = [](const std::string& what) { BOOST_ERROR(what); };
  LocalStore views(folder.path() / "views"), fresh(folder.path() / "fresh");
  Projector(*log, fresh, fail, {7, 7}).catch_up();
  Projector(*log, views, fail, {6, 6}).catch_up();
  views.write({{"only in the old ones", "x"}});
  std::uint64_t told = 0;
  {
    Projector projector(*log, views, fail, {7, 6});
    BOOST_TEST(!projector.serves());  // they may be behind the log
    projector.catch_up([&](std::uint64_t folded, std::uint64_t) {
      told = folded;
      BOOST_TEST(views.get("only in the old ones").has_value());
    });
    BOOST_TEST(projector.serves());
  }
  BOOST_TEST(told == log->head().position);
  BOOST_TEST((rows_of(views) == rows_of(fresh)));
  BOOST_TEST(!std::filesystem::exists(folder.path() / "views.new"));
  BOOST_TEST(!std::filesystem::exists(folder.path() / "views.old"));
}

BOOST_AUTO_TEST_CASE(a_rebuild_beside_readers_and_writers_equals_following) {
  const Folder folder;
  auto log = RocksLog::open(folder.path() / "log");
  LocalStore views(folder.path() / "views"), fresh(folder.path() / "fresh");
  const auto fail = [](const std::string& what) { BOOST_ERROR(what); };
  {
    Projector projector(*log, views, fail);
    projector.start();
    const std::jthread writer([&](const std::stop_token& stop) {
      for (int i = 0; i < 2000 && !stop.stop_requested(); ++i) {
        if (!log->append(append_to("plan/115/a", static_cast<std::uint64_t>(i), i))) std::abort();
      }
    });
    const std::jthread reader([&](const std::stop_token& stop) {
      std::uint64_t seen = 0;
      while (!stop.stop_requested()) {
        const auto plan = read_plan_view(ViewReader(views), "a", 115);
        if (plan && plan->state.version < seen) std::abort();  // never back in time
        if (plan) seen = plan->state.version;
      }
    });
    for (int i = 0; i < 5; ++i) BOOST_TEST(projector.rebuild());
  }
  Projector(*log, views, fail).catch_up();
  Projector(*log, fresh, fail).catch_up();
  BOOST_TEST((rows_of(views) == rows_of(fresh)));
}

BOOST_AUTO_TEST_CASE(views_of_another_log_are_made_anew) {
  const Folder folder;
  LocalStore views(folder.path() / "views");
  const auto fail = [](const std::string& what) { BOOST_ERROR(what); };
  auto first = RocksLog::open(folder.path() / "first");
  BOOST_REQUIRE(first->append(append_to("plan/115/a", 0, 1)));
  Projector(*first, views, fail).catch_up();
  auto second = RocksLog::open(folder.path() / "second");
  BOOST_REQUIRE(second->append(append_to("plan/115/b", 0, 1)));
  Projector(*second, views, fail).catch_up();
  BOOST_TEST(!read_plan_view(ViewReader(views), "a", 115));
  BOOST_TEST(read_plan_view(ViewReader(views), "b", 115).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(executor)

struct Fixture {
  Folder folder;
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  Executor executor{*log, examples::catalogues()};
  Instant now = from_taipei(2026, 11, 22, 10);
  Fixture() { fill_demo(*log, examples::catalogues(), now, DemoPhase::open); }

  Request request(const std::string& once, const std::string& account = "teacher1") {
    return {{account, "teacher", "builtin"}, now, command_id(account, once, "")};
  }
  std::uint64_t save(const std::string& once, std::uint64_t seen, const std::string& hours) {
    const auto outcome = executor.execute<streams::Plan>(
        request(once), {115, "teacher1"}, seen, plan::SaveDraft{{{"h.1-1-1", hours}}, "form"});
    BOOST_REQUIRE(outcome);
    return outcome->version;
  }
};

BOOST_FIXTURE_TEST_CASE(a_command_sent_again_is_not_done_again, Fixture) {
  BOOST_TEST(save("a", 0, "1") == 1u);
  BOOST_TEST(save("b", 1, "2") == 2u);
  BOOST_TEST(save("a", 0, "1") == 1u);
  BOOST_TEST(hours_of(read_plan(*log, 115, "teacher1").contents.hours, "1-1-1") == 2);
}

BOOST_FIXTURE_TEST_CASE(a_plan_is_read_as_it_was_at_any_version, Fixture) {
  save("a", 0, "1");
  save("b", 1, "2");
  BOOST_TEST(hours_of(read_plan(*log, 115, "teacher1", 1).contents.hours, "1-1-1") == 1);
  BOOST_TEST(read_plan(*log, 115, "teacher1", 0).version == 0u);
}

BOOST_FIXTURE_TEST_CASE(import_looks_at_the_school_and_its_roster, Fixture) {
  using Kind = plan::Refusal::Kind;
  const auto import = [&](const std::string& account) {
    BOOST_REQUIRE(executor.execute<streams::Plan>(request("s", account), {115, account}, 0,
                                                  plan::SaveDraft{}));
    return executor.execute<streams::Plan>(request("i", account), {115, account}, 1,
                                           plan::ImportSchoolPlan{"fill"});
  };
  BOOST_TEST(import("teacher1").has_value());
  BOOST_CHECK(import("teacher2").error().kind == Kind::no_school_plan);
  BOOST_CHECK(import("teacher3").error().kind == Kind::not_on_roster);
}

BOOST_FIXTURE_TEST_CASE(a_year_that_was_never_opened_takes_no_plan, Fixture) {
  const auto outcome =
      executor.execute<streams::Plan>(request("a"), {116, "teacher1"}, 0, plan::SaveDraft{});
  BOOST_CHECK(outcome.error().kind == plan::Refusal::Kind::not_open_yet);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
