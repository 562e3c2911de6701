#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "events/log/durable_file.hpp"
#include "events/log/rocks_log.hpp"
#include "fcgi/operate/erasure.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"
#include "tests/refusal.hpp"

// The two files that remember erasures, at every step where the power may go; and where the parts
// of a data folder lie.

namespace yanxi {
namespace {

using boost::test_tools::per_element;

struct Place {
  Folder folder;
  DataFolder data{folder.path() / "data", {}};
  Instant now = examples::opens();
  std::unique_ptr<RocksLog> log = RocksLog::open(data.log());
  Executor executor{*log, examples::catalogues()};
  int cleaned = 0;

  Place() { enrol("teacher1", now); }
  void enrol(const std::string& account, Instant at) {
    const Request request{
        {"system", "system", "terminal"}, at, command_id(account, std::to_string(at.us), "")};
    BOOST_REQUIRE(executor.execute<streams::Person>(request, {0, account}, {},
                                                    person::Register{"郭小強", {}, ""}));
  }
  Erasure order(const std::string& account = "teacher1") const {
    return order_erasure(account, "依當事人申請", "陳主任", "root", now);
  }
  std::expected<Outcome, person::Refusal> erase(const Erasure& erasure) {
    return carry_out(data, executor, erasure, [&](const std::string& account) {
      BOOST_TEST(account == erasure.account);
      ++cleaned;
    });
  }
  // The order as it is written down.
  std::string line_of(const Erasure& erasure) {
    return nlohmann::ordered_json{{"account", erasure.account},
                                  {"at", taipei_rfc3339(erasure.at)},
                                  {"at_us", erasure.at.us},
                                  {"reason", erasure.reason},
                                  {"actor", erasure.actor},
                                  {"second_person", erasure.second_person},
                                  {"id", erasure.id}}
               .dump() +
           "\n";
  }
  std::vector<std::string> unfinished() const {
    std::vector<std::string> accounts;
    for (const Erasure& erasure : find_unfinished(data, *log)) accounts.push_back(erasure.account);
    return accounts;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(erasure_orders)

BOOST_FIXTURE_TEST_CASE(an_order_is_written_before_and_noted_after, Place) {
  Erasure erasure = order();
  erasure.id = "000102030405060708090a0b0c0d0e0f";
  erasure.at = now + 1;  // microseconds are kept
  const std::string line =
      R"({"account":"teacher1","at":"2026-09-01T08:00:00+08:00","at_us":1788220800000001,)"
      R"("reason":"依當事人申請","actor":"root","second_person":"陳主任",)"
      R"("id":"000102030405060708090a0b0c0d0e0f"})"
      "\n";
  BOOST_TEST(line_of(erasure) == line);
  std::string during;
  const auto outcome = carry_out(data, executor, erasure, [&](const std::string& account) {
    BOOST_TEST(account == "teacher1");
    during = read_file(data.erasing());
    BOOST_TEST(!std::filesystem::exists(data.erasures()));
    BOOST_TEST(log->read_all(0, 1).front().erased);
  });
  BOOST_REQUIRE(outcome);
  BOOST_TEST(outcome->position == 2u);
  BOOST_TEST(during == line);
  BOOST_TEST(read_file(data.erasures()) == line);
  BOOST_TEST(!std::filesystem::exists(data.erasing()));
  BOOST_TEST(log->find_command("person/teacher1", log->read_all(1, 1).front().command).has_value());
  BOOST_TEST(to_hex(log->read_all(1, 1).front().command) == erasure.id);
  BOOST_CHECK(log->read_all(1, 1).front().actor == (Actor{"root", "system", "terminal"}));
  BOOST_CHECK(log->read_all(1, 1).front().at == erasure.at);
  const auto noted = read_erasures(data.erasures());
  BOOST_REQUIRE(noted.size() == 1u);
  BOOST_TEST(line_of(noted[0]) == line);
}

BOOST_FIXTURE_TEST_CASE(every_order_has_a_number_of_its_own, Place) {
  std::set<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.insert(order().id);
  BOOST_TEST(ids.size() == 4u);
  BOOST_TEST(ids.begin()->size() == 32u);
  const Erasure made = order("u");
  BOOST_TEST(made.account == "u");
  BOOST_TEST(made.reason == "依當事人申請");
  BOOST_TEST(made.second_person == "陳主任");
  BOOST_TEST(made.actor == "root");
  BOOST_CHECK(made.at == now);
}

BOOST_FIXTURE_TEST_CASE(wherever_it_was_interrupted_it_is_ended_once, Place) {
  const Erasure erasure = order();
  const std::string line = line_of(erasure);
  // Killed when the order was written and nothing done.
  write_durably(data.erasing(), line);
  BOOST_TEST(unfinished() == std::vector<std::string>{"teacher1"}, per_element());
  BOOST_REQUIRE(erase(find_unfinished(data, *log).front()));
  BOOST_TEST(cleaned == 1);
  BOOST_TEST(unfinished().empty());
  BOOST_TEST(log->head().position == 2u);
  // Killed when all was done and the order still lay there.
  write_durably(data.erasing(), line);
  BOOST_TEST(unfinished() == std::vector<std::string>{"teacher1"}, per_element());
  BOOST_REQUIRE(erase(find_unfinished(data, *log).front()));
  BOOST_TEST(cleaned == 2);
  BOOST_TEST(log->head().position == 2u);
  BOOST_TEST(read_file(data.erasures()) == line);
  // Killed when the log had lost the contents and nothing was noted.
  write_durably(data.erasing(), line);
  remove_durably(data.erasures());
  BOOST_REQUIRE(erase(find_unfinished(data, *log).front()));
  BOOST_TEST(read_file(data.erasures()) == line);
  BOOST_TEST(!std::filesystem::exists(data.erasing()));
}

BOOST_FIXTURE_TEST_CASE(one_order_at_a_time, Place) {
  enrol("teacher2", now);
  const std::string first = line_of(order("teacher2"));
  write_durably(data.erasing(), first);
  BOOST_TEST(refusal_of([&] { (void)erase(order()); }) == "an erasure before is not finished");
  BOOST_TEST(read_file(data.erasing()) == first);
  BOOST_TEST(!log->read_all(0, 1).front().erased);
  BOOST_TEST(cleaned == 0);
}

BOOST_FIXTURE_TEST_CASE(a_refused_order_leaves_nothing, Place) {
  Erasure nobody = order("nobody");
  BOOST_CHECK(erase(nobody).error() == person::Refusal::not_registered);
  BOOST_TEST(cleaned == 0);
  BOOST_TEST(names_in(data.root) == std::vector<std::string>{"log"}, per_element());
}

BOOST_FIXTURE_TEST_CASE(what_an_older_log_must_still_lose_is_found, Place) {
  enrol("teacher2", now);
  const auto note = [&](const std::string& account, Instant at) {
    Erasure erasure = order(account);
    erasure.at = at;
    append_durably(data.erasures(), nlohmann::json{{"account", erasure.account},
                                                   {"at_us", erasure.at.us},
                                                   {"reason", erasure.reason},
                                                   {"actor", erasure.actor},
                                                   {"second_person", erasure.second_person},
                                                   {"id", erasure.id}}
                                        .dump());
  };
  note("nobody", now + day_us);
  BOOST_TEST(unfinished().empty());
  note("teacher1", now + -1);  // somebody took the account later
  BOOST_TEST(unfinished().empty());
  note("teacher2", now);
  BOOST_TEST(unfinished() == std::vector<std::string>{"teacher2"}, per_element());
  note("teacher1", now + day_us);
  BOOST_TEST(unfinished() == (std::vector<std::string>{"teacher2", "teacher1"}), per_element());
  // The order that lies there comes first.
  write_durably(data.erasing(), line_of(order("teacher9")));
  BOOST_TEST(unfinished() == (std::vector<std::string>{"teacher9", "teacher2", "teacher1"}),
             per_element());
  remove_durably(data.erasing());
  for (const Erasure& erasure : find_unfinished(data, *log)) BOOST_REQUIRE(erase(erasure));
  BOOST_TEST(unfinished().empty());
  // Who came back since is nobody's old business.
  enrol("teacher1", now + 2 * day_us);
  BOOST_TEST(unfinished().empty());
}

BOOST_FIXTURE_TEST_CASE(a_damaged_file_of_erasures_is_named, Place) {
  const auto file = data.erasures();
  BOOST_TEST(read_erasures(file).empty());
  const std::string good = line_of(order());
  for (const std::string& bad :
       {std::string("\n"), std::string("{}\n"), good.substr(0, 40), good + "x\n", "[" + good}) {
    write_durably(file, bad);
    BOOST_TEST(
        refusal_of([&] { read_erasures(file); }).starts_with(file.string() + " is damaged: "));
    BOOST_CHECK_THROW(unfinished(), std::runtime_error);
  }
  for (const char* id :
       {"", "00", "000102030405060708090a0b0c0d0e", "xx0102030405060708090a0b0c0d0e0f",
        "000102030405060708090a0b0c0d0e0f10", "000102030405060708090a0b0c0d0e0"}) {
    Erasure erasure = order();
    erasure.id = id;
    BOOST_TEST(refusal_of([&] { (void)erase(erasure); }) == "an erasure has no id");
    std::filesystem::remove(data.erasing());
  }
  BOOST_TEST(log->head().position == 1u);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_told_on_the_terminal) {
  using person::Refusal;
  const std::pair<Refusal, const char*> words[] = {
      {Refusal::not_registered, "nobody is registered under this account"},
      {Refusal::no_reason, "--reason: 1 to 200 characters"},
      {Refusal::stale, "the person was changed meanwhile"},
      {Refusal::no_link, "the link was used or has expired"},
      {Refusal::no_second_person,
       "--second-person: 1 to 50 characters, and somebody else than you and the account"},
      {Refusal::already_registered, "the account is registered already"},
      {Refusal::bad_name, "the name cannot be accepted"},
      {Refusal::bad_role, "there is no such role"},
  };
  for (const auto& [refusal, text] : words) BOOST_TEST(describe(refusal) == text);
}

BOOST_AUTO_TEST_CASE(everything_of_a_data_folder_has_its_place) {
  const DataFolder data{"/d", {}}, apart{"/d", "/disk/notes"};
  const std::pair<std::filesystem::path, const char*> places[] = {
      {data.log(), "/d/log"},
      {data.views(), "/d/views"},
      {data.sessions(), "/d/sessions"},
      {data.checkpoints(), "/d/checkpoints"},
      {apart.checkpoints(), "/disk/notes"},
      {data.keys(), "/d/keys"},
      {apart.keys(), "/d/keys"},
      {data.form_key(), "/d/keys/forms.key"},
      {data.erasures(), "/d/erasures"},
      {data.erasing(), "/d/erasing"},
      {data.socket(), "/d/fcgi.sock"},
      {data.control_socket(), "/d/control.sock"},
  };
  for (const auto& [place, text] : places) BOOST_TEST(place.string() == text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
