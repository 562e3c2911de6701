#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"
#include "fcgi/operate/hands.hpp"
#include "fcgi/routes.hpp"
#include "templates/csv.hpp"
#include "tests/golden.hpp"
#include "tests/once.hpp"
#include "tests/told.hpp"
#include "tests/visitor.hpp"

// The numbers of the nation, a county and a school: who sees which, and every CSV whole, in
// tests/golden/statistics_*.csv. YANXI_GOLDEN=write writes them anew.

namespace yanxi {
namespace {

struct School {
  const char *code, *name, *county;
  int not_started, draft, submitted, withdrawn;
  bool contents;  // whether its page shows what the submitted plans hold
};

// Beside the two of the demonstration data, which are small and of NWT.
constexpr School schools[] = {
    {"010003", "北一", "NWT", 8, 8, 8, 8, false},  // its number is hidden, with the small ones
    {"020001", "東一", "TPE", 6, 0, 6, 5, true},
    {"020002", "東二", "TPE", 5, 6, 5, 0, true},  // five may be shown
    {"020003", "東三", "TPE", 0, 6, 12, 9, true},
    {"060001", "中一", "TXG", 0, 0, 5, 0, false},
    {"060002", "中二", "TXG", 9, 5, 4, 0, false},
    {"060003", "中三", "TXG", 0, 0, 0, 0, false},
    {"060004", "中四", "TXG", 12, 10, 10, 12, false},  // 4 of the second would be the rest
    {"060005", "中五", "TXG", 0, 0, 5, 0, false},
    {"170001", "基一", "KEE", 5, 5, 4, 5, false},
    {"640001", "高一", "KHH", 0, 0, 4, 0, false},
    {"640002", "高二", "KHH", 0, 0, 1, 0, false},
    {"640003", "高三", "KHH", 11, 11, 5, 11, false},
    {"640004", "高四", "KHH", 12, 12, 12, 12, true},  // the rest is five
    {"990001", "外島", "ZZZ", 10, 0, 0, 0, false}};

// Plans of a school differ by their number in it; those of KHH leave ranks out, those of TPE name
// an option that is there no more.
Contents planned(const School& school, int number) {
  Contents contents = examples::blank();
  contents.unit = school.code;
  contents.hours.planned = {{"1-1-1", 1 + number % 3}, {"1-2-1", 2}, {"3-2-5", number}};
  const auto ranked = [&](const Ranking& ranking) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < ranking.ranks; ++i) {
      codes.push_back(ranking.options[(number + i) % (ranking.ranks + 1)].code);
    }
    return codes;
  };
  contents.method = ranked(examples::catalogue().method);
  contents.time = ranked(examples::catalogue().time);
  contents.place = ranked(examples::catalogue().place);
  if (std::string_view(school.county) == "TPE" && number % 2 == 1) contents.method[1] = "OLD";
  if (std::string_view(school.county) == "KHH") {
    contents.method = {number % 2 == 0 ? "ME10" : "ME20", "", "ME60"};
    contents.place.resize(1);
  }
  return contents;
}

class Numbers : public Served {
 public:
  Numbers() : Served(DemoPhase::open) {
    for (const School& school : schools) add_school(school);
    const std::vector<person::Role> roles = {
        {"teacher", "020001"}, {"county", "TPE"}, {"county", "KHH"}, {"county", "TXG"}};
    add<person::Event>(person_stream("county2"), {person::Registered{"兩縣", roles, ""}});
    work_side_by_side(0, appends_.size(), [&](std::size_t i) {
      if (!log->append(appends_[i])) throw std::logic_error("a stream begins twice");
    });
    settle();
  }

  // Without waiting for views: nothing is written but what was looked at.
  HttpResponse ask(const std::string& account, const std::string& address) {
    return answer(service, Visitor(*this, account).get(address));
  }
  // Tables of a CSV, which are parted by an empty line.
  std::vector<std::vector<CsvCells>> tables(const std::string& account,
                                            const std::string& address) {
    std::string csv = ask(account, address + "format=csv").body;
    std::vector<std::vector<CsvCells>> all;
    for (std::size_t begin = 0; begin < csv.size();) {
      const auto end = std::min(csv.find("\r\n\r\n", begin), csv.size());
      all.emplace_back();
      BOOST_TEST(read_csv(csv.substr(begin, end - begin), [&](std::size_t, CsvCells cells) {
                   all.back().push_back(std::move(cells));
                 }).has_value());
      begin = end + 4;
    }
    return all;
  }

