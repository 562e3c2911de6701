#include <fmt/format.h>

#include <algorithm>

#include "events/streams.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "templates/html_history.hpp"
#include "templates/words.hpp"

// What administrators do with single plans: bring withdrawn and deleted ones back, and open the
// year for one person. Each is an event in that plan's own stream.

namespace yanxi {
namespace {

using plan::Status;
using Kind = plan::Refusal::Kind;

bool is_restorable(Status status) {
  return status == Status::withdrawn || status == Status::deleted;
}

struct Subject {
  PlanName name;
  plan::State state;  // as the log has it now
  std::string id() const { return plan_name(name.year, name.account); }
};

// The person's plan, which may not have been begun; nothing for an account nobody has.
std::optional<Subject> find_subject(const Visit& visit, const std::string& plan) {
  const auto name = parse_plan_name(plan);
  if (!name || !read_person(visit.service.log, name->account).exists) return {};
  return Subject{*name, read_plan(visit.service.log, name->year, name->account)};
}

html::Facts facts_of(const Visit& visit, const Subject& subject) {
  const plan::State& state = subject.state;
  html::Facts facts{{{"學年度", std::to_string(subject.name.year)},
                     {"帳號", subject.name.account},
                     {"姓名", present_name(visit, subject.name.account)},
                     {"目前狀態", status_text(state.status)}}};
  if (state.version > 0) facts.facts.emplace_back("最後異動", taipei_text(state.changed_at));
  if (state.submission) {
    facts.facts.emplace_back("送出時間", taipei_text(state.submission->at));
    facts.facts.emplace_back("收件編號",
                             receipt_text({subject.name.year, state.submission->position}));
  }
  return facts;
}

// What a refusal says at the form's fields; empty for one that is no matter of the form.
void mark_refused(html::SheetForm& form, Kind kind) {
  const auto at = [&](const char* name, const char* text) {
    for (html::Control& control : form.controls) {
      if (control.name == name) control.error = text;
    }
  };
  if (kind == Kind::no_reason) at("reason", "請填寫原因，5 到 200 字");
  if (kind == Kind::bad_document) at("document", "文號請在 60 字以內，且不含特殊字元");
  if (kind == Kind::bad_time)
    at("until", "請填寫一年以內、晚於目前期限的時間，例如 2026/10/20 17:00:00");
}

bool is_form_fault(Kind kind) {
  return kind == Kind::no_reason || kind == Kind::bad_document || kind == Kind::bad_time;
}

}  // namespace

HttpResponse show_admin(Visit& visit) {
  html::Sheet sheet{"管理", {}};
  sheet.parts.push_back(html::Heading{"個別規劃"});
  sheet.parts.push_back(html::Links{{{"/admin/restore", "復原"}, {"/admin/extend", "個別補送"}}});
  sheet.parts.push_back(html::Heading{"人員與單位"});
  sheet.parts.push_back(html::Links{{{"/admin/people", "人員"}, {"/admin/import", "匯入"}}});
  sheet.parts.push_back(html::Heading{"學年度"});
  sheet.parts.push_back(html::Links{{{"/admin/years", "學年度與期限"},
                                     {"/admin/catalogue", "選項"},
                                     {"/admin/statistics", "統計"},
                                     {"/admin/rehearse", "預演"}}});
  return show_sheet(visit, sheet);
}

namespace {

// Plans that can come back, of one school together.
html::SheetForm many_form(const Visit& visit, const PlansFound& found) {
  html::SheetForm form;
  form.path = "/admin/restore";
  form.version = 0;
  form.once = random_once();
  form.controls = {{"unit", {}, get(visit.query, "unit"), html::Control::Kind::hidden},
                   {"year", {}, get(visit.query, "year"), html::Control::Kind::hidden},
                   reason_control(visit.form),
                   document_control(visit.form)};
  html::Table table{"可一次復原的規劃", {"選擇", "帳號", "姓名", "狀態", "最後異動"}, {}, {}, {}};
  for (const PlanFound& one : found.plans) {
    html::Cell pick{"選擇 " + one.plan.account, html::Cell::Kind::check};
    pick.name = "plan." + plan_name(one.plan.year, one.plan.account);
    pick.value = std::to_string(one.plan.state.version);
    pick.chosen = get(visit.form, pick.name) == pick.value;
    table.rows.push_back({std::move(pick),
                          {one.plan.account},
                          {present_name(visit, one.plan.account)},
                          html::status_cell(one.plan.state.status),
                          html::time_cell(one.plan.state.changed_at)});
  }
  form.table = std::move(table);
  form.buttons = {{"復原選擇的規劃"}};
  return form;
}

}  // namespace

HttpResponse show_restore_search(Visit& visit) {
  ReadSearch read = read_search(visit);
  html::Sheet sheet{"復原", {record_note(visit)}};
  html::SheetForm form = search_form(visit, "/admin/restore", read);
  sheet.parts.push_back(std::move(form));
  if (!read.errors.empty()) return show_sheet(visit, sheet, 422);
  if (!read.asked) return show_sheet(visit, sheet);
  read.search.statuses = {Status::withdrawn, Status::deleted};
  const auto found = find_plans(visit.service.log, visit.service.views, read.search);
  record_search(visit, "find", read.search, found);
  if (found.partial) {
    sheet.parts.push_back(html::Note{"條件範圍較大，這一頁只列出部分結果，請按下一頁繼續。"});
  }
  html::Table table = found_table(visit, found, "/admin/restore/");
  table.empty = "沒有已退回修改或已刪除的規劃符合條件。";
  sheet.parts.push_back(std::move(table));
  if (!found.next.empty()) {
    sheet.parts.push_back(
        html::Links{{{search_address(visit, "/admin/restore", found.next), "下一頁"}}});
  }
  if (!read.search.unit.empty() && !found.plans.empty()) {
    sheet.parts.push_back(html::Heading{"一次復原多份"});
    sheet.parts.push_back(many_form(visit, found));
  }
  return show_sheet(visit, sheet);
}

namespace {

// What comes back beside what is there now.
void add_preview(const Visit& visit, html::Sheet& sheet, const Subject& subject) {
  const plan::State& now = subject.state;
  const plan::State then =
      plan::evolve(now, plan::Restored{}, {0, now.version + 1, visit.request.arrived, {}});
  const auto side = [&](const plan::State& state) {
    return html::ComparedSide{
        state.version,
        state.changed_at,
        state.status,
        state.contents,
        &visit.service.catalogues.at(state.catalogue),
        state.contents.unit.empty() ? "（空白）" : visit.unit(state.contents.unit)};
  };
  html::Sheet compared = html::comparison(side(now), side(then));
  compared.parts.erase(compared.parts.begin());
  sheet.parts.push_back(
      html::Note{now.status == Status::withdrawn
                     ? fmt::format("復原後狀態為「已完成」，送出時間 {} 與收件編號不變。",
                                   taipei_text(now.submission->at))
                     : "復原後狀態為「尚未送出」，教師需自行送出。"});
  sheet.parts.push_back(html::Heading{"復原會改變的內容"});
  for (html::Part& part : compared.parts) sheet.parts.push_back(std::move(part));
  sheet.parts.push_back(html::Heading{"復原後的內容"});
}

html::SheetForm restore_form(const Visit& visit, const Subject& subject, std::uint64_t version) {
  html::SheetForm form;
  form.path = "/admin/restore/" + subject.id();
  form.version = version;
  form.once = random_once();
  form.controls = {reason_control(visit.form), document_control(visit.form)};
  form.buttons = {{"復原"}};
  return form;
}

HttpResponse restore_page(const Visit& visit, const Subject& subject,
                          std::optional<Kind> refused = {}) {
  record_view(visit, "restore", plan_stream(subject.name.year, subject.name.account),
              std::to_string(subject.state.version));
  html::Sheet sheet{"復原 " + subject.id(), {record_note(visit), facts_of(visit, subject)}};
  if (!is_restorable(subject.state.status)) {
    const auto events =
        visit.service.log.read_stream(plan_stream(subject.name.year, subject.name.account));
    const bool restored = events.back().tag == plan::Restored::tag;
    sheet.parts.insert(sheet.parts.begin(),
                       html::Note{restored ? "已復原這份規劃。"
                                           : "這份規劃不需要復原：只有已退回修改"
                                             "或已刪除的規劃可以復原。",
                                  restored ? "ok" : "info"});
    sheet.parts.push_back(html::Links{{{"/admin/restore", "回復原"}}});
    return show_sheet(visit, sheet);
  }
  add_preview(visit, sheet, subject);
  const plan::State then = plan::evolve(subject.state, plan::Restored{}, {});
  sheet.parts.push_back(
      html::PlanPart{&then.contents, &visit.service.catalogues.at(then.catalogue),
                     then.contents.unit.empty() ? std::string() : visit.unit(then.contents.unit),
                     present_name(visit, subject.name.account)});
  html::SheetForm form = restore_form(
      visit, subject, refused ? visit.seen_version().value_or(0) : subject.state.version);
  if (refused) mark_refused(form, *refused);
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{"/admin/restore", "不復原"}}});
  return show_sheet(visit, sheet, refused ? 422 : 200);
}

}  // namespace

