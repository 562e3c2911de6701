#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_log.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/commands.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/fcgi/spoken.hpp"
#include "tests/folder.hpp"

// The commands that read: word for word what they print of a log at rest and of its backup, and
// when they say no. The demonstration's 23 events, then three of teacher1's plan of this year.

namespace yanxi {
namespace {

// Made once; the cases only read it.
struct Log {
  Log() {
    here = this;
    const auto log = RocksLog::open(data.log());
    Catalogues catalogues = examples::load_catalogues();
    fill_demo(*log, catalogues, now, DemoPhase::late);
    Executor executor(*log, catalogues);
    const CheckpointFolder checkpoints(data.checkpoints(), data.keys());
    for (std::int64_t day = 0; day < 3; ++day) {
      if (day > 0) checkpoints.sign(*log, now + (day - 1) * day_us);
      // The last microsecond of 10:00:00.
      const Instant at = now + (day * day_us + second_us - 1);
      const Request request{
          {"teacher1", "teacher", "builtin"}, at, command_id("t", std::to_string(day), "")};
      BOOST_REQUIRE(executor.execute<streams::Plan>(
          request, {115, "teacher1"}, static_cast<std::uint64_t>(day),
          plan::SaveDraft{{{"h.1-1-1", std::to_string(day + 1)}}, "form"}));
    }
    head = log->head();
    submitted = log->read_stream("plan/115/teacher3", 0).back();
    make_backup(*log, data, backups, 0, [](const std::string&) {});
  }
  ~Log() { here = nullptr; }

