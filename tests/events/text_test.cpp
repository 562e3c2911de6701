#include "events/text.hpp"

#include <algorithm>

#include "events/hours.hpp"
#include "tests/told.hpp"

// Texts at their boundaries: every forbidden character, lengths, hours as people type them.

namespace yanxi {
namespace {

std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f))};
  if (code < 0x10000) {
    return {byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f))};
  }
  return {byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)),
          byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f))};
}

// What no text may hold, first and last of each class.
const std::pair<std::uint32_t, std::uint32_t> forbidden[] = {
    {0, 0x1f},          // controls
    {0x7f, 0x9f},       // delete and more controls
    {0xad, 0xad},       // soft hyphen
    {0x61c, 0x61c},     // Arabic letter mark
    {0x115f, 0x1160},   // Hangul fillers
    {0x200b, 0x200b},   // zero width space
    {0x200e, 0x200f},   // marks of direction
    {0x2028, 0x202e},   // separators, embeddings
    {0x2060, 0x2060},   // word joiner
    {0x2066, 0x2069},   // isolates
    {0x3164, 0x3164},   // Hangul filler
    {0xfdd0, 0xfdef},   // noncharacters
    {0xfeff, 0xfeff},   // byte order mark
    {0xffa0, 0xffa0},   // half-width filler
    {0xfffe, 0xffff}};  // noncharacters, in each plane

bool is_forbidden(std::uint32_t code) {
  return (code & 0xfffe) == 0xfffe || std::ranges::any_of(forbidden, [&](const auto& range) {
           return code >= range.first && code <= range.second;
         });
}

std::string described(const std::expected<std::string, TextFault>& text) {
  if (text) return "accepted " + *text;
  return (text.error().kind == TextFault::Kind::forbidden ? "forbidden " : "too long ") +
         std::to_string(text.error().number);
}

