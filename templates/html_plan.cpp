#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "templates/page.hpp"
#include "templates/words.hpp"

// Step 4 and what follows it: preview, receipt, confirmations, import, conflict.

namespace yanxi::html {
namespace {

std::string problem_address(const Problem& problem) {
  const auto step = static_cast<std::size_t>(step_of_field(problem.field)) - 1;
  const std::string target = problem.field == "topics" ? "c1" : field_id(problem.field);
  return fmt::format("{}?from=preview#{}", step_paths[step], target);
}

void add_missing(Dictionary body, const Preview& preview) {
  Dictionary missing = body.add("MISSING");
  missing.set("COUNT", static_cast<long>(preview.problems.size()));
  for (const Problem& problem : preview.problems) {
    Dictionary entry = missing.add("PROBLEM");
    entry.set("HREF", problem_address(problem));
    entry.set("TEXT", problem_text(problem, preview.plan.state.contents, *preview.catalogue));
  }
}

void add_sending(Dictionary body, const Shell& shell, const Preview& preview) {
  StepPage step;
  step.plan = preview.plan;
  step.catalogue = preview.catalogue;
  step.once = preview.once;
  add_step_top(body.add("STEPS"), shell, step, Step::preview);
  body.show("CHECK");
  if (!preview.problems.empty()) {
    add_missing(body, preview);
    return;
  }
  Dictionary send = body.add("SEND");
  set_form(send, preview.plan.state.version, preview.once);
  if (preview.confirm_many) {
    send.show("MANY");
    body.add("MANY").set("TOTAL", total_hours(preview.plan.state.contents.hours));
  }
}

}  // namespace

std::string preview(const Shell& shell, const Preview& preview) {
  const std::string title = preview.read_only ? fmt::format("{} 學年度規劃", preview.plan.year)
                                              : fmt::format("步驟 4：{}", step_names[3]);
  Page page(shell, title, "preview.tpl");
  Dictionary body = page.body();
  const auto& state = preview.plan.state;
  if (preview.read_only) {
    body.add("READ_ONLY")
        .set("STATE", fmt::format("{} 學年度　{}", preview.plan.year, status_text(state.status)));
    body.show("BACK");
  } else {
    add_sending(body, shell, preview);
  }
  add_contents(body, state.contents, *preview.catalogue, preview.unit, preview.name,
               !preview.read_only);
  Dictionary pdf = body.add("PDF");
  pdf.set("QUERY", preview.read_only ? fmt::format("?year={}", preview.plan.year) : "");
  return page.text();
}

std::string receipt(const Shell& shell, const Receipt& receipt) {
  Page page(shell, "已規劃完成", "receipt.tpl");
  Dictionary body = page.body();
  const plan::Submission& submission = receipt.receipt.submission;
  const bool standing = receipt.receipt.withdrawn_at == Instant{};
  if (standing) {
    body.show("STANDING");
  } else {
    set_time(body.add("WITHDRAWN"), receipt.receipt.withdrawn_at);
  }
  body.show_if(receipt.late, "LATE");
  body.set("UNIT", receipt.unit);
  body.set("NAME", receipt.name);
  if (receipt.name != receipt.present_name) {
    body.add("PRESENT").set("TEXT", receipt.present_name);
  }
  body.refer("STATE", standing ? "已完成" : "已退回修改，送出於");
  set_time(body, submission.at);
  body.set("RECEIPT", receipt_text({receipt.receipt.year, submission.position}));
  body.set("YEAR", academic_year_text(receipt.receipt.year));
  body.set("HOURS", total_hours(submission.contents.hours));
  body.set("DIGEST", to_hex(submission.leaf).substr(0, 8));
  const bool this_year = shell.year && shell.year->year == receipt.receipt.year;
  if (standing && this_year) {
    const auto phase = year::phase(shell.year->state.windows, shell.now);
    body.show_if(phase == year::Phase::open || phase == year::Phase::late, "CAN_WITHDRAW");
  }
  add_contents(body, submission.contents, *receipt.catalogue, receipt.unit, receipt.name, false);
  return page.text();
}

namespace {

void add_fact(Dictionary body, const char* label, const std::string& value) {
  Dictionary fact = body.add("FACT");
  fact.refer("LABEL", label);
  fact.set("VALUE", value);
}

void add_withdrawal(Dictionary body, const Shell& shell, const Confirm& confirm) {
  const plan::State& state = confirm.plan.state;
  body.refer("HEADING", "確定要退回修改嗎？");
  assert(state.submission);
  add_fact(body, "收件編號", receipt_text({confirm.plan.year, state.submission->position}));
  add_fact(body, "送出時間", taipei_text(state.submission->at));
  add_fact(body, "規劃時數", fmt::format("{} 小時", total_hours(state.contents.hours)));
  const Instant until = shell.year->state.windows.counts_until;
  if (shell.now < until) {
    body.add("LINE").set("TEXT",
                         fmt::format("如果退回修改，視同未完成規劃，需在 {} 前重新送出，才能納入"
                                     "獎勵方案計算。",
                                     taipei_deadline(until)));
    if (until - shell.now < day_us) {
      body.add("LINE").set("TEXT", fmt::format("距離期限只剩約 {} 小時。",
                                               (until - shell.now + hour_us - 1) / hour_us));
    }
  } else {
    body.add("LINE").set("TEXT",
                         "如果退回修改，視同未完成規劃。已逾獎勵計算期限：重新送出後，不列入"
                         "本學年度獎勵方案計算。");
  }
  body.refer("PATH", "/plan/withdraw");
  body.refer("YES", "退回修改");
  body.refer("NO", "保留已送出的規劃");
  body.refer("BACK", "/plan");
}

void add_removal(Dictionary body, const Confirm& confirm) {
  body.refer("HEADING", "確定要刪除這份規劃嗎？");
  add_fact(body, "最後一次暫存", taipei_text(confirm.plan.state.saved_at));
  add_fact(body, "規劃時數",
           fmt::format("{} 小時", total_hours(confirm.plan.state.contents.hours)));
  body.add("LINE").set("TEXT",
                       "刪除後您看不到這份內容；已送出過的版本不受影響。您可以重新開始規劃。");
  body.refer("PATH", "/plan/delete");
  body.show("RED");
  body.refer("YES", "刪除");
  body.refer("NO", "保留");
  body.refer("BACK", "/plan");
}

const char* confirm_title(Confirmation kind) {
  switch (kind) {
    case Confirmation::withdraw:
      return "退回修改";
    case Confirmation::remove:
      return "刪除";
  }
  return "";
}

}  // namespace

std::string confirm(const Shell& shell, const Confirm& confirm) {
  Page page(shell, confirm_title(confirm.kind), "confirm.tpl");
  switch (confirm.kind) {
    case Confirmation::withdraw:
      add_withdrawal(page.body(), shell, confirm);
      break;
    case Confirmation::remove:
      add_removal(page.body(), confirm);
      break;
  }
  set_form(page.body(), confirm.plan.state.version, confirm.once);
  return page.text();
}

namespace {

// The one cause that applies, with its remedy (manual, 無法匯入學校本位研習時數).
std::pair<std::string, const char*> import_refusal(plan::Refusal::Kind kind, const Shell& shell) {
  using Kind = plan::Refusal::Kind;
  if (kind == Kind::no_school_plan) {
    return {"您的學校尚未送出學校本位規劃。",
            "解決方案：待學校完成學校本位規劃正式送出，即可點選匯入。"};
  }
  if (kind == Kind::not_on_roster) {
    return {fmt::format("您在名單維護期限（{}）前未列於校內教師名單。",
                        taipei_deadline(shell.year->state.windows.roster_until)),
            "解決方案：請學校本位規劃承辦人匯出學校本位規劃之 PDF 檔案，以供填報時參考。"};
  }
  return {"學校規劃使用不同版本的範疇。",
          "解決方案：請學校本位規劃承辦人匯出學校本位規劃之 PDF 檔案，以供填報時參考。"};
}

void add_offer(Dictionary offer, const Import& import) {
  const Hours& mine = import.plan.state.contents.hours;
  Hours filled = mine;
  import_hours(ImportMode::fill, import.school_hours, filled);
  const auto by_topic = [&](const Hours& hours) {
    return hours_by_topic(hours, *import.catalogue);
  };
  const auto before = by_topic(mine), school = by_topic(import.school_hours),
             after = by_topic(filled);
  for (std::size_t t = 0; t < before.size(); ++t) {
    Dictionary row = offer.add("ROW");
    row.refer("CODE", import.catalogue->topics[t].code);
    row.refer("NAME", import.catalogue->topics[t].name);
    row.set("MINE", before[t]);
    row.set("SCHOOL", school[t]);
    row.set("FILL", after[t]);
    row.set("REPLACE", school[t]);
  }
  long differ = 0;
  for (const Topic& topic : import.catalogue->topics) {
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) {
        const long have = hours_of(mine, item.code);
        const long get = hours_of(import.school_hours, item.code);
        if (have == get) continue;
        ++differ;
        Dictionary row = offer.add("ITEM");
        row.refer("CODE", item.code);
        row.refer("NAME", item.name);
        row.set("MINE", have);
        row.set("SCHOOL", get);
        row.set("FILL", static_cast<long>(hours_of(filled, item.code)));
      }
    }
  }
  offer.set("DIFFER", differ);
}

}  // namespace

