#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fcgi/plan_visit.hpp"
#include "templates/words.hpp"

// What a teacher does with the plan: forms become commands, refusals become pages.

namespace yanxi {
namespace {

using plan::Status;
using Kind = plan::Refusal::Kind;

// A form of a step, told apart: the plan's fields that can be read, those that cannot, what was
// typed. Nothing when it has a field that no form of ours has.
struct StepForm {
  std::vector<Field> readable;
  std::vector<Problem> problems;
};

html::Typed typed_of(const Form& form) {
  html::Typed typed;
  for (const Field& field : form) typed[field.name] = field.value;
  return typed;
}

bool is_control(std::string_view name) {
  static constexpr std::array controls = {"csrf", "v", "once", "go", "from", "keep", "was"};
  return std::ranges::find(controls, name) != controls.end();
}

std::optional<StepForm> read_step_form(const PlanVisit& v, std::optional<Step> step) {
  StepForm read;
  Contents scratch = v.plan.state.contents;
  if (scratch.method.empty()) scratch = blank_contents(*v.catalogue, {});
  for (const Field& field : v.visit.form) {
    if (is_control(field.name)) continue;
    const auto stored = field_value(scratch, field.name);
    if (!stored) return {};
    if (step && step_of_field(field.name) != *step) return {};
    auto problem = field.value == *stored ? std::nullopt : set_field(scratch, field, *v.catalogue);
    // A code that is not in the catalogue was not typed by a person: the plan refuses it whole.
    if (problem && problem->kind != Problem::Kind::unknown_code) {
      read.problems.push_back(std::move(*problem));
    } else {
      read.readable.push_back(field);
    }
  }
  return read;
}

// 全部用已儲存的 and 全部用這次的 on the conflict page overrule its single choices.
void apply_keep(const Visit& visit, std::vector<Field>& fields) {
  const std::string keep = get(visit.form, "keep");
  if (keep != "saved" && keep != "typed") return;
  for (const Field& was : parse_form(get(visit.form, "was")).value_or(Form{})) {
    const auto field = std::ranges::find(fields, was.name, &Field::name);
    if (field == fields.end()) continue;
    if (keep == "saved") {
      fields.erase(field);
    } else {
      field->value = was.value;
    }
  }
}

HttpResponse bad_form(const Visit& visit) {
  return visit.notice(400,
                      {"無法處理這項請求",
                       {"表單內容不完整或有多餘的欄位，這次沒有儲存。請回上一頁重新整理後再試。"},
                       visit.request.id,
                       {{"/plan", "回我的規劃"}}});
}

// What was typed into a form that can no longer be saved, so that a person can copy it.
std::vector<std::string> typed_lines(const PlanVisit& v) {
  std::vector<std::string> lines;
  for (const Field& field : v.visit.form) {
    const auto stored = field_value(v.plan.state.contents, field.name);
    if (!stored || *stored == field.value) continue;
    if (lines.empty()) lines.push_back("您剛才輸入、沒有儲存的內容：");
    lines.push_back(field_label(field.name, *v.catalogue) + "：" +
                    value_text(field.name, field.value, v.plan.state.contents, *v.catalogue));
  }
  return lines;
}

HttpResponse refused_window(const PlanVisit& v, Kind kind) {
  html::Notice notice{"尚未開放填報", {}, {}, {{"/plan", "回我的規劃"}}};
  if (kind == Kind::closed) {
    notice.heading =
        fmt::format("填報已於 {} 截止", taipei_deadline(v.visit.year->state.windows.accepts_until));
    notice.lines.push_back(v.plan.state.version == 0 || v.plan.state.status == Status::submitted
                               ? std::string("這次的操作沒有執行。")
                               : fmt::format("最後暫存 {} 的內容已保留，但沒有送出。",
                                             taipei_text(v.plan.state.saved_at)));
  } else {
    notice.lines.push_back("這次的操作沒有執行，請於開放後再填寫。");
  }
  std::ranges::move(typed_lines(v), std::back_inserter(notice.lines));
  return v.visit.notice(409, std::move(notice));
}

HttpResponse refused_state(const PlanVisit& v, Status status) {
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
  std::ranges::move(typed_lines(v), std::back_inserter(notice.lines));
  return v.visit.notice(409, std::move(notice));
}

HttpResponse show_conflict(const PlanVisit& v, const plan::Refusal& refusal, Step step) {
  html::ConflictPage page;
  page.plan = v.plan;
  page.catalogue = v.catalogue;
  page.conflicts = refusal.conflicts;
  for (const Field& field : v.visit.form) {
    if (!is_control(field.name)) page.typed.push_back(field);
  }
  Form was;
  for (const FieldConflict& conflict : refusal.conflicts) {
    was.push_back({conflict.field, conflict.typed});
  }
  page.was = write_form(was);
  page.path = step_paths[static_cast<int>(step) - 1];
  page.once = random_once();
  return v.visit.page(html::conflict(v.visit.shell(), page), 409);
}

// The page for every refusal that does not depend on the form it came from.
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
    case Kind::stale:
    case Kind::conflict:
    case Kind::not_accepted:
    case Kind::nothing_to_undo:
    case Kind::no_reason:
      break;
  }
  return v.visit.notice(409, {"這份規劃已在另一個分頁或裝置更新",
                              {"這次的操作沒有執行。請重新核對內容後再試。"},
                              {},
                              {{"/plan/preview", "核對內容"}, {"/plan", "回我的規劃"}}});
}

