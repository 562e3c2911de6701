#include <fmt/format.h>

#include <algorithm>

#include "events/receipt.hpp"
#include "fcgi/teacher/plan_visit.hpp"
#include "templates/words.hpp"

// Commands on the plan, and the pages for what they are refused.

namespace yanxi {

using plan::Status;
using Kind = plan::Refusal::Kind;

std::expected<Outcome, plan::Refusal> run(const Visit& visit, const plan::Command& command) {
  return visit.service.executor.execute<streams::Plan>(
      visit.command(), {visit.year_number(), visit.account()}, *visit.seen_version(), command);
}

PlanVisit latest(const Visit& visit) {
  visit.service.projector.wait_for(visit.service.log.head().position, std::chrono::seconds(2));
  return PlanVisit(visit);
}

std::vector<std::string> typed_lines(const PlanVisit& v, const Form& form) {
  std::vector<std::string> lines;
  for (const Field& field : form) {
    const auto stored = field_value(v.plan.state.contents, field.name);
    if (!stored || *stored == field.value) continue;
    if (lines.empty()) lines.push_back("您剛才輸入、沒有儲存的內容：");
    lines.push_back(field_label(field.name, *v.catalogue) + "：" +
                    value_text(field.name, field.value, v.plan.state.contents, *v.catalogue));
  }
  return lines;
}

HttpResponse bad_form(const Visit& visit) {
  return visit.notice(400,
                      {"無法處理這項請求",
                       {"表單內容不完整或有多餘的欄位，這次沒有儲存。請回上一頁重新整理後再試。"},
                       visit.request.id,
                       {{"/plan", "回我的規劃"}}});
}

namespace {

HttpResponse refused_window(const PlanVisit& v, Kind kind) {
  html::Notice notice{"尚未開放填報", {}, {}, {{"/plan", "回我的規劃"}}};
  if (kind == Kind::closed) {
    notice.heading =
        fmt::format("填報已於 {} 截止", taipei_deadline(v.visit.year->state.windows.accepts_until));
    const bool kept =
        v.plan.state.status == Status::draft || v.plan.state.status == Status::withdrawn;
    notice.lines.push_back(kept ? fmt::format("最後暫存 {} 的內容已保留，但沒有送出。",
                                              taipei_text(v.plan.state.saved_at))
                                : std::string("這次的操作沒有執行。"));
  } else {
    notice.lines.push_back("這次的操作沒有執行，請於開放後再填寫。");
  }
  std::ranges::move(typed_lines(v, v.visit.form), std::back_inserter(notice.lines));
  return v.visit.notice(409, std::move(notice));
}

HttpResponse refused_state(const PlanVisit& v, Status status) {
  // The views may lag behind the log that refused: then there is no submission to speak of.
  if (status != Status::submitted || !v.plan.state.submission) {
    return v.visit.notice(409, {"這份規劃的狀態已經改變",
                                {"可能已在另一個分頁或裝置操作過。這次的操作沒有執行。"},
                                {},
                                {{"/plan", "回我的規劃"}}});
  }
  const plan::Submission& submission = *v.plan.state.submission;
  const std::string receipt = receipt_text({v.plan.year, submission.position});
  html::Notice notice{"這份規劃已經送出",
                      {taipei_text(submission.at) + " 由您送出。這次的操作沒有執行。"},
                      {},
                      {{"/plan/r/" + receipt, "查看送出紀錄"}, {"/plan", "回我的規劃"}}};
  std::ranges::move(typed_lines(v, v.visit.form), std::back_inserter(notice.lines));
  return v.visit.notice(409, std::move(notice));
}

}  // namespace

HttpResponse show_refusal(const PlanVisit& v, const plan::Refusal& refusal) {
  switch (refusal.kind) {
    case Kind::not_open_yet:
    case Kind::closed:
      return refused_window(v, refusal.kind);
    case Kind::incomplete:
      return v.visit.to("/plan/preview");
    case Kind::wrong_state:
      return refused_state(v, refusal.status);
    case Kind::no_school_plan:
    case Kind::not_on_roster:
    case Kind::other_catalogue: {
      html::Import page;
      page.plan = v.plan;
      page.catalogue = v.catalogue;
      page.refusal = refusal.kind;
      return v.visit.page(html::import(v.visit.shell(), page), 409);
    }
    case Kind::not_accepted:
      return v.visit.notice(422, {"選項已不在清單中，請重新選擇",
                                  {"這次的操作沒有執行。"},
                                  {},
                                  {{"/plan", "回我的規劃"}}});
    case Kind::nothing_to_undo:
      return v.visit.notice(409, {"匯入之後已有新的暫存，無法復原這次匯入",
                                  {"內容沒有改變。可以逐項修改，或清空一類後重新填寫。"},
                                  {},
                                  {{"/plan/topics", "回研習主題規劃"}}});
    case Kind::stale:
    case Kind::conflict:
    case Kind::no_reason:
    case Kind::bad_document:
    case Kind::bad_time:
    case Kind::same_catalogue:
      break;
    // The role was taken away since this request was let in.
    case Kind::not_authorised:
      return v.visit.not_found();
  }
  return v.visit.notice(409, {"這份規劃已在另一個分頁或裝置更新",
                              {"這次的操作沒有執行。請重新核對內容後再試。"},
                              {},
                              {{"/plan/preview", "核對內容"}, {"/plan", "回我的規劃"}}});
}

}  // namespace yanxi
