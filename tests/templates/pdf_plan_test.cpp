#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "tests/golden.hpp"
#include "tests/templates/drawn.hpp"
#include "tests/templates/pdf_examples.hpp"

// Where everything stands on the pages of a plan and of a record. tests/golden/plan_pdf.txt holds
// every mark of a few documents; YANXI_GOLDEN=write writes it anew, and the difference is read.

namespace yanxi {
namespace {

using examples::pdf_draft;
using examples::pdf_submitted;
using Kind = Mark::Kind;

constexpr double foot = 780, first_row = 64;

// Six topics, a named item, both other texts and a rank left blank.
Contents full_contents() {
  Contents c = examples::contents();
  c.method[1] = "";
  c.time[0] = "TI99";
  c.time_other = "寒假第一週（非上課日）";
  c.place_other = "線上";
  c.stage = "30", c.teaching = "J2";
  c.hours.planned = {{"1-1-1", 7}, {"1-2-99", 2}, {"2-1-2", 6}, {"3-1-4", 1},
                     {"4-1-4", 9}, {"5-1-1", 3},  {"6-3-3", 4}};
  c.hours.names = {{"1-2-99", "海洋學校課程"}};
  return c;
}

PdfPlan full_plan() {
  PdfPlan plan = pdf_submitted(full_contents());
  plan.name = "黃𠮷安\U000F0000";
  plan.late = true;
  plan.demo = true;
  plan.moment = "2026/09/26 08:00:00 當時的內容（唯讀）";
  return plan;
}

PdfRecord record(int facts, int lines) {
  PdfRecord made;
  made.title = "規劃歷程";
  for (int i = 1; i <= facts; ++i) {
    made.facts.emplace_back("項 " + std::to_string(i), "值 " + std::to_string(i));
  }
  made.heading = "事件";
  for (int i = 1; i <= lines; ++i) made.lines.push_back("行 " + std::to_string(i));
  made.printed_at = from_taipei(2026, 9, 25, 10);
  return made;
}

Contents with_every_item() {
  Contents contents = examples::contents();
  for (const Topic& topic : examples::catalogue().topics) {
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) set_hours(contents.hours, item.code, 1);
    }
  }
  return contents;
}

std::size_t page_of(const Drawn& drawn, const std::string& text) {
  for (std::size_t page = 0; page < drawn.pages.size(); ++page) {
    for (const Mark& mark : drawn.pages[page]) {
      if (mark.text == text) return page + 1;
    }
  }
  return 0;
}

double y_of(const Drawn& drawn, const std::string& text) {
  const Mark* mark = drawn.find(text);
  BOOST_REQUIRE_MESSAGE(mark, text);
  return mark->y;
}

// What flows down a page: all texts but those of head and foot, and the numbers in the pie.
DrawnPage flowing(const DrawnPage& page) {
  DrawnPage body;
  for (const Mark& mark : page) {
    if (mark.kind == Kind::text && mark.y > 50 && mark.y < 796 && mark.colour != "#ffffff") {
      body.push_back(mark);
    }
  }
  return body;
}

bool is_heading(const Mark& mark) { return mark.size > 10; }

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf_plans)

BOOST_AUTO_TEST_CASE(every_mark_stands_where_it_stood) {
  PdfPlan blank = pdf_draft(examples::blank());
  blank.unit = "";
  PdfRecord log = record(2, 46);
  log.demo = true;
  log.facts[1].second = "很長的值" + std::string(150, '.') + "完";
  log.lines[1] = "　　" + std::string(130, 'm');
  std::string have;
  const auto add = [&](const char* name, const std::string& pdf) {
    const Drawn drawn(pdf);
    have += std::string("== ") + name + ": " + drawn.title + ", " + drawn.created + "\n";
    have += drawn.lines();
  };
  add("a late submission as an auditor sees it", pdf_plan(full_plan()));
  add("an empty draft", pdf_plan(blank));
  add("a record", pdf_record(log));
  check_golden("plan_pdf.txt", have);
}

