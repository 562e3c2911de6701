// Sums over plans. Here: what is summed, and hiding what is about too few people. Not here: the
// sums of schools and counties (count), how they look (fcgi).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace yanxi {

struct Statistics {
  // Of the teachers with a post at a school: how their plans stand. A plan counts for the school
  // it names; a person with two posts who has planned for one is not missing at the other, and who
  // has not begun is missing at both.
  long not_started = 0, draft = 0, submitted = 0, withdrawn = 0;
  std::map<std::string, long> hours;  // of submitted plans, by topic code
  // Of submitted plans: how often a code was chosen for a rank, by ranking, rank and code.
  std::map<std::string, std::vector<std::map<std::string, long>>> choices;

  long people() const { return not_started + draft + submitted + withdrawn; }
  Statistics& operator+=(const Statistics& other);
};

// Numbers of people between 1 and 4 are not shown outside the school, for they tell of single
// people, nor what a line of the same table would give away: where a line's sum is shown, at least
// two of its cells are hidden, and they hold at least this many people together; and no bounds that
// a reader could work out meet.
constexpr long fewest_shown = 5;
constexpr long fewest_together = 2 * fewest_shown;

using Counts = std::vector<std::vector<long>>;
using Hidden = std::vector<std::vector<bool>>;

// Which cells are hidden. The last row is the sum of the others; with `row_sums` the last column is
// the sum of the others, too.
Hidden hide_small(const Counts& counts, bool row_sums);

}  // namespace yanxi
