#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <set>

#include "events/streams.hpp"
#include "fcgi/operate/hands.hpp"
#include "fcgi/staff/plan_search.hpp"
#include "tests/once.hpp"
#include "tests/told_log.hpp"

// Finding plans: every criterion alone and with others, page by page to the end; drawing a sample.

namespace yanxi {
namespace {

using plan::Status;
using enum Happened;

Contents of_unit(const std::string& unit) {
  Contents contents;
  contents.unit = unit;
  return contents;
}
plan::DraftSaved draft(const std::string& unit) { return {"form", "115-1", of_unit(unit)}; }
plan::Submitted sent(const std::string& unit) { return {1, "115-1", of_unit(unit)}; }

Instant at(int minute) { return from_taipei(2026, 9, 1, 8) + minute * minute_us; }

// A dozen events, each at the minute of its position.
struct Few : Told {
  Few() {
    tell_person("amy", person::Registered{"王小明", {}, ""});              // 1
    tell_person("bob", person::Registered{"王大華", {}, ""});              // 2
    tell_person("bob", person::Renamed{"林大華"});                         // 3
    tell_person("cat", person::Registered{"林小美", {}, ""});              // 4
    tell_plan("amy", draft("010001"));                                     // 5
    tell_plan("bob", draft("010001"));                                     // 6
    tell_plan("bob", sent("010001"));                                      // 7
    tell_plan("cat", draft("010002"));                                     // 8
    tell_plan("amy", plan::Extended{now, false, "reason", ""}, "admin1");  // 9
    tell_plan("cat", plan::Deleted{});                                     // 10
    tell_plan("bob", plan::Withdrawn{});                                   // 11
    tell_plan("amy", draft("010002"), "amy", 114);                         // 12
    tell_person("bob", person::Renamed{"林小明"});                         // 13
    tell_now<plan::Event>(plan_stream(116, "amy"), {draft("")});           // 14, as early as 13
    fold();
  }
};
Few& few() { return *Once<Few>::made; }

std::string text(const PlansFound& found) {
  std::string line;
  for (const PlanFound& one : found.plans) {
    line += (line.empty() ? "" : " ") + one.plan.account;
    if (one.happening) line += "@" + std::to_string(one.happening->position);
  }
  return line + (found.next.empty() ? "" : " next") + (found.partial ? " partial" : "");
}

PlanSearch search(const std::function<void(PlanSearch&)>& choose) {
  PlanSearch made;
  made.year = 115;
  choose(made);
  return made;
}

// What is asked of them, and the plans and events that are found.
struct Asked {
  const char* says;
  std::function<void(PlanSearch&)> choose;
  const char* found;
};
const Asked all_asked[] = {
    {"the year", [](auto&) {}, "amy bob cat"},
    {"another year", [](auto& s) { s.year = 114; }, "amy"},
    {"a year without plans", [](auto& s) { s.year = 113; }, ""},
    {"a school", [](auto& s) { s.unit = "010001"; }, "amy bob"},
    {"a school of that year", [](auto& s) { s.unit = "010002", s.year = 114; }, "amy"},
    {"an account", [](auto& s) { s.account = "bob"; }, "bob"},
    {"no more than all of it", [](auto& s) { s.account = "bo"; }, ""},
    {"an account of a school", [](auto& s) { s.account = "bob", s.unit = "010001"; }, "bob"},
    {"of another", [](auto& s) { s.account = "bob", s.unit = "010002"; }, ""},
    {"a name of now or once", [](auto& s) { s.name = "王"; }, "bob amy"},
    {"two names of one person", [](auto& s) { s.name = "林"; }, "bob cat"},
    {"a whole name", [](auto& s) { s.name = "林小明"; }, "bob"},
    {"more than a name", [](auto& s) { s.name = "林小明明"; }, ""},
    {"a name in a school", [](auto& s) { s.name = "林", s.unit = "010002"; }, "cat"},
    {"a name and an account", [](auto& s) { s.name = "王", s.account = "bob"; }, "bob"},
    {"and another's", [](auto& s) { s.name = "王", s.account = "cat"; }, ""},
    {"a receipt",
     [](auto& s) {
       s.receipt = {115, 7};
     },
     "bob"},
    {"of another year",
     [](auto& s) {
       s.receipt = {114, 7};
     },
     ""},
    {"that is none",
     [](auto& s) {
       s.receipt = {115, 8};
     },
     ""},
    {"a receipt and its account",
     [](auto& s) {
       s.receipt = {115, 7}, s.account = "bob";
     },
     "bob"},
    {"and another's",
     [](auto& s) {
       s.receipt = {115, 7}, s.account = "amy";
     },
     ""},
    {"a receipt and a name",
     [](auto& s) {
       s.receipt = {115, 7}, s.name = "林大";
     },
     "bob"},
    {"and another's",
     [](auto& s) {
       s.receipt = {115, 7}, s.name = "林小美";
     },
     ""},
    {"a receipt and a school",
     [](auto& s) {
       s.receipt = {115, 7}, s.unit = "010002";
     },
     ""},
    {"from a time", [](auto& s) { s.from = at(10); }, "bob@11 cat@10"},
    {"until a time", [](auto& s) { s.until = at(7); }, "bob@6 amy@5"},
    {"a span", [](auto& s) { s.from = at(7), s.until = at(10); }, "amy@9 cat@8 bob@7"},
    {"a span within a minute", [](auto& s) { s.from = at(7) + 1, s.until = at(8); }, ""},
    {"a span of one", [](auto& s) { s.from = at(7), s.until = at(7) + 1; }, "bob@7"},
    {"a kind", [](auto& s) { s.kinds = {saved}; }, "cat@8 bob@6 amy@5"},
    {"two kinds",
     [](auto& s) {
       s.kinds = {deleted, withdrawn};
     },
     "bob@11 cat@10"},
    {"a kind in a year", [](auto& s) { s.kinds = {saved}, s.year = 114; }, "amy@12"},
    {"a kind in a school", [](auto& s) { s.kinds = {saved}, s.unit = "010001"; }, "bob@6 amy@5"},
    {"a kind in a span", [](auto& s) { s.kinds = {saved}, s.from = at(6); }, "cat@8 bob@6"},
    {"a kind and a state", [](auto& s) { s.kinds = {saved}, s.statuses = {Status::draft}; },
     "amy@5"},
    {"who did it", [](auto& s) { s.actor = "admin1"; }, "amy@9"},
    {"who did it and what", [](auto& s) { s.actor = "bob", s.kinds = {saved}; }, "bob@6"},
    {"who did not", [](auto& s) { s.actor = "admin1", s.kinds = {saved}; }, ""},
    {"an account's last event", [](auto& s) { s.account = "bob", s.from = at(1); }, "bob@11"},
    {"its last of a kind", [](auto& s) { s.account = "bob", s.kinds = {saved}; }, "bob@6"},
    {"its last in a span", [](auto& s) { s.account = "bob", s.from = at(6), s.until = at(8); },
     "bob@7"},
    {"none in a span", [](auto& s) { s.account = "bob", s.from = at(8), s.until = at(11); }, ""},
    {"its last of somebody's", [](auto& s) { s.account = "amy", s.actor = "admin1"; }, "amy@9"},
    {"its own", [](auto& s) { s.account = "amy", s.actor = "amy"; }, "amy@5"},
    {"a name and a kind", [](auto& s) { s.name = "林", s.kinds = {deleted}; }, "cat@10"},
    {"a receipt and a kind",
     [](auto& s) {
       s.receipt = {115, 7}, s.kinds = {submitted};
     },
     "bob@7"},
    {"a state", [](auto& s) { s.statuses = {Status::draft}; }, "amy"},
    {"two states",
     [](auto& s) {
       s.statuses = {Status::withdrawn, Status::deleted};
     },
     "bob cat"},
    {"a state of an account", [](auto& s) { s.account = "bob", s.statuses = {Status::draft}; }, ""},
    {"a place to go on from", [](auto& s) { s.after = "010001/amy"; }, "bob cat"},
    {"one in a school", [](auto& s) { s.after = "010001/amy", s.unit = "010001"; }, "bob"},
    {"half a place", [](auto& s) { s.after = "010001"; }, "amy bob cat"},
    {"an event to go on from", [](auto& s) { s.after = "8", s.kinds = {saved}; }, "bob@6 amy@5"},
    {"one beyond the span", [](auto& s) { s.after = "12", s.until = at(7); }, "bob@6 amy@5"},
    {"none that can be read", [](auto& s) { s.after = "x", s.kinds = {saved}; },
     "cat@8 bob@6 amy@5"},
};

// Four schools of 49 to 101 teachers and one more with 171, each with a draft but one that is
// deleted in the school of 51, and one submitted plan, the last of all in every order.
struct Many : Told {
  Many() {
    for (const auto& [unit, count, name] : {std::tuple{"000049", 49, "師甲"},
                                            {"000050", 50, "師乙"},
                                            {"000051", 51, "師丙"},
                                            {"000101", 101, "師丁"},
                                            {"000170", 170, "師戊"}}) {
      for (int i = 0; i < count; ++i) add(unit, fmt::format("u{}.{:03}", unit, i), name, {});
    }
    add("900000", "zoe", "師龜", {sent("900000")});
    work_side_by_side(0, appends_.size(), [&](std::size_t i) {
      if (!log->append(appends_[i])) throw std::logic_error("a stream begins twice");
    });
    BOOST_REQUIRE(log->append({plan_stream(115, "u000051.020"),
                               1,
                               now,
                               {},
                               {1},
                               {encode(plan::Event(plan::Deleted{}))}}));
    fold();
  }

