#include "fcgi/routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "fcgi/visit/visit.hpp"

namespace yanxi {
namespace {

enum class Access { anybody, signed_in, teacher, auditor, admin, county };
// The role a page asks for; nothing for the first two.
const char* role_of(Access access) {
  switch (access) {
    case Access::anybody:
    case Access::signed_in:
      break;
    case Access::teacher:
      return "teacher";
    case Access::auditor:
      return "auditor";
    case Access::admin:
      return "admin";
    case Access::county:
      return "county";
  }
  return nullptr;
}
// What a POST without a session or with a wrong token keeps of what was typed.
enum class Typed { nothing, parked };

struct Route {
  std::string_view method;
  std::string_view path;  // a star stands for one part without slashes
  Access access;
  HttpResponse (*handler)(Visit&);
  Typed typed = Typed::nothing;
  // Fields of the form besides csrf, v and once, parted by spaces; "*" when the handler looks
  // itself.
  std::string_view fields = "";
};

constexpr auto routes = std::to_array<Route>({
    {"GET", "/", Access::anybody, show_landing},
    {"GET", "/login", Access::anybody, show_login},
    {"POST", "/login", Access::anybody, do_login, Typed::nothing, "account password next typed"},
    {"POST", "/logout", Access::anybody, do_logout},
    {"GET", "/help", Access::anybody, show_help},
    {"GET", "/privacy", Access::anybody, show_privacy},
    {"GET", "/accessibility", Access::anybody, show_accessibility},
    {"GET", "/healthz", Access::anybody, show_health},
    {"GET", "/metrics", Access::anybody, show_metrics},
    {"GET", "/my-data", Access::signed_in, show_my_data},
    {"GET", "/my-data.json", Access::signed_in, show_my_data_json},
    {"GET", "/my-data.pdf", Access::signed_in, show_my_data_pdf},
    {"GET", "/plan", Access::teacher, show_home},
    {"POST", "/plan/start", Access::teacher, do_start, Typed::nothing, "go unit"},
    {"GET", "/plan/profile", Access::teacher, show_profile},
    {"POST", "/plan/profile", Access::teacher, do_profile, Typed::parked, "*"},
    {"GET", "/plan/needs", Access::teacher, show_needs},
    {"POST", "/plan/needs", Access::teacher, do_needs, Typed::parked, "*"},
    {"GET", "/plan/topics", Access::teacher, show_topics},
    {"POST", "/plan/topics", Access::teacher, do_topics, Typed::parked, "*"},
    {"POST", "/plan/autosave", Access::teacher, do_autosave, Typed::nothing, "*"},
    {"GET", "/plan/preview", Access::teacher, show_preview},
    {"POST", "/plan/preview", Access::teacher, do_preview, Typed::nothing, "go many"},
    {"POST", "/plan/submit", Access::teacher, do_submit},
    {"GET", "/plan/withdraw", Access::teacher, show_withdraw},
    {"POST", "/plan/withdraw", Access::teacher, do_withdraw},
    {"GET", "/plan/delete", Access::teacher, show_delete},
    {"POST", "/plan/delete", Access::teacher, do_delete},
    {"GET", "/plan/clear", Access::teacher, show_clear},
    {"POST", "/plan/clear", Access::teacher, do_clear, Typed::nothing, "c"},
    {"GET", "/plan/import", Access::teacher, show_import},
    {"POST", "/plan/import", Access::teacher, do_import, Typed::nothing, "mode"},
    {"GET", "/plan/r/*", Access::teacher, show_receipt},
    {"GET", "/plan/history", Access::teacher, show_own_history},
    {"GET", "/plan/catalogue", Access::teacher, show_new_catalogue},
    {"POST", "/plan/catalogue", Access::teacher, do_new_catalogue},
    {"GET", "/plan/*", Access::teacher, show_year},
    {"GET", "/plan.pdf", Access::teacher, show_plan_pdf},
    {"GET", "/survey", Access::teacher, show_survey},
    {"POST", "/survey", Access::teacher, do_survey, Typed::parked, "*"},
    {"GET", "/audit", Access::auditor, show_audit},
    {"GET", "/audit/list/*", Access::auditor, show_audit_list},
    {"GET", "/audit/sample", Access::auditor, show_sample},
    {"GET", "/audit/board", Access::auditor, show_board},
    {"GET", "/audit/plan/*", Access::auditor, show_timeline},
    {"GET", "/audit/plan/*/at", Access::auditor, show_moment},
    {"GET", "/audit/plan/*/at.pdf", Access::auditor, show_moment_pdf},
    {"GET", "/audit/plan/*/compare", Access::auditor, show_comparison},
    {"GET", "/audit/plan/*/history.pdf", Access::auditor, show_timeline_pdf},
    {"GET", "/audit/export", Access::auditor, show_export},
    {"GET", "/admin", Access::admin, show_admin},
    {"GET", "/admin/restore", Access::admin, show_restore_search},
    {"POST", "/admin/restore", Access::admin, do_restore_many, Typed::nothing, "*"},
    {"GET", "/admin/restore/*", Access::admin, show_restore},
    {"POST", "/admin/restore/*", Access::admin, do_restore, Typed::nothing, "reason document"},
    {"GET", "/admin/extend", Access::admin, show_extend},
    {"GET", "/admin/extend/*", Access::admin, show_extend},
    {"POST", "/admin/extend/*", Access::admin, do_extend, Typed::nothing,
     "until counts reason document"},
    {"GET", "/admin/years", Access::admin, show_years},
    {"GET", "/admin/years/*", Access::admin, show_one_year},
    {"POST", "/admin/years/*", Access::admin, do_windows, Typed::nothing,
     "roster_until school_opens school_until opens counts_until accepts_until reason document go"},
    {"POST", "/admin/years/*/extend", Access::admin, do_extend_unit, Typed::nothing,
     "unit window until counts reason document go"},
    {"POST", "/admin/years/*/announce", Access::admin, do_announce, Typed::nothing, "text"},
    {"GET", "/admin/rehearse", Access::admin, show_rehearsal},
    {"GET", "/admin/people", Access::admin, show_people},
    {"GET", "/admin/people/*", Access::admin, show_person},
    {"POST", "/admin/people/*/roles", Access::admin, do_roles, Typed::nothing, "roles"},
    {"POST", "/admin/people/*/sign-in", Access::admin, do_sign_in, Typed::nothing, "reason go"},
    {"POST", "/admin/people/*/link", Access::admin, do_link},
    {"GET", "/admin/as/*", Access::admin, show_as},
    {"GET", "/admin/catalogue", Access::admin, show_catalogue},
    {"GET", "/admin/catalogue.csv", Access::admin, show_catalogue_csv},
    {"POST", "/admin/catalogue/adopt", Access::admin, do_adopt, Typed::nothing, "year"},
    {"POST", "/admin/catalogue", Access::admin, do_catalogue, Typed::nothing,
     "year text go version"},
    {"GET", "/admin/statistics", Access::admin, show_statistics},
    {"GET", "/county", Access::county, show_county},
    {"GET", "/admin/import", Access::admin, show_import_people},
    {"POST", "/admin/import", Access::admin, do_import_people, Typed::nothing,
     "kind year reason text go digest"},
    {"GET", "/password/*", Access::anybody, show_password},
    {"POST", "/password/*", Access::anybody, do_password, Typed::nothing, "password again"},
});

// The part a star stands for; nothing when the path is not of that form.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == path ? std::optional("") : std::nullopt;
  const std::string_view before = pattern.substr(0, star), after = pattern.substr(star + 1);
  if (path.size() <= before.size() + after.size()) return {};
  if (!path.starts_with(before) || !path.ends_with(after)) return {};
  const auto part = path.substr(before.size(), path.size() - before.size() - after.size());
  if (part.find('/') != std::string_view::npos) return {};
  return std::string(part);
}

bool is_json(const HttpRequest& request) {
  return request.accept.find("application/json") != std::string::npos;
}

HttpResponse json(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.type = "application/json";
  response.body = std::move(body);
  return response;
}

HttpResponse broken(const Visit& visit, int status) {
  return visit.notice(status, {"無法處理這項請求",
                               {"重新整理後再試。暫存的內容不受影響。"},
                               visit.request.id,
                               {{"/plan", "回我的規劃"}}});
}

bool is_urlencoded(const HttpRequest& request) {
  std::string type = request.content_type.substr(0, request.content_type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return type == "application/x-www-form-urlencoded";
}

// Whether the form has only fields its page has; a plan's forms say which version they show.
bool is_known_form(const Visit& visit, const Route& route) {
  const bool versioned = role_of(route.access) != nullptr;
  if (versioned && !visit.seen_version()) return false;
  if (route.fields == "*") return true;
  return std::ranges::all_of(visit.form, [&](const Field& field) {
    if (field.name == "csrf" || field.name == "v" || field.name == "once") return true;
    const std::string padded = " " + std::string(route.fields) + " ";
    return padded.find(" " + field.name + " ") != std::string::npos;
  });
}

// Origin and Sec-Fetch-Site, where the browser sends them, must name this very site.
bool is_same_site(const HttpRequest& request) {
  const std::string& site = request.fetch_site;
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  if (request.origin.empty() || request.origin == "null") return request.origin.empty();
  return request.origin == (request.https ? "https://" : "http://") + request.host;
}

void know_person(Visit& visit) {
  Service& service = visit.service;
  visit.secret = find_cookie(visit.request.cookie, cookie_name(session_cookie, visit.request.https))
                     .value_or("");
  if (!visit.secret.empty()) {
    visit.session = service.sessions.find(visit.secret, visit.request.arrived);
  }
  if (visit.session) {
    visit.person = read_person_view(service.views, visit.session->account);
    const bool welcome = visit.person && visit.person->state.exists &&
                         !visit.person->state.barred &&
                         visit.session->opened > visit.person->signed_out;
    if (!welcome) visit.session.reset();
  }
  know_year(visit);
}

// A GET after one's own write waits until the views have it (design rule 8).
void wait_for_own_write(Visit& visit) {
  const auto cookie =
      find_cookie(visit.request.cookie, cookie_name(position_cookie, visit.request.https));
  if (!cookie) return;
  std::uint64_t position = 0;
  std::from_chars(cookie->data(), cookie->data() + cookie->size(), position);
  // The cookie is only a lower bound; a forged one may not make anybody wait for what is not there.
  position = std::min(position, visit.service.log.head().position);
  visit.service.projector.wait_for(position, std::chrono::seconds(2));
  // What was just folded may be what this page is about.
  if (visit.session) visit.person = read_person_view(visit.service.views, visit.account());
  know_year(visit);
}

void add_security(HttpResponse& response) {
  if (response.type.starts_with("text/html")) {
    response.set("Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                 "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'");
  }
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "same-origin");
}

void add_headers(HttpResponse& response, const Visit& visit) {
  // What is answered without looking at the visit has them already.
  const auto is_cached = [](const auto& header) { return header.first == "Cache-Control"; };
  if (std::ranges::any_of(response.headers, is_cached)) return;
  add_security(response);
  // What shows a whole plan or person is kept nowhere: shared computers.
  const std::string& path = visit.request.path;
  const bool kept_nowhere = path.starts_with("/plan/r/") || path.starts_with("/my-data") ||
                            path.starts_with("/password/") || path.starts_with("/county") ||
                            path.starts_with("/audit") || path.starts_with("/admin") ||
                            response.type == "application/pdf";
  const bool personal = visit.session || path == "/login";
  response.set("Cache-Control", kept_nowhere ? "no-store"
                                : personal   ? "private, no-cache"
                                             : "no-cache");
}

// Nothing was done, and it is known that nothing was (ui.md 2.19).
HttpResponse answer_unavailable(const HttpRequest& request, std::vector<std::string> lines) {
  html::Shell shell;
  shell.prefix = request.prefix;
  shell.now = request.arrived;
  HttpResponse response;
  response.status = 503;
  response.body =
      html::notice(shell, {"暫停服務", std::move(lines), request.id, {{"/plan", "回我的規劃"}}});
  response.set("Retry-After", "60");
  response.set("Cache-Control", "no-store");
  add_security(response);
  return response;
}

HttpResponse dispatch(Visit& visit, const Route& route) {
  const HttpRequest& request = visit.request;
  const bool post = request.method == "POST";
  if (post) {
    if (!is_urlencoded(request)) {
      return broken(visit, 415);
    }
    auto form = parse_form(request.body);
    if (!form) return broken(visit, form.error());
    visit.form = std::move(*form);
  }
  if (route.access != Access::anybody && !visit.session) {
    if (!post) {
      const std::string query = request.query.empty() ? "" : "?" + request.query;
      return visit.to("/login?next=" + urlencode(request.path + query));
    }
    if (is_json(request)) return json(401, R"({"status":401})");
    return ask_to_sign_in(visit, route.typed == Typed::parked);
  }
  if (const char* role = role_of(route.access)) {
    if (!person::has_role(visit.person->state.roles, role)) return visit.not_found();
    visit.role = role;
  }
  if (post) {
    const std::string account = visit.session ? visit.session->account : std::string();
    visit.same_site = is_same_site(request);
    visit.forged = !visit.same_site ||
                   !visit.service.sessions.is_token(get(visit.form, "csrf"), visit.secret, account);
    if (visit.forged && is_json(request)) return json(403, R"({"status":403})");
    const bool handles_itself =
        route.typed == Typed::parked || request.path == "/login" || request.path == "/logout";
    if (visit.forged && !handles_itself) {
      return visit.notice(403, {"頁面閒置過久，請再試一次",
                                {"這次的操作沒有執行，已暫存的內容不受影響。"},
                                request.id,
                                {{route.access == Access::teacher ? "/plan" : "/", "回首頁"}}});
    }
    if (!visit.forged && !is_known_form(visit, route)) {
      return is_json(request) ? json(400, R"({"status":400})") : broken(visit, 400);
    }
  }
  // A page of the staff records that it was looked at.
  const bool of_staff = route.access > Access::teacher;
  const bool writes_nothing =
      (!post && !of_staff) || request.path == "/login" || request.path == "/logout";
  if (visit.service.low_space && !writes_nothing) {
    if (is_json(request)) return json(503, R"({"status":503})");
    return answer_unavailable(
        request, {"目前無法儲存，約 1 分鐘後再試。",
                  "這次輸入的內容還沒有儲存，按上一頁可以看到；已暫存的內容不受影響。"});
  }
  wait_for_own_write(visit);
  return route.handler(visit);
}

}  // namespace

std::vector<std::string> route_names() {
  std::vector<std::string> names;
  for (const Route& route : routes) {
    names.push_back(std::string(route.method) + " " + std::string(route.path));
  }
  return names;
}

HttpResponse answer(Service& service, const HttpRequest& request) {
  Visit visit(request, service);
  know_person(visit);
  HttpResponse response;
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const Route* found = nullptr;
  bool known_path = false;
  for (const Route& route : routes) {
    auto parameter = match(route.path, request.path);
    if (!parameter) continue;
    known_path |= route.path.find('*') == std::string_view::npos;
    if (route.method != method) continue;
    visit.parameter = std::move(*parameter);
    found = &route;
    break;
  }
  auto query = parse_form(request.query);
  if (!query) {
    response = broken(visit, query.error());
  } else if (found) {
    visit.query = std::move(*query);
    response = dispatch(visit, *found);
  } else {
    response = known_path ? broken(visit, 405) : visit.not_found();
  }
  add_headers(response, visit);
  return response;
}

HttpResponse answer_unready(Service& service, const HttpRequest& request) {
  const auto head = std::max<std::uint64_t>(service.log.head().position, 1);
  const std::string share = std::to_string(100 * service.projector.position() / head) + "%";
  return answer_unavailable(request, {"系統正在整理資料，已完成 " + share + "，約 1 分鐘後再試。",
                                      "已儲存的內容不受影響。"});
}

HttpResponse answer_fault(const HttpRequest& request, int status) {
  html::Shell shell;
  shell.prefix = request.prefix;
  shell.now = request.arrived;
  html::Notice notice{
      "系統發生問題",
      {"我們已收到通知。最後一次暫存的內容不受影響；按上一頁可以看到剛才輸入的內容。"},
      request.id,
      {{"/plan", "回我的規劃"}}};
  if (status == 400 || status == 413) {
    notice.heading = status == 413 ? "內容太大" : "無法處理這項請求";
    notice.lines = {"這次沒有儲存，已暫存的內容不受影響。請回上一頁減少內容後再試。"};
  }
  if (status == 503) {
    notice.heading = "暫時無法確認是否已儲存";
    notice.lines = {"請稍候約 1 分鐘，回到「我的規劃」查看最後儲存的時間，再決定是否重新輸入。"};
  }
  HttpResponse response;
  response.status = status;
  response.body = html::notice(shell, notice);
  if (status == 503) response.set("Retry-After", "60");
  response.set("Cache-Control", "no-store");
  add_security(response);
  return response;
}

}  // namespace yanxi
