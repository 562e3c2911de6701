#include <boost/test/unit_test.hpp>

#include "projections/board_view.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "tests/once.hpp"
#include "tests/told_log.hpp"

// Lists of views, from any place on and for any length: where each begins and ends, and whose rows
// are not in it.

namespace yanxi {
namespace {

constexpr std::size_t all = ~std::size_t{};

plan::DraftSaved draft(const std::string& unit) {
  Contents contents;
  contents.unit = unit;
  return {"form", "115-1", std::move(contents)};
}

// Plans and people whose names begin alike, in an order that is none.
struct Lists : Told {
  Lists() {
    for (const auto& [account, unit] : {std::pair{"ab", "010001"},
                                        {"b", "0100"},
                                        {"a", "010001"},
                                        {"c", "010001"},
                                        {"d", ""},
                                        {"a.b", "010001"},
                                        {"e", "010002"}}) {
      tell_plan(account, draft(unit));
    }
    tell_plan("a", draft("010001"), "a", 114);
    tell_plan("z", draft("010001"), "z", 116);
    for (const auto& [account, name] : {std::pair{"p1", "王小明"},
                                        {"p2", "王小"},
                                        {"p3", "王"},
                                        {"p4", "李王"},
                                        {"p5", "王小"}}) {
      tell_person(account, person::Registered{name, {}, ""});
    }
    for (const int year : {115, 113, 116, 114}) tell_plan("h", draft("010003"), "h", year);
    tell_plan("hi", draft("010003"), "hi", 112);
    registered = now + minute_us;
    tell_person("amy", person::Registered{"陳小明", {}, ""});
    tell_person("amy", person::Renamed{"陳曉明"});
    tell_unit("010001", unit::Registered{"晨光國小", "NWT"});
    fold();
  }
  Instant registered;
};

const ViewReader& views() { return Once<Lists>::made->views; }

std::string join(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) text += (text.empty() ? "" : " ") + one;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(view_lists, *boost::unit_test::fixture<Once<Lists>>())

BOOST_AUTO_TEST_CASE(each_list_begins_after_a_place_and_ends_with_its_limit) {
  const auto board = [&](const std::string& unit, const std::string& after, std::size_t limit) {
    std::vector<std::string> accounts;
    for (const BoardRow& row : read_board(views(), 115, unit, after, limit)) {
      accounts.push_back(row.account);
    }
    return join(accounts);
  };
  const struct {
    const char *unit, *after;
    std::size_t limit;
    const char* accounts;
  } boards[] = {{"010001", "", all, "a a.b ab c"},
                {"010001", "", 1, "a"},
                {"010001", "", 3, "a a.b ab"},
                {"010001", "", 4, "a a.b ab c"},
                {"010001", "", 5, "a a.b ab c"},
                {"010001", "a", all, "a.b ab c"},
                {"010001", "a", 1, "a.b"},
                {"010001", "aa", 2, "ab c"},  // between two rows
                {"010001", "0", 2, "a a.b"},  // before the first
                {"010001", "c", all, ""},     // the last
                {"010001", "d", all, ""},
                {"0100", "", all, "b"},
                {"01000", "", all, ""},
                {"010002", "", all, "e"},
                {"-", "", all, "d"},
                {"", "", all, ""}};
  for (const auto& row : boards) {
    BOOST_TEST_CONTEXT(row.unit << " after " << row.after << " limit " << row.limit) {
      BOOST_TEST(board(row.unit, row.after, row.limit) == row.accounts);
    }
  }
  BOOST_TEST(read_board(views(), 114, "010001").size() == 1u);
  BOOST_TEST(read_board(views(), 11, "010001").empty());
}

BOOST_AUTO_TEST_CASE(places_of_a_year_go_on_from_any_school) {
  const auto places = [&](const BoardPlace& after, std::size_t limit) {
    std::vector<std::string> found;
    for (const auto& [unit, account] : read_places(views(), 115, after, limit)) {
      found.push_back(unit + "/" + account);
    }
    return join(found);
  };
  const std::string rest = "010001/a 010001/a.b 010001/ab 010001/c 010002/e 010003/h";
  const struct {
    BoardPlace after;
    std::size_t limit;
    std::string found;
  } rows[] = {{{"", ""}, all, "-/d 0100/b " + rest},
              {{"", ""}, 1, "-/d"},
              {{"", ""}, 8, "-/d 0100/b " + rest},
              {{"", ""}, 9, "-/d 0100/b " + rest},
              {{"-", "d"}, 2, "0100/b 010001/a"},
              {{"0100", "b"}, all, rest},
              {{"0100", "a"}, all, "0100/b " + rest},
              {{"010001", "aa"}, all, "010001/ab 010001/c 010002/e 010003/h"},
              {{"010001", "c"}, all, "010002/e 010003/h"},
              {{"010001", ""}, 1, "010001/a"},
              {{"010002", "e"}, all, "010003/h"},
              {{"010003", "h"}, all, ""}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.after.unit << "/" << row.after.account << " limit " << row.limit) {
      BOOST_TEST(places(row.after, row.limit) == row.found);
    }
  }
}

BOOST_AUTO_TEST_CASE(people_are_found_by_the_beginning_of_a_name_place_by_place) {
  const auto found = [&](const std::string& name, const std::string& after, std::size_t limit) {
    std::vector<std::string> accounts;
    for (const auto& place : find_people(views(), name, after, limit)) {
      accounts.push_back(account_of_name(place));
    }
    return join(accounts);
  };
  const auto place = [&](std::size_t i) { return find_people(views(), "王", "", all).at(i); };
  const struct {
    std::string name, after;
    std::size_t limit;
    const char* accounts;
  } rows[] = {{"王", "", all, "p3 p2 p5 p1"},
              {"王", "", 1, "p3"},
              {"王", "", 4, "p3 p2 p5 p1"},
              {"王小", "", all, "p2 p5 p1"},
              {"王小明", "", all, "p1"},
              {"王小明明", "", all, ""},
              {"李", "", all, "p4"},
              {"", "", 2, "p4 p3"},
              {"王", place(0), all, "p2 p5 p1"},
              {"王", place(1), 2, "p5 p1"},
              {"王", place(3), all, ""},
              {"王小", place(0), 1, "p2"},  // a place before the first
              {"李", place(0), all, ""}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name << " after " << row.after << " limit " << row.limit) {
      BOOST_TEST(found(row.name, row.after, row.limit) == row.accounts);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_happened_is_found_by_span_kind_and_school_the_newest_first) {
  Told told;
  told.tell_plan("a", draft("010001"));            // 1
  told.tell_plan("ab", draft("0100"));             // 2
  told.tell_plan("a", plan::Deleted{});            // 3
  told.tell_plan("a", draft("010002"), "clerk");   // 4
  told.tell_plan("b", draft(""));                  // 5
  told.tell_plan("a", draft("010001"), "a", 116);  // 6
  told.tell_plan("a", plan::Deleted{});            // 7
  for (int i = 0; i < 10; ++i) told.tell_unit("0" + std::to_string(i), unit::Registered{});
  told.tell_plan("a", draft("010001"));  // 18
  told.fold();
  using enum Happened;
  const struct {
    const char* unit;
    std::vector<Happened> kinds;
    std::uint64_t from, until;
    std::size_t limit;
    const char* positions;
  } rows[] = {{"", {saved}, 1, 19, all, "18 5 4 2 1"},
              {"", {saved, deleted}, 1, 19, all, "18 7 5 4 3 2 1"},
              {"", {deleted, saved}, 1, 19, 3, "18 7 5"},
              {"", {deleted, saved}, 1, 19, 7, "18 7 5 4 3 2 1"},
              {"", {deleted, saved}, 1, 19, 8, "18 7 5 4 3 2 1"},
              {"", {saved}, 1, 19, 1, "18"},
              {"", {submitted}, 1, 19, all, ""},
              {"", {}, 1, 19, all, ""},
              {"", {saved}, 2, 5, all, "4 2"},
              {"", {saved}, 3, 4, all, ""},
              {"", {saved}, 5, 6, all, "5"},
              {"", {saved}, 5, 5, all, ""},
              {"", {saved}, 5, 2, all, ""},
              {"", {saved}, 0, 0, all, ""},
              {"", {saved}, 0, 2, all, "1"},
              {"010001", {saved, deleted}, 1, 19, all, "18 3 1"},
              {"010002", {saved, deleted}, 1, 19, all, "7 4"},
              {"0100", {saved, deleted}, 1, 19, all, "2"},
              {"-", {saved}, 1, 19, all, "5"},
              {"01", {saved}, 1, 19, all, ""}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.unit << " from " << row.from << " until " << row.until) {
      std::vector<std::string> positions;
      for (const Happening& one :
           find_happenings(told.views, 115, row.unit, row.kinds, row.from, row.until, row.limit)) {
        positions.push_back(std::to_string(one.position));
      }
      BOOST_TEST(join(positions) == row.positions);
    }
  }
  const auto fourth = find_happenings(told.views, 115, "", {saved}, 4, 5, 1).at(0);
  BOOST_TEST(fourth.account == "a");
  BOOST_TEST(fourth.actor == "clerk");
  BOOST_TEST(join(find_planners(told.views, 115, "010001")) == "a");
  BOOST_TEST(join(find_planners(told.views, 115, "0100")) == "ab");
  BOOST_TEST(join(find_planners(told.views, 115, "")) == "a ab b");
  BOOST_TEST(join(find_planners(told.views, 114, "")) == "");
}

BOOST_AUTO_TEST_CASE(a_document_carries_the_name_of_its_time) {
  const Instant first = Once<Lists>::made->registered, second = first + minute_us;
  const auto amy = read_person_view(views(), "amy");
  BOOST_REQUIRE(amy);
  const struct {
    Instant at;
    const char* name;
  } rows[] = {{first + -1, "陳小明"},
              {first, "陳小明"},
              {second + -1, "陳小明"},
              {second, "陳曉明"},
              {second + 1, "陳曉明"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.at.us - first.us) { BOOST_TEST(amy->name_at(row.at) == row.name); }
  }
  PersonView unnamed;
  unnamed.state.name = "無名";
  BOOST_TEST(unnamed.name_at(first) == "無名");
  BOOST_TEST(unit_name(views(), "010001") == "晨光國小");
  BOOST_TEST(unit_name(views(), "010002") == "010002");
}

BOOST_AUTO_TEST_CASE(plans_of_a_person_stand_newest_first_but_for_one_year) {
  const auto years = [&](const std::string& account, int except) {
    std::vector<std::string> found;
    for (const PlanView& plan : read_plan_views(views(), account, except)) {
      found.push_back(std::to_string(plan.year));
    }
    return join(found);
  };
  BOOST_TEST(years("h", 0) == "116 115 114 113");
  BOOST_TEST(years("h", 115) == "116 114 113");
  BOOST_TEST(years("h", 113) == "116 115 114");
  BOOST_TEST(years("hi", 112) == "");
  BOOST_TEST(years("nobody", 0) == "");
  const PlanView none = absent_plan("amy", 115);
  BOOST_TEST(none.account == "amy");
  BOOST_TEST(none.year == 115);
  BOOST_CHECK(none.state.status == plan::Status::absent);
  BOOST_TEST(none.state.version == 0u);
  BOOST_TEST(!none.carried_over);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
