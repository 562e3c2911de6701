#include <boost/test/unit_test.hpp>

#include "events/access.hpp"
#include "events/edition.hpp"
#include "events/lineage.hpp"
#include "events/streams.hpp"
#include "tests/decoded.hpp"
#include "tests/examples.hpp"
#include "tests/refusal.hpp"
#include "tests/stored.hpp"

// What a payload may be, to the byte: each kind of value at its limits, and everything that is
// refused, with its words.

namespace yanxi {
namespace {

template <class Event>
std::string again_as(const Stored& stored) {
  const Encoded encoded = encode(decode<Event>(stored.tag, stored.payload));
  BOOST_TEST(encoded.tag == stored.tag);
  return encoded.payload;
}

// Decoded and encoded again.
std::string again(const Stored& stored) {
  return std::visit([&]<class Kind>(const Kind&) { return again_as<typename Kind::Event>(stored); },
                    parse_stream(stored.stream).kind);
}

// What is wrong with a payload; empty when nothing is.
std::string fault_of(const Stored& stored) {
  return refusal_of<DecodeFault>([&] { check_payload(stored.stream, stored.tag, stored.payload); });
}

Stored edited(const char* tag, const std::string& part, const std::string& with) {
  Stored stored = stored_example(tag);
  const auto at = stored.payload.find(part);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, part << " is not in " << stored.payload);
  stored.payload.replace(at, part.size(), with);
  return stored;
}

std::string survey_text(const std::string& text) {
  survey::Answered answered;
  answered.text = text;
  return encode(survey::Event{answered}).payload;
}

// A stored example with one part replaced, and what is then wrong with it.
struct Edit {
  const char *tag, *part, *with, *what;
};

const Edit edits[] = {
    // A record has its fields, all of them, in their order and nothing else.
    {"plan.draft_saved.1", R"("via":"form",)", "", "field via is missing or out of order"},
    {"plan.draft_saved.1", R"("via":"form",)", R"("x":1,"via":"form",)",
     "field via is missing or out of order"},
    {"plan.draft_saved.1", R"("via":"form",)", R"("via":"form","via":"form",)",
     "field catalogue is missing or out of order"},
    {"plan.draft_saved.1", R"("via":"form","catalogue":"115-1",)",
     R"("catalogue":"115-1","via":"form",)", "field via is missing or out of order"},
    {"plan.draft_saved.1", R"("education":"ED20",)", "",
     "field education is missing or out of order"},
    {"plan.draft_saved.1", R"("names":{"1-2-99":"海洋學校課程"}}})",
     R"("names":{"1-2-99":"海洋學校課程"}}})"
     "x",
     nullptr},
    {"plan.draft_saved.1", R"("names":{"1-2-99":"海洋學校課程"}}})", R"("names":{},"more":1}})",
     "unexpected field more"},
    {"plan.draft_saved.1", R"("names":{"1-2-99":"海洋學校課程"}}})", R"("names":{}},"more":1})",
     "unexpected field more"},
    {"plan.draft_saved.1", R"("names":{"1-2-99":"海洋學校課程"}}})", "\"hours\":{}}}",
     "field names is missing or out of order"},
    {"plan.deleted.1", "{}", R"({"reason":""})", "unexpected field reason"},
    {"plan.deleted.1", "{}", "[]", "expected an object"},
    {"plan.deleted.1", "{}", "null", "expected an object"},
    {"plan.deleted.1", "{}", "\"{}\"", "expected an object"},
    {"person.registered.1", R"({"name":"teacher","scope":"010001"})", R"("teacher")",
     "expected an object"},
    {"person.registered.1", R"("scope":"010001"})", R"("scope":"010001","until":1})",
     "unexpected field until"},
    {"person.registered.1", R"({"name":"teacher","scope":"010001"})", R"({"name":"teacher"})",
     "field scope is missing or out of order"},
    // What is not JSON, or more than that.
    {"plan.deleted.1", "{}", "", nullptr},
    {"plan.deleted.1", "{}", "{", nullptr},
    {"plan.deleted.1", "{}", "{}{}", nullptr},
    {"plan.deleted.1", "{}", "{},", nullptr},
    {"plan.deleted.1", "{}", "{/**/}", nullptr},
    {"person.renamed.1", "郭大強", "\xC0\xAF", nullptr},
    {"person.renamed.1", "郭大強", "\xED\xA0\x80", nullptr},
    {"person.renamed.1", "郭大強", "\n", nullptr},
    {"person.renamed.1", "郭大強", "\\x", nullptr},
    {"person.renamed.1", "郭大強", "\\ud800", nullptr},
    // Numbers.
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":-1)", "a number is out of range"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":2147483648)", "a number is out of range"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":7.0)", "expected a whole number"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":7e0)", "expected a whole number"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":"7")", "expected a whole number"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":true)", "expected a whole number"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":null)", "expected a whole number"},
    {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":07)", nullptr},
    {"log.rewound.1", R"("kept":120)", R"("kept":-1)", "a number is out of range"},
    {"log.rewound.1", R"("kept":120)", R"("kept":9223372036854775808)", "expected a whole number"},
    {"log.rewound.1", R"("kept":120)", R"("kept":99999999999999999999)", nullptr},
    {"plan.submitted.1", R"("arrived_us":1790301493000000)", R"("arrived_us":-1)",
     "a number is out of range"},
    // Truths, texts and times.
    {"person.sign_in_set.1", "false", "0", "expected true or false"},
    {"person.sign_in_set.1", "false", "\"false\"", "expected true or false"},
    {"person.sign_in_set.1", "false", "null", "expected true or false"},
    {"person.renamed.1", "\"郭大強\"", "1", "expected a text"},
    {"person.renamed.1", "\"郭大強\"", "null", "expected a text"},
    {"person.renamed.1", "\"郭大強\"", "[\"郭大強\"]", "expected a text"},
    {"plan.extended.1", "\"2026-10-20T17:00:00+08:00\"", "1790301493", "expected a time"},
    {"plan.extended.1", "2026-10-20T17:00:00+08:00", "2026-10-20", "expected a time"},
    {"plan.extended.1", "2026-10-20T17:00:00+08:00", "2026-10-20T17:00:60+08:00",
     "expected a time"},
    // Lists and maps.
    {"roster.frozen.1", R"(["teacher1","clerk3"])", "{}", "expected a list"},
    {"roster.frozen.1", R"(["teacher1","clerk3"])", "\"teacher1\"", "expected a list"},
    {"roster.frozen.1", R"(["teacher1","clerk3"])", "[1]", "expected a text"},
    {"survey.answered.1", "[5,4,0,3,5]", "{}", "expected a list"},
    {"survey.answered.1", "[5,4,0,3,5]", "[5,4,0,3]", "a list has another length"},
    {"survey.answered.1", "[5,4,0,3,5]", "[5,4,0,3,5,5]", "a list has another length"},
    {"survey.answered.1", "[5,4,0,3,5]", "[5,4,0,3,\"5\"]", "expected a whole number"},
    {"plan.draft_saved.1", R"({"1-1-1":7,"1-2-99":2})", "[]", "expected an object"},
    {"plan.draft_saved.1", R"({"1-1-1":7,"1-2-99":2})", R"({"1-2-99":2,"1-1-1":7})",
     "codes are not ascending"},
    {"plan.draft_saved.1", R"({"1-1-1":7,"1-2-99":2})", R"({"1-1-1":7,"1-1-1":7})",
     "codes are not ascending"},
    {"plan.draft_saved.1", R"({"1-2-99":"海洋學校課程"})", R"({"1-2-99":1})", "expected a text"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(archive)

BOOST_AUTO_TEST_CASE(every_tag_comes_back_as_the_same_bytes) {
  auto examples = stored_examples();
  // With what the stored ones leave at its default.
  for (const Edit& edit : {
           Edit{"access.viewed.1", R"("detail":"")", R"("detail":"第 3 版")", ""},
           {"roster.listed.1", R"("reason":"")", R"("reason":"補報教師一名")", ""},
           {"roster.listed.1", R"(["teacher1","clerk3"])", "[]", ""},
           {"year.opened.1", R"("demo":false)", R"("demo":true)", ""},
           {"person.sign_in_set.1", "false", "true", ""},
           {"plan.extended.1", "true", "false", ""},
           {"plan.school_plan_imported.1", R"("names":{})", R"("names":{"1-2-99":"海洋"})", ""},
           {"school_plan.draft_saved.1", R"("names":{})", R"("names":{"1-2-99":"海洋"})", ""},
           {"survey.answered.1", "[5,4,0,3,5]", "[1,2,3,4,5]", ""},
           {"plan.draft_saved.1", R"("place_other":"")", R"("place_other":"海邊")", ""},
           {"plan.draft_saved.1", R"({"1-1-1":7,"1-2-99":2})", "{}", ""},
           {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":0)", ""},
           {"plan.draft_saved.1", R"("1-1-1":7)", R"("1-1-1":2147483647)", ""},
           {"log.rewound.1", R"("kept":120)", R"("kept":0)", ""},
           {"log.rewound.1", R"("kept":120)", R"("kept":9223372036854775807)", ""},
           {"plan.submitted.1", "1790301493000000", "9223372036854775807", ""},
           {"person.registered.1", R"({"name":"teacher","scope":"010001"})",
            R"({"name":"a","scope":"b"},{"name":"c","scope":"d"},{"name":"","scope":""})", ""},
           {"person.registered.1", R"([{"name":"teacher","scope":"010001"}])", "[]", ""},
       }) {
    examples.push_back(edited(edit.tag, edit.part, edit.with));
  }
  for (const Stored& stored : examples) {
    BOOST_TEST_CONTEXT(stored.tag) { BOOST_TEST(again(stored) == stored.payload); }
  }
}

BOOST_AUTO_TEST_CASE(every_tag_belongs_to_one_kind_of_stream) {
  const auto examples = stored_examples();
  for (const Stored& stored : examples) {
    for (const Stored& other : examples) {
      const bool own = parse_stream(stored.stream).kind == parse_stream(other.stream).kind;
      const std::string expected = own ? "" : "unknown tag " + stored.tag;
      BOOST_TEST_CONTEXT(stored.tag << " in " << other.stream) {
        BOOST_TEST(fault_of({other.stream, stored.tag, stored.payload}) == expected);
      }
    }
  }
  BOOST_TEST(fault_of({"planet/115/x", "plan.deleted.1", "{}"}) ==
             "unknown kind of stream planet/115/x");
  BOOST_TEST(fault_of({"", "plan.deleted.1", "{}"}) == "unknown kind of stream ");
  BOOST_TEST(fault_of({"plan/115/x", "plan.deleted.2", "{}"}) == "unknown tag plan.deleted.2");
  BOOST_TEST(fault_of({"plan/115/x", "", "{}"}) == "unknown tag ");
}

BOOST_AUTO_TEST_CASE(what_is_not_exactly_ours_is_named) {
  for (const Edit& edit : edits) {
    BOOST_TEST_CONTEXT(edit.tag << ": " << edit.part << " as " << edit.with) {
      const std::string expected =
          edit.what ? std::string(edit.tag) + ": " + edit.what : "the payload is not JSON in UTF-8";
      BOOST_TEST(fault_of(edited(edit.tag, edit.part, edit.with)) == expected);
    }
  }
  const std::string deep(1100, '[');
  BOOST_TEST(fault_of({"plan/115/x", "plan.deleted.1", deep + std::string(1100, ']')}) ==
             "the payload is not JSON in UTF-8");
}

BOOST_AUTO_TEST_CASE(a_text_is_written_in_one_way_and_read_as_it_was) {
  struct Text {
    std::string text, written;
  };
  using namespace std::string_literals;
  std::vector<Text> texts = {
      {"", ""},           {"\"", "\\\""}, {"\\", "\\\\"}, {"/", "/"}, {" ~\x7F", " ~\x7F"},
      {"é教𠮷", "é教𠮷"}, {"{[,", "{[,"},
  };
  for (unsigned char c = 0; c < 0x20; ++c) {
    texts.push_back({"a"s + static_cast<char>(c) + "b", "a\\u00" + to_hex(&c, 1) + "b"});
  }
  for (const auto& [text, written] : texts) {
    const std::string payload = survey_text(text);
    BOOST_TEST(payload == R"({"answers":[0,0,0,0,0],"text":")" + written + "\"}");
    const auto back = decode<survey::Event>("survey.answered.1", payload);
    BOOST_TEST(std::get<survey::Answered>(back).text == text);
  }
}

BOOST_AUTO_TEST_CASE(a_payload_is_at_most_64_kilobytes) {
  constexpr std::size_t most = 65536;
  const std::size_t room = most - survey_text("").size();
  const std::string full = survey_text(std::string(room, 'x'));
  BOOST_TEST(full.size() == most);
  BOOST_TEST(fault_of({"survey/115/x", "survey.answered.1", full}).empty());
  BOOST_TEST(fault_of({"survey/115/x", "survey.answered.1", full + " "}) ==
             "the payload is too large");
  BOOST_TEST(refusal_of<std::length_error>([&] { survey_text(std::string(room + 1, 'x')); }) ==
             "an event is larger than a payload may be");
}

BOOST_AUTO_TEST_CASE(times_are_whole_seconds_of_taipei) {
  const Stored utc =
      edited("person.link_issued.1", "2026-09-03T10:00:00+08:00", "2026-09-03T02:00:00Z");
  BOOST_TEST(again(utc) == stored_example("person.link_issued.1").payload);
  const auto event = decode<person::Event>(utc.tag, utc.payload);
  BOOST_CHECK(std::get<person::LinkIssued>(event).until == from_taipei(2026, 9, 3, 10));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
