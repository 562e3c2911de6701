// Two schools, a year and three teachers on a real log, with the executor alone. Here: what tests
// ask commands of. Not here: demonstration data and views, which commands do not need (served).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "events/execute.hpp"
#include "events/log/rocks_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"
#include "tests/told.hpp"

namespace yanxi {

inline const Instant in_august = from_taipei(2026, 8, 5), in_september = from_taipei(2026, 9, 10);
inline const Hours school_hours = {{{"1-1-1", 3}}, {}};

// The first school has submitted its plan, and t1 is on its
// list.
struct House {
  Folder folder;
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  Catalogues catalogues = examples::load_catalogues();
  Executor executor{*log, catalogues};
  int commands = 0;

  House() {
    register_person("t1", {{"teacher", "010001"}});
    register_person("t2", {{"teacher", "010002"}});
    register_person("t3", {{"teacher", "010001"}, {"clerk", "010001"}});
    BOOST_REQUIRE(executor.execute<streams::Year>(request(in_august), {115, {}}, 0,
                                                  year::Open{"115-1", examples::windows(), false}));
    save_school("010001", in_august);
    BOOST_REQUIRE(executor.execute<streams::SchoolPlan>(request(in_august), {115, "010001"}, {},
                                                        school_plan::Submit{}));
    BOOST_REQUIRE(executor.execute<streams::Roster>(request(in_august), {115, "010001"}, {},
                                                    roster::Freeze{{"t2", "t1"}}));
  }

  Request request(Instant at, const std::string& account = "root") {
    const bool staff = account == "root";
    return {{account, staff ? "system" : "teacher", staff ? terminal_source : "builtin"},
            at,
            command_id(account, std::to_string(++commands), "")};
  }
  void register_person(const std::string& account, std::vector<person::Role> roles) {
    BOOST_REQUIRE(executor.execute<streams::Person>(
        request(in_august), {0, account}, {}, person::Register{"王小明", std::move(roles), ""}));
  }
  std::expected<Outcome, school_plan::Refusal> save_school(const std::string& unit, Instant at) {
    return executor.execute<streams::SchoolPlan>(request(at), {115, unit}, {},
                                                 school_plan::SaveDraft{school_hours});
  }
  std::expected<Outcome, plan::Refusal> plan(const std::string& account, std::uint64_t seen,
                                             const plan::Command& command,
                                             Instant at = in_september, int year = 115) {
    return executor.execute<streams::Plan>(
        plan::is_of_staff(command) ? request(at) : request(at, account), {year, account}, seen,
        command);
  }
  std::expected<Outcome, plan::Refusal> save(const std::string& account, std::uint64_t seen,
                                             const std::string& hours,
                                             const std::string& item = "1-1-1") {
    return plan(account, seen, plan::SaveDraft{{{"h." + item, hours}}, "form"});
  }
  // Events written past the executor.
  std::uint64_t write(const std::string& stream, std::vector<Encoded> events) {
    const auto appended = log->append({stream,
                                       log->read_stream(stream, 0).size(),
                                       in_september,
                                       {"rival", "admin", "builtin"},
                                       request(in_september).command,
                                       std::move(events)});
    BOOST_REQUIRE(appended.has_value());
    return appended->position;
  }
  std::uint64_t head() const { return log->head().position; }
};

}  // namespace yanxi