std::expected<Outcome, plan::Refusal> run(const Visit& visit, const plan::Command& command) {
  return visit.service.executor.plan(visit.command(), visit.year_number(), visit.account(),
                                     visit.seen_version(), command);
}

// What a page shown in answer to a POST must see: the write it has just made.
void wait_for(const Visit& visit, const Outcome& outcome) {
  visit.service.projector.wait_for(outcome.position, std::chrono::seconds(2));
}

void forget_parked(const Visit& visit) {
  if (visit.session->parked_path.empty()) return;
  Session session = *visit.session;
  session.parked_path.clear();
  session.parked_form.clear();
  visit.service.sessions.store(session);
}

// Where a saved step leads: to the step, the category or the page its button names.
std::string target_of(const std::string& go, Step step, bool from_preview) {
  if (go.size() == 5 && go.starts_with("step") && go[4] >= '1' && go[4] <= '4') {
    return step_paths[go[4] - '1'];
  }
  if (go == "home") return "/plan";
  if (go == "import") return "/plan/import";
  if (go == "chart") return "/plan/topics#chart";
  if (go.size() == 2 && go[0] == 'c') return fmt::format("/plan/topics?open={0}#{0}", go);
  if (go.size() == 6 && go.starts_with("clear")) return "/plan/clear?c=" + go.substr(5);
  if (go == "next") {
    return from_preview ? "/plan/preview" : step_paths[static_cast<int>(step)];
  }
  return step_paths[static_cast<int>(step) - 1];
}

HttpResponse undo_import(const PlanVisit& v, const Outcome& saved) {
  const Visit& visit = v.visit;
  Request request = visit.command();
  request.command =
      command_id(visit.account(), get(visit.form, "once") + "/undo", visit.request.body);
  const auto undone = visit.service.executor.plan(request, visit.year_number(), visit.account(),
                                                  saved.version, plan::UndoImport{});
  if (!undone) return show_refusal(v, undone.error());
  return visit.to("/plan/topics", *undone);
}

HttpResponse after_save(const Visit& visit, Step step, StepForm form, const Outcome& outcome) {
  const std::string go = get(visit.form, "go");
  const bool checks = go == "next";
  if (!checks && go != "undo" && form.problems.empty()) {
    return visit.to(target_of(go, step, get(visit.form, "from") == "preview"), outcome);
  }
  wait_for(visit, outcome);
  const PlanVisit now(visit);
  std::vector<Problem> problems = std::move(form.problems);
  if (checks) {
    // A field that could not be read has its own problem; do not complain of it twice.
    for (Problem& problem : find_problems(now.plan.state.contents, *now.catalogue, step)) {
      if (std::ranges::find(problems, problem.field, &Problem::field) == problems.end()) {
        problems.push_back(std::move(problem));
      }
    }
  }
  if (!problems.empty()) {
    html::StepPage page;
    page.problems = std::move(problems);
    page.typed = typed_of(visit.form);
    return step_page(now, step, std::move(page), 422);
  }
  if (go == "undo") return undo_import(now, outcome);
  return visit.to(target_of(go, step, get(visit.form, "from") == "preview"), outcome);
}

HttpResponse save_step(const Visit& visit, Step step) {
  const PlanVisit before(visit);
  auto form = read_step_form(before, step);
  if (!form) return bad_form(visit);
  if (visit.forged) {
    html::StepPage page;
    page.typed = typed_of(visit.form);
    page.stale_form = true;
    return step_page(before, step, std::move(page), 403);
  }
  apply_keep(visit, form->readable);
  const auto outcome = run(visit, plan::SaveDraft{form->readable, "form"});
  if (!outcome) {
    // The view may be behind what the refusal speaks of.
    visit.service.projector.wait_for(visit.service.log.head().position, std::chrono::seconds(2));
    const PlanVisit now(visit);
    const plan::Refusal& refusal = outcome.error();
    if (refusal.kind == Kind::conflict) return show_conflict(now, refusal, step);
    if (refusal.kind != Kind::not_accepted) return show_refusal(now, refusal);
    html::StepPage page;
    page.problems = refusal.problems;
    page.typed = typed_of(visit.form);
    return step_page(now, step, std::move(page), 422);
  }
  forget_parked(visit);
  return after_save(visit, step, std::move(*form), *outcome);
}

}  // namespace

