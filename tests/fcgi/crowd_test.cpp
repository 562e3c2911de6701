#include "fcgi/operate/crowd.hpp"

#include <fmt/format.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <mutex>
#include <set>

#include "events/execute.hpp"
#include "events/streams.hpp"
#include "fcgi/operate/hands.hpp"
#include "tests/demo_log.hpp"
#include "tests/golden.hpp"
#include "tests/told_log.hpp"

// Demonstration data are the same wherever they are made: tests/golden/demo.txt tells them event by
// event (YANXI_GOLDEN=write writes it anew), a digest a whole crowd. And the hands that make them.

namespace yanxi {
namespace {

const Instant now = from_taipei(2026, 11, 22, 10);

// What is random in an event: a password's salt, the leaf an import points at.
std::string without_chance(std::string payload) {
  for (const std::string begin : {"$argon2id", "\"school_digest\":\""}) {
    const auto at = payload.find(begin);
    if (at != payload.npos) payload.replace(at, payload.find('"', at + begin.size()) - at, "~");
  }
  return payload;
}

// Each event of each stream in its order; hands that work side by side leave no other order.
std::set<std::string> lines_of(const EventLog& log, bool with_times) {
  std::set<std::string> lines;
  for (const Envelope& envelope : log.read_all(0, 100'000)) {
    const Actor& actor = envelope.actor;
    lines.insert(fmt::format("{} {:02} {}{}/{} {} {}", envelope.stream, envelope.version,
                             with_times ? taipei_text(envelope.at) + " " : "", actor.account,
                             actor.role, envelope.tag, without_chance(envelope.payload)));
  }
  return lines;
}

std::string fnv(const std::set<std::string>& lines) {
  std::uint64_t hash = 14695981039346656037U;
  for (const std::string& line : lines) {
    for (const char c : line + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return fmt::format("{:016x}", hash);
}

std::set<std::string> demo_lines(DemoPhase phase) {
  const Folder folder;
  const auto log = RocksLog::open(folder.path() / "log");
  Catalogues catalogues = examples::load_catalogues();
  fill_demo(*log, catalogues, now + 456'789, phase);  // on the second all the same
  BOOST_CHECK_THROW(fill_demo(*log, catalogues, now, phase), std::runtime_error);
  return lines_of(*log, true);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demonstration)

BOOST_AUTO_TEST_CASE(each_phase_has_its_people_plans_and_windows) {
  const auto open = demo_lines(DemoPhase::open);
  std::string text = "The window is open.\n";
  for (const std::string& line : open) text += line + "\n";
  for (const auto& [phase, says] : {std::pair{DemoPhase::before, "Before it opens:"},
                                    {DemoPhase::late, "Late:"},
                                    {DemoPhase::closed, "Closed:"}}) {
    const auto lines = demo_lines(phase);
    text += std::string("\n") + says + "\n";
    for (const std::string& line : open) {
      if (!lines.contains(line)) text += "- " + line + "\n";
    }
    for (const std::string& line : lines) {
      if (!open.contains(line)) text += "+ " + line + "\n";
    }
  }
  check_golden("demo.txt", text);
}

BOOST_AUTO_TEST_CASE(a_crowd_of_one_size_always_does_the_same) {
  const Folder folder;
  const auto log = RocksLog::open(folder.path() / "log");
  Catalogues catalogues = examples::load_catalogues();
  fill_demo(*log, catalogues, now, DemoPhase::late, 106);
  std::map<std::string, int> kinds;
  int late = 0, wrong = 0;
  for (const Envelope& envelope : log->read_all(0, 100'000)) {
    if (!envelope.stream.starts_with("plan/115/t0")) continue;
    const std::string name = parse_stream(envelope.stream).name;
    const bool staff = envelope.tag == plan::Restored::tag || envelope.tag == plan::Extended::tag;
    const Actor actor =
        staff ? Actor{"admin1", "admin", "terminal"} : Actor{name, "teacher", "terminal"};
    wrong += envelope.actor != actor;
    wrong += envelope.at < now + -30 * day_us || envelope.at >= now;
    ++kinds[envelope.tag];
    if (envelope.tag != plan::Submitted::tag) continue;
    const auto event =
        std::get<plan::Submitted>(decode<plan::Event>(envelope.tag, envelope.payload));
    late += event.arrived_us >= (now + -day_us).us;
    const auto posts = person::posts(read_person(*log, name).roles);
    wrong += posts != std::vector<std::string>{event.contents.unit};
  }
  BOOST_TEST(wrong == 0);
  std::string counts;
  for (const auto& [tag, count] : kinds) counts += fmt::format("{} {}\n", tag, count);
  BOOST_TEST(counts ==
             "plan.deleted.1 4\nplan.draft_saved.1 438\nplan.extended.1 1\nplan.restored.1 2\n"
             "plan.school_plan_imported.1 7\nplan.submitted.1 96\nplan.withdrawn.1 13\n");
  BOOST_TEST(late > 0);
  BOOST_TEST(fnv(lines_of(*log, false)) == "05886594bddc17a8");
}

BOOST_FIXTURE_TEST_CASE(schools_of_a_crowd_have_codes_of_their_own_and_fifty_teachers, Told) {
  Catalogues catalogues = examples::load_catalogues();
  Executor executor(*log, catalogues);
  const Crowd::Times times{examples::windows().school_opens, examples::opens(),
                           examples::counts_until(), examples::counts_until()};
  const auto crowd = [&](std::size_t count) {
    return Crowd(executor, catalogues.latest(), 115, count, "", times);
  };
  tell<year::Event>(year_stream(115), {year::Opened{"115-1", examples::windows(), true}});
  crowd(99 * 50 + 1).freeze_rosters(now);
  crowd(200).add_school_plans(from_taipei(2026, 8, 20));
  std::map<std::string, roster::State> rosters;
  std::set<std::string> teachers;
  std::string plans;
  for (const Envelope& envelope : log->read_all(0, 1000)) {
    const StreamName stream = parse_stream(envelope.stream);
    if (stream.is<streams::Roster>()) rosters[stream.name] = read_roster(*log, 115, stream.name);
  }
  for (const auto& [unit, roster] : rosters) {
    const bool right = unit::is_code(unit) && roster.frozen &&
                       roster.accounts.size() == (unit == "023601" ? 51u : 50u);
    BOOST_TEST(right, unit);
    teachers.insert(roster.accounts.begin(), roster.accounts.end());
  }
  BOOST_TEST(rosters.size() == 99u);
  BOOST_TEST(teachers.size() == 99u * 50 + 1);
  BOOST_TEST(rosters.contains("023698"));
  BOOST_TEST(rosters.contains("033601"));
  BOOST_TEST(
      (std::vector(rosters["023602"].accounts.begin(), rosters["023602"].accounts.begin() + 2) ==
       std::vector<std::string>{"t000001", "t000100"}));
  for (const char* unit : {"023601", "023602", "023603", "023604", "023605"}) {
    const auto plan = read_school_plan(*log, 115, unit);
    plans += fmt::format(" {}:{}", static_cast<int>(plan.status), total_hours(plan.hours));
  }
  BOOST_TEST(plans == " 2:6 2:6 2:6 1:6 0:0");  // the fourth has not sent it, a fifth is none
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(hands)

BOOST_AUTO_TEST_CASE(every_piece_of_work_is_done_once) {
  for (const auto& [begin, end] :
       {std::pair{0u, 0u}, {7u, 7u}, {3u, 4u}, {0u, 32u}, {5u, 38u}, {0u, 500u}}) {
    std::vector<std::atomic<int>> done(600);
    work_side_by_side(begin, end, [&](std::size_t i) { ++done[i]; });
    int wrong = 0;
    for (std::size_t i = 0; i < done.size(); ++i) wrong += done[i] != (i >= begin && i < end);
    BOOST_TEST(wrong == 0);
  }
}

// Everybody waits until as many have come, and so tells how many come at a time.
struct Meeting {
  void come() {
    std::unique_lock lock(mutex);
    most = std::max(most, ++here);
    met.notify_all();
    met.wait_for(lock, std::chrono::seconds(30), [&] { return most == 32; });
    --here;
  }
  std::mutex mutex;
  std::condition_variable met;
  int here = 0, most = 0;
};

BOOST_AUTO_TEST_CASE(thirty_two_hands_work_side_by_side) {
  Meeting meeting;
  work_side_by_side(0, 200, [&](std::size_t) { meeting.come(); });
  BOOST_TEST(meeting.most == 32);
}

BOOST_AUTO_TEST_CASE(after_a_failure_nothing_new_is_begun_and_the_first_one_is_told) {
  std::atomic<int> begun = 0;
  const auto work = [&](std::size_t) {
    if (++begun >= 1) throw std::runtime_error("failed");
  };
  BOOST_CHECK_EXCEPTION(work_side_by_side(0, 10'000, work), std::runtime_error,
                        [](const auto& error) { return std::string(error.what()) == "failed"; });
  BOOST_TEST(begun <= 32);
  BOOST_TEST(begun >= 1);
}

BOOST_AUTO_TEST_CASE(progress_is_told_while_work_goes_on) {
  std::mutex mutex;
  std::condition_variable told;
  std::vector<std::size_t> all;
  // The second piece ends only when the first was told of.
  const auto work = [&](std::size_t i) {
    std::unique_lock lock(mutex);
    if (i == 8) told.wait_for(lock, std::chrono::seconds(30), [&] { return !all.empty(); });
  };
  work_side_by_side(7, 9, work, [&](std::size_t done) {
    const std::lock_guard lock(mutex);
    all.push_back(done);
    told.notify_all();
  });
  BOOST_REQUIRE(!all.empty());
  BOOST_TEST(all.front() <= 1u);
  BOOST_TEST(std::ranges::is_sorted(all));
  BOOST_TEST(all.back() <= 2u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