  static Log* here;
  Folder folder;
  DataFolder data{folder.path() / "data", {}};
  std::filesystem::path backups = folder.path() / "backups";
  Instant now = from_taipei(2026, 11, 22, 10);
  Head head;
  Envelope submitted;
};
Log* Log::here = nullptr;
Log& at_rest() { return *Log::here; }

Spoken verify_of(const DataFolder& data, const std::string& from = {}) {
  return hear([&] { return run_verify(data, from); });
}
// The folder of backups is read in the same way; once is enough.
std::vector<std::filesystem::path> both_when(bool first) {
  if (first) return {at_rest().data.root, at_rest().backups};
  return {at_rest().data.root};
}
Spoken show(const ShowOptions& options) {
  return hear([&] { return run_show(at_rest().data, options); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal, *boost::unit_test::fixture<Log>())

BOOST_AUTO_TEST_CASE(a_check_says_how_much_it_checked) {
  const std::string head = ", head " + to_hex(at_rest().head.chain) + "\n";
  const DataFolder backup{at_rest().backups, {}};
  const struct {
    DataFolder data;
    const char* from;
    int status;
    std::string out, err;
  } rows[] = {
      {at_rest().data, "", 0, "ok 26 events" + head, ""},
      {at_rest().data, "2026-11-22", 0, "ok 2 events" + head, ""},
      {at_rest().data, "2026-11-23", 0, "ok 1 events" + head, ""},
      {at_rest().data, "2027-01-01", 0, "ok 1 events" + head, ""},
      {at_rest().data, "2026-11-21", 2, "", "the log has no checkpoint of 2026-11-21 or before"},
      {backup, "", 0, "ok 26 events" + head, ""},
      {backup, "2026-11-23", 2, "", "a backup is checked whole"},
      {{at_rest().folder.path() / "none", {}}, "", 2, "", "there is no log"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.data.root << " " << row.from) {
      const Spoken spoken = verify_of(row.data, row.from);
      BOOST_TEST(spoken.status == row.status);
      BOOST_TEST(spoken.out == row.out);
      BOOST_TEST(spoken.err == row.err);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_check_names_every_fault_of_what_it_finds) {
  const DataFolder elsewhere{at_rest().data.root, at_rest().folder.path() / "elsewhere"};
  std::filesystem::copy(at_rest().data.checkpoints(), elsewhere.notes);
  BOOST_TEST(verify_of(elsewhere).status == 0);
  write_durably(elsewhere.notes / "broken", "no note");
  write_durably(elsewhere.notes / ".half", "on its way");
  const Spoken spoken = verify_of(elsewhere);
  BOOST_TEST(spoken.status == 1);
  BOOST_TEST(spoken.out.starts_with("fault at position 0: checkpoint broken: "), spoken.out);
  BOOST_TEST(std::ranges::count(spoken.out, '\n') == 1);
  std::uint64_t told = 0;
  BOOST_TEST(verify_data(elsewhere, "", [&](const Fault&) { ++told; }).faults == told);

  // One of which nothing can be read is a fault, too; and so is its checkpoint.
  const DataFolder damaged{at_rest().folder.path() / "damaged", elsewhere.notes};
  std::filesystem::create_directory(damaged.root);
  std::filesystem::copy(at_rest().data.log(), damaged.log());
  std::filesystem::copy(at_rest().data.keys(), damaged.keys());
  write_durably(damaged.log() / "CURRENT", "MANIFEST-nowhere\n");
  const Spoken nothing = verify_of(damaged);
  BOOST_TEST(nothing.status == 1);
  BOOST_TEST(nothing.out.find("fault at position 0: checkpoint broken: ") == 0u);
  BOOST_TEST(nothing.out.find("\nfault at position 0: the log cannot be opened") !=
             std::string::npos);
  BOOST_TEST(verify_data(damaged, "", [](const Fault&) {}).faults == 2u);
}

BOOST_AUTO_TEST_CASE(a_history_is_a_line_an_event) {
  const struct {
    const char* stream;
    int status;
    const char *out, *err;
  } rows[] = {
      {"plan/115/teacher1", 0,
       "   1  2026/11/22 10:00:00  teacher1  plan.draft_saved.1\n"
       "   2  2026/11/23 10:00:00  teacher1  plan.draft_saved.1\n"
       "   3  2026/11/24 10:00:00  teacher1  plan.draft_saved.1\n",
       ""},
      {"unit/010001", 0, "   1  2025/08/01 08:00:00  system  unit.registered.1\n", ""},
      {"plan/115/nobody", 1, "", "not found: plan/115/nobody\n"},
      {"plan/115/teacher", 1, "", "not found: plan/115/teacher\n"},
      {"", 1, "", "not found: \n"},
  };
  for (const auto& row : rows) {
    for (const auto& root : both_when(&row == rows)) {
      const Spoken spoken = hear([&] { return run_history({root, {}}, row.stream); });
      BOOST_TEST(spoken.status == row.status);
      BOOST_TEST(spoken.out == row.out);
      BOOST_TEST(spoken.err == row.err);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_plan_is_shown_whole) {
  const Spoken spoken = show({"plan/115/teacher3", {}, {}});
  BOOST_TEST(spoken.status == 0);
  BOOST_TEST(spoken.out ==
             "{\"stream\":\"plan/115/teacher3\",\"version\":2,\"state\":\"submitted\","
             "\"catalogue\":\"115-1\",\"changed_at\":\"2026-11-19T10:00:00+08:00\","
             "\"submitted_at\":\"2026-11-19T10:00:00+08:00\",\"receipt\":\"115-000000Q-9\","
             "\"digest\":\"" +
                 to_hex(at_rest().submitted.leaf) +
                 "\",\"contents\":{\"unit\":\"010001\",\"education\":\"ED20\","
                 "\"service\":\"YS20\",\"stage\":\"40\",\"teaching\":\"E4\","
                 "\"method\":[\"ME20\",\"ME10\",\"ME30\"],"
                 "\"time\":[\"TI1\",\"TI2\",\"TI3\",\"TI4\",\"TI5\",\"TI6\"],"
                 "\"place\":[\"PL10\",\"PL20\",\"PL30\",\"PL40\",\"PL50\",\"PL60\"],"
                 "\"time_other\":\"\",\"place_other\":\"\",\"hours\":{\"1-1-1\":7,\"1-2-99\":2,"
                 "\"1-3-8\":6,\"2-1-2\":6,\"3-1-4\":4,\"4-1-4\":9,\"5-1-1\":3,\"6-3-3\":4},"
                 "\"names\":{\"1-2-99\":\"海洋學校課程\"}}}\n");
  BOOST_TEST(show({"plan/115/nobody", {}, {}}).status == 1);
  BOOST_TEST(show({"plan/115/nobody", {}, {}}).err == "not found: plan/115/nobody\n");
}

BOOST_AUTO_TEST_CASE(a_plan_is_shown_as_it_was) {
  const Instant first = at_rest().now;
  const std::string absent =
      "{\"stream\":\"plan/115/teacher1\",\"version\":0,\"state\":\"absent\"}\n";
  const struct {
    std::optional<std::uint64_t> version;
    std::optional<Instant> at;
    std::uint64_t shown;
  } rows[] = {
      {0, {}, 0},
      {1, {}, 1},
      {2, {}, 2},
      {3, {}, 3},
      {99, {}, 3},
      {{}, first + -second_us, 0},
      {{}, first, 1},  // all that second, as the history prints it
      {{}, first + day_us + -second_us, 1},
      {{}, first + day_us, 2},
      {{}, first + 9 * day_us, 3},
      {{}, {}, 3},
  };
  for (const auto& row : rows) {
    const Spoken spoken = show({"plan/115/teacher1", row.version, row.at});
    BOOST_TEST(spoken.status == 0);
    if (row.shown == 0) {
      BOOST_TEST(spoken.out == absent);
      continue;
    }
    const auto json = nlohmann::json::parse(spoken.out);
    BOOST_TEST(json["version"] == row.shown);
    BOOST_TEST(json["state"] == "draft");
    BOOST_TEST(json["contents"]["hours"]["1-1-1"] == row.shown);
    const auto day = static_cast<std::int64_t>(row.shown) - 1;
    BOOST_TEST(json["changed_at"] == taipei_rfc3339(first + day * day_us));
    BOOST_TEST(!json.contains("receipt"));
    BOOST_TEST(!json.contains("note"));
  }
}

BOOST_AUTO_TEST_CASE(other_streams_are_shown_as_they_were_recorded) {
  BOOST_TEST(show({"unit/010002", {}, {}}).out ==
             "{\"stream\":\"unit/010002\",\"version\":1,\"events\":[{\"event\":"
             "\"unit.registered.1\",\"contents\":{\"name\":\"青山國民小學\","
             "\"county\":\"NWT\"}}]}\n");
  BOOST_TEST(show({"unit/010002", 0, {}}).out ==
             "{\"stream\":\"unit/010002\",\"version\":0,\"events\":[]}\n");
}

BOOST_AUTO_TEST_CASE(what_was_erased_is_said_to_be) {
  const DataFolder data{at_rest().folder.path() / "erased", {}};
  std::filesystem::create_directory(data.root);
  std::filesystem::copy(at_rest().data.log(), data.log());
  {
    const auto log = RocksLog::open(data.log());
    log->remove_contents({24, 25, 26, log->read_stream("person/teacher1", 0).front().position});
  }
  const auto ask = [&](const std::string& stream) {
    return hear([&] { return run_show(data, {stream, {}, {}}); }).out;
  };
  BOOST_TEST(hear([&] { return run_history(data, "plan/115/teacher1"); })
                 .out.starts_with("   1  2026/11/22 10:00:00  teacher1  plan.draft_saved.1  "
                                  "內容已依法刪除\n   2  "));
  BOOST_TEST(ask("plan/115/teacher1") ==
             "{\"stream\":\"plan/115/teacher1\",\"version\":3,\"state\":\"absent\","
             "\"note\":\"內容已依法刪除\"}\n");
  BOOST_TEST(ask("person/teacher1") ==
             "{\"stream\":\"person/teacher1\",\"version\":1,\"events\":[{\"event\":"
             "\"person.registered.1\",\"contents\":\"內容已依法刪除\"}]}\n");
  BOOST_TEST(ask("plan/115/teacher3").find("note") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_export_is_of_all_of_a_stream_or_of_a_year) {
  const struct {
    ExportOptions options;
    std::ptrdiff_t lines;
    const char* begin;
  } rows[] = {
      {{"", 0}, 26, "{\"position\":1,\"stream\":\"unit/010001\""},
      {{"plan/115/teacher1", 0}, 5, "{\"after\":23,\"chain\":"},
      {{"unit/010001", 0}, 2, "{\"position\":1,\"stream\":\"unit/010001\""},
      {{"unit/010002", 0}, 3, "{\"after\":1,\"chain\":"},
      {{"", 114}, 6, "{\"after\":11,\"chain\":"},
      {{"unit/010002", 114}, 8, "{\"after\":1,\"chain\":"},
      {{"", 113}, 0, ""},
  };
  for (const auto& row : rows) {
    for (const auto& root : both_when(&row == rows)) {
      const Spoken spoken = hear([&] { return run_export({root, {}}, row.options); });
      BOOST_TEST_CONTEXT(row.options.stream << " " << row.options.year << "\n" << spoken.out) {
        BOOST_TEST(spoken.status == 0);
        BOOST_TEST(std::ranges::count(spoken.out, '\n') == row.lines);
        BOOST_TEST(spoken.out.starts_with(row.begin));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_read_where_there_is_no_log) {
  const DataFolder data{at_rest().folder.path() / "none", {}};
  const std::string said = "there is no log in " + data.root.string();
  for (const auto& command :
       std::vector<std::function<int()>>{[&] { return run_history(data, "unit/010001"); },
                                         [&] {
                                           return run_show(data, {"unit/010001", {}, {}});
                                         },
                                         [&] { return run_export(data, {}); }}) {
    const Spoken spoken = hear(command);
    BOOST_TEST(spoken.status == 2);
    BOOST_TEST(spoken.err == said);
    BOOST_TEST(!std::filesystem::exists(data.root));
  }
}

BOOST_AUTO_TEST_CASE(demonstration_data_fill_an_empty_log_only) {
  const Spoken spoken =
      hear([&] { return run_demo(at_rest().data, at_rest().now, DemoPhase::open, 0); });
  BOOST_TEST(spoken.status == 2);
  BOOST_TEST(spoken.err == "the data folder holds events already");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
