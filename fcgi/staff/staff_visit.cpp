#include "fcgi/staff/staff_visit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "events/text.hpp"
#include "templates/words.hpp"

namespace yanxi {
namespace {

struct KindName {
  std::string_view value;
  std::string_view words;
  Happened kind;
};
constexpr KindName kind_names[] = {{"saved", "暫存", Happened::saved},
                                   {"imported", "匯入學校本位規劃", Happened::imported},
                                   {"submitted", "送出", Happened::submitted},
                                   {"withdrawn", "退回修改", Happened::withdrawn},
                                   {"deleted", "刪除", Happened::deleted},
                                   {"restored", "復原", Happened::restored},
                                   {"extended", "個別補送", Happened::extended},
                                   {"carried", "改用新版選項", Happened::carried}};

std::string matter_of(const Visit& visit) { return cut_text(get(visit.query, "matter"), 100); }

}  // namespace

std::optional<int> read_year_number(const std::string& text) {
  const auto number = parse_number(text);
  if (!number || *number < 100 || *number > 199) return {};
  return static_cast<int>(*number);
}

std::optional<PlanName> parse_plan_name(const std::string& text) {
  PlanName name;
  const auto hyphen = std::min(text.find('-'), text.size());
  const auto year = read_year_number(text.substr(0, hyphen));
  name.account = text.substr(std::min(hyphen + 1, text.size()));
  if (!year || !person::is_account(name.account)) return {};
  name.year = *year;
  return name;
}

std::string plan_name(int year, const std::string& account) {
  return std::to_string(year) + "-" + account;
}

void record_view(const Visit& visit, const std::string& what, const std::string& stream,
                 const std::string& detail) {
  const Instant now = visit.request.arrived;
  const auto recorded = visit.service.executor.execute<streams::Access>(
      {visit.actor(), now, command_id(visit.account(), random_once(), what)},
      {visit.year_number(), visit.account()}, {},
      {what, stream, cut_text(detail, 2000), matter_of(visit)});
  if (!recorded) throw std::runtime_error("what was looked at could not be recorded");
}

void record_search(const Visit& visit, const std::string& what, const PlanSearch& search,
                   const PlansFound& found) {
  std::string detail = "year=" + std::to_string(search.year);
  const auto say = [&](const char* name, const std::string& value) {
    if (!value.empty()) detail += std::string(" ") + name + "=" + value;
  };
  // Names live in the person's own stream only, so that they can be erased: not even one that was
  // typed where an account belongs.
  const auto account_in = [](const std::string& typed) {
    return typed.empty() || person::is_account(typed) ? typed : std::string("?");
  };
  say("unit", search.unit);
  say("account", account_in(search.account));
  if (!search.name.empty()) detail += " by name";
  if (search.receipt) say("receipt", receipt_text(*search.receipt));
  if (search.from) say("from", taipei_rfc3339(*search.from));
  if (search.until) say("until", taipei_rfc3339(*search.until));
  for (const KindName& known : kind_names) {
    if (std::ranges::find(search.kinds, known.kind) != search.kinds.end()) {
      say("kind", std::string(known.value));
    }
  }
  say("actor", account_in(search.actor));
  say("after", search.name.empty() ? search.after : "");
  detail += " found";
  for (const PlanFound& one : found.plans) detail += " " + one.plan.account;
  record_view(visit, what, {}, detail);
}

std::string with_matter(const Visit& visit, const std::string& address) {
  const std::string matter = matter_of(visit);
  if (matter.empty()) return address;
  const char joint = address.find('?') == std::string::npos ? '?' : '&';
  return address + joint + "matter=" + urlencode(matter);
}

html::Control matter_control(const Visit& visit) {
  html::Control control{"matter", "查核事由（選填）", matter_of(visit)};
  control.hint = "會與您的查閱紀錄一起保存，例如文號。";
  return control;
}

html::Note record_note(const Visit& visit) {
  const std::string matter = matter_of(visit);
  return {"查閱會留下紀錄：您的帳號、時間、看了什麼" +
          (matter.empty() ? std::string("與查核事由。") : "，查核事由「" + matter + "」。")};
}

std::string name_at(const Visit& visit, const std::string& account, Instant at) {
  const auto person = read_person_view(visit.service.views, account);
  if (!person || !person->state.exists) return "（內容已依法刪除）";
  const std::string& then = person->name_at(at);
  return then == person->state.name ? then : then + "（現名 " + person->state.name + "）";
}

std::string present_name(const Visit& visit, const std::string& account) {
  const auto person = read_person_view(visit.service.views, account);
  return person && person->state.exists ? person->state.name : std::string("（內容已依法刪除）");
}

std::string unit_at(const Visit& visit, const std::string& unit, Instant at) {
  if (unit.empty()) return "（空白）";
  unit::State state;
  for (const Envelope& envelope : visit.service.log.read_stream(unit_stream(unit))) {
    // Before it was registered it bore the name it was registered with.
    if (envelope.at > at && state.exists) break;
    state = unit::evolve(std::move(state), decode<unit::Event>(envelope.tag, envelope.payload));
  }
  return state.exists ? state.name : unit;
}

std::expected<Instant, std::string> read_time(const std::string& typed) {
  const auto at = parse_taipei(typed);
  if (!at) return std::unexpected("請依 2026/09/30 17:00:00 的格式填寫時間");
  return *at;
}

ReadSearch read_search(const Visit& visit) {
  ReadSearch read;
  PlanSearch& search = read.search;
  const auto typed = [&](const char* name) {
    const auto text = accept_text(get(visit.query, name), 60);
    if (!text) read.errors.push_back({name, "請刪除特殊字元，並在 60 字以內"});
    if (text && !text->empty() && std::string_view(name) != "year") read.asked = true;
    return text.value_or(std::string());
  };
  const std::string year = typed("year");
  search.year = visit.year_number();
  if (!year.empty()) {
    const auto number = read_year_number(year);
    if (!number) read.errors.push_back({"year", "請填寫學年度，例如 115"});
    search.year = number.value_or(search.year);
  }
  search.unit = typed("unit");
  if (!search.unit.empty() && !unit::is_code(search.unit)) {
    read.errors.push_back({"unit", "請填寫六碼學校代碼，例如 010001"});
  }
  search.account = typed("account");
  search.name = typed("name");
  if (const std::string receipt = typed("receipt"); !receipt.empty()) {
    search.receipt = parse_receipt(receipt);
    if (!search.receipt) read.errors.push_back({"receipt", "收件編號不正確，請核對後再填寫"});
    if (search.receipt) search.year = search.receipt->year;
  }
  for (const auto& [name, at] : {std::pair{"from", &search.from}, {"until", &search.until}}) {
    const std::string text = typed(name);
    if (text.empty()) continue;
    const auto time = read_time(text);
    if (time) *at = *time;
    if (!time) read.errors.push_back({name, time.error()});
  }
  if (search.from && search.until && *search.from >= *search.until) {
    read.errors.push_back({"until", "期間迄必須晚於期間起"});
  }
  if (const std::string kind = typed("kind"); !kind.empty()) {
    const auto known = std::ranges::find(kind_names, kind, &KindName::value);
    if (known == std::end(kind_names)) {
      read.errors.push_back({"kind", "請從清單中選擇事件種類"});
    } else {
      search.kinds = {known->kind};
    }
  }
  search.actor = typed("actor");
  search.after = get(visit.query, "after");
  read.asked |= find(visit.query, "go") != nullptr;
  return read;
}

html::SheetForm search_form(const Visit& visit, const std::string& path, const ReadSearch& read) {
  using Kind = html::Control::Kind;
  html::SheetForm form;
  form.path = path;
  const auto add = [&](const char* name, const char* label, const char* hint = "") {
    html::Control control{name, label, get(visit.query, name)};
    control.hint = hint;
    for (const Field& error : read.errors) {
      if (error.name == name) control.error = error.value;
    }
    form.controls.push_back(std::move(control));
  };
  add("year", "學年度");
  if (form.controls.back().value.empty()) {
    form.controls.back().value = std::to_string(visit.year_number());
  }
  add("unit", "學校代碼");
  add("account", "帳號");
  add("name", "姓名", "可只填開頭的字；曾用的姓名也找得到。");
  add("receipt", "收件編號");
  add("from", "期間起", "例如 2026/09/30 14:00:00");
  add("until", "期間迄", "不含這個時間");
  html::Control kind{"kind", "事件種類", get(visit.query, "kind"), Kind::choice};
  for (const Field& error : read.errors) {
    if (error.name == "kind") kind.error = error.value;
  }
  kind.options.emplace_back("", "不限");
  for (const KindName& known : kind_names) {
    kind.options.emplace_back(known.value, known.words);
  }
  form.controls.push_back(std::move(kind));
  form.controls.push_back(matter_control(visit));
  form.buttons = {{"搜尋", "go", "find"}};
  return form;
}

html::Table found_table(const Visit& visit, const PlansFound& found, const std::string& path) {
  html::Table table{
      "找到的規劃", {"帳號", "姓名", "學校", "狀態", "最後異動", "收件編號"}, {}, {}, {}};
  const bool of_events = !found.plans.empty() && found.plans.front().happening;
  if (of_events) {
    for (const char* column : {"事件", "事件時間", "操作者"}) table.columns.emplace_back(column);
  }
  for (const PlanFound& one : found.plans) {
    const plan::State& state = one.plan.state;
    const std::string& account = one.plan.account;
    const std::string address = path + plan_name(one.plan.year, account);
    std::vector<html::Cell> row = {
        html::link_cell(account, with_matter(visit, address), "的規劃"),
        {present_name(visit, account)},
        {state.contents.unit.empty() ? "" : visit.unit(state.contents.unit)},
        html::status_cell(state.status),
        html::time_cell(state.changed_at),
        {state.submission ? receipt_text({one.plan.year, state.submission->position}) : ""}};
    if (of_events) {
      for (const KindName& known : kind_names) {
        if (known.kind == one.happening->kind) row.push_back({std::string(known.words)});
      }
      const auto event = visit.service.log.read_all(one.happening->position - 1, 1);
      row.push_back(html::time_cell(event.at(0).at));
      row.push_back({one.happening->actor});
    }
    table.rows.push_back(std::move(row));
  }
  table.empty = "沒有符合的規劃。請放寬條件後再搜尋。";
  return table;
}

std::string search_address(const Visit& visit, const std::string& path, const std::string& after) {
  Form query;
  for (const Field& field : visit.query) {
    if (field.name != "after" && !field.value.empty()) query.push_back(field);
  }
  query.push_back({"after", after});
  return path + "?" + write_form(query);
}

html::Control reason_control(const Form& form) {
  html::Control control{"reason", "原因", get(form, "reason"), html::Control::Kind::area};
  control.hint = "5 到 200 字，會保存在紀錄中。";
  return control;
}

html::Control document_control(const Form& form) {
  html::Control control{"document", "文號", get(form, "document")};
  control.hint = "核准的公文文號，60 字以內；沒有時可留空。";
  return control;
}

HttpResponse show_stale(const Visit& visit, const std::string& back) {
  return visit.notice(409, {"資料在您開啟這一頁之後已經改變",
                            {"這次的操作沒有執行。請回上一步重新核對後再試。"},
                            visit.request.id,
                            {{back, "重新核對"}}});
}

HttpResponse show_sheet(const Visit& visit, const html::Sheet& sheet, int status) {
  return visit.page(html::sheet(visit.shell(), sheet), status);
}

HttpResponse send_file(std::string type, std::string name, std::string body) {
  HttpResponse response;
  response.type = std::move(type);
  response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.body = std::move(body);
  return response;
}

}  // namespace yanxi
