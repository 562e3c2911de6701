#include <boost/test/unit_test.hpp>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/erasure.hpp"
#include "tests/fcgi/drill.hpp"

// The restore drill, and everything a restore refuses.

namespace yanxi {
namespace {

using Place = Drill;

}  // namespace

BOOST_AUTO_TEST_SUITE(backups)

BOOST_FIXTURE_TEST_CASE(a_restored_log_is_the_log_that_was_backed_up, Place) {
  grow(20);
  backup();
  grow(5);
  backup();
  const Head head = log->head();
  lose_log();
  BOOST_TEST(restore_to(data) == 0);
  BOOST_TEST(open_again().position == head.position);
  BOOST_CHECK(log->head().chain == head.chain);
  BOOST_TEST(promise.compare(*log).empty());
  grow(1);
}

BOOST_FIXTURE_TEST_CASE(a_backup_is_whole_while_appends_go_on, Place) {
  grow(5);
  const std::jthread writer([&](const std::stop_token& stop) {
    std::uint64_t version = 0;
    while (!stop.stop_requested()) {
      if (!promise.append(*log, "survey/115/two", version)) std::abort();
      version = log->read_stream("survey/115/two", 0).size();
    }
  });
  for (int i = 0; i < 3; ++i) BOOST_TEST(faults_of(backup()) == 0u);
}

BOOST_FIXTURE_TEST_CASE(later_backups_copy_only_what_is_new, Place) {
  const auto tables = [&] {
    std::size_t bytes = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(backups / "log" / "shared_checksum")) {
      bytes += entry.file_size();
    }
    return bytes;
  };
  grow(400);
  backup();
  const std::size_t first = tables();
  grow(1);
  backup();
  BOOST_TEST(tables() - first < first / 2);
}