std::string described(const TypedHours& hours) {
  const char* kinds[] = {"whole ", "fraction ", "not a number "};
  return kinds[static_cast<int>(hours.kind)] + std::to_string(hours.value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(every_forbidden_character_is_found_and_no_other) {
  const auto check = [](std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t code = first; code <= last; ++code) {
      const std::string text = "字" + utf8(code) + "字";
      const auto accepted = accept_text(text, 3);
      const bool good = is_forbidden(code)
                            ? !accepted && accepted.error().kind == TextFault::Kind::forbidden &&
                                  accepted.error().number == 2
                            : accepted == text;
      if (!good) BOOST_TEST(good, "U+" << std::hex << code);
    }
  };
  check(0, 0x3200);
  check(0xd700, 0xd7ff);  // beside the surrogates
  check(0xe000, 0xe0ff);
  check(0xfd00, 0x10010);
  for (std::uint32_t plane = 1; plane <= 16; ++plane) {
    check(plane << 16 | 0xfff0, std::min(plane << 16 | 0x1000f, 0x10ffffu));
  }
}

BOOST_AUTO_TEST_CASE(texts_are_trimmed_then_counted) {
  const struct {
    std::string text;
    std::size_t max;
    bool lines;
    std::string want;
  } rows[] = {
      {"", 0, false, "accepted "},
      {" \t\r\n　\u00a0", 0, false, "accepted "},
      {" \t\r\n　\u00a0一 二\u00a0　\n\r\t ", 3, false, "accepted 一 二"},
      {"　一　二　", 3, false, "accepted 一　二"},
      {"一二三", 3, false, "accepted 一二三"},
      {"一二三", 2, false, "too long 3"},
      {"𠮷𠮷", 2, false, "accepted 𠮷𠮷"},
      {"𠮷𠮷𠮷", 2, false, "too long 3"},
      {"一\n二", 9, false, "forbidden 2"},
      {"一\t二", 9, false, "forbidden 2"},
      {" 一二\x01\x02", 1, false, "forbidden 3"},
      {"一\n二", 3, true, "accepted 一\n二"},
      {"一\r\n二", 3, true, "accepted 一\n二"},
      {"一\r\n\r\n二", 4, true, "accepted 一\n\n二"},
      {"一\t二", 3, true, "accepted 一\t二"},
      {"一\r二", 3, true, "forbidden 2"},
      {"一\r\r\n二", 9, true, "forbidden 2"},
      {"一\r\n二\x01", 9, true, "forbidden 5"},
      {"一\v二", 9, true, "forbidden 2"},
      {"\r\n一\r\n", 1, true, "accepted 一"},
      {"一\r\n二三", 3, true, "too long 4"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(described(accept_text(row.text, row.max, row.lines)) == row.want, row.text);
  }
}

BOOST_AUTO_TEST_CASE(reasons_and_documents_have_their_lengths) {
  const auto read = [](const std::optional<std::string>& text) { return text.value_or("none"); };
  for (const std::size_t good : {5, 6, 199, 200}) {
    BOOST_TEST(read(accept_reason(" " + characters(good) + "\n")) == characters(good));
  }
  for (const std::size_t bad : {0, 4, 201}) BOOST_TEST(!accept_reason(characters(bad)));
  BOOST_TEST(!accept_reason("    一    "));
  BOOST_TEST(read(accept_reason("一二\r\n三四")) == "一二\n三四");
  BOOST_TEST(!accept_reason("一二三四五\x01"));
  for (const std::size_t good : {0, 1, 60}) {
    BOOST_TEST(read(accept_document(" " + characters(good))) == characters(good));
  }
  BOOST_TEST(!accept_document(characters(61)));
  BOOST_TEST(!accept_document("一\n二"));
}

BOOST_AUTO_TEST_CASE(texts_are_cut_and_counted_by_characters) {
  const std::string text = "a\u00e9字𠮷b";  // of one, two, three and four bytes
  const char* cut[] = {
      "", "a", "a\u00e9", "a\u00e9字", "a\u00e9字𠮷", "a\u00e9字𠮷b", "a\u00e9字𠮷b"};
  for (std::size_t n = 0; n < std::size(cut); ++n) BOOST_TEST(cut_text(text, n) == cut[n], n);
  for (std::size_t n = 0; n < 6; ++n) BOOST_TEST(count_characters(cut[n]) == n);
  BOOST_TEST(cut_text("", 1) == "");
}

BOOST_AUTO_TEST_CASE(only_whole_utf8_is_utf8) {
  const struct {
    std::string text;
    bool good;
  } rows[] = {{"", true},
              {std::string("a\0b", 3), true},
              {"\x7f", true},
              {"\xc2\x80", true},
              {"\xdf\xbf", true},
              {"\xe0\xa0\x80", true},
              {"\xed\x9f\xbf", true},
              {"\xee\x80\x80", true},
              {"\xf0\x90\x80\x80", true},
              {"\xf4\x8f\xbf\xbf", true},
              {"\x80", false},
              {"\xbf", false},
              {"\xc0\x80", false},
              {"\xc1\xbf", false},
              {"\xe0\x9f\xbf", false},
              {"\xed\xa0\x80", false},
              {"\xed\xbf\xbf", false},
              {"\xf0\x8f\xbf\xbf", false},
              {"\xf4\x90\x80\x80", false},
              {"\xf5\x80\x80\x80", false},
              {"\xe5\xad", false},
              {"\xe5", false},
              {"\xe5\xad\x97\xe5", false},
              {"\xe5\x61\x97", false}};
  for (const auto& row : rows) {
    for (const std::string before : {"", "a", "字"}) {
      BOOST_TEST(is_utf8(before + row.text + "b") == row.good, row.text.size() << before);
    }
    BOOST_TEST(is_utf8(row.text) == row.good);
  }
}

BOOST_AUTO_TEST_CASE(hours_are_understood_or_not) {
  const std::pair<const char*, const char*> rows[] = {{"", "whole 0"},
                                                      {"0", "whole 0"},
                                                      {"00", "whole 0"},
                                                      {"9", "whole 9"},
                                                      {"10", "whole 10"},
                                                      {"99", "whole 99"},
                                                      {"100", "whole 100"},
                                                      {"007", "whole 7"},
                                                      {"１００", "whole 100"},
                                                      {" ", "whole 0"},
                                                      {"1 2", "whole 12"},
                                                      {"1\t2", "whole 12"},
                                                      {"1,000", "whole 1000"},
                                                      {"１，０００", "whole 1000"},
                                                      {"\t7\t", "whole 7"},
                                                      {"7\r\n", "whole 7"},
                                                      {"　7　", "whole 7"},
                                                      {"7小時", "whole 7"},
                                                      {"7 時", "whole 7"},
                                                      {"7hr", "whole 7"},
                                                      {"7h", "whole 7"},
                                                      {"7HR", "whole 7"},
                                                      {"7H", "whole 7"},
                                                      {"7hrs", "whole 7"},
                                                      {"７ｈ", "whole 7"},
                                                      {"7.", "not a number 0"},
                                                      {"7.0", "whole 7"},
                                                      {"7.00小時", "whole 7"},
                                                      {"7.5", "fraction 7"},
                                                      {"7.05", "fraction 7"},
                                                      {"7.9h", "fraction 7"},
                                                      {".5", "not a number 0"},
                                                      {"7.x", "not a number 0"},
                                                      {"7.5.0", "not a number 0"},
                                                      {"7.0/", "not a number 0"},
                                                      {"7.:0", "not a number 0"},
                                                      {"/", "not a number 0"},
                                                      {":", "not a number 0"},
                                                      {"1/", "not a number 0"},
                                                      {"1:", "not a number 0"},
                                                      {"12/", "not a number 0"},
                                                      {"12:", "not a number 0"},
                                                      {"-1", "not a number 0"},
                                                      {"+1", "not a number 0"},
                                                      {"1e1", "not a number 0"},
                                                      {"0x1", "not a number 0"},
                                                      {"7hh", "not a number 0"},
                                                      {"7hhr", "not a number 0"},
                                                      {"7時小時", "not a number 0"},
                                                      {"h7", "not a number 0"},
                                                      {"七", "not a number 0"},
                                                      {"999999999", "whole 999999999"},
                                                      {"1000000000", "not a number 0"},
                                                      {"000000000", "whole 0"},
                                                      {"999999999.9", "fraction 999999999"}};
  for (const auto& [typed, want] : rows) BOOST_TEST(described(read_hours(typed)) == want, typed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
