#include <boost/test/unit_test.hpp>

#include "fcgi/operate/operations.hpp"
#include "fcgi/operate/watch.hpp"
#include "tests/visitor.hpp"

// What happens to somebody to whom sessions are open: which changes end them, and that nobody
// else's end. A change is made by an administrator through the pages, at one moment.

namespace yanxi {
namespace {

struct World : Served {
  World() : Served(DemoPhase::open) {}

  // {who} stands for the person in path and body.
  int as_admin(const std::string& who, std::string path, std::string body) {
    for (std::string* text : {&path, &body}) {
      for (auto at = text->find("{who}"); at != text->npos; at = text->find("{who}"))
        text->replace(at, 5, who);
    }
    return admin.send(path, body).status;
  }
  std::string make_link(const std::string& who, const std::string& version) {
    const auto page = admin.send("/admin/people/" + who + "/link", "v=" + version);
    const auto begin = page.body.find("/password/");
    BOOST_REQUIRE(begin != std::string::npos);
    return page.body.substr(begin, page.body.find('<', begin) - begin);
  }
  int use_link(const std::string& link, const std::string& password) {
    const Visitor nobody(*this);
    return nobody.send(link, "password=" + password + "&again=" + password).status;
  }
  void add_person(const std::string& who) {
    const Request request{{"system", "system", "terminal"}, now, command_id(who, "add", "")};
    BOOST_REQUIRE(executor.execute<streams::Person>(
        request, {0, who}, {}, person::Register{"王小明", {{"teacher", "010001"}}, "x"}));
  }
  int see_plan(const Visitor& visitor) { return visitor.see("/plan").status; }
  bool is_stored(const Visitor& visitor) { return sessions.find(visitor.secret, now).has_value(); }

