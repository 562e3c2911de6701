#include "fcgi/operate/import.hpp"

#include <boost/test/unit_test.hpp>

#include "events/log/rocks_log.hpp"
#include "fcgi/staff/plan_search.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// Imports and searches on a real log.

namespace yanxi {
namespace {

struct StaffDesk {
  Folder folder;
  Catalogues catalogues = examples::load_catalogues();
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  Executor executor{*log, catalogues};
  Instant now = from_taipei(2026, 11, 22, 10);

  StaffDesk() { fill_demo(*log, catalogues, now, DemoPhase::late, 40); }

  ImportPlan plan(const std::string& text) {
    return plan_import(*log, catalogues.latest(), {ImportKind::people, 0, now, {}}, text);
  }
  void carry_out(const ImportPlan& plan, const std::string& once) {
    carry_out_import(executor, {"admin1", "admin", "builtin"}, now, once, plan, {});
  }
};

const std::string transfer = "account,name,roles,sign_in\nteacher1,郭大強,teacher:010002,no\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(imports, StaffDesk)

BOOST_AUTO_TEST_CASE(an_interrupted_import_that_is_sent_again_goes_on) {
  ImportPlan begun = plan(transfer);
  BOOST_REQUIRE(begun.changes.size() == 1u);
  BOOST_REQUIRE(begun.changes[0].person.size() == 3u);
  begun.changes[0].person.resize(1);  // the name was changed, then the power went
  carry_out(begun, "form");
  carry_out(plan(transfer), "form");
  const person::State state = read_person(*log, "teacher1");
  BOOST_TEST(state.name == "郭大強");
  BOOST_TEST((state.roles == std::vector<person::Role>{{"teacher", "010002"}}));
  BOOST_TEST(state.barred);
  BOOST_TEST(plan(transfer).changes.empty());
}

BOOST_AUTO_TEST_CASE(the_same_import_sent_twice_is_done_once) {
  const ImportPlan once = plan(transfer);
  carry_out(once, "form");
  const auto head = log->head().position;
  carry_out(once, "form");
  BOOST_TEST(log->head().position == head);
}

BOOST_AUTO_TEST_CASE(nothing_of_a_text_with_a_fault_is_planned_for) {
  const ImportPlan faulty = plan(transfer + "teacher2,劉大衛,teacher:999999,\n");
  BOOST_TEST(faulty.fault_count == 1u);
  BOOST_TEST(faulty.faults.at(0).line == 3u);
  BOOST_TEST((faulty.faults.at(0).kind == ImportFault::Kind::unknown_unit));
}

BOOST_AUTO_TEST_CASE(other_changes_have_another_digest) {
  const std::string before = digest_of(plan(transfer));
  executor.execute<streams::Person>(
      {{"admin1", "admin", "builtin"}, now, command_id("a", "b", "c")}, {0, "teacher1"}, {},
      person::SetRoles{{{"teacher", "010002"}}});
  BOOST_TEST(digest_of(plan(transfer)) != before);
}

BOOST_AUTO_TEST_CASE(a_sample_is_drawn_again_from_a_log_that_has_grown) {
  const std::uint64_t head = log->head().position;
  const auto sample = draw_sample(*log, 115, "seed", head, 10);
  BOOST_TEST(sample.size() == 10u);
  carry_out(plan(transfer), "form");
  BOOST_TEST((draw_sample(*log, 115, "seed", head, 10) == sample));
  BOOST_TEST((draw_sample(*log, 115, "other", head, 10) != sample));
}

BOOST_AUTO_TEST_CASE(positions_are_found_by_time) {
  const auto all = log->read_all(0, 100'000);
  for (const Instant at : {all.front().at, all[all.size() / 2].at, all.back().at, now + day_us}) {
    const auto first = std::ranges::find_if(all, [&](const Envelope& e) { return e.at >= at; });
    const std::uint64_t expected = first == all.end() ? all.size() + 1 : first->position;
    BOOST_TEST(find_position(*log, at) == expected);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
