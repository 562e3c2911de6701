#include "events/log/row.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "events/codec.hpp"
#include "events/log/chain.hpp"
#include "events/streams.hpp"
#include "tests/refusal.hpp"

// The bytes of a row, of the keys, of the digests, and the names of streams.

namespace yanxi {
namespace {

using namespace std::string_literals;

// Every field differs from its default and from every other.
Envelope example() {
  Envelope envelope;
  envelope.position = 0x0102030405060708;
  envelope.stream = "plan/115/教師";
  envelope.version = 0x1112131415161718;
  envelope.at = {0x2122232425262728};
  envelope.actor = {std::string(300, 'a'), "teacher", "builtin"};
  std::iota(envelope.command.begin(), envelope.command.end(), 1);
  envelope.tag = "plan.deleted.1";
  envelope.payload = "{}";
  std::iota(envelope.salt.begin(), envelope.salt.end(), 40);
  std::iota(envelope.sealed.begin(), envelope.sealed.end(), 100);
  std::iota(envelope.leaf.begin(), envelope.leaf.end(), 140);
  std::iota(envelope.chain.begin(), envelope.chain.end(), 180);
  return envelope;
}

template <std::size_t N>
std::string bytes_of(const std::array<unsigned char, N>& bytes) {
  return {bytes.begin(), bytes.end()};
}

std::string fault_of(const std::string& row) {
  return refusal_of<RowFault>([&] { decode_row(row); });
}

void check_same(const Envelope& one, const Envelope& other) {
  BOOST_TEST(one.position == other.position);
  BOOST_TEST(one.stream == other.stream);
  BOOST_TEST(one.version == other.version);
  BOOST_CHECK(one.at == other.at);
  BOOST_CHECK(one.actor == other.actor);
  BOOST_CHECK(one.command == other.command);
  BOOST_TEST(one.tag == other.tag);
  BOOST_TEST(one.payload == other.payload);
  BOOST_CHECK(one.salt == other.salt);
  BOOST_TEST(one.erased == other.erased);
  BOOST_CHECK(one.sealed == other.sealed);
  BOOST_CHECK(one.leaf == other.leaf);
  BOOST_CHECK(one.chain == other.chain);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row)

BOOST_AUTO_TEST_CASE(a_row_is_leaf_bytes_contents_and_digests) {
  Envelope envelope = example();
  const std::string digests = bytes_of(envelope.leaf) + bytes_of(envelope.chain);
  const std::string row = encode_row(envelope);
  BOOST_TEST(row ==
             leaf_bytes(envelope) + "\1" + bytes_of(envelope.salt) + "\0\0\0\2{}"s + digests);
  check_same(decode_row(row), envelope);
  envelope.payload = std::string(70'000, 'x');
  check_same(decode_row(encode_row(envelope)), envelope);
  envelope.at = {-1};
  check_same(decode_row(encode_row(envelope)), envelope);
  // Erased: whatever payload and salt were, they are not in the row.
  envelope.erased = true;
  BOOST_TEST(encode_row(envelope) == leaf_bytes(envelope) + "\0"s + digests);
  Envelope left = envelope;
  left.payload.clear();
  left.salt = {};
  check_same(decode_row(encode_row(envelope)), left);
}

BOOST_AUTO_TEST_CASE(a_row_that_is_cut_or_has_too_much_is_refused) {
  Envelope envelope = example();
  for (const bool erased : {false, true}) {
    envelope.erased = erased;
    const std::string row = encode_row(envelope);
    BOOST_TEST(fault_of(row).empty());
    for (std::size_t size = 0; size < row.size(); ++size) {
      BOOST_TEST(fault_of(row.substr(0, size)) == "the row is cut short", size);
    }
    BOOST_TEST(fault_of(row + '\0') == "the row has bytes left over");
    std::string formed = row;
    for (const int form : {2, 128, 255}) {
      formed[leaf_bytes(envelope).size()] = static_cast<char>(form);
      BOOST_TEST(fault_of(formed) == "the row has an unknown form");
    }
  }
  std::string longest = encode_row(envelope);
  longest.replace(8, 4, "\xFF\xFF\xFF\xFF");  // the length of the stream's name
  BOOST_TEST(fault_of(longest) == "the row is cut short");
}

BOOST_AUTO_TEST_CASE(keys_stand_in_the_order_of_their_numbers) {
  BOOST_TEST(number_key(0x0102030405060708) == "\1\2\3\4\5\6\7\x08");
  BOOST_TEST(number_key(0) == std::string(8, '\0'));
  BOOST_TEST(number_key(~std::uint64_t{0}) == std::string(8, '\xFF'));
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256},
                                     std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    BOOST_TEST(read_number(number_key(number)) == number);
  }
  for (const std::size_t size : {0, 1, 7, 9, 16}) {
    BOOST_TEST(refusal_of<RowFault>([&] { read_number(std::string(size, 'x')); }) ==
               "a number has another size");
  }
  BOOST_TEST(stream_key("plan/115/t", 258) == "plan/115/t\0\0\0\0\0\0\0\1\2"s);
  CommandId command{};
  std::iota(command.begin(), command.end(), 1);
  BOOST_TEST(command_key("log", command) ==
             "log\0\1\2\3\4\5\6\7\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10"s);
}

// Computed with another program (Python's hashlib) from the grammar in chain.hpp.
BOOST_AUTO_TEST_CASE(digests_are_those_of_the_grammar) {
  const Envelope envelope = example();
  BOOST_TEST(leaf_bytes(envelope).size() == 435u);
  BOOST_TEST(to_hex(leaf_digest(envelope)) ==
             "4b4999ff6664712b90015a921f846b68d4f39950812c5cde07a75b97bf90513f");
  Salt salt{};
  std::iota(salt.begin(), salt.end(), 0);
  BOOST_TEST(to_hex(seal(salt, R"({"a":"甲"})")) ==
             "24d38b37ab3737e0851bf4e348638f8055748c06014e39c5b803a089599ea8c4");
  Digest previous{}, leaf{};
  std::iota(previous.begin(), previous.end(), 0);
  std::iota(leaf.begin(), leaf.end(), 32);
  BOOST_TEST(to_hex(chain_digest(previous, leaf)) ==
             "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57");
}

BOOST_AUTO_TEST_CASE(what_is_kept_of_an_event_is_no_part_of_its_leaf) {
  Envelope envelope = example();
  const Digest leaf = leaf_digest(envelope);
  envelope.payload = "erased";
  envelope.salt = {};
  envelope.erased = true;
  envelope.leaf = envelope.chain = {};
  BOOST_CHECK(leaf_digest(envelope) == leaf);
}

BOOST_AUTO_TEST_CASE(streams_have_names_in_parts) {
  struct Name {
    std::string stream, kind;
    int year;
    std::string name;
  };
  const Name names[] = {
      {plan_stream(115, "teacher1"), "plan", 115, "teacher1"},
      {school_plan_stream(116, "010001"), "school-plan", 116, "010001"},
      {roster_stream(115, "010001"), "roster", 115, "010001"},
      {year_stream(115), "year", 115, ""},
      {survey_stream(115, "teacher1"), "survey", 115, "teacher1"},
      {person_stream("115"), "person", 0, "115"},
      {unit_stream("010001"), "unit", 0, "010001"},
      {catalogue_stream(115), "catalogue", 115, ""},
      {access_stream(115, "auditor1"), "access", 115, "auditor1"},
      {log_stream(), "log", 0, ""},
      {"person/a/b", "person", 0, "a/b"},
      {"unit/", "unit", 0, ""},
      {"plan/115/a/b", "plan", 115, "a/b"},
      {"plan/x/teacher1", "plan", 0, "teacher1"},
      {"plan/115/", "plan", 115, ""},
      {"plan", "plan", 0, ""},
  };
  for (const Name& expected : names) {
    const StreamName parts = parse_stream(expected.stream);
    BOOST_TEST_CONTEXT(expected.stream) {
      BOOST_TEST(std::visit([](const auto& kind) { return kind.word; }, parts.kind) ==
                 expected.kind);
      BOOST_TEST(parts.year == expected.year);
      BOOST_TEST(parts.name == expected.name);
    }
  }
  for (const char* unknown : {"", "/", "planet/115/x", "pla", "plan115"}) {
    BOOST_CHECK_THROW(parse_stream(unknown), DecodeFault);
  }
  const char* texts[] = {"plan/115/teacher1",   "school-plan/116/010001",
                         "roster/115/010001",   "year/115",
                         "survey/115/teacher1", "person/115",
                         "unit/010001",         "catalogue/115",
                         "access/115/auditor1", "log"};
  for (std::size_t i = 0; i < std::size(texts); ++i) BOOST_TEST(names[i].stream == texts[i]);
}

BOOST_AUTO_TEST_CASE(a_person_has_their_own_streams_and_no_others) {
  for (const char* own : {"person/t", "plan/115/t", "survey/116/t"}) {
    BOOST_TEST(is_stream_of(parse_stream(own), "t"), own);
    BOOST_TEST(!is_stream_of(parse_stream(own), "u"), own);
  }
  for (const char* other : {"access/115/t", "unit/t", "roster/115/t", "school-plan/115/t",
                            "year/115", "log", "catalogue/115", "plan/115/t/t", "plan/115"}) {
    BOOST_TEST(!is_stream_of(parse_stream(other), "t"), other);
  }
}

BOOST_AUTO_TEST_CASE(hexadecimal_is_in_lower_case) {
  BOOST_TEST(to_hex(std::array<unsigned char, 4>{0x00, 0x9f, 0xa0, 0xff}) == "009fa0ff");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
