#include "fcgi/routes.hpp"

#include <boost/test/unit_test.hpp>
#include <charconv>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "fcgi/visit/http.hpp"
#include "templates/words.hpp"
#include "tests/fcgi/route_names.hpp"

// The table by itself: what a path may be, and that nginx lets through what it lets through.

namespace yanxi {
namespace {

static_assert(Path::is_well_formed("/"));
static_assert(Path::is_well_formed("/plan.pdf"));
static_assert(Path::is_well_formed("/api/v1/plans/{year}/{account}"));
static_assert(!Path::is_well_formed(""));
static_assert(!Path::is_well_formed("plan"));
static_assert(!Path::is_well_formed("{plan}"));
static_assert(!Path::is_well_formed("/{}"));
static_assert(!Path::is_well_formed("/{plan"));
static_assert(!Path::is_well_formed("/plan}"));
static_assert(!Path::is_well_formed("/{a{b}}"));
static_assert(!Path::is_well_formed("/{a}{b}"));
static_assert(!Path::is_well_formed("/{a}.pdf"));
static_assert(!Path::is_well_formed("/{a/b}"));
static_assert(!Path::is_well_formed("/{plan}/compare/{plan}"));

static_assert(Path("/{a}").covers("/plan"));
static_assert(Path("/{a}/x").covers("/{b}/x"));
static_assert(!Path("/{a}").covers("/{a}/x"));
static_assert(!Path("/plan").covers("/{a}"));

std::string text_of(const std::optional<Path::Parts>& parts) {
  if (!parts) return "no";
  std::string text;
  for (const auto& [name, value] : *parts) {
    text += std::string(text.empty() ? "" : " ") + std::string(name) + "=" + std::string(value);
  }
  return text;
}

// How long nginx lets a body be at an address, by its own rules: the exact location, or else the
// first regular expression, or else the longest prefix, or else what stands outside of locations.
class Nginx {
 public:
  Nginx() {
    std::ifstream file(YANXI_TESTS "/../nginx/yanxi.conf");
    BOOST_REQUIRE(file);
    Location* inside = nullptr;
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string word, value, pattern;
      words >> word >> value >> pattern;
      if (word == "location") {
        if (value != "=" && value != "~") pattern = std::exchange(value, "prefix");
        inside = &locations_.emplace_back(Location{value, pattern, 0});
      }
      if (word == "}") inside = nullptr;
      if (word == "client_max_body_size") (inside ? inside->limit : outside_) = bytes(value);
    }
    BOOST_REQUIRE(outside_ > 0);
  }

  std::size_t limit(const std::string& address) const {
    const Location* found = nullptr;
    for (const Location& one : locations_) {
      if (one.kind == "=" && one.pattern == address) return of(&one);
      const bool longer = !found || one.pattern.size() > found->pattern.size();
      if (one.kind == "prefix" && address.starts_with(one.pattern) && longer) found = &one;
    }
    for (const Location& one : locations_) {
      if (one.kind == "~" && std::regex_search(address, std::regex(one.pattern))) return of(&one);
    }
    return of(found);
  }

 private:
  struct Location {
    std::string kind, pattern;
    std::size_t limit;
  };
  std::size_t of(const Location* location) const {
    return location && location->limit > 0 ? location->limit : outside_;
  }
  static std::size_t bytes(const std::string& text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number * (text.find('m') != text.npos ? 1024 * 1024 : 1024);
  }

