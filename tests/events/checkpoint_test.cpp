#include <boost/test/unit_test.hpp>

#include "events/checkpoint_folder.hpp"
#include "events/log/durable_file.hpp"
#include "events/log/rocks_log.hpp"
#include "events/verify.hpp"
#include "fcgi/clock.hpp"
#include "tests/endurance/promise.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// Checkpoints: the note to the last bit, keys, and what a log that lost something is told.

namespace yanxi {
namespace {

const std::string stream = "survey/115/one";

Checkpoint example() { return {"yanxi/0a1b2c3d4e5f6071", 12345, {1, 2, 3}}; }

void grow(RocksLog& log, int appends) {
  Promise promise;
  for (int i = 0; i < appends; ++i) {
    BOOST_REQUIRE(promise.append(log, stream, log.read_stream(stream, 0).size()));
  }
}

struct Place {
  Folder folder;
  std::filesystem::path log = folder.path() / "log";
  CheckpointFolder checkpoints{folder.path() / "elsewhere", folder.path() / "keys"};

  Checkpoints read() const {
    const auto reading = checkpoints.read();
    BOOST_REQUIRE(reading.faults.empty());
    return reading.checkpoints;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(checkpoint)

BOOST_AUTO_TEST_CASE(a_note_has_the_signed_form) {
  const SigningKey key = SigningKey::make();
  const std::string note = key.sign(example());
  BOOST_TEST(note.starts_with(
      "yanxi/0a1b2c3d4e5f6071\n12345\nAQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 "
      "yanxi "));
  BOOST_CHECK(read_note(note, {key.public_key()}) == example());
  BOOST_TEST(SigningKey::read(key.text()).text() == key.text());
  BOOST_CHECK(read_verifier_key(write_verifier_key(key.public_key())) == key.public_key());
}

BOOST_AUTO_TEST_CASE(a_known_key_gives_the_known_note) {
  // What Go's golang.org/x/mod/sumdb/note would sign with this seed of zeros; Ed25519 has one
  // signature for each key and text.
  const SigningKey key =
      SigningKey::read("PRIVATE+KEY+yanxi+02e97fa1+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  BOOST_TEST(write_verifier_key(key.public_key()) ==
             "yanxi+02e97fa1+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
}

BOOST_AUTO_TEST_CASE(no_bit_of_a_note_can_change) {
  const SigningKey key = SigningKey::make();
  const std::string note = key.sign(example());
  for (std::size_t bit = 0; bit < 8 * note.size(); ++bit) {
    std::string flipped = note;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    BOOST_CHECK_THROW(read_note(flipped, {key.public_key()}), NoteFault);
  }
  for (std::size_t size = 0; size < note.size(); ++size) {
    BOOST_CHECK_THROW(read_note(note.substr(0, size), {key.public_key()}), NoteFault);
  }
  BOOST_CHECK_THROW(read_note(note + "\n", {key.public_key()}), NoteFault);
}

BOOST_AUTO_TEST_CASE(only_a_known_key_is_believed) {
  const SigningKey key = SigningKey::make(), other = SigningKey::make();
  BOOST_CHECK_THROW(read_note(key.sign(example()), {}), NoteFault);
  BOOST_CHECK_THROW(read_note(key.sign(example()), {other.public_key()}), NoteFault);
  BOOST_CHECK_NO_THROW(read_note(key.sign(example()), {other.public_key(), key.public_key()}));
  for (const char* wrong : {"", "yanxi", "yanxi+00000000+AAAA", "other+6ac3bb6f+AA=="}) {
    BOOST_CHECK_THROW(read_verifier_key(wrong), NoteFault);
    BOOST_CHECK_THROW(SigningKey::read(wrong), NoteFault);
  }
}

BOOST_AUTO_TEST_CASE(a_new_key_takes_over_and_the_old_one_stays_believed) {
  const Place place;
  const auto log = RocksLog::open(place.log);
  grow(*log, 3);
  place.checkpoints.sign(*log, examples::opens());
  std::filesystem::remove(place.folder.path() / "keys" / "checkpoint.key");  // lost, or rotated
  grow(*log, 3);
  place.checkpoints.sign(*log, examples::opens() + day_us);
  BOOST_TEST(place.read().size() == 2u);
  BOOST_TEST(compare(*log, place.read()).empty());
  // Without the list of keys nothing is believed, and that is a fault, not silence.
  std::filesystem::remove(place.folder.path() / "keys" / "checkpoint.vkeys");
  BOOST_TEST(place.checkpoints.read().faults.size() == 2u);
}

BOOST_AUTO_TEST_CASE(there_is_one_note_a_day_of_the_newest_head) {
  const Place place;
  const auto log = RocksLog::open(place.log);
  BOOST_TEST(place.checkpoints.sign(*log, examples::opens()) == 0u);
  BOOST_TEST(place.read().empty());
  for (int i = 0; i < 3; ++i) {
    grow(*log, 1);
    BOOST_TEST(place.checkpoints.sign(*log, examples::opens()) == log->head().position);
  }
  place.checkpoints.sign(*log, examples::opens() + day_us);
  const auto notes = place.read();
  BOOST_TEST(notes.size() == 2u);
  BOOST_TEST(notes.begin()->first.starts_with("2026-09-01-"));
  BOOST_TEST(notes.begin()->second.size == log->head().position);
}

// RocksDB opens such a log without a word; only a checkpoint tells that events are missing.
BOOST_AUTO_TEST_CASE(a_deleted_or_cut_write_ahead_file_is_noticed) {
  for (const bool deleted : {true, false}) {
    const Place place;
    {
      const auto log = RocksLog::open(place.log);
      grow(*log, 20);
      place.checkpoints.sign(*log, examples::opens());
    }
    for (const auto& entry : std::filesystem::directory_iterator(place.log)) {
      if (entry.path().extension() != ".log") continue;
      if (deleted) {
        std::filesystem::remove(entry.path());
      } else {
        std::filesystem::resize_file(entry.path(), entry.file_size() / 2);
      }
    }
    const auto missing = compare(*RocksLog::open_beside(place.log), place.read());
    BOOST_REQUIRE(missing.size() == 1u);
    BOOST_TEST(missing[0].find("acknowledged events are missing") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(another_log_of_the_same_length_is_noticed) {
  const Place place;
  {
    const auto log = RocksLog::open(place.log);
    grow(*log, 5);
    place.checkpoints.sign(*log, examples::opens());
  }
  std::filesystem::remove_all(place.log);
  const auto log = RocksLog::open(place.log);
  BOOST_TEST(compare(*log, place.read()).size() == 1u);
  grow(*log, 9);
  const auto missing = compare(*log, place.read());
  BOOST_REQUIRE(missing.size() == 1u);
  BOOST_TEST(missing[0].find("is of another log") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(verify_can_begin_at_a_checkpoint) {
  const Place place;
  const auto log = RocksLog::open(place.log);
  grow(*log, 10);
  place.checkpoints.sign(*log, examples::opens());
  const Checkpoint from = place.read().begin()->second;
  grow(*log, 4);
  const auto ignore = [](const Fault& fault) { BOOST_TEST_MESSAGE(fault.what); };
  const Verdict verdict = verify(*log, place.read(), &from, ignore);
  BOOST_TEST(verdict.faults == 0u);
  BOOST_TEST(verdict.events == log->head().position - from.size);
  Checkpoint wrong = from;
  wrong.chain[0] ^= 1;
  BOOST_TEST(verify(*log, {}, &wrong, ignore).faults > 0u);
}

BOOST_AUTO_TEST_CASE(a_step_of_the_clock_is_told_and_drift_is_not) {
  ClockWatch watch;
  std::int64_t steady = 0;
  const Instant start = examples::opens();
  BOOST_CHECK(!watch.look(start, steady));
  steady += second_us / 2;
  BOOST_CHECK(!watch.look(start + steady + second_us, steady));      // a time server's correction
  BOOST_CHECK(!watch.look(start + steady + 3 * second_us, steady));  // 2 s more, as tolerated
  const auto forward = watch.look(start + steady + 3 * second_us + day_us, steady);
  BOOST_REQUIRE(forward);
  BOOST_TEST(*forward == day_us);
  BOOST_TEST(*watch.look(start + steady, steady) == -day_us - 3 * second_us);
  BOOST_CHECK(!watch.look(start + steady, steady));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
