#include <fmt/format.h>

#include <algorithm>

#include "events/streams.hpp"
#include "events/text.hpp"
#include "fcgi/operate/export.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "templates/words.hpp"

// Where auditors find plans: the search, ready-made lists, a random sample, a school's board, files
// to take away. Nothing here changes anything but the record of what was looked at.

namespace yanxi {
namespace {

// How far before the deadline changes are worth a list of their own.
constexpr std::int64_t last_hours_us = 3 * hour_us;

html::Links ready_made(const Visit& visit) {
  const std::string year = "?year=" + std::to_string(visit.year_number());
  html::Links links;
  for (const auto& [path, text] : {std::pair{"/audit/list/restored", "復原紀錄"},
                                   {"/audit/list/extended", "延長與個別補送紀錄"},
                                   {"/audit/list/deadline", "獎勵計算期限前 3 小時的異動"},
                                   {"/audit/list/closing", "填報截止前 3 小時的異動"},
                                   {"/audit/sample", "隨機抽樣"},
                                   {"/audit/board", "學校填報情形（指定時間）"}}) {
    links.links.push_back({with_matter(visit, path + year), text});
  }
  return links;
}

html::SheetForm export_form(const Visit& visit) {
  html::SheetForm form;
  form.path = "/audit/export";
  html::Control year{"year", "匯出整個學年度的事件", std::to_string(visit.year_number())};
  year.hint = "JSON 每行一筆，可用 verify_export.py 驗證。";
  form.controls = {std::move(year)};
  form.controls.push_back({"matter", {}, get(visit.query, "matter"), html::Control::Kind::hidden});
  form.buttons = {{"匯出 JSON", {}, {}, true}};
  return form;
}

void add_results(const Visit& visit, html::Sheet& sheet, const PlansFound& found,
                 const std::string& path) {
  if (found.partial)
    sheet.parts.push_back(html::Note{"條件範圍較大，這一頁只列出部分結果，請按下一頁繼續。"});
  sheet.parts.push_back(found_table(visit, found, "/audit/plan/"));
  if (found.next.empty()) return;
  sheet.parts.push_back(html::Links{{{search_address(visit, path, found.next), "下一頁"}}});
}

}  // namespace

HttpResponse show_audit(Visit& visit) {
  const ReadSearch read = read_search(visit);
  html::Sheet sheet{"查核", {}};
  sheet.parts.push_back(record_note(visit));
  sheet.parts.push_back(search_form(visit, "/audit", read));
  if (!read.errors.empty()) return show_sheet(visit, sheet, 422);
  if (read.asked) {
    const auto found = find_plans(visit.service.log, visit.service.views, read.search);
    record_search(visit, "find", read.search, found);
    sheet.parts.push_back(html::Heading{"搜尋結果"});
    add_results(visit, sheet, found, "/audit");
  }
  sheet.parts.push_back(html::Heading{"現成清單"});
  sheet.parts.push_back(ready_made(visit));
  sheet.parts.push_back(export_form(visit));
  return show_sheet(visit, sheet);
}

namespace {

// Extensions for schools and for everybody stand in the year's own stream.
html::Table year_changes(const Visit& visit, int year) {
  html::Table table{
      "對學校與全國的延長", {"時間", "操作者", "對象", "內容", "原因", "文號"}, {}, {}, {}};
  table.empty = "沒有對學校或全國的延長。";
  for (const Envelope& envelope : visit.service.log.read_stream(year_stream(year))) {
    const auto event = decode<year::Event>(envelope.tag, envelope.payload);
    std::vector<html::Cell> row = {html::time_cell(envelope.at), {envelope.actor.account}};
    if (const auto* extended = std::get_if<year::Extended>(&event)) {
      row.push_back({visit.unit(extended->unit)});
      row.push_back(
          {fmt::format("{}延長至 {}{}", window_text(extended->window), taipei_text(extended->until),
                       extended->counts ? "，列入獎勵計算" : "")});
      row.push_back({extended->reason});
      row.push_back({extended->document});
    } else if (const auto* set = std::get_if<year::WindowsSet>(&event)) {
      row.push_back({"全部"});
      row.push_back({fmt::format("填報 {} 至 {}，計入獎勵至 {}", taipei_text(set->windows.opens),
                                 taipei_text(set->windows.accepts_until),
                                 taipei_text(set->windows.counts_until))});
      row.push_back({set->reason});
      row.push_back({set->document});
    } else {
      continue;
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// By whom, and how often; each leads to what that person did.
html::Table by_actor(const Visit& visit, const PlanSearch& search) {
  constexpr std::size_t most = 100'000;
  html::Table table{"依操作者", {"操作者", "件數"}, {}, {}, {}};
  std::map<std::string, long> counts;
  const std::uint64_t end = visit.service.log.head().position + 1;
  for (const Happening& one :
       find_happenings(visit.service.views, search.year, {}, search.kinds, 1, end, most)) {
    ++counts[one.actor];
  }
  for (const auto& [actor, count] : counts) {
    const std::string path = fmt::format("/audit/list/{}?year={}&actor={}", visit.part("list"),
                                         search.year, urlencode(actor));
    table.rows.push_back(
        {html::link_cell(actor, with_matter(visit, path), "的操作"), html::number_cell(count)});
  }
  table.empty = "沒有紀錄。";
  return table;
}

}  // namespace

HttpResponse show_audit_list(Visit& visit) {
  ReadSearch read = read_search(visit);
  if (!read.errors.empty()) return visit.to("/audit");
  PlanSearch& search = read.search;
  html::Sheet sheet{{}, {}};
  if (visit.part("list") == "restored") {
    sheet.title = "復原紀錄";
    search.kinds = {Happened::restored};
  } else if (visit.part("list") == "extended") {
    sheet.title = "延長與個別補送紀錄";
    search.kinds = {Happened::extended};
  } else if (visit.part("list") == "deadline" || visit.part("list") == "closing") {
    const auto year = read_year_view(visit.service.views, search.year);
    if (!year) return visit.not_found();
    const bool reward = visit.part("list") == "deadline";
    const year::Windows& windows = year->state.windows;
    search.until = reward ? windows.counts_until : windows.accepts_until;
    search.from = *search.until + -last_hours_us;
    sheet.title = reward ? "獎勵計算期限前 3 小時的異動" : "填報截止前 3 小時的異動";
    sheet.parts.push_back(
        html::Note{fmt::format("{} 至 {}", taipei_text(*search.from), taipei_text(*search.until))});
  } else {
    return visit.not_found();
  }
  const auto found = find_plans(visit.service.log, visit.service.views, search);
  record_search(visit, "list " + visit.part("list"), search, found);
  sheet.parts.push_back(record_note(visit));
  add_results(visit, sheet, found, "/audit/list/" + visit.part("list"));
  if (search.until == std::nullopt) sheet.parts.push_back(by_actor(visit, search));
  if (visit.part("list") == "extended") sheet.parts.push_back(year_changes(visit, search.year));
  sheet.parts.push_back(html::Links{{{with_matter(visit, "/audit"), "回查核"}}});
  return show_sheet(visit, sheet);
}

namespace {

struct Draw {
  std::string seed;
  std::uint64_t head = 0, count = 0;
};

void add_sample(const Visit& visit, html::Sheet& sheet, const PlanSearch& search,
                const Draw& draw) {
  PlansFound found;
  for (const std::string& account :
       draw_sample(visit.service.log, search.year, draw.seed, draw.head, draw.count)) {
    if (auto plan = read_plan_view(visit.service.views, account, search.year)) {
      found.plans.push_back({std::move(*plan), {}});
    }
  }
  record_search(visit, fmt::format("sample {} of {}", draw.seed, draw.head), search, found);
  sheet.parts.push_back(html::Facts{{{"種子", draw.seed},
                                     {"紀錄總數", std::to_string(draw.head)},
                                     {"抽出", fmt::format("{} 份", found.plans.size())}}});
  sheet.parts.push_back(found_table(visit, found, "/audit/plan/"));
}

}  // namespace

HttpResponse show_sample(Visit& visit) {
  const ReadSearch read = read_search(visit);
  const std::uint64_t end = visit.service.log.head().position;
  html::Sheet sheet{"隨機抽樣", {record_note(visit)}};
  html::SheetForm form;
  form.path = "/audit/sample";
  std::string seed = get(visit.query, "seed");
  const std::string typed_head = get(visit.query, "head"), typed_count = get(visit.query, "count");
  form.controls = {{"year", "學年度", std::to_string(read.search.year)},
                   {"count", "抽幾份", typed_count},
                   {"seed", "種子", seed},
                   {"head", "紀錄總數", typed_head},
                   matter_control(visit)};
  form.controls[1].hint = "1 到 50";
  form.controls[2].hint = "留空時自動產生；以後填入同樣的種子與紀錄總數，會抽出同樣的規劃。";
  form.buttons = {{"抽樣", "go", "draw"}};
  int status = 200;
  if (!get(visit.query, "go").empty()) {
    const auto count = parse_number(typed_count);
    const auto head = typed_head.empty() ? std::optional(end) : parse_number(typed_head);
    const bool good_head = head && *head >= 1 && *head <= end;
    const bool good_count = count && *count >= 1 && *count <= search_page;
    const auto plain = accept_text(seed, 40);
    if (!read.errors.empty()) form.controls[0].error = "請填寫學年度，例如 115";
    if (!good_count) form.controls[1].error = "請填寫 1 到 50";
    if (!plain) form.controls[2].error = "種子請在 40 字以內，且不含特殊字元";
    if (!good_head) form.controls[3].error = fmt::format("請填寫 1 到 {}，或留空", end);
    if (read.errors.empty() && good_count && good_head && plain) {
      seed = plain->empty() ? random_once() : *plain;
      add_sample(visit, sheet, read.search, {seed, *head, *count});
      form.controls[2].value = seed;
      form.controls[3].value = std::to_string(*head);
    } else {
      status = 422;
    }
  }
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{with_matter(visit, "/audit"), "回查核"}}});
  return show_sheet(visit, sheet, status);
}

namespace {

struct BoardLine {
  std::string account, name;
  plan::State state;
};

// Who belonged to the school at that time, and how their plans stood: replayed from the log.
std::vector<BoardLine> replay_board(const Visit& visit, int year, const std::string& unit,
                                    Instant at) {
  const Service& service = visit.service;
  auto accounts = read_staff(service.views, unit, true);
  for (std::string& account : find_planners(service.views, year, unit)) {
    accounts.push_back(std::move(account));
  }
  std::ranges::sort(accounts);
  const auto [first, last] = std::ranges::unique(accounts);
  accounts.erase(first, last);
  std::vector<BoardLine> lines;
  for (const std::string& account : accounts) {
    auto envelopes = service.log.read_stream(plan_stream(year, account));
    // Half-open, as deadlines are: what came at this very instant came too late.
    std::erase_if(envelopes, [&](const Envelope& envelope) { return envelope.at >= at; });
    plan::State state = fold_plan(envelopes);
    const auto posts = person::posts(read_person(service.log, account, at).roles);
    const bool taught = std::ranges::find(posts, unit) != posts.end();
    const bool planned = state.status != plan::Status::absent && state.contents.unit == unit;
    if (planned || (taught && state.contents.unit.empty())) {
      lines.push_back({account, name_at(visit, account, at), std::move(state)});
    }
  }
  return lines;
}

void add_board(const Visit& visit, html::Sheet& sheet, int year, const std::string& unit,
               Instant at) {
  html::Table table{fmt::format("{} 當時的填報情形", taipei_text(at)),
                    {"帳號", "姓名", "狀態", "送出時間"},
                    {},
                    {},
                    {}};
  long submitted = 0;
  for (const BoardLine& line : replay_board(visit, year, unit, at)) {
    const bool done = line.state.status == plan::Status::submitted;
    submitted += done;
    const std::string moment = urlencode(taipei_text(at));
    const std::string address = "/audit/plan/" + plan_name(year, line.account) + "/at?t=" + moment;
    const bool begun = line.state.version > 0;
    table.rows.push_back(
        {begun ? html::link_cell(line.account, with_matter(visit, address), "當時的規劃")
               : html::Cell{line.account},
         {line.name},
         html::status_cell(line.state.status),
         done ? html::time_cell(line.state.submission->at) : html::Cell{}});
  }
  table.empty = "這所學校當時沒有教師。";
  sheet.parts.push_back(html::Facts{{{"學校", unit_at(visit, unit, at)},
                                     {"時間", taipei_text(at)},
                                     {"人數", std::to_string(table.rows.size())},
                                     {"已完成", std::to_string(submitted)}}});
  sheet.parts.push_back(std::move(table));
}

}  // namespace

HttpResponse show_board(Visit& visit) {
  const ReadSearch read = read_search(visit);
  html::Sheet sheet{"學校填報情形", {record_note(visit)}};
  const std::string typed = get(visit.query, "t"), unit = read.search.unit;
  html::SheetForm form;
  form.path = "/audit/board";
  form.controls = {{"year", "學年度", std::to_string(read.search.year)},
                   {"unit", "學校代碼", get(visit.query, "unit")},
                   {"t", "時間", typed},
                   matter_control(visit)};
  form.controls[2].hint = "例如 2026/09/30 17:00:00";
  form.buttons = {{"檢視當時情形", "go", "show"}};
  int status = 200;
  if (!get(visit.query, "go").empty() || !typed.empty()) {
    const auto at = read_time(typed);
    if (!at) form.controls[2].error = at.error();
    if (!unit::is_code(unit)) form.controls[1].error = "請填寫六碼學校代碼，例如 010001";
    for (const Field& error : read.errors) {
      if (error.name == "year") form.controls[0].error = error.value;
    }
    if (at && unit::is_code(unit) && read.errors.empty()) {
      record_view(visit, fmt::format("board {}", read.search.year), unit_stream(unit),
                  taipei_text(*at));
      add_board(visit, sheet, read.search.year, unit, *at);
    } else {
      status = 422;
    }
  }
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{with_matter(visit, "/audit"), "回查核"}}});
  return show_sheet(visit, sheet, status);
}

