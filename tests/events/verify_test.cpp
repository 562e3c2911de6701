#include <boost/test/unit_test.hpp>
#include <functional>

#include "tests/verified.hpp"

// What verify says of a log that is damaged: the faults of each damage, the positions they have and
// their words; and that everything beside the damage is still checked.

namespace yanxi {
namespace {

// What one person's four events look like; the third is the one that is damaged.
constexpr const char* four =
    "person/t person.registered.1\n"
    "plan/115/t plan.draft_saved.1\n"
    "plan/115/t plan.submitted.1\n"
    "person/t person.renamed.1\n";

struct Damage {
  const char* name;
  std::function<void(std::vector<Envelope>&)> make;
  bool resealed;  // whether the digests fit what the damaged events say
  Faults faults;
};

const std::string not_sealed = "the payload is not the one that was sealed";
const std::string elsewhere = "it says it stands elsewhere";
const std::string leaf = "the leaf digest does not fit", chain = "the chain digest does not fit";

const Damage damages[] = {
    {"none", [](auto&) {}, true, {}},
    {"two events of one time", [](auto& all) { all[2].at = all[1].at; }, true, {}},
    {"a moment back", [](auto& all) { all[2].at = all[1].at + -1; }, true, {"3: time goes back"}},
    {"a position ahead",
     [](auto& all) { all[2].position = 9; },
     true,
     {"3: " + elsewhere, "4: positions jump from 2", "4: " + chain}},
    {"a position twice",
     [](auto& all) { all[2].position = 2; },
     true,
     {"3: " + elsewhere, "4: positions jump from 2", "4: " + chain}},
    {"the first position",
     [](auto& all) { all[0].position = 0; },
     true,
     {"1: " + elsewhere, "2: positions jump from 0", "2: " + chain,
      "4: versions of person/t jump from 0", "4: person.renamed.1 cannot follow in person/t"}},
    {"a version ahead",
     [](auto& all) { all[2].version = 3; },
     true,
     {"3: versions of plan/115/t jump from 1"}},
    {"a version twice",
     [](auto& all) { all[3].version = 1; },
     true,
     {"4: versions of person/t jump from 1"}},
    {"a first version that is none",
     [](auto& all) { all[0].version = 2; },
     true,
     {"1: versions of person/t jump from 0", "4: versions of person/t jump from 2"}},
    {"another payload",
     [](auto& all) { all[2].payload.insert(1, " "); },
     false,
     {"3: " + not_sealed}},
    {"another salt", [](auto& all) { all[2].salt[15] ^= 1; }, false, {"3: " + not_sealed}},
    {"another seal",
     [](auto& all) { all[2].sealed[31] ^= 1; },
     false,
     {"3: " + not_sealed, "3: " + leaf}},
    {"another leaf", [](auto& all) { all[2].leaf[0] ^= 1; }, false, {"3: " + leaf, "3: " + chain}},
    {"another chain",
     [](auto& all) { all[2].chain[31] ^= 1; },
     false,
     {"3: " + chain, "4: " + chain}},
    {"another actor", [](auto& all) { all[2].actor.account = "u"; }, false, {"3: " + leaf}},
    {"another role", [](auto& all) { all[2].actor.role = "u"; }, false, {"3: " + leaf}},
    {"another source", [](auto& all) { all[2].actor.source = "u"; }, false, {"3: " + leaf}},
    {"another command", [](auto& all) { all[2].command[15] ^= 1; }, false, {"3: " + leaf}},
    {"another time", [](auto& all) { all[2].at = all[2].at + 1; }, false, {"3: " + leaf}},
    {"another tag",
     [](auto& all) { all[1].tag = "plan.submitted.1"; },
     false,
     {"2: " + leaf, "2: plan.submitted.1: field arrived_us is missing or out of order",
      "3: plan.submitted.1 cannot follow in plan/115/t"}},
};

// One event a stream, so that a missing one is missed by its neighbours only.
MemoryLog long_log(std::size_t size) {
  MemoryLog log;
  const Encoded event{"access.viewed.1", stored_example("access.viewed.1").payload};
  for (std::size_t i = 1; i <= size; ++i) {
    Envelope& added = log.events.emplace_back();
    added.position = i;
    added.stream = "access/115/a" + std::to_string(i);
    added.version = 1;
    added.tag = event.tag;
    added.payload = event.payload;
  }
  log.seal_again();
  return log;
}

Faults around(std::uint64_t unreadable) {
  const std::string next = std::to_string(unreadable + 1);
  return {std::to_string(unreadable) + ": the row is cut short",
          next + ": positions jump from " + std::to_string(unreadable - 1), next + ": " + chain};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify_faults)

BOOST_AUTO_TEST_CASE(each_damage_is_named_where_it_is) {
  for (const Damage& damage : damages) {
    BOOST_TEST_CONTEXT(damage.name) {
      MemoryLog log = tell(four);
      damage.make(log.events);
      if (damage.resealed) log.seal_again();
      check(faults_of(log), damage.faults);
    }
  }
}

BOOST_AUTO_TEST_CASE(beside_rows_that_cannot_be_read_everything_is_checked) {
  MemoryLog log = long_log(2500);
  log.unreadable = {1300};
  for (const std::uint64_t wrong : {999, 1000, 1001, 1299, 1302, 2000, 2001, 2499}) {
    log.events[wrong - 1].payload.insert(1, " ");
  }
  Faults expected;
  for (const std::uint64_t wrong : {999, 1000, 1001, 1299}) {
    expected.push_back(std::to_string(wrong) + ": " + not_sealed);
  }
  for (const std::string& what : around(1300)) expected.push_back(what);
  for (const std::uint64_t wrong : {1302, 2000, 2001, 2499}) {
    expected.push_back(std::to_string(wrong) + ": " + not_sealed);
  }
  Verdict verdict;
  check(faults_of(log, nullptr, {}, &verdict), expected);
  BOOST_TEST(verdict.events == 2499u);
  BOOST_TEST(verdict.head.position == 2500u);
  // Only the page that cannot be read is read one by one.
  BOOST_TEST(log.reads <= 1000u + 4u);
}

BOOST_AUTO_TEST_CASE(a_row_that_cannot_be_read_may_stand_anywhere) {
  struct Row {
    std::size_t size;
    std::set<std::uint64_t> unreadable;
    std::uint64_t events;
    Faults faults;
  };
  const std::string cut = ": the row is cut short";
  const Row rows[] = {
      {4, {1}, 3, {"1" + cut, "2: positions jump from 0", "2: " + chain}},
      {4, {2, 3}, 2, {"2" + cut, "3" + cut, "4: positions jump from 1", "4: " + chain}},
      {4, {4}, 3, {"4" + cut, "0: the checkpoints cannot be compared: the row is cut short"}},
      {1, {1}, 0, {"1" + cut, "0: the checkpoints cannot be compared: the row is cut short"}},
      {1000,
       {1000},
       999,
       {"1000" + cut, "0: the checkpoints cannot be compared: the row is cut short"}},
      {1001, {1000}, 1000, around(1000)},
      {1002, {1001}, 1001, around(1001)},
  };
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT(row.size << " events, the first that is cut " << *row.unreadable.begin()) {
      MemoryLog log = long_log(row.size);
      log.unreadable = row.unreadable;
      Checkpoints checkpoints;
      if (row.unreadable.contains(row.size)) checkpoints["a"] = {"yanxi/0", 1, {}};
      Verdict verdict;
      check(faults_of(log, nullptr, checkpoints, &verdict), row.faults);
      BOOST_TEST(verdict.events == row.events);
    }
  }
}

BOOST_AUTO_TEST_CASE(behind_a_page_of_which_nothing_can_be_read_the_next_one_is_checked) {
  MemoryLog log = long_log(2002);
  for (std::uint64_t position = 1001; position <= 2000; ++position) {
    log.unreadable.insert(position);
  }
  log.events[2001].payload.insert(1, " ");
  Verdict verdict;
  const Faults found = faults_of(log, nullptr, {}, &verdict);
  BOOST_TEST(verdict.events == 1002u);
  BOOST_REQUIRE(found.size() == 1003u);
  check({found.begin() + 999, found.end()},
        {"2000: the row is cut short", "2001: positions jump from 1000", "2001: " + chain,
         "2002: " + not_sealed});
}

BOOST_AUTO_TEST_CASE(where_the_end_cannot_be_read_every_page_before_it_is_checked) {
  MemoryLog log = long_log(1500);
  log.unreadable = {3, 1500};
  Faults expected = around(3);
  expected.push_back("1500: the row is cut short");
  check(faults_of(log), expected);
}

// One flipped bit makes 2024 of 1000: what the event says of itself leads nowhere.
BOOST_AUTO_TEST_CASE(a_false_position_at_the_end_of_a_page_ends_nothing) {
  for (const std::uint64_t says : {std::uint64_t{0}, std::uint64_t{999}, std::uint64_t{1001},
                                   std::uint64_t{2024}, ~std::uint64_t{0}}) {
    BOOST_TEST_CONTEXT(says) {
      MemoryLog log = long_log(3000);
      log.events[999].position = says;
      log.seal_again(999);
      log.events[1499].sealed[0] ^= 1;
      Verdict verdict;
      check(faults_of(log, nullptr, {}, &verdict),
            {"1000: " + elsewhere, "1001: positions jump from 999", "1001: " + chain,
             "1500: " + not_sealed, "1500: " + leaf});
      BOOST_TEST(verdict.events == 2999u);
    }
  }
}

BOOST_AUTO_TEST_CASE(from_a_checkpoint_what_follows_is_checked_on_its_word) {
  MemoryLog log = tell(four);
  log.damage = {"the index of streams has 3 rows instead of 4"};
  Checkpoint from{"", 2, log.events[1].chain};
  check(faults_of(log, &from), {});  // the store's files are for the whole check
  check(faults_of(log), {"0: the index of streams has 3 rows instead of 4"});
  log.events[0].payload.insert(1, " ");
  check(faults_of(log, &from), {});
  from.chain[0] ^= 1;
  check(faults_of(log, &from), {"3: " + chain});
  Verdict verdict;
  from = {"", 4, log.events[3].chain};
  check(faults_of(log, &from, {}, &verdict), {});
  BOOST_TEST(verdict.events == 0u);
  BOOST_TEST(verdict.head.position == 4u);
  BOOST_CHECK(verdict.head.chain == from.chain);
}

BOOST_AUTO_TEST_CASE(a_stream_that_cannot_be_read_before_the_checkpoint_is_no_fault_of_its_events) {
  MemoryLog log = tell(four);
  log.add("plan/115/t", {"plan.withdrawn.1", "{}"});
  log.add("plan/115/t", {"plan.withdrawn.1", "{}"});
  log.unreadable = {2};
  const Checkpoint from{"", 2, log.events[1].chain};
  check(faults_of(log, &from), {"3: plan/115/t cannot be read whole: the row is cut short"});
  // Without its third event nothing is known of it, but versions still follow each other.
  log.events[4].version = 9;
  log.seal_again();
  const Checkpoint later{"", 2, log.events[1].chain};
  check(faults_of(log, &later),
        {"3: plan/115/t cannot be read whole: the row is cut short",
         "5: versions of plan/115/t jump from 2", "6: versions of plan/115/t jump from 9"});
}

BOOST_AUTO_TEST_CASE(checkpoints_are_compared_and_what_hinders_it_is_told) {
  MemoryLog log = tell(four);
  const std::string origin = origin_of(log);
  const Digest head = log.events.back().chain;
  check(faults_of(log, nullptr, {{"a", {origin, 4, head}}}), {});
  check(faults_of(log, nullptr, {{"a", {origin, 3, head}}, {"b", {origin, 6, head}}}),
        {"0: event 3 is not the one that checkpoint a was signed for",
         "0: the log ends at event 4, but checkpoint b was signed for 6 events: 2 acknowledged "
         "events are missing"});
  log.add("log", {"log.rewound.2", "{}"});
  check(faults_of(log, nullptr, {{"a", {origin, 4, head}}}),
        {"5: unknown tag log.rewound.2",
         "0: the checkpoints cannot be compared: unknown tag log.rewound.2"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