HttpResponse do_profile(Visit& visit) { return save_step(visit, Step::profile); }
HttpResponse do_needs(Visit& visit) { return save_step(visit, Step::needs); }
HttpResponse do_topics(Visit& visit) { return save_step(visit, Step::topics); }

HttpResponse do_autosave(Visit& visit) {
  const PlanVisit v(visit);
  HttpResponse response;
  response.type = "application/json";
  const auto form = read_step_form(v, std::nullopt);
  if (!form) {
    response.status = 400;
    response.body = R"({"status":400})";
    return response;
  }
  const auto outcome = run(visit, plan::SaveDraft{form->readable, "autosave"});
  if (!outcome) {
    response.status = outcome.error().kind == Kind::not_accepted ? 422 : 409;
    response.body = fmt::format(R"({{"status":{}}})", response.status);
    return response;
  }
  forget_parked(visit);
  nlohmann::json bad = nlohmann::json::array();
  for (const Problem& problem : form->problems) bad.push_back(problem.field);
  response.body =
      nlohmann::json{
          {"v", outcome->version}, {"at", taipei_clock(outcome->at)}, {"bad", std::move(bad)}}
          .dump();
  if (outcome->position > 0) {
    response.set("Set-Cookie", write_cookie(visit.request, position_cookie,
                                            std::to_string(outcome->position), "; Max-Age=30"));
  }
  return response;
}

HttpResponse do_start(Visit& visit) {
  plan::Command command = plan::SaveDraft{};
  if (get(visit.form, "go") == "carry") {
    const auto last = read_plan_view(visit.service.views, visit.account(), visit.year_number() - 1);
    if (last) command = plan::CarryOver{last->state.contents};
  } else if (const std::string* unit = find(visit.form, "unit")) {
    command = plan::SaveDraft{{{"unit", *unit}}, "form"};
  }
  const auto outcome = run(visit, command);
  if (!outcome) return show_refusal(PlanVisit(visit), outcome.error());
  return visit.to("/plan/profile", *outcome);
}

namespace {

// More hours than usual are asked about once, not refused (ui.md 2.3).
bool needs_confirmation(const PlanVisit& v) {
  return total_hours(v.plan.state.contents.hours) > v.catalogue->warn_total_hours &&
         get(v.visit.form, "many") != "yes";
}

HttpResponse submit(const Visit& visit, bool from_preview) {
  const PlanVisit v(visit);
  if (v.editable() && needs_confirmation(v)) {
    if (!from_preview) return visit.to("/plan/preview?many=yes");
    html::Preview page = v.preview(random_once());
    page.confirm_many = true;
    return visit.page(html::preview(visit.shell(), page), 422);
  }
  const auto outcome = run(visit, plan::Submit{});
  if (outcome) return visit.to("/plan", *outcome);
  if (outcome.error().kind == Kind::incomplete && from_preview) {
    html::Preview page = v.preview(random_once());
    page.problems = outcome.error().problems;
    return visit.page(html::preview(visit.shell(), page), 422);
  }
  return show_refusal(v, outcome.error());
}

}  // namespace

HttpResponse do_preview(Visit& visit) {
  const std::string go = get(visit.form, "go");
  if (go != "submit") return visit.to(target_of(go, Step::preview, false));
  return submit(visit, true);
}

HttpResponse do_submit(Visit& visit) { return submit(visit, false); }

namespace {

HttpResponse act(const Visit& visit, const plan::Command& command, const char* target) {
  const auto outcome = run(visit, command);
  if (!outcome) return show_refusal(PlanVisit(visit), outcome.error());
  return visit.to(target, *outcome);
}

}  // namespace

HttpResponse do_withdraw(Visit& visit) { return act(visit, plan::Withdraw{}, "/plan"); }
HttpResponse do_delete(Visit& visit) { return act(visit, plan::Delete{}, "/plan"); }

HttpResponse do_clear(Visit& visit) {
  const PlanVisit v(visit);
  const std::string code = get(visit.form, "c");
  plan::SaveDraft command;
  const Contents& contents = v.plan.state.contents;
  const auto belongs = [&](const std::string& item) {
    const Topic* topic = v.catalogue->topic_of_item(item);
    return topic && topic->code == code;
  };
  for (const auto& [item, hours] : contents.hours) {
    if (belongs(item)) command.fields.push_back({"h." + item, ""});
  }
  for (const auto& [item, name] : contents.names) {
    if (belongs(item)) command.fields.push_back({"o." + item, ""});
  }
  const auto outcome = run(visit, command);
  if (!outcome) return show_refusal(v, outcome.error());
  return visit.to(fmt::format("/plan/topics?open=c{}", code), *outcome);
}

HttpResponse do_import(Visit& visit) {
  const std::string mode = get(visit.form, "mode");
  if (mode != "fill" && mode != "replace") return bad_form(visit);
  return act(visit, plan::ImportSchoolPlan{mode}, "/plan/topics");
}

}  // namespace yanxi
