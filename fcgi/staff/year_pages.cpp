#include <fmt/format.h>

#include <algorithm>

#include "events/edition.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "projections/count.hpp"
#include "templates/words.hpp"

// Academic years for administrators: the six instants, more time for a school, the announcement.
// A change to the windows of an open year shows what it would do and asks again.

namespace yanxi {
namespace {

using Kind = year::Refusal::Kind;

std::string year_path(int year) { return "/admin/years/" + std::to_string(year); }

// What a year that is opened now is filled in with.
std::string last_version(const Visit& visit, int number) {
  return edition::last_of(number, visit.service.catalogues.all()).version;
}

html::Table windows_table(const std::vector<YearView>& years) {
  html::Table table{"學年度", {"學年度"}, {}, {}, {}};
  for (const year::NamedInstant& field : year::instants) {
    table.columns.emplace_back(instant_text(field.name));
  }
  table.columns.emplace_back("選項版本");
  for (const YearView& year : years) {
    std::vector<html::Cell> row = {
        html::link_cell(std::to_string(year.year), year_path(year.year), "學年度設定")};
    for (const year::NamedInstant& field : year::instants) {
      row.push_back(html::time_cell(year.state.windows.*field.at));
    }
    row.push_back({year.state.catalogue});
    table.rows.push_back(std::move(row));
  }
  table.empty = "還沒有學年度。";
  return table;
}

// The form as typed, or as the year stands.
html::SheetForm windows_form(const Visit& visit, int number, const year::State& state) {
  html::SheetForm form;
  form.path = year_path(number);
  form.version = visit.form.empty() ? state.version : visit.seen_version().value_or(0);
  form.once = random_once();
  for (const year::NamedInstant& field : year::instants) {
    const std::string* typed = find(visit.form, field.name);
    const std::string stands = state.exists ? taipei_text(state.windows.*field.at) : std::string();
    form.controls.push_back({field.name, instant_text(field.name), typed ? *typed : stands});
  }
  form.controls.front().hint = "時間以臺北時間填寫，例如 2026/09/30 17:00:00；不含截止的那一秒。";
  if (state.exists) {
    form.controls.push_back(reason_control(visit.form));
    form.controls.push_back(document_control(visit.form));
  }
  form.buttons = {{state.exists ? "調整期限" : "開辦學年度", "go", "check"}};
  return form;
}

void mark(html::SheetForm& form, const std::string& name, const std::string& text) {
  for (html::Control& control : form.controls) {
    if (control.name == name) control.error = text;
  }
}

struct TypedWindows {
  year::Windows windows;
  bool good = true;
};
TypedWindows read_windows(const Visit& visit, html::SheetForm& form) {
  TypedWindows typed;
  for (const year::NamedInstant& field : year::instants) {
    const auto at = read_time(get(visit.form, field.name));
    if (at) {
      typed.windows.*field.at = *at;
    } else {
      typed.good = false;
      mark(form, field.name, at.error());
    }
  }
  return typed;
}

// A refusal at the field it is about; false when it is about none.
bool mark_refused(html::SheetForm& form, int number, const year::Refusal& refusal) {
  switch (refusal.kind) {
    case Kind::windows_out_of_order:
      mark(form, refusal.second,
           fmt::format("{} 學年度的「{}」必須晚於「{}」", number, instant_text(refusal.second),
                       instant_text(refusal.first)));
      return true;
    case Kind::overlap:
      mark(form, refusal.first == "school" ? "school_opens" : "opens",
           fmt::format("{0} 學年度的{2}期間與 {1} 學年度的{2}期間重疊", number, refusal.other,
                       window_text(refusal.first)));
      return true;
    case Kind::outside_year:
      mark(form,
           refusal.first == "teachers" || refusal.first == "school" || refusal.first == "roster"
               ? "until"
               : refusal.first,
           fmt::format("時間不在 {} 學年度（8/1 到 7/31）之內", number));
      return true;
    case Kind::no_reason:
      mark(form, "reason", "請填寫原因，5 到 200 字");
      return true;
    case Kind::bad_document:
      mark(form, "document", "文號請在 60 字以內，且不含特殊字元");
      return true;
    case Kind::not_later:
      mark(form, "until", "延長後的時間必須晚於這所學校目前的期限");
      return true;
    case Kind::bad_text:
      mark(form, "text", "公告請在 200 字以內，且不含特殊字元");
      return true;
    case Kind::already_open:
    case Kind::not_open:
    case Kind::stale:
    case Kind::not_authorised:
      break;
  }
  return false;
}

// Whose reward a change of everybody's windows touches: decided as for their receipts, by when the
// request arrived and by what their school and they themselves were given.
html::Facts effect_of(const Visit& visit, int number, const year::State& state,
                      const year::Windows& after) {
  struct Sent {
    std::string account, unit;
    Instant arrived;
  };
  long started = 0;
  std::vector<Sent> sent;
  scan_board(visit.service.views, number, [&](std::string_view unit, const BoardRow& row) {
    started += row.status == plan::Status::draft || row.status == plan::Status::withdrawn;
    if (row.status != plan::Status::submitted) return;
    sent.push_back({row.account, std::string(unit), row.arrived});
  });
  year::State changed = state;
  changed.windows = after;
  long gained = 0, lost = 0;
  for (const Sent& one : sent) {
    const auto extension = read_extension_view(visit.service.views, one.account, number);
    const auto counts = [&](const year::State& year) {
      return one.arrived < plan::windows_for(extension, year, {one.unit}).counts_until;
    };
    gained += !counts(state) && counts(changed);
    lost += counts(state) && !counts(changed);
  }
  return {{{"已送出的規劃", fmt::format("{} 份", sent.size())},
           {"填寫中或已退回修改的規劃", fmt::format("{} 份", started)},
           {"改變後新列入獎勵計算", fmt::format("{} 份", gained)},
           {"改變後不再列入獎勵計算", fmt::format("{} 份", lost)}}};
}

HttpResponse year_page(const Visit& visit, int number, const year::State& state,
                       html::SheetForm windows, int status);

}  // namespace

HttpResponse show_years(Visit& visit) {
  html::Sheet sheet{"學年度", {}};
  const auto years = read_year_views(visit.service.views);
  sheet.parts.push_back(windows_table(years));
  const int next = years.empty() ? visit.year_number() : years.back().year + 1;
  sheet.parts.push_back(
      html::Links{{{year_path(next), fmt::format("開辦 {} 學年度", next)}, {"/admin", "回管理"}}});
  return show_sheet(visit, sheet);
}

namespace {

html::SheetForm unit_form(const Visit& visit, int number, const year::State& state) {
  const bool typed = find(visit.form, "unit") != nullptr;
  const Form form_typed = typed ? visit.form : Form{};
  html::SheetForm form;
  form.path = year_path(number) + "/extend";
  form.version = typed ? visit.seen_version().value_or(0) : state.version;
  form.once = random_once();
  html::Control window{"window", "哪一個期限", get(form_typed, "window"),
                       html::Control::Kind::choice};
  for (const char* name : {"teachers", "school", "roster"}) {
    window.options.emplace_back(name, window_text(name));
  }
  form.controls = {{"unit", "學校代碼", get(form_typed, "unit")},
                   std::move(window),
                   {"until", "延長至", get(form_typed, "until")},
                   {"counts", "教師填報：同時延長獎勵計算期限", get(form_typed, "counts"),
                    html::Control::Kind::check},
                   reason_control(form_typed),
                   document_control(form_typed)};
  form.controls[2].hint = "例如 2026/10/05 17:00:00";
  form.buttons = {{"延長這所學校的期限"}};
  return form;
}

html::SheetForm announce_form(const Visit& visit, int number, const year::State& state) {
  const std::string* typed = find(visit.form, "text");
  html::SheetForm form;
  form.path = year_path(number) + "/announce";
  form.version = typed ? visit.seen_version().value_or(0) : state.version;
  form.once = random_once();
  form.controls = {
      {"text", "首頁公告", typed ? *typed : state.announcement, html::Control::Kind::area}};
  form.controls[0].hint = "200 字以內，顯示在首頁；留空則不顯示。";
  form.buttons = {{"公告"}};
  return form;
}

html::Table extensions_table(const Visit& visit, const year::State& state) {
  html::Table table{"已延長的學校", {"學校", "期限", "延長至", "原因", "文號"}, {}, {}, {}};
  for (const year::Extended& extended : state.extensions) {
    table.rows.push_back({{visit.unit(extended.unit)},
                          {window_text(extended.window)},
                          html::time_cell(extended.until),
                          {extended.reason},
                          {extended.document}});
  }
  table.empty = "沒有個別延長的學校。";
  return table;
}

HttpResponse year_page(const Visit& visit, int number, const year::State& state,
                       html::SheetForm windows, int status) {
  html::Sheet sheet{fmt::format("{} 學年度", number), {}};
  if (get(visit.query, "done") == "yes") {
    sheet.parts.push_back(html::Note{"已更新。", "ok"});
  }
  sheet.parts.push_back(html::Heading{state.exists ? "調整期限" : "開辦學年度"});
  if (!state.exists) {
    sheet.parts.push_back(html::Note{fmt::format("選項版本 {}", last_version(visit, number))});
  }
  sheet.parts.push_back(std::move(windows));
  if (state.exists) {
    sheet.parts.push_back(html::Heading{"延長一所學校的期限"});
    sheet.parts.push_back(extensions_table(visit, state));
    sheet.parts.push_back(unit_form(visit, number, state));
    sheet.parts.push_back(html::Heading{"首頁公告"});
    sheet.parts.push_back(announce_form(visit, number, state));
  }
  sheet.parts.push_back(html::Links{{{"/admin/years", "回學年度"}}});
  return show_sheet(visit, sheet, status);
}

// Every POST here: what the log says now, wherever the views are.
year::State state_now(const Visit& visit, int number) {
  return read_year(visit.service.log, number);
}

}  // namespace

HttpResponse show_one_year(Visit& visit) {
  const auto number = read_year_number(visit.part("year"));
  if (!number) return visit.not_found();
  const year::State state = state_now(visit, *number);
  return year_page(visit, *number, state, windows_form(visit, *number, state), 200);
}

namespace {

HttpResponse refuse_windows(const Visit& visit, int number, const year::State& state,
                            html::SheetForm form, const year::Refusal& refusal) {
  if (!mark_refused(form, number, refusal)) return show_stale(visit, year_path(number));
  return year_page(visit, number, state, std::move(form), 422);
}

}  // namespace

HttpResponse do_windows(Visit& visit) {
  const auto number = read_year_number(visit.part("year"));
  if (!number) return visit.not_found();
  const year::State state = state_now(visit, *number);
  html::SheetForm form = windows_form(visit, *number, state);
  const TypedWindows typed = read_windows(visit, form);
  if (!typed.good) return year_page(visit, *number, state, std::move(form), 422);
  const bool confirmed = get(visit.form, "go") == "yes";
  year::Command command =
      year::SetWindows{typed.windows, get(visit.form, "reason"), get(visit.form, "document")};
  if (!state.exists) {
    command = year::Open{last_version(visit, *number), typed.windows, false};
  }
  if (state.exists && !confirmed) {
    const auto allowed = visit.service.executor.would<streams::Year>(
        visit.command(), {*number, {}}, *visit.seen_version(), command);
    if (!allowed) return refuse_windows(visit, *number, state, std::move(form), allowed.error());
    html::Sheet sheet{fmt::format("{} 學年度：確認調整期限", *number), {}};
    sheet.parts.push_back(html::Note{"以下是這次調整的影響。按「確定調整」後才會生效。", "warn"});
    sheet.parts.push_back(effect_of(visit, *number, state, typed.windows));
    for (html::Control& control : form.controls) control.kind = html::Control::Kind::hidden;
    html::Table changes{"期限", {"期限", "目前", "調整後"}, {}, {}, {}};
    for (const year::NamedInstant& field : year::instants) {
      if (state.windows.*field.at == typed.windows.*field.at) continue;
      changes.rows.push_back({{instant_text(field.name)},
                              html::time_cell(state.windows.*field.at),
                              html::time_cell(typed.windows.*field.at)});
    }
    changes.empty = "期限沒有改變。";
    sheet.parts.push_back(std::move(changes));
    form.buttons = {{"確定調整", "go", "yes"}};
    sheet.parts.push_back(std::move(form));
    sheet.parts.push_back(html::Links{{{year_path(*number), "不調整"}}});
    return show_sheet(visit, sheet);
  }
  const auto outcome = visit.service.executor.execute<streams::Year>(
      visit.command(), {*number, {}}, *visit.seen_version(), command);
  if (!outcome) return refuse_windows(visit, *number, state, std::move(form), outcome.error());
  return visit.to(year_path(*number) + "?done=yes", *outcome);
}

namespace {

// Shows whom more time for a school would reach, and asks again.
HttpResponse confirm_unit(const Visit& visit, int number, const year::Extended& extended,
                          html::SheetForm form) {
  const Statistics sum = count_unit(visit.service.views, number, extended.unit);
  html::Sheet sheet{fmt::format("{} 學年度：確認延長", number), {}};
  sheet.parts.push_back(html::Note{"以下是這次延長的影響。按「確定延長」後才會生效。", "warn"});
  sheet.parts.push_back(
      html::Facts{{{"學校", visit.unit(extended.unit)},
                   {"期限", window_text(extended.window)},
                   {"延長至", taipei_text(extended.until)},
                   {"獎勵計算期限", extended.counts ? "一併延長" : "不延長"},
                   {"教師", fmt::format("{} 人", sum.people())},
                   {"尚未填寫", fmt::format("{} 人", sum.not_started)},
                   {"填寫中或已退回修改的規劃", fmt::format("{} 份", sum.draft + sum.withdrawn)},
                   {"已送出的規劃", fmt::format("{} 份", sum.submitted)}}});
  for (html::Control& control : form.controls) control.kind = html::Control::Kind::hidden;
  form.buttons = {{"確定延長", "go", "yes"}};
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{year_path(number), "不延長"}}});
  return show_sheet(visit, sheet);
}

