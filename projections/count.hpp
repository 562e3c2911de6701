// Numbers of plans and teachers, by school and by county, for each year. Here: reading them, and
// moving them as plans, posts and schools change. They equal at any time what a scan of the board,
// the posts and the plans would say. Not here: which may be shown (statistics), and the nation's,
// which are the sum of the counties'.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/plan_view.hpp"
#include "projections/statistics.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

Statistics count_unit(const ViewReader& views, int year, const std::string& unit);
// Of every county that has a school, by code.
std::map<std::string, Statistics> count_counties(const ViewReader& views, int year);

// Called by fold_plan with what the plan was and is.
void fold_plan_count(ViewWriter& views, const PlanView& before, const PlanView& after);
// Called by fold_person with the schools the person taught at and teaches at.
void fold_post_count(ViewWriter& views, const std::string& account,
                     const std::vector<std::string>& before, const std::vector<std::string>& after);
// Called by fold_unit with the county the school was in, if it was there, and is in.
void fold_unit_count(ViewWriter& views, const std::string& unit,
                     const std::optional<std::string>& before, const std::string& after);
// Writes what the folds have added since the last time: to the schools', then to their counties'.
void write_counts(ViewWriter& views);

}  // namespace yanxi
