#include "events/contents.hpp"

#include <boost/test/unit_test.hpp>

#include "templates/words.hpp"
#include "tests/examples.hpp"

// Fields, their tolerance and their problems, with the words people read.

namespace yanxi {
namespace {

std::string words(const Problem& problem, const Contents& contents = examples::contents()) {
  return problem_text(problem, contents, examples::catalogue());
}

// What reading this field says; empty when it is accepted.
std::string complaint(const Field& field) {
  Contents contents = examples::contents();
  const auto problem = set_field(contents, field, examples::catalogue());
  return problem ? words(*problem) : std::string();
}

int read(const std::string& typed) {
  Contents contents = examples::blank();
  BOOST_REQUIRE(!set_field(contents, {"h.1-1-2", typed}, examples::catalogue()));
  return hours_of(contents.hours, "1-1-2");
}

std::vector<std::string> complaints(const Contents& contents) {
  std::vector<std::string> texts;
  for (const Problem& problem : find_problems(contents, examples::catalogue())) {
    texts.push_back(words(problem, contents));
  }
  return texts;
}

void check_single(const Contents& contents, const std::string& expected) {
  const auto texts = complaints(contents);
  BOOST_REQUIRE_EQUAL(texts.size(), 1u);
  BOOST_TEST(texts.front() == expected);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contents_fields)

BOOST_AUTO_TEST_CASE(hours_are_read_with_tolerance) {
  BOOST_TEST(read("7") == 7);
  BOOST_TEST(read("１２") == 12);
  BOOST_TEST(read("１２小時") == 12);
  BOOST_TEST(read(" 3 時 ") == 3);
  BOOST_TEST(read("5h") == 5);
  BOOST_TEST(read("5 hr") == 5);
  BOOST_TEST(read("") == 0);
  BOOST_TEST(read("0") == 0);
  BOOST_TEST(read("07") == 7);
  BOOST_TEST(read("4.0") == 4);
  BOOST_TEST(read("99") == 99);
}

BOOST_AUTO_TEST_CASE(hours_that_cannot_be_read_say_why) {
  BOOST_TEST(complaint({"h.1-1-2", "abc"}) == "1-1-2 學習理論：請填 0 到 99 的整數");
  BOOST_TEST(complaint({"h.1-1-2", "-1"}) == "1-1-2 學習理論：請填 0 到 99 的整數");
  BOOST_TEST(complaint({"h.1-1-2", "1e3"}) == "1-1-2 學習理論：請填 0 到 99 的整數");
  BOOST_TEST(complaint({"h.1-1-2", "9999999999"}) == "1-1-2 學習理論：請填 0 到 99 的整數");
  BOOST_TEST(complaint({"h.1-1-2", "1.5"}) == "1-1-2 學習理論：只能填整數，1.5 小時請改為 1 或 2");
  BOOST_TEST(complaint({"h.1-1-2", "120"}) == "1-1-2 學習理論：最多 99 小時，目前 120");
}

BOOST_AUTO_TEST_CASE(texts_are_trimmed_and_checked) {
  Contents contents = examples::contents();
  BOOST_TEST(!set_field(contents, {"time.other", "　寒假前一週 "}, examples::catalogue()));
  BOOST_TEST(contents.time_other == "寒假前一週");
  std::string long_text;
  for (int i = 0; i < 63; ++i) long_text += "字";
  BOOST_TEST(complaint({"place.other", long_text}) == "「其他」說明最多 50 字，目前 63 字");
  BOOST_TEST(complaint({"place.other", "一二三四五六\x07"}) ==
             "「其他」說明含有無法儲存的字元：第 7 個字");
  BOOST_TEST(complaint({"place.other", "a\u202Eb"}) == "「其他」說明含有無法儲存的字元：第 2 個字");
  BOOST_TEST(complaint({"place.other", "兩行\n文字"}) ==
             "「其他」說明含有無法儲存的字元：第 3 個字");
  // Variation selectors and rare characters are part of names.
  BOOST_TEST(complaint({"place.other", "𠮷野\uFE00家"}).empty());
}

BOOST_AUTO_TEST_CASE(complete_contents_have_no_problem) {
  BOOST_TEST(complaints(examples::contents()).empty());
}

BOOST_AUTO_TEST_CASE(each_missing_thing_is_named) {
  Contents c = examples::contents();
  c.education = "";
  check_single(c, "請選擇最高學歷");
  c = examples::contents();
  c.method[2] = "";
  check_single(c, "請選擇第三順位的研習方式");
  c = examples::contents();
  c.time[2] = "TI1";
  check_single(c, "「週一至週五白天（週三下午除外）」同時選為第二順位和第三順位，請改選其中一個");
  c = examples::contents();
  c.place[5] = "PL99";
  check_single(c, "請說明「其他」研習地點");
  c.place_other = "社區大學";
  BOOST_TEST(complaints(c).empty());
  c = examples::contents();
  c.teaching = "J1";
  check_single(c, "任教年級與「國小」不符，請選擇國小的項目");
  c = examples::contents();
  c.hours.planned.clear();
  check_single(c, "請至少規劃 1 小時");
  c = examples::contents();
  set_hours(c.hours, "1-1-99", 2);
  check_single(c, "1-1-99 其他：已填時數，請說明研習主題");
}

BOOST_AUTO_TEST_CASE(missing_ranks_in_a_row_are_named_as_a_span) {
  Contents c = examples::contents();
  c.place = {"PL10", "PL20", "PL30", "", "", ""};
  c.method[0] = "";
  const auto problems = find_problems(c, examples::catalogue());
  BOOST_TEST(missing_text(problems, examples::catalogue(), Step::needs) ==
             "研習方式第一順位、研習地點第四順位至第六順位");
  BOOST_TEST(missing_text(problems, examples::catalogue(), Step::profile).empty());
}

BOOST_AUTO_TEST_CASE(field_names_are_told_apart) {
  const Contents c = examples::contents();
  BOOST_TEST(field_value(c, "time.6").value() == "TI5");
  BOOST_TEST(field_value(c, "h.1-1-1").value() == "7");
  for (const char* name : {"time.7", "time.0", "method.4", "csrf", "", "time.", "password"}) {
    BOOST_TEST(!field_value(c, name), name);
  }
  BOOST_CHECK(step_of_field("unit") == Step::profile);
  BOOST_CHECK(step_of_field("time.other") == Step::needs);
  BOOST_CHECK(step_of_field("o.1-1-99") == Step::topics);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
