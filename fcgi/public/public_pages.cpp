#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>

#include "events/text.hpp"
#include "fcgi/public/pages.hpp"
#include "fcgi/visit/visit.hpp"

// Pages for anybody: landing, sign-in and out, help, health.

namespace yanxi {
namespace {

// Where a sign-in may lead: our own pages that ask for one, with a query of harmless characters.
std::string allowed_next(const std::string& address) {
  const auto question = std::min(address.find('?'), address.size());
  const std::string path = address.substr(0, question);
  const Route* route = match_route(Method::get, path).route;
  const bool known = route && route->desk != Desk::anybody;
  const bool plain = address.size() < 200 && std::ranges::all_of(address, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') ||
                              std::string_view("/-.?=&%_").find(c) != std::string_view::npos;
                     });
  return known && plain ? address : std::string();
}

HttpResponse login_page(const Visit& visit, const html::Login& login, int status) {
  // The form's token needs a secret to be bound to; a browser without one is given one now.
  if (!visit.secret.empty()) return visit.page(html::login(visit.shell(), login), status);
  const std::string secret = random_secret();
  html::Shell shell = visit.shell();
  shell.csrf = visit.service.sessions.token(secret, {});
  HttpResponse response = visit.page(html::login(shell, login), status);
  response.set("Set-Cookie", write_cookie(visit.request, session_cookie, secret));
  return response;
}

// A parked form comes back only to the person who typed it: its token was made for that account.
void bring_back(const Visit& visit, const Session& session, const std::string& path) {
  const std::string typed = get(visit.form, "typed");
  if (typed.empty() || path.empty()) return;
  const auto form = parse_form(typed);
  const bool own = form && visit.service.sessions.is_token_of(get(*form, "csrf"), session.account);
  visit.service.sessions.update(session.id, [&](Session& stored) {
    stored.other_cleared = !own;
    if (!own) return;
    stored.parked_path = path;
    stored.parked_form = typed;
  });
}

}  // namespace

HttpResponse show_landing(Visit& visit) { return visit.page(html::landing(visit.shell())); }
HttpResponse show_help(Visit& visit) { return visit.page(html::help(visit.shell())); }
HttpResponse show_privacy(Visit& visit) { return visit.page(html::privacy(visit.shell())); }
HttpResponse show_accessibility(Visit& visit) {
  return visit.page(html::accessibility(visit.shell()));
}

HttpResponse show_login(Visit& visit) {
  html::Login login;
  login.next = allowed_next(get(visit.query, "next"));
  login.expired = !login.next.empty() && !visit.secret.empty() && !visit.session;
  Visit signed_out = visit;
  signed_out.session.reset();
  signed_out.person.reset();
  return login_page(signed_out, login, 200);
}

HttpResponse ask_to_sign_in(Visit& visit, bool keep_form) {
  html::Login login;
  login.expired = true;
  login.next = keep_form ? visit.request.path : "/plan";
  if (keep_form) login.typed = visit.request.body;
  return login_page(visit, login, 401);
}

