#include <boost/test/unit_test.hpp>
#include <regex>

#include "fcgi/operate/import.hpp"
#include "tests/fcgi/staff_desk.hpp"
#include "tests/outline.hpp"

// Lists that go on over pages, and what a page says of a log that does not prove itself.

namespace yanxi {
namespace {

// What the rows of the first table begin with, and where the page leads on.
struct Listed {
  std::vector<std::string> accounts;
  std::string next;
  bool partial = false;
};

Listed read_list(const HttpResponse& response) {
  BOOST_TEST(response.status == 200);
  Listed listed;
  const std::regex row(R"(^\[(\S+) 的規劃\])"), next(R"(\[下一頁\]\(([^ )]*).*\))");
  for (const std::string& line : outline_lines(response.body)) {
    std::smatch found;
    if (std::regex_search(line, found, row)) listed.accounts.push_back(found[1]);
    if (std::regex_search(line, found, next)) {
      listed.next = std::regex_replace(found.str(1), std::regex("&amp;"), "&");
    }
    listed.partial |= line == "(note info) 條件範圍較大，這一頁只列出部分結果，請按下一頁繼續。";
  }
  return listed;
}

std::vector<std::string> accounts(const char* name, std::size_t first, std::size_t last) {
  std::vector<std::string> all;
  for (std::size_t i = first; i <= last; ++i) {
    all.push_back(name + std::to_string(1000 + i).substr(1));
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lists)

BOOST_AUTO_TEST_CASE(pages_of_fifty_lead_on_until_everybody_was_shown) {
  StaffDesk desk(DemoPhase::open);
  std::size_t made = 0;
  const auto make = [&](std::size_t count) {
    std::string people = "帳號,姓名,角色\n";
    for (std::size_t i = made + 1; i <= count; ++i) {
      people += accounts("many", i, i).front() + ",陳大同,teacher:010001\n";
    }
    const ImportOrder order{ImportKind::people, 0, desk.now, {}};
    const std::uint64_t last =
        carry_out_import(desk.executor, {"admin1", "admin", "builtin"}, desk.now, people,
                         plan_import(*desk.log, desk.catalogues.latest(), order, people), {});
    BOOST_TEST(last == desk.log->head().position);
    while (made < count) {
      ++made;
      desk.append(accounts("many", made, made).front(),
                  {examples::draft_saved(examples::contents()), plan::Deleted{}});
    }
  };
  struct Search {
    const char* who;
    std::string address;
  };
  // By school, by name, by what happened (the newest first) and what can be restored.
  const Search searches[] = {{"auditor1", "/audit?unit=010001&go=find&matter=a%26b"},
                             {"auditor1", "/audit?year=115&go=find"},
                             {"auditor1", "/audit?name=陳大"},
                             {"auditor1", "/audit?kind=deleted"},
                             {"admin1", "/admin/restore?unit=010001"}};
  for (const std::size_t count : {49u, 50u, 51u, 101u}) {
    make(count);
    for (const Search& search : searches) {
      BOOST_TEST_CONTEXT(count << " " << search.address) {
        std::vector<std::string> seen;
        std::string address = search.address;
        std::size_t pages = 0;
        for (; !address.empty() && pages < 5; ++pages) {
          const Listed listed = read_list(desk.get(search.who, address));
          seen.insert(seen.end(), listed.accounts.begin(), listed.accounts.end());
          BOOST_TEST(listed.accounts.size() == std::min<std::size_t>(50, count - 50 * pages));
          BOOST_TEST(!listed.partial);
          address = listed.next;
        }
        // A page that is full leads on, as there may be more.
        BOOST_TEST(pages == count / 50 + 1);
        auto expected = accounts("many", 1, count);
        if (search.address.ends_with("deleted")) std::ranges::reverse(expected);
        BOOST_TEST(seen == expected, boost::test_tools::per_element());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_list_says_when_it_stopped_looking) {
  StaffDesk desk(DemoPhase::open);
  desk.append("teacher1", std::vector<plan::Event>(401, examples::draft_saved(examples::blank())));
  const Listed first = read_list(desk.get("auditor1", "/audit?actor=teacher2&go=find"));
  BOOST_TEST(first.partial);
  BOOST_TEST(first.accounts.empty());
  BOOST_REQUIRE(!first.next.empty());
  const Listed second = read_list(desk.get("auditor1", first.next));
  BOOST_TEST(!second.partial);
  BOOST_TEST(second.next.empty());
  BOOST_TEST(read_list(desk.get("admin1", "/admin/restore?actor=teacher2")).partial);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
