#include "events/checkpoint_folder.hpp"

#include <boost/test/unit_test.hpp>

#include "events/codec.hpp"
#include "events/lineage.hpp"
#include "events/log/durable_file.hpp"
#include "tests/folder.hpp"
#include "tests/memory_log.hpp"
#include "tests/refusal.hpp"

// Checkpoints as files: which of them are read, under which keys and names they are signed, and
// what a log that lacks something of them is told.

namespace yanxi {
namespace {

using std::filesystem::path;

MemoryLog log_of(std::size_t events) {
  MemoryLog log;
  for (std::size_t i = 0; i < events; ++i) log.add("unit/010001", {"unit.changed.1", "{}"});
  return log;
}

void rewind(MemoryLog& log, const lineage::Rewound& rewound) {
  log.add("log", encode(lineage::Event{rewound}));
}

struct Place {
  Folder folder;
  path notes = folder.path() / "notes", keys = folder.path() / "keys";
  path key = keys / "checkpoint.key", vkeys = keys / "checkpoint.vkeys";
  CheckpointFolder checkpoints{notes, keys};
  Instant day = from_taipei(2026, 9, 30, 0, 0, 1);

  std::vector<std::string> names() const { return names_in(notes); }
  std::string refusal(const EventLog& log) const {
    return refusal_of([&] { checkpoints.sign(log, day); });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(checkpoint_folder)

BOOST_FIXTURE_TEST_CASE(a_note_is_named_after_its_day_in_taipei_and_its_origin, Place) {
  const MemoryLog log = log_of(3);
  const std::string origin = origin_of(log);
  BOOST_TEST(origin == "yanxi/" + to_hex(log.events[0].leaf).substr(0, 16));
  BOOST_TEST(!checkpoints.has_signed());
  BOOST_TEST(checkpoints.sign(log, day) == 3u);
  BOOST_TEST(checkpoints.has_signed());
  const std::string name = "2026-09-30-" + origin.substr(6, 8);
  BOOST_TEST(names() == std::vector<std::string>{name}, boost::test_tools::per_element());
  const auto reading = checkpoints.read();
  BOOST_TEST(reading.faults.empty());
  BOOST_CHECK(reading.checkpoints.at(name) == (Checkpoint{origin, 3, log.events[2].chain}));
  // Whose key it is, nobody else may read.
  BOOST_TEST(mode_of(keys) == 0700u);
  BOOST_TEST(mode_of(key) == 0600u);
  BOOST_TEST(read_file(key).ends_with('\n'));
  BOOST_TEST(read_file(vkeys).starts_with("yanxi+"));
}

BOOST_FIXTURE_TEST_CASE(nothing_is_signed_of_an_empty_log, Place) {
  BOOST_TEST(checkpoints.sign(MemoryLog(), day) == 0u);
  BOOST_TEST(origin_of(MemoryLog()) == "");
  BOOST_TEST(!checkpoints.has_signed());
  BOOST_TEST(!std::filesystem::exists(notes));
  BOOST_TEST(checkpoints.read().checkpoints.empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_no_note_of_ours_is_named, Place) {
  const MemoryLog log = log_of(3);
  checkpoints.sign(log, day);
  const std::string good = names().front();
  const std::string note = read_file(notes / good);
  write_durably(notes / ".2026-10-01-aaaaaaaa.new", "on its way");
  write_durably(notes / "2026-10-01", note.substr(0, 40));
  write_durably(notes / "2026-10-02",
                SigningKey::make().sign(checkpoints.read().checkpoints.at(good)));
  std::filesystem::create_directories(notes / "lost+found");
  auto faults = checkpoints.read().faults;
  std::ranges::sort(faults);
  const std::vector<std::string> expected = {
      "checkpoint 2026-10-01: the note is cut short",
      "checkpoint 2026-10-02: it is signed by a key that is not known here",
      "checkpoint lost+found: cannot read " + (notes / "lost+found").string() + ": Is a directory"};
  BOOST_TEST(faults == expected, boost::test_tools::per_element());
  BOOST_TEST(checkpoints.read().checkpoints.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(the_list_of_keys_is_read_as_people_leave_it, Place) {
  const SigningKey old = SigningKey::make();
  const MemoryLog log = log_of(3);
  std::filesystem::create_directories(keys);
  std::filesystem::create_directories(notes);
  write_durably(notes / "old", old.sign({origin_of(log), 2, log.events[1].chain}));
  const std::string line = write_verifier_key(old.public_key());
  for (const std::string& text : {line, line + "\n", line + "\r\n", "\n\r\n" + line + "\n\n"}) {
    write_durably(vkeys, text);
    BOOST_TEST(checkpoints.read().faults.empty());
    BOOST_TEST(checkpoints.read().checkpoints.size() == 1u);
  }
  write_durably(vkeys, line + "\nnobody's\n");
  BOOST_TEST(refusal_of([&] { checkpoints.read(); }) ==
             vkeys.string() + ", line \"nobody's\": this is no key of ours");
  // The notes are asked for only where there are any.
  std::filesystem::remove_all(notes);
  BOOST_TEST(refusal_of([&] { checkpoints.read(); }) == "");
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_there_signs_and_is_believed_once, Place) {
  const MemoryLog log = log_of(3);
  std::filesystem::create_directories(keys);
  const SigningKey mine = SigningKey::make();
  const std::string line = write_verifier_key(mine.public_key()) + "\n";
  for (const char* end : {"\n", ""}) {
    write_durably(key, mine.text() + end);
    checkpoints.sign(log, day);
    BOOST_TEST(read_file(vkeys) == line);
    BOOST_TEST(read_file(key) == mine.text() + end);
  }
  BOOST_TEST(checkpoints.read().checkpoints.size() == 1u);
  // Beside older ones, which stay.
  const std::string old = write_verifier_key(SigningKey::make().public_key()) + "\n";
  write_durably(vkeys, old);
  checkpoints.sign(log, day);
  BOOST_TEST(read_file(vkeys) == old + line);
  write_durably(key, "PRIVATE+KEY+yanxi+00000000+AAAA\n");
  BOOST_TEST(refusal(log) == "this is no Ed25519 key");
}

BOOST_FIXTURE_TEST_CASE(a_log_behind_a_note_of_its_own_is_not_signed, Place) {
  MemoryLog log = log_of(5);
  checkpoints.sign(log, day);
  const std::string name = names().front();
  MemoryLog shorter = log;
  shorter.events.resize(3);
  BOOST_TEST(refusal(shorter) == "the log ends at event 3, but checkpoint " + name +
                                     " was signed for 5 events: 2 acknowledged events are missing");
  MemoryLog other = log;
  other.events[4].payload = "{ }";
  other.seal_again(4);
  other.add("unit/010001", {"unit.changed.1", "{}"});
  BOOST_TEST(refusal(other) ==
             "event 5 is not the one that checkpoint " + name + " was signed for");
  BOOST_CHECK((checkpoints.read().checkpoints.at(name).size == 5u));
  // Notes of another log are none of its business.
  MemoryLog stranger;
  stranger.add("unit/010002", {"unit.changed.1", "{}"});
  BOOST_TEST(refusal(stranger) == "");
  BOOST_TEST(names().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_log_contains_the_event_of_a_checkpoint_or_not) {
  MemoryLog log = log_of(3);
  const Digest second = log.events[1].chain;
  BOOST_TEST(contains(log, {"", 2, second}));
  BOOST_TEST(!contains(log, {"", 1, second}));
  BOOST_TEST(!contains(log, {"", 3, second}));
  BOOST_TEST(!contains(log, {"", 4, second}));
  BOOST_TEST(!contains(log, {"", 0, Digest{}}));
  // What cannot be read, or says it stands elsewhere, is no evidence either way.
  log.events[1].position = 3;
  BOOST_CHECK_THROW(contains(log, {"", 2, second}), RowFault);
}

BOOST_AUTO_TEST_CASE(what_a_log_lacks_is_told_in_a_sentence_each) {
  MemoryLog log = log_of(4);
  const std::string origin = origin_of(log);
  const Digest second = log.events[1].chain, last = log.events[3].chain;
  BOOST_TEST(compare(log, {}).empty());
  BOOST_TEST(compare(log, {{"a", {origin, 4, last}}, {"b", {origin, 2, second}}}).empty());
  const Checkpoints bad = {{"a", {origin, 5, last}},
                           {"b", {origin, 3, second}},
                           {"c", {"yanxi/0", 2, second}},
                           {"d", {origin, 2, second}}};
  const std::vector<std::string> expected = {
      "the log ends at event 4, but checkpoint a was signed for 5 events: 1 acknowledged events "
      "are missing",
      "event 3 is not the one that checkpoint b was signed for",
      "checkpoint c is of another log, yanxi/0"};
  BOOST_TEST(compare(log, bad) == expected, boost::test_tools::per_element());
  // Of an empty log nobody can tell whose it was.
  const std::vector<std::string> empty = {
      "the log ends at event 0, but checkpoint c was signed for 2 events: 2 acknowledged events "
      "are missing"};
  BOOST_TEST(compare(MemoryLog(), {{"c", {"yanxi/0", 2, second}}}) == empty,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_knowingly_lost_is_not_missed_and_nothing_else_is_forgiven) {
  MemoryLog log = log_of(4);
  const std::string first = origin_of(log);
  const Digest third = log.events[2].chain, fourth = log.events[3].chain;
  rewind(log, {first, 4, 9});
  const std::string second = origin_of(log);
  BOOST_TEST(second == "yanxi/" + to_hex(log.events[4].leaf).substr(0, 16));
  log.add("unit/010001", {"unit.changed.1", "{}"});
  rewind(log, {second, 6, 7});
  const std::string now = origin_of(log);
  struct Row {
    Checkpoint checkpoint;
    const char* missing;
  };
  const std::string other = "event 4 is not the one that checkpoint n was signed for";
  const Row rows[] = {
      {{first, 3, third}, ""},
      {{first, 4, fourth}, ""},
      {{first, 4, third}, other.c_str()},
      {{first, 5, {}}, ""},
      {{first, 9, {}}, ""},
      {{first, 10, {}},
       "the log ends at event 7, but checkpoint n was signed for 10 events: 3 acknowledged events "
       "are missing"},
      {{second, 6, log.events[5].chain}, ""},
      {{second, 7, {}}, ""},
      {{second, 8, {}},
       "the log ends at event 7, but checkpoint n was signed for 8 events: 1 acknowledged events "
       "are missing"},
      {{now, 7, log.events[6].chain}, ""},
      {{now, 7, {}}, "event 7 is not the one that checkpoint n was signed for"},
      {{"yanxi/0", 7, log.events[6].chain}, "checkpoint n is of another log, yanxi/0"},
  };
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT(row.checkpoint.origin << " " << row.checkpoint.size) {
      std::vector<std::string> expected;
      if (*row.missing) expected.emplace_back(row.missing);
      BOOST_TEST(compare(log, {{"n", row.checkpoint}}) == expected,
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
