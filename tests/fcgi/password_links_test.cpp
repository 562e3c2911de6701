#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "tests/visitor.hpp"

// The one-time link with which a person sets a password.

namespace yanxi {
namespace {

const std::string gone = "這個連結已經不能使用";

struct World : Served {
  World() : Served(DemoPhase::open) {}

  HttpResponse issue(const std::string& who, const std::string& fields) {
    return admin.send("/admin/people/" + who + "/link", fields);
  }
  std::string make_link(const std::string& who) {
    const auto events = log->read_stream(person_stream(who), 0).size();
    return link_in(issue(who, "v=" + std::to_string(events)));
  }
  static std::string link_in(const HttpResponse& page, const std::string& before = {}) {
    const auto begin = page.body.find(before + "/password/");
    BOOST_REQUIRE(begin != std::string::npos);
    return page.body.substr(begin, page.body.find('<', begin) - begin);
  }
  HttpResponse see(const std::string& link) { return nobody.see(link); }
  HttpResponse use(const std::string& link, const std::string& password) {
    return use(link, password, password);
  }
  HttpResponse use(const std::string& link, const std::string& password, const std::string& again) {
    return nobody.send(link, "password=" + urlencode(password) + "&again=" + urlencode(again));
  }
  int sign_in(const std::string& who, const std::string& password) {
    return nobody.send("/login", "account=" + who + "&password=" + password).status;
  }

