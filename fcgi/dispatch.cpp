#include "fcgi/dispatch.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "fcgi/answers.hpp"
#include "fcgi/public/pages.hpp"
#include "fcgi/visit/visit.hpp"

namespace yanxi {
namespace {

using Refused = std::optional<HttpResponse>;

// The row of a request's method and address. Without one the answer is the status: 405 where
// another method has an address without parts.
struct Asked {
  Matched matched;
  int status = 404;
};

Asked match(const HttpRequest& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  const Matched page = match_route(Method::get, request.path);
  const Matched form = match_route(Method::post, request.path);
  if (get && page.route) return {page};
  if (request.method == "POST" && form.route) return {form};
  for (const Route* other : {page.route, form.route}) {
    if (other && !other->path.has_parts()) return {{}, 405};
  }
  return {};
}

// A request after one's own write waits until the views have it.
void wait_for_own_write(const Visit& visit) {
  const auto cookie =
      find_cookie(visit.request.cookie, cookie_name(position_cookie, visit.request.https));
  if (!cookie) return;
  std::uint64_t position = 0;
  std::from_chars(cookie->data(), cookie->data() + cookie->size(), position);
  // The cookie is only a lower bound; a forged one may not make anybody wait for what is not there.
  position = std::min(position, visit.service.log.head().position);
  visit.service.projector.wait_for(position, std::chrono::seconds(2));
}

// What the views know of the person; a session of one who may not be here any more is none.
void read_person(Visit& visit) {
  if (visit.session) {
    visit.person = read_person_view(visit.service.views, visit.account());
    const bool welcome = visit.person && visit.person->state.exists &&
                         !visit.person->state.barred &&
                         visit.session->opened > visit.person->signed_out;
    if (!welcome) visit.session.reset();
  }
  know_year(visit);
}

// Whether a unit or county that the address names is one the person's role is for.
bool is_within_scope(const Visit& visit, const RoleDesk& desk) {
  if (desk.scope == Scope::nation) return true;
  const auto holds = [&](const std::string& code) {
    return std::ranges::find(visit.scope, code) != visit.scope.end();
  };
  const auto named = [&](std::string_view name) {
    const auto part = std::ranges::find(visit.parts, name, &Path::Parts::value_type::first);
    return part == visit.parts.end() ? get(visit.query, name) : std::string(part->second);
  };
  const std::string unit = named("unit"), county = named("county");
  if (desk.scope == Scope::unit) return unit.empty() || holds(unit);
  if (!county.empty() && !holds(county)) return false;
  if (unit.empty()) return true;
  const auto known = read_unit_view(visit.service.views, unit);
  return known && holds(known->state.county);
}

// Whether the person may sit at the row's desk. Nobody is refused here who only has to sign in.
bool is_welcome(Visit& visit, const Route& route) {
  visit.desk = route.desk;
  const RoleDesk* desk = find_desk(route.desk);
  if (!desk || !visit.session) return true;
  for (const person::Role& role : visit.person->state.roles) {
    if (role.name == desk->role) visit.scope.push_back(role.scope);
  }
  return !visit.scope.empty() && is_within_scope(visit, *desk);
}

bool is_urlencoded(const HttpRequest& request) {
  std::string type = request.content_type.substr(0, request.content_type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return type == "application/x-www-form-urlencoded";
}

// Whether the form has only fields its page has, and says which version it was made from.
bool is_known_form(const Visit& visit, const Policy& policy) {
  if (policy.versioned && !visit.seen_version()) return false;
  if (policy.fields == any_fields) return true;
  return std::ranges::all_of(visit.form, [&](const Field& field) {
    if (field.name == "csrf" || field.name == "v" || field.name == "once") return true;
    const std::string padded = " " + std::string(policy.fields) + " ";
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

// What can be read at all.
Refused refuse_unread(Visit& visit, const Route& route, std::expected<Form, int> query) {
  if (!query) return refuse(visit, query.error());
  if (route.method == Method::get) return {};
  if (!is_urlencoded(visit.request)) return refuse(visit, 415);
  auto form = parse_form(visit.request.body);
  if (!form) return refuse(visit, form.error());
  visit.form = std::move(*form);
  return {};
}

Refused refuse_stranger(Visit& visit, const Route& route) {
  if (route.desk == Desk::anybody || visit.session) return {};
  const HttpRequest& request = visit.request;
  if (route.method == Method::get) {
    const std::string query = request.query.empty() ? "" : "?" + request.query;
    return visit.to("/login?next=" + urlencode(request.path + query));
  }
  if (is_json(request)) return refuse_json(401);
  return ask_to_sign_in(visit, route.policy.typed == Typed::parked);
}

Refused refuse_form(Visit& visit, const Route& route) {
  if (route.method == Method::get) return {};
  const std::string account = visit.session ? visit.account() : std::string();
  visit.same_site = is_same_site(visit.request);
  visit.forged = !visit.same_site ||
                 !visit.service.sessions.is_token(get(visit.form, "csrf"), visit.secret, account);
  if (visit.forged) {
    const bool left = route.policy.token == Token::left_to_handler && !is_json(visit.request);
    return left ? Refused() : refuse(visit, 403);
  }
  return is_known_form(visit, route.policy) ? Refused() : refuse(visit, 400);
}

// A form adds to the log, and so does a page where it is recorded who looked.
Refused refuse_without_room(const Visit& visit, const Route& route) {
  if (!visit.service.low_space) return {};
  const RoleDesk* desk = find_desk(route.desk);
  const bool appends = route.method == Method::post ? route.policy.appends : desk && desk->recorded;
  return appends ? refuse(visit, 503) : Refused();
}

HttpResponse carry_out(Visit& visit, const Route& route) {
  Lanes::Place place = visit.service.lanes.enter(route.policy.lane);
  visit.full = !place;
  if (visit.full && route.policy.full == Full::refused) return refuse_full(visit);
  HttpResponse response = route.handler(visit);
  response.place = std::move(place);
  return response;
}

// Who may not be here learns nothing else: that is looked at before the request itself is.
HttpResponse admit(Visit& visit, const Route& route) {
  auto query = parse_form(visit.request.query);
  if (query) visit.query = *query;
  if (!is_welcome(visit, route)) return visit.not_found();
  Refused refused = refuse_unread(visit, route, std::move(query));
  if (!refused) refused = refuse_stranger(visit, route);
  if (!refused) refused = refuse_form(visit, route);
  if (!refused) refused = refuse_without_room(visit, route);
  return refused ? std::move(*refused) : carry_out(visit, route);
}

void add_headers(HttpResponse& response, const Visit& visit, Kept kept) {
  // What is answered without looking at the visit has them already.
  const auto is_cached = [](const auto& header) { return header.first == "Cache-Control"; };
  if (std::ranges::any_of(response.headers, is_cached)) return;
  add_security(response);
  // A file shows a whole plan, whatever the address keeps of its refusals.
  const bool nowhere = kept == Kept::nowhere || response.type == "application/pdf";
  const bool own = kept == Kept::own || visit.session;
  response.set("Cache-Control", nowhere ? "no-store" : own ? "private, no-cache" : "no-cache");
}

}  // namespace

HttpResponse answer(Service& service, const HttpRequest& request) {
  Visit visit(request, service);
  Asked asked = match(request);
  visit.parts = std::move(asked.matched.parts);
  Identity::Presented presented = service.identity->present(request);
  visit.secret = std::move(presented.secret);
  visit.session = std::move(presented.session);
  wait_for_own_write(visit);
  read_person(visit);
  const Route* route = asked.matched.route;
  HttpResponse response = route ? admit(visit, *route) : refuse(visit, asked.status);
  add_headers(response, visit, route ? route->policy.kept : Kept::nowhere);
  return response;
}

}  // namespace yanxi
