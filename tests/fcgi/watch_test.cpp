#include "fcgi/operate/watch.hpp"

#include <boost/test/unit_test.hpp>

#include "events/log/durable_file.hpp"
#include "tests/fcgi/captured_log.hpp"
#include "tests/served.hpp"

// What the worker looks after beside requests: the clock, free space, checkpoints, dead sessions.
// Signals are met by the real program (browser/terminal.test.mjs).

namespace yanxi {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr Watch::Pace asleep{milliseconds(1), hours(1), hours(1)};

// One service for the suite; a folder of checkpoints for each case.
struct House {
  House() { here = this; }
  ~House() { here = nullptr; }
  static House* here;
  Served served{DemoPhase::open};
  int places = 0;
};
House* House::here = nullptr;

struct Place {
  Place() { std::filesystem::create_directory(data.root); }
  Served& served = House::here->served;
  DataFolder data{served.folder.path() / std::to_string(House::here->places++), {}};
  CapturedLog said;
  std::atomic<bool> stop = false;

  std::unique_ptr<Watch> watch(std::uint64_t signed_size, std::uint64_t min_free = 0,
                               Watch::Pace pace = asleep) {
    stop = false;
    return std::make_unique<Watch>(stop, served.service, data, signed_size, min_free, pace);
  }
  void append(Instant at) {
    const auto once = std::to_string(served.log->head().position);
    served.executor.execute<streams::Access>(
        {{"admin1", "admin", "builtin"}, at, command_id("admin1", once, "")}, {115, "admin1"}, {},
        {"home", {}, {}, {}});
  }
  std::uint64_t head() const { return served.log->head().position; }
  std::size_t notes() const {
    return CheckpointFolder(data.checkpoints(), data.keys()).read().checkpoints.size();
  }
  // Waits for what the watch does in its own time.
  static bool comes(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(watch, *boost::unit_test::fixture<House>())

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_is_told_by_how_much) {
  // Looks one after another: what the clock shows, what steadily passed, the step that is told.
  const struct {
    std::int64_t clock, steady, step;
  } rows[] = {
      {5'000'000'000, 1'000'000, 0},  // the first look knows of nothing before
      {5'000'500'000, 1'500'000, 0},
      {5'003'000'000, 2'000'000, 0},           // two seconds more: as time servers do all day
      {5'005'500'001, 2'500'000, 2'000'001},   // and a microsecond
      {5'006'000'001, 3'000'000, 0},           // told once
      {5'004'500'001, 3'500'000, 0},           // two seconds less
      {5'003'000'000, 4'000'000, -2'000'001},  // and a microsecond
      {5'003'000'000, 9'000'000, -5'000'000},  // stands still
      {9'000'000'000, 9'000'000, 3'997'000'000},
      {9'000'000'000 + 60'000'000, 69'000'000, 0},
  };
  ClockWatch clock;
  for (const auto& row : rows) {
    const auto step = clock.look({row.clock}, row.steady);
    BOOST_TEST(step.value_or(0) == row.step);
    BOOST_TEST(step.has_value() == (row.step != 0));
  }
}

BOOST_AUTO_TEST_CASE(the_clocks_go_as_they_should) {
  const Instant before = read_clock();
  const std::int64_t steady = read_steady_clock();
  using namespace std::chrono;
  const auto system = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  BOOST_TEST(before.us <= system);
  BOOST_TEST(read_clock().us >= system);
  BOOST_TEST(read_steady_clock() >= steady);
  const auto monotonic =
      duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
  BOOST_TEST(steady <= monotonic);
  BOOST_TEST(read_steady_clock() >= monotonic);
}

BOOST_AUTO_TEST_CASE(the_service_looks_twice_a_second_signs_each_minute_and_sweeps_each_hour) {
  BOOST_CHECK(service_pace.tick == milliseconds(500));
  BOOST_CHECK(service_pace.sign == milliseconds(60'000));
  BOOST_CHECK(service_pace.sweep == milliseconds(3'600'000));
}

BOOST_AUTO_TEST_CASE(it_waits_for_the_signals_that_end_it_and_swallows_two_more) {
  const sigset_t set = Watch::signals();
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) {
    BOOST_TEST(::sigismember(&set, signal) == 1);
  }
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGCHLD, SIGABRT, SIGUSR2, SIGQUIT}) {
    BOOST_TEST(::sigismember(&set, signal) == 0);
  }
}

BOOST_FIXTURE_TEST_CASE(its_end_stops_the_service, Place) {
  watch(head()).reset();
  BOOST_TEST(stop);
  BOOST_TEST(said.take().empty());
  BOOST_TEST(notes() == 0u);
}

BOOST_FIXTURE_TEST_CASE(only_what_is_new_is_signed, Place) {
  const auto nothing_new = watch(head());
  BOOST_TEST(served.service.signed_size == head());
  nothing_new->sign();
  BOOST_TEST(notes() == 0u);
  append(served.now);
  nothing_new->sign();
  BOOST_TEST(notes() == 1u);
  BOOST_TEST(served.service.signed_size == head());
  for (const auto& [name, note] :
       CheckpointFolder(data.checkpoints(), data.keys()).read().checkpoints) {
    BOOST_TEST(name.substr(0, 10) == taipei_rfc3339(read_clock()).substr(0, 10));
    BOOST_TEST(note.size == head());
  }
  BOOST_TEST(said.take().empty());
}

BOOST_FIXTURE_TEST_CASE(a_checkpoint_that_cannot_be_signed_is_said_each_time, Place) {
  write_durably(data.checkpoints(), "a file where the folder should be");
  const auto watching = watch(0);
  for (int i = 0; i < 2; ++i) {
    watching->sign();
    BOOST_TEST(served.service.signed_size == 0u);
    const auto lines = said.take();
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].starts_with("error no checkpoint: "), lines[0]);
  }
}

BOOST_FIXTURE_TEST_CASE(minutes_and_hours_are_counted_apart, Place) {
  const Instant opened = read_clock() + -24 * hour_us;
  const auto secret = served.sessions.open("teacher1", opened).secret;
  const auto is_kept = [&] { return served.sessions.find(secret, opened).has_value(); };
  // What comes at every second tick is waited for; what comes in an hour has not come by then.
  {
    const auto signing = watch(0, 0, {milliseconds(1), milliseconds(2), hours(1)});
    BOOST_TEST(comes([&] { return served.service.signed_size == head(); }));
    BOOST_TEST(is_kept());
  }
  const auto sweeping = watch(0, 0, {milliseconds(1), hours(1), milliseconds(2)});
  BOOST_TEST(comes([&] { return !is_kept(); }));
  BOOST_TEST(served.service.signed_size == 0u);
}

BOOST_FIXTURE_TEST_CASE(commands_are_taken_only_while_there_is_space, Place) {
  // Of a file system the kernel makes up nothing is free; of the disk with the test something is.
  const auto lie_on = [&](const char* where) {
    std::filesystem::create_directory_symlink(where, data.root / "next");
    std::filesystem::rename(data.root / "next", data.log());
  };
  lie_on("/proc");
  using Lines = std::vector<std::string>;
  {
    const auto careless = watch(head(), 0);
    BOOST_TEST(!served.service.low_space);
    BOOST_TEST(said.take().empty());
  }
  const auto careful = watch(head(), 1);
  BOOST_TEST(served.service.low_space);
  BOOST_TEST(said.take() == Lines{"error only 0 MB are free: no commands are taken"},
             boost::test_tools::per_element());
  const auto free = std::filesystem::space(served.folder.path()).available;
  lie_on(served.folder.path().c_str());
  BOOST_TEST(comes([&] { return !served.service.low_space; }));
  Lines lines;
  BOOST_TEST(comes([&] { return !(lines = said.take()).empty(); }));
  BOOST_REQUIRE(lines.size() == 1u);
  const std::string begin = "info ";
  BOOST_TEST(lines[0].starts_with(begin));
  BOOST_TEST(lines[0].ends_with(" MB are free: commands are taken again"), lines[0]);
  const auto told = std::stoull(lines[0].substr(begin.size())) << 20;
  BOOST_TEST(told > free / 2);
  BOOST_TEST(told < free * 2);
  lie_on("/proc");
  BOOST_TEST(comes([&] { return served.service.low_space.load(); }));
  lie_on("/nowhere");  // what cannot be asked is no reason to refuse
  BOOST_TEST(comes([&] { return !served.service.low_space; }));
}

// The last one: from here on the suite's log is of the future.
BOOST_FIXTURE_TEST_CASE(a_log_from_the_future_is_told_at_the_start, Place) {
  watch(head()).reset();
  BOOST_TEST(said.take().empty());
  append(read_clock() + 500 * second_us + second_us / 2);
  watch(head()).reset();
  const auto lines = said.take();
  BOOST_REQUIRE(lines.size() == 1u);
  // A second or ten may pass on a busy machine.
  BOOST_TEST(lines[0].starts_with("warning the clock stands 4") +
                 lines[0].starts_with("warning the clock stands 500 s") ==
             1);
  BOOST_TEST(lines[0].ends_with(" s before the last event; events keep its time until then"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
