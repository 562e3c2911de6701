// One canonical example of everything, shared by the tests.
#pragma once

#include "events/catalogue.hpp"
#include "events/person.hpp"
#include "events/plan.hpp"
#include "events/roster.hpp"
#include "events/school_plan.hpp"
#include "events/survey.hpp"
#include "events/unit.hpp"
#include "events/year.hpp"

namespace yanxi::examples {

Catalogues load_catalogues();  // for a test that publishes
Catalogues& catalogues();
const Catalogue& catalogue();

Instant opens();          // 2026-09-01 08:00
Instant counts_until();   // 2026-09-30 17:00
Instant accepts_until();  // 2026-10-07 17:00
year::Windows windows();
const year::State& year();
Authority teacher();  // t1
Authority clerk();    // of 010001
Authority admin();
plan::Context context();  // of t1, within the window, one post 010001
// The same, by whoever may give the command.
plan::Context context_of(const plan::Command& command);

// Complete: may be submitted.
Contents contents();
Contents blank();

plan::DraftSaved draft_saved(Contents contents);
plan::Submitted submitted(Contents contents);
plan::SchoolPlan school_plan();
plan::SchoolPlanImported imported(const char* mode);

}  // namespace yanxi::examples
