#include <boost/test/unit_test.hpp>
#include <regex>

#include "fcgi/staff/catalogue_table.hpp"
#include "templates/csv.hpp"
#include "templates/dictionary.hpp"
#include "templates/html_history.hpp"
#include "templates/sheet.hpp"
#include "tests/examples.hpp"
#include "tests/golden.hpp"
#include "tests/outline.hpp"

// How the parts of the staff's pages look, and what a comparison and the catalogue's table are made
// of. Pure.

namespace yanxi {
namespace {

using html::Cell;
using html::Control;

html::Shell shell() {
  load_templates();
  html::Shell shell;
  shell.prefix = "/yanxi";
  shell.account = "admin1";
  shell.name = "謝佳穎";
  shell.csrf = "token";
  shell.desks = {{"/admin", "管理"}};
  shell.now = from_taipei(2026, 9, 25, 10);
  return shell;
}

html::Table every_cell() {
  Cell pick{"選擇 teacher1", Cell::Kind::check};
  pick.name = "plan.115-teacher1";
  pick.value = "2";
  Cell chosen = pick;
  chosen.text = "選擇 teacher2";
  chosen.name = "plan.115-teacher2";
  chosen.chosen = true;
  using plan::Status;
  return {"每一種儲存格",
          {"甲", "乙"},
          {{{"列首"}, {"文字"}},
           {html::link_cell("teacher1", "/a?b=1&c=2", "的規劃"), html::link_cell("乙", "/b", "")},
           {html::number_cell(-12), html::number_cell(0)},
           {html::time_cell(from_taipei(2026, 9, 25, 9, 58, 13)),
            {"2026", Cell::Kind::time, {}, {}, {}, "2026-01-01"}},
           {{"前", Cell::Kind::removed}, {"後", Cell::Kind::added}},
           {html::status_cell(Status::absent), html::status_cell(Status::draft)},
           {html::status_cell(Status::submitted), html::status_cell(Status::withdrawn)},
           {html::status_cell(Status::deleted), {"<b>&\"'"}},
           {std::move(pick), {"第一"}},
           {std::move(chosen), {"第二"}}},
          "不顯示",
          {}};
}

std::vector<Control> every_control(bool wrong) {
  std::vector<Control> controls = {
      {"t.1", "文字", "<值>"},
      {"area", "多行", "\n第一行\n第二行", Control::Kind::area},
      {"choice", "選擇", "b", Control::Kind::choice, {}, {}, {{"a", "甲"}, {"b", "乙"}}},
      {"on", "勾選", "yes", Control::Kind::check},
      {"off", "不勾選", "no", Control::Kind::check},
      {"secret", "密碼", "", Control::Kind::password},
      {"hidden", "不顯示", "a\nb", Control::Kind::hidden}};
  if (!wrong) return controls;
  for (std::size_t i = 0; i < controls.size(); ++i) {
    if (controls[i].kind == Control::Kind::hidden) continue;
    controls[i].error = "請修正 " + controls[i].name;
    if (i % 2 == 0 || controls[i].kind == Control::Kind::check) controls[i].hint = "提示";
  }
  return controls;
}

html::Sheet every_part() {
  html::Sheet sheet{"標題 <1>", {}};
  sheet.parts.push_back(html::Heading{"小標題"});
  for (const char* kind : {"info", "ok", "warn"}) sheet.parts.push_back(html::Note{"說明", kind});
  sheet.parts.push_back(html::Note{"<說明>"});
  sheet.parts.push_back(html::Facts{{{"名", "值"}, {"名二", "&值"}}});
  sheet.parts.push_back(html::Links{{{"/a?x=1&y=2", "連結"}, {"/b", "連結二"}}});
  sheet.parts.push_back(every_cell());
  html::Table folded{"摺疊", {"甲"}, {{{"一"}}}, "不顯示", "展開（1）"};
  sheet.parts.push_back(folded);
  sheet.parts.push_back(html::Table{"空的", {"甲"}, {}, "沒有資料。", "展開"});
  sheet.parts.push_back(html::SheetForm{
      "/get", every_control(false), {}, {{"檢視"}, {"第二", {}, {}, true}}, {}, "不顯示"});
  html::Table none = folded;
  none.rows.clear();
  html::SheetForm post{"/post",
                       every_control(true),
                       every_cell(),
                       {{"送出", "go", "yes"}, {"刪除", "go", "no", false, true}},
                       0,
                       "once"};
  post.table->rows = {post.table->rows[8], post.table->rows[9]};
  sheet.parts.push_back(post);
  sheet.parts.push_back(html::SheetForm{"/last", {}, none, {}, 12, "twice"});
  sheet.parts.push_back(html::Bars{{{"甲", 3}, {"乙", 0}, {"丙", 12}}});
  sheet.parts.push_back(html::Bars{{{"丁", 0}}});
  return sheet;
}

std::string without_digests(const std::string& page) {
  return std::regex_replace(page, std::regex(R"((assets/\w+)\.[0-9a-f]{10}\.)"), "$1.");
}

// The page's rows of its first two tables.
std::string rows_of(const html::Sheet& sheet) {
  std::string text;
  for (const std::string& line : outline_lines(html::sheet(shell(), sheet))) {
    if (!line.ends_with(" | （空白）")) text += line + "\n";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sheets)

BOOST_AUTO_TEST_CASE(every_part_and_control_looks_as_agreed) {
  check_golden("sheet.html", without_digests(html::sheet(shell(), every_part())));
}

BOOST_AUTO_TEST_CASE(a_page_without_errors_says_of_none) {
  const std::string page = html::sheet(shell(), {"標題", {html::Heading{"小標題"}}});
  BOOST_TEST(page.find("請修正") == std::string::npos);
  BOOST_TEST(page.find("<title>標題 — 教師研習規劃</title>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plan_stands_on_a_page_with_its_names_of_then) {
  const Contents contents = examples::contents();
  const std::string page = html::sheet(
      shell(), {"標題", {html::PlanPart{&contents, &examples::catalogue(), "晨光國小", "郭小強"}}});
  std::string text;
  for (const std::string& line : outline_lines(page)) text += line + "\n";
  check_golden("sheet_plan.txt", text);
}

BOOST_AUTO_TEST_CASE(a_comparison_shows_every_kind_of_change) {
  // The later version bears other names, lacks an item with its text and has a new one.
  Catalogue next = examples::catalogue();
  next.version = "115-2";
  for (Stage& stage : next.stages) {
    if (stage.code == "40") stage.name = "國民小學";
  }
  for (Option& option : next.educations) {
    if (option.code == "ED20") option.name = "專科學校";
  }
  auto& items = next.topics[0].subtopics[0].items;
  items.erase(items.begin() + 1, items.end());
  items.push_back({"1-1-50", "新增的細項", true, ""});
  next = Catalogue::load(write_catalogue(next));
  Contents before = examples::contents(), after = before;
  set_hours(before.hours, "1-1-2", 4);
  set_hours(before.hours, "1-1-99", 2);
  set_name(before.hours, "1-1-99", "舊的主題");
  after.service = "";
  set_hours(after.hours, "1-1-1", 0);
  set_hours(after.hours, "1-1-50", 12);
  set_name(after.hours, "1-1-50", "自訂主題");
  set_hours(after.hours, "3-2-5", 5);
  after.time = {next.time.other_code, "TI1", "TI2", "TI3", "TI4", "TI5"};
  after.time_other = "清晨";
  const Instant at = from_taipei(2026, 9, 25, 9, 58, 13);
  using plan::Status;
  const html::ComparedSide a{3, at, Status::draft, before, &examples::catalogue(), "晨光國民小學"};
  html::ComparedSide b{7, at + hour_us, Status::submitted, after, &next, "晨光國民小學"};
  std::string text = "-- other contents\n" + rows_of(html::comparison(a, b));
  // The same code, and the school bears another name.
  b.contents = before;
  b.unit = "晨光國民中小學";
  text += "-- another name of the school\n" + rows_of(html::comparison(a, b));
  b.contents.unit = "010002";
  b.unit = "青山國民小學";
  text += "-- another school\n" + rows_of(html::comparison(a, b));
  check_golden("comparison.txt", text);
}

BOOST_AUTO_TEST_CASE(a_comparison_unfolds_what_did_not_change_if_anything_did_not) {
  using plan::Status;
  const html::ComparedSide before{
      1, {}, Status::draft, examples::contents(), &examples::catalogue(), "甲"};
  html::ComparedSide after = before;
  const html::Sheet same = html::comparison(before, after);
  BOOST_REQUIRE(same.parts.size() == 3u);
  BOOST_TEST(std::get<html::Table>(same.parts[1]).rows.empty());
  BOOST_TEST(std::get<html::Table>(same.parts[2]).rows.size() == 259u);
  BOOST_TEST(std::get<html::Table>(same.parts[2]).fold == "顯示未變動（259）");
  // A catalogue that asks for nothing but what differs.
  const Catalogue small;
  html::ComparedSide first{1, {}, Status::draft, blank_contents(small, "1"), &small, "甲"};
  html::ComparedSide second{2, {}, Status::draft, blank_contents(small, "2"), &small, "乙"};
  for (Field& field : fields_of(second.contents)) {
    if (field.name == "unit") continue;
    field.value = "x";
    set_field(second.contents, field, small);
  }
  second.contents.education = second.contents.service = second.contents.stage =
      second.contents.teaching = second.contents.time_other = second.contents.place_other = "x";
  const html::Sheet other = html::comparison(first, second);
  BOOST_REQUIRE(other.parts.size() == 2u);
  BOOST_TEST(std::get<html::Table>(other.parts[1]).rows.size() == fields_of(first.contents).size());
}

// --- The catalogue's table -----------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_catalogue_is_written_as_a_table_whole) {
  check_golden("catalogue.csv", write_catalogue_table(examples::catalogue()));
}

BOOST_AUTO_TEST_CASE(a_catalogue_that_was_written_as_a_table_is_read_back_the_same) {
  Catalogue made = examples::catalogue();
  made.topics[0].subtopics[0].items[0].external_code = "0101";
  made.topics[0].subtopics[0].items[1].free_text = true;
  Catalogue read = made;
  // What is read stands in the place of what was there.
  read.educations.clear();
  read.services.clear();
  read.method.options.clear();
  read.time.options.clear();
  read.place.options.clear();
  for (Stage& stage : read.stages) stage.name = "x", stage.teaching.clear();
  read.topics.resize(1);
  BOOST_TEST(read_catalogue_table(write_catalogue_table(made), read) == "");
  BOOST_TEST(write_catalogue(read) == write_catalogue(made));
}

BOOST_AUTO_TEST_CASE(a_stage_keeps_what_the_table_does_not_say) {
  const std::string head = "清單,代碼,名稱,上層,自由填寫,外部代碼\n";
  Catalogue catalogue = examples::catalogue();
  const Stage first = catalogue.stages[0], second = catalogue.stages[1];
  BOOST_TEST(read_catalogue_table(head + "學校階段," + second.code + ",甲,,,\n學校階段,95,乙,,,\n",
                                  catalogue) == "");
  BOOST_REQUIRE(catalogue.stages.size() == 2u);
  BOOST_TEST(
      (catalogue.stages[0] == Stage{second.code, "甲", second.teaching_label, second.teaching}));
  BOOST_TEST((catalogue.stages[1] == Stage{"95", "乙", "任教年級", {}}));
  // With rows for what belongs to the stages, all of it is theirs.
  catalogue = examples::catalogue();
  BOOST_TEST(read_catalogue_table(head + "任教年級或領域,N1,新一," + first.code + ",,\n",
                                  catalogue) == "");
  BOOST_TEST((catalogue.stages[0].teaching == std::vector<Option>{{"N1", "新一"}}));
  BOOST_TEST(catalogue.stages[1].teaching.empty());
  BOOST_TEST(catalogue.stages[0].name == first.name);
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_be_read_is_told_where) {
  const std::string head = "清單,代碼,名稱,上層,自由填寫,外部代碼\n";
  Catalogue catalogue = examples::catalogue();
  const auto read = [&](const std::string& text) { return read_catalogue_table(text, catalogue); };
  BOOST_TEST(read("\xFF") == "內容不是 UTF-8 文字");
  BOOST_TEST(read(head + "最高學歷,ED20,\"專科") == "第 2 行：引號沒有成對");
  // Of several faults the first.
  BOOST_TEST(read(head + "學歷,1,2,,,\n最高學歷,1\n") == "第 2 行：沒有「學歷」這個清單");
  BOOST_TEST(read(head + "任教年級或領域,N1,新一,9,,\n研習主題,1-1,x,,,\n") ==
             "第 2 行：沒有學校階段 9");
}

BOOST_AUTO_TEST_CASE(every_list_has_a_name_for_people) {
  const std::pair<const char*, const char*> names[] = {
      {"education", "最高學歷"}, {"service", "服務年資"},
      {"stage", "學校階段"},     {"teaching", "任教年級或領域"},
      {"method", "研習方式"},    {"time", "研習時間"},
      {"place", "研習地點"},     {"topics", "研習主題"},
      {"counties", "縣市"},      {"hours", "時數（每項上限／最低合計／提醒）"},
      {"other", "other"},        {"stage 40", "任教年級或領域（40）"},
      {"stages", "stages"}};
  for (const auto& [list, words] : names) BOOST_TEST(list_text(list) == words);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