HttpResponse show_restore(Visit& visit) {
  const auto subject = find_subject(visit, visit.part("plan"));
  if (!subject || subject->state.version == 0) return visit.not_found();
  return restore_page(visit, *subject);
}

HttpResponse do_restore(Visit& visit) {
  const auto subject = find_subject(visit, visit.part("plan"));
  if (!subject || subject->state.version == 0) return visit.not_found();
  const auto outcome = visit.service.executor.execute<streams::Plan>(
      visit.command(), {subject->name.year, subject->name.account}, *visit.seen_version(),
      plan::Restore{get(visit.form, "reason"), get(visit.form, "document")});
  const std::string back = "/admin/restore/" + subject->id();
  if (outcome) return visit.to(back + "?done=yes", *outcome);
  if (is_form_fault(outcome.error().kind)) {
    return restore_page(visit, *subject, outcome.error().kind);
  }
  return show_stale(visit, back);
}

HttpResponse do_restore_many(Visit& visit) {
  const std::string reason = get(visit.form, "reason"), document = get(visit.form, "document");
  html::Table done{"復原結果", {"帳號", "結果"}, {}, {}, {}};
  std::optional<Kind> fault;
  std::uint64_t position = 0;
  for (const Field& field : visit.form) {
    const bool known = field.name.starts_with("plan.");
    const auto name = known ? parse_plan_name(field.name.substr(5)) : std::nullopt;
    if (!name || !read_person(visit.service.log, name->account).exists) continue;
    Request request = visit.command();
    request.command =
        command_id(visit.account(), get(visit.form, "once") + "/" + field.name, visit.request.body);
    const auto outcome = visit.service.executor.execute<streams::Plan>(
        request, {name->year, name->account}, parse_number(field.value).value_or(0),
        plan::Restore{reason, document});
    if (!outcome && is_form_fault(outcome.error().kind)) {
      fault = outcome.error().kind;
      break;
    }
    if (outcome) position = std::max(position, outcome->position);
    done.rows.push_back(
        {{name->account}, {outcome ? "已復原" : "沒有復原：規劃在您開啟清單之後已經改變"}});
  }
  html::Sheet sheet{"復原", {}};
  if (fault || done.rows.empty()) {
    visit.query = {{"unit", get(visit.form, "unit")}, {"year", get(visit.form, "year")}};
    ReadSearch read = read_search(visit);
    read.search.statuses = {Status::withdrawn, Status::deleted};
    if (read.search.unit.empty() || !read.errors.empty()) return visit.to("/admin/restore");
    const auto found = find_plans(visit.service.log, visit.service.views, read.search);
    record_search(visit, "find", read.search, found);
    html::SheetForm form = many_form(visit, found);
    if (fault) mark_refused(form, *fault);
    if (!fault) sheet.parts.push_back(html::Note{"請先選擇要復原的規劃。", "warn"});
    sheet.parts.push_back(std::move(form));
    return show_sheet(visit, sheet, 422);
  }
  visit.service.projector.wait_for(position, std::chrono::seconds(2));
  sheet.parts.push_back(std::move(done));
  sheet.parts.push_back(html::Links{{{"/admin/restore", "回復原"}}});
  return show_sheet(visit, sheet);
}

