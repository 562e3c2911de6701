#include <boost/test/unit_test.hpp>

#include "fcgi/operate/export.hpp"
#include "tests/fcgi/fastcgi_house.hpp"

// The FastCGI door over its real socket: what of a request reaches the routes, what is refused
// before, what goes back.

namespace yanxi {

BOOST_AUTO_TEST_SUITE(fastcgi, *boost::unit_test::fixture<OpenHouse>())

BOOST_AUTO_TEST_CASE(every_status_has_its_reason) {
  const std::string secret = house().cookie_of("teacher1");
  const std::string csrf = "csrf=" + house().served.sessions.token(secret, "teacher1");
  const std::string guest = house().served.sessions.token("guest", {});
  for (int i = 0; i < 5; ++i) house().served.service.throttle.failed("teacher2", read_clock());
  house().served.views.write({{"person/broken1", "no row"}});
  const auto login = [&](const std::string& fields) {
    const std::string body = "csrf=" + guest + fields;
    return house().ask(post_of("/login", body, {{"HTTP_COOKIE", "yanxi=guest"}}), body);
  };
  const auto post = [&](const std::string& uri, const std::string& body, Parameters more = {}) {
    more.push_back({"HTTP_COOKIE", "yanxi=" + secret});
    return house().ask(post_of(uri, body, more), body);
  };
  const std::string broken = house().cookie_of("broken1");
  const struct {
    const char* status;
    FastCgiAnswer answer;
  } rows[] = {
      {"200 OK", house().ask(get_of("/healthz"))},
      {"303 See Other", house().ask(get_of("/plan"))},
      {"400 Bad Request", house().ask(get_of("/plan?x=%zz"))},
      {"401 Unauthorized", house().ask(post_of("/plan/start", ""))},
      {"403 Forbidden", post("/plan/start", "csrf=none&go=start&v=0")},
      {"404 Not Found", house().ask(get_of("/nowhere"))},
      {"405 Method Not Allowed", house().ask({{"REQUEST_METHOD", "PUT"}, {"REQUEST_URI", "/"}})},
      {"409 Conflict", post("/plan/submit", csrf + "&v=7&once=x")},
      {"413 Content Too Large", house().ask(get_of("/", {{"CONTENT_LENGTH", "65537"}}))},
      {"415 Unsupported Media Type", house().ask({{"REQUEST_METHOD", "POST"},  //
                                                  {"REQUEST_URI", "/login"}})},
      {"422 Unprocessable Content", login("&account=teacher1&password=")},
      {"429 Too Many Requests", login("&account=teacher2&password=wrong")},
      {"500 Internal Server Error",
       house().ask(get_of("/plan", {{"HTTP_COOKIE", "yanxi=" + broken}}))},
  };
  for (const auto& row : rows) {
    BOOST_TEST(row.answer.status == row.status);
    BOOST_TEST(row.answer.whole);
    BOOST_TEST(has(row.answer.headers,
                   "Content-Length: " + std::to_string(row.answer.body.size()) + "\r\n"),
               row.status << " with " << row.answer.headers);
  }
}

BOOST_AUTO_TEST_CASE(what_a_fault_says_is_logged_and_the_page_names_the_request) {
  house().served.views.write({{"person/broken2", "no row"}});
  const std::string cookie = "yanxi=" + house().cookie_of("broken2");
  house().log.take();
  const auto answer = house().ask(get_of("/plan", {{"HTTP_COOKIE", cookie}}));
  BOOST_TEST(has(answer.body, "系統發生問題"));
  BOOST_TEST(has(answer.body, "01234567"));
  BOOST_TEST(!has(answer.body, "012345678"));
  BOOST_TEST(has(answer.headers, "Cache-Control: no-store\r\n"));
  BOOST_TEST(has(answer.headers, "Content-Type: text/html; charset=utf-8\r\n"));
  const auto said = house().log.take();
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].starts_with("error request 01234567 GET /plan failed: "), said[0]);
}

