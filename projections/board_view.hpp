// Plans side by side: one row for each plan under its school, and what happened to plans by year,
// school and kind, so that both can be found and counted fast. Folded from plan/YEAR/ACCOUNT.
// Not here: a plan's contents (plan_view), sums (count).
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/plan.hpp"
#include "events/streams.hpp"
#include "projections/plan_view.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

// The school of plans for which none was chosen yet.
constexpr const char* no_unit = "-";

struct BoardRow {
  std::string account;
  plan::Status status = plan::Status::absent;
  Instant changed_at;
  Instant arrived;  // of the submission, on which decisions rest; zero when none stands
  // Of the plan as it stands: sums by topic code, and the chosen codes by rank.
  std::vector<std::pair<std::string, int>> hours;
  std::vector<std::string> method, time, place;
};

// Sums of hours by topic code.
std::vector<std::pair<std::string, int>> sums_by_topic(const PlannedHours& hours);

// Plans of a school, by account, beginning after `after`.
std::vector<BoardRow> read_board(const ViewReader& views, int year, const std::string& unit,
                                 const std::string& after = {}, std::size_t limit = ~std::size_t{});
// Plans of all schools, by school and account, beginning after a place in that order.
struct BoardPlace {
  std::string unit, account;
};
std::vector<BoardPlace> read_places(const ViewReader& views, int year, const BoardPlace& after,
                                    std::size_t limit);
// Every row of the year, in that order.
void scan_board(const ViewReader& views, int year,
                const std::function<void(std::string_view unit, const BoardRow& row)>& visit);

enum class Happened { saved, imported, submitted, withdrawn, deleted, restored, extended, carried };
inline constexpr std::array all_happened = {
    Happened::saved,   Happened::imported, Happened::submitted, Happened::withdrawn,
    Happened::deleted, Happened::restored, Happened::extended,  Happened::carried};
Happened happened(const plan::Event& event);

struct Happening {
  std::uint64_t position = 0;
  Happened kind = Happened::saved;
  std::string account;  // whose plan
  std::string actor;    // who did it
};

// What happened to plans of a year at positions in [from, until), the newest first. `unit` is the
// school the plan stood under then, or empty for all.
std::vector<Happening> find_happenings(const ViewReader& views, int year, const std::string& unit,
                                       const std::vector<Happened>& kinds, std::uint64_t from,
                                       std::uint64_t until, std::size_t limit);
// The accounts whose plans ever stood under a school, in order, each once.
std::vector<std::string> find_planners(const ViewReader& views, int year, const std::string& unit);

// Called by fold_plan: moves the row when status, school or contents have changed.
void fold_board(ViewWriter& views, const PlanView& before, const PlanView& after);
void fold_happening(ViewWriter& views, const Envelope& envelope, const StreamName& stream,
                    Happened kind, const std::string& unit);

}  // namespace yanxi
