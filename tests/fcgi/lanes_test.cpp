#include "fcgi/lanes.hpp"

#include <boost/test/unit_test.hpp>

#include "fcgi/routes.hpp"
#include "tests/visitor.hpp"

// No kind of work takes the last thread from another: how many may be under way, which addresses
// are of which kind, and what is answered beyond.

namespace yanxi {
namespace {

int most(Lanes& lanes, Lane lane) {
  std::vector<Lanes::Place> taken;
  while (taken.size() < 1000) {
    Lanes::Place place = lanes.enter(lane);
    if (!place) break;
    taken.push_back(std::move(place));
  }
  return static_cast<int>(taken.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lanes)

BOOST_AUTO_TEST_CASE(half_of_the_threads_are_left_to_pages) {
  const struct {
    int threads, slow, feed;
  } rows[] = {{1, 1, 1}, {2, 1, 1}, {4, 1, 1}, {8, 3, 1}, {31, 11, 3}, {32, 12, 4}, {64, 24, 8}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.threads << " threads") {
      Lanes lanes;
      lanes.share(row.threads);
      // Twice, for all places came back.
      for (int i = 0; i < 2; ++i) {
        BOOST_TEST(most(lanes, Lane::slow) == row.slow);
        BOOST_TEST(most(lanes, Lane::feed) == row.feed);
        BOOST_TEST(most(lanes, Lane::page) == row.threads);
      }
      if (row.threads >= 4) BOOST_TEST(row.slow + row.feed <= row.threads / 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_place_is_given_back_with_the_last_who_holds_it) {
  Lanes::Place place;
  {
    Lanes lanes;
    lanes.share(1);
    place = lanes.enter(Lane::slow);
    Lanes::Place other = place;
    place.reset();
    BOOST_TEST(!lanes.enter(Lane::slow));
    other.reset();
    place = lanes.enter(Lane::slow);
    BOOST_TEST((place != nullptr));
  }
  place.reset();  // later than the lanes
}

BOOST_AUTO_TEST_CASE(what_takes_long_is_not_in_the_lane_of_pages) {
  std::string slow, feed;
  for (const Route& route : routes()) {
    std::string name =
        (route.method == Method::post ? "POST " : "") + std::string(route.path.text()) + "\n";
    if (route.policy.lane == Lane::slow) slow += name;
    if (route.policy.lane == Lane::feed) feed += name;
    const bool pdf = route.path.text().ends_with(".pdf");
    if (pdf) BOOST_TEST((route.policy.lane == Lane::slow), name);
  }
  BOOST_TEST(slow ==
             "POST /login\n/my-data.pdf\n/plan.pdf\n/audit/plan/{plan}/at.pdf\n"
             "/audit/plan/{plan}/history.pdf\n/admin/statistics\n/county\nPOST /admin/import\n"
             "POST /password/{link}\n");
  BOOST_TEST(feed == "/audit/export\n");
}

BOOST_AUTO_TEST_CASE(beyond_its_bound_a_lane_answers_at_once_and_pages_go_on) {
  Served served(DemoPhase::late);
  const Visitor teacher(served, "teacher2"), admin(served, "admin1"), nobody(served);
  const std::string link = [&] {
    const std::string page = admin.send("/admin/people/teacher1/link", "v=1").body;
    const auto begin = page.find("/password/");
    return page.substr(begin, page.find('<', begin) - begin);
  }();
  Lanes& lanes = served.service.lanes;
  lanes.share(1);
  Lanes::Place taken = lanes.enter(Lane::slow);
  const auto before = served.log->head().position;
  for (const auto& [visitor, path] : {std::pair{&teacher, "/my-data.pdf"},
                                      {&teacher, "/plan.pdf?year=115"},
                                      {&admin, "/admin/statistics"}}) {
    const auto answer = visitor->see(path);
    BOOST_TEST(answer.status == 503, path);
    BOOST_TEST(holds(answer, "目前使用人數眾多，請稍後再試。"));
    BOOST_TEST(header_of(answer, "Retry-After") == "60");
    BOOST_TEST(header_of(answer, "Cache-Control") == "no-store");
  }
  // What was typed is not lost.
  const auto login =
      nobody.send("/login", "account=teacher2&password=yanxi-demo&next=/survey&typed=a%3D1");
  BOOST_TEST(login.status == 503);
  BOOST_TEST(holds(login, "目前登入人數眾多，請稍後再試"));
  BOOST_TEST(holds(login, "a=1"));
  const auto password = nobody.send(link, "password=long-enough&again=long-enough");
  BOOST_TEST(password.status == 503);
  BOOST_TEST(holds(password, "目前使用人數眾多，請稍後再試"));
  BOOST_TEST(served.log->head().position == before);
  BOOST_TEST(teacher.see("/plan").status == 200);
  // Whoever may not have it is told so, full or not.
  BOOST_TEST(teacher.see("/admin/statistics").status == 404);
  taken.reset();
  {
    const auto answer = teacher.see("/my-data.pdf");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(teacher.see("/my-data.pdf").status == 503);  // until it is sent
  }
  BOOST_TEST(teacher.see("/my-data.pdf").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
