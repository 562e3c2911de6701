#include <boost/test/unit_test.hpp>

#include "tests/visitor.hpp"

// A form that met a dead session: it is kept over the sign-in, for the person who typed it only,
// and nothing of it is saved before that person says so.

namespace yanxi {
namespace {

const std::string brought = "登入逾時前輸入的內容已帶回";
const std::string cleared = "已清除前一位使用者的內容";
const std::string chosen = "value=\"ED50\" selected";

struct World : Served {
  World() : Served(DemoPhase::open) {
    const Request request{
        {"teacher1", "teacher", "builtin"}, now, command_id("teacher1", "begin", "")};
    BOOST_REQUIRE(executor.execute<streams::Plan>(
        request, {115, "teacher1"}, 0, plan::SaveDraft{{{"education", "ED20"}}, "form"}));
  }
  // Signs in with what a sign-in page carries along; the requests of the session it opens.
  HttpRequest after_sign_in(const std::string& path, const std::string& typed,
                            const std::string& next) {
    const Visitor visitor(*this);
    const auto done =
        visitor.send("/login", "account=teacher1&password=yanxi-demo&next=" + urlencode(next) +
                                   (typed.empty() ? "" : "&typed=" + urlencode(typed)));
    BOOST_TEST(done.status == 303);
    HttpRequest request = visitor.get(path);
    const std::string cookie = header_of(done, "Set-Cookie");
    request.cookie = cookie.substr(0, cookie.find(';'));
    return request;
  }
  std::string token(const std::string& account) const {
    return "&csrf=" + sessions.token(random_secret(), account);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(parked_forms, World)

BOOST_AUTO_TEST_CASE(the_sign_in_page_carries_the_forms_of_pages_that_can_show_them_again) {
  const struct {
    const char* path;
    const char* body;
    bool kept;
  } rows[] = {
      {"/plan/profile", "education=ED50&v=1", true},
      {"/plan/needs", "time.other=a&v=1", true},
      {"/plan/topics", "h.1-1-1=3&v=1", true},
      {"/survey", "q1=3&text=b&v=0", true},
      {"/plan/autosave", "h.1-1-1=3&v=1", false},
      {"/plan/submit", "v=1", false},
      {"/plan/start", "go=start&v=0", false},
      {"/admin/people/teacher1/roles", "roles=admin&v=1", false},
  };
  const Visitor visitor(*this);
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.path) {
      const HttpRequest request = visitor.post(row.path, row.body);
      const auto page = visitor.ask(request);
      BOOST_TEST(page.status == 401);
      BOOST_TEST(holds(page, "您已登出。登入後會回到剛才的頁面"));
      BOOST_TEST(holds(page, "剛才輸入的內容會保留") == row.kept);
      BOOST_TEST(holds(page, "name=\"typed\"") == row.kept);
      const std::string next = row.kept ? row.path : "/plan";
      BOOST_TEST(holds(page, "name=\"next\" value=\"" + next + "\""));
      const std::string first = std::string(row.body).substr(0, std::string(row.body).find('&'));
      BOOST_TEST(holds(page, first) == row.kept);
    }
  }
}

BOOST_AUTO_TEST_CASE(it_comes_back_to_the_page_it_was_typed_on) {
  const auto before = log->head().position;
  const std::string typed = "education=ED50&h.1-1-1=3&v=1" + token("teacher1");
  const HttpRequest profile = after_sign_in("/plan/profile", typed, "/plan/profile");
  const Visitor visitor(*this);
  const auto page = visitor.ask(profile);
  BOOST_TEST(page.status == 200);
  BOOST_TEST(holds(page, brought));
  BOOST_TEST(holds(page, chosen));
  BOOST_TEST(!holds(page, cleared));
  HttpRequest other = profile;
  other.path = "/plan/needs";
  BOOST_TEST(!holds(visitor.ask(other), brought));
  other.path = "/plan/topics";
  BOOST_TEST(!holds(visitor.ask(other), brought));
  BOOST_TEST(log->head().position == before);
  BOOST_TEST(read_plan(*log, 115, "teacher1").contents.education == "ED20");
}

BOOST_AUTO_TEST_CASE(another_persons_is_thrown_away_and_that_is_said_once) {
  const struct {
    const char* what;
    std::string typed, next;
    bool back, gone;
  } rows[] = {
      {"own", "education=ED50&v=1" + token("teacher1"), "/plan/profile", true, false},
      {"another's", "education=ED50&v=1" + token("teacher2"), "/plan/profile", false, true},
      {"nobody's", "education=ED50&v=1" + token(""), "/plan/profile", false, true},
      {"without a token", "education=ED50&v=1", "/plan/profile", false, true},
      {"no form", "education=%zz", "/plan/profile", false, true},
      {"a field twice", "a=1&a=1" + token("teacher1"), "/plan/profile", false, true},
      {"nothing typed", "", "/plan/profile", false, false},
      {"no page of ours", "education=ED50" + token("teacher1"), "/help", false, false},
      {"another page", "education=ED50&v=1" + token("teacher1"), "/plan/needs", false, false},
  };
  const Visitor visitor(*this);
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const HttpRequest request = after_sign_in("/plan/profile", row.typed, row.next);
      const auto page = visitor.ask(request);
      BOOST_TEST(page.status == 200);
      BOOST_TEST(holds(page, brought) == row.back);
      BOOST_TEST(holds(page, chosen) == row.back);
      BOOST_TEST(holds(page, cleared) == row.gone);
      const auto again = visitor.ask(request);
      BOOST_TEST(!holds(again, cleared));
      BOOST_TEST(holds(again, brought) == row.back);
    }
  }
}

// Whoever is signed in but whose page has grown old loses nothing either.
BOOST_AUTO_TEST_CASE(a_form_with_an_old_token_is_shown_again_unsaved) {
  const Visitor visitor(*this, "teacher1");
  const auto before = log->head().position;
  const struct {
    const char* what;
    std::string token;
    const char* site;
    bool shown;
  } rows[] = {
      {"an earlier session's", token("teacher1"), "", true},
      {"another account's", token("teacher2"), "", false},
      {"none", "&csrf=", "", false},
      {"from elsewhere", "&csrf=" + sessions.token(visitor.secret, "teacher1"), "cross-site",
       false},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      HttpRequest request = visitor.post("/plan/profile", "education=ED50&v=1" + row.token);
      request.fetch_site = row.site;
      const auto page = visitor.ask(request);
      BOOST_TEST(page.status == 403);
      BOOST_TEST(holds(page, chosen) == row.shown);
    }
  }
  BOOST_TEST(log->head().position == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
