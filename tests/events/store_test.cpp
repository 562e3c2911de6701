#include <rocksdb/db.h>

#include <boost/test/unit_test.hpp>
#include <functional>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "tests/folder.hpp"
#include "tests/refusal.hpp"

// Rows on a real disk: where scans begin and end, and what a store that is not as it should be
// answers.

namespace yanxi {
namespace {

using std::filesystem::path;

struct Place {
  Folder folder;
  path log = folder.path() / "log", backups = folder.path() / "backups";
};

// The rows of one family as text: "a=1 b=2 ".
std::string scanned(const RocksStore& store, Family family, const std::string& first,
                    std::size_t most = 100) {
  std::string text;
  store.scan(family, first, [&](std::string_view key, std::string_view value) {
    text += std::string(key) + "=" + std::string(value) + " ";
    return --most > 0;
  });
  return text;
}

std::string last(const RocksStore& store, Family family, const std::string& key) {
  const auto row = store.last(family, key);
  return row ? row->first + "=" + row->second : "";
}

// What comes before the engine's own words.
template <class Act>
std::string refused(const Act& act) {
  const std::string words = refusal_of(act);
  return words.substr(0, words.find(": "));
}

void flip(const path& file, std::uintmax_t at) {
  std::string bytes = read_file(file);
  bytes.at(at) ^= 1;
  write_durably(file, bytes);
}

path list_of(const path& log) {
  const std::string name = read_file(log / "CURRENT");
  return log / name.substr(0, name.size() - 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store)

// As a log, a backup and what is salvaged of it will look to a program that is older than they are.
BOOST_FIXTURE_TEST_CASE(what_a_later_version_has_added_is_kept, Place) {
  RocksStore::open(log, nullptr)->write({{Family::events, "a", "1"}});
  const auto open_all = [](const path& place, const std::function<void(rocksdb::DB&)>& use) {
    rocksdb::Options options;
    std::vector<std::string> names;
    BOOST_REQUIRE(rocksdb::DB::ListColumnFamilies(options, place, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) families.emplace_back(name, options);
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    BOOST_REQUIRE(rocksdb::DB::Open(options, place, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    use(*db);
    for (auto* handle : handles) BOOST_REQUIRE(db->DestroyColumnFamilyHandle(handle).ok());
    BOOST_REQUIRE(db->Close().ok());
  };
  open_all(log, [](rocksdb::DB& db) {
    rocksdb::ColumnFamilyHandle* added = nullptr;
    BOOST_REQUIRE(db.CreateColumnFamily({}, "merkle", &added).ok());
    BOOST_REQUIRE(db.Put({}, added, "node", "x").ok());
    BOOST_REQUIRE(db.DestroyColumnFamilyHandle(added).ok());
  });
  const path salvaged = folder.path() / "salvaged";
  {
    const auto store = RocksStore::open(log, nullptr);
    store->write({{Family::events, "b", "2"}});
    store->rewrite_files();
    store->check_files();
    BOOST_TEST(scanned(*store, Family::events, "") == "a=1 b=2 ");
    BOOST_TEST(store->back_up(backups, "note") == 1u);
  }
  BOOST_TEST(scanned(*RocksStore::open_beside(log), Family::events, "") == "a=1 b=2 ");
  BOOST_TEST(scanned(*RocksStore::open_backup(backups, 1), Family::events, "") == "a=1 b=2 ");
  RocksStore::salvage(log, salvaged);
  for (const path& place : {log, salvaged}) {
    rocksdb::Options options;
    std::vector<std::string> names;
    BOOST_REQUIRE(rocksdb::DB::ListColumnFamilies(options, place, &names).ok());
    BOOST_TEST((std::ranges::find(names, "merkle") != names.end()));
  }
}

BOOST_FIXTURE_TEST_CASE(rows_are_found_by_key_and_by_order, Place) {
  const auto store = RocksStore::open(log, nullptr);
  BOOST_TEST(scanned(*store, Family::events, "") == "");
  BOOST_TEST(last(*store, Family::events, "zzz") == "");
  store->write({{Family::events, "b", "1"},
                {Family::events, "d", "2"},
                {Family::events, "f", ""},
                {Family::streams, "c", "3"},
                {Family::commands, "b", "4"}});
  BOOST_TEST(store->get(Family::events, "b").value() == "1");
  BOOST_TEST(store->get(Family::events, "f").value() == "");
  BOOST_TEST(store->get(Family::commands, "b").value() == "4");
  BOOST_TEST(!store->get(Family::streams, "b").has_value());
  BOOST_TEST(!store->get(Family::events, "c").has_value());
  BOOST_TEST(scanned(*store, Family::events, "") == "b=1 d=2 f= ");
  BOOST_TEST(scanned(*store, Family::events, "b") == "b=1 d=2 f= ");
  BOOST_TEST(scanned(*store, Family::events, "c") == "d=2 f= ");
  BOOST_TEST(scanned(*store, Family::events, "g") == "");
  BOOST_TEST(scanned(*store, Family::events, "", 1) == "b=1 ");
  BOOST_TEST(scanned(*store, Family::events, "c", 1) == "d=2 ");
  BOOST_TEST(scanned(*store, Family::streams, "") == "c=3 ");
  BOOST_TEST(last(*store, Family::events, "a") == "");
  BOOST_TEST(last(*store, Family::events, "b") == "b=1");
  BOOST_TEST(last(*store, Family::events, "e") == "d=2");
  BOOST_TEST(last(*store, Family::events, "z") == "f=");
  BOOST_TEST(last(*store, Family::commands, "z") == "b=4");
  store->write({{Family::events, "d", "5"}});
  store->rewrite_files();
  BOOST_TEST(scanned(*store, Family::events, "") == "b=1 d=5 f= ");
  BOOST_TEST(refusal_of([&] { store->check_files(); }) == "");
}

BOOST_FIXTURE_TEST_CASE(there_is_one_writer_and_readers_change_nothing, Place) {
  BOOST_TEST(refused([&] { RocksStore::open_beside(log); }) == "the log cannot be opened");
  BOOST_TEST(!std::filesystem::exists(log));
  const auto store = RocksStore::open(log, nullptr);
  store->write({{Family::events, "a", "1"}});
  BOOST_TEST(refused([&] { RocksStore::open(log, nullptr); }) == "the log cannot be opened");
  const auto before = names_in(log);
  const auto reader = RocksStore::open_beside(log);
  BOOST_TEST(scanned(*reader, Family::events, "") == "a=1 ");
  BOOST_TEST(names_in(log) == before, boost::test_tools::per_element());
  BOOST_TEST(refused([&] {
               reader->write({{Family::events, "b", "2"}});
             }) == "events cannot be written");
  store->write({{Family::events, "b", "2"}});
  BOOST_TEST(scanned(*reader, Family::events, "") == "a=1 ");  // as it was when it was opened
}

BOOST_FIXTURE_TEST_CASE(a_reader_checks_the_files_that_took_the_place_of_its_own, Place) {
  auto store = RocksStore::open(log, nullptr);
  store->write({{Family::events, "a", "1"}});
  store->rewrite_files();
  const auto reader = RocksStore::open_beside(log);
  BOOST_TEST(refusal_of([&] { reader->check_files(); }) == "");
  store->write({{Family::events, "a", "2"}});
  store->rewrite_files();
  BOOST_TEST(refusal_of([&] { reader->check_files(); }) == "");
  store.reset();
  const auto later = RocksStore::open_beside(log);
  for (const std::string& name : names_in(log)) {
    if (name.ends_with(".sst")) flip(log / name, 10);
  }
  BOOST_TEST(refused([&] { later->check_files(); }) == "a file of the log is damaged");
  BOOST_TEST(refused([&] { reader->check_files(); }) == "a file of the log is damaged");
  const auto writer = RocksStore::open(log, nullptr);
  BOOST_TEST(refused([&] { writer->check_files(); }) == "a file of the log is damaged");
}

BOOST_FIXTURE_TEST_CASE(a_log_that_is_never_still_is_not_read, Place) {
  // Each look at this file of the kernel's tells another name of the list of tables.
  std::filesystem::create_directories(log);
  std::filesystem::create_symlink("/proc/sys/kernel/random/uuid", log / "CURRENT");
  BOOST_TEST(refusal_of([&] { RocksStore::open_beside(log); }) ==
             "the log is never still enough to be read beside its writer");
}

BOOST_FIXTURE_TEST_CASE(a_log_begins_only_where_no_rows_are, Place) {
  struct Row {
    const char *file, *bytes;
    bool begins;
  };
  const Row rows[] = {{"notes.txt", "somebody's own", true},
                      {"000004.log", "", true},
                      {"000004.log", "x", false},
                      {"000005.sst", "", false},
                      {"000005.sst.bak", "x", true},
                      {"LOG", "x", true}};
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT(row.file << " with " << row.bytes) {
      std::filesystem::remove_all(log);
      std::filesystem::create_directories(log);
      write_durably(log / row.file, row.bytes);
      // RocksDB refuses an empty write-ahead file once, and has made a list of tables by then.
      std::string words;
      for (int i = 0; i < 2; ++i) words = refused([&] { RocksStore::open(log, nullptr); });
      BOOST_TEST(words == (row.begins ? "" : "the log cannot be opened"));
      if (!row.begins) BOOST_TEST(read_file(log / row.file) == row.bytes);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(backups_are_numbered_and_each_can_be_read_and_restored, Place) {
  BOOST_TEST(refused([&] { RocksStore::backup_ids(backups); }) == "the backups cannot be opened");
  const auto store = RocksStore::open(log, nullptr);
  store->write({{Family::events, "a", "1"}});
  BOOST_TEST(store->back_up(backups, "first") == 1u);
  store->write({{Family::events, "b", "2"}});
  BOOST_TEST(store->back_up(backups, "second") == 2u);
  store->write({{Family::events, "c", "3"}});
  BOOST_TEST(RocksStore::backup_ids(backups) == (std::vector<std::uint32_t>{1, 2}),
             boost::test_tools::per_element());
  for (const std::uint32_t id : {1, 2}) {
    const std::string rows = id == 1 ? "a=1 " : "a=1 b=2 ";
    BOOST_TEST(scanned(*RocksStore::open_backup(backups, id), Family::events, "") == rows);
    const path restored = folder.path() / std::to_string(id);
    RocksStore::restore_backup(backups, id, restored);
    BOOST_TEST(scanned(*RocksStore::open_beside(restored), Family::events, "") == rows);
    const auto files = RocksStore::backup_files(backups, id);
    BOOST_TEST(files.front() == "meta/" + std::to_string(id));
    BOOST_TEST(files.size() > 3u);
    for (const std::string& file : files) BOOST_TEST(std::filesystem::exists(backups / file));
  }
  const path nowhere = folder.path() / "nowhere";
  BOOST_TEST(refused([&] { RocksStore::open_backup(backups, 3); }) == "the backup cannot be found");
  BOOST_TEST(refused([&] { RocksStore::backup_files(backups, 3); }) ==
             "the backup cannot be found");
  BOOST_TEST(refused([&] { RocksStore::restore_backup(backups, 3, nowhere); }) ==
             "the backup cannot be restored");
  BOOST_TEST(refused([&] { RocksStore::remove_backup(backups, 3); }) ==
             "an old backup cannot be removed");
  RocksStore::remove_backup(backups, 1);
  BOOST_TEST(RocksStore::backup_ids(backups) == (std::vector<std::uint32_t>{2}),
             boost::test_tools::per_element());
  BOOST_TEST(refused([&] { RocksStore::open_backup(backups, 1); }) == "the backup cannot be found");
  BOOST_TEST(scanned(*RocksStore::open_backup(backups, 2), Family::events, "") == "a=1 b=2 ");
}

BOOST_FIXTURE_TEST_CASE(a_backup_without_its_files_is_refused, Place) {
  RocksStore::open(log, nullptr)->back_up(backups, "");
  for (const auto& entry : std::filesystem::directory_iterator(backups / "private" / "1")) {
    if (entry.path().filename().string().starts_with("MANIFEST")) flip(entry.path(), 10);
  }
  BOOST_TEST(refused([&] { RocksStore::open_backup(backups, 1); }) ==
             "the backup cannot be opened");
  std::filesystem::remove_all(backups / "private" / "1");
  BOOST_TEST(refused([&] { RocksStore::restore_backup(backups, 1, folder.path() / "to"); }) ==
             "the backup cannot be restored");
}

BOOST_FIXTURE_TEST_CASE(what_is_salvaged_is_all_before_the_damage, Place) {
  {
    const auto store = RocksStore::open(log, nullptr);
    store->write({{Family::events, "a", "1"}, {Family::streams, "a", "1"}});
    store->rewrite_files();
    store->write({{Family::events, "b", "2"}});
  }
  const path to = folder.path() / "salvaged";
  RocksStore::salvage(log, to);
  BOOST_TEST(scanned(*RocksStore::open_beside(to), Family::events, "") == "a=1 b=2 ");
  // Of the last entry of the list of tables, ten bytes long, a power cut kept the length only.
  const path list = list_of(log);
  write_durably(list, read_file(list) + std::string("\0\0\0\0\x0A\0\1", 7) + std::string(10, 'x'));
  BOOST_TEST(refused([&] { RocksStore::open_beside(log); }) == "the log cannot be opened");
  const std::string torn = read_file(list);
  std::filesystem::remove_all(to);
  RocksStore::salvage(log, to);
  BOOST_TEST(scanned(*RocksStore::open_beside(to), Family::events, "") == "a=1 b=2 ");
  BOOST_TEST((read_file(list) == torn));  // what it is taken from is not changed
}

BOOST_FIXTURE_TEST_CASE(nothing_is_salvaged_where_the_list_of_tables_is_lost, Place) {
  RocksStore::open(log, nullptr)->write({{Family::events, "a", "1"}});
  RocksStore::open(log, nullptr)->rewrite_files();
  const path list = list_of(log);
  const std::string bytes = read_file(list), current = read_file(log / "CURRENT");
  const auto salvage = [&] {
    const path to = folder.path() / "salvaged";
    std::filesystem::remove_all(to);
    return refused([&] { RocksStore::salvage(log, to); });
  };
  for (const char* name : {"", "000005.sst\n", "MANIFEST-999999\n"}) {
    write_durably(log / "CURRENT", name);
    BOOST_TEST(salvage() == "nothing can be salvaged");
  }
  write_durably(log / "CURRENT", current);
  for (const std::size_t size : {0, 5, 8, 9, 20}) {
    write_durably(list, std::string(size, 'x'));
    BOOST_TEST(salvage() == "nothing can be salvaged");
  }
  write_durably(list, bytes);
  BOOST_TEST(salvage() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
