#include <boost/test/unit_test.hpp>
#include <regex>

#include "tests/visitor.hpp"

// Signing in and out: where it leads, what it refuses and in which words, what becomes of a form
// that met a dead session.

namespace yanxi {
namespace {

const std::string account = "account=teacher1&password=yanxi-demo";

struct World : Served {
  World() : Served(DemoPhase::open) {}

  void add_person(const std::string& who, const std::vector<person::Role>& roles,
                  const std::string& password) {
    const Request request{{"system", "system", "terminal"}, now, command_id(who, "add", "")};
    BOOST_REQUIRE(executor.execute<streams::Person>(request, {0, who}, {},
                                                    person::Register{"王小明", roles, password}));
  }
  HttpResponse sign_in(const Visitor& visitor, const std::string& fields) {
    return visitor.send("/login", fields);
  }
};

// The value of a hidden field of the page; a hyphen when there is no such field.
std::string hidden(const HttpResponse& page, const std::string& name) {
  const std::regex field("name=\"" + name + "\" value=\"([^\"]*)\"");
  std::smatch found;
  return std::regex_search(page.body, found, field) ? found.str(1) : "-";
}

// The secret of the session cookie that an answer sets.
std::string secret_of(const HttpResponse& response) {
  const std::string cookie = header_of(response, "Set-Cookie");
  const auto begin = cookie.find('=') + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

const std::string longest = "/plan/" + std::string(199 - 6, 'a');
const struct {
  std::string next;
  bool allowed;
} aims[] = {
    {"/plan", true},
    {"/plan/topics", true},
    {"/plan/topics?open=c1", true},
    {"/plan.pdf", true},
    {"/plan.pdf?year=114&r=115-000_A-z9%2F", true},
    {"/survey", true},
    {"/my-data", true},
    {"/my-data.json", true},
    {"/audit", true},
    {"/audit/plan/115-teacher1/at?v=1", true},
    {"/admin", true},
    {"/admin/people", true},
    {"/county", true},
    {"/plan/azAZ09-.", true},
    {longest, true},
    {longest + "a", false},
    {"", false},
    {"/", false},
    {"plan", false},
    {"/plans", false},
    {"/surveys", false},
    {"/survey/x", false},
    {"/plan.pdfx", false},
    {"/county/x", false},
    {"/login", false},
    {"/logout", false},
    {"/help", false},
    {"/password/teacher1~x", false},
    {"//elsewhere.example/plan", false},
    {"https://elsewhere.example/plan", false},
    {"/\\elsewhere.example", false},
    {"/elsewhere?next=/plan", false},
    {"?/plan", false},
    {"/plan/a b", false},
    {"/plan/a\r\nSet-Cookie: x=1", false},
    {"/plan/<script>", false},
    {"/plan/\"x", false},
    {"/plan/a:b", false},
    {"/plan/a@b", false},
    {"/plan/a[b", false},
    {"/plan/a`b", false},
    {"/plan/a{b", false},
    {"/plan/a#b", false},
    {"/plan/a+b", false},
    {"/plan/\\", false},
    {"/plan/研", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sign_in)

BOOST_AUTO_TEST_CASE(it_leads_to_our_own_pages_only) {
  World world;
  const Visitor visitor(world);
  for (const auto& row : aims) {
    BOOST_TEST_CONTEXT(row.next) {
      const auto page = visitor.see("/login?next=" + urlencode(row.next));
      BOOST_TEST(page.status == 200);
      std::string shown = hidden(page, "next");
      shown = std::regex_replace(shown, std::regex("&amp;"), "&");
      BOOST_TEST(shown == (row.allowed ? row.next : ""));
      const auto done = world.sign_in(visitor, account + "&next=" + urlencode(row.next));
      BOOST_TEST(done.status == 303);
      BOOST_TEST(header_of(done, "Location") == (row.allowed ? row.next : "/plan"));
    }
  }
}

BOOST_AUTO_TEST_CASE(whoever_has_no_aim_comes_to_the_desk_of_the_first_role) {
  World world;
  const Visitor visitor(world);
  const std::string hash = read_person(*world.log, "teacher1").password;
  world.add_person("both1", {{"county", "NWT"}, {"admin", ""}}, hash);
  world.add_person("both2", {{"county", "NWT"}, {"auditor", ""}}, hash);
  world.add_person("both3", {{"admin", ""}, {"teacher", "010001"}}, hash);
  world.add_person("none1", {}, hash);
  const std::pair<const char*, const char*> rows[] = {
      {"teacher1", "/plan"}, {"auditor1", "/audit"}, {"admin1", "/admin"}, {"county1", "/county"},
      {"clerk1", "/"},       {"clerk3", "/plan"},    {"both1", "/admin"},  {"both2", "/audit"},
      {"both3", "/plan"},    {"none1", "/"}};
  for (const auto& [who, home] : rows) {
    const auto done = world.sign_in(visitor, std::string("password=yanxi-demo&account=") + who);
    BOOST_TEST(done.status == 303);
    BOOST_TEST(header_of(done, "Location") == home, who);
  }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_and_nothing_more) {
  World world;
  const Visitor visitor(world), forger(world);
  world.add_person("no-password", {{"teacher", "010001"}}, "");
  world.add_person("barred1", {{"teacher", "010001"}}, read_person(*world.log, "admin1").password);
  const Request request{{"admin1", "admin", "builtin"}, world.now, command_id("admin1", "bar", "")};
  BOOST_REQUIRE(world.executor.execute<streams::Person>(request, {0, "barred1"}, {},
                                                        person::SetSignIn{false, "已於八月離職"}));
  const std::string wrong = "帳號或密碼不正確";
  const std::string fifty(50, 'x');
  const struct {
    std::string fields;
    int status;
    std::string words, kept;
  } rows[] = {
      {"account=&password=", 422, "請填寫帳號", ""},
      {"account=&password=yanxi-demo", 422, "請填寫帳號", ""},
      {"account=teacher1&password=", 422, "請填寫密碼", "teacher1"},
      {"account=teacher1", 422, "請填寫密碼", "teacher1"},
      {"account=teacher1&password=yanxi-Demo", 422, wrong, "teacher1"},
      {"account=teacher1&password=teacher1", 422, wrong, "teacher1"},
      {"account=nobody-at-all&password=yanxi-demo", 422, wrong, "nobody-at-all"},
      {"account=TEACHER1&password=yanxi-demo", 422, wrong, "TEACHER1"},
      {"account=../x/teacher1&password=yanxi-demo", 422, wrong, "../x/teacher1"},
      {"account=no-password&password=yanxi-demo", 422, wrong, "no-password"},
      {"account=no-password&password=----------------", 422, wrong, "no-password"},
      {"account=barred1&password=wrong", 422, wrong, "barred1"},
      {"account=barred1&password=yanxi-demo", 422, "這個帳號目前停止登入，請洽學校承辦人或客服",
       "barred1"},
      {"account=" + fifty + "yz&password=x", 422, wrong, fifty},
      {"csrf=&account=teacher1&password=yanxi-demo", 403,
       "頁面閒置過久，請再按一次「登入」（瀏覽器需允許 Cookie）", "teacher1"},
      {account + "&csrf=" + world.sessions.token(visitor.secret, "teacher1"), 403, "頁面閒置過久",
       "teacher1"},
      {account + "&csrf=" + world.sessions.token(forger.secret, ""), 403, "頁面閒置過久",
       "teacher1"},
  };
  const auto before = world.log->head().position;
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.fields) {
      const auto page = world.sign_in(visitor, row.fields + "&next=/survey&typed=a%3D1");
      BOOST_TEST(page.status == row.status);
      BOOST_TEST(holds(page, row.words));
      BOOST_TEST(holds(page, "value=\"" + row.kept + "\""));
      BOOST_TEST(!holds(page, "yanxi-demo"));
      BOOST_TEST(hidden(page, "next") == "/survey");
      BOOST_TEST(hidden(page, "typed") == "a=1");
      BOOST_TEST(header_of(page, "Set-Cookie").empty());
    }
  }
  // A browser without cookies is told so, and given one.
  HttpRequest bare = visitor.post("/login", account + "&csrf=" + world.sessions.token("", ""));
  bare.cookie.clear();
  const auto page = visitor.ask(bare);
  BOOST_TEST(page.status == 403);
  BOOST_TEST(world.sessions.is_token(hidden(page, "csrf"), secret_of(page), ""));
  BOOST_TEST(world.log->head().position == before);
}

BOOST_AUTO_TEST_CASE(who_guesses_waits_and_is_told_how_long) {
  World world;
  const Visitor visitor(world);
  for (const std::string who : {"teacher1", "nobody-at-all"}) {
    BOOST_TEST_CONTEXT(who) {
      for (int i = 0; i < 5; ++i)
        BOOST_TEST(world.sign_in(visitor, "password=x&account=" + who).status == 422);
      // 30 seconds, then one minute, then two; the right password waits, too.
      for (const auto& [seconds, told] : {std::pair{30, 1}, {60, 1}, {120, 2}}) {
        const Instant failed = world.now;
        for (const std::int64_t left : {seconds * second_us, minute_us + 1, minute_us, 1L}) {
          if (left > seconds * second_us) continue;
          world.now = failed + seconds * second_us + -left;
          const auto page = world.sign_in(visitor, "password=yanxi-demo&account=" + who);
          const int minutes = left > minute_us ? told : 1;
          BOOST_TEST(page.status == 429);
          BOOST_TEST(holds(page, "登入失敗次數過多，請於 " + std::to_string(minutes) +
                                     " 分鐘後再試，或至教師進修網重設密碼"));
          BOOST_TEST(header_of(page, "Retry-After") == std::to_string(60 * minutes));
        }
        world.now = failed + seconds * second_us;
        BOOST_TEST(world.sign_in(visitor, "password=x&account=" + who).status == 422);
      }
    }
  }
  BOOST_TEST(world.sign_in(visitor, "password=yanxi-demo&account=teacher2").status == 303);
  world.now = world.now + 16 * minute_us;
  BOOST_TEST(world.sign_in(visitor, account).status == 303);
  for (int i = 0; i < 4; ++i)
    BOOST_TEST(world.sign_in(visitor, "password=x&account=teacher1").status == 422);
  BOOST_TEST(world.sign_in(visitor, account).status == 303);
}

BOOST_AUTO_TEST_CASE(a_new_session_takes_the_place_of_the_old_one) {
  World world;
  const Visitor teacher(world, "teacher2"), elsewhere(world, "teacher2");
  const auto is_alive = [&](const std::string& secret) {
    return world.sessions.find(secret, world.now).has_value();
  };
  // The page is anybody's, whoever is signed in.
  const auto page = teacher.see("/login");
  BOOST_TEST(page.status == 200);
  BOOST_TEST(!holds(page, "劉大衛"));
  BOOST_TEST(hidden(page, "csrf") == world.sessions.token(teacher.secret, ""));
  const std::string token = "&csrf=" + hidden(page, "csrf");
  const auto failed = world.sign_in(teacher, "account=teacher1&password=x" + token);
  BOOST_TEST(failed.status == 422);
  BOOST_TEST(!holds(failed, "劉大衛"));
  BOOST_TEST(is_alive(teacher.secret));
  const auto done = world.sign_in(teacher, account + token);
  BOOST_TEST(done.status == 303);
  const std::string secret = secret_of(done);
  BOOST_TEST(secret != teacher.secret);
  BOOST_TEST(!is_alive(teacher.secret));
  BOOST_TEST(is_alive(elsewhere.secret));
  const auto session = world.sessions.find(secret, world.now);
  BOOST_REQUIRE(session.has_value());
  BOOST_TEST(session->account == "teacher1");
  BOOST_TEST((session->opened == world.now));
  BOOST_TEST((session->parked_path.empty() && session->parked_form.empty()));
  BOOST_TEST(!session->other_cleared);
}

BOOST_AUTO_TEST_CASE(a_browser_without_a_session_gets_a_secret_for_its_token) {
  World world;
  const Visitor visitor(world), teacher(world, "teacher1");
  HttpRequest first = visitor.get("/login?next=/plan");
  first.cookie.clear();
  const auto page = visitor.ask(first);
  BOOST_TEST(secret_of(page).size() == 43u);
  BOOST_TEST(world.sessions.is_token(hidden(page, "csrf"), secret_of(page), ""));
  BOOST_TEST(!holds(page, "您已登出"));
  // One that has a secret keeps it; it is told that it was signed out when it wanted a page.
  const auto again = visitor.see("/login?next=/plan");
  BOOST_TEST(header_of(again, "Set-Cookie").empty());
  BOOST_TEST(hidden(again, "csrf") == world.sessions.token(visitor.secret, ""));
  BOOST_TEST(holds(again, "您已登出"));
  BOOST_TEST(!holds(again, "剛才輸入的內容會保留"));
  BOOST_TEST(!holds(visitor.see("/login"), "您已登出"));
  BOOST_TEST(!holds(visitor.see("/login?next=/help"), "您已登出"));
  BOOST_TEST(!holds(teacher.see("/login?next=/plan"), "您已登出"));
}

BOOST_AUTO_TEST_CASE(signing_out_ends_this_session_and_no_other) {
  World world;
  const Visitor here(world, "teacher1"), there(world, "teacher1"), nobody(world);
  const auto is_alive = [&](const Visitor& visitor) {
    return world.sessions.find(visitor.secret, world.now).has_value();
  };
  const auto refused = here.send("/logout", "csrf=x");
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(holds(refused, "您仍在登入中，請再按一次「登出」。"));
  BOOST_TEST(header_of(refused, "Set-Cookie").empty());
  BOOST_TEST(header_of(refused, "Clear-Site-Data").empty());
  BOOST_TEST(is_alive(here));
  for (const Visitor* visitor : {&here, &nobody}) {
    const auto done = visitor->send("/logout", visitor == &nobody ? "csrf=x" : "");
    BOOST_TEST(done.status == 303);
    BOOST_TEST(header_of(done, "Location") == "/");
    BOOST_TEST(header_of(done, "Set-Cookie") ==
               "yanxi=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    BOOST_TEST(header_of(done, "Clear-Site-Data") == "\"cache\", \"storage\"");
  }
  BOOST_TEST(!is_alive(here));
  BOOST_TEST(is_alive(there));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
