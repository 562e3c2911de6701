#include "events/log/rocks_log.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <set>
#include <thread>

#include "events/execute.hpp"
#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "events/log/row.hpp"
#include "events/verify.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"
#include "tests/refusal.hpp"

// What a log answers on a real disk: reading from and up to a place, commands that came before,
// readers, and indexes that do not agree with the events.

namespace yanxi {
namespace {

using std::filesystem::path;
using Faults = std::vector<std::string>;

const std::string one = "survey/115/a", two = "survey/115/b";

CommandId command(int number) { return command_id("t", std::to_string(number), ""); }

Append append_to(const std::string& stream, std::uint64_t version, int number, int events = 1) {
  Append append{
      stream,          version, examples::opens() + number * second_us, {"t", "teacher", "builtin"},
      command(number), {}};
  for (int i = 0; i < events; ++i) {
    survey::Answered answered;
    answered.text = stream + " " + std::to_string(number) + " " + std::to_string(i);
    append.events.push_back(encode(survey::Event{answered}));
  }
  return append;
}

// Events 1 and 2 by one command, 3 in another stream, 4 in the first one again.
struct Place {
  Folder folder;
  path place = folder.path() / "log";
  std::unique_ptr<RocksLog> log = RocksLog::open(place);

  Place() {
    BOOST_REQUIRE(log->append(append_to(one, 0, 1, 2)));
    BOOST_REQUIRE(log->append(append_to(two, 0, 2)));
    BOOST_REQUIRE(log->append(append_to(one, 2, 3)));
  }
};

// "1 2 4"
std::string positions(const std::vector<Envelope>& envelopes) {
  std::string text;
  for (const Envelope& envelope : envelopes) {
    text += (text.empty() ? "" : " ") + std::to_string(envelope.position);
  }
  return text;
}

std::string answer_row(std::uint64_t position, std::uint64_t version, Instant at) {
  return number_key(position) + number_key(version) + number_key(static_cast<std::uint64_t>(at.us));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rocks_log)

BOOST_FIXTURE_TEST_CASE(events_are_read_from_and_up_to_a_place, Place) {
  const auto backups = folder.path() / "backups";
  BOOST_TEST(log->back_up(backups) == 1u);
  for (const auto& read : {std::shared_ptr<RocksLog>(RocksLog::open_beside(place)),
                           std::shared_ptr<RocksLog>(RocksLog::open_backup(backups, 1)),
                           std::shared_ptr<RocksLog>(std::move(log))}) {
    BOOST_TEST(positions(read->read_all(0, 0)) == "");
    BOOST_TEST(positions(read->read_all(0, 1)) == "1");
    BOOST_TEST(positions(read->read_all(0, 4)) == "1 2 3 4");
    BOOST_TEST(positions(read->read_all(0, 5)) == "1 2 3 4");
    BOOST_TEST(positions(read->read_all(1, 2)) == "2 3");
    BOOST_TEST(positions(read->read_all(3, 9)) == "4");
    BOOST_TEST(positions(read->read_all(4, 9)) == "");
    BOOST_TEST(positions(read->read_stream(one, 0)) == "1 2 4");
    BOOST_TEST(positions(read->read_stream(one, 1)) == "2 4");
    BOOST_TEST(positions(read->read_stream(one, 2)) == "4");
    BOOST_TEST(positions(read->read_stream(one, 3)) == "");
    BOOST_TEST(positions(read->read_stream(two, 0)) == "3");
    for (const char* none : {"survey/115/", "survey/115/aa", "survey/115", "survey/115/c", ""}) {
      BOOST_TEST(positions(read->read_stream(none, 0)) == "");
    }
    BOOST_TEST(read->head().position == 4u);
    BOOST_CHECK(read->head().chain == read->read_all(3, 1).front().chain);
    BOOST_CHECK(read->head().at == examples::opens() + 3 * second_us);
    BOOST_TEST(read->wait(3, std::chrono::seconds(60)) == 4u);
    BOOST_TEST(read->wait(4, std::chrono::milliseconds(0)) == 4u);
  }
}

BOOST_FIXTURE_TEST_CASE(an_event_has_what_its_command_gave_and_a_salt_of_its_own, Place) {
  std::set<Salt> salts;
  for (const Envelope& envelope : log->read_all(0, 9)) {
    salts.insert(envelope.salt);
    BOOST_CHECK(envelope.actor == (Actor{"t", "teacher", "builtin"}));
    BOOST_TEST(envelope.tag == "survey.answered.1");
    BOOST_TEST(!envelope.erased);
  }
  BOOST_TEST(salts.size() == 4u);
  const Envelope second = log->read_all(1, 1).front();
  BOOST_TEST(second.stream == one);
  BOOST_TEST(second.version == 2u);
  BOOST_CHECK(second.command == command(1));
  BOOST_CHECK(second.at == examples::opens() + second_us);
  BOOST_TEST(second.payload == append_to(one, 0, 1, 2).events[1].payload);
}

BOOST_FIXTURE_TEST_CASE(a_command_is_answered_as_the_first_time, Place) {
  const auto found = log->find_command(one, command(1));
  BOOST_REQUIRE(found);
  BOOST_TEST(found->position == 2u);
  BOOST_TEST(found->version == 2u);
  BOOST_CHECK(found->at == examples::opens() + second_us);
  BOOST_TEST(found->repeated);
  BOOST_TEST(!log->find_command(two, command(1)).has_value());
  BOOST_TEST(!log->find_command(one, command(2)).has_value());
  BOOST_TEST(RocksLog::open_beside(place)->find_command(two, command(2))->position == 3u);
  const auto first = log->append(append_to(one, 3, 4));
  BOOST_REQUIRE(first);
  BOOST_TEST(!first->repeated);
  BOOST_TEST(first->position == 5u);
  BOOST_TEST(first->version == 4u);
  BOOST_CHECK(first->at == examples::opens() + 4 * second_us);
  // Whatever version it expects now, and whenever it comes.
  auto again = append_to(one, 77, 4, 3);
  again.at = again.at + day_us;
  const auto second = log->append(again);
  BOOST_REQUIRE(second);
  BOOST_TEST(second->repeated);
  BOOST_TEST(second->position == 5u);
  BOOST_TEST(second->version == 4u);
  BOOST_CHECK(second->at == first->at);
  BOOST_TEST(log->head().position == 5u);
}

BOOST_FIXTURE_TEST_CASE(a_batch_is_written_only_when_there_is_something_to_write, Place) {
  BOOST_TEST(log->batches() == 3u);
  BOOST_TEST(!log->append(append_to(one, 2, 9)));
  BOOST_REQUIRE(log->append(append_to(one, 2, 3)));
  BOOST_TEST(log->batches() == 3u);
  BOOST_REQUIRE(log->append(append_to(one, 3, 9)));
  BOOST_TEST(log->batches() == 4u);
  BOOST_TEST(RocksLog::open_beside(place)->batches() == 0u);
  log.reset();
  log = RocksLog::open(place);
  BOOST_TEST(log->batches() == 0u);
  // What stood on the disk is known again: versions, commands, time.
  const auto conflict = log->append(append_to(one, 3, 10));
  BOOST_REQUIRE(!conflict);
  BOOST_TEST(conflict.error().version == 4u);
  auto early = append_to("survey/115/0", 0, 11);
  early.at = {};
  const auto appended = log->append(early);
  BOOST_REQUIRE(appended);
  BOOST_TEST(appended->position == 6u);
  BOOST_CHECK(appended->at == examples::opens() + 9 * second_us);
}

// Many of them are in one batch, where the log must know what it has just given out.
BOOST_FIXTURE_TEST_CASE(one_stream_takes_the_commands_of_many_threads_one_after_another, Place) {
  constexpr int threads = 16, each = 4;
  std::atomic<int> false_conflicts = 0;
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < threads; ++t) {
      writers.emplace_back([&, t] {
        std::uint64_t version = 0;
        for (int i = 0; i < each;) {
          const auto answer = log->append(append_to("survey/115/c", version, 100 + t * each + i));
          if (!answer && answer.error().version <= version) ++false_conflicts;
          if (answer) ++i;
          version = answer ? answer->version : answer.error().version;
        }
      });
    }
  }
  BOOST_TEST(false_conflicts == 0);
  BOOST_TEST(log->read_stream("survey/115/c", 0).size() == threads * each + 0u);
  BOOST_TEST(log->head().position == 4u + threads * each);
  BOOST_TEST(log->find_damage().empty());
}