  std::vector<Location> locations_;
  std::size_t outside_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(route_table)

BOOST_AUTO_TEST_CASE(an_address_gives_its_parts_by_name) {
  constexpr Path two("/a/{one}/b/{two}");
  BOOST_TEST(text_of(two.match("/a/1/b/2")) == "one=1 two=2");
  BOOST_TEST(text_of(two.match("/a/{one}/b/%2F")) == "one={one} two=%2F");
  for (const char* other : {"", "/", "/a/1", "/a/1/b", "/a/1/b/", "/a//b/2", "/a/1/b/2/",
                            "/a/1/b/2/3", "/a/1/c/2", "a/1/b/2", "/a/1/x/b/2"})
    BOOST_TEST(text_of(two.match(other)) == "no", other);
  constexpr Path none("/plan.pdf");
  BOOST_TEST(text_of(none.match("/plan.pdf")) == "");
  BOOST_TEST(text_of(none.match("/plan.pdf2")) == "no");
  BOOST_TEST(text_of(none.match("/plan.pd")) == "no");
}

BOOST_AUTO_TEST_CASE(an_exact_address_is_found_before_one_with_parts) {
  const Matched history = match_route(Method::get, "/plan/history");
  BOOST_REQUIRE(history.route);
  BOOST_TEST(route_name(*history.route) == "GET /plan/history");
  const Matched year = match_route(Method::get, "/plan/115");
  BOOST_REQUIRE(year.route);
  BOOST_TEST(route_name(*year.route) == "GET /plan/*");
  BOOST_TEST(text_of(year.parts) == "year=115");
  BOOST_TEST(!match_route(Method::post, "/plan/115").route);
  BOOST_TEST(!match_route(Method::get, "/nothing").route);
}

BOOST_AUTO_TEST_CASE(nginx_lets_a_body_be_as_long_as_the_table_does) {
  const Nginx nginx;
  std::vector<std::string> addresses = {
      "/nothing",          "/login/",         "/loginx",
      "/admin/imports",    "/admin/import/x", "/admin/catalogues",
      "/admin/catalogue/", "/x/admin/import", "/admin/catalogue/adopt/x",
      "/assets/a.css",     "/e/400.html"};
  std::set<std::size_t> limits;
  for (const Route& route : routes()) {
    std::string address(route.path.text());
    std::erase(address, '{');
    std::erase(address, '}');
    limits.insert(most_bytes(address));
    addresses.push_back(std::move(address));
  }
  for (const std::string& address : addresses) {
    BOOST_TEST(nginx.limit(address) == most_bytes(address), address);
  }
  // The table has them all, so the comparison was one.
  BOOST_TEST(limits == (std::set{form_bytes, sign_in_bytes, paste_bytes}));
}

BOOST_AUTO_TEST_CASE(every_role_has_one_desk_and_a_name) {
  std::set<std::string> roles, names, homes;
  for (const RoleDesk& desk : role_desks) {
    roles.insert(desk.role);
    names.insert(role_text(desk.role));
    BOOST_TEST(find_desk(desk.desk) == &desk);
    BOOST_TEST(find_desk(desk.role) == &desk);
    BOOST_TEST(person::are_roles({{desk.role, desk.scope == Scope::nation   ? ""
                                              : desk.scope == Scope::county ? "NWT"
                                                                            : "010001"}}),
               desk.role);
    if (!desk.home) continue;
    const Matched home = match_route(Method::get, desk.home);
    BOOST_REQUIRE(home.route);
    BOOST_TEST((home.route->desk == desk.desk));
    homes.insert(desk.home);
  }
  BOOST_TEST(roles.size() == role_desks.size());
  BOOST_TEST(names.size() == role_desks.size());
  BOOST_TEST(!names.contains(role_text("system")));
  BOOST_TEST(homes == (std::set<std::string>{"/plan", "/county", "/audit", "/admin"}),
             boost::test_tools::per_element());
  BOOST_TEST(!find_desk(Desk::anybody));
  BOOST_TEST(!find_desk(Desk::signed_in));
  BOOST_TEST(!find_desk("system"));
}

BOOST_AUTO_TEST_CASE(who_teaches_begins_with_the_plan_and_others_with_their_widest_desk) {
  const struct {
    std::vector<person::Role> roles;
    std::string page;
  } rows[] = {
      {{}, "/"},
      {{{"clerk", "010001"}}, "/"},
      {{{"county", "NWT"}, {"clerk", "010001"}}, "/county"},
      {{{"county", "NWT"}, {"auditor", ""}}, "/audit"},
      {{{"admin", ""}, {"county", "NWT"}}, "/admin"},
      {{{"admin", ""}, {"teacher", "010001"}}, "/plan"},
  };
  for (const auto& row : rows) BOOST_TEST(first_page(row.roles) == row.page);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