BOOST_AUTO_TEST_CASE(a_page_ends_where_the_next_line_does_not_fit) {
  const struct {
    int facts, lines;
    std::size_t heading_page, pages;
    double last_y;  // baseline of the last line
  } table[] = {
      {0, 1, 1, 1, 64 + 34 + 38 + 8.5},
      // The last line ends 13 points above the foot; one more would end 0.8 below it.
      {25, 17, 1, 1, 98 + 400 + 38 + 16 * 13.6 + 8.5},
      {25, 18, 1, 2, 64 + 8.5},
      // A heading needs room for itself and a line.
      {38, 1, 1, 1, 98 + 38 * 16 + 38 + 8.5},
      {39, 1, 2, 2, 64 + 38 + 8.5},
      // Facts fill a page to the last that fits.
      {42, 1, 2, 2, 64 + 38 + 8.5},
      {43, 1, 2, 2, 64 + 16 + 38 + 8.5},
  };
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.facts << " facts, " << row.lines << " lines") {
      const Drawn drawn(pdf_record(record(row.facts, row.lines)));
      BOOST_TEST(page_of(drawn, "事件") == row.heading_page);
      BOOST_TEST(drawn.pages.size() == row.pages);
      const std::string last = std::to_string(row.facts);
      if (row.facts > 0) {
        BOOST_TEST(y_of(drawn, "項 " + last) == y_of(drawn, "值 " + last));
        BOOST_TEST(page_of(drawn, "項 " + last) == page_of(drawn, "值 " + last));
      }
      BOOST_TEST(y_of(drawn, "行 " + std::to_string(row.lines)) == row.last_y,
                 boost::test_tools::tolerance(1e-6));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_value_longer_than_a_page_goes_on_and_its_label_does_not) {
  PdfRecord log = record(1, 1);
  for (int i = 0; i < 60; ++i) log.facts[0].second += "\n第 " + std::to_string(i) + " 段";
  const Drawn drawn(pdf_record(log));
  BOOST_REQUIRE_EQUAL(drawn.pages.size(), 2u);
  BOOST_TEST(y_of(drawn, "項 1") == y_of(drawn, "值 1"));
  BOOST_TEST(y_of(drawn, "第 0 段") == y_of(drawn, "值 1") + 16);
  // 42 lines fit below the title, and the value's first line is one of them.
  BOOST_TEST(page_of(drawn, "第 40 段") == 1u);
  BOOST_TEST(page_of(drawn, "第 41 段") == 2u);
  BOOST_TEST(y_of(drawn, "第 41 段") == first_row + 10);
  BOOST_TEST(std::ranges::count(drawn.pages[1], "項 1", &Mark::text) == 0);
}