HttpResponse do_login(Visit& visit) {
  Service& service = visit.service;
  const Instant now = visit.request.arrived;
  html::Login login;
  login.account = cut_text(get(visit.form, "account"), 50);
  login.next = allowed_next(get(visit.form, "next"));
  login.typed = get(visit.form, "typed");
  const std::string password = get(visit.form, "password");
  // Signing in is asked of a browser, whoever was signed in in it before.
  visit.forged = !visit.same_site || visit.secret.empty() ||
                 !service.sessions.is_token(get(visit.form, "csrf"), visit.secret, {});
  const std::optional<Session> before = std::move(visit.session);
  visit.session.reset();
  visit.person.reset();
  if (visit.forged) {
    login.error = "頁面閒置過久，請再按一次「登入」（瀏覽器需允許 Cookie）";
    return login_page(visit, login, 403);
  }
  if (login.account.empty() || password.empty()) {
    login.error = login.account.empty() ? "請填寫帳號" : "請填寫密碼";
    return login_page(visit, login, 422);
  }
  if (const auto until = service.throttle.blocked_until(login.account, now)) {
    const auto minutes = (*until - now + minute_us - 1) / minute_us;
    login.error =
        "登入失敗次數過多，請於 " + std::to_string(minutes) + " 分鐘後再試，或至教師進修網重設密碼";
    HttpResponse response = login_page(visit, login, 429);
    response.set("Retry-After", std::to_string(minutes * 60));
    return response;
  }
  const auto person = person::is_account(login.account)
                          ? read_person_view(service.views, login.account)
                          : std::nullopt;
  const bool has_password = person && person->state.exists && !person->state.password.empty();
  const auto hash = has_password ? std::optional(person->state.password) : std::nullopt;
  using Answer = PasswordCheck::Answer;
  switch (visit.full ? Answer::busy : service.passwords.check(password, hash)) {
    case Answer::busy:
      login.error = "目前登入人數眾多，請稍後再試";
      return login_page(visit, login, 503);
    case Answer::wrong:
      service.throttle.failed(login.account, now);
      login.error = "帳號或密碼不正確";
      return login_page(visit, login, 422);
    case Answer::right:
      break;
  }
  service.throttle.succeeded(login.account);
  if (person->state.barred) {
    login.error = "這個帳號目前停止登入，請洽學校承辦人或客服";
    return login_page(visit, login, 422);
  }
  if (before) service.sessions.close(*before);
  auto opened = service.sessions.open(login.account, now);
  bring_back(visit, opened.session, login.next);
  HttpResponse response =
      visit.to(login.next.empty() ? first_page(person->state.roles) : login.next);
  response.set("Set-Cookie", write_cookie(visit.request, session_cookie, opened.secret));
  return response;
}

HttpResponse do_logout(Visit& visit) {
  // Whoever has no session is signed out already; a foreign form may not sign anybody out.
  if (visit.session && visit.forged) {
    return visit.notice(403, {"頁面閒置過久，請再試一次",
                              {"您仍在登入中，請再按一次「登出」。"},
                              visit.request.id,
                              {{"/", "回首頁"}}});
  }
  if (visit.session) visit.service.sessions.close(*visit.session);
  HttpResponse response = visit.to("/");
  response.set("Set-Cookie", write_cookie(visit.request, session_cookie, "", "; Max-Age=0"));
  response.set("Clear-Site-Data", "\"cache\", \"storage\"");  // shared computers
  return response;
}

HttpResponse show_health(Visit&) {
  HttpResponse response;
  response.type = "text/plain";
  response.body = "ok\n";
  return response;
}

HttpResponse show_metrics(Visit& visit) {
  prometheus::Registry registry;
  const auto head = visit.service.log.head().position;
  const auto seen = visit.service.projector.position();
  prometheus::BuildGauge()
      .Name("yanxi_log_head")
      .Help("Position of the last event in the log")
      .Register(registry)
      .Add({})
      .Set(static_cast<double>(head));
  prometheus::BuildGauge()
      .Name("yanxi_projector_lag")
      .Help("Events not yet folded into the views")
      .Register(registry)
      .Add({})
      .Set(static_cast<double>(head - std::min(head, seen)));
  prometheus::BuildGauge()
      .Name("yanxi_checkpoint_size")
      .Help("Events that the last checkpoint was signed for")
      .Register(registry)
      .Add({})
      .Set(static_cast<double>(visit.service.signed_size));
  prometheus::BuildGauge()
      .Name("yanxi_low_space")
      .Help("1 while commands are refused because the disk is nearly full")
      .Register(registry)
      .Add({})
      .Set(visit.service.low_space ? 1 : 0);
  HttpResponse response;
  response.type = "text/plain; version=0.0.4";
  response.body = prometheus::TextSerializer().Serialize(registry.Collect());
  return response;
}

}  // namespace yanxi
