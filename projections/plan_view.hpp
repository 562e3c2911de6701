// A plan as its pages show it: one row for each account and year, and one for each receipt.
// Folded from plan/YEAR/ACCOUNT. Not here: names of people and schools (directory_view).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/plan.hpp"
#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

struct PlanView {
  std::string account;
  int year = 0;
  plan::State state;
  std::string restored_reason;  // of the last restore, while it is the last event
  bool carried_over = false;    // the last event brought last year's plan over
};

// One submission, kept for ever: its page stays valid after a withdrawal.
struct ReceiptView {
  std::string account;
  int year = 0;
  plan::Submission submission;
  Instant withdrawn_at;  // zero while it stands
};

std::optional<PlanView> read_plan_view(const ViewRows& views, const std::string& account, int year);
// A row for a plan that was never started.
PlanView absent_plan(const std::string& account, int year);
// Of every year but `except`, the newest first.
std::vector<PlanView> read_plan_views(const ViewRows& views, const std::string& account,
                                      int except = 0);
// More time that this one person was given; nothing for almost everybody.
std::optional<plan::Extension> read_extension_view(const ViewReader& views,
                                                   const std::string& account, int year);
std::optional<ReceiptView> read_receipt_view(const ViewReader& views, std::uint64_t position);

void fold_plan(ViewWriter& views, const Envelope& envelope, const StreamName& stream);

}  // namespace yanxi
