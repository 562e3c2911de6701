#include <algorithm>
#include <barrier>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "events/log/rocks_log.hpp"
#include "events/streams.hpp"
#include "events/verify.hpp"
#include "fcgi/visit/password.hpp"
#include "fcgi/visit/session.hpp"
#include "projections/plan_view.hpp"
#include "projections/projector.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// Everything that says it is thread-safe, used by many threads at once. The results are compared
// here; tests/threads runs the same under the thread sanitizer, which also sees what went well only
// by luck. Boost's own checks are not thread-safe: they stand behind the threads.

namespace yanxi {
namespace {

constexpr std::size_t hands = 8;

// Calls `work` with 0 to hands - 1, all at once, and returns when all are done.
template <class Work>
void at_once(const Work& work) {
  std::barrier ready(hands);
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < hands; ++t) {
    threads.emplace_back([&, t] {
      ready.arrive_and_wait();
      work(t);
    });
  }
}

const Instant now = from_taipei(2026, 11, 22, 10);

std::string account_of(std::size_t number) { return "teacher" + std::to_string(number % 3 + 1); }

struct Place {
  Place() { fill_demo(*log, catalogues, now, DemoPhase::open); }

  Request request(const std::string& account) {
    return {{account, account == "admin1" ? "admin" : "teacher", "builtin"},
            now,
            command_id(account, random_once(), "")};
  }
  // A save of one field, from the version that is there; whether it was recorded.
  bool save(const std::string& account, const std::string& field, const std::string& value) {
    const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
    const auto outcome = executor.execute<streams::Plan>(request(account), {115, account}, version,
                                                         plan::SaveDraft{{{field, value}}, "form"});
    return outcome && outcome->position > 0;
  }