BOOST_FIXTURE_TEST_CASE(only_so_many_are_kept_and_each_is_whole, Place) {
  for (int i = 0; i < 4; ++i) {
    grow(2);
    backup(2);
  }
  BOOST_TEST(find_backup(backups)->id == 4u);
  BOOST_TEST(!find_backup(backups, 2));
  BOOST_TEST(faults_of(*find_backup(backups, 3)) == 0u);
  BOOST_TEST(faults_of(*find_backup(backups, 4)) == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_broken_off_backup_is_none, Place) {
  grow(3);
  const Backup first = backup();
  const Backup second = backup();
  std::filesystem::remove(second.folder() / "SHA256SUMS");
  BOOST_TEST(find_backup(backups)->id == first.id);
  BOOST_TEST(faults_of(first) == 0u);
  BOOST_TEST(faults_of(backup()) == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_is_not_empty_is_refused, Place) {
  grow(2);
  backup();
  BOOST_CHECK_THROW(restore_to(data), std::runtime_error);
  lose_log();
  write_durably(data.root / "notes.txt", "somebody's own");
  BOOST_CHECK_THROW(restore_to(data), std::runtime_error);
  BOOST_TEST(!std::filesystem::exists(data.log()));
}

BOOST_FIXTURE_TEST_CASE(a_damaged_backup_is_refused_and_an_older_one_can_be_named, Place) {
  grow(10);
  const Backup good = backup();
  grow(1);
  const Backup bad = backup();
  const auto file = bad.log() / "meta" / std::to_string(bad.id);
  std::string bytes = read_file(file);
  bytes[bytes.size() / 2] ^= 4;
  write_durably(file, bytes);
  lose_log();
  std::filesystem::remove_all(data.checkpoints());  // they were on the same disk
  BOOST_TEST(restore_to(data) == 1);
  BOOST_TEST(!std::filesystem::exists(data.log()));
  // The newer one's checkpoints know of what the older one lacks.
  BOOST_TEST(restore_to(data, {}, good.id) == 1);
  const std::string question = said.back();
  const auto kept = std::stoull(question.substr(question.rfind(' ')));
  BOOST_TEST(restore_to(data, kept, good.id) == 0);
}

BOOST_FIXTURE_TEST_CASE(signed_events_are_lost_only_by_name, Place) {
  grow(10);
  backup();
  const std::uint64_t kept = log->head().position;
  grow(3);
  sign();
  const std::uint64_t signed_until = log->head().position;
  lose_log();
  BOOST_TEST(restore_to(data) == 1);
  BOOST_TEST(said.back().find("--accept-loss " + std::to_string(kept)) != std::string::npos);
  BOOST_TEST(restore_to(data, kept - 1) == 1);
  BOOST_TEST(!std::filesystem::exists(data.log()));
  BOOST_TEST(restore_to(data, kept) == 0);
  BOOST_TEST(open_again().position == kept + 1);
  const auto lineage = read_lineage(*log);
  BOOST_REQUIRE(lineage.rewinds.size() == 1u);
  BOOST_TEST(lineage.rewinds[0].kept == kept);
  BOOST_TEST(lineage.rewinds[0].signed_until == signed_until);
  // New events take the lost positions under a new origin; old and new notes both hold.
  grow(3);
  sign();
  log.reset();
  open_again();
  // The old line cannot come back unnoticed.
  backup();
  lose_log();
  BOOST_TEST(restore_to(data, {}, 1) == 1);
  BOOST_TEST(restore_to(data, kept, 1) == 0);
  open_again();
}

BOOST_FIXTURE_TEST_CASE(what_a_damaged_log_still_has_is_salvaged_and_accepted_by_name, Place) {
  grow(10);
  sign();
  log.reset();
  const auto damaged = folder.path() / "damaged";
  for (const auto& entry : std::filesystem::directory_iterator(data.log())) {
    if (entry.path().extension() != ".log") continue;
    std::string bytes = read_file(entry.path());
    bytes[bytes.size() / 2] ^= 1;
    write_durably(entry.path(), bytes);
  }
  BOOST_CHECK_THROW(RocksLog::open(data.log()), std::runtime_error);
  std::filesystem::rename(data.root, damaged);
  backups = damaged;
  BOOST_TEST(restore_to(data) == 1);
  const std::string question = said.back();
  const auto kept = std::stoull(question.substr(question.rfind(' ')));
  BOOST_TEST(kept > 2u);
  BOOST_TEST(restore_to(data, kept) == 0);
  BOOST_TEST(open_again().position == kept + 1);
  BOOST_TEST(read_lineage(*log).rewinds.size() == 1u);
  // A log that is whole to all appearance is not taken for one: it was given up for a reason.
  log.reset();
  backups = data.root;
  const DataFolder other{folder.path() / "other", {}};
  BOOST_TEST(restore_to(other) == 1);
}

BOOST_FIXTURE_TEST_CASE(an_older_backup_knows_of_later_erasures_in_the_same_folder, Place) {
  Executor executor(*log, examples::catalogues());
  const Request request{{"system", "system", "terminal"}, now, command_id("x", "y", "z")};
  BOOST_REQUIRE(executor.execute<streams::Person>(request, {0, "teacher1"}, {},
                                                  person::Register{"郭小強", {}, ""}));
  const Backup older = backup();
  const std::uint64_t kept = log->head().position;
  const auto erasure = order_erasure("teacher1", "依當事人申請", "陳主任", "root", now);
  BOOST_REQUIRE(carry_out(data, executor, erasure, [](const std::string&) {}));
  backup();
  const DataFolder fresh{folder.path() / "fresh", {}};
  BOOST_TEST(restore_to(fresh, {}, older.id) == 1);
  BOOST_TEST(!std::filesystem::exists(fresh.checkpoints()));  // a refusal leaves nothing
  BOOST_TEST(restore_to(fresh, kept, older.id) == 0);
  BOOST_TEST(!read_person(*RocksLog::open(fresh.log()), "teacher1").exists);
  BOOST_TEST(read_erasures(fresh.erasures()).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_backup_lies_apart_and_leaves_foreign_folders_alone, Place) {
  grow(2);
  sign();
  for (const auto& wrong : {data.root, data.root / "backups", folder.path()}) {
    BOOST_CHECK_THROW(make_backup(*log, data, wrong, 0, say), std::runtime_error);
  }
  std::filesystem::create_directories(backups / "2025");
  write_durably(backups / "2025" / "report", "somebody's own");
  backup(1);
  backup(1);
  BOOST_TEST(std::filesystem::exists(backups / "2025" / "report"));
  BOOST_TEST(find_backup(backups)->id == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_log_that_lost_signed_events_is_not_signed_again, Place) {
  grow(5);
  const Backup short_of = backup();
  grow(5);
  sign();
  log.reset();
  std::filesystem::remove_all(data.log());
  RocksStore::restore_backup(short_of.log(), short_of.id, data.log());  // by hand, without asking
  log = RocksLog::open(data.log());
  BOOST_CHECK_THROW(sign(), std::runtime_error);
  log.reset();
  BOOST_CHECK_THROW(require_checkpoints(data), std::runtime_error);
  std::filesystem::remove_all(data.checkpoints());
  BOOST_CHECK_THROW(require_checkpoints(data), std::runtime_error);  // is its disk mounted?
}

BOOST_FIXTURE_TEST_CASE(rows_without_their_list_are_no_empty_log, Place) {
  grow(5);
  log->purge();  // into tables
  log.reset();
  std::filesystem::remove(data.log() / "CURRENT");
  for (int i = 0; i < 2; ++i) BOOST_CHECK_THROW(RocksLog::open(data.log()), std::runtime_error);
  std::size_t tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data.log())) {
    tables += entry.path().extension() == ".sst";
  }
  BOOST_TEST(tables >= 3u);
}

BOOST_FIXTURE_TEST_CASE(a_loss_that_is_none_is_not_accepted, Place) {
  grow(2);
  backup();
  const std::uint64_t kept = log->head().position;
  lose_log();
  BOOST_TEST(restore_to(data, kept) == 1);
  BOOST_TEST(said.back() == "nothing would be lost: leave --accept-loss out");
  BOOST_TEST(restore_to(data) == 0);
}

BOOST_FIXTURE_TEST_CASE(an_older_backup_loses_what_was_erased_since, Place) {
  Executor executor(*log, examples::catalogues());
  const auto request = [&](const char* once) {
    return Request{{"system", "system", "terminal"}, now, command_id("x", once, "")};
  };
  BOOST_REQUIRE(executor.execute<streams::Person>(
      request("r"), {0, "teacher1"}, {}, person::Register{"郭小強", {{"teacher", "010001"}}, ""}));
  backup();
  const auto erasure = order_erasure("teacher1", "依當事人申請", "陳主任", "root", now);
  BOOST_REQUIRE(carry_out(data, executor, erasure, [](const std::string&) {}));
  lose_log();
  BOOST_TEST(restore_to(data) == 0);
  open_again();
  BOOST_TEST(log->read_stream("person/teacher1", 0)[0].erased);
  BOOST_TEST(!read_person(*log, "teacher1").exists);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data.root)) {
    if (!entry.is_regular_file()) continue;
    BOOST_TEST(read_file(entry.path()).find("郭小強") == std::string::npos, entry.path());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