  // Sizes of page after page, until there is no next one; no plan is found twice.
  std::string pages(PlanSearch asked) {
    std::string sizes;
    std::set<std::string> seen;
    do {
      const PlansFound found = find_plans(*log, views, asked);
      for (const PlanFound& one : found.plans) BOOST_TEST(seen.insert(one.plan.account).second);
      sizes += (sizes.empty() ? "" : " ") + std::to_string(found.plans.size()) +
               (found.partial ? "+" : "");
      asked.after = found.next;
    } while (!asked.after.empty() && sizes.size() < 100);
    return sizes;
  }

 private:
  void add(const std::string& unit, const std::string& account, const std::string& name,
           const std::vector<plan::Event>& more) {
    const Actor actor{account, "teacher", "builtin"};
    appends_.push_back({person_stream(account),
                        0,
                        now,
                        actor,
                        {},
                        {encode(person::Event(person::Registered{name, {}, ""}))}});
    appends_.push_back(
        {plan_stream(115, account), 0, now, actor, {}, {encode(plan::Event(draft(unit)))}});
    for (const plan::Event& event : more) appends_.back().events.push_back(encode(event));
  }
  std::vector<Append> appends_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_search, *boost::unit_test::fixture<Once<Few>>())

BOOST_AUTO_TEST_CASE(each_criterion_finds_its_plans_alone_and_with_others) {
  for (const Asked& row : all_asked) {
    BOOST_TEST_CONTEXT(row.says) {
      BOOST_TEST(text(find_plans(*few().log, few().views, search(row.choose))) == row.found);
    }
  }
  const auto found =
      find_plans(*few().log, few().views, search([](auto& s) { s.actor = "admin1"; }));
  BOOST_REQUIRE(found.plans.size() == 1u);
  BOOST_CHECK(found.plans[0].happening->kind == extended);
  BOOST_TEST(found.plans[0].happening->actor == "admin1");
  BOOST_TEST(found.plans[0].plan.state.version == 2u);
  const auto own = find_plans(*few().log, few().views,
                              search([](auto& s) { s.account = "amy", s.actor = "admin1"; }));
  BOOST_REQUIRE(own.plans.size() == 1u);
  BOOST_CHECK(own.plans[0].happening->kind == extended);
  BOOST_TEST(own.plans[0].happening->account == "amy");
  BOOST_TEST(own.plans[0].happening->actor == "admin1");
  // What was erased is not looked into, even before the views are made anew.
  few().log->remove_contents({8, 10});
  const auto erased = search([](auto& s) { s.account = "cat", s.kinds = {saved, deleted}; });
  BOOST_TEST(text(find_plans(*few().log, few().views, erased)) == "");
}

BOOST_AUTO_TEST_CASE(a_position_is_the_first_at_a_time_or_later) {
  BOOST_TEST(find_position(*RocksLog::open(few().folder.path() / "empty"), at(1)) == 1u);
  const struct {
    Instant at;
    std::uint64_t position;
  } rows[] = {{{0}, 1},     {at(1), 1},       {at(1) + 1, 2}, {at(2) + -1, 2},
              {at(2), 2},   {at(7), 7},       {at(7) + 1, 8}, {at(12) + 1, 13},
              {at(13), 13}, {at(13) + 1, 15}, {at(99), 15}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.at.us - at(0).us) {
      BOOST_TEST(find_position(*few().log, row.at) == row.position);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(pages_of_fifty_and_searches_of_four_hundred_lead_on_to_the_last_plan,
                        Many) {
  const struct {
    const char *unit, *name, *sizes;
  } rows[] = {{"000049", "師甲", "49"},
              {"000050", "師乙", "50 0"},
              {"000051", "師丙", "50 1"},
              {"000101", "師丁", "50 50 1"},
              {"", "師", "50 50 50 50 50 50 50 50 22"},
              {"000052", "師己", "0"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.sizes) {
      BOOST_TEST(pages(search([&](auto& s) { s.unit = row.unit; })) == row.sizes);
      BOOST_TEST(pages(search([&](auto& s) { s.name = row.name; })) == row.sizes);
      BOOST_TEST(pages(search([&](auto& s) { s.unit = row.unit, s.kinds = {saved}; })) ==
                 row.sizes);
    }
  }
  // The last of a page's plans is the last of all that are looked at.
  BOOST_TEST(pages(search([](auto& s) { s.unit = "000051", s.statuses = {Status::draft}; })) ==
             "50 0");
  BOOST_TEST(pages(search([](auto& s) { s.name = "師丙", s.statuses = {Status::draft}; })) ==
             "50 0");
  BOOST_TEST(pages(search([](auto& s) {
               s.unit = "000051", s.kinds = {saved}, s.statuses = {Status::draft};
             })) == "50 0");

  // A search stops after four hundred, and says where it goes on.
  const std::vector<Status> last = {Status::submitted};
  BOOST_TEST(pages(search([&](auto& s) { s.statuses = last; })) == "0+ 1");
  BOOST_TEST(pages(search([&](auto& s) { s.name = "師", s.statuses = last; })) == "0+ 1");
  BOOST_TEST(find_plans(*log, views, search([&](auto& s) { s.statuses = last; })).next ==
             "000170/u000170.148");
  const std::vector<plan::Event> saves(430, draft("000049"));
  tell<plan::Event>(plan_stream(115, "amy"), saves, "amy");
  fold();
  BOOST_TEST(pages(search([&](auto& s) { s.actor = "zoe", s.kinds = {submitted}; })) == "1");
  const auto by_zoe = search([](auto& s) { s.actor = "zoe", s.kinds = {saved}; });
  BOOST_TEST(pages(by_zoe).starts_with("0+ "));
  BOOST_TEST(find_plans(*log, views, by_zoe).next == std::to_string(log->head().position - 399));
}

BOOST_AUTO_TEST_CASE(a_sample_is_drawn_by_its_seed_alone) {
  const auto draw = [&](const char* seed, std::uint64_t head, std::size_t count, int year = 115) {
    std::string line;
    for (const std::string& account : draw_sample(*few().log, year, seed, head, count)) {
      line += (line.empty() ? "" : " ") + account;
    }
    return line;
  };
  const struct {
    const char* seed;
    std::uint64_t head;
    std::size_t count;
    int year;
    const char* accounts;
  } rows[] = {{"a", 13, 3, 115, "cat amy bob"},
              {"a", 13, 2, 115, "cat amy"},  // a smaller one is its beginning
              {"b", 13, 3, 115, "bob amy cat"},
              {"d", 13, 3, 115, "bob cat amy"},
              {"a", 13, 0, 115, ""},
              {"b", 8, 3, 115, "bob cat amy"},  // another length, another order
              {"a", 7, 2, 115, "bob amy"},      // what came later is not in it
              {"a", 13, 1, 114, "amy"},
              {"a", 0, 3, 115, ""},
              {"a", 13, 4, 115, "cat amy bob"}};  // more than there are
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.seed << " of " << row.head << ", " << row.count) {
      BOOST_TEST(draw(row.seed, row.head, row.count, row.year) == row.accounts);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
