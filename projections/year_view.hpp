// An academic year and what schools and the survey add to it: windows, a unit's submitted plan,
// its frozen roster, a person's survey answers. Folded from year/, school-plan/, roster/, survey/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/log/envelope.hpp"
#include "events/roster.hpp"
#include "events/school_plan.hpp"
#include "events/streams.hpp"
#include "events/survey.hpp"
#include "events/year.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

struct YearView {
  int year = 0;
  year::State state;
};

std::optional<YearView> read_year_view(const ViewReader& views, int year);
// All that were opened, oldest first.
std::vector<YearView> read_year_views(const ViewReader& views);
school_plan::State read_school_plan_view(const ViewReader& views, int year,
                                         const std::string& unit);
roster::State read_roster_view(const ViewReader& views, int year, const std::string& unit);
survey::State read_survey_view(const ViewReader& views, int year, const std::string& account);

void fold_year(ViewWriter& views, const Envelope& envelope, const StreamName& stream);
void fold_school_plan(ViewWriter& views, const Envelope& envelope, const StreamName& stream);
void fold_roster(ViewWriter& views, const Envelope& envelope, const StreamName& stream);
void fold_survey(ViewWriter& views, const Envelope& envelope, const StreamName& stream);

}  // namespace yanxi
