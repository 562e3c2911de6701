#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "tests/visitor.hpp"

// The administrators' pages of people: who is found, what stands about them, what is refused where.

namespace yanxi {
namespace {

struct World : Served {
  World() : Served(DemoPhase::open) {}

  void add_person(const std::string& who, const std::string& name,
                  const std::vector<person::Role>& roles = {{"teacher", "010001"}}) {
    BOOST_REQUIRE(executor.execute<streams::Person>(request(who), {0, who}, {},
                                                    person::Register{name, roles, "x"}));
  }
  Request request(const std::string& what) {
    return {{"root", "system", "terminal"}, now, command_id("root", what, std::to_string(++count))};
  }
  HttpResponse get(const std::string& path) { return admin.see(path); }
  HttpResponse post(const std::string& path, const std::string& body) {
    return admin.send("/admin/people/" + path, body);
  }
  std::size_t version_of(const std::string& who) const {
    return log->read_stream(person_stream(who), 0).size();
  }

  const Visitor admin{*this, "admin1"};
  int count = 0;
};

int count_of(const HttpResponse& page, const std::string& text) {
  int count = 0;
  for (auto at = page.body.find(text); at != std::string::npos; at = page.body.find(text, at + 1))
    ++count;
  return count;
}

// The page names the error at its top, leading to the field, and at the field.
bool has_error_at(const HttpResponse& page, const std::string& field, const std::string& error) {
  return holds(page, "<a href=\"#" + field + "\">" + error + "</a>") &&
         holds(page, "id=\"" + field + "-e\">" + error + "</span>");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people, World)

BOOST_AUTO_TEST_CASE(fifty_are_listed_and_no_more) {
  for (int i = 1; i <= 51; ++i) {
    add_person("chen" + std::to_string(100 + i), "陳" + std::string(i % 2 ? "甲" : "乙"));
    if (i < 49) continue;
    const auto page = get("/admin/people?name=陳");
    BOOST_TEST(count_of(page, "href=\"/admin/people/chen") == std::min(i, 50));
    BOOST_TEST(holds(page, "可只填開頭的字；最多列出 50 位。"));
    BOOST_TEST(holds(page, "value=\"陳\""));
  }
  BOOST_TEST(count_of(get("/admin/people?name=陳甲"), "href=\"/admin/people/chen") == 26);
  BOOST_TEST(holds(get("/admin/people?name=甲"), "沒有符合的人員。"));
  BOOST_TEST(count_of(get("/admin/people"), "找到的人員") == 0);
  BOOST_TEST(count_of(get("/admin/people"), "沒有符合的人員。") == 0);
}

BOOST_AUTO_TEST_CASE(a_row_says_who_somebody_is_and_whether_they_may_sign_in) {
  add_person("none1", "王一");
  BOOST_REQUIRE(
      executor.execute<streams::Person>(request("a"), {0, "none1"}, {}, person::SetRoles{{}}));
  add_person("many1", "王二",
             {{"teacher", "010001"}, {"clerk", "010002"}, {"county", "NWT"}, {"admin", ""}});
  add_person("barred1", "王三", {{"auditor", ""}});
  BOOST_REQUIRE(executor.execute<streams::Person>(request("b"), {0, "barred1"}, {},
                                                  person::SetSignIn{false, "已於八月離職"}));
  add_person("gone1", "王四");
  BOOST_REQUIRE(executor.erase(request("c"), {"gone1", "root", "依當事人申請", "陳主任"}));
  const struct {
    const char* account;
    std::vector<std::string> cells;
  } rows[] = {
      {"none1", {"王一", "（沒有）", "可登入"}},
      {"many1",
       {"王二", "教師（晨光國民小學）、學校承辦人（青山國民小學）、縣市承辦人（NWT）、管理者",
        "可登入"}},
      {"barred1", {"王三", "查核人員", "停用"}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.account) {
      for (const std::string& address :
           {std::string("/admin/people?account="), std::string("/admin/people/")}) {
        const auto page = get(address + row.account);
        BOOST_TEST(page.status == 200);
        for (const std::string& cell : row.cells) BOOST_TEST(holds(page, cell), page.body);
      }
    }
  }
  BOOST_TEST(holds(get("/admin/people?account=gone1"), "沒有符合的人員。"));
  BOOST_TEST(get("/admin/people/gone1").status == 404);
  BOOST_TEST(!holds(get("/admin/people?name=王"), "gone1"));
  // Erased people cannot sign in either.
  const Visitor nobody(*this);
  const auto page = nobody.send("/login", "account=gone1&password=x");
  BOOST_TEST(holds(page, "帳號或密碼不正確"));
}

BOOST_AUTO_TEST_CASE(a_page_offers_what_fits_the_person) {
  BOOST_REQUIRE(executor.execute<streams::Person>(
      request("a"), {0, "empty1"}, {}, person::Register{"王一", {{"clerk", "010001"}}, {}}));
  add_person("barred1", "王三");
  BOOST_REQUIRE(executor.execute<streams::Person>(request("b"), {0, "barred1"}, {},
                                                  person::SetSignIn{false, "已於八月離職"}));
  const std::string bar = "name=\"go\" value=\"bar\"", allow = "name=\"go\" value=\"allow\"";
  const std::string watched = "以這位教師的畫面檢視（唯讀，會留下紀錄）";
  const struct {
    const char* path;
    std::vector<std::string> has, hasnt;
  } rows[] = {
      {"/admin/people/teacher1",
       {bar, "停用登入", "可登入", "已設定", "value=\"teacher:010001\"", watched,
        "/admin/as/teacher1?page=home\">我的規劃", "/admin/as/teacher1?page=profile\">填寫資料",
        "/admin/as/teacher1?page=needs\">教師研習需求",
        "/admin/as/teacher1?page=topics\">研習主題規劃",
        "/admin/as/teacher1?page=preview\">預覽/送出", "/admin/as/teacher1?page=history\">歷程",
        "action=\"/admin/people/teacher1/roles\"", "action=\"/admin/people/teacher1/sign-in\"",
        "action=\"/admin/people/teacher1/link\""},
       {allow, "恢復登入", "已更新。", "尚未設定"}},
      {"/admin/people/teacher1?done=yes", {"已更新。"}, {}},
      {"/admin/people/teacher1?done=no", {}, {"已更新。"}},
      {"/admin/people/barred1", {allow, "恢復登入"}, {bar, "停用登入", "可登入"}},
      {"/admin/people/empty1", {"尚未設定", "value=\"clerk:010001\""}, {"已設定", watched}},
      {"/admin/people/auditor1", {"value=\"auditor\""}, {watched, "/admin/as/"}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.path) {
      const auto page = get(row.path);
      for (const auto& text : row.has) BOOST_TEST(holds(page, text), text);
      for (const auto& text : row.hasnt) BOOST_TEST(!holds(page, text), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_said_at_its_field_and_changes_nothing) {
  const std::string unit = "角色或範圍不正確：沒有這所學校", role = "角色或範圍不正確：角色不正確";
  const std::string reason = "請填寫原因，5 到 200 字";
  const struct {
    const char* path;
    std::string fields;
    const char* field;
    std::string error;
  } rows[] = {
      {"teacher2/roles", "roles=teacher:999999", "roles", unit + "：999999"},
      {"teacher2/roles", "roles=clerk:", "roles", unit},
      {"teacher2/roles", "roles=king", "roles", role + "：king"},
      {"teacher2/roles", "roles=auditor admin", "roles", role + "：auditor admin"},
      {"teacher2/roles", "roles=teacher:010001 teacher:010001", "roles",
       role + "：teacher:010001 teacher:010001"},
      {"teacher2/roles", "roles=county:QQQ", "roles", "角色或範圍不正確：沒有這個縣市：QQQ"},
      {"admin1/roles", "roles=auditor", "roles", "不能取消自己的管理者角色"},
      {"admin1/roles", "roles=", "roles", "不能取消自己的管理者角色"},
      {"teacher2/sign-in", "go=bar&reason=四個字喔", "reason", reason},
      {"teacher2/sign-in", "go=bar&reason=", "reason", reason},
      {"admin1/sign-in", "go=bar&reason=已於八月底離職", "reason", "不能停用自己的登入"},
      {"admin1/sign-in", "go=&reason=已於八月底離職", "reason", "不能停用自己的登入"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.path << " " << row.fields) {
      const std::string who = std::string(row.path).substr(0, std::string(row.path).find('/'));
      const auto page = post(row.path, row.fields + "&v=1");
      const std::string id =
          (row.field == std::string("roles") ? "f1-" : "f2-") + std::string(row.field);
      BOOST_TEST(page.status == 422);
      BOOST_TEST(has_error_at(page, id, row.error), page.body);
      BOOST_TEST(version_of(who) == 1u);
      // What was typed is still there.
      const Form typed = parse_form(row.fields).value();
      BOOST_TEST(holds(page, yanxi::get(typed, row.field)));
    }
  }
}

BOOST_AUTO_TEST_CASE(nobodys_pages_and_old_ones_are_refused) {
  for (const std::string who : {"nobody-at-all", "TEACHER1", "x"}) {
    for (const auto& [path, fields] : {std::pair{"/roles", "roles=teacher:010001"},
                                       {"/sign-in", "go=bar&reason=已於八月底離職"},
                                       {"/link", ""}}) {
      const auto page = post(who + path, std::string("v=0&") + fields);
      BOOST_TEST(page.status == 404);
      BOOST_TEST(holds(page, "找不到這一頁"));
    }
    BOOST_TEST(get("/admin/as/" + who + "?page=home").status == 404);
  }
  for (const auto& [path, fields] : {std::pair{"/roles", "roles=teacher:010002"},
                                     {"/sign-in", "go=bar&reason=已於八月底離職"},
                                     {"/link", ""}}) {
    for (const char* version : {"0", "2"}) {
      const auto page =
          post(std::string("teacher1") + path, std::string("v=") + version + "&" + fields);
      BOOST_TEST(page.status == 409);
      BOOST_TEST(holds(page, "資料在您開啟這一頁之後已經改變"));
      BOOST_TEST(holds(page, "這次的操作沒有執行。請回上一步重新核對後再試。"));
      BOOST_TEST(holds(page, "href=\"/admin/people/teacher1\">重新核對"));
    }
  }
  BOOST_TEST(version_of("teacher1") == 1u);
}

BOOST_AUTO_TEST_CASE(a_change_is_recorded_as_its_administrators_and_done_once) {
  const std::string form = "v=1&once=abcdefghijklmnop&roles=teacher:010002 clerk:010001";
  for (int i = 0; i < 2; ++i) {
    const auto done = post("teacher1/roles", form);
    BOOST_TEST(done.status == 303);
    BOOST_TEST(header_of(done, "Location") == "/admin/people/teacher1?done=yes");
    BOOST_TEST(version_of("teacher1") == 2u);
  }
  const auto last = appended_since(*this, log->head().position - 1).at(0);
  BOOST_TEST((last.actor == Actor{"admin1", "admin", "builtin"}));
  BOOST_TEST((last.at == now));
  const auto roles = read_person(*log, "teacher1").roles;
  BOOST_TEST((roles == std::vector<person::Role>{{"teacher", "010002"}, {"clerk", "010001"}}));
  // Another form under the same name is another command, and so is the same one at another page.
  BOOST_TEST(post("teacher1/roles", form + " county:NWT").status == 409);
  BOOST_TEST(post("teacher2/roles", form).status == 303);
  // Whoever keeps the role may change their own.
  BOOST_TEST(post("admin1/roles", "v=1&roles=admin county:NWT").status == 303);
  BOOST_TEST(post("admin1/sign-in", "v=2&go=allow&reason=").status == 303);
  BOOST_TEST(version_of("admin1") == 2u);
  // Of two pages that send the same bytes, one each is done.
  const Visitor teacher(*this, "teacher2");
  const auto teach = [&](const char* path, const char* body) {
    return teacher.send(path, body).status;
  };
  BOOST_TEST(teach("/plan/start", "v=0&go=start") == 303);
  const std::string same =
      std::string("v=1&once=abcdefghijklmnop&csrf=") + sessions.token(teacher.secret, "teacher2");
  BOOST_TEST(teach("/plan/delete", same.c_str()) == 303);
  BOOST_TEST(teach("/plan/submit", same.c_str()) == 409);
}

BOOST_AUTO_TEST_CASE(a_watched_page_shows_the_teachers_and_works_for_nobody) {
  const Request by_teacher{
      {"teacher1", "teacher", "builtin"}, now, command_id("teacher1", "a", "")};
  BOOST_REQUIRE(executor.execute<streams::Plan>(by_teacher, {115, "teacher1"}, 0,
                                                plan::SaveDraft{{{"education", "ED50"}}, "form"}));
  const std::string notice =
      "teacher1 看到的畫面（唯讀），這一頁的按鈕沒有作用，admin1 的檢視已留下紀錄。";
  const struct {
    const char* page;
    const char* has;
  } rows[] = {{"home", "提醒您，目前未完成"},          {"profile", "value=\"ED50\" selected"},
              {"needs", "最希望參加研習的方式"},       {"topics", "1-1-1 學生身心發展"},
              {"preview", "教師自我專業進修規劃記錄"}, {"history", "這份規劃的歷程"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.page) {
      const auto page = get(std::string("/admin/as/teacher1?page=") + row.page);
      BOOST_TEST(page.status == 200);
      BOOST_TEST(holds(page, notice));
      BOOST_TEST(holds(page, row.has));
      BOOST_TEST(holds(page, "郭小強"));
      BOOST_TEST(!holds(page, "已清除前一位使用者的內容"));
      BOOST_TEST(!holds(page, sessions.token(admin.secret, "admin1")));
      BOOST_TEST(!holds(page, sessions.token(admin.secret, "teacher1")));
    }
  }
  // A step of a plan that is not open shows home instead.
  const auto home = get("/admin/as/teacher2?page=topics");
  BOOST_TEST(home.status == 200);
  BOOST_TEST(holds(home, "開始規劃"));
  BOOST_TEST(holds(home, "teacher2 看到的畫面"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
