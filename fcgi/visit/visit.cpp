#include "fcgi/visit/visit.hpp"

#include <algorithm>
#include <cassert>

#include "fcgi/answers.hpp"
#include "projections/plan_view.hpp"

namespace yanxi {

bool Visit::open() const {
  if (!year) return false;
  const auto phase = year::phase(year->state.windows, request.arrived);
  return phase == year::Phase::open || phase == year::Phase::late;
}

const std::string& Visit::unit(const std::string& code) const {
  const auto known = units_.find(code);
  if (known != units_.end()) return known->second;
  return units_.emplace(code, unit_name(service.views, code)).first->second;
}

std::vector<std::string> Visit::details_of(const plan::Event& event) const {
  if (const auto* restored = std::get_if<plan::Restored>(&event)) {
    return {"原因：" + restored->reason,
            "文號：" + (restored->document.empty() ? "（空白）" : restored->document)};
  }
  if (const auto* extended = std::get_if<plan::Extended>(&event)) {
    return {"開放至 " + taipei_text(extended->until) +
                (extended->counts ? "，列入獎勵計算" : "，不列入獎勵計算"),
            "原因：" + extended->reason,
            "文號：" + (extended->document.empty() ? "（空白）" : extended->document)};
  }
  if (const auto* changed = std::get_if<plan::CatalogueChanged>(&event)) {
    std::vector<std::string> lines = {"改用選項版本 " + changed->catalogue};
    for (const auto& [field, value] : changed->dropped) {
      lines.push_back("新版沒有，未帶入：" + field + "（" + value + "）");
    }
    return lines;
  }
  if (const auto* imported = std::get_if<plan::SchoolPlanImported>(&event)) {
    return {unit(imported->unit) + " 第 " + std::to_string(imported->school_version) + " 版，" +
            (imported->mode == "replace" ? "全部以學校規劃取代" : "只填空白的項目")};
  }
  return {};
}

std::string Visit::part(std::string_view name) const {
  const auto found = std::ranges::find(parts, name, &Path::Parts::value_type::first);
  assert(found != parts.end());
  return std::string(found->second);
}

html::Shell Visit::shell() const {
  html::Shell shell;
  shell.prefix = request.prefix;
  shell.year = year;
  shell.demo = year && year->state.demo;
  if (!watched_by.empty()) {
    shell.notice = account() + " 看到的畫面（唯讀），這一頁的按鈕沒有作用，" + watched_by +
                   " 的檢視已留下紀錄。";
  }
  shell.now = request.arrived;
  shell.csrf = service.sessions.token(secret, session ? session->account : std::string());
  if (!person) return shell;
  shell.account = person->account;
  shell.name = person->state.name;
  shell.teacher = person::has_role(person->state.roles, find_desk(Desk::teacher)->role);
  for (const person::Role& held : person->state.roles) {
    const RoleDesk* at = find_desk(held.name);
    if (!at) continue;
    if (shell.unit.empty() && at->scope == Scope::unit) shell.unit = unit(held.scope);
    if (at->way_in) shell.desks.push_back({at->home, at->way_in});
  }
  return shell;
}

Actor Visit::actor() const {
  const RoleDesk* at = find_desk(desk);
  assert(at);  // a page that acts asks for a role
  return service.identity->actor(account(), at->role);
}

Request Visit::command() const {
  return {actor(), request.arrived,
          command_id(account(), get(form, "once"), request.path + "?" + request.body)};
}

std::optional<std::uint64_t> Visit::seen_version() const { return parse_number(get(form, "v")); }

HttpResponse Visit::page(std::string html, int status) const {
  HttpResponse response;
  response.status = status;
  response.body = std::move(html);
  return response;
}

HttpResponse Visit::to(const std::string& path) const { return redirect(request.prefix + path); }

HttpResponse Visit::to(const std::string& path, const Outcome& outcome) const {
  HttpResponse response = to(path);
  if (outcome.position > 0) {
    response.set("Set-Cookie", write_cookie(request, position_cookie,
                                            std::to_string(outcome.position), "; Max-Age=30"));
  }
  return response;
}

HttpResponse Visit::notice(int status, html::Notice notice) const {
  return page(html::notice(shell(), notice), status);
}

HttpResponse Visit::not_found() const { return refuse(*this, 404); }

void know_year(Visit& visit) {
  const ViewReader& views = visit.service.views;
  visit.year = read_year_view(views, visit.year_number());
  if (!visit.year || !visit.session) return;
  year::State& year = visit.year->state;
  year.windows = plan::windows_for(read_extension_view(views, visit.account(), visit.year_number()),
                                   year, person::posts(visit.person->state.roles));
}

}  // namespace yanxi
