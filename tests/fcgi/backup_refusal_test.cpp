#include <boost/test/unit_test.hpp>
#include <sstream>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_store.hpp"
#include "events/log/row.hpp"
#include "tests/fcgi/drill.hpp"
#include "tests/refusal.hpp"

// What a backup is made of, what a damaged one is told, what is refused, and what a broken off one
// leaves.

namespace yanxi {
namespace {

using boost::test_tools::per_element;
using std::filesystem::path;
using Lines = Drill::Lines;
using Ids = std::vector<std::uint32_t>;

Lines faults_in(const Backup& backup) {
  Lines found;
  const Verdict verdict = check_backup(backup, [&](const Fault& fault) {
    found.push_back(std::to_string(fault.position) + ": " + fault.what);
  });
  BOOST_TEST(verdict.faults == found.size());
  return found;
}

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Ids ids_in(const path& root) {
  Ids ids;
  for (const Backup& backup : list_backups(root)) ids.push_back(backup.id);
  return ids;
}

// One damage each, and what is said of it.
struct Damage {
  const char* name;
  path file;
  std::string (*make)(std::string text);
  Lines faults;
};

std::vector<Damage> damages_of(const Backup& made, const std::string& note) {
  const path sums = made.folder() / "SHA256SUMS";
  const std::string damaged = "0: the list of digests is damaged";
  return {
      {"none", sums, [](std::string text) { return text; }, {}},
      {"too much", sums, [](std::string text) { return text + "x\n"; }, {damaged}},
      {"a name is missing",
       sums,
       [](std::string text) { return text.erase(66, text.find('\n') - 66); },
       {damaged}},
      {"no end of line",
       sums,
       [](std::string text) { return text.substr(0, text.size() - 1); },
       {damaged}},
      {"another order",
       sums,
       [](std::string text) {
         const auto end = text.find('\n') + 1;
         return text.substr(end) + text.substr(0, end);
       },
       {damaged}},
      {"a file twice", sums, [](std::string text) { return text + text; }, {damaged}},
      {"one space", sums, [](std::string text) { return text.erase(65, 1); }, {damaged}},
      {"another digest",
       sums,
       [](std::string text) {
         text[0] = text[0] == '0' ? '1' : '0';
         return text;
       },
       {"0: 1/checkpoints/" + note + " is not as it was written"}},
      {"another erasure",
       made.folder() / "erasures",
       [](std::string text) { return text + "{}\n"; },
       {"0: 1/erasures is not as it was written"}},
      {"a note that is cut",
       made.folder() / "checkpoints" / note,
       [](std::string text) { return text.substr(0, 30); },
       {"0: 1/checkpoints/" + note + " is not as it was written",
        "0: checkpoint " + note + ": the note is cut short"}},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_refusals)

BOOST_FIXTURE_TEST_CASE(a_backup_takes_along_what_lies_beside_the_log, Drill) {
  grow(2);
  sign();
  write_durably(data.erasures(), "{}\n");
  write_durably(data.erasing(), "{}\n");
  write_durably(data.form_key(), "the worker's own");
  write_durably(data.checkpoints() / ".2026-09-02.new", "on its way");
  std::filesystem::create_directories(backups / ".companions");
  write_durably(backups / ".companions" / "stale", "of one that broke off");
  const Backup made = make_backup(*log, data, backups, 0, say);
  const Head head = log->head();
  const Lines expected = {
      "copying what is new", "checking the copy",
      "ok backup 1, " + std::to_string(head.position) + " events, head " + to_hex(head.chain)};
  BOOST_TEST(said == expected, per_element());
  BOOST_TEST(made.id == 1u);
  BOOST_TEST(made.folder() == backups / "1");
  BOOST_TEST(names_in(backups) == (Lines{"1", "log"}), per_element());
  BOOST_TEST(names_in(made.folder()) == (Lines{"SHA256SUMS", "checkpoints", "erasures", "keys"}),
             per_element());
  BOOST_TEST(names_in(made.folder() / "keys") == Lines{"checkpoint.vkeys"}, per_element());
  const std::string note = names_in(made.folder() / "checkpoints").at(0);
  BOOST_TEST(names_in(made.folder() / "checkpoints").size() == 1u);
  BOOST_TEST(read_file(made.folder() / "checkpoints" / note) ==
             read_file(data.checkpoints() / note));
  BOOST_TEST(read_file(made.folder() / "erasures") == "{}\n");
  // Every file that the backup needs, in the form and order of sha256sum.
  Lines listed;
  for (const std::string& line : lines_of(read_file(made.folder() / "SHA256SUMS"))) {
    listed.push_back(line.substr(66));
    BOOST_TEST(line == digest_file(backups / listed.back()) + "  " + listed.back());
  }
  BOOST_TEST(std::ranges::is_sorted(listed));
  Lines needed = {"1/checkpoints/" + note, "1/erasures", "1/keys/checkpoint.vkeys"};
  for (const std::string& file : RocksStore::backup_files(backups / "log", 1)) {
    needed.push_back("log/" + file);
  }
  std::ranges::sort(needed);
  BOOST_TEST(listed == needed, per_element());
}

BOOST_FIXTURE_TEST_CASE(what_lies_elsewhere_or_nowhere_is_no_hindrance, Drill) {
  grow(1);
  const Backup bare = make_backup(*log, data, backups, 0, say);
  BOOST_TEST(names_in(bare.folder()) == Lines{"SHA256SUMS"}, per_element());
  BOOST_TEST(faults_of(bare) == 0u);
  data.notes = folder.path() / "another disk";
  const Backup with = backup();
  BOOST_TEST(names_in(with.folder() / "checkpoints").size() == 1u);
  BOOST_TEST(faults_of(with) == 0u);
}

BOOST_FIXTURE_TEST_CASE(each_damage_of_a_backup_is_named, Drill) {
  grow(3);
  sign();
  write_durably(data.erasures(), "{}\n");
  const Backup made = make_backup(*log, data, backups, 0, say);
  const std::string note = names_in(made.folder() / "checkpoints").at(0);
  const path sums = made.folder() / "SHA256SUMS";
  for (const Damage& damage : damages_of(made, note)) {
    BOOST_TEST_CONTEXT(damage.name) {
      const std::string before = read_file(damage.file);
      write_durably(damage.file, damage.make(before));
      BOOST_TEST(faults_in(made) == damage.faults, per_element());
      write_durably(damage.file, before);
    }
  }
  remove_durably(made.folder() / "erasures");
  BOOST_TEST(faults_in(made) == Lines{"0: 1/erasures is missing"}, per_element());
  remove_durably(made.log() / "meta" / "1");
  const Lines lost = faults_in(made);
  BOOST_REQUIRE(lost.size() == 3u);
  BOOST_TEST(lost[1] == "0: log/meta/1 is missing");
  BOOST_TEST(lost[2].starts_with("0: the backup cannot be found"));
  remove_durably(sums);
  BOOST_TEST(
      faults_in(made) == Lines{"0: cannot read " + sums.string() + ": No such file or directory"},
      per_element());
}

BOOST_FIXTURE_TEST_CASE(a_backup_with_a_later_note_than_its_log_does_not_hold, Drill) {
  grow(3);
  const std::uint64_t kept = log->head().position;
  const Backup made = backup();
  grow(1);
  const auto note = SigningKey::read(lines_of(read_file(data.keys() / "checkpoint.key")).at(0))
                        .sign({origin_of(*log), log->head().position, log->head().chain});
  write_durably(made.folder() / "checkpoints" / "later", note);
  const std::uint64_t more = log->head().position - kept;
  const Lines expected = {"0: the log ends at event " + std::to_string(kept) +
                          ", but checkpoint later was signed for " + std::to_string(kept + more) +
                          " events: " + std::to_string(more) + " acknowledged events are missing"};
  BOOST_TEST(faults_in(made) == expected, per_element());
}

BOOST_FIXTURE_TEST_CASE(a_log_with_a_fault_gives_no_backup, Drill) {
  grow(3);
  const auto whole = encode_row(log->read_all(1, 1).front());
  log.reset();
  RocksStore::open(data.log(), nullptr)->write({{Family::events, number_key(2), whole + "x"}});
  log = RocksLog::open(data.log());
  BOOST_TEST(refusal_of([&] { make_backup(*log, data, backups, 1, say); }) ==
             "the backup does not hold and is none");
  BOOST_REQUIRE(said.size() > 3u);
  BOOST_TEST(said[2] == "fault at position 2: the row has bytes left over");
  BOOST_TEST(ids_in(backups) == Ids{1}, per_element());
  BOOST_TEST(!find_backup(backups));
  BOOST_TEST(!std::filesystem::exists(backups / "1" / "SHA256SUMS"));
  log.reset();
  RocksStore::open(data.log(), nullptr)->write({{Family::events, number_key(2), whole}});
  log = RocksLog::open(data.log());
  BOOST_TEST(make_backup(*log, data, backups, 1, say).id == 2u);
  // What failed its check went with it.
  BOOST_TEST(ids_in(backups) == Ids{2}, per_element());
  BOOST_TEST(RocksStore::backup_ids(backups / "log") == Ids{2}, per_element());
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_is_taken_is_left_alone, Drill) {
  grow(1);
  std::filesystem::create_directories(backups / "1");
  write_durably(backups / "1" / "report", "somebody's own");
  BOOST_TEST(refusal_of([&] { make_backup(*log, data, backups, 0, say); }) ==
             (backups / "1").string() + " is there already and not ours");
  BOOST_TEST(read_file(backups / "1" / "report") == "somebody's own");
  BOOST_TEST(RocksStore::backup_ids(backups / "log").empty());
  std::filesystem::remove_all(backups / "1");
  BOOST_TEST(faults_of(make_backup(*log, data, backups, 0, say)) == 0u);
}

BOOST_FIXTURE_TEST_CASE(backups_and_data_lie_apart, Drill) {
  grow(1);
  std::filesystem::create_directory_symlink(data.root, folder.path() / "link");
  const std::string words = "backups must lie apart from the data folder";
  for (const path& wrong :
       {data.root, data.root / "", data.root / "below" / "it", data.root / "..below", folder.path(),
        data.root / "..", folder.path() / "link" / "below", folder.path().parent_path()}) {
    BOOST_TEST(refusal_of([&] { make_backup(*log, data, wrong, 0, say); }) == words, wrong);
  }
  BOOST_TEST(said.empty());
  BOOST_TEST(make_backup(*log, data, folder.path() / "data2", 0, say).id == 1u);
}

BOOST_FIXTURE_TEST_CASE(so_many_whole_backups_are_kept, Drill) {
  grow(1);
  for (int i = 0; i < 3; ++i) make_backup(*log, data, backups, 0, say);
  BOOST_TEST(ids_in(backups) == (Ids{3, 2, 1}), per_element());
  // One that broke off before it had a folder, and one that has no list of digests.
  log->back_up(backups / "log");
  std::filesystem::remove(backups / "3" / "SHA256SUMS");
  BOOST_TEST(find_backup(backups)->id == 2u);
  BOOST_TEST(!find_backup(backups, 3));
  BOOST_TEST(find_backup(backups, 1)->id == 1u);
  BOOST_TEST(!find_backup(backups, 9));
  make_backup(*log, data, backups, 2, say);
  BOOST_TEST(ids_in(backups) == (Ids{5, 2}), per_element());
  BOOST_TEST(RocksStore::backup_ids(backups / "log") == (Ids{2, 5}), per_element());
  for (const Backup& left : list_backups(backups)) BOOST_TEST(faults_of(left) == 0u);
  make_backup(*log, data, backups, 1, say);
  BOOST_TEST(ids_in(backups) == Ids{6}, per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_of_backups_is_told_by_what_lies_in_it) {
  const Folder folder;
  const path root = folder.path() / "backups";
  BOOST_TEST(list_backups(root).empty());
  for (const char* name :
       {"1", "10", "9", "0", "07", "1x", "x1", "-1", "4294967296", " 3", "log"}) {
    std::filesystem::create_directories(root / name);
  }
  BOOST_TEST(list_backups(root).empty());
  std::filesystem::create_directories(root / "log" / "meta");
  BOOST_TEST(ids_in(root) == (Ids{10, 9, 1}), per_element());
  BOOST_TEST(list_backups(root).front().root == root);
  write_durably(root / "log" / "CURRENT", "MANIFEST-000001\n");  // a data folder
  BOOST_TEST(list_backups(root).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
