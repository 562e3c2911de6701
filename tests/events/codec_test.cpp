#include "events/codec.hpp"

#include <boost/test/unit_test.hpp>

#include "events/log/chain.hpp"
#include "events/log/row.hpp"
#include "tests/decoded.hpp"
#include "tests/examples.hpp"
#include "tests/stored.hpp"

// Stored forms: every tag ever written decodes to this day, and nothing that is not ours does.

namespace yanxi {
namespace {

std::string draft() {
  return encode(plan::Event{examples::draft_saved(examples::contents())}).payload;
}

plan::Event decode_draft(const std::string& payload) {
  return decode<plan::Event>("plan.draft_saved.1", payload);
}

std::string replaced(std::string text, const std::string& part, const std::string& with) {
  const auto at = text.find(part);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), with);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(every_stored_example_decodes_and_encodes_to_the_same_bytes) {
  const auto examples = stored_examples();
  BOOST_TEST(examples.size() == 31u);
  for (const Stored& stored : examples) {
    BOOST_TEST_CONTEXT(stored.tag) {
      BOOST_CHECK_NO_THROW(check_payload(stored.stream, stored.tag, stored.payload));
      if (!stored.stream.starts_with("plan/")) continue;
      BOOST_TEST(encode(decode<plan::Event>(stored.tag, stored.payload)).payload == stored.payload);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_payload_is_one_line_of_json_in_one_order) {
  const std::string payload = draft();
  BOOST_TEST(payload.starts_with(
      R"({"via":"form","catalogue":"115-1","contents":{"unit":"010001","education":"ED20",)"));
  BOOST_TEST(payload.find('\n') == std::string::npos);
  BOOST_TEST(payload.find(R"("hours":{"1-1-1":7,"3-2-5":2})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(texts_survive_whole) {
  Contents contents = examples::contents();
  contents.time_other = "引號\" 反斜線\\ 𠮷 tab\t";
  const auto event = decode_draft(encode(plan::Event{examples::draft_saved(contents)}).payload);
  BOOST_TEST(std::get<plan::DraftSaved>(event).contents.time_other == contents.time_other);
}

BOOST_AUTO_TEST_CASE(what_is_not_exactly_ours_is_a_fault) {
  const std::string good = draft();
  BOOST_CHECK_NO_THROW(decode_draft(good));
  const auto refused = [](const std::string& payload) {
    BOOST_TEST_CONTEXT(payload) { BOOST_CHECK_THROW(decode_draft(payload), DecodeFault); }
  };
  refused("");
  refused("{}");
  refused("[]");
  refused(good + " x");
  refused(good.substr(0, good.size() - 1));
  refused(replaced(good, R"("via":"form",)", ""));                               // missing
  refused(replaced(good, R"("via":"form",)", R"("via":"form","x":1,)"));         // unknown
  refused(replaced(good, R"("via":"form",)", R"("via":"form","via":"form",)"));  // repeated
  refused(replaced(good, R"("via":"form")", R"("via":1)"));                      // another type
  refused(replaced(good, R"("1-1-1":7)", R"("1-1-1":7.5)"));
  refused(replaced(good, R"("1-1-1":7)", R"("1-1-1":-7)"));
  refused(replaced(good, R"("1-1-1":7)", R"("1-1-1":99999999999)"));
  refused(replaced(good, R"("1-1-1":7)", R"("1-1-1":7,"1-1-1":7)"));
  refused(replaced(good, "ED20", "ED\xC0\xAF"));
  refused(std::string(70'000, ' '));
  BOOST_CHECK_THROW(decode<plan::Event>("plan.draft_saved.2", good), DecodeFault);
  BOOST_CHECK_THROW(check_payload("planet/115/x", "plan.draft_saved.1", good), DecodeFault);
}

BOOST_AUTO_TEST_CASE(leaf_and_chain_follow_the_grammar) {
  Envelope envelope;
  envelope.position = 1;
  envelope.stream = "s";
  envelope.version = 2;
  envelope.at = {3};
  envelope.actor = {"a", "r", "b"};
  envelope.tag = "t";
  const std::string bytes = leaf_bytes(envelope);
  using namespace std::string_literals;
  const std::string expected =
      "\0\0\0\0\0\0\0\1\0\0\0\1s\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\1a"
      "\0\0\0\1r\0\0\0\1b"s +
      std::string(16, '\0') + "\0\0\0\1t"s + std::string(32, '\0');
  BOOST_TEST(bytes == expected);
  // SHA-256 of one zero salt and no payload, and of an empty chain, as any other program gives
  // them.
  BOOST_TEST(to_hex(seal(Salt{}, "")) ==
             "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb");
  BOOST_TEST(to_hex(chain_digest(Digest{}, Digest{})) ==
             "ae0798d0ecaed2b778eddebf18f071a561c53658c05e76cedecc27cafbdbc577");
}

BOOST_AUTO_TEST_CASE(rows_round_trip_and_refuse_damage) {
  Envelope envelope;
  envelope.position = 7;
  envelope.stream = "plan/115/teacher1";
  envelope.version = 3;
  envelope.actor = {"teacher1", "teacher", "builtin"};
  envelope.tag = "plan.draft_saved.1";
  envelope.payload = draft();
  envelope.sealed = seal(envelope.salt, envelope.payload);
  envelope.leaf = leaf_digest(envelope);
  const std::string row = encode_row(envelope);
  const Envelope back = decode_row(row);
  BOOST_TEST(encode_row(back) == row);
  BOOST_TEST(back.payload == envelope.payload);
  BOOST_CHECK_THROW(decode_row(row + "x"), RowFault);
  for (std::size_t size = 0; size < row.size(); size += 7) {
    BOOST_CHECK_THROW(decode_row(row.substr(0, size)), RowFault);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
