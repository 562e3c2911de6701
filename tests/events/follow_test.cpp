#include <boost/test/unit_test.hpp>

#include "tests/verified.hpp"

// What verify says of histories: which event may follow in every kind of stream, and what may be
// gone and must be gone of a person who was erased.

namespace yanxi {
namespace {

// Checks that begin at each event in turn say the same of what comes after it.
void check_from_each(const MemoryLog& log, const Faults& expected) {
  for (const Envelope& envelope : log.events) {
    Faults later;
    for (const std::string& what : expected) {
      if (std::stoull(what) > envelope.position) later.push_back(what);
    }
    const Checkpoint from{"", envelope.position, envelope.chain};
    Verdict verdict;
    BOOST_TEST_CONTEXT("from " << from.size) {
      check(faults_of(log, &from, {}, &verdict), later);
      BOOST_TEST(verdict.events == log.events.size() - from.size);
      BOOST_CHECK(verdict.head.chain == log.events.back().chain);
    }
  }
}

// One of every kind, with what comes after it.
constexpr const char* sound =
    "unit/010001 unit.registered.1\n"
    "person/teacher1 person.registered.1\n"
    "unit/010001 unit.changed.1\n"
    "year/115 year.opened.1\n"
    "roster/115/010001 roster.listed.1\n"
    "person/teacher1 person.renamed.1\n"
    "school-plan/115/010001 school_plan.draft_saved.1\n"
    "plan/115/teacher1 plan.draft_saved.1\n"
    "roster/115/010001 roster.frozen.1\n"
    "catalogue/115 catalogue.published.1\n"
    "school-plan/115/010001 school_plan.submitted.1\n"
    "plan/115/teacher1 plan.submitted.1\n"
    "survey/115/teacher1 survey.answered.1\n"
    "year/115 year.announced.1\n"
    "roster/115/010001 roster.listed.1\n"
    "access/115/auditor1 access.viewed.1\n"
    "plan/115/teacher1 plan.withdrawn.1\n"
    "school-plan/115/010001 school_plan.withdrawn.1\n"
    "survey/115/teacher1 survey.answered.1\n"
    "log log.rewound.1\n"
    "plan/115/teacher1 plan.submitted.1\n";

struct History {
  const char* name;
  const char* events;
  Faults faults;
};

// Which event may follow which is the rules' own (plan_test and its kin); here, that verify asks
// the rules of every kind of stream, and goes on from where the stream stood.
const History orders[] = {
    {"a plan",
     "plan/115/t plan.submitted.1\nplan/115/t plan.draft_saved.1\n",
     {"1: plan.submitted.1 cannot follow in plan/115/t"}},
    {"a plan that goes on",
     "plan/115/t plan.draft_saved.1\nplan/115/t plan.withdrawn.1\nplan/115/t plan.submitted.1\n"
     "plan/115/t plan.submitted.1\n",
     {"2: plan.withdrawn.1 cannot follow in plan/115/t",
      "4: plan.submitted.1 cannot follow in plan/115/t"}},
    {"two plans are two",
     "plan/115/t plan.draft_saved.1\nplan/116/t plan.submitted.1\nplan/115/t plan.submitted.1\n",
     {"2: plan.submitted.1 cannot follow in plan/116/t"}},
    {"a school's plan",
     "school-plan/115/u school_plan.draft_saved.1\nschool-plan/115/u school_plan.withdrawn.1\n"
     "school-plan/115/u school_plan.submitted.1\n",
     {"2: school_plan.withdrawn.1 cannot follow in school-plan/115/u"}},
    {"a person",
     "person/t person.renamed.1\nperson/t person.registered.1\nperson/t person.registered.1\n",
     {"1: person.renamed.1 cannot follow in person/t",
      "3: person.registered.1 cannot follow in person/t"}},
    {"a unit",
     "unit/u unit.changed.1\nunit/u unit.registered.1\nunit/u unit.registered.1\n",
     {"1: unit.changed.1 cannot follow in unit/u", "3: unit.registered.1 cannot follow in unit/u"}},
    {"a year",
     "year/115 year.announced.1\nyear/115 year.opened.1\nyear/115 year.opened.1\n",
     {"1: year.announced.1 cannot follow in year/115",
      "3: year.opened.1 cannot follow in year/115"}},
    {"a roster",
     "roster/115/u roster.frozen.1\nroster/115/u roster.frozen.1\nroster/115/u roster.listed.1\n",
     {"2: roster.frozen.1 cannot follow in roster/115/u"}},
    {"a catalogue",
     "catalogue/115 catalogue.published.1\ncatalogue/115 catalogue.published.1\n",
     {"2: catalogue.published.1 cannot follow in catalogue/115"}},
    {"surveys, looks and rewindings follow in any order",
     "survey/115/t survey.answered.1\nsurvey/115/t survey.answered.1\naccess/115/a "
     "access.viewed.1\n"
     "access/115/a access.viewed.1\nlog log.rewound.1\nlog log.rewound.1\n",
     {}},
    {"what cannot be read changes nothing",
     "plan/115/t plan.draft_saved.1\nplan/115/t year.announced.1\nplan/115/t plan.submitted.1\n"
     "roster/115/u plan.deleted.1\n",
     {"2: unknown tag year.announced.1", "4: unknown tag plan.deleted.1"}},
    {"every kind reads only its own",
     "school-plan/115/u plan.draft_saved.1\nperson/t plan.draft_saved.1\nunit/u "
     "plan.draft_saved.1\n"
     "year/115 plan.draft_saved.1\nsurvey/115/t plan.draft_saved.1\n"
     "access/115/a plan.draft_saved.1\ncatalogue/115 plan.draft_saved.1\nlog plan.draft_saved.1\n"
     "planet/115/x plan.draft_saved.1\n",
     {"1: unknown tag plan.draft_saved.1", "2: unknown tag plan.draft_saved.1",
      "3: unknown tag plan.draft_saved.1", "4: unknown tag plan.draft_saved.1",
      "5: unknown tag plan.draft_saved.1", "6: unknown tag plan.draft_saved.1",
      "7: unknown tag plan.draft_saved.1", "8: unknown tag plan.draft_saved.1",
      "9: unknown kind of stream planet/115/x"}},
};

const std::string gone = ": the contents are gone, but no erasure of ";

const History erasures[] = {
    {"an erasure takes what came before it",
     "person/t person.registered.1 gone\nplan/115/t plan.draft_saved.1 gone\n"
     "survey/115/t survey.answered.1 gone\nperson/t person.erased.1\n",
     {}},
    {"nobody ordered it",
     "person/u person.registered.1\nperson/t person.registered.1 gone\n"
     "plan/115/t plan.draft_saved.1 gone\n",
     {"2" + gone + "t is recorded"}},
    {"another person's order",
     "person/u person.registered.1 gone\nplan/115/t plan.draft_saved.1 gone\n"
     "survey/115/t survey.answered.1 gone\nperson/u person.erased.1\n",
     {"2" + gone + "t is recorded"}},
    {"two people's, in the order of their names",
     "plan/115/u plan.draft_saved.1 gone\nplan/115/t plan.draft_saved.1 gone\n",
     {"2" + gone + "t is recorded", "1" + gone + "u is recorded"}},
    {"an order comes before",
     "person/t person.registered.1 gone\nperson/t person.erased.1\n"
     "plan/115/t plan.draft_saved.1 gone\n",
     {"3" + gone + "t is recorded"}},
    {"an order that is gone itself is none",
     "person/t person.registered.1 gone\nperson/t person.erased.1 gone\n",
     {"1" + gone + "t is recorded"}},
    {"some is kept",
     "person/t person.registered.1\nplan/115/t plan.draft_saved.1\n"
     "survey/115/t survey.answered.1 gone\nperson/t person.erased.1\n",
     {"1: the contents are kept in spite of the erasure of t"}},
    {"a survey is kept",
     "person/t person.registered.1 gone\nplan/115/t plan.draft_saved.1 gone\n"
     "survey/115/t survey.answered.1\nperson/t person.erased.1\n",
     {"3: the contents are kept in spite of the erasure of t"}},
    {"others keep theirs",
     "person/u person.registered.1\nperson/t person.registered.1 gone\nperson/t person.erased.1\n"
     "access/115/t access.viewed.1\nplan/115/u plan.draft_saved.1\n",
     {}},
    {"what a member of staff saw is kept",
     "person/t person.registered.1 gone\naccess/115/t access.viewed.1\nperson/t person.erased.1\n",
     {}},
    {"who comes back begins anew, and may be erased again",
     "person/t person.registered.1 gone\nplan/115/t plan.draft_saved.1 gone\n"
     "plan/115/t plan.submitted.1 gone\nperson/t person.erased.1\nperson/t person.registered.1 "
     "gone\n"
     "plan/115/t plan.draft_saved.1 gone\nperson/t person.erased.1\nperson/t person.registered.1\n"
     "plan/115/t plan.draft_saved.1\n",
     {}},
    {"the second life is kept",
     "person/t person.registered.1 gone\nperson/t person.erased.1\nperson/t person.registered.1\n"
     "person/t person.erased.1\n",
     {"3: the contents are kept in spite of the erasure of t"}},
    {"what was kept is told once",
     "person/t person.registered.1\nperson/t person.erased.1\nperson/t person.registered.1 gone\n"
     "person/t person.erased.1\n",
     {"1: the contents are kept in spite of the erasure of t"}},
    {"a plan without its past is a new one",
     "plan/115/t plan.draft_saved.1\nplan/115/t plan.submitted.1\nplan/115/t plan.withdrawn.1 "
     "gone\n"
     "plan/115/t plan.draft_saved.1\nplan/115/t plan.withdrawn.1\n",
     {"5: plan.withdrawn.1 cannot follow in plan/115/t", "3" + gone + "t is recorded"}},
    {"contents of no one person are gone",
     "unit/t unit.registered.1 gone\nschool-plan/115/u school_plan.draft_saved.1 gone\n"
     "access/115/t access.viewed.1 gone\nperson/t person.registered.1 gone\n"
     "person/t person.erased.1\nunit/t unit.registered.1\n",
     {"1: the contents are gone, and they are of no one person",
      "2: the contents are gone, and they are of no one person",
      "3: the contents are gone, and they are of no one person"}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(stream_histories)

BOOST_AUTO_TEST_CASE(a_sound_history_has_no_fault_wherever_the_check_begins) {
  const MemoryLog log = tell(sound);
  Verdict verdict;
  check(faults_of(log, nullptr, {}, &verdict), {});
  BOOST_TEST(verdict.events == log.events.size());
  BOOST_TEST(verdict.head.position == log.events.size());
  BOOST_CHECK(verdict.head.chain == log.events.back().chain);
  BOOST_CHECK(verdict.head.at == log.events.back().at);
  check_from_each(log, {});
  check(faults_of(MemoryLog(), nullptr, {}, &verdict), {});
  BOOST_TEST(verdict.events == 0u);
}

BOOST_AUTO_TEST_CASE(each_stream_has_a_history_its_rules_allow) {
  for (const History& history : orders) {
    BOOST_TEST_CONTEXT(history.name) {
      const MemoryLog log = tell(history.events);
      check(faults_of(log), history.faults);
      check_from_each(log, history.faults);
    }
  }
}

BOOST_AUTO_TEST_CASE(contents_go_with_an_erasure_and_only_with_one) {
  for (const History& history : erasures) {
    BOOST_TEST_CONTEXT(history.name) { check(faults_of(tell(history.events)), history.faults); }
  }
}

BOOST_AUTO_TEST_CASE(a_version_is_published_under_its_own_name_and_after_the_last) {
  MemoryLog log;
  const Stored second = stored_example("catalogue.published.1");  // 115-2
  const auto named = [&](const std::string& field, const std::string& json) {
    std::string payload = second.payload;
    payload.replace(payload.find("115-2"), 5, field);
    return Encoded{second.tag, payload.replace(payload.rfind("115-2"), 5, json)};
  };
  log.add(second.stream, named("115-3", "115-2"));
  log.add(second.stream, named("115-2", "115-2"));
  log.add(second.stream, named("115-4", "115-4"));
  log.add(second.stream, named("115-3", "115-3"));
  log.add(second.stream, named("115-4", "no version"));
  const std::string what = ": catalogue.published.1 cannot follow in catalogue/115";
  check(faults_of(log), {"1" + what, "3" + what, "5" + what});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
