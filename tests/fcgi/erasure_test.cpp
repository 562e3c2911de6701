#include "fcgi/operate/erasure.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_log.hpp"
#include "events/verify.hpp"
#include "fcgi/visit/session.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/projector.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// Lawful erasure: the person's words are in no file any more, and everything else stands.

namespace yanxi {
namespace {

const std::string words = "海洋學校課程與自編教材";  // typed by teacher1 and nobody else

struct Place {
  Folder folder;
  DataFolder data{folder.path() / "data", {}};
  Instant now = from_taipei(2026, 11, 22, 10);
  std::unique_ptr<RocksLog> log = RocksLog::open(data.log());
  LocalStore views{data.views()};
  Projector projector{*log, views, [](const std::string& what) { BOOST_ERROR(what); }};
  Sessions sessions{data.sessions(), data.form_key()};
  Executor executor{*log, examples::catalogues()};

  Place() {
    fill_demo(*log, examples::catalogues(), now, DemoPhase::open);
    save("a", 0);
    save("b", 1);
    sessions.open("teacher1", now);
    projector.catch_up();
  }
  void save(const std::string& once, std::uint64_t seen) { BOOST_REQUIRE(ask_to_save(once, seen)); }
  std::expected<Outcome, plan::Refusal> ask_to_save(const std::string& once, std::uint64_t seen) {
    const Request request{
        {"teacher1", "teacher", "builtin"}, now, command_id("teacher1", once, "")};
    return executor.execute<streams::Plan>(
        request, {115, "teacher1"}, seen,
        plan::SaveDraft{{{"h.1-2-99", once == "a" ? "1" : "2"}, {"o.1-2-99", words}}, "form"});
  }
  Erasure order(const std::string& account = "teacher1") const {
    return order_erasure(account, "依當事人申請", "陳主任", "root", now);
  }
  std::expected<Outcome, person::Refusal> erase(const Erasure& erasure) {
    return carry_out(data, executor, erasure, [&](const std::string& account) {
      sessions.forget(account);
      projector.rebuild();
    });
  }
  // Files below the data folder that hold the bytes.
  std::vector<std::string> holding(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data.root)) {
      if (entry.is_regular_file() && read_file(entry.path()).find(bytes) != std::string::npos) {
        found.push_back(entry.path().filename());
      }
    }
    return found;
  }
  std::vector<std::string> faults() const {
    std::vector<std::string> found;
    verify(*log, {}, nullptr, [&](const Fault& fault) { found.push_back(fault.what); });
    return found;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(erasure)

BOOST_FIXTURE_TEST_CASE(no_file_holds_the_bytes_any_more, Place) {
  log->purge();  // into a table, from which only compaction takes them
  views.compact();
  BOOST_TEST(!holding(words).empty());
  const std::string salt(
      reinterpret_cast<const char*>(log->read_stream("plan/115/teacher1", 0).back().salt.data()),
      16);
  BOOST_TEST(!holding(salt).empty());
  BOOST_REQUIRE(erase(order()));
  BOOST_TEST(holding(words).empty());
  BOOST_TEST(holding(salt).empty());
  BOOST_TEST(faults().empty());
  for (const Envelope& envelope : log->read_stream("plan/115/teacher1", 0)) {
    BOOST_TEST(envelope.erased);
    BOOST_TEST(envelope.payload.empty());
  }
  BOOST_TEST(!std::filesystem::exists(data.erasing()));
  BOOST_TEST(read_erasures(data.erasures()).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(the_person_is_gone_and_the_others_are_not, Place) {
  const auto before = log->read_stream("person/teacher2", 0);
  BOOST_REQUIRE(erase(order()));
  const ViewReader reader(views);
  BOOST_TEST(!read_person_view(reader, "teacher1")->state.exists);
  BOOST_TEST(read_person_view(reader, "teacher1")->names.empty());
  BOOST_CHECK(read_plan_view(reader, "teacher1", 115)->state.status == plan::Status::absent);
  BOOST_TEST(read_plan(*log, 115, "teacher1").version == 2u);
  BOOST_TEST(read_person_view(reader, "teacher2")->state.exists);
  BOOST_TEST(log->read_stream("person/teacher2", 0)[0].payload == before[0].payload);
  // A form that was open in a browser comes too late.
  BOOST_TEST((ask_to_save("c", 2).error().kind == plan::Refusal::Kind::not_authorised));
}

BOOST_FIXTURE_TEST_CASE(who_comes_back_begins_anew, Place) {
  BOOST_REQUIRE(erase(order()));
  const Request request{{"system", "system", "terminal"}, now, command_id("x", "y", "z")};
  BOOST_REQUIRE(executor.execute<streams::Person>(
      request, {0, "teacher1"}, {}, person::Register{"郭小強", {{"teacher", "010001"}}, ""}));
  save("c", 2);
  BOOST_TEST(faults().empty());
  const auto again = order();
  BOOST_REQUIRE(erase(again));
  BOOST_TEST(faults().empty());
  BOOST_TEST(holding(words).empty());
  // What the first erasure said of itself stays.
  BOOST_TEST(!log->read_stream("person/teacher1", 0)[1].erased);
}

BOOST_FIXTURE_TEST_CASE(an_erasure_needs_a_reason_and_a_second_person, Place) {
  using person::Refusal;
  auto wrong = order("nobody");
  BOOST_CHECK(erase(wrong).error() == Refusal::not_registered);
  wrong = order();
  wrong.reason = " ";
  BOOST_CHECK(erase(wrong).error() == Refusal::no_reason);
  for (const char* second : {"", "root", "teacher1"}) {
    wrong = order();
    wrong.second_person = second;
    BOOST_CHECK(erase(wrong).error() == Refusal::no_second_person);
  }
  BOOST_TEST(!std::filesystem::exists(data.erasing()));
  BOOST_TEST(!std::filesystem::exists(data.erasures()));
  BOOST_TEST(!holding(words).empty());
}

BOOST_FIXTURE_TEST_CASE(an_interrupted_erasure_is_ended_at_the_next_start, Place) {
  const auto interrupt = [](const std::string&) { throw std::runtime_error("killed here"); };
  BOOST_CHECK_THROW(carry_out(data, executor, order(), interrupt), std::runtime_error);
  const auto unfinished = find_unfinished(data, *log);
  BOOST_REQUIRE(unfinished.size() == 1u);
  const std::uint64_t head = log->head().position;
  BOOST_REQUIRE(erase(unfinished.front()));
  BOOST_TEST(log->head().position == head);  // recorded once
  BOOST_TEST(find_unfinished(data, *log).empty());
  BOOST_TEST(holding(words).empty());
}

BOOST_FIXTURE_TEST_CASE(no_order_pushes_an_unfinished_one_aside, Place) {
  const auto interrupt = [](const std::string&) { throw std::runtime_error("killed here"); };
  BOOST_CHECK_THROW(carry_out(data, executor, order(), interrupt), std::runtime_error);
  BOOST_CHECK_THROW(erase(order("teacher2")), std::runtime_error);
  BOOST_CHECK_THROW(erase(order()), std::runtime_error);
  BOOST_TEST(find_unfinished(data, *log).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(what_a_killed_replacement_left_goes_too, Place) {
  const auto left = data.root / "views.old", half = data.root / "views.new";
  for (const auto& folder_left : {left, half}) {
    std::filesystem::create_directories(folder_left);
    write_durably(folder_left / "000004.log", words);
  }
  BOOST_REQUIRE(erase(order()));
  BOOST_TEST(holding(words).empty());
  // Nor does it lie there until the next replacement.
  const auto other = data.root / "other";
  std::filesystem::create_directories(other.string() + ".old");
  const LocalStore opened(other);
  BOOST_TEST(!std::filesystem::exists(other.string() + ".old"));
}

BOOST_FIXTURE_TEST_CASE(contents_that_vanish_without_an_erasure_are_a_fault, Place) {
  log->remove_contents({log->head().position});
  const auto found = faults();
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].find("no erasure of teacher1 is recorded") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(contents_kept_in_spite_of_an_erasure_are_a_fault, Place) {
  const Request request{{"root", "system", "terminal"}, now, command_id("x", "y", "z")};
  BOOST_REQUIRE(executor.execute<streams::Person>(
      request, {0, "teacher1"}, {}, person::Erase{"teacher1", "root", "依當事人申請", "陳主任"}));
  const auto found = faults();
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].find("in spite of the erasure") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