 private:
  template <class Event>
  void add(const std::string& stream, const std::vector<Event>& events) {
    Append append{stream, 0, now, {"system", "system", "terminal"}, {}, {}};
    for (const Event& event : events) append.events.push_back(encode(event));
    appends_.push_back(std::move(append));
  }
  void add_school(const School& school) {
    const std::string code = school.code;
    add<unit::Event>(unit_stream(code), {unit::Registered{school.name, school.county}});
    for (int i = 0; i < school.not_started; ++i) {
      const std::string account = code + ".n" + std::to_string(i);
      add<person::Event>(person_stream(account),
                         {person::Registered{"無", {{"teacher", code}}, ""}});
    }
    const auto plans = [&](const char* kind, int count, int events) {
      for (int i = 0; i < count; ++i) {
        const Contents contents = planned(school, i);
        std::vector<plan::Event> all = {plan::DraftSaved{"form", "115-1", contents},
                                        plan::Submitted{now.us, "115-1", contents},
                                        plan::Withdrawn{}};
        all.resize(events);
        add<plan::Event>(plan_stream(115, code + kind + std::to_string(i)), all);
      }
    };
    plans(".d", school.draft, 1);
    plans(".s", school.submitted, 2);
    plans(".w", school.withdrawn, 3);
  }
  std::vector<Append> appends_;
};

Numbers& numbers() { return *Once<Numbers>::made; }

