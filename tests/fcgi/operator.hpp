// An operator's data folder and a worker on it without its doors for people. Here: both, commands
// asked and heard, a disk that is full. Not here: what they should say (operations_test,
// trouble_test).
#pragma once

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "events/log/durable_file.hpp"
#include "fcgi/clock.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/erasure.hpp"
#include "fcgi/operate/operations.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/fcgi/captured_log.hpp"
#include "tests/fcgi/spoken.hpp"
#include "tests/folder.hpp"

namespace yanxi {

constexpr const char* newcomer = "account,name,roles\nnew.teacher,王小明,teacher:010001\n";

// Demonstration data are made once and copied.
struct Original {
  explicit Original(Instant now) {
    const auto log = RocksLog::open(folder.path() / "log");
    Catalogues catalogues = examples::load_catalogues();
    fill_demo(*log, catalogues, now, DemoPhase::open);
  }
  Folder folder;
};

// A data folder with demonstration data and, while it is wanted, a worker on it.
struct Place {
  Folder folder;
  DataFolder data{folder.path() / "data", {}};
  std::filesystem::path backups = folder.path() / "backups", csv = folder.path() / "rows.csv";
  Instant now = read_clock();  // which the commands read
  int year = academic_year(now);
  std::chrono::microseconds every = std::chrono::hours(1);  // how far it is, is never said

  Place() {
    static const Original original(now);
    std::filesystem::create_directory(data.root);
    std::filesystem::copy(original.folder.path() / "log", data.log());
  }
  Spoken backup(std::uint32_t keep = 0) {
    return hear([&] { return run_backup(data, {backups, keep}); });
  }
  Spoken rebuild() {
    return hear([&] { return run_rebuild(data, every); });
  }
  Spoken import(const std::string& kind, const std::string& text, bool dry_run = false,
                int of_year = 0, const std::string& reason = {}) {
    write_durably(csv, text);
    return hear([&] { return run_import(data, {kind, csv, of_year, dry_run, reason}, every); });
  }
  Spoken erase(const std::string& account, const std::string& reason = "依當事人申請",
               const std::string& second = "陳主任") {
    return hear([&] { return run_erase(data, {account, reason, second}, every); });
  }
  std::unique_ptr<RocksLog> read() const { return RocksLog::open_beside(data.log()); }
  std::uint64_t head() const { return read()->head().position; }
};

struct Worker {
  explicit Worker(const DataFolder& data, std::chrono::microseconds every = std::chrono::hours(1))
      : log(RocksLog::open(data.log())),
        views(data.views()),
        sessions(data.sessions(), data.form_key()),
        watch(stop, service, data, 0, 0,
              {std::chrono::milliseconds(20), std::chrono::hours(1), std::chrono::hours(1)}),
        control(
            data.control_socket(),
            worker_operations(data, *log, executor, catalogues, projector, sessions, watch, every,
                              [this](const std::string& what) { failed.push_back(what); }),
            control_patience) {
    projector.catch_up();
  }
  CapturedLog said;
  std::vector<std::string> failed;
  std::atomic<bool> stop = false;
  std::unique_ptr<RocksLog> log;
  Catalogues catalogues = examples::load_catalogues();
  Executor executor{*log, catalogues};
  LocalStore views;
  Projector projector{*log, views, [](const std::string& what) { BOOST_ERROR(what); }};
  Sessions sessions;
  Service service{*log,
                  executor,
                  catalogues,
                  ViewReader(views),
                  projector,
                  sessions,
                  PasswordCheck(cheap_password),
                  {}};
  Watch watch;
  Control control;
};

// No file of this process may grow beyond a note's length.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{400, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

inline void expect(const Spoken& heard, int status, const std::string& out) {
  BOOST_TEST(heard.status == status);
  BOOST_TEST(heard.out == out);
  BOOST_TEST(heard.err == "");
}

}  // namespace yanxi
