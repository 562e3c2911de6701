#include <boost/test/unit_test.hpp>

#include "tests/once.hpp"
#include "tests/visitor.hpp"

// Where the button that was pressed leads (`go`), on every page of the plan.

namespace yanxi {
namespace {

struct Go {
  const char* go;
  const char* location;  // "" stands for the page itself
};

constexpr Go buttons[] = {{"step1", "/plan/profile"},
                          {"step2", "/plan/needs"},
                          {"step3", "/plan/topics"},
                          {"step4", "/plan/preview"},
                          {"home", "/plan"},
                          {"import", "/plan/import"},
                          {"chart", "/plan/topics#chart"},
                          {"c1", "/plan/topics?open=c1#c1"},
                          {"c6", "/plan/topics?open=c6#c6"},
                          {"c9", "/plan/topics?open=c9#c9"},
                          {"clear1", "/plan/clear?c=1"},
                          {"clear9", "/plan/clear?c=9"},
                          {"save", ""},
                          {"", ""},
                          {"anything", ""},
                          {"step", ""},
                          {"step0", ""},
                          {"step5", ""},
                          {"step12", ""},
                          {"stepx", ""},
                          {"xtep1", ""},
                          {"c", ""},
                          {"c0", ""},
                          {"c12", ""},
                          {"ca", ""},
                          {"d1", ""},
                          {"clear", ""},
                          {"clear0", ""},
                          {"clear12", ""},
                          {"cleax1", ""}};

struct Pages {
  Pages() { BOOST_TEST(teacher.send("/plan/start", "go=carry").status == 303); }
  void leads(const std::string& path, const std::string& body, const std::string& location) {
    BOOST_TEST_CONTEXT(path << " " << body) {
      const HttpResponse response = teacher.send(path, body);
      BOOST_TEST(response.status == 303);
      BOOST_TEST(header_of(response, "Location") == location);
      BOOST_TEST(header_of(response, "Set-Cookie").empty());  // nothing was changed
    }
  }
  Served served{DemoPhase::open};
  const Visitor teacher{served, "teacher1"};
};

Pages& pages() { return *Once<Pages>::made; }
void leads(const std::string& path, const std::string& body, const std::string& location) {
  pages().leads(path, body, location);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(go_buttons, *boost::unit_test::fixture<Once<Pages>>())

BOOST_AUTO_TEST_CASE(every_button_leads_where_its_words_say) {
  for (const char* path : {"/plan/profile", "/plan/needs", "/plan/topics", "/plan/preview"}) {
    for (const Go& button : buttons) {
      const std::string location = *button.location ? button.location : path;
      leads(path, std::string("go=") + button.go, location);
    }
  }
}

BOOST_AUTO_TEST_CASE(next_is_the_next_step_or_the_way_back_to_the_preview) {
  leads("/plan/profile", "go=next", "/plan/needs");
  leads("/plan/needs", "go=next", "/plan/topics");
  leads("/plan/topics", "go=next", "/plan/preview");
  leads("/plan/profile", "go=next&from=elsewhere", "/plan/needs");
  for (const char* path : {"/plan/profile", "/plan/needs", "/plan/topics"}) {
    leads(path, "go=next&from=preview", "/plan/preview");
    leads(path, "go=step1&from=preview", "/plan/profile");
    leads(path, "go=save&from=preview", path);
  }
  // After the last step there is none.
  leads("/plan/preview", "go=next", "/plan/preview");
}

BOOST_AUTO_TEST_CASE(a_form_without_a_button_stays) {
  for (const char* path : {"/plan/profile", "/plan/needs", "/plan/topics", "/plan/preview"}) {
    leads(path, "", path);
  }
}

BOOST_AUTO_TEST_CASE(a_change_is_waited_for_by_the_next_page) {
  const HttpResponse saved = pages().teacher.send("/plan/topics", "go=c2&h.1-1-1=8");
  BOOST_TEST(header_of(saved, "Location") == "/plan/topics?open=c2#c2");
  const std::string position = std::to_string(pages().served.log->head().position);
  BOOST_TEST(header_of(saved, "Set-Cookie") ==
             "yanxi_p=" + position + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=30");
}

BOOST_AUTO_TEST_CASE(a_prefix_stands_before_every_address) {
  HttpRequest request = pages().teacher.post("/plan/topics", "go=clear3");
  request.prefix = "/something";
  BOOST_TEST(header_of(pages().teacher.ask(request), "Location") == "/something/plan/clear?c=3");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
