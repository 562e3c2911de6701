// Views as pages are made from, without a service. Here: the shell and plans folded from events, an
// hour apart. Not here: what the pages have to say (home_test, steps_test, html_test).
#pragma once

#include "projections/plan_view.hpp"
#include "templates/dictionary.hpp"
#include "templates/html.hpp"
#include "tests/examples.hpp"

namespace yanxi::pages {

inline html::Shell shell() {
  load_templates();
  html::Shell shell;
  shell.account = "teacher1";
  shell.name = "郭小強";
  shell.unit = "晨光國民小學";
  shell.csrf = "token";
  shell.teacher = true;
  shell.year = YearView{115, examples::year()};
  shell.now = from_taipei(2026, 9, 25, 10);
  return shell;
}

inline Contents complete() { return examples::contents(); }
// Something is missing in every step.
inline Contents incomplete() {
  Contents contents = examples::contents();
  contents.service.clear();
  contents.method[1].clear();
  contents.place = {"PL10", "PL20", "PL30", "", "", ""};
  contents.hours.planned.clear();
  return contents;
}

inline plan::DraftSaved saved(Contents contents, std::string via = "form") {
  return {std::move(via), "115-1", std::move(contents)};
}
inline plan::Submitted submitted(Contents contents) {
  return {from_taipei(2026, 9, 19, 9).us, "115-1", std::move(contents)};
}

inline PlanView plan(const std::vector<plan::Event>& events) {
  PlanView view = absent_plan("teacher1", 115);
  for (const plan::Event& event : events) {
    const std::uint64_t version = view.state.version + 1;
    const Instant at = examples::opens() + static_cast<std::int64_t>(version) * hour_us;
    view.state = plan::evolve(std::move(view.state), event, {100 + version, version, at, {}});
  }
  return view;
}

}  // namespace yanxi::pages
