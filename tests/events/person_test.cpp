#include "events/person.hpp"

#include "tests/examples.hpp"
#include "tests/told.hpp"

// The rules of people: every command on somebody who is registered or not, roles and accounts.

namespace yanxi::person {
namespace {

const Context by_admin{examples::admin()};

using Roles = std::vector<Role>;
const Roles teacher = {{"teacher", "010001"}}, clerk = {{"clerk", "010001"}};
const Instant until = examples::opens(), now = until + -1;

const State nobody{};
const State known{true, "王小明", teacher, "hash", false, "digest", until};
const State barred{true, "王小明", teacher, "", true, "", {}};

std::string told(Event event) { return yanxi::told(std::vector<Event>{std::move(event)}); }
std::string told(Refusal refusal) { return yanxi::told<Refusal>(refusal); }

std::string described(const State& state) {
  return std::to_string(state.exists) + told(Registered{state.name, state.roles, state.password}) +
         std::to_string(state.barred) + "|" + state.link + "|" +
         std::to_string(state.link_until.us);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(person_rules)

BOOST_AUTO_TEST_CASE(each_command_needs_somebody_or_nobody) {
  const struct {
    const char* name;
    Command command;
    std::string nobody, known;
  } rows[] = {
      {"register", Register{" 李大華 ", clerk, "h"}, told(Registered{"李大華", clerk, "h"}),
       told(Refusal::already_registered)},
      {"rename", Rename{" 李大華 "}, told(Refusal::not_registered), told(Renamed{"李大華"})},
      {"set roles", SetRoles{clerk}, told(Refusal::not_registered), told(RolesSet{clerk})},
      {"set password", SetPassword{"h"}, told(Refusal::not_registered), told(PasswordSet{"h"})},
      {"use link", UseLink{"digest", now, "h"}, told(Refusal::not_registered),
       told(PasswordSet{"h"})},
      {"issue link", IssueLink{"d", until}, told(Refusal::not_registered),
       told(LinkIssued{"d", until})},
      {"set sign-in", SetSignIn{false, " 教師離職停用 "}, told(Refusal::not_registered),
       told(SignInSet{false, "教師離職停用"})},
      {"erase", Erase{"t1", "root", " 申請 ", " 陳主任 "}, told(Refusal::not_registered),
       told(Erased{"申請", "陳主任"})},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(yanxi::told(decide(nobody, row.command, by_admin)) == row.nobody);
      BOOST_TEST(yanxi::told(decide(known, row.command, by_admin)) == row.known);
    }
  }
}

BOOST_AUTO_TEST_CASE(names_and_roles_are_checked_and_no_change_is_no_event) {
  const std::string bad_name = told(Refusal::bad_name), bad_role = told(Refusal::bad_role);
  const std::string long_name = characters(50), too_long = characters(51);
  const Roles wrong = {{"teacher", ""}};
  const struct {
    const char* what;
    State state;
    Command command;
    std::string want;
  } rows[] = {
      {"a new name of nothing", nobody, Register{" ", teacher, ""}, bad_name},
      {"a new forbidden name", nobody, Register{"王\n明", teacher, ""}, bad_name},
      {"a new long name", nobody, Register{long_name, teacher, ""},
       told(Registered{long_name, teacher, ""})},
      {"a new name too long", nobody, Register{too_long, teacher, ""}, bad_name},
      {"new with a wrong role", nobody, Register{"王小明", wrong, ""}, bad_role},
      {"new without a role", nobody, Register{"王小明", {}, ""},
       told(Registered{"王小明", {}, ""})},
      {"another name of nothing", known, Rename{""}, bad_name},
      {"another forbidden name", known, Rename{"王\n明"}, bad_name},
      {"another long name", known, Rename{long_name}, told(Renamed{long_name})},
      {"another name too long", known, Rename{too_long}, bad_name},
      {"the same name", known, Rename{"王小明 "}, "nothing"},
      {"a wrong role", known, SetRoles{wrong}, bad_role},
      {"no role", known, SetRoles{{}}, told(RolesSet{{}})},
      {"the same role", known, SetRoles{teacher}, "nothing"},
      {"allowed who is", known, SetSignIn{true, ""}, "nothing"},
      {"barred who is", barred, SetSignIn{false, ""}, "nothing"},
      {"allowed again", barred, SetSignIn{true, characters(5)},
       told(SignInSet{true, characters(5)})},
      {"barred", known, SetSignIn{false, characters(200)}, told(SignInSet{false, characters(200)})},
      {"barred without a reason", known, SetSignIn{false, ""}, told(Refusal::no_reason)},
      {"barred for little", known, SetSignIn{false, characters(4)}, told(Refusal::no_reason)},
      {"barred for too much", known, SetSignIn{false, characters(201)}, told(Refusal::no_reason)},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(yanxi::told(decide(row.state, row.command, by_admin)) == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_link_is_the_one_issued_last_and_before_its_end) {
  const struct {
    const char* what;
    State state;
    std::string digest;
    Instant now;
    bool good;
  } rows[] = {{"in time", known, "digest", until + -1, true},
              {"at its end", known, "digest", until, false},
              {"after its end", known, "digest", until + 1, false},
              {"another", known, "digesT", until + -1, false},
              {"nothing", known, "", until + -1, false},
              {"nothing where none waits", barred, "", Instant{-1}, false}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(yanxi::told(decide(row.state, UseLink{row.digest, row.now, "h"}, {})) ==
                 (row.good ? told(PasswordSet{"h"}) : told(Refusal::no_link)));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_erasure_is_answered_for_by_two) {
  const std::string no_reason = told(Refusal::no_reason),
                    no_second = told(Refusal::no_second_person);
  const struct {
    std::string reason, second, want;
  } rows[] = {{"", "陳主任", no_reason},
              {characters(1), "陳主任", told(Erased{characters(1), "陳主任"})},
              {characters(200), "陳主任", told(Erased{characters(200), "陳主任"})},
              {characters(201), "陳主任", no_reason},
              {"依\n法", "陳主任", no_reason},
              {"依法", "", no_second},
              {"依法", characters(50), told(Erased{"依法", characters(50)})},
              {"依法", characters(51), no_second},
              {"依法", "陳\n主任", no_second},
              {"依法", " root", no_second},
              {"依法", "t1 ", no_second},
              {"依法", "t2", told(Erased{"依法", "t2"})}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.reason << "; " << row.second) {
      BOOST_TEST(yanxi::told(decide(known, Erase{"t1", "root", row.reason, row.second},
                                    by_admin)) == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_person_is_what_their_events_left) {
  State registered{true, "李大華", clerk, "h", false, "", {}},
      renamed = known, posted = known, secured = known, allowed = known, linked = known;
  renamed.name = "李大華";
  posted.roles = clerk;
  secured.password = "h", secured.link = "";
  allowed.barred = true;
  linked.link = "d", linked.link_until = until + 1;
  const struct {
    Event event;
    State after;
  } rows[] = {{Registered{"李大華", clerk, "h"}, registered},
              {Renamed{"李大華"}, renamed},
              {RolesSet{clerk}, posted},
              {PasswordSet{"h"}, secured},
              {SignInSet{false, "教師離職停用"}, allowed},
              {LinkIssued{"d", until + 1}, linked},
              {Erased{"依法", "陳主任"}, nobody}};
  for (const auto& row : rows) {
    BOOST_TEST(described(evolve(known, row.event)) == described(row.after));
    const bool registers = std::holds_alternative<Registered>(row.event),
               erases = std::holds_alternative<Erased>(row.event);
    BOOST_TEST((follow(false, row.event) == (registers ? std::optional(true) : std::nullopt)));
    BOOST_TEST((follow(true, row.event) == (registers ? std::nullopt : std::optional(!erases))));
  }
  BOOST_TEST(!evolve(barred, SignInSet{true, "教師回任復用"}).barred);
  // Whoever is registered again after an erasure begins anew.
  BOOST_TEST(described(evolve(barred, Registered{"李大華", clerk, "h"})) == described(registered));
}

BOOST_AUTO_TEST_CASE(roles_have_the_scope_they_need_and_stand_once) {
  const struct {
    Roles roles;
    bool good;
  } rows[] = {{{}, true},
              {{{"teacher", "010001"}}, true},
              {{{"clerk", "010001"}}, true},
              {{{"county", "NWT"}}, true},
              {{{"auditor", ""}}, true},
              {{{"admin", ""}}, true},
              {{{"teacher", ""}}, false},
              {{{"clerk", ""}}, false},
              {{{"county", ""}}, false},
              {{{"auditor", "NWT"}}, false},
              {{{"admin", "NWT"}}, false},
              {{{"root", ""}}, false},
              {{{"root", "010001"}}, false},
              {{{"", ""}}, false},
              {{{"teacher", "010001"}, {"teacher", "010002"}, {"clerk", "010001"}}, true},
              {{{"teacher", "010001"}, {"clerk", "010001"}, {"teacher", "010001"}}, false},
              {{{"teacher", "010001"}, {"clerk", ""}}, false},
              {{{"teacher", "010001"}, {"admin", ""}}, true},
              {{{"teacher", "010001"}, {"auditor", ""}}, true},
              {{{"admin", ""}, {"auditor", ""}}, false},
              {{{"auditor", ""}, {"county", "NWT"}, {"admin", ""}}, false}};
  for (const auto& row : rows) {
    BOOST_TEST(are_roles(row.roles) == row.good, told(RolesSet{row.roles}));
  }
  const Roles all = {
      {"clerk", "010003"}, {"teacher", "010002"}, {"admin", ""}, {"teacher", "010001"}};
  BOOST_TEST((posts(all) == std::vector<std::string>{"010002", "010001"}));
  BOOST_TEST(has_role(all, "admin"));
  BOOST_TEST(!has_role(all, "auditor"));
}

BOOST_AUTO_TEST_CASE(an_account_is_of_few_characters) {
  const std::string good[] = {"abc", "a.b", "a-b", "az09", std::string(30, 'z')};
  for (const std::string& account : good) BOOST_TEST(is_account(account), account);
  const std::string bad[] = {
      "",    "ab",    std::string(31, 'z'), "ab`", "ab{", "ab/", "ab:", "abC", "ab,", "ab_",
      "ab ", "王小明"};
  for (const std::string& account : bad) BOOST_TEST(!is_account(account), account);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi::person