BOOST_FIXTURE_TEST_CASE(who_waits_is_told_of_the_next_event, Place) {
  std::uint64_t told = 0;
  {
    const std::jthread waiting([&] { told = log->wait(4, std::chrono::seconds(60)); });
    BOOST_REQUIRE(log->append(append_to(two, 1, 5)));
  }
  BOOST_TEST(told == 5u);
}

BOOST_FIXTURE_TEST_CASE(a_reader_writes_nothing, Place) {
  const auto reader = RocksLog::open_beside(place);
  const std::string words = "this log was opened for reading";
  BOOST_TEST(refusal_of<std::logic_error>([&] { (void)reader->append(append_to(two, 1, 5)); }) ==
             words);
  BOOST_TEST(refusal_of<std::logic_error>([&] { reader->remove_contents({1}); }) == words);
  BOOST_TEST(log->head().position == 4u);
}

BOOST_FIXTURE_TEST_CASE(erased_events_lose_payload_and_salt_and_nothing_else, Place) {
  const auto before = log->read_all(0, 9);
  log->remove_contents({2, 4});
  for (const auto& read : {log->read_all(0, 9), RocksLog::open_beside(place)->read_all(0, 9)}) {
    for (std::size_t i = 0; i < 4; ++i) {
      const bool erased = i == 1 || i == 3;
      BOOST_TEST(read[i].erased == erased);
      BOOST_TEST(read[i].payload == (erased ? "" : before[i].payload));
      BOOST_CHECK(read[i].salt == (erased ? Salt{} : before[i].salt));
      BOOST_CHECK(read[i].leaf == before[i].leaf);
      BOOST_CHECK(read[i].chain == before[i].chain);
    }
  }
  BOOST_REQUIRE(log->append(append_to(two, 1, 5)));
  BOOST_TEST(log->find_damage().empty());
}