// What a page has, and what it has not.
const std::string admin = "/admin/statistics?year=115", officer = "/county?year=115";
const std::string other = "\">其他統計</a>", back = "\">回統計</a>";
struct Page {
  const char *account, *address;
  std::vector<std::string> has, hasnt;
};
const Page pages[] = {
    {"admin1",
     "/admin/statistics",
     {"<h1>115 學年度統計：全國</h1>", admin + "&amp;county=KEE\">基隆市", "TXG\">臺中市",
      admin + back, "已完成</span><progress max=\"83\" value=\"81\">",
      "課程、教學及評量</span><progress max=\"314\""},
     {"其他統計", "type=\"hidden\" name=\"county\"", "type=\"hidden\" name=\"unit\""}},
    {"admin1",
     "/admin/statistics?county=TPE",
     {"<h1>115 學年度統計：臺北市</h1>", admin + "&amp;county=TPE&amp;unit=020001\">東一",
      admin + "&amp;county=TPE&amp;unit=020003\">東三", admin + other,
      "name=\"county\" value=\"TPE\""},
     {"東二</th>", "北一", "name=\"unit\""}},
    {"admin1",
     "/admin/statistics?unit=020002",
     {"<h1>115 學年度統計：東二</h1>", admin + "&amp;county=TPE" + other, admin + back,
      "name=\"unit\" value=\"020002\"", "<th scope=\"row\">東二</th>"},
     {"東一", "合計"}},
    // Of a number that is hidden there is no bar.
    {"admin1",
     "/admin/statistics?unit=060004",
     {"<span>已完成</span><progress max=\"10\" value=\"10\">"},
     {"<span>尚未填寫</span>", "<span>尚未送出</span>", "<span>教師人數</span>", "課程、教學"}},
    {"county2",
     "/county",
     {"115 學年度統計：臺北市", officer + "&amp;county=TPE&amp;unit=020003\">東三",
      officer + "&amp;county=KHH" + other, officer + "&amp;county=TPE" + back},
     {"admin/statistics"}},
    {"county2",
     "/county?county=KHH",
     {"115 學年度統計：高雄市", officer + "&amp;county=KHH" + back},
     {"其他統計"}},
    {"county2",
     "/county?county=KHH&unit=640004",
     {"115 學年度統計：高四", officer + "&amp;county=KHH" + other},
     {"高三"}},
    {"county1", "/county", {"115 學年度統計：新北市", "晨光國民小學"}, {"其他統計"}},
    // Of last year; a year that cannot be read is this one; one never opened has no plans.
    {"admin1",
     "/admin/statistics?year=114&unit=010001",
     {"114 學年度統計：晨光國民小學", "name=\"year\" value=\"114\"",
      "year=114&amp;county=NWT" + other},
     {}},
    {"admin1", "/admin/statistics?year=1150", {"115 學年度統計：全國"}, {}},
    {"admin1",
     "/admin/statistics?year=150",
     {"150 學年度統計：全國", "年度統計：全國"},
     {"課程、教學"}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics_pages, *boost::unit_test::fixture<Once<Numbers>>())

BOOST_AUTO_TEST_CASE(every_file_of_numbers_is_as_it_was_read) {
  const struct {
    const char *name, *account, *address;
  } files[] = {{"nation", "admin1", "/admin/statistics?format=csv"},
               {"county", "county2", "/county?format=csv"},
               {"county_small", "admin1", "/admin/statistics?county=NWT&format=csv"},
               {"unit", "county2", "/county?county=KHH&unit=640004&format=csv"},
               {"unit_small", "county2", "/county?county=TXG&unit=060004&format=csv"}};
  for (const auto& row : files) {
    const HttpResponse response = numbers().ask(row.account, row.address);
    BOOST_TEST(response.type == "text/csv; charset=utf-8");
    BOOST_TEST((response.headers.at(0) ==
                std::pair<std::string, std::string>("Content-Disposition",
                                                    "attachment; filename=\"yanxi-115.csv\"")));
    check_golden("statistics_" + std::string(row.name) + ".csv", response.body);
  }
}

BOOST_AUTO_TEST_CASE(a_school_has_the_numbers_it_has_in_its_countys_table) {
  for (const School& school : schools) {
    if (std::string_view(school.county) == "ZZZ") continue;  // no county of the catalogue
    const std::string county = std::string("/admin/statistics?county=") + school.county + "&";
    const auto whole = numbers().tables("admin1", county);
    const auto own =
        numbers().tables("admin1", std::string("/admin/statistics?unit=") + school.code + "&");
    BOOST_TEST_CONTEXT(school.name) {
      BOOST_TEST(own.size() == (school.contents ? 5u : 1u));
      BOOST_REQUIRE(own[0].size() == 3u);  // caption, columns, and one line without a sum
      const auto line =
          std::ranges::find(whole[0], school.name, [](const CsvCells& cells) { return cells[0]; });
      BOOST_REQUIRE(line != whole[0].end());
      BOOST_TEST((own[0][0] == whole[0][0] && own[0][1] == whole[0][1]));
      BOOST_TEST((own[0][2] == *line));
      const auto same =
          numbers().ask("admin1", std::string("/admin/statistics?unit=") + school.code);
      BOOST_TEST(holds(same, "已完成的規劃太少，不顯示時數與志願。") == !school.contents);
      if (!school.contents) continue;
      // What its plans hold is of its own plans alone.
      int first = 0, third = 0;
      for (int i = 0; i < school.submitted; ++i) first += 3 + i % 3, third += i;
      BOOST_TEST(own[1][2].at(1) == std::to_string(first));
      BOOST_TEST(own[1][4].at(1) == std::to_string(third));
    }
  }
}

BOOST_AUTO_TEST_CASE(pages_lead_down_and_up_and_draw_what_may_be_shown) {
  for (const auto& page : pages) {
    const HttpResponse response = numbers().ask(page.account, page.address);
    BOOST_TEST_CONTEXT(page.account << " " << page.address) {
      BOOST_TEST(response.status == 200);
      for (const std::string& text : page.has) BOOST_TEST(holds(response, text), text);
      for (const std::string& text : page.hasnt) BOOST_TEST(!holds(response, text), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_officer_sees_the_schools_of_own_counties_where_they_are) {
  for (const char* address : {"/county?county=NWT", "/county?county=ZZZ", "/county?unit=010001",
                              "/county?unit=060001", "/county?county=TPE&unit=060001",
                              "/county?county=TPE&unit=999999", "/admin/statistics?county=TPE"}) {
    BOOST_TEST_CONTEXT(address) { BOOST_TEST(numbers().ask("county2", address).status == 404); }
  }
  for (const char* address : {"/admin/statistics?county=ZZZ", "/admin/statistics?unit=999999"}) {
    BOOST_TEST_CONTEXT(address) { BOOST_TEST(numbers().ask("admin1", address).status == 404); }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
