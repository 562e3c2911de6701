#include <fmt/format.h>

#include "fcgi/operate/import.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"

// Pasting CSV: a dry run with every fault by line, then the same text again to carry it out.

namespace yanxi {
namespace {

html::SheetForm import_form(const Visit& visit) {
  const auto typed = [&](const char* name) { return get(visit.form, name); };
  html::SheetForm form;
  form.path = "/admin/import";
  form.version = 0;
  form.once = random_once();
  html::Control kind{"kind", "要匯入的資料", typed("kind"), html::Control::Kind::choice};
  kind.options = {{"people", "人員（帳號,姓名,角色,登入）"},
                  {"units", "單位（代碼,名稱,縣市）"},
                  {"roster", "教師名單（學校,帳號）"}};
  html::Control year{"year", "名單的學年度", typed("year")};
  year.hint = "只有教師名單需要。";
  html::Control reason{"reason", "原因", typed("reason")};
  reason.hint = "名單維護期限過後才需要，5 到 200 字。";
  html::Control text{"text", "內容", typed("text"), html::Control::Kind::area};
  text.hint =
      "第一行是欄位名稱；可貼上逗號或 Tab 分隔的內容，最多約 1 MB。更多資料請用 yanxi import。";
  form.controls = {std::move(kind), std::move(year), std::move(reason), std::move(text)};
  if (form.controls[1].value.empty()) {
    form.controls[1].value = std::to_string(visit.year_number());
  }
  form.buttons = {{"檢查", "go", "check"}};
  return form;
}

html::Table faults_table(const ImportPlan& plan) {
  html::Table table{"需要修正的地方", {"行", "問題"}, {}, {}, {}};
  for (const ImportFault& fault : plan.faults) {
    table.rows.push_back(
        {html::number_cell(static_cast<long>(fault.line)), {import_fault_text(fault)}});
  }
  return table;
}

html::Facts counts(const ImportPlan& plan) {
  return {{{"資料", fmt::format("{} 筆", plan.rows)},
           {"新增", fmt::format("{} 筆", plan.added)},
           {"變更", fmt::format("{} 筆", plan.changed)},
           {"不變", fmt::format("{} 筆", plan.same)},
           {"錯誤", fmt::format("{} 個", plan.fault_count)}}};
}

}  // namespace

std::string import_fault_text(const ImportFault& fault) {
  using Kind = ImportFault::Kind;
  const auto about = [&](const char* text) {
    return text + (fault.value.empty() ? std::string() : "：" + fault.value);
  };
  switch (fault.kind) {
    case Kind::not_csv:
      return "引號沒有成對，無法讀取";
    case Kind::not_text:
      return "內容不是 UTF-8 文字";
    case Kind::missing_column:
      return about("缺少欄位");
    case Kind::unknown_column:
      return about("沒有這個欄位");
    case Kind::cells:
      return "欄數與第一行不同";
    case Kind::bad_account:
      return about("帳號請用 3 到 30 個小寫英文字母、數字、點或連字號");
    case Kind::bad_name:
      return about("名稱空白、太長或有特殊字元");
    case Kind::bad_code:
      return about("學校代碼不正確");
    case Kind::bad_roles:
      return about("角色不正確");
    case Kind::unknown_unit:
      return about("沒有這所學校");
    case Kind::unknown_county:
      return about("沒有這個縣市");
    case Kind::unknown_account:
      return about("沒有這個帳號");
    case Kind::bad_sign_in:
      return about("登入請填「停用」、「啟用」或留空");
    case Kind::twice:
      return about("前面已有同一筆");
    case Kind::too_late:
      return about("名單維護期限已過，請填寫原因（5 字以上）");
    case Kind::bad_reason:
      return "原因請填寫 5 到 200 字，且不含特殊字元";
    case Kind::unknown_year:
      return about("這個學年度還沒有開辦");
    case Kind::empty:
      return "沒有資料";
  }
  return {};
}

HttpResponse show_import_people(Visit& visit) {
  return show_sheet(visit, {"匯入", {import_form(visit), html::Links{{{"/admin", "回管理"}}}}});
}

HttpResponse do_import_people(Visit& visit) {
  html::SheetForm form = import_form(visit);
  const auto kind = parse_import_kind(get(visit.form, "kind"));
  const int year = read_year_number(get(visit.form, "year")).value_or(0);
  if (!kind) {
    form.controls[0].error = "請選擇要匯入的資料";
    return show_sheet(visit, {"匯入", {std::move(form)}}, 422);
  }
  const std::string text = get(visit.form, "text");
  const ImportPlan plan =
      plan_import(visit.service.log, visit.service.catalogues.latest(),
                  {*kind, year, visit.request.arrived, get(visit.form, "reason")}, text);
  html::Sheet sheet{"匯入", {}};
  if (plan.fault_count > 0) {
    sheet.parts.push_back(html::Note{"有錯誤，沒有匯入任何資料。請修正後再檢查一次。", "warn"});
    sheet.parts.push_back(counts(plan));
    sheet.parts.push_back(faults_table(plan));
    sheet.parts.push_back(std::move(form));
    return show_sheet(visit, sheet, 422);
  }
  const std::string digest = digest_of(plan), seen = get(visit.form, "digest");
  const bool apply = get(visit.form, "go") == "apply";
  // An import that was sent twice finds nothing left to change, and is no other one for that.
  if (apply && (seen == digest || plan.changes.empty())) {
    const Request request = visit.command();
    const std::uint64_t position = carry_out_import(visit.service.executor, request.actor,
                                                    request.at, get(visit.form, "once"), plan, {});
    visit.service.projector.wait_for(position, std::chrono::seconds(2));
    sheet.parts.push_back(html::Note{fmt::format("已匯入：新增 {} 筆，變更 {} 筆，不變 {} 筆。",
                                                 plan.added, plan.changed, plan.same),
                                     "ok"});
    sheet.parts.push_back(html::Links{{{"/admin/import", "再匯入"}, {"/admin", "回管理"}}});
    return show_sheet(visit, sheet);
  }
  if (apply) {
    sheet.parts.push_back(
        html::Note{"資料在檢查之後已經改變，這次沒有匯入。請再核對一次。", "warn"});
  }
  sheet.parts.push_back(html::Note{"檢查完成，還沒有匯入。"});
  sheet.parts.push_back(counts(plan));
  for (html::Control& control : form.controls) control.kind = html::Control::Kind::hidden;
  form.controls.push_back({"digest", {}, digest, html::Control::Kind::hidden});
  form.buttons = {{fmt::format("套用 {} 筆變更", plan.changes.size()), "go", "apply"}};
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{"/admin/import", "不匯入"}}});
  return show_sheet(visit, sheet, apply ? 409 : 200);
}

}  // namespace yanxi
