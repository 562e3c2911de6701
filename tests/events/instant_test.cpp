#include "events/instant.hpp"

#include <algorithm>

#include "events/lineage.hpp"
#include "events/receipt.hpp"
#include "tests/told.hpp"

// Instants, academic years and receipts at their boundaries; the name of a log's line.

namespace yanxi {

BOOST_AUTO_TEST_SUITE(instants)

BOOST_AUTO_TEST_CASE(instants_are_printed_as_taipei_has_them) {
  const struct {
    Instant at;
    const char *text, *clock, *deadline;
  } rows[] = {
      {{0}, "1970/01/01 08:00:00", "08:00:00", "1/1（四）上午 8:00"},
      {{-1}, "1970/01/01 07:59:59", "07:59:59", "1/1（四）上午 7:59"},
      {{999'999}, "1970/01/01 08:00:00", "08:00:00", "1/1（四）上午 8:00"},
      {{1'000'000}, "1970/01/01 08:00:01", "08:00:01", "1/1（四）上午 8:00"},
      {{-8 * hour_us}, "1970/01/01 00:00:00", "00:00:00", "1/1（四）上午 12:00"},
      {{-8 * hour_us - 1}, "1969/12/31 23:59:59", "23:59:59", "12/31（三）下午 11:59"},
      {from_taipei(2024, 2, 29, 12), "2024/02/29 12:00:00", "12:00:00", "2/29（四）下午 12:00"},
      {from_taipei(2026, 9, 25, 11, 59, 59), "2026/09/25 11:59:59", "11:59:59",
       "9/25（五）上午 11:59"},
      {from_taipei(2026, 9, 26, 13, 5), "2026/09/26 13:05:00", "13:05:00", "9/26（六）下午 1:05"},
      {from_taipei(2026, 9, 27), "2026/09/27 00:00:00", "00:00:00", "9/27（日）上午 12:00"},
      {from_taipei(2026, 9, 28, 1), "2026/09/28 01:00:00", "01:00:00", "9/28（一）上午 1:00"},
      {from_taipei(2026, 9, 29, 23), "2026/09/29 23:00:00", "23:00:00", "9/29（二）下午 11:00"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      BOOST_TEST(taipei_text(row.at) == row.text);
      BOOST_TEST(taipei_clock(row.at) == row.clock);
      BOOST_TEST(taipei_deadline(row.at) == row.deadline);
      const std::string rfc = taipei_rfc3339(row.at);
      std::string spaced = rfc.substr(0, 19);
      std::ranges::replace(spaced, '-', '/');
      std::ranges::replace(spaced, 'T', ' ');
      BOOST_TEST(spaced == row.text);
      BOOST_TEST(rfc.substr(19) == "+08:00");
      BOOST_TEST(
          (parse_rfc3339(rfc).value() <= row.at && row.at - *parse_rfc3339(rfc) < second_us));
    }
  }
  // The same instants by another clock: 2026-09-25T01:58:13Z.
  BOOST_TEST(from_taipei(2026, 9, 25, 9, 58, 13).us == 1'790'301'493'000'000);
}

BOOST_AUTO_TEST_CASE(standard_times_are_read_exactly) {
  const Instant at = from_taipei(2026, 9, 25, 9, 58, 13);
  const std::pair<const char*, Instant> good[] = {
      {"2026-09-25T09:58:13+08:00", at},
      {"2026-09-25T01:58:13Z", at},
      {"2026-09-25T01:58:13+00:00", at},
      {"2026-09-25T01:58:13-00:00", at},
      {"2026-09-24T20:58:13-05:00", at},
      {"2026-09-25T07:28:13+05:30", at},
      {"2026-09-25T15:58:13+14:00", at},
      {"2026-09-25T16:57:13+14:59", at},
      {"2026-09-25T23:59:59+08:00", from_taipei(2026, 9, 25, 23, 59, 59)},
      {"2026-12-31T00:00:00+08:00", from_taipei(2026, 12, 31)},
      {"0000-01-01T00:00:00Z", from_taipei(0, 1, 1, 8)}};
  for (const auto& [text, want] : good) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST((parse_rfc3339(text) == want)); }
    // Cut off anywhere, or with more behind it, it is none.
    for (std::size_t n = 0; n < std::string_view(text).size(); ++n) {
      BOOST_TEST(!parse_rfc3339(std::string_view(text).substr(0, n)), text << " cut at " << n);
    }
    BOOST_TEST(!parse_rfc3339(text + std::string(" ")), text);
  }
  // Each character that is no other's place, and each number beyond its end.
  const char* bad[] = {
      "2026/09-25T09:58:13Z",      "2026-09/25T09:58:13Z",      "2026-09-25 09:58:13Z",
      "2026-09-25T09-58:13Z",      "2026-09-25T09:58-13Z",      "2026-09-25T09:58:13z",
      "2026-09-25T09:58:13+08-00", "2026-09-25T09:58:13 08:00", "2026-09-25T09:58:13+15:00",
      "2026-09-25T09:58:13-15:00", "2026-09-25T09:58:13+08:60", "2026-09-25T24:00:00Z",
      "2026-09-25T09:60:00Z",      "2026-09-25T09:58:60Z",      "2026-00-25T09:58:13Z",
      "2026-13-25T09:58:13Z",      "2026-09-00T09:58:13Z",      "2026-09-31T09:58:13Z",
      "2026-02-29T09:58:13Z",      "/026-09-25T09:58:13Z",      ":026-09-25T09:58:13Z",
      "2026-0a-25T09:58:13Z",      "2026-9-25T09:58:13Z",       "2026-09-25T09:58:13+8:00"};
  for (const char* text : bad) BOOST_TEST(!parse_rfc3339(text), text);
}

BOOST_AUTO_TEST_CASE(written_times_are_read_with_tolerance_and_no_more) {
  const std::pair<const char*, Instant> good[] = {
      {"2026/9/5", from_taipei(2026, 9, 5)},
      {" 2026/09/05 ", from_taipei(2026, 9, 5)},
      {"2026-9-5 8:05", from_taipei(2026, 9, 5, 8, 5)},
      {"2026/9/5  8:05:07", from_taipei(2026, 9, 5, 8, 5, 7)},
      {"2026-09-05T23:59:59", from_taipei(2026, 9, 5, 23, 59, 59)},
      {"2026/12/31 00:00", from_taipei(2026, 12, 31)},
      {"1970/1/1", from_taipei(1970, 1, 1)},
      {"9999/12/31", from_taipei(9999, 12, 31)},
      {"2024/2/29", from_taipei(2024, 2, 29)}};
  for (const auto& [text, want] : good) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST((parse_taipei(text) == want)); }
  }
  const char* bad[] = {
      "1969/12/31",       "10000/1/1",          "2026/0/5",           "2026/13/5",
      "2026/9/0",         "2023/2/29",          "2026/9/5 24:00",     "2026/9/5 8:60",
      "2026/9/5 8:05:60", "2026/9/5 8:05:07 1", "2026/9/5 8:05:07:1", "2026/9/5 8/05",
      "2026/9/5 8-05",    "2026:9:5",           "2026/9:5",           "2026/9 5",
      "2026/9T5",         "2026 9 5",           "2026/9/5 8 05",      "2026/9/5TT8:05",
      "2026/9/5 T8:05",   "T2026/9/5",          "/2026/9/5",          "2026/9/5/",
      "2026/9/5 :8",      "2026/9/5 8",         "2026/9/5 8::05",     "2026/9/5x",
      "2026/9/5 8:05x",   "2026.9.5",           "2026/9/5;8:05",      "2026/9/5 8:105",
      "2026/9/5 100:05",  "2026/100/5",         "99999999999/1/1"};
  for (const char* text : bad) BOOST_TEST(!parse_taipei(text), text);
}