HttpResponse show_export(Visit& visit) {
  const EventLog& log = visit.service.log;
  ExportChoice choice;
  std::string file = "yanxi";
  if (const std::string plan = get(visit.query, "plan"); !plan.empty()) {
    const auto name = parse_plan_name(plan);
    if (!name || log.read_stream(plan_stream(name->year, name->account)).empty()) {
      return visit.not_found();
    }
    const bool whole_case = get(visit.query, "what") == "case";
    choice = whole_case ? choose_case(log, name->year, name->account)
                        : ExportChoice{false, {plan_stream(name->year, name->account)}, 0};
    file += (whole_case ? "-case-" : "-") + plan;
    record_view(visit, "export", plan_stream(name->year, name->account),
                whole_case ? "case" : "plan");
  } else {
    const auto year = read_year_number(get(visit.query, "year"));
    if (!year || !read_year_view(visit.service.views, *year)) {
      return visit.notice(422, {"沒有這個學年度",
                                {"請填寫已開辦的學年度，例如 115。"},
                                {},
                                {{with_matter(visit, "/audit"), "回查核"}}});
    }
    choice.year = *year;
    file += "-" + std::to_string(choice.year);
    record_view(visit, "export", {}, "year " + std::to_string(choice.year));
  }
  HttpResponse response = send_file("application/x-ndjson; charset=utf-8", file + ".jsonl", {});
  response.stream = [&log, choice](const auto& write) { export_events(log, choice, write); };
  return response;
}

}  // namespace yanxi