BOOST_FIXTURE_TEST_CASE(an_erasure_is_of_all_its_events_or_of_none, Place) {
  BOOST_TEST(refusal_of<LogFailure>([&] {
               log->remove_contents({1, 9});
             }) == "there is no event 9");
  BOOST_TEST(!log->read_all(0, 1).front().erased);
  // Nobody knows where a log that failed stands, until it is opened again.
  BOOST_TEST(refusal_of<LogFailure>([&] { (void)log->append(append_to(two, 1, 5)); }) ==
             "the log has failed before");
  log.reset();
  log = RocksLog::open(place);
  BOOST_TEST(log->append(append_to(two, 1, 5))->position == 5u);
}

BOOST_FIXTURE_TEST_CASE(a_command_that_cannot_be_decided_fails_the_log, Place) {
  log.reset();
  RocksStore::open(place, nullptr)
      ->write({{Family::commands, command_key(two, command(2)), std::string(23, 'x')},
               {Family::streams, stream_key(two, 1), number_key(9)}});
  log = RocksLog::open(place);
  BOOST_TEST(refusal_of<RowFault>([&] { log->read_stream(two, 0); }) ==
             "an event of stream survey/115/b is missing");
  BOOST_TEST(positions(log->read_stream(two, 1)) == "");
  const std::string words = "a command's answer has another size";
  BOOST_TEST(refusal_of<RowFault>([&] { log->find_command(two, command(2)); }) == words);
  BOOST_TEST(refusal_of<LogFailure>([&] { (void)log->append(append_to(two, 0, 2)); }) == words);
  BOOST_TEST(refusal_of<LogFailure>([&] { (void)log->append(append_to(one, 3, 5)); }) ==
             "the log has failed before");
  BOOST_TEST(log->head().position == 4u);
}

