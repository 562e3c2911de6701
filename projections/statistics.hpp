// Sums over the plans of a school. Here: counting, and hiding what is about too few people. Nothing
// is stored: a sum is made from the board when it is asked for. Not here: how it looks (fcgi).
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "projections/view_rows.hpp"

namespace yanxi {

struct Statistics {
  // Of the teachers with a post at the school: how their plans stand. A plan counts for the school
  // it names; a person with two posts who has planned for one is not missing at the other.
  long not_started = 0, draft = 0, submitted = 0, withdrawn = 0;
  std::map<std::string, long> hours;  // of submitted plans, by topic code
  // Of submitted plans: how often a code was chosen for a rank, by ranking, rank and code.
  std::map<std::string, std::vector<std::map<std::string, long>>> choices;

  long people() const { return not_started + draft + submitted + withdrawn; }
  Statistics& operator+=(const Statistics& other);
};

Statistics count_unit(const ViewReader& views, int year, const std::string& unit);

// Numbers of people between 1 and 4 are not shown outside the school (issue 4), nor what they could
// be computed from.
constexpr long fewest_shown = 5;

// Rows of counts whose last row is the sum of the others, or a single row; with `row_sums` the last
// column is the sum of the others, too. Which cells are hidden: a line with its sum and one hidden
// cell would give it away, so that a second one is hidden in it.
std::vector<std::vector<bool>> hide_small(const std::vector<std::vector<long>>& counts,
                                          bool row_sums);

}  // namespace yanxi
