#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fcgi/teacher/pages.hpp"
#include "fcgi/teacher/plan_visit.hpp"
#include "templates/words.hpp"

// What a teacher does with the plan: forms become commands, refusals become pages.

namespace yanxi {
namespace {

using plan::Status;
using Kind = plan::Refusal::Kind;

// A form of a step: the plan's fields that can be read, and what is wrong with the others.
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

// Nothing when the form has a field that no form of ours has.
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

// The page asks about the fields that differ and carries only what this tab has changed: what it
// left alone is taken from the plan as it is now.
HttpResponse show_conflict(const PlanVisit& v, const plan::Refusal& refusal, Step step) {
  const Visit& visit = v.visit;
  const Contents seen = read_plan(visit.service.log, visit.year_number(), visit.account(),
                                  visit.seen_version().value_or(0))
                            .contents;
  html::ConflictPage page;
  page.plan = v.plan;
  page.catalogue = v.catalogue;
  page.conflicts = refusal.conflicts;
  for (const Field& field : v.visit.form) {
    if (is_control(field.name) || field_value(seen, field.name) == field.value) continue;
    page.typed.push_back(field);
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

// What a page shown in answer to a POST must see: the write it has just made.
void wait_for(const Visit& visit, const Outcome& outcome) {
  visit.service.projector.wait_for(outcome.position, std::chrono::seconds(2));
}

// Where a saved step leads: to the step, the category or the page its button names.
std::string target_of(const std::string& go, Step step, bool from_preview) {
  if (go.size() == 5 && go.starts_with("step") && go[4] >= '1' && go[4] <= '4') {
    return step_paths[go[4] - '1'];
  }
  if (go == "home") return "/plan";
  if (go == "import") return "/plan/import";
  if (auto target = html::grid_target(html::teacher_grid, go)) return std::move(*target);
  // After the preview there is no step.
  if (go == "next" && step != Step::preview) {
    return from_preview ? "/plan/preview" : step_paths[static_cast<int>(step)];
  }
  return step_paths[static_cast<int>(step) - 1];
}

// The import is undone as the page showed it; what was typed since is saved on top, as from another
// tab, so that neither is lost.
std::expected<Outcome, plan::Refusal> undo_import(const Visit& visit,
                                                  const std::vector<Field>& typed) {
  Request undo = visit.command();
  undo.command = command_id(visit.account(), get(visit.form, "once") + "/undo", visit.request.body);
  Executor& executor = visit.service.executor;
  const auto undone = executor.execute<streams::Plan>(undo, {visit.year_number(), visit.account()},
                                                      *visit.seen_version(), plan::UndoImport{});
  if (!undone) return undone;
  const auto saved = run(visit, plan::SaveDraft{typed, "form"});
  return saved && saved->position == 0 ? undone : saved;
}

HttpResponse after_save(const Visit& visit, Step step, StepForm form, const Outcome& outcome) {
  const std::string go = get(visit.form, "go");
  const bool checks = go == "next";
  if (!checks && form.problems.empty()) {
    return visit.to(target_of(go, step, get(visit.form, "from") == "preview"), outcome);
  }
  wait_for(visit, outcome);
  const PlanVisit now(visit);
  html::StepPage page;
  // What was stored is shown as it is stored; only what could not be read is shown as typed.
  for (const Problem& problem : form.problems) page.typed[problem.field] = problem.typed;
  page.problems = std::move(form.problems);
  for (Problem& problem : now.problems()) {
    if (!checks || step_of_field(problem.field) != step) continue;
    // A field that could not be read has its own problem; do not complain of it twice.
    if (!page.typed.contains(problem.field)) page.problems.push_back(std::move(problem));
  }
  if (!page.problems.empty()) return step_page(now, step, std::move(page), 422);
  return visit.to(target_of(go, step, get(visit.form, "from") == "preview"), outcome);
}

// Shows a form again as it was typed, with the version it was made from; nothing was saved.
HttpResponse show_again(const PlanVisit& v, Step step, html::StepPage page, int status) {
  page.typed = typed_of(v.visit.form);
  page.form_version = v.visit.seen_version();
  return step_page(v, step, std::move(page), status);
}

// A form whose token is not of this session: of an earlier one of the same person, or a stranger's.
HttpResponse show_forged(const PlanVisit& v, Step step) {
  const Visit& visit = v.visit;
  const bool own = visit.same_site &&
                   visit.service.sessions.is_token_of(get(visit.form, "csrf"), visit.account());
  if (!v.editable() || !visit.seen_version()) {
    return visit.notice(403, {"頁面閒置過久，這次沒有儲存",
                              own ? typed_lines(v, visit.form) : std::vector<std::string>{},
                              {},
                              {{"/plan", "回我的規劃"}}});
  }
  html::StepPage page;
  page.stale_form = true;
  if (own) return show_again(v, step, std::move(page), 403);
  page.other_cleared = true;
  return step_page(v, step, std::move(page), 403);
}

HttpResponse save_step(const Visit& visit, Step step) {
  const PlanVisit before(visit);
  if (visit.forged) return show_forged(before, step);
  auto form = read_step_form(before, step);
  if (!form) return bad_form(visit);
  apply_keep(visit, form->readable);
  const auto outcome = get(visit.form, "go") == "undo"
                           ? undo_import(visit, form->readable)
                           : run(visit, plan::SaveDraft{form->readable, "form"});
  if (!outcome) {
    const PlanVisit now = latest(visit);
    const plan::Refusal& refusal = outcome.error();
    if (refusal.kind == Kind::conflict) return show_conflict(now, refusal, step);
    if (refusal.kind != Kind::not_accepted) return show_refusal(now, refusal);
    html::StepPage page;
    page.problems = refusal.problems;
    return show_again(now, step, std::move(page), 422);
  }
  if (visit.session->parked_path == visit.request.path) {
    visit.service.sessions.update(visit.session->id,
                                  [](Session& stored) { stored.parked_path.clear(); });
  }
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
  const std::uint64_t seen = *visit.seen_version();
  const auto outcome = run(visit, plan::SaveDraft{form->readable, "autosave"});
  if (!outcome) {
    const Kind kind = outcome.error().kind;
    response.status = kind == Kind::not_accepted ? 422 : 409;
    const bool over = kind == Kind::closed || kind == Kind::not_open_yet;
    response.body = fmt::format(R"({{"status":{},"closed":{}}})", response.status, over);
    return response;
  }
  // After a merge with another tab's save this page still shows the old values of what that tab has
  // changed. It keeps its version, so that those are not taken for changes of its own.
  const std::uint64_t expected = outcome->position > 0 ? seen + 1 : seen;
  const std::uint64_t version = outcome->version == expected ? outcome->version : seen;
  nlohmann::json bad = nlohmann::json::array();
  for (const Problem& problem : form->problems) bad.push_back(problem.field);
  response.body =
      nlohmann::json{{"v", version}, {"at", taipei_clock(outcome->at)}, {"bad", std::move(bad)}}
          .dump();
  if (outcome->position > 0) {
    response.set("Set-Cookie", write_cookie(visit.request, position_cookie,
                                            std::to_string(outcome->position), "; Max-Age=30"));
  }
  return response;
}

HttpResponse do_start(Visit& visit) {
  plan::Command command = plan::SaveDraft{};
  const auto last =
      get(visit.form, "go") == "carry"
          ? read_plan_view(visit.service.views, visit.account(), visit.year_number() - 1)
          : std::nullopt;
  if (last && is_begun(last->state.status)) {
    command = plan::CarryOver{last->state.contents, get(visit.form, "unit")};
  } else if (const std::string* unit = find(visit.form, "unit")) {
    command = plan::SaveDraft{{{"unit", *unit}}, "form"};
  }
  const auto outcome = run(visit, command);
  if (!outcome) return show_refusal(latest(visit), outcome.error());
  return visit.to("/plan/profile", *outcome);
}

namespace {

// More hours than usual are asked about once, not refused: they may be meant.
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
    html::Preview page = latest(visit).preview(random_once());
    return visit.page(html::preview(visit.shell(), page), 422);
  }
  return show_refusal(latest(visit), outcome.error());
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
  if (!outcome) return show_refusal(latest(visit), outcome.error());
  return visit.to(target, *outcome);
}

}  // namespace

HttpResponse do_withdraw(Visit& visit) { return act(visit, plan::Withdraw{}, "/plan"); }
HttpResponse do_delete(Visit& visit) { return act(visit, plan::Delete{}, "/plan"); }

HttpResponse do_clear(Visit& visit) {
  const PlanVisit v(visit);
  const std::string code = get(visit.form, "c");
  const auto& topics = v.catalogue->topics;
  if (std::ranges::find(topics, code, &Topic::code) == topics.end()) return visit.not_found();
  const bool begun =
      v.plan.state.status == Status::draft || v.plan.state.status == Status::withdrawn;
  if (!begun) return show_refusal(v, {Kind::wrong_state, v.plan.state.status, {}, {}});
  const plan::SaveDraft command{clear_topic(v.plan.state.contents.hours, *v.catalogue, code)};
  const auto outcome = run(visit, command);
  if (!outcome) return show_refusal(latest(visit), outcome.error());
  return visit.to(html::open_address(html::teacher_grid, code), *outcome);
}

HttpResponse do_import(Visit& visit) {
  const std::string mode = get(visit.form, "mode");
  if (mode != "fill" && mode != "replace") return bad_form(visit);
  return act(visit, plan::ImportSchoolPlan{mode}, "/plan/topics");
}

}  // namespace yanxi
