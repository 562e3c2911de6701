#include <boost/test/unit_test.hpp>

#include "events/instant.hpp"
#include "events/receipt.hpp"
#include "events/text.hpp"
#include "events/unit.hpp"
#include "events/year.hpp"
#include "templates/chart.hpp"
#include "tests/examples.hpp"

// Instants, texts, receipts, codes of units, shares of the chart.

namespace yanxi {

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(taipei_times) {
  const Instant at = from_taipei(2026, 9, 25, 9, 58, 13);
  BOOST_TEST(taipei_text(at) == "2026/09/25 09:58:13");
  BOOST_TEST(taipei_rfc3339(at) == "2026-09-25T09:58:13+08:00");
  BOOST_TEST(taipei_deadline(from_taipei(2026, 9, 30, 17)) == "9/30（三）下午 5:00");
  BOOST_TEST(taipei_deadline(from_taipei(2026, 9, 1, 0, 5)) == "9/1（二）上午 12:05");
  BOOST_CHECK(parse_rfc3339("2026-09-25T09:58:13+08:00") == at);
  BOOST_CHECK(parse_rfc3339("2026-09-25T01:58:13Z") == at);
  BOOST_CHECK(parse_rfc3339("2024-02-29T00:00:00+08:00").has_value());
  for (const char* bad : {"2026-09-25", "2026-02-30T00:00:00+08:00", "2026-09-25T25:00:00+08:00",
                          "2026-09-25T09:58:13", "2026-09-25T09:58:13+08:00x", ""}) {
    BOOST_TEST(!parse_rfc3339(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(academic_years) {
  BOOST_TEST(academic_year(from_taipei(2016, 7, 31, 23, 59, 59)) == 104);
  BOOST_TEST(academic_year(from_taipei(2016, 8, 1)) == 105);
  BOOST_TEST(academic_year(from_taipei(2026, 11, 22)) == 115);
  BOOST_TEST(academic_year_text(115) == "115 學年度（2026/8/1–2027/7/31）");
}

BOOST_AUTO_TEST_CASE(utf8_is_strict) {
  BOOST_TEST(is_utf8("研習𠮷"));
  for (const char* bad :
       {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE7\xA0", "\x80", "\xFF"}) {
    BOOST_TEST(!is_utf8(bad));
  }
}

BOOST_AUTO_TEST_CASE(forbidden_characters) {
  for (const char* bad : {"\x01", "\x7F", "\u0085", "\u202A", "\u2066", "\u200F", "\u061C",
                          "\uFEFF", "\uFDD0", "\uFFFE", "\u2028"}) {
    const auto text = accept_text(std::string("字") + bad + "字", 10);
    BOOST_REQUIRE(!text);
    BOOST_TEST(text.error().number == 2u);
  }
  BOOST_TEST(accept_text("一\r\n二\t三", 10, true).value() == "一\n二\t三");
  BOOST_TEST(accept_text("\uF900", 10).value() == "\uF900");  // never normalised
}

BOOST_AUTO_TEST_CASE(receipts) {
  const Receipt receipt{115, 34'567'890};
  const std::string text = receipt_text(receipt);
  BOOST_TEST(text.size() == 13u);
  BOOST_TEST(text.starts_with("115-"));
  BOOST_CHECK(parse_receipt(text) == receipt);
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  BOOST_CHECK(parse_receipt(lower) == receipt);
  // Every single wrong digit is noticed.
  static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::size_t i = 4; i < text.size(); ++i) {
    for (char digit : alphabet) {
      if (text[i] == '-' || text[i] == digit) continue;
      std::string wrong = text;
      wrong[i] = digit;
      BOOST_TEST(!parse_receipt(wrong), wrong);
    }
  }
  for (const char* bad : {"", "115", "115-0A7F93K", "115-0A7F93K-2X", "ABC-0000001-1"}) {
    BOOST_TEST(!parse_receipt(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(unit_codes) {
  for (const char* good : {"010001", "190F01", "330N01", "0123"})
    BOOST_TEST(unit::is_code(good), good);
  for (const char* bad : {"", "01000", "0100011", "01a001", "ab0001", "19f01"}) {
    BOOST_TEST(!unit::is_code(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(shares_are_rounded_half_up_to_one_decimal) {
  // Two topics with the same hours get the same share, whatever the sum comes to.
  const auto shares = slice({11, 11, 9, 20, 10, 12});
  BOOST_TEST(shares[0].tenths == shares[1].tenths);
  BOOST_TEST(percent_text(shares[0].tenths) == "15.1%");
  const auto halves = slice({1, 1, 1, 5, 0, 0});
  BOOST_TEST(percent_text(halves[0].tenths) == "12.5%");
  BOOST_TEST(percent_text(slice({1, 2})[0].tenths) == "33.3%");
  BOOST_TEST(percent_text(slice({1, 1999})[0].tenths) == "0.1%");  // 0.05 rounds up
  BOOST_TEST(slice({0, 0})[0].tenths == 0);
  BOOST_TEST(slice_path(slice({5})[0]).ends_with("Z"));  // a whole circle is drawn in two arcs
}

BOOST_AUTO_TEST_CASE(year_phases_are_half_open) {
  using year::Phase;
  const auto windows = examples::windows();
  BOOST_CHECK(year::phase(windows, windows.opens + -1) == Phase::before);
  BOOST_CHECK(year::phase(windows, windows.opens) == Phase::open);
  BOOST_CHECK(year::phase(windows, windows.counts_until + -1) == Phase::open);
  BOOST_CHECK(year::phase(windows, windows.counts_until) == Phase::late);
  BOOST_CHECK(year::phase(windows, windows.accepts_until) == Phase::closed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