  const Visitor admin{*this, "admin1"}, nobody{*this};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(password_links, World)

BOOST_AUTO_TEST_CASE(it_works_for_three_days_and_not_a_moment_longer) {
  now = now + 999'999;  // ends with a whole second, as it is told
  const Instant until = now + 3 * day_us + -999'999;
  const auto page = issue("teacher1", "v=1");
  BOOST_TEST(holds(page, "請把連結交給 郭小強 本人。只能使用一次，2026/11/25 10:00:00 前有效"));
  const std::string link = link_in(page);
  now = until + -1;
  BOOST_TEST(see(link).status == 200);
  now = until;
  for (const HttpResponse& answer : {see(link), use(link, "long-enough")}) {
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(holds(answer, gone));
  }
  now = until + -1;
  BOOST_TEST(use(link, "long-enough").status == 200);
}

BOOST_AUTO_TEST_CASE(it_names_the_place_it_was_asked_for_at) {
  const struct {
    bool https;
    const char* host;
    const char* prefix;
    const char* begins;
  } rows[] = {
      {false, "test", "", "http://test/password/teacher1~"},
      {true, "yanxi.example", "", "https://yanxi.example/password/teacher1~"},
      {true, "yanxi.example:8443", "/a/b", "https://yanxi.example:8443/a/b/password/teacher1~"}};
  std::string version = "1";
  for (const auto& row : rows) {
    HttpRequest request = admin.post("/admin/people/teacher1/link", "v=" + version);
    request.https = row.https;
    request.host = row.host;
    request.prefix = row.prefix;
    if (row.https) request.cookie = "__Secure-" + request.cookie;
    BOOST_TEST(holds(admin.ask(request), row.begins), row.begins);
    version[0] = static_cast<char>(version[0] + 1);
  }
}

BOOST_AUTO_TEST_CASE(only_the_last_one_made_works_and_only_once) {
  const std::string first = make_link("teacher1"), second = make_link("teacher1");
  BOOST_TEST(see(first).status == 404);
  BOOST_TEST(use(first, "long-enough").status == 404);
  const auto page = see(second);
  BOOST_TEST(page.status == 200);
  BOOST_TEST(holds(page, "新密碼"));
  BOOST_TEST(holds(page, sessions.token(nobody.secret, "")));
  BOOST_TEST(holds(page, "action=\"" + second + "\""));
  BOOST_TEST(header_of(page, "Set-Cookie").empty());
  const auto done = use(second, "long-enough");
  BOOST_TEST(done.status == 200);
  BOOST_TEST(holds(done, "密碼已設定"));
  BOOST_TEST(see(second).status == 404);
  BOOST_TEST(use(second, "long-enough-2").status == 404);
  BOOST_TEST(sign_in("teacher1", "yanxi-demo") == 422);
  BOOST_TEST(sign_in("teacher1", "long-enough") == 303);
  // The form that made it, sent again, shows no link any more, and the one there is stays good.
  const std::string form = "v=1&once=abcdefghijklmnop";
  const std::string link = link_in(issue("teacher2", form));
  const auto again = issue("teacher2", form);
  BOOST_TEST(again.status == 409);
  BOOST_TEST(holds(again, "這個連結已經產生過"));
  BOOST_TEST(!holds(again, "/password/"));
  BOOST_TEST(see(link).status == 200);
}

BOOST_AUTO_TEST_CASE(an_address_that_is_not_quite_it_is_gone) {
  const std::string link = make_link("teacher1");
  const std::string secret = link.substr(link.find('~') + 1);
  const std::string wrong[] = {"teacher2~" + secret,
                               "teacher1~" + secret.substr(1),
                               "teacher1~" + secret + "x",
                               "teacher1" + secret,
                               "~" + secret,
                               "teacher1~",
                               "teacher1~~" + secret,
                               "TEACHER1~" + secret,
                               "nobody-at-all~" + secret,
                               "x"};
  for (const std::string& name : wrong) {
    const std::string path = "/password/" + name;
    BOOST_TEST_CONTEXT(path) {
      for (const HttpResponse& answer : {see(path), use(path, "long-enough")}) {
        BOOST_TEST(answer.status == 404);
        BOOST_TEST(holds(answer, gone));
      }
    }
  }
  BOOST_TEST(see(link).status == 200);
}

BOOST_AUTO_TEST_CASE(a_password_that_will_not_do_is_refused_in_words) {
  const std::string link = make_link("teacher1");
  const auto long_text = [](const char* piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  const std::string length = "請填寫 8 到 128 個字元", unequal = "兩次輸入不同，請再填一次";
  const struct {
    std::string password, again, words;
  } rows[] = {
      {"", "", length},
      {"1234567", "1234567", length},
      {"1234567", "x", length},
      {"一二三四五六七", "一二三四五六七", length},
      {long_text("x", 385), long_text("x", 385), length},
      {long_text("研", 128) + "x", long_text("研", 128) + "x", length},
      {"teacher1", "teacher1", "密碼不可與帳號相同"},
      {"teacher1", "teacher2", "密碼不可與帳號相同"},
      {"12345678", "12345679", unequal},
      {"12345678", "", unequal},
      {"12345678", "12345678 ", unequal},
  };
  const auto before = log->head().position;
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.password) {
      const auto page = use(link, row.password, row.again);
      BOOST_TEST(page.status == 422);
      BOOST_TEST(holds(page, row.words));
      BOOST_TEST(holds(page, "action=\"" + link + "\""));
      BOOST_TEST((row.password.empty() || !holds(page, row.password + "\"")));
    }
  }
  BOOST_TEST(log->head().position == before);
  // What just will do.
  for (const std::string& password :
       {std::string("12345678"), std::string("一二三四五六七八"), long_text("研", 128),
        long_text("x", 384), std::string("teacher2")})
    BOOST_TEST_CONTEXT(password) BOOST_TEST(use(make_link("teacher1"), password).status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_recorded_is_the_person_and_never_the_password) {
  const Request system{{"system", "system", "terminal"}, now, command_id("none1", "", "")};
  BOOST_REQUIRE(executor.execute<streams::Person>(system, {0, "none1"}, {},
                                                  person::Register{"王小明", {}, {}}));
  settle();
  for (const auto& [who, role] : {std::pair{"none1", "none"}, {"clerk3", "clerk"}}) {
    const std::string link = make_link(who);
    // Whoever guessed before does not keep the person from signing in now.
    for (int i = 0; i < 5; ++i) sign_in(who, "x");
    BOOST_TEST(sign_in(who, "x") == 429);
    const auto before = log->head().position;
    BOOST_TEST(use(link, "long-enough").status == 200);
    const auto events = appended_since(*this, before);
    BOOST_REQUIRE(events.size() == 1u);
    BOOST_TEST(events[0].tag == person::PasswordSet::tag);
    BOOST_TEST(events[0].stream == person_stream(who));
    BOOST_TEST((events[0].actor == Actor{who, role, "builtin"}));
    BOOST_TEST((events[0].at == now));
    BOOST_TEST(events[0].payload.find("long-enough") == std::string::npos);
    BOOST_TEST(events[0].payload.find("$argon2id$") != std::string::npos);
    BOOST_TEST(sign_in(who, "long-enough") == 303);
  }
}

BOOST_AUTO_TEST_CASE(its_page_is_bound_to_the_browser_that_opened_it) {
  const std::string link = make_link("teacher1");
  HttpRequest bare = nobody.get(link);
  bare.cookie.clear();
  const auto page = nobody.ask(bare);
  BOOST_TEST(page.status == 200);
  const std::string cookie = header_of(page, "Set-Cookie");
  BOOST_REQUIRE(cookie.starts_with("yanxi="));
  const std::string secret = cookie.substr(6, cookie.find(';') - 6);
  BOOST_TEST(holds(page, sessions.token(secret, "")));
  // Somebody else who is signed in there may set it too, with a token of that session.
  const Visitor clerk(*this, "clerk1");
  BOOST_TEST(holds(clerk.see(link), sessions.token(clerk.secret, "clerk1")));
  const std::string typed = "password=long-enough&again=long-enough";
  HttpRequest request = clerk.post(link, typed);
  request.cookie = "yanxi=" + nobody.secret;
  BOOST_TEST(clerk.ask(request).status == 403);
  BOOST_TEST(clerk.send(link, typed).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
