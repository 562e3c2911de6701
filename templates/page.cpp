#include "templates/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "templates/chart.hpp"
#include "templates/embedded.hpp"
#include "templates/words.hpp"

namespace yanxi::html {
namespace {

constexpr const char* contact = YANXI_CONTACT;

void fill_layout(Document& document, const Shell& shell, std::string_view title) {
  document.set_everywhere("PREFIX", shell.prefix);
  document.set_everywhere("CSRF", shell.csrf);
  document.set_everywhere("CONTACT", contact);
  Dictionary root = document.root();
  root.set("TITLE", title);
  root.refer("STYLE", style_address);
  // A page on which nothing works does not save by itself either.
  if (shell.notice.empty()) root.add("WORKS").refer("ADDRESS", script_address);
  root.refer("ICON", icon_address);
  root.show_if(shell.demo, "DEMO");
  if (!shell.notice.empty()) root.add("NOTICE").set("TEXT", shell.notice);
  if (shell.year) root.add("YEAR").set("TEXT", academic_year_text(shell.year->year));
  if (!shell.account.empty()) {
    Dictionary person = root.add("PERSON");
    person.set("UNIT", shell.unit);
    person.set("NAME", shell.name);
    person.show_if(shell.teacher, "TEACHER");
    for (const Link& desk : shell.desks) {
      Dictionary entry = person.add("DESK");
      entry.set("PATH", desk.path);
      entry.set("TEXT", desk.text);
    }
  }
}

std::string hours_left(Instant until, Instant now) {
  const auto hours = (until - now) / hour_us;
  return hours < 1 ? "，不到 1 小時" : fmt::format("，還有約 {} 小時", hours);
}

}  // namespace

Page::Page(const Shell& shell, std::string_view title, const char* body_file)
    : body_(document_.root().include("PAGE", body_file)) {
  fill_layout(document_, shell, title);
}

void Page::mark_error() { document_.root().show("ERROR"); }

std::string Page::text() { return document_.text("layout.tpl"); }

void set_time(Dictionary dictionary, Instant at) {
  dictionary.set("TIME", taipei_text(at));
  dictionary.set("TIME_ISO", taipei_rfc3339(at));
}

void add_deadline(Dictionary dictionary, const Shell& shell) {
  if (!shell.year) return;
  const year::Windows& windows = shell.year->state.windows;
  Dictionary line = dictionary.include("DEADLINE", "deadline.tpl");
  switch (year::phase(windows, shell.now)) {
    case year::Phase::before:
      line.set("CLASS", "info");
      line.set("TEXT", taipei_deadline(windows.opens) + " 開放填報。");
      break;
    case year::Phase::open: {
      const auto left = windows.counts_until - shell.now;
      line.set("CLASS", left > 7 * day_us ? "info" : "warn");
      line.set("TEXT",
               fmt::format("請於 {} 前送出{}，才能納入本學年度獎勵方案計算。",
                           taipei_deadline(windows.counts_until),
                           left > day_us ? "" : hours_left(windows.counts_until, shell.now)));
      break;
    }
    case year::Phase::late:
      line.set("CLASS", "warn");
      line.set("TEXT",
               fmt::format("已逾獎勵計算期限，仍可送出，但不列入本學年度獎勵方案計算；{} 截止。",
                           taipei_deadline(windows.accepts_until)));
      break;
    case year::Phase::closed:
      line.set("CLASS", "info");
      line.set("TEXT",
               fmt::format("填報期間已於 {} 截止。", taipei_deadline(windows.accepts_until)));
      break;
  }
}

void set_saved(Dictionary dictionary, std::uint64_t version, Instant saved_at) {
  if (version == 0) {
    dictionary.show("UNSAVED");
    return;
  }
  Dictionary saved = dictionary.add("SAVED");
  saved.set("TIME", taipei_clock(saved_at));
  saved.set("TIME_ISO", taipei_rfc3339(saved_at));
}

void set_form(Dictionary dictionary, std::uint64_t version, const std::string& once) {
  dictionary.set("V", static_cast<long>(version));
  dictionary.set("ONCE", once);
}

const char* next_text(const StepPage& page) {
  return page.from_preview ? "儲存並回到預覽" : "儲存並繼續";
}

namespace {

void add_tabs(Dictionary dictionary, const StepPage& page, Step step) {
  const auto& state = page.plan.state;
  for (int n = 1; n <= 4; ++n) {
    const Step tab_step = static_cast<Step>(n);
    const bool now = tab_step == step;
    const bool done = n < 4 ? find_problems(state.contents, *page.catalogue, tab_step).empty()
                            : state.status == plan::Status::submitted;
    Dictionary tab = dictionary.add("TAB");
    tab.set("N", static_cast<long>(n));
    tab.refer("NAME", step_names[n - 1]);
    tab.refer("CLASS", now ? "now" : done ? "done" : "todo");
    tab.show_if(now, "CURRENT");
    tab.refer("STATE", now ? "（目前步驟）" : done ? "（已完成）" : "（尚未完成）");
  }
}

}  // namespace

void add_step_top(Dictionary dictionary, const Shell& shell, const StepPage& page, Step step) {
  const auto index = static_cast<std::size_t>(step) - 1;
  Dictionary top = dictionary.include("TOP", "step_top.tpl");
  add_deadline(top, shell);
  top.set("NUMBER", static_cast<long>(index + 1));
  top.refer("NAME", step_names[index]);
  top.refer("PATH", step_paths[index]);
  top.set("PERCENT", static_cast<long>(plan::progress(page.plan.state, *page.catalogue)));
  top.set("KEY", fmt::format("{}/{}/{}", page.plan.account, page.plan.year, index + 1));
  add_tabs(top, page, step);
  top.set("V", static_cast<long>(page.form_version.value_or(page.plan.state.version)));
  top.set("ONCE", page.once);
  top.set("SECONDS", page.session_seconds);
  top.show_if(page.plan.carried_over, "CARRIED");
  top.show_if(page.from_preview, "FROM");
  top.show_if(page.stale_form, "STALE");
  top.show_if(page.brought_back, "BROUGHT");
  top.show_if(page.other_cleared, "CLEARED");
  if (page.problems.empty()) return;
  Dictionary errors = top.add("ERRORS");
  errors.set("COUNT", static_cast<long>(page.problems.size()));
  for (const Problem& problem : page.problems) {
    Dictionary entry = errors.add("PROBLEM");
    // A problem of all topics has no field of its own; it leads to the first category.
    entry.set("ID", problem.field == "topics" ? "c1" : field_id(problem.field));
    entry.set("TEXT", problem_text(problem, page.plan.state.contents, *page.catalogue));
  }
}

void add_step_bottom(Dictionary dictionary, const StepPage& page) {
  Dictionary bottom = dictionary.include("BOTTOM", "step_bottom.tpl");
  set_saved(bottom, page.plan.state.version, page.plan.state.saved_at);
  bottom.refer("NEXT", next_text(page));
  bottom.set("UNTIL", page.session_until);
}

const Problem* find_problem(const std::vector<Problem>& problems, std::string_view field) {
  const auto found = std::ranges::find(problems, field, &Problem::field);
  return found == problems.end() ? nullptr : &*found;
}

void add_error(Dictionary dictionary, const StepPage& page, std::string_view field,
               std::string_view section) {
  const Problem* problem = find_problem(page.problems, field);
  if (!problem) return;
  dictionary.add(section).set("TEXT",
                              problem_text(*problem, page.plan.state.contents, *page.catalogue));
}

std::string shown_value(const StepPage& page, std::string_view field) {
  const auto typed = page.typed.find(field);
  if (typed != page.typed.end()) return typed->second;
  return field_value(page.plan.state.contents, field).value_or("");
}

void add_chart(Dictionary dictionary, const Hours& hours, const Catalogue& catalogue) {
  const auto slices = slice(hours_by_topic(hours, catalogue));
  const long total = total_hours(hours);
  Dictionary chart = dictionary.include("CHART", "chart.tpl");
  chart.show_if(total > 0, "SOME");
  chart.set("TOTAL", total);
  chart.set("PERCENT", total > 0 ? "100%" : "0.0%");
  for (const Slice& slice : slices) {
    Dictionary path = chart.add("SLICE");
    path.set("N", static_cast<long>(slice.number));
    path.set("D", slice_path(slice));
    Dictionary label = chart.add("LABEL");
    const LabelPlace place = label_place(slice);
    label.set("N", static_cast<long>(slice.number));
    label.set("X", fmt::format("{:.1f}", place.x));
    label.set("Y", fmt::format("{:.1f}", place.y));
    label.set("TEXT", has_label(slice) ? std::to_string(slice.number) : "");
    Dictionary row = chart.add("ROW");
    row.set("N", static_cast<long>(slice.number));
    row.refer("NAME", catalogue.topics[static_cast<std::size_t>(slice.number) - 1].name);
    row.set("PERCENT", percent_text(slice.tenths));
    row.set("HOURS", slice.hours);
  }
}

}  // namespace yanxi::html
