#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "events/log/durable_file.hpp"
#include "tests/folder.hpp"
#include "tests/refusal.hpp"

// Small files that survive: written whole or left as they were, and what is said when a disk
// cannot.

namespace yanxi {
namespace {

using std::filesystem::path;

// No file of this process may become longer, as on a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_;
};

struct Place {
  Folder folder;
  path file = folder.path() / "file";
};

}  // namespace

BOOST_AUTO_TEST_SUITE(durable_files)

BOOST_FIXTURE_TEST_CASE(a_file_is_written_whole_and_for_its_owner_only, Place) {
  const std::string binary("\0\n\xFF text", 8);
  for (const std::string& bytes : {binary, std::string(), std::string(200'000, 'x')}) {
    write_durably(file, bytes);
    BOOST_TEST((read_file(file) == bytes));
    BOOST_TEST(mode_of(file) == 0600u);
    BOOST_TEST(names_in(folder.path()).size() == 1u);
  }
}

BOOST_FIXTURE_TEST_CASE(what_an_interrupted_write_left_is_in_nobodys_way, Place) {
  write_durably(file, "old");
  write_durably(folder.path() / ".file.new", "torn, and longer than what comes");
  BOOST_TEST(read_file(file) == "old");
  write_durably(file, "new");
  BOOST_TEST(read_file(file) == "new");
  BOOST_TEST(names_in(folder.path()).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_write_that_fails_leaves_the_file_as_it_was, Place) {
  const std::string fresh = (folder.path() / ".file.new").string();
  write_durably(file, "old");
  {
    const FullDisk disk(100'000);  // so much of it is written
    BOOST_TEST(refusal_of([&] { write_durably(file, std::string(150'000, 'x')); }) ==
               "cannot write " + fresh + ": File too large");
    BOOST_TEST(read_file(file) == "old");
    write_durably(file, std::string(100'000, 'x'));
  }
  BOOST_TEST(std::filesystem::file_size(file) == 100'000u);
  std::filesystem::create_directories(fresh + "/taken");
  BOOST_TEST(refusal_of([&] { write_durably(file, "new"); }) ==
             "cannot open " + fresh + ": File exists");
  BOOST_TEST(refusal_of([&] { append_durably(file, "new"); }) ==
             "cannot open " + fresh + ": File exists");
  BOOST_TEST(std::filesystem::file_size(file) == 100'000u);
}

BOOST_FIXTURE_TEST_CASE(a_place_that_is_none_is_named, Place) {
  const path inside = folder.path() / "missing" / "file";
  const path fresh = folder.path() / "missing" / ".file.new";
  BOOST_TEST(refusal_of([&] { write_durably(inside, "new"); }) ==
             "cannot open " + fresh.string() + ": No such file or directory");
  BOOST_TEST(refusal_of([&] { append_durably(inside, "new"); }) ==
             "cannot open " + fresh.string() + ": No such file or directory");
  BOOST_TEST(!std::filesystem::exists(inside.parent_path()));
  std::filesystem::create_directories(file / "taken");
  BOOST_TEST(refusal_of([&] { write_durably(file, "new"); }) ==
             "cannot put in place " + file.string() + ": Is a directory");
  BOOST_TEST(std::filesystem::exists(file / "taken"));
}

BOOST_FIXTURE_TEST_CASE(lines_are_added_each_on_its_own, Place) {
  append_durably(file, "one");
  BOOST_TEST(read_file(file) == "one\n");
  append_durably(file, "two");
  BOOST_TEST(read_file(file) == "one\ntwo\n");
  write_durably(file, "an editor left no end");
  append_durably(file, "three");
  BOOST_TEST(read_file(file) == "an editor left no end\nthree\n");
  write_durably(file, "");
  append_durably(file, "four");
  BOOST_TEST(read_file(file) == "four\n");
  BOOST_TEST(mode_of(file) == 0600u);
}

BOOST_FIXTURE_TEST_CASE(a_removed_file_is_gone, Place) {
  write_durably(file, "x");
  write_durably(folder.path() / "other", "x");
  remove_durably(file);
  BOOST_TEST(names_in(folder.path()) == std::vector<std::string>{"other"},
             boost::test_tools::per_element());
  BOOST_TEST(refusal_of([&] { remove_durably(file); }) ==
             "cannot remove " + file.string() + ": No such file or directory");
}

BOOST_FIXTURE_TEST_CASE(a_file_without_a_folder_lies_where_the_program_runs, Place) {
  const path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  write_durably("file", "x");
  append_durably("file", "y");
  const std::string there = read_file("file");
  write_durably("other", "x");
  remove_durably("other");
  std::filesystem::current_path(before);
  BOOST_TEST(there == "x\ny\n");
  BOOST_TEST(read_file(file) == "x\ny\n");
  BOOST_TEST(names_in(folder.path()).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_folder_is_synced_or_it_is_said_why_not, Place) {
  write_durably(file, "x");
  std::filesystem::create_directories(folder.path() / "below");
  std::filesystem::create_symlink("nowhere", folder.path() / "dangling");
  BOOST_TEST(refusal_of([&] { sync_folder(folder.path()); }).empty());
  BOOST_CHECK_THROW(sync_folder(folder.path() / "missing"), std::runtime_error);
  // Nothing of the kernel's own files can be put on a disk.
  BOOST_TEST(
      refusal_of([&] { sync_folder("/proc/sys/vm"); }).starts_with("cannot sync /proc/sys/vm"));
}

// A disk that cannot give what it holds is no empty file.
BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_is_never_taken_for_empty, Place) {
  BOOST_TEST(refusal_of([&] { read_file(file); }) ==
             "cannot read " + file.string() + ": No such file or directory");
  BOOST_TEST(refusal_of([&] { digest_file(file); }) ==
             "cannot read " + file.string() + ": No such file or directory");
  BOOST_TEST(refusal_of([&] { read_file(folder.path()); }) ==
             "cannot read " + folder.path().string() + ": Is a directory");
  BOOST_TEST(refusal_of([&] { digest_file(folder.path()); }) ==
             "cannot read " + folder.path().string() + ": Is a directory");
}

BOOST_FIXTURE_TEST_CASE(a_digest_is_that_of_sha256sum, Place) {
  write_durably(file, "");
  BOOST_TEST(digest_file(file) ==
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  write_durably(file, std::string(200'000, 'x'));
  BOOST_TEST(digest_file(file) ==
             "91e3faafd322bcdf160f3f0ce886acb092b9b9e2a1e8526b40f21a8898a8700b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
