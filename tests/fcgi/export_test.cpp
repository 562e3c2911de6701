#include "fcgi/operate/export.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "events/execute.hpp"
#include "events/log/chain.hpp"
#include "events/log/rocks_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

// The lines of an export: which events stand in it, what stands for those between, and that the
// digests lead from its first line to its last.

namespace yanxi {
namespace {

using Json = nlohmann::json;

struct Place {
  Folder folder;
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  Instant at = from_taipei(2026, 9, 1, 8);

  // Events of one command; most tests do not care what they say.
  void add(const std::string& stream, std::vector<Encoded> events) {
    const std::uint64_t version = log->read_stream(stream, 0).size();
    BOOST_REQUIRE(log->append({stream,
                               version,
                               at,
                               {"teacher1", "teacher", "builtin"},
                               command_id(stream, std::to_string(version), ""),
                               std::move(events)}));
  }
  void add(const std::string& stream, std::size_t count = 1) {
    add(stream, std::vector<Encoded>(count, {"some.thing.1", "{\"a\":\"一\"}"}));
  }
  std::vector<std::string> lines(const ExportChoice& choice) const {
    std::vector<std::string> lines;
    export_events(*log, choice, [&](const std::string& line) { lines.push_back(line); });
    return lines;
  }
  // Each line in a word: after 3, event 4, leaves 5-6, until 7. Fails where a digest does not
  // lead on from the line before.
  std::string outline(const ExportChoice& choice) const {
    std::string text;
    Digest chain{};
    for (const std::string& line : lines(choice)) {
      BOOST_REQUIRE(line.ends_with("\n"));
      const Json json = Json::parse(line);
      if (!text.empty()) text += ", ";
      if (json.contains("after")) {
        const Envelope before = log->read_all(json["after"].get<std::uint64_t>() - 1, 1).at(0);
        chain = before.chain;
        text += "after " + json["after"].dump();
        BOOST_TEST(json["chain"] == to_hex(before.chain));
      } else if (json.contains("until")) {
        text += "until " + json["until"].dump();
        BOOST_TEST(json["chain"] == to_hex(chain));
      } else if (json.contains("leaves")) {
        const auto first = json["position"].get<std::uint64_t>();
        const std::size_t count = json["leaves"].size();
        text += "leaves " + std::to_string(first) + "-" + std::to_string(first + count - 1);
        const auto envelopes = log->read_all(first - 1, count);
        std::vector<std::string> leaves;
        for (const Envelope& envelope : envelopes) {
          leaves.push_back(to_hex(envelope.leaf));
          chain = chain_digest(chain, envelope.leaf);
        }
        BOOST_CHECK(json["leaves"].get<std::vector<std::string>>() == leaves);
      } else {
        text += "event " + json["position"].dump();
        const Envelope there = log->read_all(json["position"].get<std::uint64_t>() - 1, 1).at(0);
        chain = chain_digest(chain, there.leaf);
        BOOST_TEST(json["leaf"] == to_hex(there.leaf));
        BOOST_TEST(json["chain"] == to_hex(chain));
      }
    }
    return text;
  }
};

Encoded imported_from(const std::string& unit) {
  plan::SchoolPlanImported event = examples::imported("add");
  event.unit = unit;
  return encode(plan::Event{event});
}
Encoded saved_at(const std::string& unit) {
  Contents contents = examples::contents();
  contents.unit = unit;
  return encode(plan::Event{examples::draft_saved(contents)});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(export_lines, Place)

BOOST_AUTO_TEST_CASE(an_event_is_a_line_with_all_its_digests_need) {
  for (const ExportChoice& choice :
       {ExportChoice{true, {}, 0}, ExportChoice{false, {"unit/010001"}, 0},
        ExportChoice{false, {}, 115}}) {
    BOOST_TEST(lines(choice).empty());  // of an empty log
  }
  add("plan/115/teacher1", {{"some.thing.1", "{\"a\":\"\\\"一\"}"}, {"other.thing.2", "{}"}});
  log->remove_contents({2});
  const auto envelopes = log->read_all(0, 2);
  const Envelope &first = envelopes.at(0), &second = envelopes.at(1);
  const auto line = [&](const Envelope& e, const std::string& version, const std::string& rest) {
    return "{\"position\":" + version + ",\"stream\":\"plan/115/teacher1\",\"version\":" + version +
           ",\"at_us\":1788220800000000,\"at\":\"2026-09-01T08:00:00+08:00\","
           "\"account\":\"teacher1\",\"role\":\"teacher\",\"source\":\"builtin\",\"command\":\"" +
           to_hex(command_id("plan/115/teacher1", "0", "")) + "\"," + rest + ",\"sealed\":\"" +
           to_hex(e.sealed) + "\",\"leaf\":\"" + to_hex(e.leaf) + "\",\"chain\":\"" +
           to_hex(e.chain) + "\"}\n";
  };
  const std::vector<std::string> expected = {
      line(first, "1",
           "\"tag\":\"some.thing.1\",\"payload\":\"{\\\"a\\\":\\\"\\\\\\\"一\\\"}\","
           "\"salt\":\"" +
               to_hex(first.salt) + "\""),
      line(second, "2", "\"tag\":\"other.thing.2\",\"payload\":null,\"salt\":null")};
  BOOST_TEST(lines({true, {}, 0}) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_part_says_where_it_begins_what_lies_between_and_where_it_leads) {
  add("unit/010001");           // 1
  add("year/115");              // 2
  add("plan/115/teacher1", 2);  // 3, 4
  add("access/115/auditor1");   // 5
  add("plan/114/teacher1");     // 6
  add("survey/115/teacher1");   // 7
  add("person/teacher1");       // 8
  const struct {
    ExportChoice choice;
    const char* outline;
  } rows[] = {
      {{true, {}, 0}, "event 1, event 2, event 3, event 4, event 5, event 6, event 7, event 8"},
      {{false, {}, 0}, ""},
      {{false, {"plan/115/nobody"}, 0}, ""},
      {{false, {}, 113}, ""},
      {{false, {"unit/010001"}, 0}, "event 1, until 1"},
      {{false, {"year/115"}, 0}, "after 1, event 2, until 2"},
      {{false, {"plan/115/teacher1"}, 0}, "after 2, event 3, event 4, until 4"},
      {{false, {"person/teacher1"}, 0}, "after 7, event 8, until 8"},
      {{false, {"survey/115/teacher1", "year/115", "nothing/1"}, 0},
       "after 1, event 2, leaves 3-6, event 7, until 7"},
      {{false, {"unit/010001", "person/teacher1"}, 0}, "event 1, leaves 2-7, event 8, until 8"},
      {{false, {"access/115/auditor1"}, 0}, "after 4, event 5, until 5"},
      {{false, {}, 114}, "after 5, event 6, leaves 7-8, until 8"},
      {{false, {}, 115},
       "after 1, event 2, event 3, event 4, leaves 5-6, event 7, leaves 8-8, until 8"},
      {{false, {"person/teacher1"}, 114}, "after 5, event 6, leaves 7-7, event 8, until 8"},
      {{false, {"unit/010001"}, 114}, "event 1, leaves 2-5, event 6, leaves 7-8, until 8"},
      {{false, {"access/115/auditor1"}, 113}, "after 4, event 5, leaves 6-8, until 8"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.outline) { BOOST_TEST(outline(row.choice) == row.outline); }
  }
}

BOOST_AUTO_TEST_CASE(at_most_500_leaves_stand_in_a_line_and_any_number_of_events_between) {
  add("unit/010001");
  for (const std::size_t count : {499, 500, 501, 1001}) {
    add("survey/115/teacher1", count);
    add("unit/010001");
  }
  BOOST_TEST(outline({false, {"unit/010001"}, 0}) ==
             "event 1, leaves 2-500, event 501, leaves 502-1001, event 1002, leaves 1003-1502, "
             "leaves 1503-1503, event 1504, leaves 1505-2004, leaves 2005-2504, leaves 2505-2505, "
             "event 2506, until 2506");
  // A year's first event may lie beyond the first pages.
  add("year/116");
  add("unit/010001", 500);
  BOOST_TEST(outline({false, {}, 116}) == "after 2506, event 2507, leaves 2508-3007, until 3007");
  BOOST_TEST(lines({true, {}, 0}).size() == 3007u);
  BOOST_TEST(lines({false, {}, 117}).empty());
}

BOOST_AUTO_TEST_CASE(a_case_is_the_plan_and_every_school_it_rests_on) {
  const std::set<std::string> own = {"plan/115/teacher1", "survey/115/teacher1", "year/115"};
  const auto with_schools = [&](const std::vector<std::string>& units) {
    std::set<std::string> streams = own;
    for (const std::string& unit : units) {
      streams.insert({"unit/" + unit, "roster/115/" + unit, "school-plan/115/" + unit});
    }
    return streams;
  };
  const auto chosen = [&] {
    const ExportChoice choice = choose_case(*log, 115, "teacher1");
    BOOST_TEST(!choice.all);
    BOOST_TEST(choice.year == 0);
    return choice.streams;
  };
  BOOST_CHECK(chosen() == own);  // nothing was begun
  add("plan/115/teacher1", {saved_at("")});
  BOOST_CHECK(chosen() == own);
  add("plan/115/teacher1", {saved_at("010001"), saved_at("010002")});
  BOOST_CHECK(chosen() == with_schools({"010001", "010002"}));
  add("plan/115/teacher1", {imported_from("010003"), saved_at("010004")});
  BOOST_CHECK(chosen() == with_schools({"010001", "010002", "010003", "010004"}));
  add("plan/115/teacher2", {saved_at("010005")});
  add("plan/114/teacher1", {saved_at("010006")});
  BOOST_CHECK(chosen() == with_schools({"010001", "010002", "010003", "010004"}));
  log->remove_contents({1, 2, 3, 4, 5});  // whose contents are gone rests on nothing
  BOOST_CHECK(chosen() == own);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
