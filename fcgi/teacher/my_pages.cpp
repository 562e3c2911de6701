#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "fcgi/teacher/pages.hpp"
#include "fcgi/visit/visit.hpp"
#include "projections/plan_view.hpp"
#include "templates/pdf.hpp"
#include "templates/words.hpp"

// The survey, and everything held about a person.

namespace yanxi {
namespace {

html::Survey survey_page(const Visit& visit) {
  html::Survey page;
  page.state = read_survey_view(visit.service.views, visit.year_number(), visit.account());
  page.open = visit.open();
  page.closed = visit.year && year::phase(visit.year->state.windows, visit.request.arrived) ==
                                  year::Phase::closed;
  page.once = random_once();
  return page;
}

// Answers as the form has them; nothing when a field is not one of the form's.
std::optional<survey::Answer> read_answers(const Form& form) {
  survey::Answer answer;
  for (const Field& field : form) {
    const std::string& name = field.name;
    if (name == "csrf" || name == "once" || name == "v") continue;
    if (name == "text") {
      answer.text = field.value;
      continue;
    }
    const bool question = name.size() == 2 && name[0] == 'q' && name[1] >= '1' && name[1] <= '5';
    const bool value = field.value.size() == 1 && field.value[0] >= '1' && field.value[0] <= '5';
    if (!question || !value) return {};
    answer.answers[static_cast<std::size_t>(name[1] - '1')] = field.value[0] - '0';
  }
  return answer;
}

}  // namespace

HttpResponse show_survey(Visit& visit) {
  if (!visit.year) return visit.not_found();
  html::Survey page = survey_page(visit);
  page.other_cleared = visit.session->other_cleared;
  if (visit.session->parked_path == "/survey") {
    const Form parked = parse_form(visit.session->parked_form).value_or(Form{});
    page.typed = read_answers(parked);
    page.brought_back = true;
  }
  if (page.other_cleared) {
    visit.service.sessions.update(visit.session->id,
                                  [](Session& stored) { stored.other_cleared = false; });
  }
  return visit.page(html::survey(visit.shell(), page));
}

HttpResponse do_survey(Visit& visit) {
  html::Survey page = survey_page(visit);
  const auto answer = read_answers(visit.form);
  if (visit.forged) {
    const bool own = visit.same_site &&
                     visit.service.sessions.is_token_of(get(visit.form, "csrf"), visit.account());
    if (own) page.typed = answer;
    page.other_cleared = !own;
    page.error = "頁面閒置過久，這次沒有儲存，請再按一次「送出問卷」";
    return visit.page(html::survey(visit.shell(), page), 403);
  }
  if (!answer) {
    return visit.notice(400, {"無法處理這項請求",
                              {"表單內容不完整或有多餘的欄位，這次沒有儲存。"},
                              visit.request.id,
                              {{"/survey", "回問卷"}}});
  }
  page.typed = answer;
  const auto outcome = visit.service.executor.execute<streams::Survey>(
      visit.command(), {visit.year_number(), visit.account()}, *visit.seen_version(), *answer);
  if (outcome) {
    if (visit.session->parked_path == visit.request.path) {
      visit.service.sessions.update(visit.session->id,
                                    [](Session& stored) { stored.parked_path.clear(); });
    }
    return visit.to("/survey", *outcome);
  }
  using Kind = survey::Refusal::Kind;
  const Kind kind = outcome.error().kind;
  if (kind == Kind::text) {
    page.error = text_fault_text("建議", outcome.error().fault, survey::max_text_characters);
    return visit.page(html::survey(visit.shell(), page), 422);
  }
  if (kind == Kind::stale) {
    page.error = "問卷已在另一個分頁更新，這次沒有儲存；確認後請再按一次「送出問卷」";
    return visit.page(html::survey(visit.shell(), page), 409);
  }
  page.error = page.closed ? "問卷已截止，這次沒有儲存" : "問卷尚未開放，這次沒有儲存";
  return visit.page(html::survey(visit.shell(), page), 409);
}

namespace {

html::MyData my_data(const Visit& visit) {
  html::MyData page;
  page.person = *visit.person;
  for (const person::Role& role : visit.person->state.roles) {
    if (!role.scope.empty()) {
      page.units.push_back({role.scope, visit.unit(role.scope)});
    }
  }
  page.plans = read_plan_views(visit.service.views, visit.account());
  page.survey = read_survey_view(visit.service.views, visit.year_number(), visit.account());
  return page;
}

// The streams that hold something about this person; a survey can be answered without a plan.
std::vector<std::string> streams_of(const Visit& visit, const html::MyData& data) {
  std::vector<std::string> streams{person_stream(data.person.account)};
  for (const PlanView& plan : data.plans) {
    streams.push_back(plan_stream(plan.year, plan.account));
    streams.push_back(survey_stream(plan.year, plan.account));
  }
  for (const YearView& opened : read_year_views(visit.service.views)) {
    const std::string survey = survey_stream(opened.year, data.person.account);
    if (std::ranges::find(streams, survey) == streams.end()) streams.push_back(survey);
  }
  return streams;
}

}  // namespace

HttpResponse show_my_data(Visit& visit) {
  return visit.page(html::my_data(visit.shell(), my_data(visit)));
}

namespace {

using Json = nlohmann::ordered_json;

// What an event holds, without the hash of a password: it is nothing to hand around.
Json public_payload(const Envelope& envelope) {
  // Of whoever had the account before and was erased by law.
  if (envelope.erased) return "內容已依法刪除";
  Json payload = Json::parse(envelope.payload);
  if (payload.contains("password")) payload["password"] = "（雜湊值，不提供）";
  return payload;
}

// Whether the person stands on the frozen roster of a school of theirs.
std::vector<std::string> rosters_of(const Visit& visit) {
  std::vector<std::string> lines;
  for (const std::string& unit : person::posts(visit.person->state.roles)) {
    const auto roster = read_roster_view(visit.service.views, visit.year_number(), unit);
    if (roster::lists(roster, visit.account())) {
      lines.push_back(fmt::format("{} 學年度 {}", visit.year_number(), visit.unit(unit)));
    }
  }
  return lines;
}

}  // namespace

HttpResponse show_my_data_json(Visit& visit) {
  Json events = Json::array();
  for (const std::string& stream : streams_of(visit, my_data(visit))) {
    for (const Envelope& envelope : visit.service.log.read_stream(stream)) {
      events.push_back({{"stream", stream},
                        {"version", envelope.version},
                        {"at", taipei_rfc3339(envelope.at)},
                        {"actor", envelope.actor.account},
                        {"event", envelope.tag},
                        {"contents", public_payload(envelope)}});
    }
  }
  HttpResponse response;
  response.type = "application/json; charset=utf-8";
  response.set("Content-Disposition", "attachment; filename=\"yanxi-my-data.json\"");
  response.body = Json{{"account", visit.account()},
                       {"name", visit.person->state.name},
                       {"made_at", taipei_rfc3339(visit.request.arrived)},
                       {"rosters", rosters_of(visit)},
                       {"events", std::move(events)}}
                      .dump(1);
  return response;
}

HttpResponse show_my_data_pdf(Visit& visit) {
  const html::MyData data = my_data(visit);
  PdfRecord record;
  record.title = "我的資料";
  record.printed_at = visit.request.arrived;
  record.facts = {{"帳號", visit.account()}, {"姓名", data.person.state.name}};
  for (const html::Post& unit : data.units) record.facts.emplace_back("單位", unit.name);
  for (const PlanView& plan : data.plans) {
    record.facts.emplace_back(fmt::format("{} 學年度規劃", plan.year),
                              fmt::format("{}，{} 小時", status_text(plan.state.status),
                                          total_hours(plan.state.contents.hours)));
  }
  for (const std::string& roster : rosters_of(visit)) {
    record.facts.emplace_back("教師名單", roster);
  }
  record.demo = visit.year && visit.year->state.demo;
  record.heading = "紀錄";
  for (const std::string& stream : streams_of(visit, data)) {
    for (const Envelope& envelope : visit.service.log.read_stream(stream)) {
      record.lines.push_back(fmt::format("{}　{} 第 {} 版　{}", taipei_text(envelope.at), stream,
                                         envelope.version, envelope.tag));
      record.lines.push_back("　" + public_payload(envelope).dump());
    }
  }
  HttpResponse response;
  response.type = "application/pdf";
  response.set("Content-Disposition", "attachment; filename=\"yanxi-my-data.pdf\"");
  response.body = pdf_record(record);
  return response;
}

}  // namespace yanxi