BOOST_AUTO_TEST_CASE(an_academic_year_begins_with_august) {
  for (const int year : {105, 114, 115, 116}) {
    const Instant begin = from_taipei(year + 1911, 8, 1);
    BOOST_TEST(academic_year(begin + -1) == year - 1);
    BOOST_TEST(academic_year(begin) == year);
    BOOST_TEST(academic_year(begin + 1) == year);
    BOOST_TEST(academic_year(from_taipei(year + 1911, 12, 31, 23, 59, 59)) == year);
    BOOST_TEST(academic_year(from_taipei(year + 1912, 1, 1)) == year);
    BOOST_TEST(academic_year(from_taipei(year + 1912, 7, 31, 23, 59, 59)) == year);
  }
}

BOOST_AUTO_TEST_CASE(receipts_are_what_they_were) {
  // Computed apart from the program: they stand on paper and must be read for ever.
  const std::pair<Receipt, const char*> rows[] = {{{115, 1}, "115-0000001-P"},
                                                  {{115, 31}, "115-000000Z-S"},
                                                  {{115, 32}, "115-0000010-Q"},
                                                  {{115, 1023}, "115-00000ZZ-T"},
                                                  {{115, 1024}, "115-0000100-P"},
                                                  {{115, 34'567'890}, "115-010YXPJ-3"},
                                                  {{115, 343'385'203}, "115-0A7F93K-N"},
                                                  {{115, 1'073'741'824}, "115-1000000-P"},
                                                  {{116, 34'359'738'367}, "116-ZZZZZZZ-Y"},
                                                  {{114, 1023}, "114-00000ZZ-V"},
                                                  {{199, 301'989'895}, "199-0900007-D"}};
  for (const auto& [receipt, text] : rows) {
    BOOST_TEST(receipt_text(receipt) == text);
    BOOST_TEST_CONTEXT(text) { BOOST_TEST((parse_receipt(text) == receipt)); }
  }
  // As people write them.
  for (const char* text : {"115-0A7F93K-N", "1150A7F93KN", "115-oa7f93k-n", " 115 OA7F 93K N ",
                           "L15-0A7F93K-N", "i1s0a7f93kn"}) {
    const bool good = std::string_view(text).find('s') == std::string_view::npos;
    BOOST_TEST((parse_receipt(text) == Receipt{115, 343'385'203}) == good, text);
  }
  // A wrong character in any place, the year's included, and letters that are no digits.
  const std::string right = "1150A7F93KN", letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZU@[`{/:";
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (const char letter : letters) {
      std::string wrong = right;
      wrong[i] = letter;
      if (wrong != right) BOOST_TEST(!parse_receipt(wrong), wrong);
    }
  }
  for (const char* text : {"", "1150A7F93K", "1150A7F93KNN", "115-0A7F93K-N.", "115_0A7F93K_N"}) {
    BOOST_TEST(!parse_receipt(text), text);
  }
}

BOOST_AUTO_TEST_CASE(two_digits_exchanged_are_noticed) {
  const std::string right = receipt_text({115, 343'385'203});
  for (std::size_t i = 4; i + 1 < right.size() - 2; ++i) {
    std::string wrong = right;
    std::swap(wrong[i], wrong[i + 1]);
    if (wrong != right) BOOST_TEST(!parse_receipt(wrong), wrong);
  }
}

BOOST_AUTO_TEST_CASE(an_origin_is_of_the_leaf_that_began_the_line) {
  const Digest first{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xff}, second{0x10},
      third{0x20};
  lineage::State state;
  BOOST_TEST(lineage::origin(state, first) == "yanxi/0123456789abcdef");
  state = lineage::evolve(state, lineage::Rewound{"yanxi/a", 5, 9}, {6, 1, {}, second});
  state = lineage::evolve(state, lineage::Rewound{"yanxi/b", 7, 11}, {8, 2, {}, third});
  BOOST_TEST(lineage::origin(state, first) == "yanxi/2000000000000000");
  BOOST_REQUIRE(state.rewinds.size() == 2u);
  BOOST_TEST(told(std::vector<lineage::Event>{state.rewinds[0], state.rewinds[1]}) ==
             told(std::vector<lineage::Event>{lineage::Rewound{"yanxi/a", 5, 9},
                                              lineage::Rewound{"yanxi/b", 7, 11}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