std::string import(const Shell& shell, const Import& import) {
  Page page(shell, "匯入學校本位規劃", "import.tpl");
  Dictionary body = page.body();
  if (import.refusal) {
    const auto [cause, remedy] = import_refusal(*import.refusal, shell);
    Dictionary refused = body.add("REFUSED");
    refused.set("CAUSE", cause);
    refused.refer("REMEDY", remedy);
    return page.text();
  }
  Dictionary offer = body.add("OFFER");
  set_form(offer, import.plan.state.version, import.once);
  offer.set("UNIT", import.unit);
  offer.set("TOTAL", total_hours(import.school_hours));
  add_offer(offer, import);
  return page.text();
}

std::string conflict(const Shell& shell, const ConflictPage& conflict) {
  Page page(shell, "兩個分頁填了不同的內容", "conflict.tpl");
  page.mark_error();
  Dictionary body = page.body();
  const plan::State& state = conflict.plan.state;
  set_time(body, state.saved_at);
  body.set("COUNT", static_cast<long>(conflict.conflicts.size()));
  body.set("PATH", conflict.path);
  body.set("WAS", conflict.was);
  set_form(body, state.version, conflict.once);
  const auto conflicting = [&](const std::string& field) {
    return std::ranges::find(conflict.conflicts, field, &FieldConflict::field) !=
           conflict.conflicts.end();
  };
  for (const Field& field : conflict.typed) {
    if (conflicting(field.name)) continue;
    Dictionary hidden = body.add("HIDDEN");
    hidden.set("NAME", field.name);
    hidden.set("VALUE", field.value);
  }
  for (const FieldConflict& found : conflict.conflicts) {
    Dictionary row = body.add("ROW");
    row.set("LABEL", field_label(found.field, *conflict.catalogue));
    row.set("FIELD", found.field);
    row.set("TYPED", found.typed);
    row.set("SAVED", found.saved);
    row.set("TYPED_TEXT",
            value_text(found.field, found.typed, state.contents, *conflict.catalogue));
    row.set("SAVED_TEXT",
            value_text(found.field, found.saved, state.contents, *conflict.catalogue));
  }
  return page.text();
}