BOOST_AUTO_TEST_CASE(a_body_is_measured_before_it_is_read) {
  constexpr std::size_t form = 64 * 1024, sign_in = 256 * 1024, paste = 1024 * 1024;
  // Without a type the routes refuse what passes with 415, an unknown address with 404.
  const struct {
    const char* prefix;
    const char* uri;
    std::size_t limit;
    const char* passes;
  } rows[] = {
      {"", "/nowhere", form, "404 Not Found"},
      {"", "/plan/needs", form, "415 Unsupported Media Type"},
      {"", "/login", sign_in, "415 Unsupported Media Type"},
      {"", "/login?next=/plan", sign_in, "415 Unsupported Media Type"},
      {"", "/login/", form, "404 Not Found"},
      {"", "/admin/import", paste, "415 Unsupported Media Type"},
      {"", "/admin/import/x", form, "404 Not Found"},
      {"", "/admin/catalogue", paste, "415 Unsupported Media Type"},
      {"", "/admin/catalogue/adopt", paste, "415 Unsupported Media Type"},
      {"", "/admin/people", form, "405 Method Not Allowed"},
      {"/yanxi", "/yanxi/login", sign_in, "415 Unsupported Media Type"},
      {"/yanxi", "/login", sign_in, "415 Unsupported Media Type"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.prefix << " " << row.uri) {
      const auto post = [&](std::size_t told) {
        return Parameters{{"REQUEST_METHOD", "POST"},
                          {"SCRIPT_NAME", row.prefix},
                          {"REQUEST_URI", row.uri},
                          {"CONTENT_LENGTH", std::to_string(told)}};
      };
      BOOST_TEST(house().ask(post(row.limit), std::string(row.limit, 'x')).status == row.passes);
      const auto refused = house().ask(post(row.limit + 1));
      BOOST_TEST(refused.status == "413 Content Too Large");
      BOOST_TEST(has(refused.body, "內容太大"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_length_is_a_number_and_the_body_has_it) {
  const struct {
    const char* length;
    const char* body;
    const char* status;
  } rows[] = {
      {"", "", "200 OK"},
      {"0", "", "200 OK"},
      {"3", "abc", "200 OK"},
      {"3", "abcd", "200 OK"},
      {"3", "ab", "400 Bad Request"},
      {"3", "", "400 Bad Request"},
      {"-1", "", "400 Bad Request"},
      {"+1", "a", "400 Bad Request"},
      {" 1", "a", "400 Bad Request"},
      {"1 ", "a", "400 Bad Request"},
      {"1x", "a", "400 Bad Request"},
      {"0x1", "a", "400 Bad Request"},
      {"many", "a", "400 Bad Request"},
      {"99999999999999999999999", "", "400 Bad Request"},
  };
  for (const auto& row : rows) {
    const auto answer = house().ask(get_of("/healthz", {{"CONTENT_LENGTH", row.length}}), row.body);
    BOOST_TEST(answer.status == row.status, row.length << " of " << row.body);
    if (answer.status == "200 OK") BOOST_TEST(answer.body == "ok\n");
    if (answer.status != "200 OK") BOOST_TEST(has(answer.body, "無法處理這項請求"));
  }
}

BOOST_AUTO_TEST_CASE(a_body_in_many_pieces_is_one) {
  const std::string body = "csrf=" + house().served.sessions.token("guest", {}) +
                           "&account=" + std::string(3000, 'a') + "&password=";
  FastCgiPeer peer(house().socket);
  peer.begin(post_of("/login", body, {{"HTTP_COOKIE", "yanxi=guest"}}));
  for (std::size_t at = 0; at < body.size(); at += 700) {
    peer.send(FastCgiPeer::record(5, body.substr(at, 700)));
  }
  peer.give_body("&what came after its length");
  const auto answer = peer.answer();
  BOOST_TEST(answer.status == "422 Unprocessable Content");
  BOOST_TEST(has(answer.body, std::string(50, 'a') + "\""));
}

BOOST_AUTO_TEST_CASE(a_request_reaches_the_routes_as_it_was_sent) {
  const std::string secret = house().cookie_of("teacher1");
  const std::string token = house().served.sessions.token(secret, "teacher1");
  const std::string mine = "yanxi=" + secret, body = "csrf=" + token + "&go=start";
  const auto start = [&](Parameters more) { return post_of("/plan/start", body, std::move(more)); };
  const struct {
    const char* what;
    Parameters parameters;
    const char* status;
    const char* header;
  } rows[] = {
      {"the session in the first of two cookie headers",
       get_of("/plan", {{"HTTP_COOKIE", mine}, {"HTTP_COOKIE", "a=b"}}), "200 OK", ""},
      {"and in the second", get_of("/plan", {{"HTTP_COOKIE", "a=b"}, {"HTTP_COOKIE", mine}}),
       "200 OK", ""},
      {"in both it is none", get_of("/plan", {{"HTTP_COOKIE", mine}, {"HTTP_COOKIE", mine}}),
       "303 See Other", "Location: /login?next=/plan\r\n"},
      {"under a name that only begins like it",
       get_of("/plan", {{"HTTP_COOKIES", mine}, {"XHTTP_COOKIE", mine}}), "303 See Other", ""},
      {"query and path are parted at the first question mark", get_of("/plan?a=?"), "303 See Other",
       "Location: /login?next=/plan%3Fa%3D%3F\r\n"},
      {"a question mark without a query", get_of("/plan?"), "303 See Other",
       "Location: /login?next=/plan\r\n"},
      {"a prefix is taken off and put before addresses",
       get_of("/in/plan", {{"SCRIPT_NAME", "/in"}}), "303 See Other",
       "Location: /in/login?next=/plan\r\n"},
      {"a path outside the prefix is taken as it is", get_of("/plan", {{"SCRIPT_NAME", "/in"}}),
       "303 See Other", "Location: /in/login?next=/plan\r\n"},
      {"cookies belong to the prefix", get_of("/in/login", {{"SCRIPT_NAME", "/in"}}), "200 OK",
       "; Path=/in; HttpOnly"},
      {"over HTTPS cookies are secure", get_of("/login", {{"HTTPS", "on"}}), "200 OK",
       "Set-Cookie: __Secure-yanxi="},
      {"and only then", get_of("/login", {{"HTTPS", "off"}}), "200 OK", "Set-Cookie: yanxi="},
      {"this very site",
       start({{"HTTP_COOKIE", mine}, {"HTTP_HOST", "h"}, {"HTTP_ORIGIN", "http://h"}}),
       "400 Bad Request", ""},
      {"another site",
       start({{"HTTP_COOKIE", mine}, {"HTTP_HOST", "h"}, {"HTTP_ORIGIN", "http://o"}}),
       "403 Forbidden", ""},
      {"another host",
       start({{"HTTP_COOKIE", mine}, {"HTTP_HOST", "o"}, {"HTTP_ORIGIN", "http://h"}}),
       "403 Forbidden", ""},
      {"the browser says so", start({{"HTTP_COOKIE", mine}, {"HTTP_SEC_FETCH_SITE", "cross-site"}}),
       "403 Forbidden", ""},
      {"what the script accepts", start({{"HTTP_ACCEPT", "application/json"}}), "401 Unauthorized",
       "Content-Type: application/json\r\n"},
      {"no method", {{"REQUEST_URI", "/"}}, "405 Method Not Allowed", ""},
      {"no address", {{"REQUEST_METHOD", "GET"}}, "404 Not Found", ""},
  };
  for (const auto& row : rows) {
    const bool post = row.parameters.front().second == "POST";
    const auto answer = house().ask(row.parameters, post ? body : "");
    BOOST_TEST(answer.status == row.status, row.what << ": " << answer.status);
    BOOST_TEST(has(answer.headers, row.header), row.what << ": " << answer.headers);
  }
}

BOOST_AUTO_TEST_CASE(a_head_is_the_get_without_its_body) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const std::string plan = std::to_string(this_year() - 1) + "-teacher1";
  for (const std::string& uri :
       {std::string("/healthz"), std::string("/nowhere"), "/audit/export?plan=" + plan}) {
    Parameters parameters = get_of(uri, {{"HTTP_COOKIE", cookie}});
    const auto got = house().ask(parameters);
    parameters.front().second = "HEAD";
    const auto head = house().ask(parameters);
    BOOST_TEST(head.status == got.status);
    BOOST_TEST(head.headers == got.headers);
    BOOST_TEST(head.body.empty());
    BOOST_TEST(!got.body.empty());
  }
}

BOOST_AUTO_TEST_CASE(an_export_is_streamed_whole) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const auto answer = house().ask(
      get_of("/audit/export?year=" + std::to_string(this_year()), {{"HTTP_COOKIE", cookie}}));
  std::string lines;
  export_events(*house().served.log, {false, {}, this_year()},
                [&](const std::string& line) { lines += line; });
  BOOST_TEST(answer.status == "200 OK");
  BOOST_TEST(answer.whole);
  BOOST_TEST(answer.body == lines);
  BOOST_TEST(!has(answer.headers, "Content-Length"));
  BOOST_TEST(has(answer.headers, "Content-Type: application/x-ndjson; charset=utf-8\r\n"));
  BOOST_TEST(has(answer.headers, "Content-Disposition: attachment"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
