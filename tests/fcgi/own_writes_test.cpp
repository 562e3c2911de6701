#include <sodium.h>

#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/visitor.hpp"

// Pages while the views are behind the log: whoever wrote waits for that, nobody else does.

namespace yanxi {
namespace {

// A service whose views follow only when the test lets them.
struct Behind : Parts {
  Behind() {
    load_templates();
    fill_demo(*log, catalogues, now, DemoPhase::closed);
    projector.catch_up();
    request.method = "GET";
    request.path = "/plan/profile";
  }
  ~Behind() {
    projector.stop();
    // The follower looks whether it is stopped when an event comes, or 200 ms later.
    change("last", "admin1", person::Rename{"謝佳佳"});
  }

  void change(const char* once, const std::string& who, const person::Command& command) {
    BOOST_REQUIRE(executor.execute<streams::Person>(by_admin(once), {0, who}, {}, command));
  }
  Request by_admin(const char* once) const {
    return {{"admin1", "admin", "builtin"}, now, command_id("admin1", once, "")};
  }
  HttpResponse ask(const std::string& cookie, Instant at) {
    request.cookie = "yanxi=" + secret + cookie;
    request.arrived = at;
    return answer(service, request);
  }

  std::string secret = sessions.open("teacher2", now).secret;
  HttpRequest request;
};

std::string hash_of(const std::string& text) {
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return to_hex(digest);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_writes, Behind)

BOOST_AUTO_TEST_CASE(a_page_waits_for_what_its_visitor_has_written) {
  const auto head = log->head().position;
  BOOST_REQUIRE(executor.execute<streams::Plan>(
      by_admin("a"), {115, "teacher2"}, 1, plan::Extend{now + day_us, false, "校園網路中斷", ""}));
  change("b", "teacher2", person::Rename{"劉小衛"});
  // Without a cookie, or with one that asks for what is there already, nobody waits: the year is
  // still closed for this person, so the page leads home.
  for (const std::string& cookie :
       {std::string(), "; yanxi_p=" + std::to_string(head), std::string("; yanxi_p="),
        std::string("; yanxi_p=x"), std::string("; yanxi_p=-1"), std::string("; yanxi_p=0"),
        "; __Secure-yanxi_p=" + std::to_string(head + 2)})
    BOOST_TEST_CONTEXT(cookie) BOOST_TEST(ask(cookie, now + 2 * minute_us).status == 303);
  BOOST_TEST(projector.position() == head);
  // The views go on when the request has been begun: its session is renewed by then.
  const Instant later = now + 4 * minute_us;
  std::thread following([&] {
    while (sessions.find(secret, now + 3 * minute_us)->seen != later) std::this_thread::yield();
    projector.start();
  });
  const auto page = ask("; yanxi_p=" + std::to_string(head + 2), later);
  following.join();
  BOOST_TEST(page.status == 200);
  BOOST_TEST(holds(page, "劉小衛"));
  // Nobody can be made to wait for what is not there.
  BOOST_TEST(ask("; yanxi_p=18446744073709551615", later).status == 200);
  BOOST_TEST(ask("; yanxi_p=18446744073709551616", later).status == 200);
}

BOOST_AUTO_TEST_CASE(a_refusal_that_the_views_do_not_know_the_reason_of_is_told) {
  now = now + -20 * day_us;  // while the window was open
  const Contents whole = examples::contents();
  BOOST_REQUIRE(executor.execute<streams::Plan>(
      {{"clerk3", "teacher", "builtin"}, now, command_id("clerk3", "a", "")}, {115, "clerk3"}, 0,
      plan::SaveDraft{fields_of(whole), "form"}));
  projector.catch_up();
  BOOST_REQUIRE(executor.execute<streams::Plan>(
      {{"clerk3", "teacher", "builtin"}, now, command_id("clerk3", "b", "")}, {115, "clerk3"}, 1,
      plan::Submit{}));
  secret = sessions.open("clerk3", now).secret;
  request.method = "POST";
  request.path = "/plan/topics";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = "h.1-1-1=8&v=1&once=abcdefghijklmnop&csrf=" + sessions.token(secret, "clerk3");
  const HttpResponse response = ask("", now);
  BOOST_TEST(response.status == 409);
  BOOST_TEST(holds(response, "這份規劃的狀態已經改變"));
}

BOOST_AUTO_TEST_CASE(a_new_password_is_told_when_it_can_be_used) {
  change("a", "teacher2", person::IssueLink{hash_of("secret"), now + day_us});
  const auto before = log->head().position;
  std::thread following([&] {
    log->wait(before, std::chrono::seconds(10));
    projector.start();
  });
  request.method = "POST";
  request.path = "/password/teacher2~secret";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = "password=long-enough&again=long-enough&once=x&csrf=" +
                 sessions.token(secret = random_secret(), "");
  BOOST_TEST(ask("", now).status == 200);
  BOOST_TEST(projector.position() == before + 1);
  following.join();
}

BOOST_AUTO_TEST_CASE(somebody_the_views_do_not_know_yet_is_not_watched) {
  change("a", "new1", person::Register{"王", {{"teacher", "010001"}}, {}});
  secret = sessions.open("admin1", now).secret;
  request.path = "/admin/as/new1";
  request.query = "page=home";
  BOOST_TEST(ask("", now).status == 404);
  projector.catch_up();
  BOOST_TEST(ask("", now).status == 200);
}

BOOST_AUTO_TEST_CASE(the_cookie_outlives_the_session_it_came_from) {
  secret = random_secret();
  const std::string cookie = "; yanxi_p=" + std::to_string(log->head().position);
  request.path = "/help";
  BOOST_TEST(ask(cookie, now).status == 200);
  request.path = "/plan";
  BOOST_TEST(ask(cookie, now).status == 303);
}

BOOST_AUTO_TEST_CASE(how_far_the_views_are_is_told) {
  const auto head = log->head().position;
  change("a", "teacher2", person::Rename{"劉小衛"});
  request.path = "/metrics";
  const auto page = ask("", now);
  BOOST_TEST(holds(page, "\nyanxi_log_head " + std::to_string(head + 1) + "\n"));
  BOOST_TEST(holds(page, "\nyanxi_projector_lag 1\n"));
  const auto share = std::to_string(100 * head / (head + 1));
  BOOST_TEST(holds(answer_unready(service, request), "已完成 " + share + "%，約 1 分鐘後再試。"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
