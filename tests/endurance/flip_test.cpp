#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <random>

#include "events/checkpoint_folder.hpp"
#include "events/log/rocks_log.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/commands.hpp"
#include "tests/endurance/endurance.hpp"
#include "tests/endurance/promise.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// Single bits flipped in everything a log consists of. Each is refused at opening or named by
// verify.

namespace yanxi {
namespace {

using std::filesystem::path;

constexpr const char* stream = "survey/115/one";

// A data folder after a clean stop: tables, a write-ahead file with events in it, a checkpoint of
// the head; and a backup of it.
void fill(const DataFolder& data, const path& backups) {
  Promise promise;
  const auto grow = [&](RocksLog& log, int appends) {
    for (int i = 0; i < appends; ++i) {
      promise.append(log, stream, log.read_stream(stream, 0).size());
    }
  };
  {
    const auto log = RocksLog::open(data.log());
    grow(*log, 20);
    CheckpointFolder(data.checkpoints(), data.keys()).sign(*log, examples::opens());
    make_backup(*log, data, backups, 0, [](const std::string&) {});
    grow(*log, 10);
  }
  const auto log = RocksLog::open(data.log());
  grow(*log, 10);
  CheckpointFolder(data.checkpoints(), data.keys()).sign(*log, examples::opens() + day_us);
}

// The files of one kind: what their names begin and end with.
struct Kind {
  const char* name;
  path folder;
  std::string begins, ends;

  std::vector<path> files() const {
    std::vector<path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string file = entry.path().filename();
      if (entry.is_regular_file() && entry.file_size() > 0 && file.starts_with(begins) &&
          file.ends_with(ends)) {
        found.push_back(entry.path());
      }
    }
    std::ranges::sort(found);
    return found;
  }
};

void flip(const path& file, std::uint64_t bit) {
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = static_cast<std::streamoff>(bit / 8);
  bytes.seekg(at);
  const char byte = static_cast<char>(bytes.get() ^ (1 << bit % 8));
  bytes.seekp(at);
  bytes.put(byte);
}

std::uint64_t count_faults(const path& folder) {
  try {
    return verify_data({folder, {}}, "", [](const Fault&) {}).faults;
  } catch (const std::exception&) {
    return 1;  // it cannot be opened
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bit_flips)

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_noticed) {
  const Folder folder;
  const DataFolder data{folder.path() / "data", {}};
  const path backups = folder.path() / "backups";
  fill(data, backups);
  BOOST_REQUIRE(count_faults(data.root) == 0);
  BOOST_REQUIRE(count_faults(backups) == 0);
  const Kind kinds[] = {
      {"write-ahead file", data.log(), "0", ".log"}, {"table", data.log(), "0", ".sst"},
      {"MANIFEST", data.log(), "MANIFEST", ""},      {"CURRENT", data.log(), "CURRENT", ""},
      {"checkpoint", data.checkpoints(), "", ""},    {"backup", backups, "", ""}};
  std::mt19937_64 random(seed());
  const std::uint64_t flips = count_or(5000);
  for (std::uint64_t i = 0; i < flips; ++i) {
    const Kind& kind = kinds[i % std::size(kinds)];
    const auto files = kind.files();
    BOOST_REQUIRE(!files.empty());
    const path& file = files[random() % files.size()];
    const std::uint64_t bit = random() % (8 * std::filesystem::file_size(file));
    flip(file, bit);
    const std::uint64_t faults = count_faults(kind.folder == backups ? backups : data.root);
    BOOST_TEST(faults > 0,
               "bit " << bit << " of " << kind.name << " " << file << ", seed " << seed());
    flip(file, bit);
  }
  // Nothing above has changed anything.
  BOOST_TEST(count_faults(data.root) == 0);
  BOOST_TEST(count_faults(backups) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
