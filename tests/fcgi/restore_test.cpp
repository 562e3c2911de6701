#include "fcgi/operate/restore.hpp"

#include <boost/test/unit_test.hpp>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "events/log/row.hpp"
#include "fcgi/operate/erasure.hpp"
#include "tests/fcgi/drill.hpp"
#include "tests/refusal.hpp"

// What a restore says, each of its refusals with its words, and what becomes of everything that
// lies beside a log.

namespace yanxi {
namespace {

using boost::test_tools::per_element;
using std::filesystem::path;
using Lines = Drill::Lines;

std::string note_of(const DataFolder& data, const Checkpoint& checkpoint) {
  std::string key = read_file(data.keys() / "checkpoint.key");
  return SigningKey::read(key.substr(0, key.size() - 1)).sign(checkpoint);
}

struct RestoreDrill : Drill {
  DataFolder fresh{folder.path() / "fresh", {}};

  std::string refused(const DataFolder& place, std::optional<std::uint32_t> id = {}) {
    return refusal_of([&] { restore_to(place, {}, id); });
  }
  // The folder with the log, as it was given up.
  void give_up() {
    log.reset();
    backups = folder.path() / "damaged";
    std::filesystem::rename(data.root, backups);
  }
  std::string ok(std::uint64_t events) {
    const auto there = RocksLog::open_beside(fresh.log())->head();
    BOOST_TEST(there.position == events);
    return "ok " + std::to_string(events) + " events, head " + to_hex(there.chain);
  }
  std::string would_lose(std::uint64_t kept, const char* what) const {
    return "what came after event " + std::to_string(kept) + " would be lost; look for a " + what +
           ", or accept it with --accept-loss " + std::to_string(kept);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(restores)

BOOST_FIXTURE_TEST_CASE(a_restored_folder_holds_the_log_and_what_lay_beside_it, RestoreDrill) {
  grow(2);
  backup();
  const Head head = log->head();
  // One that was interrupted before.
  std::filesystem::create_directories(fresh.root / ".restoring" / "log");
  write_durably(fresh.root / ".restoring" / "erasures", "half a copy");
  BOOST_TEST(restore_to(fresh) == 0);
  BOOST_TEST(said == (Lines{"checking backup 1", ok(head.position)}), per_element());
  BOOST_TEST(names_in(fresh.root) == (Lines{"checkpoints", "keys", "log"}), per_element());
  BOOST_TEST(names_in(fresh.checkpoints()) == names_in(data.checkpoints()), per_element());
  BOOST_CHECK(RocksLog::open_beside(fresh.log())->head().chain == head.chain);
  // The key that signs was not in the backup: a new one is made, and the old one still believed.
  BOOST_TEST(read_file(fresh.keys() / "checkpoint.vkeys")
                 .starts_with(read_file(data.keys() / "checkpoint.vkeys")));
  BOOST_TEST(read_file(fresh.keys() / "checkpoint.key") !=
             read_file(data.keys() / "checkpoint.key"));
  BOOST_TEST(CheckpointFolder(fresh.checkpoints(), fresh.keys()).read().faults.empty());
}

BOOST_FIXTURE_TEST_CASE(only_what_outlived_a_log_may_lie_there, RestoreDrill) {
  grow(1);
  make_backup(*log, data, backups, 0, say);
  for (const char* name : {"log", "views", "notes.txt", "erasures.old", ".restoring.old"}) {
    std::filesystem::create_directories(fresh.root / name);
    BOOST_TEST(refused(fresh) == fresh.root.string() + " is not empty: it holds " + name +
                                     "; only keys, checkpoints and erasures may have outlived the "
                                     "log");
    BOOST_TEST(names_in(fresh.root) == Lines{name}, per_element());
    std::filesystem::remove_all(fresh.root);
  }
  for (const char* name : {"keys", "checkpoints", ".restoring"}) {
    std::filesystem::create_directories(fresh.root / name);
  }
  write_durably(fresh.erasures(), "");
  write_durably(fresh.erasing(), "");
  BOOST_TEST(restore_to(fresh) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_source_without_a_log_is_refused, RestoreDrill) {
  grow(1);
  const std::string none = "there is no whole backup and no log in " + backups.string();
  BOOST_TEST(refused(fresh) == none);
  const Backup made = make_backup(*log, data, backups, 0, say);
  BOOST_TEST(refused(fresh, 2) == none);
  std::filesystem::remove(made.folder() / "SHA256SUMS");
  BOOST_TEST(refused(fresh) == none);
  BOOST_TEST(said.empty());
  BOOST_TEST(!std::filesystem::exists(fresh.log()));
}

BOOST_FIXTURE_TEST_CASE(a_backup_that_fails_its_check_is_not_put_in_place, RestoreDrill) {
  grow(1);
  write_durably(data.erasures(), "");
  const Backup made = make_backup(*log, data, backups, 0, say);
  write_durably(made.folder() / "erasures", "{}\n");
  std::filesystem::create_directories(fresh.keys());
  BOOST_TEST(restore_to(fresh) == 1);
  const Lines expected = {
      "checking backup 1", "fault at position 0: 1/erasures is not as it was written",
      "the backup fails its check and is not put in place; --id names an older one"};
  BOOST_TEST(said == expected, per_element());
  BOOST_TEST(names_in(fresh.root) == Lines{"keys"}, per_element());
}

BOOST_FIXTURE_TEST_CASE(a_checkpoint_that_cannot_be_read_stops_it, RestoreDrill) {
  grow(1);
  backup();
  std::filesystem::create_directories(fresh.checkpoints());
  write_durably(fresh.checkpoints() / "2026-09-09", "no note");
  BOOST_TEST(refused(fresh) ==
             "checkpoint 2026-09-09: the note is cut short; move it out of the folder when its "
             "loss is understood");
  BOOST_TEST(!std::filesystem::exists(fresh.log()));
  std::filesystem::remove(fresh.checkpoints() / "2026-09-09");
  BOOST_TEST(restore_to(fresh) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_loss_is_told_and_accepted_to_the_event, RestoreDrill) {
  grow(2);
  backup();
  const std::uint64_t kept = log->head().position;
  const std::string origin = origin_of(*log);
  grow(1);
  sign();
  const std::uint64_t all = log->head().position;
  std::filesystem::create_directories(fresh.root);
  std::filesystem::copy(data.keys(), fresh.keys());
  std::filesystem::copy(data.checkpoints(), fresh.checkpoints());
  const std::string note = names_in(fresh.checkpoints()).at(0);
  const std::string missing = "the log ends at event " + std::to_string(kept) +
                              ", but checkpoint " + note + " was signed for " +
                              std::to_string(all) + " events: " + std::to_string(all - kept) +
                              " acknowledged events are missing";
  const Lines question = {"checking backup 1", missing, would_lose(kept, "newer backup")};
  using Wrong = std::optional<std::uint64_t>;
  for (const Wrong wrong : {Wrong{}, Wrong{kept + 1}}) {
    BOOST_TEST(restore_to(fresh, wrong) == 1);
    BOOST_TEST(said == question, per_element());
    BOOST_TEST(names_in(fresh.root) == (Lines{"checkpoints", "keys"}), per_element());
  }
  BOOST_TEST(restore_to(fresh, kept) == 0);
  BOOST_TEST(said == (Lines{"checking backup 1", missing, ok(kept + 1)}), per_element());
  const auto there = RocksLog::open_beside(fresh.log());
  const Envelope last = there->read_all(kept, 9).back();
  BOOST_CHECK(last.actor == (Actor{"root", "system", "terminal"}));
  BOOST_CHECK(last.at == now);
  const auto rewinds = read_lineage(*there).rewinds;
  BOOST_REQUIRE(rewinds.size() == 1u);
  BOOST_TEST(rewinds[0].origin == origin);
  BOOST_TEST(rewinds[0].kept == kept);
  BOOST_TEST(rewinds[0].signed_until == all);
  // The key is the one that was there; a note under the new origin was signed with it.
  BOOST_TEST(read_file(fresh.keys() / "checkpoint.key") ==
             read_file(data.keys() / "checkpoint.key"));
  BOOST_TEST(names_in(fresh.checkpoints()).size() == 2u);
  BOOST_TEST(restore_to({folder.path() / "other", {}}, kept) == 1);
  BOOST_TEST(said == (Lines{"checking backup 1", "nothing would be lost: leave --accept-loss out"}),
             per_element());
}

BOOST_FIXTURE_TEST_CASE(every_origin_that_knew_more_is_recorded, RestoreDrill) {
  grow(1);
  backup();
  const std::uint64_t kept = log->head().position;
  std::filesystem::create_directories(fresh.checkpoints());
  std::filesystem::copy(data.keys(), fresh.keys());
  const std::string origin = origin_of(*log);
  const auto note = [&](const char* name, const Checkpoint& checkpoint) {
    write_durably(fresh.checkpoints() / name, note_of(data, checkpoint));
  };
  note("a", {origin, kept + 5, {}});
  note("b", {origin, kept + 3, {}});
  note("c", {origin, kept, log->head().chain});
  note("d", {"yanxi/another", 2, {}});
  BOOST_TEST(restore_to(fresh, kept) == 0);
  const auto rewinds = read_lineage(*RocksLog::open_beside(fresh.log())).rewinds;
  BOOST_REQUIRE(rewinds.size() == 2u);
  for (const auto& [past, until] : {std::pair{origin, kept + 5}, {"yanxi/another", 2}}) {
    const auto found = std::ranges::find(rewinds, past, &lineage::Rewound::origin);
    BOOST_REQUIRE(found != rewinds.end());
    BOOST_TEST(found->kept == kept);
    BOOST_TEST(found->signed_until == until);
  }
}

BOOST_FIXTURE_TEST_CASE(keys_and_notes_of_all_sources_come_together, RestoreDrill) {
  grow(1);
  backup();
  const std::string name = names_in(data.checkpoints()).at(0);
  const std::string ours = read_file(data.keys() / "checkpoint.vkeys");
  const std::string later = note_of(data, {origin_of(*log), 1, log->read_all(0, 1)[0].chain});
  const std::string other = write_verifier_key(SigningKey::make().public_key());
  std::filesystem::create_directories(fresh.keys());
  std::filesystem::create_directories(fresh.checkpoints());
  write_durably(fresh.keys() / "checkpoint.vkeys", other);  // an editor left no end of line
  write_durably(fresh.keys() / "forms.key", "the worker's own");
  write_durably(fresh.checkpoints() / name, later);
  BOOST_TEST(restore_to(fresh) == 0);
  const std::string keys = read_file(fresh.keys() / "checkpoint.vkeys");
  BOOST_TEST(keys.starts_with(other + "\n" + ours));
  BOOST_TEST(std::ranges::count(keys, '\n') == 3);  // and the one that signs from now on
  BOOST_TEST(read_file(fresh.keys() / "forms.key") == "the worker's own");
  // The note of the day was signed anew.
  BOOST_TEST(names_in(fresh.checkpoints()) == Lines{name}, per_element());
  BOOST_TEST(CheckpointFolder(fresh.checkpoints(), fresh.keys()).read().checkpoints.at(name).size ==
             log->head().position);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_folder_is_salvaged_with_its_key_and_its_orders, RestoreDrill) {
  grow(2);
  Executor executor(*log, examples::catalogues());
  const Request request{{"system", "system", "terminal"}, now, command_id("x", "y", "z")};
  BOOST_REQUIRE(executor.execute<streams::Person>(request, {0, "teacher1"}, {},
                                                  person::Register{"郭小強", {}, ""}));
  sign();
  const std::string key = read_file(data.keys() / "checkpoint.key");
  const auto erasure = order_erasure("teacher1", "依當事人申請", "陳主任", "root", now);
  // Killed before anything was removed.
  BOOST_CHECK_THROW(carry_out(data, executor, erasure,
                              [](const std::string&) { throw std::runtime_error("killed"); }),
                    std::runtime_error);
  const std::uint64_t kept = log->head().position;
  give_up();
  BOOST_TEST(restore_to(fresh) == 1);
  const Lines question = {"salvaging what can be read of the damaged log",
                          would_lose(kept, "backup that has more")};
  BOOST_TEST(said == question, per_element());
  BOOST_TEST(names_in(fresh.root).empty());
  BOOST_TEST(restore_to(fresh, kept) == 0);
  BOOST_TEST(said == (Lines{question[0], "carried out the erasure of teacher1", ok(kept + 1)}),
             per_element());
  BOOST_TEST(names_in(fresh.root) == (Lines{"checkpoints", "erasures", "keys", "log"}),
             per_element());
  BOOST_TEST(read_file(fresh.keys() / "checkpoint.key") == key);
  const auto rewinds = read_lineage(*RocksLog::open_beside(fresh.log())).rewinds;
  BOOST_REQUIRE(rewinds.size() == 1u);
  BOOST_TEST(rewinds[0].kept == kept);
  BOOST_TEST(rewinds[0].signed_until == kept);
  // An order that outlived the log is the same one.
  const DataFolder other{folder.path() / "other", {}};
  std::filesystem::create_directories(other.root);
  write_durably(other.erasing(), read_file(backups / "erasing"));
  BOOST_TEST(restore_to(other, kept) == 0);
  BOOST_TEST(read_file(other.erasures()) == read_file(backups / "erasing"));
  // What it was taken from is as it was.
  BOOST_TEST(std::filesystem::exists(backups / "erasing"));
  BOOST_TEST(RocksLog::open_beside(backups / "log")->head().position == kept);
}

BOOST_FIXTURE_TEST_CASE(a_salvaged_log_with_a_fault_is_not_put_in_place, RestoreDrill) {
  grow(3);
  const std::uint64_t kept = log->head().position;
  const auto whole = encode_row(log->read_all(1, 1).front());
  log.reset();
  RocksStore::open(data.log(), nullptr)->write({{Family::events, number_key(2), whole + "x"}});
  give_up();
  BOOST_TEST(restore_to(fresh, kept) == 1);
  BOOST_REQUIRE(said.size() > 2u);
  BOOST_TEST(said[1] == "fault at position 2: the row has bytes left over");
  BOOST_TEST(names_in(fresh.root).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
