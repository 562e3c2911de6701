#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/fcgi/operator.hpp"

// What becomes of an operator's order when it is none, when the disk fails under it, when the
// worker stops, and when something of the log may be lost.

namespace yanxi {

BOOST_AUTO_TEST_SUITE(trouble)

BOOST_FIXTURE_TEST_CASE(orders_that_no_command_gives_and_those_at_the_end_change_nothing, Place) {
  Worker worker(data);
  const std::uint64_t begin = head();
  const std::string file = csv.string();
  write_durably(csv, newcomer);
  for (const Words& words : std::vector<Words>{{"backup"},
                                               {"backup", backups.string()},
                                               {"backup", backups.string(), "many"},
                                               {"backup", data.root.string(), "0"},
                                               {"import", "people"},
                                               {"import", "planets", file, "0", "no", "", "me"},
                                               {"import", "people", file, "soon", "no", "", "me"},
                                               {"import", "people", "/none", "0", "no", "", "me"},
                                               {"import", "people", file, "0", "no", ""},
                                               {"erase", "teacher1", "依法", "陳主任"},
                                               {"restore", backups.string()},
                                               {}}) {
    std::vector<std::string> said;
    const auto status = ask_worker(data.control_socket(), words,
                                   [&](const std::string& line) { said.push_back(line); });
    BOOST_TEST(status.value_or(0) == 2, words.size());
    BOOST_TEST(said.size() == 1u);
  }
  BOOST_TEST(head() == begin);
  worker.projector.stop();
  expect(rebuild(), 2, "");
  expect(erase("teacher1"), 2, "the worker was stopped\n");
  BOOST_TEST(find_unfinished(data, *worker.log).size() == 1u);  // the next start ends it
  BOOST_TEST(worker.failed.empty());
}

BOOST_FIXTURE_TEST_CASE(a_disk_that_fails_under_an_order_ends_the_worker, Place) {
  write_durably(csv, newcomer);
  Worker worker(data);
  const std::uint64_t begin = head();
  Spoken heard[2];
  {
    const FullDisk full;  // with room for the order's own note
    heard[0] = hear([&] { return run_import(data, {"people", csv, 0, false, ""}, every); });
    heard[1] = erase("teacher1");
  }
  BOOST_REQUIRE(worker.failed.size() == 2u);
  for (const int i : {0, 1}) {
    BOOST_TEST(heard[i].status == 2);
    BOOST_TEST(heard[i].out == worker.failed[i] + "\n");
  }
  BOOST_TEST(head() == begin);
}

BOOST_FIXTURE_TEST_CASE(nothing_is_written_where_something_may_be_lost, Place) {
  const auto all = [&](const std::string& said) {
    write_durably(csv, newcomer);
    for (const Spoken& heard :
         {backup(), rebuild(), import("people", newcomer), erase("teacher1")}) {
      BOOST_TEST(heard.status == 2);
      BOOST_TEST(heard.out == "");
      BOOST_TEST(heard.err == said);
    }
  };
  const std::string advice =
      "\nNothing is done on a log that may have lost something. Keep the folder as it is, run "
      "`yanxi verify`, and restore the newest backup: README, 'When the worker refuses to start'";
  BOOST_TEST(require_checkpoints(data) == 0u);
  BOOST_TEST(backup().status == 0);
  BOOST_TEST(require_checkpoints(data) == head());
  const auto note = std::filesystem::directory_iterator(data.checkpoints())->path();
  const std::string text = read_file(note);
  write_durably(data.checkpoints() / "broken", "no note");
  write_durably(data.checkpoints() / "other", "no note");
  try {
    require_checkpoints(data);
    BOOST_ERROR("accepted");
  } catch (const std::runtime_error& error) {
    const std::string said = error.what();
    BOOST_TEST(said.find("checkpoint broken: ") != std::string::npos);
    BOOST_TEST(said.find("checkpoint other: ") != std::string::npos);
    BOOST_TEST(said.ends_with(advice));
  }
  std::filesystem::remove_all(data.checkpoints());
  all("checkpoints were signed, but there is none in " + data.checkpoints().string() +
      ": is its disk mounted?" + advice);
  write_durably(data.root / "signed", text);
  std::filesystem::create_directory(data.checkpoints());
  std::filesystem::rename(data.root / "signed", note);
  std::filesystem::rename(data.log(), data.root / "gone");
  all("there is no log in " + data.root.string());
  BOOST_CHECK_EXCEPTION(require_checkpoints(data), std::runtime_error, [&](const auto& error) {
    return error.what() == "there is no log, but checkpoints were signed" + advice;
  });
  BOOST_TEST(!std::filesystem::exists(data.log()));
}

BOOST_FIXTURE_TEST_CASE(what_counts_as_signed_is_of_the_present_origin, Place) {
  const CheckpointFolder checkpoints(data.checkpoints(), data.keys());
  const auto grow = [&](const std::filesystem::path& place, int events) {
    const auto log = RocksLog::open(place);
    Catalogues catalogues = examples::load_catalogues();
    Executor executor(*log, catalogues);
    for (int i = 0; i < events; ++i) {
      executor.execute<streams::Access>(
          {{"admin1", "admin", "builtin"}, now, command_id("x", std::to_string(i), "")},
          {year, "admin1"}, {}, {"home", {}, {}, {}});
    }
    checkpoints.sign(*log, now);
    return log->head().position;
  };
  // The same log went on and was lost; what is left is rewound and signed under a new origin.
  const auto longer = folder.path() / "longer";
  std::filesystem::copy(data.log(), longer);
  const std::uint64_t kept = head(), lost_until = grow(longer, 5);
  {
    const auto log = RocksLog::open(data.log());
    Catalogues catalogues = examples::load_catalogues();
    Executor executor(*log, catalogues);
    executor.execute<streams::Log>({{"root", "system", "terminal"}, now, command_id("r", "", "")},
                                   {}, {}, {origin_of(*log), kept, lost_until});
    BOOST_TEST(checkpoints.sign(*log, now + day_us) == kept + 1);
  }
  BOOST_TEST(lost_until > kept + 1);
  BOOST_TEST(require_checkpoints(data) == kept + 1);
}

BOOST_FIXTURE_TEST_CASE(views_that_cannot_follow_the_log_end_the_worker_unsigned, Place) {
  RocksLog::open(data.log())
      ->append({"planet/115", 0, now, {"x", "y", "z"}, command_id("x", "", ""), {{"a.b.1", "{}"}}})
      .value();
  const auto file = folder.path() / "stderr";
  const auto logger = spdlog::default_logger();
  const int real = ::dup(STDERR_FILENO), aside = ::creat(file.c_str(), 0600);
  ::dup2(aside, STDERR_FILENO);
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
  const int status = run_serve(data, {data.socket(), 2, 0});
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::dup2(real, STDERR_FILENO);
  ::close(aside);
  ::close(real);
  spdlog::set_default_logger(logger);
  spdlog::drop("yanxi");
  BOOST_TEST(status == 2);
  const std::string said = read_file(file);
  BOOST_TEST(said.find(" critical the views cannot follow the log: unknown kind of stream "
                       "planet/115\n") != std::string::npos,
             said);
  BOOST_TEST(said.ends_with(" info stopped at event " + std::to_string(head()) + "\n"), said);
  BOOST_TEST(!std::filesystem::exists(data.checkpoints()));
  BOOST_TEST(!std::filesystem::exists(data.socket()));
  BOOST_TEST(!std::filesystem::exists(data.control_socket()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