BOOST_FIXTURE_TEST_CASE(an_index_that_does_not_agree_with_the_events_is_named, Place) {
  const Instant at = examples::opens() + second_us;
  const auto rows = log->read_all(0, 9);
  log.reset();
  const auto store = RocksStore::open(place, nullptr);
  const std::string first = command_key(one, command(1));
  struct Damage {
    const char* name;
    StoredRow row;
    Faults faults;
  };
  const std::string commands = "the index of commands has 3 rows instead of ";
  const Damage damages[] = {
      {"none", {Family::commands, first, answer_row(2, 2, at)}, {}},
      {"another event of the stream",
       {Family::streams, stream_key(one, 2), number_key(4)},
       {"event 2 is not in the index of its stream"}},
      {"an answer before the last event",
       {Family::commands, first, answer_row(1, 1, at)},
       {"event 2 is not in the index of commands"}},
      {"an answer behind the last event",
       {Family::commands, first, answer_row(3, 3, at)},
       {commands + "2"}},
      {"an answer with another version",
       {Family::commands, first, answer_row(2, 3, at)},
       {"event 1 is not in the index of commands", "event 2 is not in the index of commands",
        commands + "2"}},
      {"an answer of another time",
       {Family::commands, first, answer_row(2, 2, at + 1)},
       {"event 1 is not in the index of commands", "event 2 is not in the index of commands",
        commands + "2"}},
      {"an answer that is none",
       {Family::commands, first, answer_row(2, 2, at) + "x"},
       {commands + "2"}},
      {"an event at another place",
       {Family::events, number_key(3), encode_row(rows[3])},
       {"event 4 stands elsewhere", "event 4 is not in the index of its stream"}},
      {"an event that cannot be read",
       {Family::events, number_key(2), encode_row(rows[1]).substr(1)},
       {commands + "2"}},
      {"an event twice",
       {Family::events, number_key(5), encode_row(rows[3])},
       {"event 4 stands elsewhere", "event 4 is not in the index of its stream",
        "the index of streams has 4 rows instead of 5", commands + "4"}},
  };
  for (const Damage& damage : damages) {
    BOOST_TEST_CONTEXT(damage.name) {
      const auto before = store->get(damage.row.family, damage.row.key);
      store->write({damage.row});
      BOOST_TEST(RocksLog::open_beside(place)->find_damage() == damage.faults,
                 boost::test_tools::per_element());
      if (before) store->write({{damage.row.family, damage.row.key, *before}});
    }
  }
}

BOOST_FIXTURE_TEST_CASE(rows_of_an_index_that_no_event_has_are_counted, Place) {
  log.reset();
  const auto store = RocksStore::open(place, nullptr);
  store->write({{Family::streams, stream_key(two, 2), number_key(4)}});
  Faults expected = {"the index of streams has 5 rows instead of 4"};
  BOOST_TEST(RocksLog::open_beside(place)->find_damage() == expected,
             boost::test_tools::per_element());
  store->write({{Family::commands, command_key(two, command(9)), answer_row(4, 2, {})}});
  expected.push_back("the index of commands has 4 rows instead of 3");
  BOOST_TEST(RocksLog::open_beside(place)->find_damage() == expected,
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_damaged_file_is_named_with_what_else_is_wrong, Place) {
  log->purge();  // into tables
  log.reset();
  RocksStore::open(place, nullptr)->write({{Family::streams, stream_key(two, 2), "x"}});
  const auto reader = RocksLog::open_beside(place);
  for (const std::string& name : names_in(place)) {
    if (!name.ends_with(".sst")) continue;
    std::string bytes = read_file(place / name);
    bytes[bytes.size() - 1] ^= 1;  // of a footer, which is read only once
    write_durably(place / name, bytes);
  }
  const Faults found = reader->find_damage();
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0] == "the index of streams has 5 rows instead of 4");
  BOOST_TEST(found[1].starts_with("a file of the log is damaged: "));
}

BOOST_FIXTURE_TEST_CASE(verify_reads_on_behind_rows_that_are_cut, Place) {
  const auto rows = log->read_all(0, 9);
  log.reset();
  const auto store = RocksStore::open(place, nullptr);
  const auto faults = [&] {
    Faults found;
    const auto reader = RocksLog::open_beside(place);
    verify(*reader, {}, nullptr, [&](const Fault& fault) {
      found.push_back(std::to_string(fault.position) + ": " + fault.what);
    });
    return found;
  };
  const Faults none;
  BOOST_TEST(faults() == none, boost::test_tools::per_element());
  Envelope changed = rows[3];
  changed.payload += " ";
  store->write({{Family::events, number_key(2), encode_row(rows[1]) + "x"},
                {Family::events, number_key(4), encode_row(changed)}});
  const Faults expected = {"2: the row has bytes left over",
                           "3: positions jump from 1",
                           "3: the chain digest does not fit",
                           "4: versions of survey/115/a jump from 1",
                           "4: the payload is not the one that was sealed",
                           "0: the index of commands has 3 rows instead of 2"};
  BOOST_TEST(faults() == expected, boost::test_tools::per_element());
  store->write({{Family::events, number_key(2), encode_row(rows[1])},
                {Family::events, number_key(4), encode_row(rows[3]).substr(8)}});
  const Faults last = {"4: the row is cut short",
                       "0: the index of commands has 3 rows instead of 2"};
  BOOST_TEST(faults() == last, boost::test_tools::per_element());
  changed = rows[1];
  changed.position = 4;
  store->write({{Family::events, number_key(2), encode_row(changed)},
                {Family::events, number_key(4), encode_row(rows[3])}});
  BOOST_TEST(faults().at(0) == "2: event 2 says it stands at 4");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
