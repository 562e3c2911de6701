#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "tests/visitor.hpp"

// What the front door says and sets: words of refusals and where they lead, methods and paths that
// are none, cookies under a prefix and under HTTPS.

namespace yanxi {
namespace {

struct World : Served {
  World() : Served(DemoPhase::open) {}
  const Visitor nobody{*this}, teacher{*this, "teacher1"}, clerk{*this, "clerk1"},
      admin{*this, "admin1"};

  int post_count(const std::string& account) const {
    return static_cast<int>(log->read_stream(plan_stream(115, account), 0).size());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(answers, World)

BOOST_AUTO_TEST_CASE(a_path_or_method_that_is_none_is_told_apart) {
  const struct {
    const char* method;
    const char* path;
    int status;
  } rows[] = {
      {"DELETE", "/plan", 405},
      {"PUT", "/plan/profile", 405},
      {"POST", "/plan", 405},
      {"GET", "/logout", 405},
      {"GET", "/plan/submit", 404},  // a year's page by its form
      {"DELETE", "/plan/start", 405},
      {"OPTIONS", "/", 405},
      {"get", "/help", 405},
      {"", "/help", 405},
      {"HEAD", "/logout", 405},
      {"HEAD", "/help", 200},
      {"HEAD", "/nothing", 404},
      {"PATCH", "/plan/115", 404},
      {"POST", "/nothing", 404},
      {"GET", "", 404},
      {"GET", "//", 404},
      {"GET", "/plan/", 404},
      {"GET", "/plan/115/", 404},
      {"GET", "/plan/r/", 404},
      {"GET", "/plan/r/a/b", 404},
      {"GET", "/PLAN", 404},
      {"GET", "/plan.pdfx", 404},
      {"GET", "/plan%2Fprofile", 404},
      {"GET", "x/plan", 404},
  };
  for (const auto& row : rows) {
    HttpRequest request = teacher.get(row.path);
    request.method = row.method;
    BOOST_TEST_CONTEXT(row.method << " " << row.path)
    BOOST_TEST(teacher.ask(request).status == row.status);
  }
  for (const char* path : {"/admin/extend/", "/admin/people/", "/admin/years/", "/admin/as/",
                           "/admin/restore//", "/admin/extend/115-teacher1/x"})
    BOOST_TEST_CONTEXT(path) BOOST_TEST(admin.see(path).status == 404);
}

BOOST_AUTO_TEST_CASE(head_is_answered_as_get_is) {
  for (const char* path : {"/", "/plan", "/healthz", "/nothing", "/my-data.json", "/audit"}) {
    BOOST_TEST_CONTEXT(path) {
      HttpRequest request = teacher.get(path);
      const HttpResponse get = teacher.ask(request);
      request.method = "HEAD";
      const HttpResponse head = teacher.ask(request);
      BOOST_TEST(head.status == get.status);
      BOOST_TEST(head.type == get.type);
      BOOST_TEST((head.headers == get.headers));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_page_leads_to_the_sign_in_and_from_there_back) {
  const struct {
    const char* prefix;
    const char* path;
    const char* location;
  } rows[] = {
      {"", "/plan", "/login?next=/plan"},
      {"", "/plan/topics?open=c1&q=%E7%A0%94",
       "/login?next=/plan/topics%3Fopen%3Dc1%26q%3D%25E7%25A0%2594"},
      {"/a/b", "/plan/topics?open=c1", "/a/b/login?next=/plan/topics%3Fopen%3Dc1"},
      {"", "/audit/plan/115-teacher1", "/login?next=/audit/plan/115-teacher1"},
      {"", "/my-data", "/login?next=/my-data"},
      {"", "/plan/r/115\r\n", "/login?next=/plan/r/115%0D%0A"},
  };
  for (const auto& row : rows) {
    HttpRequest request = nobody.get(row.path);
    request.prefix = row.prefix;
    const auto response = nobody.ask(request);
    BOOST_TEST(response.status == 303);
    BOOST_TEST(header_of(response, "Location") == row.location);
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_says_what_became_of_the_request_and_where_to_go) {
  HttpRequest plain = teacher.post("/plan/submit", "v=0");
  plain.content_type = "text/plain";
  const struct {
    const Visitor& visitor;
    HttpRequest request;
    int status;
    std::vector<std::string> has, hasnt;
  } rows[] = {
      {teacher,
       teacher.post("/plan/submit", "v=0&csrf=x"),
       403,
       {"頁面閒置過久，請再試一次", "這次的操作沒有執行，已暫存的內容不受影響。",
        "href=\"/plan\">回首頁", "問題編號 4f2a90c1"},
       {}},
      {admin,
       admin.post("/admin/people/teacher1/link", "v=1&csrf=x"),
       403,
       {"這次的操作沒有執行", "href=\"/\">回首頁"},
       {}},
      {teacher,
       teacher.post("/plan/submit", "v=0&x=1"),
       400,
       {"無法處理這項請求", "重新整理後再試。暫存的內容不受影響。", "問題編號 4f2a90c1",
        "href=\"/plan\">回我的規劃"},
       {}},
      {teacher, plain, 415, {"無法處理這項請求"}, {}},
      {teacher,
       teacher.get("/nothing"),
       404,
       {"找不到這一頁", "您以「晨光國民小學 郭小強」登入。請檢查網址，或從首頁重新開始。",
        "href=\"/plan\">回我的規劃", "href=\"/login\">換帳號登入"},
       {}},
      {admin,
       admin.get("/plan"),
       404,
       {"找不到這一頁", "您以「謝佳穎」登入。", "href=\"/login\">換帳號登入"},
       {"回我的規劃"}},
      {nobody,
       nobody.get("/nothing"),
       404,
       {"找不到這一頁", "請檢查網址，或從首頁重新開始。", "href=\"/\">首頁"},
       {"登入。", "換帳號登入"}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.request.path << " " << row.status) {
      const auto response = row.visitor.ask(row.request);
      BOOST_TEST(response.status == row.status);
      for (const auto& text : row.has) BOOST_TEST(holds(response, text), response.body);
      for (const auto& text : row.hasnt) BOOST_TEST(!holds(response, text), response.body);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_head_of_a_page_says_who_is_signed_in_and_where_they_work) {
  const auto add = [&](const char* who, const std::vector<person::Role>& roles) {
    const Request request{{"root", "system", "terminal"}, now, command_id("root", who, "")};
    BOOST_REQUIRE(executor.execute<streams::Person>(request, {0, who}, {},
                                                    person::Register{"王小明", roles, {}}));
  };
  add("many1", {{"admin", ""}, {"county", "NWT"}, {"clerk", "010002"}, {"teacher", "010001"}});
  add("many2", {{"county", "NWT"}, {"auditor", ""}});
  settle();
  const std::string plan = "<a href=\"/plan\">我的規劃</a>", audit = "<a href=\"/audit\">查核</a>",
                    desk = "<a href=\"/admin\">管理</a>",
                    county = "<a href=\"/county\">縣市統計</a>";
  const struct {
    const char* who;
    const char* named;
    std::vector<std::string> has, hasnt;
  } rows[] = {
      {"teacher1", "晨光國民小學 郭小強", {plan}, {audit, desk, county}},
      {"clerk2", "青山國民小學 張美玲", {}, {plan, audit, desk, county}},
      {"auditor1", " 許志明", {audit}, {plan, desk, county}},
      {"admin1", " 謝佳穎", {desk}, {plan, audit, county}},
      {"county1", " 蔡雅雯", {county}, {plan, audit, desk}},
      {"many1", "青山國民小學 王小明", {plan, desk, county}, {audit}},
      {"many2", " 王小明", {audit, county}, {plan, desk}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.who) {
      const Visitor visitor(*this, row.who);
      const auto page = visitor.see("/help");
      BOOST_TEST(holds(page, std::string("<span class=\"who\">") + row.named + "</span>"));
      BOOST_TEST(holds(page, sessions.token(visitor.secret, row.who)));
      BOOST_TEST(holds(page, "示範資料"));
      for (const auto& text : row.has) BOOST_TEST(holds(page, text), text);
      for (const auto& text : row.hasnt) BOOST_TEST(!holds(page, text), text);
    }
  }
  BOOST_TEST(!holds(nobody.see("/help"), "class=\"who\""));
}

BOOST_AUTO_TEST_CASE(the_script_is_answered_in_its_own_language) {
  const struct {
    const Visitor& visitor;
    const char* body;
    int status;
  } rows[] = {{nobody, "v=0", 401}, {teacher, "v=0&csrf=x", 403}, {teacher, "v=0&x=1", 400}};
  for (const auto& row : rows) {
    HttpRequest request = row.visitor.post("/plan/submit", row.body);
    request.accept = "application/json";
    const auto response = row.visitor.ask(request);
    BOOST_TEST(response.status == row.status);
    BOOST_TEST(response.type == "application/json");
    BOOST_TEST(response.body == "{\"status\":" + std::to_string(row.status) + "}");
  }
}

BOOST_AUTO_TEST_CASE(a_full_disk_takes_no_commands_and_says_so) {
  service.low_space = true;
  HttpRequest request = teacher.post("/plan/start", "go=start&v=0");
  request.prefix = "/a";
  const auto page = teacher.ask(request);
  BOOST_TEST(page.status == 503);
  BOOST_TEST(header_of(page, "Retry-After") == "60");
  for (const char* text : {"暫停服務", "目前無法儲存，約 1 分鐘後再試。",
                           "這次輸入的內容還沒有儲存，按上一頁可以看到；已暫存的內容不受影響。",
                           "問題編號 4f2a90c1", "href=\"/a/plan\">回我的規劃"})
    BOOST_TEST(holds(page, text), text);
  request.accept = "application/json";
  BOOST_TEST(teacher.ask(request).body == "{\"status\":503}");
  BOOST_TEST(post_count("teacher1") == 0);
  BOOST_TEST(holds(nobody.see("/metrics"), "\nyanxi_low_space 1"));
  service.low_space = false;
  BOOST_TEST(holds(nobody.see("/metrics"), "\nyanxi_low_space 0"));
}

BOOST_AUTO_TEST_CASE(a_fault_is_answered_without_anything_but_the_request) {
  const std::string small = "這次沒有儲存，已暫存的內容不受影響。請回上一頁減少內容後再試。";
  const struct {
    int status;
    const char* heading;
    std::string line;
    const char* retry;
  } rows[] = {
      {400, "無法處理這項請求", small, ""},
      {413, "內容太大", small, ""},
      {500, "系統發生問題",
       "我們已收到通知。最後一次暫存的內容不受影響；按上一頁可以看到剛才輸入的內容。", ""},
      {503, "暫時無法確認是否已儲存",
       "請稍候約 1 分鐘，回到「我的規劃」查看最後儲存的時間，再決定是否重新輸入。", "60"},
  };
  HttpRequest request = teacher.get("/plan");
  request.prefix = "/a";
  for (const auto& row : rows) {
    const auto page = answer_fault(request, row.status);
    BOOST_TEST(page.status == row.status);
    BOOST_TEST(holds(page, std::string("<h1>") + row.heading + "</h1>"));
    BOOST_TEST(holds(page, "<p>" + row.line + "</p>"));
    BOOST_TEST(holds(page, "問題編號 4f2a90c1"));
    BOOST_TEST(holds(page, "href=\"/a/plan\">回我的規劃"));
    BOOST_TEST(header_of(page, "Retry-After") == row.retry);
    BOOST_TEST(header_of(page, "Cache-Control") == "no-store");
    BOOST_TEST(header_of(page, "X-Content-Type-Options") == "nosniff");
    BOOST_TEST(header_of(page, "Content-Security-Policy").starts_with("default-src 'none'; "));
  }
}

BOOST_AUTO_TEST_CASE(views_that_are_not_whole_are_answered_with_how_far_they_are) {
  HttpRequest request = teacher.get("/plan");
  request.prefix = "/a";
  settle();
  const auto page = answer_unready(service, request);
  BOOST_TEST(page.status == 503);
  BOOST_TEST(holds(page, "系統正在整理資料，已完成 100%，約 1 分鐘後再試。"));
  BOOST_TEST(holds(page, "已儲存的內容不受影響。"));
  BOOST_TEST(holds(page, "href=\"/a/plan\">回我的規劃"));
  BOOST_TEST(header_of(page, "Retry-After") == "60");
  BOOST_TEST(header_of(page, "Cache-Control") == "no-store");
  BOOST_TEST(header_of(page, "X-Content-Type-Options") == "nosniff");
}

BOOST_AUTO_TEST_CASE(a_year_nobody_has_opened_has_pages_and_takes_nothing) {
  now = from_taipei(2030, 9, 1, 8);
  const Visitor later(*this, "teacher1");
  BOOST_TEST(later.see("/plan").status == 200);
  BOOST_TEST(later.see("/").status == 200);
  BOOST_TEST(later.see("/plan/profile").status == 303);
  BOOST_TEST(later.send("/plan/start", "go=start&v=0").status == 409);
}

BOOST_AUTO_TEST_CASE(figures_for_the_machine_are_what_they_say) {
  settle();
  service.signed_size = 17;
  const auto head = std::to_string(log->head().position);
  const auto page = nobody.see("/metrics");
  BOOST_TEST(page.type == "text/plain; version=0.0.4");
  for (const std::string& line :
       {"\nyanxi_log_head " + head + "\n", std::string("\nyanxi_projector_lag 0\n"),
        std::string("\nyanxi_checkpoint_size 17\n")})
    BOOST_TEST(holds(page, line), page.body);
  const auto health = nobody.see("/healthz");
  BOOST_TEST(health.type == "text/plain");
  BOOST_TEST(health.body == "ok\n");
}

BOOST_AUTO_TEST_CASE(cookies_are_ours_alone) {
  const struct {
    bool https;
    const char* prefix;
    const char* name;
    const char* attributes;
  } rows[] = {
      {false, "", "yanxi", "; Path=/; HttpOnly; SameSite=Lax"},
      {false, "/a/b", "yanxi", "; Path=/a/b; HttpOnly; SameSite=Lax"},
      {true, "", "__Secure-yanxi", "; Path=/; HttpOnly; SameSite=Lax; Secure"},
      {true, "/a", "__Secure-yanxi", "; Path=/a; HttpOnly; SameSite=Lax; Secure"},
  };
  int version = 0;
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name << row.attributes) {
      const auto ask = [&](const Visitor& visitor, HttpRequest request) {
        request.https = row.https;
        request.prefix = row.prefix;
        if (row.https) request.cookie = "__Secure-" + request.cookie;
        const auto response = visitor.ask(request);
        BOOST_TEST(header_of(response, "Location").starts_with(std::string(row.prefix) + "/"));
        return header_of(response, "Set-Cookie");
      };
      const std::string name = row.name, attributes = row.attributes;
      const auto in = ask(nobody, nobody.post("/login", "account=teacher2&password=yanxi-demo"));
      BOOST_TEST(in.starts_with(name + "="));
      BOOST_TEST(in.size() == name.size() + 1 + 43 + attributes.size());
      BOOST_TEST(in.ends_with(attributes));
      const Visitor leaving(*this, "teacher2");
      BOOST_TEST(ask(leaving, leaving.post("/logout", "")) ==
                 name + "=" + attributes + "; Max-Age=0");
      // The position of what was just written, so that the next page waits for it.
      const auto saved =
          ask(teacher, teacher.post("/plan/profile", "go=save&education=ED" +
                                                         std::to_string(20 + 10 * (version % 2)) +
                                                         "&v=" + std::to_string(version)));
      ++version;
      BOOST_TEST(saved ==
                 name + "_p=" + std::to_string(log->head().position) + attributes + "; Max-Age=30");
    }
  }
  // What changed nothing has no position.
  const auto same = teacher.send("/plan/profile", "go=save&education=ED30&v=4");
  BOOST_TEST(same.status == 303);
  BOOST_TEST(header_of(same, "Set-Cookie").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