namespace {

html::SheetForm extend_form(const Visit& visit, const Subject& subject) {
  html::SheetForm form;
  form.path = "/admin/extend/" + subject.id();
  form.version = visit.form.empty() ? subject.state.version : visit.seen_version().value_or(0);
  form.once = random_once();
  html::Control until{"until", "開放至", get(visit.form, "until")};
  until.hint = "例如 2026/10/20 17:00:00，不含這個時間；教師在這之前可以自行填寫與送出。";
  html::Control counts{"counts", "送出後列入獎勵方案計算", get(visit.form, "counts"),
                       html::Control::Kind::check};
  form.controls = {std::move(until), std::move(counts), reason_control(visit.form),
                   document_control(visit.form)};
  form.buttons = {{"開放個別補送"}};
  return form;
}

HttpResponse extend_page(const Visit& visit, const Subject& subject,
                         std::optional<Kind> refused = {}) {
  record_view(visit, "extend", plan_stream(subject.name.year, subject.name.account), {});
  html::Sheet sheet{"個別補送 " + subject.id(), {record_note(visit), facts_of(visit, subject)}};
  if (subject.state.extension) {
    sheet.parts.push_back(html::Note{
        fmt::format("目前已開放至 {}，{}。", taipei_text(subject.state.extension->until),
                    subject.state.extension->counts_until >= subject.state.extension->until
                        ? "列入獎勵計算"
                        : "不列入獎勵計算"),
        get(visit.query, "done") == "yes" ? "ok" : "info"});
  }
  if (subject.state.status == Status::submitted) {
    sheet.parts.push_back(html::Note{"這份規劃已經送出，不需要補送。"});
  } else {
    html::SheetForm form = extend_form(visit, subject);
    if (refused) mark_refused(form, *refused);
    sheet.parts.push_back(std::move(form));
  }
  sheet.parts.push_back(html::Links{{{"/admin/extend", "另一個帳號"}}});
  return show_sheet(visit, sheet, refused ? 422 : 200);
}

// Only who teaches has a plan to send, and only in a year that is open.
std::optional<Subject> find_teacher(const Visit& visit, const std::string& plan) {
  auto subject = find_subject(visit, plan);
  if (!subject || !read_year_view(visit.service.views, subject->name.year)) return {};
  const auto person = read_person(visit.service.log, subject->name.account);
  if (!person::has_role(person.roles, find_desk(Desk::teacher)->role)) return {};
  return subject;
}

// Asks for the account first.
HttpResponse extend_search(const Visit& visit) {
  html::Sheet sheet{"個別補送", {}};
  sheet.parts.push_back(
      html::Note{"讓一位教師在期限後補送：開放這個帳號到指定時間，由教師自行填寫與送出。"});
  html::SheetForm form;
  form.path = "/admin/extend";
  const std::string year = get(visit.query, "year"), account = get(visit.query, "account");
  const auto number = read_year_number(year);
  const bool open = number && read_year_view(visit.service.views, *number);
  form.controls = {{"year", "學年度", year.empty() ? std::to_string(visit.year_number()) : year},
                   {"account", "帳號", account}};
  if (!account.empty() && !open) {
    form.controls[0].error = "請填寫已開辦的學年度，例如 115";
  } else if (!account.empty()) {
    form.controls[1].error = "沒有這位教師的帳號，請核對後再填寫";
  }
  form.buttons = {{"下一步"}};
  sheet.parts.push_back(std::move(form));
  return show_sheet(visit, sheet, account.empty() ? 200 : 422);
}

}  // namespace

