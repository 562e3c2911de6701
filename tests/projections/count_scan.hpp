// What the numbers of plans must be, counted from the board, the posts and the plans. Here: the
// scan, and comparing the folded numbers with it. Not here: what is told (count_test,
// view_rows_test).
#pragma once

#include <string>
#include <vector>

#include "projections/statistics.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

Statistics scan_unit(const ViewReader& views, int year, const std::string& unit);

// Numbers as a line of text, without those that are zero.
std::string text_of(const Statistics& sum);

// Whether these units, registered or not, and all counties have the numbers that a scan finds.
bool check_counts(const ViewReader& views, const std::vector<int>& years,
                  const std::vector<std::string>& units);

}  // namespace yanxi