BOOST_AUTO_TEST_CASE(an_item_longer_than_a_page_goes_on_and_its_hours_do_not) {
  Contents contents = examples::contents();
  contents.hours.planned = {{"1-1-99", 5}, {"1-2-99", 3}};
  contents.hours.names = {{"1-1-99", "一"}};
  for (int i = 0; i < 50; ++i)
    contents.hours.names[0].second += "\n第 " + std::to_string(i) + " 段";
  const Drawn drawn(pdf_plan(pdf_draft(contents)));
  BOOST_REQUIRE_EQUAL(drawn.pages.size(), 3u);
  BOOST_TEST(y_of(drawn, "1-1-99 其他：一") == y_of(drawn, "5 小時"));
  BOOST_TEST(page_of(drawn, "5 小時") == 2u);
  BOOST_TEST(y_of(drawn, "第 0 段") == y_of(drawn, "5 小時") + 16,
             boost::test_tools::tolerance(1e-5));
  for (const Mark& mark : flowing(drawn.pages[1])) BOOST_TEST(mark.y + 6 <= foot, mark.text);
  // One line under the whole item, and the next item behind it.
  const auto under = [&](std::size_t page) {
    std::vector<double> found;
    for (const Mark& mark : drawn.pages[page]) {
      if (mark.kind == Kind::line && mark.x == 60) found.push_back(mark.y);
    }
    return found;
  };
  BOOST_TEST(under(1).empty());
  BOOST_REQUIRE_EQUAL(under(2).size(), 2u);
  BOOST_TEST(under(2)[0] == y_of(drawn, "第 49 段") + 4.5, boost::test_tools::tolerance(1e-5));
  BOOST_TEST(y_of(drawn, "1-2-99 其他") == y_of(drawn, "第 49 段") + 16,
             boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(a_table_shorter_than_its_pie_leaves_room_for_the_pie) {
  Catalogue catalogue = examples::catalogue();
  catalogue.topics.resize(2);
  Contents contents = examples::contents();
  contents.hours.planned = {{"1-1-1", 1}, {"2-1-2", 1}};
  PdfPlan plan = pdf_draft(contents);
  plan.catalogue = &catalogue;
  const Drawn drawn(pdf_plan(plan));
  // Below the heading, the subheading and a circle of 68 points.
  BOOST_TEST(y_of(drawn, "比例採四捨五入。") == first_row + 38 + 18 + 136 + 4 + 8.5);
  BOOST_TEST(y_of(drawn, "合計") == first_row + 38 + 18 + 4 + 3 * 18 + 10);
}

BOOST_AUTO_TEST_CASE(the_chart_stands_whole_with_its_heading) {
  // With ten ranks 250 points are left for it, with eleven 234; it needs 240.
  for (const std::size_t ranks : {std::size_t{4}, std::size_t{5}}) {
    BOOST_TEST_CONTEXT(ranks) {
      Contents contents = full_contents();
      contents.time_other = contents.place_other = "";
      contents.time.resize(3);
      contents.method = contents.time;
      contents.place.resize(ranks);
      const Drawn drawn(pdf_plan(pdf_draft(contents)));
      const std::size_t page = page_of(drawn, "三、研習主題規劃");
      BOOST_TEST(page == (ranks == 4 ? 1u : 2u));
      for (const char* with : {"規劃分配比率", "類別", "合計", "比例採四捨五入。"}) {
        BOOST_TEST(page_of(drawn, with) == page, with);
      }
      const DrawnPage& marks = drawn.pages.at(page - 1);
      BOOST_TEST(std::ranges::count(marks, Kind::box, &Mark::kind) == 6);
      BOOST_TEST(std::ranges::count_if(marks, [](const Mark& mark) {
                   return mark.kind == Kind::shape && mark.corners.size() > 3 && mark.x2 < 200 &&
                          mark.x > 50 && mark.size == 0;
                 }) >= 6);
      BOOST_TEST(y_of(drawn, "比例採四捨五入。") <= foot);
    }
  }
}

BOOST_AUTO_TEST_CASE(pages_of_all_items_are_full_and_no_heading_ends_one) {
  const Drawn drawn(pdf_plan(pdf_draft(with_every_item())));
  BOOST_REQUIRE_GE(drawn.pages.size(), 5u);
  std::size_t rows = 0;
  for (std::size_t i = 0; i < drawn.pages.size(); ++i) {
    BOOST_TEST_CONTEXT("page " << i + 1) {
      const DrawnPage body = flowing(drawn.pages[i]);
      BOOST_REQUIRE(!body.empty());
      BOOST_TEST(!is_heading(body.back()), body.back().text);
      for (const Mark& mark : body) BOOST_TEST(mark.y + 6 <= foot, mark.text);
      // An item, its hours and its hairline are on one page and one row.
      for (const Mark& mark : body) {
        if (mark.text != "1 小時") continue;
        ++rows;
        BOOST_TEST(std::ranges::count_if(body, [&](const Mark& other) {
                     return other.x == 60 && other.y == mark.y;
                   }) == 1);
        BOOST_TEST(std::ranges::count_if(drawn.pages[i], [&](const Mark& line) {
                     return line.kind == Kind::line && line.x == 60 && line.x2 == 545 &&
                            std::abs(line.y - mark.y - 4.5) < 0.01;
                   }) == 1);
      }
      if (i < 2) continue;
      const DrawnPage before = flowing(drawn.pages[i - 1]);
      BOOST_TEST(body.front().y <= first_row + 11 + 6);
      BOOST_TEST(before.back().y + 6 + (is_heading(body.front()) ? 42 : 16) > foot);
    }
  }
  BOOST_TEST(rows == examples::catalogue().item_count());
}

BOOST_AUTO_TEST_CASE(a_topic_is_not_named_where_none_of_its_items_fits) {
  // Below 27 items 32 points are left: enough for a name, not for an item besides.
  for (const std::size_t items : {std::size_t{26}, std::size_t{27}}) {
    BOOST_TEST_CONTEXT(items) {
      Contents contents = examples::contents();
      contents.hours.planned = {{"2-1-2", 1}};
      for (const Subtopic& subtopic : examples::catalogue().topics[0].subtopics) {
        for (const Item& item : subtopic.items) {
          if (contents.hours.planned.size() <= items) set_hours(contents.hours, item.code, 1);
        }
      }
      const Drawn drawn(pdf_plan(pdf_draft(contents)));
      BOOST_TEST(page_of(drawn, "2. 班級經營與輔導　1 小時") == (items == 26 ? 2u : 3u));
      BOOST_TEST(page_of(drawn, "2-1-2 班級常規與正向管教") == (items == 26 ? 2u : 3u));
    }
  }
}

BOOST_AUTO_TEST_CASE(shares_are_drawn_as_large_as_they_are) {
  const Drawn drawn(pdf_plan(full_plan()));
  const double hours[] = {9, 6, 1, 9, 3, 4};  // of 32
  DrawnPage slices, boxes;
  for (const Mark& mark : drawn.pages.at(1)) {
    if (mark.kind == Kind::box) boxes.push_back(mark);
    if (mark.kind == Kind::shape && slices.size() < 6) slices.push_back(mark);
  }
  BOOST_REQUIRE_EQUAL(boxes.size(), 6u);
  BOOST_REQUIRE_EQUAL(slices.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    BOOST_TEST_CONTEXT("topic " << i + 1) {
      BOOST_TEST(slices[i].colour == boxes[i].colour);
      // The area of a polygon (shoelace) beside that of its slice of the circle.
      const auto& c = slices[i].corners;
      double twice = 0;
      for (std::size_t k = 0; k < c.size(); ++k) {
        const auto& [x1, y1] = c[k];
        const auto& [x2, y2] = c[(k + 1) % c.size()];
        twice += x1 * y2 - x2 * y1;
      }
      BOOST_TEST(std::abs(twice) / 2 == hours[i] / 32 * 3.14159265 * 68 * 68,
                 boost::test_tools::tolerance(0.005));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_page_says_what_the_document_is_worth) {
  const char* const unsent = "草稿（尚未送出，視同未完成規劃）";
  const auto marks_of = [&](const PdfPlan& plan) {
    const Drawn drawn(pdf_plan(plan));
    for (std::size_t i = 0; i < drawn.pages.size(); ++i) {
      const std::string number =
          "第 " + std::to_string(i + 1) + " 頁，共 " + std::to_string(drawn.pages.size()) + " 頁";
      BOOST_TEST(std::ranges::count(drawn.pages[i], number, &Mark::text) == 1);
    }
    std::string heads;
    for (const Mark& mark : drawn.pages.at(0)) {
      if (mark.kind == Kind::text && mark.y < 50) heads += mark.text + "|";
    }
    for (const DrawnPage& page : drawn.pages) {
      std::string again;
      for (const Mark& mark : page) {
        if (mark.kind == Kind::text && mark.y < 50) again += mark.text + "|";
      }
      BOOST_TEST(again == heads);
    }
    return heads + "/" + std::string(drawn.find("狀態") ? "" : "no state");
  };
  PdfPlan plan = pdf_draft(examples::contents());
  BOOST_TEST(marks_of(plan) == std::string(unsent) + "|/");
  plan.demo = true;
  BOOST_TEST(marks_of(plan) == std::string(unsent) + "|示範資料|/");
  plan = pdf_submitted(examples::contents());
  BOOST_TEST(marks_of(plan) == "/");
  plan.withdrawn = true;
  plan.state = "已於 2026/09/26 08:00:00 退回修改";
  BOOST_TEST(marks_of(plan) == "這次送出已於 2026/09/26 08:00:00 退回修改，視同未完成規劃|/");
  // Withdrawn is a word about a submission.
  plan = pdf_draft(examples::contents());
  plan.withdrawn = true;
  BOOST_TEST(marks_of(plan) == std::string(unsent) + "|/");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
