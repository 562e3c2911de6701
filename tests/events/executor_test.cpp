#include <functional>

#include "tests/house.hpp"

// One command on one stream, on a real log: first answers, and what each decision is told.

namespace yanxi {
namespace {

using Asking = std::function<Outcome(const Request&)>;

// A command that is refused has an outcome nobody expects.
template <class Kind>
Asking ask(Executor& executor, StreamKey key, std::optional<std::uint64_t> seen,
           typename Kind::Command command) {
  return [=, &executor](Request request) {
    // What is a teacher's own is asked for by the teacher.
    if (Kind::personal && key.year != 0) request.actor = {key.name, "teacher", "builtin"};
    return executor.execute<Kind>(request, key, seen, command).value_or(Outcome{});
  };
}

// A command for each kind of stream; carried out once more it would be refused or find no change.
std::vector<std::pair<const char*, Asking>> one_of_each_kind(House& house) {
  Executor& to = house.executor;
  Catalogue next = examples::catalogue();
  next.version = "115-2";
  next.educations.pop_back();
  return {
      {"plan", ask<streams::Plan>(to, {115, "t1"}, 0, plan::SaveDraft{})},
      {"school plan", ask<streams::SchoolPlan>(to, {115, "010001"}, {}, school_plan::Withdraw{})},
      {"survey", ask<streams::Survey>(to, {115, "t1"}, 0, survey::Answer{{5}, ""})},
      {"year", ask<streams::Year>(to, {115, {}}, 2, year::Announce{"公告"})},
      {"catalogue",
       ask<streams::Catalogue>(to, {115, {}}, {}, edition::Publish{write_catalogue(next)})},
      {"person", ask<streams::Person>(to, {0, "t1"}, 1, person::Rename{"李大華"})},
      {"unit",
       ask<streams::Unit>(to, {0, "010001"}, {}, unit::Register{"010001", "晨光國小", "NWT"})},
      {"roster", ask<streams::Roster>(to, {115, "010002"}, {}, roster::Freeze{{"t2"}})},
      {"access", ask<streams::Access>(to, {115, "root"}, {}, {"home", "", "", ""})},
      {"log", ask<streams::Log>(to, {}, {}, {"yanxi/a", 1, 2})},
      {"erasure",
       [&to](const Request& request) {
         return to.erase(request, {"t3", "root", "依法", "陳主任"}).value_or(Outcome{});
       }},
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(executor_commands, House)

BOOST_AUTO_TEST_CASE(a_command_sent_again_gets_its_first_answer_on_every_kind_of_stream) {
  // Schools may plan again, so that every stream takes its command on the same day.
  BOOST_REQUIRE(executor.execute<streams::Year>(
      request(in_august), {115, {}}, 1,
      year::Extend{{"010001", "school", in_september + day_us, false, "校園網路中斷", ""}}));
  // Streams do not know of each other's commands, so one id will do for all.
  const Request first = request(in_september);
  Request later = first;
  later.at = first.at + 1;
  for (const auto& [name, ask] : one_of_each_kind(*this)) {
    BOOST_TEST_CONTEXT(name) {
      const std::uint64_t before = head();
      const Outcome answer = ask(first), again = ask(later);
      BOOST_TEST(answer.position == before + 1);
      BOOST_TEST(again.position == answer.position);
      BOOST_TEST(again.version == answer.version);
      BOOST_TEST((answer.at == first.at && again.at == first.at));
      BOOST_TEST(head() == before + 1);
    }
  }
}

// The log gives t1 the role of a teacher and no other, whatever the request says.
BOOST_AUTO_TEST_CASE(nobody_acts_in_a_role_the_log_does_not_give_them) {
  for (const char* role : {"teacher", "admin", "clerk", "system"}) {
    const auto by_t1 = [&] {
      Request request = this->request(in_september);
      request.actor = {"t1", role, "builtin"};
      return request;
    };
    BOOST_TEST_CONTEXT(role) {
      const std::uint64_t before = head();
      BOOST_TEST((executor.execute<streams::Year>(by_t1(), {115, {}}, 1, year::Announce{"x"})
                      .error()
                      .kind == year::Refusal::Kind::not_authorised));
      BOOST_TEST(
          (executor.execute<streams::Person>(by_t1(), {0, "t2"}, {}, person::Rename{"x"}).error() ==
           person::Refusal::not_authorised));
      BOOST_TEST(
          (executor.execute<streams::Roster>(by_t1(), {115, "010002"}, {}, roster::Freeze{{"t2"}})
               .error() == roster::Refusal::not_authorised));
      BOOST_TEST((executor.execute<streams::Plan>(by_t1(), {115, "t2"}, 0, plan::SaveDraft{})
                      .error()
                      .kind == plan::Refusal::Kind::not_authorised));
      BOOST_TEST(head() == before);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_recorded_says_who_asked_and_when) {
  const Request asked{{"t1", "teacher", "builtin"}, in_september, command_id("t1", "x", "y")};
  const auto outcome = executor.execute<streams::Plan>(asked, {115, "t1"}, 0, plan::SaveDraft{});
  BOOST_REQUIRE(outcome);
  const Envelope envelope = log->read_stream("plan/115/t1", 0).back();
  BOOST_TEST((envelope.actor == asked.actor && envelope.at == asked.at));
  BOOST_TEST((envelope.command == asked.command && envelope.position == outcome->position));
  BOOST_TEST((envelope.version == outcome->version && outcome->version == 1u));
  const Outcome viewed = *executor.execute<streams::Access>(
      asked, {114, "t1"}, {}, {"version", "plan/115/t2", "3", "查核"});
  const Envelope view = log->read_stream("access/114/t1", 0).back();
  BOOST_TEST(
      (view.position == viewed.position && viewed.version == 1u && view.actor == asked.actor));
  BOOST_TEST(
      told(std::vector<access::Event>{decode<access::Event>(view.tag, view.payload)}) ==
      told(std::vector<access::Event>{access::Viewed{"version", "plan/115/t2", "3", "查核"}}));
  const Outcome second = *executor.execute<streams::Access>(request(in_september, "t1"),
                                                            {114, "t1"}, {}, {"home", "", "", ""});
  BOOST_TEST(second.version == 2u);
  // Nothing to record: the version stands and there is no position.
  const auto nothing = plan("t1", 1, plan::SaveDraft{});
  BOOST_REQUIRE(nothing);
  BOOST_TEST((nothing->position == 0u && nothing->version == 1u && nothing->at == in_september));
  const lineage::State rewinds = [&] {
    executor.execute<streams::Log>(request(in_september), {}, {}, {"yanxi/a", 5, 9});
    executor.execute<streams::Log>(request(in_september), {}, {}, {"yanxi/b", 7, 11});
    return read_lineage(*log);
  }();
  BOOST_REQUIRE(rewinds.rewinds.size() == 2u);
  BOOST_TEST(rewinds.rewinds[1].origin == "yanxi/b");
  BOOST_TEST((rewinds.last == log->read_stream("log", 0).back().leaf));
}

BOOST_AUTO_TEST_CASE(commands_are_named_by_actor_once_and_body) {
  const CommandId id = command_id("ab", "cd", "ef");
  BOOST_TEST((command_id("ab", "cd", "ef") == id));
  const std::array<const char*, 3> others[] = {
      {"a", "bcd", "ef"}, {"abc", "d", "ef"}, {"ab", "c", "def"}, {"ab", "cde", "f"},
      {"cd", "ab", "ef"}, {"ab", "cd", "eg"}, {"ab", "cd", ""},   {"", "cd", "ef"}};
  for (const auto& [actor, once, body] : others) {
    BOOST_TEST((command_id(actor, once, body) != id), actor << once << body);
  }
}

BOOST_AUTO_TEST_CASE(tabs_are_merged_from_the_version_each_has_seen) {
  using Kind = plan::Refusal::Kind;
  BOOST_TEST(save("t1", 0, "1").value().version == 1u);
  BOOST_TEST(save("t1", 1, "2").value().version == 2u);
  BOOST_TEST(save("t1", 2, "3", "3-2-5").value().version == 3u);
  BOOST_TEST((save("t1", 1, "4").error().kind == Kind::conflict));  // 2 was saved since
  BOOST_TEST(save("t1", 2, "4").value().version == 4u);             // only another field was
  BOOST_TEST((save("t1", 6, "5").error().kind == Kind::stale));
  const auto state = read_plan(*log, 115, "t1");
  BOOST_TEST(hours_of(state.contents.hours, "1-1-1") == 4);
  BOOST_TEST(hours_of(state.contents.hours, "3-2-5") == 3);
  for (const std::uint64_t version : {0, 1, 2, 3, 4}) {
    BOOST_TEST(read_plan(*log, 115, "t1", version).version == version);
  }
  BOOST_TEST(hours_of(read_plan(*log, 115, "t1", 2).contents.hours, "1-1-1") == 2);
  // Another executor's events are seen by one that holds the plan already.
  Executor other(*log, catalogues);
  BOOST_TEST(other
                 .execute<streams::Plan>(request(in_september, "t1"), {115, "t1"}, 4,
                                         plan::SaveDraft{{{"h.1-1-1", "5"}}, "form"})
                 .value()
                 .version == 5u);
  BOOST_TEST(save("t1", 5, "6").value().version == 6u);
  BOOST_TEST((plan("t1", 5, plan::Delete{}).error().kind == Kind::stale));
}

BOOST_AUTO_TEST_CASE(an_import_is_told_of_the_school_and_its_list) {
  using Kind = plan::Refusal::Kind;
  const auto import = [&](const std::string& account) {
    return plan(account, 1, plan::ImportSchoolPlan{"replace"});
  };
  for (const char* account : {"t1", "t2", "t3"}) BOOST_REQUIRE(plan(account, 0, plan::SaveDraft{}));
  const auto school = log->read_stream("school-plan/115/010001", 0).back();
  BOOST_REQUIRE(import("t1"));
  const Envelope imported = log->read_stream("plan/115/t1", 0).back();
  BOOST_TEST(imported.payload ==
             encode(plan::Event{plan::SchoolPlanImported{
                        "010001", school.version, to_hex(school.leaf), "replace", school_hours}})
                 .payload);
  BOOST_TEST((import("t2").error().kind == Kind::no_school_plan));
  BOOST_TEST((import("t3").error().kind == Kind::not_on_roster));
  // A school's draft is not there to be taken.
  BOOST_TEST(!read_importable(*log, 115, "010002").has_value());
  BOOST_TEST(!read_importable(*log, 114, "010001").has_value());
  const auto importable = read_importable(*log, 115, "010001");
  BOOST_REQUIRE(importable);
  BOOST_TEST((importable->version == 2u && importable->digest == to_hex(school.leaf)));
  BOOST_TEST((importable->catalogue == "115-1" && importable->hours == school_hours));
}

BOOST_AUTO_TEST_CASE(a_plan_is_told_of_posts_and_of_the_persons_year) {
  using Kind = plan::Refusal::Kind;
  BOOST_REQUIRE(plan("t2", 0, plan::SaveDraft{}));
  BOOST_TEST(read_plan(*log, 115, "t2").contents.unit == "010002");
  // t1's unit is given two seconds more, t2 one; events keep instants by the second.
  const Instant late = examples::accepts_until(), one = late + second_us, two = one + second_us;
  BOOST_TEST((plan("t1", 0, plan::SaveDraft{}, late).error().kind == Kind::closed));
  BOOST_REQUIRE(executor.execute<streams::Year>(
      request(in_september), {115, {}}, 1,
      year::Extend{{"010001", "teachers", two, false, "校園網路中斷", ""}}));
  BOOST_TEST((plan("t2", 1, plan::Delete{}, late).error().kind == Kind::closed));
  BOOST_REQUIRE(plan("t2", 1, plan::Extend{one, false, "教師因公出國", ""}, in_september));
  const survey::Answer answer{{1, 2, 3, 4, 5}, ""};
  const auto answers = [&](const char* account, Instant at) {
    const auto outcome =
        executor.execute<streams::Survey>(request(at, account), {115, account}, 0, answer);
    return outcome ? "answered" : told(outcome.error());
  };
  const std::string closed = told(survey::Refusal{survey::Refusal::Kind::closed});
  BOOST_TEST(answers("t2", one) == closed);
  BOOST_TEST(answers("t1", two) == closed);
  BOOST_TEST(answers("t2", one + -1) == "answered");
  BOOST_TEST(answers("t1", two + -1) == "answered");
  BOOST_TEST(told(executor.execute<streams::Survey>(request(one + -1, "t2"), {115, "t2"}, 0, {})
                      .error()) == told(survey::Refusal{survey::Refusal::Kind::stale}));
  BOOST_TEST(plan("t2", 2, plan::Delete{}, one + -1).has_value());
  BOOST_TEST(plan("t1", 0, plan::SaveDraft{}, two + -1).has_value());
}

BOOST_AUTO_TEST_CASE(a_school_that_was_given_more_time_has_it) {
  using Refusal = school_plan::Refusal;
  const Instant until = examples::windows().school_until, later = until + second_us;
  BOOST_TEST((save_school("010002", until).error() == Refusal::closed));
  BOOST_REQUIRE(executor.execute<streams::Year>(
      request(until), {115, {}}, 1,
      year::Extend{{"010002", "school", later, false, "校園網路中斷", ""}}));
  BOOST_TEST(save_school("010002", later + -1).value().version == 1u);
  BOOST_TEST((save_school("010002", later).error() == Refusal::closed));
  BOOST_TEST((save_school("010001", later + -1).error() == Refusal::closed));
  const auto read = read_school_plan(*log, 115, "010002");
  BOOST_TEST((read.status == school_plan::Status::draft && read.hours == school_hours));
}

BOOST_AUTO_TEST_CASE(a_year_that_is_not_there_takes_nothing) {
  const auto refused = plan("t1", 0, plan::SaveDraft{}, in_september, 116);
  BOOST_TEST((refused.error().kind == plan::Refusal::Kind::not_open_yet));
  BOOST_TEST((refused.error().status == plan::Status::absent));
  BOOST_TEST((executor.execute<streams::Survey>(request(in_september, "t1"), {116, "t1"}, 0, {})
                  .error()
                  .kind == survey::Refusal::Kind::closed));
  BOOST_TEST((executor
                  .execute<streams::SchoolPlan>(request(in_september), {116, "010001"}, {},
                                                school_plan::Submit{})
                  .error() == school_plan::Refusal::closed));
  const year::Announce announce{"公告"};
  BOOST_TEST((
      executor.execute<streams::Year>(request(in_september), {116, {}}, 0, announce).error().kind ==
      year::Refusal::Kind::not_open));
  BOOST_TEST(
      (executor.would<streams::Year>(request(in_september), {116, {}}, 0, announce).error().kind ==
       year::Refusal::Kind::not_open));
  BOOST_TEST(
      executor.would<streams::Year>(request(in_september), {115, {}}, 1, announce).has_value());
  BOOST_TEST(
      (executor.would<streams::Year>(request(in_september), {115, {}}, 0, announce).error().kind ==
       year::Refusal::Kind::stale));
  BOOST_TEST(!read_year(*log, 116).exists);
  BOOST_TEST(read_year(*log, 115).version == 1u);
}

BOOST_AUTO_TEST_CASE(a_year_is_compared_with_its_neighbours) {
  const std::pair<int, std::string> rows[] = {
      {114, told(year::Refusal{year::Refusal::Kind::overlap, "school", "", 115})},
      {116, told(year::Refusal{year::Refusal::Kind::overlap, "school", "", 115})},
      {113, told(year::Refusal{year::Refusal::Kind::outside_year, "roster_until", "", 0})},
      {117, told(year::Refusal{year::Refusal::Kind::outside_year, "roster_until", "", 0})}};
  const year::Open open{"115-1", examples::windows(), false};
  for (const auto& [number, want] : rows) {
    BOOST_TEST_CONTEXT(number) {
      const auto refused =
          executor.execute<streams::Year>(request(in_september), {number, {}}, 0, open);
      BOOST_TEST(told(refused.error()) == want);
      BOOST_TEST(told(executor.would<streams::Year>(request(in_september), {number, {}}, 0, open)
                          .error()) == want);
    }
  }
  year::Windows next = examples::windows();
  for (const auto& instant : year::instants) next.*instant.at = next.*instant.at + 365 * day_us;
  BOOST_TEST(executor
                 .would<streams::Year>(request(in_september), {116, {}}, 0,
                                       year::Open{"115-1", next, false})
                 .has_value());
  BOOST_TEST(executor
                 .execute<streams::Year>(request(in_september), {116, {}}, 0,
                                         year::Open{"115-1", next, false})
                 .value()
                 .version == 1u);
  BOOST_TEST(
      executor.execute<streams::Year>(request(in_september), {116, {}}, 1, year::Announce{"公告"})
          .value()
          .version == 2u);
}

BOOST_AUTO_TEST_CASE(a_published_version_is_used_from_its_adoption_on) {
  BOOST_REQUIRE(plan("t1", 0, plan::SaveDraft{}));
  Catalogue next = examples::catalogue();
  next.version = "115-2";
  next.educations.pop_back();
  const auto publish = [&](const std::string& json) {
    return executor.execute<streams::Catalogue>(request(in_september), {115, {}}, {},
                                                edition::Publish{json});
  };
  BOOST_TEST((publish("{}").error().kind == edition::Refusal::Kind::not_a_catalogue));
  BOOST_TEST(!catalogues.contains("115-2"));
  BOOST_TEST(publish(write_catalogue(next)).value().version == 1u);
  // The catalogues follow the log, not who published.
  BOOST_TEST(!catalogues.contains("115-2"));
  read_catalogues(*log, catalogues);
  BOOST_TEST(catalogues.at("115-2").same_contents(next));
  next.version = "115-3";
  next.educations.pop_back();
  BOOST_TEST(publish(write_catalogue(next)).value().version == 2u);
  Catalogues read = examples::load_catalogues();
  read_catalogues(*log, read);
  BOOST_TEST((read.all().size() == 3u && read.latest().same_contents(next)));
  BOOST_REQUIRE(plan("t2", 0, plan::SaveDraft{}));
  BOOST_REQUIRE(executor.execute<streams::Year>(request(in_september), {115, {}}, 1,
                                                year::AdoptCatalogue{"115-3"}));
  BOOST_REQUIRE(plan("t3", 0, plan::SaveDraft{}));
  for (const auto& [account, version] :
       {std::pair("t1", "115-1"), std::pair("t2", "115-1"), std::pair("t3", "115-3")}) {
    BOOST_TEST(read_plan(*log, 115, account).catalogue == version, account);
  }
  BOOST_REQUIRE(plan("t1", 1, plan::ChangeCatalogue{}));
  BOOST_TEST(read_plan(*log, 115, "t1").catalogue == "115-3");
}

BOOST_AUTO_TEST_CASE(people_and_units_are_what_their_streams_say) {
  const auto rename = [&](const char* name, std::optional<std::uint64_t> seen, Instant at) {
    return executor.execute<streams::Person>(request(at), {0, "t1"}, seen, person::Rename{name});
  };
  BOOST_TEST((rename("李大華", 0, in_september).error() == person::Refusal::stale));
  BOOST_TEST((rename("李大華", 2, in_september).error() == person::Refusal::stale));
  BOOST_TEST(rename("李大華", 1, in_september).value().version == 2u);
  BOOST_TEST(rename("張小美", {}, in_september + 10).value().version == 3u);
  BOOST_TEST(
      (executor.execute<streams::Person>(request(in_september), {0, "t9"}, {}, person::Rename{"甲"})
           .error() == person::Refusal::not_registered));
  const std::pair<Instant, const char*> names[] = {{in_september + -1, "王小明"},
                                                   {in_september, "李大華"},
                                                   {in_september + 9, "李大華"},
                                                   {in_september + 10, "張小美"}};
  for (const auto& [at, name] : names) BOOST_TEST(read_person(*log, "t1", at).name == name);
  BOOST_TEST(read_person(*log, "t1").name == "張小美");
  BOOST_TEST(!read_person(*log, "t1", in_august + -1).exists);

  BOOST_TEST((executor
                  .execute<streams::Unit>(request(in_september), {0, "010001"}, {},
                                          unit::Change{"010001", "晨光國小", "NWT"})
                  .error() == unit::Refusal::not_registered));
  BOOST_REQUIRE(executor.execute<streams::Unit>(request(in_september), {0, "010001"}, {},
                                                unit::Register{"010001", "晨光國小", "NWT"}));
  BOOST_TEST(executor
                 .execute<streams::Unit>(request(in_september), {0, "010001"}, {},
                                         unit::Change{"010001", "光明國小", "NWT"})
                 .value()
                 .version == 2u);
  BOOST_TEST(read_unit(*log, "010001").name == "光明國小");
  BOOST_TEST((executor
                  .execute<streams::Roster>(request(in_september), {115, "010001"}, {},
                                            roster::Freeze{{"t1"}})
                  .error() == roster::Refusal::already_frozen));
  BOOST_TEST(executor
                 .execute<streams::Roster>(request(in_september), {115, "010001"}, {},
                                           roster::List{{"t3"}, "教師調校至本校", true})
                 .value()
                 .version == 2u);
  BOOST_TEST((read_roster(*log, 115, "010001").accounts == std::vector<std::string>{"t3"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
