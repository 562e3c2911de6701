#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <sstream>

#include "events/streams.hpp"
#include "events/text.hpp"
#include "fcgi/operate/import.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "fcgi/teacher/pages.hpp"
#include "templates/words.hpp"

// People for administrators: finding them, roles, sign-in, the one-time link, and the pages as that
// person sees them.

namespace yanxi {
namespace {

constexpr std::int64_t link_us = 3 * day_us;  // how long a one-time link can be used

std::string person_path(const std::string& account) { return "/admin/people/" + account; }

std::string roles_text(const std::vector<person::Role>& roles) {
  std::string text;
  for (const person::Role& role : roles) {
    text += (text.empty() ? "" : " ") + role.name + (role.scope.empty() ? "" : ":" + role.scope);
  }
  return text;
}

std::string roles_words(const Visit& visit, const std::vector<person::Role>& roles) {
  std::string words;
  for (const person::Role& role : roles) {
    words += (words.empty() ? "" : "、") + std::string(role_text(role.name));
    if (!role.scope.empty()) words += "（" + visit.unit(role.scope) + "）";
  }
  return words.empty() ? "（沒有）" : words;
}

html::Table people_table(const Visit& visit, const std::vector<std::string>& accounts) {
  html::Table table{"找到的人員", {"帳號", "姓名", "角色", "登入"}, {}, {}, {}};
  for (const std::string& account : accounts) {
    const auto person = read_person_view(visit.service.views, account);
    if (!person || !person->state.exists) continue;
    table.rows.push_back({html::link_cell(account, person_path(account), "的資料"),
                          {person->state.name},
                          {roles_words(visit, person->state.roles)},
                          {person->state.barred ? "停用" : "可登入"}});
  }
  table.empty = "沒有符合的人員。";
  return table;
}

}  // namespace

HttpResponse show_people(Visit& visit) {
  html::SheetForm form;
  form.path = "/admin/people";
  const std::string account = get(visit.query, "account"), name = get(visit.query, "name");
  form.controls = {{"account", "帳號", account}, {"name", "姓名", name}};
  form.controls[1].hint = "可只填開頭的字；最多列出 50 位。";
  form.buttons = {{"搜尋"}};
  html::Sheet sheet{"人員", {record_note(visit), std::move(form)}};
  if (!account.empty() || !name.empty()) {
    std::vector<std::string> accounts;
    if (!account.empty()) {
      if (person::is_account(account)) accounts = {account};
    } else {
      for (const std::string& place : find_people(visit.service.views, name, {}, search_page)) {
        accounts.push_back(account_of_name(place));
      }
    }
    // No name is recorded: it would outlive its person's erasure.
    std::string detail = account.empty() ? "by name found" : "account found";
    for (const std::string& found : accounts) detail += " " + found;
    record_view(visit, "people", {}, detail);
    sheet.parts.push_back(people_table(visit, accounts));
  }
  sheet.parts.push_back(
      html::Links{{{"/admin/import", "匯入人員、單位或名單"}, {"/admin", "回管理"}}});
  return show_sheet(visit, sheet);
}

namespace {

struct Member {
  std::string account;
  person::State state;        // as the log has it now
  std::uint64_t version = 0;  // of its stream
};

std::optional<Member> find_member(const Visit& visit) {
  const std::string account = visit.part("account");
  if (!person::is_account(account)) return {};
  const auto events = visit.service.log.read_stream(person_stream(account));
  Member member{account, read_person(visit.service.log, account), events.size()};
  if (!member.state.exists) return {};
  return member;
}

html::SheetForm roles_form(const Visit& visit, const Member& member) {
  const std::string* typed = find(visit.form, "roles");
  html::SheetForm form;
  form.path = person_path(member.account) + "/roles";
  form.version = member.version;
  form.once = random_once();
  form.controls = {{"roles", "角色", typed ? *typed : roles_text(member.state.roles)}};
  form.controls[0].hint =
      "以空格分開：teacher:學校代碼、clerk:學校代碼、county:縣市代碼、auditor、admin。";
  form.buttons = {{"設定角色"}};
  return form;
}

html::SheetForm sign_in_form(const Visit& visit, const Member& member) {
  html::SheetForm form;
  form.path = person_path(member.account) + "/sign-in";
  form.version = member.version;
  form.once = random_once();
  form.controls = {reason_control(find(visit.form, "reason") ? visit.form : Form{})};
  form.buttons = {{member.state.barred ? "恢復登入" : "停用登入", "go",
                   member.state.barred ? "allow" : "bar", false, !member.state.barred}};
  return form;
}

html::SheetForm link_form(const Member& member) {
  html::SheetForm form;
  form.path = person_path(member.account) + "/link";
  form.version = member.version;
  form.once = random_once();
  form.buttons = {{"產生設定密碼的連結", {}, {}, true}};
  return form;
}

html::Links watched_pages(const Member& member) {
  html::Links links;
  for (const auto& [page, text] : {std::pair{"home", "我的規劃"},
                                   {"profile", step_names[0]},
                                   {"needs", step_names[1]},
                                   {"topics", step_names[2]},
                                   {"preview", step_names[3]},
                                   {"history", "歷程"}}) {
    links.links.push_back({"/admin/as/" + member.account + "?page=" + page, text});
  }
  return links;
}

HttpResponse person_page(const Visit& visit, const Member& member, int status = 200,
                         const std::string& field = {}, const std::string& error = {}) {
  record_view(visit, "person", person_stream(member.account), {});
  const person::State& state = member.state;
  html::Sheet sheet{"人員 " + member.account, {record_note(visit)}};
  if (get(visit.query, "done") == "yes") sheet.parts.push_back(html::Note{"已更新。", "ok"});
  sheet.parts.push_back(html::Facts{{{"姓名", state.name},
                                     {"角色", roles_words(visit, state.roles)},
                                     {"登入", state.barred ? "停用" : "可登入"},
                                     {"密碼", state.password.empty() ? "尚未設定" : "已設定"}}});
  std::vector<std::pair<const char*, html::SheetForm>> forms = {
      {"角色", roles_form(visit, member)},
      {"登入", sign_in_form(visit, member)},
      {"密碼", link_form(member)}};
  for (auto& [heading, form] : forms) {
    for (html::Control& control : form.controls) {
      if (control.name == field) control.error = error;
    }
    sheet.parts.push_back(html::Heading{heading});
    sheet.parts.push_back(std::move(form));
  }
  if (person::has_role(state.roles, find_desk(Desk::teacher)->role)) {
    sheet.parts.push_back(html::Heading{"以這位教師的畫面檢視（唯讀，會留下紀錄）"});
    sheet.parts.push_back(watched_pages(member));
  }
  sheet.parts.push_back(html::Links{{{"/admin/people", "回人員"}}});
  return show_sheet(visit, sheet, status);
}

HttpResponse change_person(const Visit& visit, const Member& member, const person::Command& command,
                           const std::string& field) {
  const auto outcome = visit.service.executor.execute<streams::Person>(
      visit.command(), {0, member.account}, visit.seen_version(), command);
  if (outcome) return visit.to(person_path(member.account) + "?done=yes", *outcome);
  if (outcome.error() == person::Refusal::stale) {
    return show_stale(visit, person_path(member.account));
  }
  // The role was taken away since this request was let in.
  if (outcome.error() == person::Refusal::not_authorised) return visit.not_found();
  return person_page(visit, member, 422, field, "請填寫原因，5 到 200 字");
}

}  // namespace

HttpResponse show_person(Visit& visit) {
  const auto member = find_member(visit);
  if (!member) return visit.not_found();
  return person_page(visit, *member);
}

HttpResponse do_roles(Visit& visit) {
  const auto member = find_member(visit);
  if (!member) return visit.not_found();
  const auto roles =
      read_roles(visit.service.log, visit.service.catalogues.latest(), get(visit.form, "roles"));
  if (!roles) {
    return person_page(visit, *member, 422, "roles",
                       "角色或範圍不正確：" + import_fault_text(roles.error()));
  }
  const bool own = member->account == visit.account();
  if (own && !person::has_role(*roles, find_desk(visit.desk)->role)) {
    return person_page(visit, *member, 422, "roles", "不能取消自己的管理者角色");
  }
  return change_person(visit, *member, person::SetRoles{*roles}, "roles");
}

HttpResponse do_sign_in(Visit& visit) {
  const auto member = find_member(visit);
  if (!member) return visit.not_found();
  const bool allow = get(visit.form, "go") == "allow";
  if (!allow && member->account == visit.account()) {
    return person_page(visit, *member, 422, "reason", "不能停用自己的登入");
  }
  HttpResponse response =
      change_person(visit, *member, person::SetSignIn{allow, get(visit.form, "reason")}, "reason");
  if (!allow && response.status == 303) visit.service.sessions.forget(member->account);
  return response;
}

namespace {

std::string link_digest(const std::string& secret) {
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  return to_hex(digest);
}

}  // namespace

HttpResponse do_link(Visit& visit) {
  const auto member = find_member(visit);
  if (!member) return visit.not_found();
  const std::string secret = random_secret();
  const Instant until{(visit.request.arrived.us + link_us) / second_us * second_us};
  const auto outcome = visit.service.executor.execute<streams::Person>(
      visit.command(), {0, member->account}, visit.seen_version(),
      person::IssueLink{link_digest(secret), until});
  if (!outcome) return show_stale(visit, person_path(member->account));
  if (read_person(visit.service.log, member->account).link != link_digest(secret)) {
    return visit.notice(409, {"這個連結已經產生過",
                              {"連結只顯示一次。需要時請重新產生，先前的連結會失效。"},
                              {},
                              {{person_path(member->account), "重新產生"}}});
  }
  const std::string address = (visit.request.https ? "https://" : "http://") + visit.request.host +
                              visit.request.prefix + "/password/" + member->account + "~" + secret;
  html::Sheet sheet{"設定密碼的連結", {}};
  sheet.parts.push_back(html::Note{
      fmt::format("請把連結交給 {} 本人。只能使用一次，{} 前有效；離開這一頁後無法再看到。",
                  member->state.name, taipei_text(until)),
      "warn"});
  sheet.parts.push_back(html::Facts{{{"連結", address}}});
  sheet.parts.push_back(html::Links{{{person_path(member->account), "回人員"}}});
  return show_sheet(visit, sheet);
}

namespace {

struct LinkVisit {
  std::string account, digest;
};

// The account a link is for, while it can be used.
std::optional<LinkVisit> find_link(const Visit& visit) {
  const std::string name = visit.part("link");
  const auto tilde = name.find('~');
  if (tilde == std::string::npos) return {};
  LinkVisit link{name.substr(0, tilde), link_digest(name.substr(tilde + 1))};
  if (!person::is_account(link.account)) return {};
  const person::State state = read_person(visit.service.log, link.account);
  const bool good = state.exists && !state.link.empty() && state.link == link.digest &&
                    visit.request.arrived < state.link_until;
  if (!good) return {};
  return link;
}

HttpResponse link_gone(const Visit& visit) {
  return visit.notice(404, {"這個連結已經不能使用",
                            {"連結只能使用一次，而且有期限。請向承辦人索取新的連結。"},
                            {},
                            {{"/login", "登入"}}});
}

HttpResponse password_page(const Visit& visit, const std::string& error, int status) {
  html::SheetForm form;
  form.path = visit.request.path;
  form.version = 0;
  form.once = random_once();
  form.controls = {{"password", "新密碼", {}, html::Control::Kind::password},
                   {"again", "再輸入一次", {}, html::Control::Kind::password}};
  form.controls[0].hint = "8 到 128 個字元。";
  form.controls[0].error = error;
  form.buttons = {{"設定密碼"}};
  // The form's token needs a secret to be bound to; a browser without one is given one now.
  const bool known = !visit.secret.empty();
  const std::string secret = known ? visit.secret : random_secret();
  html::Shell shell = visit.shell();
  shell.csrf = visit.service.sessions.token(secret, visit.session ? visit.account() : "");
  HttpResponse response = visit.page(html::sheet(shell, {"設定密碼", {std::move(form)}}), status);
  if (!known) {
    response.set("Set-Cookie", write_cookie(visit.request, session_cookie, secret));
  }
  return response;
}

}  // namespace

HttpResponse show_password(Visit& visit) {
  return find_link(visit) ? password_page(visit, {}, 200) : link_gone(visit);
}

HttpResponse do_password(Visit& visit) {
  const auto link = find_link(visit);
  if (!link) return link_gone(visit);
  const std::string password = get(visit.form, "password");
  if (count_characters(password) < 8 || password.size() > 384) {
    return password_page(visit, "請填寫 8 到 128 個字元", 422);
  }
  if (password == link->account) return password_page(visit, "密碼不可與帳號相同", 422);
  if (password != get(visit.form, "again"))
    return password_page(visit, "兩次輸入不同，請再填一次", 422);
  const auto hash = visit.full ? std::nullopt : visit.service.passwords.make(password);
  if (!hash) return password_page(visit, "目前使用人數眾多，請稍後再試", 503);
  const person::State state = read_person(visit.service.log, link->account);
  const std::string role = state.roles.empty() ? "none" : state.roles.front().name;
  const Request request{visit.service.identity->actor(link->account, role), visit.request.arrived,
                        command_id(link->account, get(visit.form, "once"), link->digest)};
  const auto outcome = visit.service.executor.execute<streams::Person>(
      request, {0, link->account}, {}, person::UseLink{link->digest, visit.request.arrived, *hash});
  if (!outcome) return link_gone(visit);
  visit.service.throttle.succeeded(link->account);
  visit.service.projector.wait_for(outcome->position, std::chrono::seconds(2));
  return visit.notice(200, {"密碼已設定", {"請用新密碼登入。"}, {}, {{"/login", "登入"}}});
}

HttpResponse show_as(Visit& visit) {
  const auto member = find_member(visit);
  if (!member || !person::has_role(member->state.roles, find_desk(Desk::teacher)->role))
    return visit.not_found();
  static constexpr std::pair<const char*, HttpResponse (*)(Visit&)> pages[] = {
      {"home", show_home},     {"profile", show_profile}, {"needs", show_needs},
      {"topics", show_topics}, {"preview", show_preview}, {"history", show_own_history}};
  const std::string wanted = get(visit.query, "page");
  const auto page = std::ranges::find(pages, wanted, [](const auto& known) { return known.first; });
  if (page == std::end(pages)) return visit.not_found();
  record_view(visit, "as " + wanted, plan_stream(visit.year_number(), member->account), {});
  // The visit of that person without a session of theirs: no form on it has a token that is worth
  // anything, and the page has no script.
  Visit theirs(visit.request, visit.service);
  theirs.session =
      Session{{}, member->account, visit.request.arrived, visit.request.arrived, {}, {}, false};
  theirs.person = read_person_view(visit.service.views, member->account);
  if (!theirs.person) return visit.not_found();
  theirs.desk = Desk::teacher;
  theirs.watched_by = visit.account();
  know_year(theirs);
  HttpResponse response = page->second(theirs);
  // A step that cannot be edited now leads home.
  return response.status == 303 ? show_home(theirs) : response;
}

}  // namespace yanxi
