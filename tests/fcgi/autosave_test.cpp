#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "tests/once.hpp"
#include "tests/visitor.hpp"

// What the script of the step pages is answered when it saves by itself: the status, the whole
// body, and whether the next page has to wait for what was written.

namespace yanxi {
namespace {

struct Autosave {
  const char* what;
  const char* body;
  int status;
  const char* json;
  bool written;
};

Served& world();

void check(const Visitor& visitor, const Autosave& row) {
  BOOST_TEST_CONTEXT(row.what) {
    const HttpResponse response = visitor.ask(visitor.post_json("/plan/autosave", row.body));
    world().now = world().now + second_us;
    BOOST_TEST(response.status == row.status);
    BOOST_TEST(response.type == "application/json");
    BOOST_TEST(response.body == row.json);
    BOOST_TEST(header_of(response, "Set-Cookie").starts_with("yanxi_p=") == row.written);
  }
}

struct Open : Served {
  Open() : Served(DemoPhase::open) {}
};
Served& world() { return *Once<Open>::made; }

plan::State plan_of(const std::string& account) { return read_plan(*world().log, 115, account); }

std::string hours(const char* item) {
  return field_value(plan_of("teacher1").contents, std::string("h.") + item).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(autosave, *boost::unit_test::fixture<Once<Open>>())

// One plan, the rows in order; the clock goes on by a second a row.
BOOST_AUTO_TEST_CASE(every_answer_says_what_the_page_may_believe) {
  static constexpr Autosave rows[] = {
      {"the first begins the plan", "v=0&education=ED20", 200,
       R"({"at":"10:00:00","bad":[],"v":1})", true},
      {"the same again writes nothing", "education=ED20", 200,
       R"({"at":"10:00:01","bad":[],"v":1})", false},
      {"what can be read is stored", "h.1-1-1=4&h.1-1-2=x&h.1-2-2=1.5", 200,
       R"({"at":"10:00:02","bad":["h.1-1-2","h.1-2-2"],"v":2})", true},
      {"nothing can be read", "h.1-1-2=x", 200, R"({"at":"10:00:03","bad":["h.1-1-2"],"v":2})",
       false},
      {"fields of any step", "service=YS20&method.1=ME10&h.1-1-2=3", 200,
       R"({"at":"10:00:04","bad":[],"v":3})", true},
      {"merged with another tab, the page keeps its version", "v=2&h.1-2-1=3", 200,
       R"({"at":"10:00:05","bad":[],"v":2})", true},
      {"what another tab has saved just so", "v=3&h.1-2-1=3", 200,
       R"({"at":"10:00:06","bad":[],"v":3})", false},
      {"another value than another tab has saved", "v=3&h.1-2-1=9", 409,
       R"({"status":409,"closed":false})", false},
      {"a version that never was", "v=9999&h.1-2-1=9", 409, R"({"status":409,"closed":false})",
       false},
      {"an unknown field", "h.1-2-1=9&nonsense=1", 400, R"({"status":400})", false},
      {"an unknown item", "h.9-9-9=1", 422, R"({"status":422,"closed":false})", false},
      {"an unknown code", "education=ED77", 422, R"({"status":422,"closed":false})", false},
      {"a school that is not the person's", "unit=010002", 422, R"({"status":422,"closed":false})",
       false},
      {"no number for a version", "v=-1&h.1-2-1=9", 400, R"({"status":400})", false},
      {"no version", "v=&h.1-2-1=9", 400, R"({"status":400})", false},
      {"a token of an earlier session", "csrf=OLD&h.1-2-1=9", 403, R"({"status":403})", false},
      {"a stranger's token", "csrf=OTHER&h.1-2-1=9", 403, R"({"status":403})", false},
      {"no token", "csrf=&h.1-2-1=9", 403, R"({"status":403})", false}};
  const Visitor teacher(world(), "teacher1");
  for (const Autosave& row : rows) check(teacher, row);
  BOOST_TEST(plan_of("teacher1").version == 4u);
  BOOST_TEST(hours("1-1-1") == "4");
  BOOST_TEST(hours("1-1-2") == "3");
  BOOST_TEST(hours("1-2-1") == "3");
  const auto events = world().log->read_stream(plan_stream(115, "teacher1"), 0);
  BOOST_TEST(events.front().payload.find(R"("via":"autosave")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_saved_for_nobody_nor_on_a_full_disk) {
  const Visitor nobody(world());
  check(nobody, {"nobody", "v=0&h.1-1-1=3", 401, R"({"status":401})", false});
  const Visitor teacher(world(), "teacher3");
  world().service.low_space = true;
  check(teacher, {"a full disk", "h.1-1-1=3", 503, R"({"status":503})", false});
  world().service.low_space = false;
  HttpRequest foreign = teacher.post_json("/plan/autosave", "h.1-1-1=3");
  foreign.origin = "http://elsewhere";
  BOOST_TEST(teacher.ask(foreign).status == 403);
  BOOST_TEST(plan_of("teacher3").version == 0u);
}

// Whether the page may go on trying: only a window that is over or not yet there is `closed`.
BOOST_AUTO_TEST_CASE(a_refusal_says_whether_the_window_is_the_reason) {
  static constexpr const char* over = R"({"status":409,"closed":true})";
  static constexpr const char* other = R"({"status":409,"closed":false})";
  const Instant now = world().now;
  for (const auto& [what, at] : {std::pair{"before it opens", now + -31 * day_us},
                                 {"after it has closed", now + 31 * day_us},
                                 {"in a year that is not opened", from_taipei(2027, 8, 2)}}) {
    world().now = at;
    const Visitor teacher(world(), "clerk3");
    check(teacher, {what, "v=0&h.1-1-1=3", 409, over, false});
  }
  world().now = now;
  const Visitor teacher(world(), "clerk3");
  BOOST_TEST(teacher.send("/plan/start", "go=start").status == 303);
  BOOST_TEST(teacher.send("/plan/delete").status == 303);
  check(teacher, {"deleted meanwhile", "v=1&h.1-1-1=3", 409, other, false});
  BOOST_TEST(teacher.send("/plan/start", "go=start").status == 303);
  const std::string whole = write_form(fields_of(examples::contents()));
  BOOST_TEST(teacher.ask(teacher.post_json("/plan/autosave", whole)).status == 200);
  BOOST_TEST(teacher.send("/plan/submit").status == 303);
  check(teacher, {"submitted", "h.1-1-1=3", 409, other, false});
  BOOST_CHECK(plan_of("clerk3").status == plan::Status::submitted);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
