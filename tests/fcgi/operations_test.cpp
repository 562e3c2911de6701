#include "fcgi/operate/operations.hpp"

#include <pwd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "events/log/durable_file.hpp"
#include "events/streams.hpp"
#include "projections/directory_view.hpp"
#include "tests/fcgi/operator.hpp"

// The commands that write, each beside a worker and by itself: what they say and what they leave.

namespace yanxi {
namespace {

std::string me() { return ::getpwuid(::getuid())->pw_name; }

std::string folded(std::uint64_t events) {
  return "ok " + std::to_string(events) + " events folded\n";
}

// What is said of a fold that is told of all the time.
std::string telling(std::uint64_t events) {
  const std::string number = std::to_string(events);
  return "folded " + number + " of " + number + " events\n";
}

// What both do in the same way is asked of the worker, which has the log open; by itself each
// command does one of its kind.
enum class By { worker, itself };

void back_up_and_rebuild(Place& place, By by) {
  const Head head = place.read()->head();
  const std::string events = std::to_string(head.position);
  const bool tells = by == By::itself;
  expect(place.rebuild(), 0, (tells ? telling(head.position) : "") + folded(head.position));
  for (int id = by == By::itself ? 3 : 1; id <= 3; ++id) {
    const int number = by == By::itself ? 1 : id;
    expect(place.backup(id == 3 ? 2 : 0), 0,
           "copying what is new\nchecking the copy\nok backup " + std::to_string(number) + ", " +
               events + " events, head " + to_hex(head.chain) + "\n");
    const auto reading = CheckpointFolder(place.data.checkpoints(), place.data.keys()).read();
    BOOST_REQUIRE(!reading.checkpoints.empty());
    BOOST_TEST(reading.checkpoints.rbegin()->second.size == head.position);
  }
  BOOST_TEST(list_backups(place.backups).size() == (by == By::itself ? 1u : 2u));
  BOOST_TEST(place.head() == head.position);
}

void import_people(Place& place, By by) {
  const std::uint64_t begin = place.head();
  expect(place.import("people", newcomer, true), 0,
         "dry run, nothing was imported; 1 rows: 1 new, 0 changed, 0 the same\n");
  BOOST_TEST(place.head() == begin);
  const auto every = std::exchange(place.every, std::chrono::hours(1));
  expect(place.import("people", newcomer), 0, "ok 1 rows: 1 new, 0 changed, 0 the same\n");
  place.every = every;
  BOOST_TEST(place.head() == begin + 1);
  const Envelope last = place.read()->read_stream("person/new.teacher", 0).back();
  BOOST_TEST(last.actor.account == me());
  BOOST_TEST(last.actor.role == "system");
  BOOST_TEST(last.actor.source == "terminal");
  if (by == By::itself) return;
  expect(place.import("people", newcomer), 0, "ok 1 rows: 0 new, 0 changed, 1 the same\n");
  expect(place.import("people", "account,name,roles\nnew.teacher,王大明,teacher:010001\n"), 0,
         "ok 1 rows: 0 new, 1 changed, 0 the same\n");
  expect(place.import("people", "account,name,roles\nnew.teacher,王中明,teacher:010001\nX,,\n"), 1,
         "line 3: an account is 3 to 30 lower-case letters, digits, dots or hyphens: X\n"
         "1 faults, nothing was imported; 2 rows: 0 new, 1 changed, 0 the same\n");
  expect(place.import("units", "code,name,county\n010009,海山國民小學,NWT\n", false, 0), 0,
         "ok 1 rows: 1 new, 0 changed, 0 the same\n");
  BOOST_TEST(place.head() == begin + 3);
  // The year of today unless another is named; a roster is late since ten days.
  const std::string roster = "unit,account\n010001,teacher1\n";
  const std::string counts = "1 rows: 0 new, 1 changed, 0 the same\n";
  expect(place.import("roster", roster, false, 0, "轉入一位教師"), 0, "ok " + counts);
  BOOST_TEST(place.read()->read_stream(roster_stream(place.year, "010001"), 0).size() == 2u);
  expect(place.import("roster", roster, false, place.year - 1, "補登去年名冊"), 0,
         "ok 1 rows: 1 new, 0 changed, 0 the same\n");
}

void erase_people(Place& place, By by) {
  expect(place.erase("nobody"), 1, "nobody: nobody is registered under this account\n");
  if (by == By::worker) {
    expect(place.erase("teacher1", " "), 2, "teacher1: --reason: 1 to 200 characters\n");
  }
  for (const std::string& second : {std::string("teacher1"), me(), std::string()}) {
    if (by == By::itself) break;
    expect(place.erase("teacher1", "依當事人申請", second), 2,
           "teacher1: --second-person: 1 to 50 characters, and somebody else than you and the "
           "account\n");
  }
  const std::uint64_t begin = place.head();
  expect(place.erase("teacher1"), 0,
         (by == By::itself ? telling(begin + 1) : "") +
             "ok erased teacher1, recorded at position " + std::to_string(begin + 1) + "\n");
  const auto log = place.read();
  const Envelope last = log->read_stream("person/teacher1", 0).back();
  BOOST_TEST(last.payload == "{\"reason\":\"依當事人申請\",\"second_person\":\"陳主任\"}");
  BOOST_TEST(last.actor.account == me());
  BOOST_TEST(!read_person(*log, "teacher1").exists);
  BOOST_TEST(read_person(*log, "teacher2").exists);
  BOOST_TEST(find_unfinished(place.data, *log).empty());
}

// Killed after it was recorded and before it was over.
std::uint64_t interrupt(const Place& place, Worker& worker, const std::string& account) {
  const auto order = order_erasure(account, "依法", "陳主任", "admin1", place.now);
  BOOST_CHECK_THROW(carry_out(place.data, worker.executor, order,
                              [](const std::string&) { throw std::runtime_error("killed"); }),
                    std::runtime_error);
  BOOST_TEST(find_unfinished(place.data, *worker.log).size() == 1u);
  return worker.log->head().position;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operations)

BOOST_FIXTURE_TEST_CASE(without_a_worker_the_commands_open_the_log_themselves, Place) {
  every = std::chrono::microseconds(0);
  back_up_and_rebuild(*this, By::itself);
  import_people(*this, By::itself);
  const std::string secret =
      Sessions(data.sessions(), data.form_key()).open("teacher1", now).secret;
  erase_people(*this, By::itself);
  BOOST_TEST(!Sessions(data.sessions(), data.form_key()).find(secret, now));
  LocalStore views(data.views());
  const ViewReader reader(views);
  // Made anew: no file of theirs holds the name any longer.
  for (const auto& file : std::filesystem::directory_iterator(data.views())) {
    if (!file.is_regular_file()) continue;
    BOOST_TEST(read_file(file.path()).find("郭小強") == std::string::npos, file.path().string());
  }
  BOOST_TEST(!read_person_view(reader, "teacher1")->state.exists);
  BOOST_TEST(read_person_view(reader, "teacher2")->state.exists);
}

BOOST_FIXTURE_TEST_CASE(a_running_worker_carries_them_out, Place) {
  Worker worker(data);
  back_up_and_rebuild(*this, By::worker);
  BOOST_TEST(worker.service.signed_size == head());
  import_people(*this, By::worker);
  const std::string secret = worker.sessions.open("teacher1", now).secret;
  erase_people(*this, By::worker);
  BOOST_TEST(!worker.sessions.find(secret, now));
  BOOST_TEST(!read_person_view(worker.service.views, "teacher1")->state.exists);
  BOOST_TEST(read_person_view(worker.service.views, "teacher2")->state.exists);
  BOOST_TEST(worker.projector.position() == head());
  BOOST_TEST(worker.failed.empty());
}

BOOST_FIXTURE_TEST_CASE(an_erasure_that_was_interrupted_goes_first_and_is_recorded_once, Place) {
  Worker worker(data, std::chrono::microseconds(0));
  const std::uint64_t one = interrupt(*this, worker, "teacher1");
  expect(erase("teacher1"), 0,
         telling(one) + "ok erased teacher1, recorded at position " + std::to_string(one) + "\n");
  BOOST_TEST(head() == one);
  BOOST_TEST(read_erasures(data.erasures()).size() == 1u);
  const std::uint64_t two = interrupt(*this, worker, "teacher2");
  expect(erase("nobody"), 1, telling(two) + "nobody: nobody is registered under this account\n");
  BOOST_TEST(head() == two);
  BOOST_TEST(read_erasures(data.erasures()).size() == 2u);
  BOOST_TEST(find_unfinished(data, *worker.log).empty());
  for (const char* account : {"teacher1", "teacher2"}) {
    BOOST_TEST(!read_person(*worker.log, account).exists);
    BOOST_TEST(!read_person_view(worker.service.views, account)->state.exists);
  }
}

BOOST_FIXTURE_TEST_CASE(what_takes_long_says_how_far_it_is, Place) {
  BOOST_CHECK(told_every == std::chrono::seconds(1));
  const Worker worker(data, std::chrono::microseconds(0));  // its pace counts, not the caller's
  expect(rebuild(), 0, telling(head()) + folded(head()));
  // More people than hands, so that there is a time between.
  std::string people = "account,name,roles\n";
  for (int i = 0; i < 40; ++i) people += "new." + std::to_string(i) + ",王小明,auditor\n";
  const Spoken heard = import("people", people);
  BOOST_TEST(heard.status == 0);
  std::istringstream lines(heard.out);
  std::size_t before = 0;
  for (std::string line; std::getline(lines, line) && !line.starts_with("ok ");) {
    BOOST_REQUIRE(line.starts_with("imported ") && line.ends_with(" of 40"));
    const auto done = std::stoull(line.substr(9));
    BOOST_TEST(done >= before);
    BOOST_TEST(done <= 40u);
    before = done;
  }
}

BOOST_FIXTURE_TEST_CASE(every_fault_of_a_file_is_said_in_words, Place) {
  const Worker worker(data);
  const struct {
    const char *kind, *text, *said;
    int year = 0;
    const char* reason = "";
  } rows[] = {
      {"units", "code,name,county\n010009,\"x\n",
       "line 2: a quote is not closed or stands inside a cell"},
      {"units", "code,name,county\n010009,\xff,NWT\n", "line 1: the file is not UTF-8"},
      {"units", "code,name\n", "line 1: a column is missing: 縣市"},
      {"units", "code,name,county,color\n", "line 1: there is no such column: color"},
      {"units", "code,name,county\n010009,x\n",
       "line 2: the row has another number of cells than the first line: 2"},
      {"units", "code,name,county\n01000,x,NWT\n",
       "line 2: a unit's code has six characters, or four digits: 01000"},
      {"units", "code,name,county\n010009,,NWT\n",
       "line 2: the name is empty, too long or has forbidden characters"},
      {"units", "code,name,county\n010009,x,NOWHERE\n", "line 2: there is no such county: NOWHERE"},
      {"units", "code,name,county\n010009,x,NWT\n010009,x,NWT\n",
       "line 3: it stands on an earlier line already: 010009"},
      {"people", "account,name,roles\nab,x,\n",
       "line 2: an account is 3 to 30 lower-case letters, digits, dots or hyphens: ab"},
      {"people", "account,name,roles\nabc,x,root\n",
       "line 2: roles are teacher:UNIT clerk:UNIT county:CODE auditor admin, each once: root"},
      {"people", "account,name,roles\nabc,x,teacher:999999\n",
       "line 2: there is no such unit: 999999"},
      {"people", "account,name,roles,sign_in\nabc,x,,maybe\n",
       "line 2: sign-in is yes, no or empty: maybe"},
      {"people", "account,name,roles\n", "line 1: there are no rows"},
      {"roster", "unit,account\n010001,nobody\n", "line 2: there is no such account: nobody"},
      {"roster", "unit,account\n010001,teacher1\n",
       "line 2: its deadline has passed: --reason, at least 5 characters: 010001"},
      {"roster", "unit,account\n010001,teacher1\n", "line 1: --reason: 5 to 200 characters", 0,
       "嗯"},
      {"roster", "unit,account\n010001,teacher1\n", "line 1: the year is not open: 199", 199},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      const Spoken heard = import(row.kind, row.text, false, row.year, row.reason);
      BOOST_TEST(heard.status == 1);
      const std::string first = heard.out.substr(0, heard.out.find('\n'));
      BOOST_TEST(first == row.said);
      BOOST_TEST(heard.out.find("\n1 faults, nothing was imported; ") != std::string::npos,
                 heard.out);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