HttpResponse show_extend_search(Visit& visit) {
  const std::string account = get(visit.query, "account");
  if (!account.empty()) {
    const auto subject = find_teacher(visit, get(visit.query, "year") + "-" + account);
    if (subject) return visit.to("/admin/extend/" + subject->id());
  }
  return extend_search(visit);
}

HttpResponse show_extend(Visit& visit) {
  const auto subject = find_teacher(visit, visit.part("plan"));
  if (!subject) return visit.not_found();
  return extend_page(visit, *subject);
}

HttpResponse do_extend(Visit& visit) {
  const auto subject = find_teacher(visit, visit.part("plan"));
  if (!subject) return visit.not_found();
  const auto until = read_time(get(visit.form, "until"));
  if (!until) return extend_page(visit, *subject, Kind::bad_time);
  const auto outcome = visit.service.executor.execute<streams::Plan>(
      visit.command(), {subject->name.year, subject->name.account}, *visit.seen_version(),
      plan::Extend{*until, get(visit.form, "counts") == "yes", get(visit.form, "reason"),
                   get(visit.form, "document")});
  const std::string back = "/admin/extend/" + subject->id();
  if (outcome) return visit.to(back + "?done=yes", *outcome);
  if (is_form_fault(outcome.error().kind))
    return extend_page(visit, *subject, outcome.error().kind);
  return show_stale(visit, back);
}

}  // namespace yanxi
