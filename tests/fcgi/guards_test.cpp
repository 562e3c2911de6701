#include <boost/test/unit_test.hpp>
#include <map>

#include "tests/fcgi/route_names.hpp"
#include "tests/golden.hpp"
#include "tests/visitor.hpp"

// What stands before every handler: session, role, token, form, content type, origin, room on the
// disk. Each route is asked as it should be, and then with one thing wrong; the answers stand in
// tests/golden/guards.txt, a table that a person reads. An answer is its status, then p, s or n
// (Cache-Control: private, no-cache; no-store; no-cache), j for JSON, c for a cookie that is set,
// and +1 for an event that was appended. YANXI_GOLDEN=write writes it anew.
//
// What the rightly made request asks for is refused by the handler itself where it would change
// something (an empty field, a version that never was), so that all requests see the same state.

namespace yanxi {
namespace {

struct Door {
  const char* route;  // as route_names has it
  const char* path;   // "" for the route's own
  const char* who;    // the right person, "" for nobody
  const char* wrong;  // a person without the role, "" when there is none
  const char* body = "";
};

constexpr Door doors[] = {
    {"GET /", "", "teacher1", ""},
    {"GET /login", "", "", ""},
    {"POST /login", "", "", "", "account=teacher1&password=&next="},
    {"POST /logout", "", "teacher1", ""},
    {"GET /help", "", "teacher1", ""},
    {"GET /privacy", "", "teacher1", ""},
    {"GET /accessibility", "", "teacher1", ""},
    {"GET /healthz", "", "", ""},
    {"GET /metrics", "", "", ""},
    {"GET /my-data", "", "teacher1", ""},
    {"GET /my-data.json", "", "teacher1", ""},
    {"GET /my-data.pdf", "", "teacher1", ""},
    {"GET /plan", "", "teacher1", "clerk1"},
    {"POST /plan/start", "", "teacher3", "clerk1", "go=start&v=9999"},
    {"GET /plan/profile", "", "teacher2", "clerk1"},
    {"POST /plan/profile", "", "teacher2", "clerk1", "education=ED40&v=9999"},
    {"GET /plan/needs", "", "teacher2", "clerk1"},
    {"POST /plan/needs", "", "teacher2", "clerk1", "method.1=ME20&v=9999"},
    {"GET /plan/topics", "", "teacher2", "clerk1"},
    {"POST /plan/topics", "", "teacher2", "clerk1", "h.1-1-1=3&v=9999"},
    {"POST /plan/autosave", "", "teacher2", "clerk1", "h.1-1-2=3&v=9999"},
    {"GET /plan/preview", "", "teacher2", "clerk1"},
    {"POST /plan/preview", "", "teacher2", "clerk1", "go=submit&v=9999"},
    {"POST /plan/submit", "", "teacher2", "clerk1", "v=9999"},
    {"GET /plan/withdraw", "", "teacher3", "clerk1"},
    {"POST /plan/withdraw", "", "teacher2", "clerk1", "v=1"},
    {"GET /plan/delete", "", "teacher2", "clerk1"},
    {"POST /plan/delete", "", "teacher2", "clerk1", "v=9999"},
    {"GET /plan/clear", "/plan/clear?c=1", "teacher2", "clerk1"},
    {"POST /plan/clear", "", "teacher2", "clerk1", "c=1&v=9999"},
    {"GET /plan/import", "", "teacher2", "clerk1"},
    {"POST /plan/import", "", "teacher2", "clerk1", "mode=fill&v=1"},
    {"GET /plan/r/*", "/plan/r/115-0000001-1", "teacher3", "clerk1"},
    {"GET /plan/history", "", "teacher2", "clerk1"},
    {"GET /plan/catalogue", "", "teacher2", "clerk1"},
    {"POST /plan/catalogue", "", "teacher2", "clerk1", "v=1"},
    {"GET /plan/*", "/plan/115", "teacher2", "clerk1"},
    {"GET /plan.pdf", "/plan.pdf?year=114", "teacher1", "clerk1"},
    {"GET /survey", "", "teacher3", "clerk1"},
    {"POST /survey", "", "teacher3", "clerk1", "q1=3&text=&v=9999"},
    {"GET /audit", "/audit?account=teacher2", "auditor1", "admin1"},
    {"GET /audit/list/*", "/audit/list/restored", "auditor1", "admin1"},
    {"GET /audit/sample", "", "auditor1", "admin1"},
    {"GET /audit/board", "/audit/board?unit=010001&t=2026/11/22", "auditor1", "admin1"},
    {"GET /audit/plan/*", "/audit/plan/115-teacher2", "auditor1", "admin1"},
    {"GET /audit/plan/*/at", "/audit/plan/115-teacher2/at?v=1", "auditor1", "admin1"},
    {"GET /audit/plan/*/at.pdf", "/audit/plan/115-teacher2/at.pdf?v=9", "auditor1", "admin1"},
    {"GET /audit/plan/*/compare", "/audit/plan/115-teacher3/compare?a=1&b=2", "auditor1", "admin1"},
    {"GET /audit/plan/*/history.pdf", "/audit/plan/115-teacher1/history.pdf", "auditor1", "admin1"},
    {"GET /audit/export", "/audit/export?year=115", "auditor1", "admin1"},
    {"GET /admin", "", "admin1", "auditor1"},
    {"GET /admin/restore", "/admin/restore?account=teacher2", "admin1", "auditor1"},
    {"POST /admin/restore", "", "admin1", "auditor1", "unit=010002&year=115&v=0"},
    {"GET /admin/restore/*", "/admin/restore/115-teacher2", "admin1", "auditor1"},
    {"POST /admin/restore/*", "/admin/restore/115-teacher2", "admin1", "auditor1",
     "reason=because it must&document=&v=9999"},
    {"GET /admin/extend", "", "admin1", "auditor1"},
    {"GET /admin/extend/*", "/admin/extend/115-teacher2", "admin1", "auditor1"},
    {"POST /admin/extend/*", "/admin/extend/115-teacher2", "admin1", "auditor1",
     "until=2026/12/24 10:00&reason=because it must&v=9999"},
    {"GET /admin/years", "", "admin1", "auditor1"},
    {"GET /admin/years/*", "/admin/years/115", "admin1", "auditor1"},
    {"POST /admin/years/*", "/admin/years/115", "admin1", "auditor1", "go=check&v=9999"},
    {"POST /admin/years/*/extend", "/admin/years/115/extend", "admin1", "auditor1",
     "unit=010001&go=check&v=9999"},
    {"POST /admin/years/*/announce", "/admin/years/999/announce", "admin1", "auditor1",
     "text=x&v=9999"},
    {"GET /admin/rehearse", "", "admin1", "auditor1"},
    {"GET /admin/people", "/admin/people?account=teacher2", "admin1", "auditor1"},
    {"GET /admin/people/*", "/admin/people/teacher2", "admin1", "auditor1"},
    {"POST /admin/people/*/roles", "/admin/people/teacher2/roles", "admin1", "auditor1",
     "roles=teacher:010001&v=9999"},
    {"POST /admin/people/*/sign-in", "/admin/people/teacher2/sign-in", "admin1", "auditor1",
     "go=bar&reason=because it must&v=9999"},
    {"POST /admin/people/*/link", "/admin/people/teacher2/link", "admin1", "auditor1", "v=9999"},
    {"GET /admin/as/*", "/admin/as/teacher2?page=home", "admin1", "auditor1"},
    {"GET /admin/catalogue", "", "admin1", "auditor1"},
    {"GET /admin/catalogue.csv", "/admin/catalogue.csv?version=115-1", "admin1", "auditor1"},
    {"POST /admin/catalogue/adopt", "", "admin1", "auditor1", "year=114&v=9999"},
    {"POST /admin/catalogue", "", "admin1", "auditor1", "year=115&text=x&v=0"},
    {"GET /admin/statistics", "", "admin1", "auditor1"},
    {"GET /county", "", "county1", "admin1"},
    {"GET /admin/import", "", "admin1", "auditor1"},
    {"POST /admin/import", "", "admin1", "auditor1", "kind=people&text=x&go=apply&v=0"},
    {"GET /password/*", "/password/teacher1~guess", "", ""},
    {"POST /password/*", "/password/teacher1~guess", "", "", "password=long-enough&again=x"},
};

struct Flaw {
  const char* name;
  // The request, rightly made by its visitor, is made wrong.
  void (*spoil)(HttpRequest& request, const Served& served);
  enum class Who { right, nobody, stranger, wrong } who = Who::right;
  bool low_space = false;
};
using Who = Flaw::Who;

void no_change(HttpRequest&, const Served&) {}
void as_json(HttpRequest& request, const Served&) { request.accept = "text/x, application/json"; }
void no_cookie(HttpRequest& request, const Served&) { request.cookie.clear(); }

void set_field(HttpRequest& request, const std::string& name, const std::string& value) {
  Form form = parse_form(request.body).value();
  for (Field& field : form) {
    if (field.name == name) field.value = value;
  }
  request.body = write_form(form);
}
void no_token(HttpRequest& request, const Served&) { set_field(request, "csrf", ""); }

constexpr Flaw page_flaws[] = {
    {"right", no_change},
    {"no cookie", no_cookie, Who::nobody},
    {"stranger", no_change, Who::stranger},
    {"role", no_change, Who::wrong},
    {"role,query", [](HttpRequest& r, const Served&) { r.query = "a=%zz"; }, Who::wrong},
    {"role,full", no_change, Who::wrong, true},
    {"query", [](HttpRequest& request, const Served&) { request.query = "a=%zz"; }},
    {"full", no_change, Who::right, true},
    {"full,json", as_json, Who::right, true},
    {"full,none", no_cookie, Who::nobody, true},
};

constexpr Flaw form_flaws[] = {
    {"right", no_change},
    {"no cookie", no_cookie, Who::nobody},
    {"json", [](HttpRequest& r, const Served& s) { no_cookie(r, s), as_json(r, s); }, Who::nobody},
    {"stranger", no_change, Who::stranger},
    {"role", no_change, Who::wrong},
    {"role,type", [](HttpRequest& r, const Served&) { r.content_type = "text/plain"; }, Who::wrong},
    {"role,body", [](HttpRequest& r, const Served&) { r.body += "&a=%"; }, Who::wrong},
    {"role,query", [](HttpRequest& r, const Served&) { r.query = "a=%zz"; }, Who::wrong},
    {"role,full", no_change, Who::wrong, true},
    {"token", no_token},
    {"json", [](HttpRequest& r, const Served& s) { no_token(r, s), as_json(r, s); }},
    {"old token",
     [](HttpRequest& request, const Served& served) {
       const auto teacher = "teacher1";
       set_field(request, "csrf", served.sessions.token(random_secret(), teacher));
     }},
    {"origin", [](HttpRequest& r, const Served&) { r.origin = "http://elsewhere.example"; }},
    {"https", [](HttpRequest& r, const Served&) { r.origin = "https://test"; }},
    {"null", [](HttpRequest& r, const Served&) { r.origin = "null"; }},
    {"cross-site", [](HttpRequest& r, const Served&) { r.fetch_site = "cross-site"; }},
    {"same-site", [](HttpRequest& r, const Served&) { r.fetch_site = "same-site"; }},
    {"no type", [](HttpRequest& r, const Served&) { r.content_type.clear(); }},
    {"plain", [](HttpRequest& r, const Served&) { r.content_type = "text/plain"; }},
    {"body", [](HttpRequest& r, const Served&) { r.body += "&a=%"; }},
    {"321",
     [](HttpRequest& r, const Served&) {
       for (int i = 0; i < 321; ++i) r.body += "&x" + std::to_string(i) + "=";
     }},
    {"field", [](HttpRequest& r, const Served&) { r.body += "&role=admin"; }},
    {"json", [](HttpRequest& r, const Served& s) { r.body += "&role=admin", as_json(r, s); }},
    {"no v", [](HttpRequest& r, const Served&) { set_field(r, "v", "-1"); }},
    {"query", [](HttpRequest& r, const Served&) { r.query = "a=1&a=2"; }},
    {"full", no_change, Who::right, true},
    {"full,json", as_json, Who::right, true},
    {"full,token", no_token, Who::right, true},
    {"full,none", no_cookie, Who::nobody, true},
};

// Nothing is wrong with these: they are answered as the right request is.
constexpr Flaw accepted[] = {
    {"origin", [](HttpRequest& r, const Served&) { r.origin = "http://test"; }},
    {"same-origin", [](HttpRequest& r, const Served&) { r.fetch_site = "same-origin"; }},
    {"none", [](HttpRequest& r, const Served&) { r.fetch_site = "none"; }},
    {"charset",
     [](HttpRequest& r, const Served&) {
       r.content_type = "Application/X-WWW-Form-urlencoded ; charset=utf-8";
     }},
    {"https",
     [](HttpRequest& r, const Served&) {
       r.https = true;
       r.origin = "https://test";
       r.cookie = "__Secure-" + r.cookie;
     }},
};

const std::map<std::string, std::string> cached = {
    {"private, no-cache", "p"}, {"no-store", "s"}, {"no-cache", "n"}};

class Guarded : Served {
 public:
  Guarded() : Served(DemoPhase::late) {}

