#include "templates/chart.hpp"

#include <boost/test/unit_test.hpp>

// Shares, their shapes and their places, as tables.

namespace yanxi {

BOOST_AUTO_TEST_SUITE(chart)

BOOST_AUTO_TEST_CASE(slices_follow_each_other_round_the_circle) {
  const struct {
    std::vector<long> hours;
    std::vector<long> tenths;
    std::vector<double> ends;
  } table[] = {
      {{}, {}, {}},
      {{0, 0}, {0, 0}, {0, 0}},
      {{5}, {1000}, {1}},
      {{0, 5, 0}, {0, 1000, 0}, {0, 1, 1}},
      {{1, 2, 1}, {250, 500, 250}, {0.25, 0.75, 1}},
      {{1, 1, 1, 1, 1, 1},
       {167, 167, 167, 167, 167, 167},
       {1 / 6.0, 2 / 6.0, 3 / 6.0, 4 / 6.0, 5 / 6.0, 1}},
      {{1, 1999}, {1, 1000}, {0.0005, 1}},  // 0.05 and 99.95 both round up
      {{1, 2000}, {0, 1000}, {1 / 2001.0, 1}},
  };
  for (const auto& row : table) {
    const auto slices = slice(row.hours);
    BOOST_REQUIRE_EQUAL(slices.size(), row.hours.size());
    double from = 0;
    for (std::size_t i = 0; i < slices.size(); ++i) {
      BOOST_TEST_CONTEXT("slice " << i + 1 << " of " << row.hours.size()) {
        BOOST_TEST(slices[i].number == static_cast<int>(i) + 1);
        BOOST_TEST(slices[i].hours == row.hours[i]);
        BOOST_TEST(slices[i].tenths == row.tenths[i]);
        BOOST_TEST(slices[i].from == from);
        BOOST_TEST(slices[i].to == row.ends[i], boost::test_tools::tolerance(1e-12));
        from = slices[i].to;
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_share_is_written_with_one_decimal) {
  for (const auto& [tenths, text] :
       {std::pair{0, "0.0%"}, {7, "0.7%"}, {130, "13.0%"}, {1000, "100.0%"}, {999, "99.9%"}}) {
    BOOST_TEST(percent_text(tenths) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_slice_is_a_path_from_the_centre_over_its_arc) {
  const char* const circle = "M0-100A100 100 0 1 1 0 100A100 100 0 1 1 0-100Z";
  const struct {
    std::vector<long> hours;
    std::size_t which;
    const char* path;
  } table[] = {
      {{0, 1}, 0, ""},
      {{0, 1}, 1, circle},
      {{1, 99999}, 1, circle},  // so near a whole that its ends are one
      {{1, 1, 1, 1}, 0, "M0 0L0.00 -100.00A100 100 0 0 1 100.00 -0.00Z"},
      {{1, 1, 1, 1}, 1, "M0 0L100.00 -0.00A100 100 0 0 1 0.00 100.00Z"},
      {{1, 1}, 0, "M0 0L0.00 -100.00A100 100 0 0 1 0.00 100.00Z"},  // a half is no large arc
      {{3, 1}, 0, "M0 0L0.00 -100.00A100 100 0 1 1 -100.00 0.00Z"},
      {{1, 5}, 1, "M0 0L86.60 -50.00A100 100 0 1 1 -0.00 -100.00Z"},
      {{1, 999}, 1, "M0 0L0.63 -100.00A100 100 0 1 1 -0.00 -100.00Z"},
  };
  for (const auto& row : table) BOOST_TEST(slice_path(slice(row.hours)[row.which]) == row.path);
}

BOOST_AUTO_TEST_CASE(a_number_stands_in_the_middle_of_slices_of_five_per_cent_and_more) {
  const auto quarters = slice({1, 1, 1, 1});
  const double at = 66 * 0.70710678;
  const double wanted[][2] = {{at, -at}, {at, at}, {-at, at}, {-at, -at}};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(label_place(quarters[i]).x == wanted[i][0], boost::test_tools::tolerance(1e-6));
    BOOST_TEST(label_place(quarters[i]).y == wanted[i][1], boost::test_tools::tolerance(1e-6));
  }
  BOOST_TEST(has_label(slice({50, 950})[0]));
  BOOST_TEST(!has_label(slice({49, 951})[0]));
  BOOST_TEST(has_label(slice({4995, 95005})[0]));  // 4.995 is 5.0 as it is written
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