  Folder folder;
  Catalogues catalogues = examples::load_catalogues();
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  Executor executor{*log, catalogues};
};

std::uint64_t count_faults(const EventLog& log) {
  return verify(log, {}, nullptr, [](const Fault&) {}).faults;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(concurrency)

BOOST_AUTO_TEST_CASE(passwords_are_checked_and_guessers_slowed_down_by_many_at_once) {
  PasswordCheck check(cheap_password);
  Throttle throttle;
  const std::string hash = hash_password("right", cheap_password);
  std::atomic<int> right = 0, wrong = 0;
  at_once([&](std::size_t t) {
    for (int i = 0; i < 40; ++i) {
      const std::string account = account_of(t);
      throttle.blocked_until(account, now);
      const bool good = i % 2 == 0;
      const auto answer = check.check(good ? "right" : "guess", hash);
      right += answer == PasswordCheck::Answer::right ? 1 : 0;
      wrong += answer == PasswordCheck::Answer::wrong ? 1 : 0;
      good ? throttle.succeeded("somebody") : throttle.failed(account, now);
    }
  });
  BOOST_TEST(right == 20 * static_cast<int>(hands));
  BOOST_TEST(wrong == 20 * static_cast<int>(hands));
  for (std::size_t t = 0; t < 3; ++t) {
    BOOST_TEST(throttle.blocked_until(account_of(t), now).has_value());
  }
}

BOOST_AUTO_TEST_CASE(sessions_are_opened_used_and_ended_by_many_at_once) {
  const Folder folder;
  Sessions sessions(folder.path() / "sessions", folder.path() / "keys" / "forms.key");
  std::array<std::vector<std::string>, hands> kept, closed;
  const std::string shared = sessions.open("teacher1", now).secret;
  at_once([&](std::size_t t) {
    for (int i = 0; i < 10; ++i) {
      const auto opened = sessions.open("teacher" + std::to_string(t + 10), now);
      (i % 2 == 0 ? kept : closed)[t].push_back(opened.secret);
      if (i % 2 != 0) sessions.close(opened.session);
      // The same session, renewed by all.
      sessions.find(shared, now + (2 + i) * minute_us);
      sessions.update(opened.session.id, [](Session& s) { s.parked_path = "/plan"; });
      if (t == 0) sessions.forget("nobody");
      if (t == 1) sessions.sweep(now);
    }
  });
  for (std::size_t t = 0; t < hands; ++t) {
    for (const std::string& secret : kept[t]) BOOST_TEST(sessions.find(secret, now).has_value());
    for (const std::string& secret : closed[t]) BOOST_TEST(!sessions.find(secret, now).has_value());
  }
  BOOST_TEST(sessions.find(shared, now + 69 * minute_us).has_value());
}

BOOST_AUTO_TEST_CASE(catalogues_are_read_while_new_ones_are_published) {
  Place place;
  std::atomic<int> read = 0;
  at_once([&](std::size_t t) {
    for (int i = 0; i < 5; ++i) {
      if (t == 0) {
        read_catalogues(*place.log, place.catalogues);
        Catalogue next = place.catalogues.latest();
        next.version = "115-" + std::to_string(place.catalogues.all().size() + 1);
        next.educations.front().name += "+";
        place.executor.execute<streams::Catalogue>(place.request("admin1"), {115, {}}, {},
                                                   edition::Publish{write_catalogue(next)});
      }
      if (place.catalogues.contains("115-1")) ++read;
      if (!place.catalogues.latest().topics.empty()) ++read;
      read += static_cast<int>(place.catalogues.at("115-1").educations.size());
    }
  });
  BOOST_TEST(read > 0);
  read_catalogues(*place.log, place.catalogues);
  BOOST_TEST(place.catalogues.all().size() == 6u);
}

BOOST_AUTO_TEST_CASE(commands_of_many_people_on_a_few_plans_are_each_recorded_once) {
  Place place;
  std::atomic<std::uint64_t> recorded = 0;
  const std::uint64_t before = place.log->head().position;
  at_once([&](std::size_t t) {
    for (int i = 0; i < 12; ++i) {
      const std::string value = std::to_string(1 + (i + static_cast<int>(t)) % 90);
      recorded += place.save(account_of(t), i % 2 ? "h.1-1-1" : "h.1-1-2", value) ? 1 : 0;
      if (t == 0)
        place.executor.execute<streams::Access>(place.request("auditor1"), {115, "auditor1"}, {},
                                                {"home", {}, {}, {}});
    }
    if (t == 1) {
      // No command is carried out while contents are taken away.
      place.executor.erase(place.request("admin1"),
                           {"clerk3", "operator", "依當事人申請刪除", "陳主任"});
    }
  });
  // The twelve looks and the erasure besides.
  BOOST_TEST(place.log->head().position == before + recorded + 13);
  BOOST_TEST(count_faults(*place.log) == 0u);
}

BOOST_AUTO_TEST_CASE(views_are_read_followed_and_made_anew_at_once) {
  Place place;
  LocalStore views(place.folder.path() / "views");
  std::atomic<int> faults = 0, served = 0, seen = 0;
  Projector projector(*place.log, views, [&](const std::string&) { ++faults; });
  projector.start();
  const ViewReader reader(views);
  std::atomic<int> saved = 0;
  at_once([&](std::size_t t) {
    for (int i = 1; i <= 6; ++i) {
      if (t == 0) {
        projector.rebuild();
      } else {
        saved += place.save(account_of(t), "h.1-1-1", std::to_string(10 * i)) ? 1 : 0;
        const bool there = projector.wait_for(place.log->head().position, std::chrono::seconds(10));
        // Pages wait until the views were whole once, which is said a moment after they are.
        if (there && projector.serves()) {
          ++served;
          seen += read_plan_view(reader, account_of(t), 115) ? 1 : 0;
        }
      }
    }
  });
  BOOST_TEST(saved > 0);
  BOOST_TEST(served > 0);
  BOOST_TEST(seen == served);
  BOOST_TEST(faults == 0);
  projector.wait_for(place.log->head().position, std::chrono::seconds(10));
  const auto view = read_plan_view(reader, "teacher1", 115);
  BOOST_REQUIRE(view.has_value());
  BOOST_TEST(view->state.version == place.log->read_stream(plan_stream(115, "teacher1"), 0).size());
}

BOOST_AUTO_TEST_CASE(the_log_is_read_backed_up_and_erased_from_while_it_grows) {
  Place place;
  std::atomic<std::uint64_t> missing = 0;
  at_once([&](std::size_t t) {
    for (int i = 0; i < 10; ++i) {
      const Head head = place.log->head();
      if (t < 4) {
        place.save(account_of(t), "h.1-2-1", std::to_string(1 + i));
      } else if (t == 4) {
        if (i % 5 == 0) place.log->back_up(place.folder.path() / "backups");
        place.log->batches();
      } else if (t == 5) {
        place.log->purge();
      } else {
        missing += head.position - place.log->read_all(0, head.position).size();
        place.log->find_command(plan_stream(115, "teacher1"), {});
        place.log->wait(head.position, std::chrono::milliseconds(1));
      }
    }
  });
  BOOST_TEST(missing == 0u);
  BOOST_TEST(count_faults(*place.log) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
