#include "projections/count.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <set>

#include "tests/projections/count_scan.hpp"
#include "tests/stored.hpp"
#include "tests/told_log.hpp"

// Folded numbers equal a scan after every event of random histories and after every stored kind of
// event, and they leave no trace of what is no more. view_rows_test compares them in its story.

namespace yanxi {
namespace {

using Rows = std::map<std::string, std::string>;

Rows rows_of(const LocalStore& store, const std::string& prefix) {
  Rows rows;
  store.scan(prefix, [&](auto key, auto value) {
    rows[std::string(key)] = value;
    return true;
  });
  return rows;
}

// Schools come and move, people change posts, plans do all that the rules let follow, some are
// erased. The last school is never registered: its plans and posts are counted, in no county.
class History : public Told {
 public:
  explicit History(unsigned seed) : random_(seed) {}

  void step() {
    const std::size_t kind = below(20);
    if (kind == 0) return move_unit();
    if (kind < 4) return change_posts();
    if (kind == 4) return erase_person();
    const std::string account = accounts[below(accounts.size())];
    const int year = years[below(years.size())];
    plan::Status& status = statuses_[{year, account}];
    const plan::Event event = plan_event(year);
    const auto next = plan::follow(status, event);
    if (!next) return step();
    status = *next;
    tell_plan(account, event, "", year);
  }

  const std::vector<std::string> units = {"0100", "010001", "010002", "020001"};
  const std::vector<int> years = {114, 115};

 private:
  std::size_t below(std::size_t most) { return random_() % most; }

  void move_unit() {
    const std::string& unit = units[below(3)];
    const char* county = std::array{"NWT", "TPE", "NW"}[below(3)];
    if (units_.insert(unit).second) {
      tell_unit(unit, unit::Registered{"學校", county});
    } else {
      tell_unit(unit, unit::Changed{"新學校", county});
    }
  }
  void change_posts() {
    const std::string& account = accounts[below(accounts.size())];
    std::vector<person::Role> roles;
    for (const std::string& unit : units) {
      if (below(3) == 0) roles.push_back({below(4) == 0 ? "clerk" : "teacher", unit});
    }
    if (people_.insert(account).second) {
      tell_person(account, person::Registered{"王小明", roles, ""});
    } else {
      tell_person(account, person::RolesSet{roles});
    }
  }
  // As the terminal does: what was said of the person goes, and then it is told.
  void erase_person() {
    const std::string& account = accounts[below(accounts.size())];
    if (people_.erase(account) == 0) return step();
    std::vector<std::uint64_t> positions;
    for (const Envelope& envelope : log->read_all(0, 10'000)) {
      if (is_stream_of(parse_stream(envelope.stream), account)) {
        positions.push_back(envelope.position);
      }
    }
    log->remove_contents(positions);
    tell_person(account, person::Erased{"當事人請求", "admin2"});
    fold();
    BOOST_REQUIRE(check_counts(views, years, units));
    BOOST_REQUIRE(projector.rebuild());
    for (const int year : years) statuses_.erase({year, account});
  }

  Contents contents() {
    Contents contents;
    const std::size_t place = below(units.size() + 1);
    contents.unit = place < units.size() ? units[place] : "";
    for (const char* item : {"1-1-1", "1-2-1", "3-2-5"}) {
      if (below(2) == 0) contents.hours.planned.emplace_back(item, static_cast<int>(below(4)));
    }
    const auto code = [&] { return std::array{"", "ME10", "ME20", "A/B"}[below(4)]; };
    contents.method = {code(), code(), code()};
    contents.time = {code()};
    if (below(2) == 0) contents.place = {code(), code()};
    return contents;
  }
  plan::Event plan_event(int year) {
    const std::string version = std::to_string(year) + "-1";
    switch (below(9)) {
      case 0:
        return plan::SchoolPlanImported{"010001", 1, "leaf", "fill", {{{"1-1-1", 3}}, {}}};
      case 1:
      case 2:
        return plan::Submitted{now.us, version, contents()};
      case 3:
        return plan::Withdrawn{};
      case 4:
        return plan::Deleted{};
      case 5:
        return plan::Restored{"誤按退回修改", ""};
      case 6:
        return plan::Extended{now, true, "住院無法填寫", ""};
      case 7:
        return plan::CatalogueChanged{version, contents(), {}};
      default:
        return plan::DraftSaved{"form", version, contents()};
    }
  }

  const std::vector<std::string> accounts = {"amy", "amya", "bob", "eve", "joe"};
  std::mt19937 random_;
  std::set<std::string> units_, people_;
  std::map<std::pair<int, std::string>, plan::Status> statuses_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(counts)

BOOST_AUTO_TEST_CASE(after_every_event_of_random_histories_they_equal_a_scan) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    History history(seed);
    for (int i = 0; i < 250; ++i) {
      history.step();
      history.fold();
      BOOST_TEST_CONTEXT("seed " << seed << ", position " << history.projector.position()) {
        BOOST_REQUIRE(check_counts(history.views, history.years, history.units));
      }
    }
    // Following page by page, following event by event and making anew write the same bytes.
    const Rows followed = rows_of(history.store, "count/");
    BOOST_TEST(followed.size() > 8u);
    BOOST_REQUIRE(history.projector.rebuild());
    BOOST_TEST((rows_of(history.store, "count/") == followed));
    LocalStore stepped(history.folder.path() / "stepped");
    Projector(*history.log, stepped, [](const std::string& what) { BOOST_ERROR(what); }).catch_up();
    BOOST_TEST((rows_of(stepped, "") == rows_of(history.store, "")));
  }
}

BOOST_FIXTURE_TEST_CASE(after_every_stored_kind_of_event_they_equal_a_scan, Told) {
  std::map<std::string, std::uint64_t> versions;
  CommandId command{1};
  std::set<std::string> units = {"010001"};
  std::set<int> years = {115};
  for (const Stored& stored : stored_examples()) {
    const StreamName stream = parse_stream(stored.stream);
    if (stream.year != 0) years.insert(stream.year);
    if (stream.is<streams::Unit>()) units.insert(stream.name);
    ++command[1];
    const auto appended = log->append({stored.stream,
                                       versions[stored.stream],
                                       now,
                                       {"system", "system", "terminal"},
                                       command,
                                       {{stored.tag, stored.payload}}});
    BOOST_REQUIRE(appended);
    versions[stored.stream] = appended->version;
    fold();
    BOOST_TEST_CONTEXT(stored.tag) {
      check_counts(views, {years.begin(), years.end()}, {units.begin(), units.end()});
    }
  }
}

BOOST_FIXTURE_TEST_CASE(what_is_no_more_has_no_rows_of_numbers, Told) {
  tell_unit("010001", unit::Registered{"學校", "NWT"});
  fold();
  const Rows before = rows_of(store, "count/");
  BOOST_TEST(before.size() == 1u);
  tell_person("amy", person::Registered{"王小明", {{"teacher", "010001"}}, ""});
  Contents contents;
  contents.unit = "010001";
  contents.hours.planned = {{"1-1-1", 3}};
  contents.method = {"ME10"};
  for (const plan::Event& event :
       std::vector<plan::Event>{plan::DraftSaved{"form", "115-1", contents},
                                plan::Submitted{now.us, "115-1", contents}, plan::Withdrawn{}}) {
    tell_plan("amy", event);
    fold();
    BOOST_TEST(rows_of(store, "count/").size() == 4u);
  }
  tell_plan("amy", plan::Deleted{});
  tell_person("amy", person::RolesSet{{}});
  fold();
  BOOST_TEST((rows_of(store, "count/") == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
