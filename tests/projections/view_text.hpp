// Every row of the views as a line of text with all its fields, read through what pages read them
// with. Here: rows to lines, and which lines come and go. Not here: what is told (view_rows_test).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "events/log/log.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

// The rows of the accounts, units and years that a test speaks of, and what names begin with.
struct ViewsAsked {
  std::vector<std::string> accounts, units, names;
  std::vector<int> years;
};

// A row's text by what it is of. Leaves are random, so a row shows whose leaf it holds, by position
// in `log`.
using ViewLines = std::map<std::string, std::string>;
ViewLines view_lines(const EventLog& log, const ViewReader& views, const ViewsAsked& asked);

// What rows that are gone were of, after "-", then those that are new or have changed, after "+".
std::string changed_lines(const ViewLines& before, const ViewLines& after);

}  // namespace yanxi