std::string survey(const Shell& shell, const Survey& survey) {
  Page page(shell, "填寫問卷", "survey.tpl");
  Dictionary body = page.body();
  body.set("ONCE", survey.once);
  body.set("V", static_cast<long>(survey.state.version));
  body.show_if(survey.brought_back, "BROUGHT");
  body.show_if(survey.other_cleared, "CLEARED");
  if (!survey.error.empty()) {
    page.mark_error();
    body.add("FAILED").set("TEXT", survey.error);
  }
  if (survey.state.answered) set_time(body.add("ANSWERED"), survey.state.at);
  if (!survey.open) body.show(survey.closed ? "CLOSED" : "NOT_YET");
  body.show_if(!survey.open, "READ_ONLY");
  body.show_if(survey.open, "SEND");
  const auto& answers = survey.typed ? survey.typed->answers : survey.state.answers;
  for (std::size_t q = 0; q < survey::question_count; ++q) {
    Dictionary question = body.add("QUESTION");
    question.set("N", static_cast<long>(q + 1));
    question.refer("TEXT", survey_questions[q]);
    for (int value = 1; value <= survey::scale; ++value) {
      Dictionary answer = question.add("ANSWER");
      answer.set("N", static_cast<long>(q + 1));
      answer.set("VALUE", static_cast<long>(value));
      answer.refer("TEXT", survey_answers[value - 1]);
      answer.show_if(answers[q] == value, "ON");
      answer.show_if(!survey.open, "OFF");
    }
  }
  body.set("VALUE", survey.typed ? survey.typed->text : survey.state.text);
  return page.text();
}

}  // namespace yanxi::html