  std::string ask(const Door& door, const Flaw& flaw) {
    const std::string who = flaw.who == Who::right   ? door.who
                            : flaw.who == Who::wrong ? door.wrong
                                                     : "";
    const Visitor visitor(*this, who);
    const std::string route = door.route;
    const std::string path = *door.path ? door.path : route.substr(route.find(' ') + 1);
    HttpRequest request = is_form(door) ? visitor.post(path, door.body) : visitor.get(path);
    flaw.spoil(request, *this);
    service.low_space = flaw.low_space;
    const auto before = log->head().position;
    const HttpResponse response = visitor.ask(request);
    service.low_space = false;
    check_headers(response);
    std::string cell = std::to_string(response.status);
    const auto kept = cached.find(header_of(response, "Cache-Control"));
    cell += kept == cached.end() ? "?" : kept->second;
    if (response.type == "application/json" && request.accept != "") cell += "j";
    if (!header_of(response, "Set-Cookie").empty()) cell += "c";
    const auto appended = log->head().position - before;
    return cell + (appended ? "+" + std::to_string(appended) : "");
  }

  static bool is_form(const Door& door) { return std::string_view(door.route).starts_with("POST"); }

 private:
  static void check_headers(const HttpResponse& response) {
    BOOST_TEST(header_of(response, "X-Content-Type-Options") == "nosniff");
    BOOST_TEST(header_of(response, "Referrer-Policy") == "same-origin");
    const bool html = response.type == "text/html; charset=utf-8";
    BOOST_TEST(header_of(response, "Content-Security-Policy") ==
               (html ? "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                       "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                       "frame-ancestors 'none'"
                     : ""));
  }
};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text + " ";
}

template <std::size_t N>
std::string table_of(Guarded& world, bool forms, const Flaw (&flaws)[N]) {
  constexpr std::size_t width = 26;
  std::string table = padded(forms ? "POST" : "GET", width);
  for (const Flaw& flaw : flaws) table += padded(flaw.name, 10);
  table.erase(table.find_last_not_of(' ') + 1);
  table += "\n";
  for (const Door& door : doors) {
    if (Guarded::is_form(door) != forms) continue;
    const std::string route = door.route;
    table += padded(route.substr(route.find(' ') + 1), width);
    BOOST_TEST_CONTEXT(door.route) {
      for (const Flaw& flaw : flaws) {
        const bool none = flaw.who == Who::wrong && !*door.wrong;
        BOOST_TEST_CONTEXT(flaw.name) table += padded(none ? "-" : world.ask(door, flaw), 10);
      }
    }
    table.erase(table.find_last_not_of(' ') + 1);
    table += "\n";
  }
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guards)

BOOST_AUTO_TEST_CASE(every_route_is_guarded_as_the_table_says) {
  Guarded world;
  check_golden("guards.txt",
               table_of(world, false, page_flaws) + "\n" + table_of(world, true, form_flaws));
  for (const Door& door : doors) {
    if (!Guarded::is_form(door)) continue;
    const std::string right = world.ask(door, form_flaws[0]);
    for (const Flaw& flaw : accepted) BOOST_TEST_CONTEXT(door.route << ", " << flaw.name)
    BOOST_TEST(world.ask(door, flaw) == right);
  }
}

BOOST_AUTO_TEST_CASE(the_table_has_every_route_once) {
  std::vector<std::string> named;
  for (const Door& door : doors) named.emplace_back(door.route);
  std::vector<std::string> routes = route_names();
  std::ranges::sort(named);
  std::ranges::sort(routes);
  BOOST_TEST(named == routes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