HttpResponse refuse_change(const Visit& visit, int number, html::SheetForm form,
                           const year::Refusal& refusal) {
  if (!mark_refused(form, number, refusal)) return show_stale(visit, year_path(number));
  html::Sheet sheet{fmt::format("{} 學年度", number), {std::move(form)}};
  sheet.parts.push_back(html::Links{{{year_path(number), "回學年度"}}});
  return show_sheet(visit, sheet, 422);
}

HttpResponse change_year(const Visit& visit, int number, const year::Command& command,
                         html::SheetForm form) {
  const auto outcome = visit.service.executor.execute<streams::Year>(
      visit.command(), {number, {}}, *visit.seen_version(), command);
  if (!outcome) return refuse_change(visit, number, std::move(form), outcome.error());
  return visit.to(year_path(number) + "?done=yes", *outcome);
}

}  // namespace

HttpResponse do_extend_unit(Visit& visit) {
  const auto number = read_year_number(visit.part("year"));
  if (!number) return visit.not_found();
  const year::State state = state_now(visit, *number);
  html::SheetForm form = unit_form(visit, *number, state);
  const std::string unit = get(visit.form, "unit"), window = get(visit.form, "window");
  const auto until = read_time(get(visit.form, "until"));
  const bool known = read_unit_view(visit.service.views, unit).has_value();
  const bool named = window == "roster" || window == "school" || window == "teachers";
  if (!known) mark(form, "unit", "沒有這個學校代碼，請核對後再填寫");
  if (!named) mark(form, "window", "請選擇期限");
  if (!until) mark(form, "until", until.error());
  if (!known || !until || !named) {
    return show_sheet(visit, {fmt::format("{} 學年度", *number), {std::move(form)}}, 422);
  }
  const bool counts = window == "teachers" && get(visit.form, "counts") == "yes";
  const year::Extend command{
      {unit, window, *until, counts, get(visit.form, "reason"), get(visit.form, "document")}};
  if (get(visit.form, "go") == "yes") {
    return change_year(visit, *number, command, std::move(form));
  }
  const auto allowed = visit.service.executor.would<streams::Year>(visit.command(), {*number, {}},
                                                                   *visit.seen_version(), command);
  if (!allowed) return refuse_change(visit, *number, std::move(form), allowed.error());
  return confirm_unit(visit, *number, command.extension, std::move(form));
}

HttpResponse do_announce(Visit& visit) {
  const auto number = read_year_number(visit.part("year"));
  if (!number) return visit.not_found();
  const year::State state = state_now(visit, *number);
  return change_year(visit, *number, year::Announce{get(visit.form, "text")},
                     announce_form(visit, *number, state));
}

}  // namespace yanxi
