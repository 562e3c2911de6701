#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <ranges>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "fcgi/teacher/pages.hpp"
#include "fcgi/teacher/plan_visit.hpp"
#include "templates/pdf.hpp"
#include "templates/sheet.hpp"
#include "templates/words.hpp"

// What a teacher sees of the plan. Nothing here changes anything.

namespace yanxi {

using plan::Status;

bool is_begun(Status status) { return status != Status::absent && status != Status::deleted; }

PlanVisit::PlanVisit(const Visit& v)
    : visit(v),
      plan(read_plan_view(v.service.views, v.account(), v.year_number())
               .value_or(absent_plan(v.account(), v.year_number()))) {
  const Catalogues& catalogues = v.service.catalogues;
  catalogue = is_begun(plan.state.status) ? &catalogues.at(plan.state.catalogue)
              : visit.year                ? &catalogues.at(visit.year->state.catalogue)
                                          : &catalogues.latest();
}

bool PlanVisit::editable() const {
  return visit.open() &&
         (plan.state.status == Status::draft || plan.state.status == Status::withdrawn);
}

bool PlanVisit::has_newer_catalogue() const {
  return editable() && plan.state.catalogue != visit.year->state.catalogue;
}

std::vector<html::Post> PlanVisit::posts() const {
  std::vector<html::Post> posts;
  for (const std::string& unit : person::posts(visit.person->state.roles)) {
    posts.push_back({unit, visit.unit(unit)});
  }
  return posts;
}

std::string PlanVisit::unit() const {
  const std::string& code = plan.state.contents.unit;
  return code.empty() ? std::string() : visit.unit(code);
}

std::vector<Problem> PlanVisit::problems() const {
  return plan::find_submit_problems(plan.state.contents, *catalogue,
                                    person::posts(visit.person->state.roles));
}

html::Preview PlanVisit::preview(std::string once) const {
  html::Preview page;
  page.plan = plan;
  page.catalogue = catalogue;
  page.unit = unit();
  page.name = visit.person->state.name;
  page.problems = problems();
  page.once = std::move(once);
  return page;
}

void PlanVisit::fill(html::StepPage& page) const {
  page.plan = plan;
  page.catalogue = catalogue;
  page.posts = posts();
  page.once = random_once();
  const Instant now = visit.request.arrived;
  const Instant until =
      std::min(now + session_idle_us, visit.session->opened + session_absolute_us);
  page.session_until = taipei_clock(until).substr(0, 5);
  page.session_seconds = (until - now) / second_us;
  if (get(visit.query, "from") == "preview" || get(visit.form, "from") == "preview") {
    page.from_preview = true;
  }
}

HttpResponse step_page(const PlanVisit& v, Step step, html::StepPage page, int status) {
  v.fill(page);
  const html::Shell shell = v.visit.shell();
  if (step == Step::profile) return v.visit.page(html::profile(shell, page), status);
  if (step == Step::needs) return v.visit.page(html::needs(shell, page), status);
  const html::TopicsPage topics{std::move(page), html::read_narrowing(v.visit.query)};
  return v.visit.page(html::topics(shell, topics), status);
}

namespace {

// A step page; with the values of a form that was parked before sign-in, not saved yet.
HttpResponse show_step(const Visit& visit, Step step) {
  const PlanVisit v(visit);
  const Form parked = parse_form(visit.session->parked_form).value_or(Form{});
  if (!v.editable()) {
    if (visit.session->parked_path != visit.request.path) return visit.to("/plan");
    // The plan was submitted or the window closed meanwhile: show what can no longer be saved.
    visit.service.sessions.update(visit.session->id,
                                  [](Session& stored) { stored.parked_path.clear(); });
    return visit.notice(
        409, {"這份規劃目前不能修改", typed_lines(v, parked), {}, {{"/plan", "回我的規劃"}}});
  }
  html::StepPage page;
  page.other_cleared = visit.session->other_cleared;
  if (visit.session->parked_path == visit.request.path) {
    for (const Field& field : parked) {
      if (field_value(v.plan.state.contents, field.name) && step_of_field(field.name) == step) {
        page.typed[field.name] = field.value;
      }
    }
    // Made from the version it was typed on: saving it is merged or asked about like any other tab.
    page.form_version = std::strtoull(get(parked, "v").c_str(), nullptr, 10);
    page.brought_back = true;
  }
  if (visit.session->other_cleared) {
    visit.service.sessions.update(visit.session->id,
                                  [](Session& stored) { stored.other_cleared = false; });
  }
  return step_page(v, step, std::move(page), 200);
}

}  // namespace

HttpResponse show_profile(Visit& visit) { return show_step(visit, Step::profile); }
HttpResponse show_needs(Visit& visit) { return show_step(visit, Step::needs); }
HttpResponse show_topics(Visit& visit) { return show_step(visit, Step::topics); }

HttpResponse show_home(Visit& visit) {
  const PlanVisit v(visit);
  html::Home page;
  page.plan = v.plan;
  page.catalogue = v.catalogue;
  const Status status = v.plan.state.status;
  if (status == Status::draft || status == Status::withdrawn) page.problems = v.problems();
  page.unit = v.unit();
  if (status == Status::submitted) {
    page.submitted_name = visit.person->name_at(v.plan.state.submission->at);
  }
  page.posts = v.posts();
  page.once = random_once();
  page.newer_catalogue = v.has_newer_catalogue();
  for (PlanView& plan :
       read_plan_views(visit.service.views, visit.account(), visit.year_number())) {
    if (!is_begun(plan.state.status)) continue;
    page.can_carry_over |= plan.year == visit.year_number() - 1;
    page.past.push_back(std::move(plan));
  }
  return visit.page(html::home(visit.shell(), page));
}

HttpResponse show_preview(Visit& visit) {
  const PlanVisit v(visit);
  if (!v.editable()) return visit.to("/plan");
  html::Preview page = v.preview(random_once());
  page.confirm_many = get(visit.query, "many") == "yes";
  return visit.page(html::preview(visit.shell(), page));
}

bool is_late(const Visit& visit, const std::string& account, int year,
             const plan::Submission& submission) {
  const auto view = read_year_view(visit.service.views, year);
  assert(view);  // nothing is submitted in a year that was not opened
  // A transfer since does not change what counted then.
  const auto posts = person::posts(read_person(visit.service.log, account, submission.at).roles);
  const auto windows = plan::windows_for(read_extension_view(visit.service.views, account, year),
                                         view->state, posts);
  return submission.arrived >= windows.counts_until;
}

HttpResponse show_receipt(Visit& visit) {
  const auto number = parse_receipt(visit.part("receipt"));
  const auto receipt =
      number ? read_receipt_view(visit.service.views, number->position) : std::nullopt;
  if (!receipt || receipt->year != number->year || receipt->account != visit.account()) {
    return visit.not_found();
  }
  html::Receipt page;
  page.receipt = *receipt;
  page.catalogue = &visit.service.catalogues.at(receipt->submission.catalogue);
  page.unit = visit.unit(receipt->submission.contents.unit);
  page.name = visit.person->name_at(receipt->submission.at);
  page.present_name = visit.person->state.name;
  page.late = is_late(visit, visit.account(), receipt->year, receipt->submission);
  return visit.page(html::receipt(visit.shell(), page));
}

namespace {

std::optional<PlanView> find_plan(const Visit& visit, const std::string& text) {
  const auto year = parse_number(text);
  if (!year || *year > 999) return {};
  auto plan = read_plan_view(visit.service.views, visit.account(), static_cast<int>(*year));
  if (!plan || !is_begun(plan->state.status)) return {};
  return plan;
}

}  // namespace

HttpResponse show_year(Visit& visit) {
  const auto plan = find_plan(visit, visit.part("year"));
  if (!plan) return visit.not_found();
  html::Preview page;
  page.plan = *plan;
  page.catalogue = &visit.service.catalogues.at(plan->state.catalogue);
  page.unit = visit.unit(plan->state.contents.unit);
  const bool submitted = plan->state.status == Status::submitted;
  page.name =
      submitted ? visit.person->name_at(plan->state.submission->at) : visit.person->state.name;
  page.read_only = true;
  return visit.page(html::preview(visit.shell(), page));
}

// What ever happened to the plan of this year, in the words the auditors' timeline has.
HttpResponse show_own_history(Visit& visit) {
  html::Table table{"這份規劃的歷程", {"時間", "事件", "操作者", "說明"}, {}, {}, {}};
  const auto events =
      visit.service.log.read_stream(plan_stream(visit.year_number(), visit.account()));
  for (const Envelope& envelope : events | std::views::reverse) {
    std::vector<html::Cell> row = {html::time_cell(envelope.at)};
    std::string details;
    if (envelope.erased) {
      row.push_back({"內容已依法刪除"});
    } else {
      const auto event = decode<plan::Event>(envelope.tag, envelope.payload);
      row.push_back({event_text(event)});
      for (const std::string& line : visit.details_of(event)) details += line + "　";
    }
    const bool own = envelope.actor.account == visit.account();
    row.push_back({own ? "您" : role_text(envelope.actor.role)});
    row.push_back({details});
    table.rows.push_back(std::move(row));
  }
  table.empty = "本學年度還沒有紀錄。";
  html::Sheet sheet{"歷程", {std::move(table), html::Links{{{"/plan", "回我的規劃"}}}}};
  return visit.page(html::sheet(visit.shell(), sheet));
}

namespace {

HttpResponse show_confirmation(const Visit& visit, html::Confirmation kind, Status wanted) {
  const PlanVisit v(visit);
  const bool fits =
      wanted == Status::submitted ? v.plan.state.status == wanted && visit.open() : v.editable();
  if (!fits) return visit.to("/plan");
  return visit.page(html::confirm(visit.shell(), {kind, v.plan, random_once()}));
}

}  // namespace

HttpResponse show_withdraw(Visit& visit) {
  return show_confirmation(visit, html::Confirmation::withdraw, Status::submitted);
}
HttpResponse show_delete(Visit& visit) {
  return show_confirmation(visit, html::Confirmation::remove, Status::draft);
}
HttpResponse show_clear(Visit& visit) {
  const std::string topic = get(visit.query, "c");
  const PlanVisit v(visit);
  if (std::ranges::find(v.catalogue->topics, topic, &Topic::code) == v.catalogue->topics.end()) {
    return visit.not_found();
  }
  if (!v.editable()) return visit.to("/plan");
  return visit.page(html::confirm_clearing(
      visit.shell(), {&v.plan.state.contents.hours, v.catalogue, topic, html::teacher_grid,
                      v.plan.state.version, random_once()}));
}

HttpResponse show_import(Visit& visit) {
  const PlanVisit v(visit);
  if (!v.editable()) return visit.to("/plan");
  const ViewReader& views = visit.service.views;
  const std::string& unit = v.plan.state.contents.unit;
  if (unit.empty()) return visit.to("/plan/profile#unit");  // the school has to be chosen first
  const auto school = read_school_plan_view(views, visit.year_number(), unit);
  html::Import page;
  page.plan = v.plan;
  page.catalogue = v.catalogue;
  page.unit = v.unit();
  page.once = random_once();
  page.school_hours = school.hours;
  if (school.status != school_plan::Status::submitted) {
    page.refusal = plan::Refusal::Kind::no_school_plan;
  } else if (!roster::lists(read_roster_view(views, visit.year_number(), unit), visit.account())) {
    page.refusal = plan::Refusal::Kind::not_on_roster;
  } else if (school.catalogue != v.plan.state.catalogue) {
    page.refusal = plan::Refusal::Kind::other_catalogue;
  }
  return visit.page(html::import(visit.shell(), page));
}

namespace {

PdfPlan pdf_of(const Visit& visit, const PlanView& plan) {
  const plan::State& state = plan.state;
  PdfPlan pdf;
  pdf.year = plan.year;
  pdf.printed_at = visit.request.arrived;
  pdf.address = visit.request.host + visit.request.prefix;
  pdf.contents = state.contents;
  pdf.catalogue = &visit.service.catalogues.at(state.catalogue);
  pdf.state = status_text(state.status);
  pdf.name = visit.person->state.name;
  if (state.status == Status::submitted) {
    pdf.submitted_at = state.submission->at;
    pdf.receipt = receipt_text({plan.year, state.submission->position});
    pdf.digest = to_hex(state.submission->leaf);
    pdf.name = visit.person->name_at(state.submission->at);
  }
  return pdf;
}

// A receipt's own document: what was submitted then, whatever became of it.
void use_receipt(PdfPlan& pdf, const Visit& visit, const ReceiptView& receipt) {
  const plan::Submission& submission = receipt.submission;
  pdf.contents = submission.contents;
  pdf.catalogue = &visit.service.catalogues.at(submission.catalogue);
  pdf.submitted_at = submission.at;
  pdf.receipt = receipt_text({receipt.year, submission.position});
  pdf.digest = to_hex(submission.leaf);
  pdf.name = visit.person->name_at(submission.at);
  pdf.state = receipt.withdrawn_at == Instant{}
                  ? std::string("已完成")
                  : "已於 " + taipei_text(receipt.withdrawn_at) + " 退回修改";
  pdf.withdrawn = receipt.withdrawn_at != Instant{};
}

}  // namespace

HttpResponse show_plan_pdf(Visit& visit) {
  const std::string wanted = get(visit.query, "r");
  std::optional<PlanView> plan;
  std::optional<ReceiptView> receipt;
  if (!wanted.empty()) {
    if (const auto number = parse_receipt(wanted)) {
      receipt = read_receipt_view(visit.service.views, number->position);
    }
    if (!receipt || receipt->account != visit.account()) return visit.not_found();
    plan = read_plan_view(visit.service.views, visit.account(), receipt->year);
  } else {
    const std::string year = get(visit.query, "year");
    plan = find_plan(visit, year.empty() ? std::to_string(visit.year_number()) : year);
  }
  if (!plan) return visit.not_found();
  PdfPlan pdf = pdf_of(visit, *plan);
  std::optional<plan::Submission> submission;
  if (receipt) {
    submission = receipt->submission;
  } else if (plan->state.status == Status::submitted) {
    submission = plan->state.submission;
  }
  if (receipt) use_receipt(pdf, visit, *receipt);
  pdf.unit = visit.unit(pdf.contents.unit);
  const auto year = read_year_view(visit.service.views, plan->year);
  assert(year);
  pdf.demo = year->state.demo;
  pdf.late = submission && is_late(visit, visit.account(), plan->year, *submission);
  HttpResponse response;
  response.type = "application/pdf";
  response.set("Content-Disposition", fmt::format("inline; filename=\"yanxi-{}.pdf\"", plan->year));
  response.body = pdf_plan(pdf);
  return response;
}

}  // namespace yanxi