  const Visitor admin{*this, "admin1"};
};

struct Change {
  const char* what;
  // The status of what was done last; `who` has a stream of one event.
  int (*make)(World& world, const std::string& who);
  int status;
  int plan;     // what an open session is answered at /plan afterwards
  bool stored;  // whether its row is still there: a barred one holds typed forms
};

constexpr const char* reason = "&reason=已於八月底離職";

int bar(World& world, const std::string& who, const std::string& fields) {
  return world.as_admin(who, "/admin/people/{who}/sign-in", fields);
}
int set_roles(World& world, const std::string& who, const std::string& fields) {
  return world.as_admin(who, "/admin/people/{who}/roles", fields);
}
int import_people(World& world, const std::string& who, const std::string& row) {
  const std::string text = "帳號,姓名,角色,登入%0A" + row;
  const auto preview = world.admin.send("/admin/import", "v=0&kind=people&go=check&text=" + text);
  const auto at = preview.body.find("name=\"digest\" value=\"");
  const std::string digest =
      at == std::string::npos
          ? ""
          : preview.body.substr(at + 21, preview.body.find('"', at + 21) - at - 21);
  return world.as_admin(who, "/admin/import",
                        "v=0&kind=people&go=apply&text=" + text + "&digest=" + digest);
}

const Change changes[] = {
    {"nothing", [](World&, const std::string&) { return 0; }, 0, 200, true},
    {"a transfer",
     [](World& w, const std::string& who) { return set_roles(w, who, "v=1&roles=teacher:010002"); },
     303, 200, true},
    {"no plan to make any more",
     [](World& w, const std::string& who) { return set_roles(w, who, "v=1&roles=clerk:010001"); },
     303, 404, true},
    {"roles that are none",
     [](World& w, const std::string& who) { return set_roles(w, who, "v=1&roles=king"); }, 422, 200,
     true},
    {"barred",
     [](World& w, const std::string& who) {
       return bar(w, who, std::string("v=1&go=bar") + reason);
     },
     303, 303, false},
    {"barred by a form without a button",
     [](World& w, const std::string& who) { return bar(w, who, std::string("v=1") + reason); }, 303,
     303, false},
    {"barred without a reason",
     [](World& w, const std::string& who) { return bar(w, who, "v=1&go=bar&reason=x"); }, 422, 200,
     true},
    {"barred by an old page",
     [](World& w, const std::string& who) {
       return bar(w, who, std::string("v=0&go=bar") + reason);
     },
     409, 200, true},
    {"allowed as before",
     [](World& w, const std::string& who) {
       return bar(w, who, std::string("v=1&go=allow") + reason);
     },
     303, 200, true},
    {"barred and allowed again",
     [](World& w, const std::string& who) {
       bar(w, who, std::string("v=1&go=bar") + reason);
       return bar(w, who, std::string("v=2&go=allow") + reason);
     },
     303, 303, false},
    {"given a link",
     [](World& w, const std::string& who) {
       return w.as_admin(who, "/admin/people/{who}/link", "v=1");
     },
     200, 200, true},
    {"a new password",
     [](World& w, const std::string& who) {
       return w.use_link(w.make_link(who, "1"), "long-enough");
     },
     200, 303, true},
    {"a new password that is too short",
     [](World& w, const std::string& who) { return w.use_link(w.make_link(who, "1"), "short"); },
     422, 200, true},
    {"imported as stopped",
     [](World& w, const std::string& who) {
       return import_people(w, who, who + ",王小明,teacher:010001,停用");
     },
     200, 303, true},
    {"imported with another name",
     [](World& w, const std::string& who) {
       return import_people(w, who, who + ",王大明,teacher:010001,");
     },
     200, 200, true},
    {"erased",
     [](World& w, const std::string& who) {
       const Request request{{"root", "system", "terminal"}, w.now, command_id("root", who, "")};
       return w.executor.erase(request, {who, "root", "依當事人申請", "陳主任"}) ? 0 : 1;
     },
     0, 303, true},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(signed_out, World)

BOOST_AUTO_TEST_CASE(a_change_ends_the_sessions_it_should_and_no_others) {
  const Visitor other(*this, "teacher2");
  int count = 0;
  for (const Change& change : changes) {
    BOOST_TEST_CONTEXT(change.what) {
      const std::string who = "subject" + std::to_string(++count);
      add_person(who);
      const Visitor first(*this, who), second(*this, who);
      settle();
      BOOST_TEST(see_plan(first) == 200);
      now = now + second_us;
      BOOST_TEST(change.make(*this, who) == change.status);
      now = now + second_us;
      for (const Visitor* visitor : {&first, &second}) {
        BOOST_TEST(is_stored(*visitor) == change.stored);
        BOOST_TEST(see_plan(*visitor) == change.plan);
      }
      BOOST_TEST(see_plan(other) == 200);
      BOOST_TEST(is_stored(other));
      BOOST_TEST(admin.see("/admin").status == 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_was_opened_until_then_is_over_and_what_comes_after_is_not) {
  add_person("subject1");
  settle();
  const Instant changed = now + hour_us;
  const std::string link = make_link("subject1", "1");
  std::vector<std::pair<std::int64_t, Visitor>> opened;
  for (const std::int64_t later : {-1, 0, 1}) {
    now = changed + later;
    opened.emplace_back(later, Visitor(*this, "subject1"));
  }
  now = changed;
  BOOST_TEST(use_link(link, "long-enough") == 200);
  now = changed + 1;
  for (const auto& [later, visitor] : opened)
    BOOST_TEST_CONTEXT(later) BOOST_TEST(see_plan(visitor) == (later > 0 ? 200 : 303));
}

// The views alone would let an old session live on for whoever takes the account later.
BOOST_AUTO_TEST_CASE(an_erasure_by_the_operator_ends_sessions_for_good) {
  std::atomic<bool> stop = false;
  const DataFolder data{folder.path(), {}};
  Watch watch(stop, service, data, log->head().position, 0, service_pace);
  const Control::Handlers orders = worker_operations(
      data, *log, executor, catalogues, projector, sessions, watch, std::chrono::seconds(1),
      [](const std::string& what) { BOOST_ERROR(what); });
  const Visitor teacher(*this, "teacher1"), other(*this, "teacher2");
  const auto say = [](const std::string&) {};
  BOOST_TEST(orders.at("erase")({"erase", "teacher1", "依當事人申請", "teacher1", "root"}, say) ==
             2);
  BOOST_TEST(see_plan(teacher) == 200);
  BOOST_TEST(orders.at("erase")({"erase", "teacher1", "依當事人申請", "陳主任", "root"}, say) == 0);
  BOOST_TEST(!is_stored(teacher));
  add_person("teacher1");
  settle();
  BOOST_TEST(see_plan(teacher) == 303);
  BOOST_TEST(see_plan(Visitor(*this, "teacher1")) == 200);
  BOOST_TEST(see_plan(other) == 200);
}

BOOST_AUTO_TEST_CASE(a_session_of_nobody_or_under_another_cookie_is_none) {
  const Visitor ghost(*this, "nobody-at-all"), teacher(*this, "teacher1");
  BOOST_TEST(see_plan(ghost) == 303);
  const struct {
    std::string cookie;
    bool https;
    int status;
  } rows[] = {
      {"yanxi=" + teacher.secret, false, 200},
      {"__Secure-yanxi=" + teacher.secret, true, 200},
      // Set by whoever is on the wire, or by another name.
      {"yanxi=" + teacher.secret, true, 303},
      {"__Secure-yanxi=" + teacher.secret, false, 303},
      {"yanxi=" + teacher.secret + "; yanxi=" + teacher.secret, false, 303},
      {"yanxi=" + ghost.secret + "; __Secure-yanxi=" + teacher.secret, true, 200},
      {"a=1; yanxi=" + teacher.secret + "; yanxi_p=1", false, 200},
      {"yanxi=", false, 303},
      {"", false, 303},
  };
  for (const auto& row : rows) {
    HttpRequest request = teacher.get("/plan");
    request.cookie = row.cookie;
    request.https = row.https;
    BOOST_TEST_CONTEXT(row.cookie) BOOST_TEST(teacher.ask(request).status == row.status);
  }
}

BOOST_AUTO_TEST_CASE(an_idle_session_is_asked_to_sign_in_and_a_busy_one_is_not) {
  const Visitor teacher(*this, "teacher1"), busy(*this, "teacher1");
  now = now + 30 * minute_us;
  BOOST_TEST(see_plan(busy) == 200);
  now = now + 30 * minute_us;
  BOOST_TEST(see_plan(teacher) == 303);
  BOOST_TEST(see_plan(busy) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
