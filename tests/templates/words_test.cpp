#include "templates/words.hpp"

#include <boost/test/unit_test.hpp>

#include "templates/chart.hpp"
#include "tests/examples.hpp"

// The words for codes, fields, problems and states, and the chart's geometry.

namespace yanxi {
namespace {

using Kind = Problem::Kind;

struct Words {
  const char* field;
  const char* value;
  const char* text;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(every_field_has_a_label_and_an_id) {
  for (const Words& row : {Words{"unit", "unit", "填報學校"},
                           {"education", "education", "最高學歷"},
                           {"service", "service", "服務年資"},
                           {"stage", "stage", "學校階段"},
                           {"teaching", "teaching", "任教年級"},
                           {"topics", "topics", "研習主題規劃"},
                           {"method.1", "method-1", "研習方式第一順位"},
                           {"method.3", "method-3", "研習方式第三順位"},
                           {"time.2", "time-2", "研習時間第二順位"},
                           {"time.4", "time-4", "研習時間第四順位"},
                           {"place.5", "place-5", "研習地點第五順位"},
                           {"place.6", "place-6", "研習地點第六順位"},
                           {"time.other", "time-other", "研習時間：其他（請說明）"},
                           {"place.other", "place-other", "研習地點：其他（請說明）"},
                           {"h.1-1-1", "h-1-1-1", "1-1-1 學生身心發展"},
                           {"o.1-1-99", "o-1-1-99", "1-1-99 其他（說明）"},
                           {"h.9-9-9", "h-9-9-9", "9-9-9"}}) {
    BOOST_TEST(field_label(row.field, examples::catalogue()) == row.text);
    BOOST_TEST(field_id(row.field) == row.value);
  }
}

BOOST_AUTO_TEST_CASE(every_value_means_something_to_a_person) {
  for (const Words& row : {Words{"education", "ED20", "專科"},
                           {"education", "ED77", "ED77"},
                           {"education", "", "（空白）"},
                           {"service", "YS20", "3~5年"},
                           {"stage", "30", "國中"},
                           {"stage", "77", "77"},
                           {"teaching", "E4", "國小四年級"},
                           {"teaching", "K1", "幼幼班"},  // of another stage
                           {"teaching", "Q9", "Q9"},
                           {"method.1", "ME20", "碩士層級學分班進修"},
                           {"time.1", "TI4", "暑假"},
                           {"place.1", "PL10", "任教學校"},
                           {"place.1", "PL77", "PL77"},
                           {"time.other", "TI4", "TI4"},
                           {"place.other", "社區大學", "社區大學"},
                           {"h.1-1-1", "7", "7 小時"},
                           {"h.1-1-1", "", "（空白）"},
                           {"o.1-1-99", "海洋", "海洋"},
                           {"unit", "010001", "010001"}}) {
    BOOST_TEST(
        value_text(row.field, row.value, examples::contents(), examples::catalogue()) == row.text,
        row.field << " " << row.value);
  }
}

BOOST_AUTO_TEST_CASE(every_problem_is_a_sentence) {
  struct Row {
    Problem problem;
    const char* text;
  };
  const Row rows[] = {
      {{"education", Kind::missing, 0, ""}, "請選擇最高學歷"},
      {{"teaching", Kind::missing, 0, ""}, "請選擇任教年級"},
      {{"unit", Kind::missing, 0, ""}, "請選擇填報學校"},
      {{"method.2", Kind::missing, 0, ""}, "請選擇第二順位的研習方式"},
      {{"time.6", Kind::missing, 0, ""}, "請選擇第六順位的研習時間"},
      {{"place.4", Kind::missing, 0, ""}, "請選擇第四順位的研習地點"},
      {{"stage", Kind::unknown_code, 0, "x"}, "學校階段：選項已不在清單中，請重新選擇"},
      {{"h.9-9-9", Kind::unknown_code, 0, "3"}, "9-9-9：選項已不在清單中，請重新選擇"},
      {{"teaching", Kind::mismatch, 0, "J1"}, "任教年級與「國小」不符，請選擇國小的項目"},
      {{"method.3", Kind::duplicate_rank, 1, "ME20"},
       "「碩士層級學分班進修」同時選為第一順位和第三順位，請改選其中一個"},
      {{"place.6", Kind::duplicate_rank, 5, "PL10"},
       "「任教學校」同時選為第五順位和第六順位，請改選其中一個"},
      {{"time.other", Kind::other_unexplained, 0, ""}, "請說明「其他」研習時間"},
      {{"place.other", Kind::other_unexplained, 0, ""}, "請說明「其他」研習地點"},
      {{"time.other", Kind::text_too_long, 63, ""}, "「其他」說明最多 50 字，目前 63 字"},
      {{"o.1-1-99", Kind::text_too_long, 31, ""}, "1-1-99 其他的說明最多 30 字，目前 31 字"},
      {{"o.1-1-99", Kind::forbidden_character, 7, ""},
       "1-1-99 其他的說明含有無法儲存的字元：第 7 個字"},
      {{"place.other", Kind::forbidden_character, 7, ""},
       "「其他」說明含有無法儲存的字元：第 7 個字"},
      {{"h.1-1-2", Kind::not_a_number, 0, "x"}, "1-1-2 學習理論：請填 0 到 99 的整數"},
      {{"h.1-1-2", Kind::fraction, 1, "1.5"}, "1-1-2 學習理論：只能填整數，1.5 小時請改為 1 或 2"},
      {{"h.1-1-2", Kind::too_many_hours, 120, "120"}, "1-1-2 學習理論：最多 99 小時，目前 120"},
      {{"o.1-1-99", Kind::topic_unnamed, 0, ""}, "1-1-99 其他：已填時數，請說明研習主題"},
      {{"topics", Kind::no_hours, 0, ""}, "請至少規劃 1 小時"},
      {{"unit", Kind::unit_changed, 0, "010002"},
       "您目前的任教學校與這份規劃的填報學校不同，請確認填報學校"}};
  for (const Row& row : rows) {
    BOOST_TEST(problem_text(row.problem, examples::contents(), examples::catalogue()) == row.text);
  }
}

// Each stage has its own word for what is taught there.
BOOST_AUTO_TEST_CASE(what_is_taught_is_named_as_the_stage_names_it) {
  struct Row {
    const char* stage;
    const char* missing;
    const char* mismatch;
  };
  for (const Row& row :
       {Row{"50", "請選擇任教班別", "任教班別與「幼兒園」不符，請選擇幼兒園的項目"},
        {"30", "請選擇任教領域", "任教領域與「國中」不符，請選擇國中的項目"},
        {"", "請選擇任教年級", "請選擇學校階段"},
        {"77", "請選擇任教年級", "請選擇學校階段"}}) {
    Contents contents = examples::contents();
    contents.stage = row.stage;
    const auto say = [&](Kind kind) {
      return problem_text({"teaching", kind, 0, ""}, contents, examples::catalogue());
    };
    BOOST_TEST(say(Kind::missing) == row.missing);
    BOOST_TEST(say(Kind::mismatch) == row.mismatch);
  }
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_listed_by_step_with_spans_of_ranks) {
  struct Row {
    const char* what;
    std::vector<Problem> problems;
    Step step;
    const char* text;
  };
  const auto missing = [](const char* field) { return Problem{field, Kind::missing, 0, ""}; };
  const auto twice = [](const char* field) { return Problem{field, Kind::duplicate_rank, 1, "x"}; };
  const Row rows[] = {
      {"nothing", {}, Step::needs, ""},
      {"of another step", {missing("education"), missing("time.1")}, Step::topics, ""},
      {"two fields", {missing("education"), missing("stage")}, Step::profile, "最高學歷、學校階段"},
      {"hours", {{"topics", Kind::no_hours, 0, ""}}, Step::topics, "研習時數"},
      {"a name", {{"o.1-1-99", Kind::topic_unnamed, 0, ""}}, Step::topics, "1-1-99 其他（說明）"},
      {"one rank", {missing("time.3")}, Step::needs, "研習時間第三順位"},
      {"a span",
       {missing("time.3"), missing("time.4"), missing("time.5")},
       Step::needs,
       "研習時間第三順位至第五順位"},
      {"a gap",
       {missing("time.3"), missing("time.5")},
       Step::needs,
       "研習時間第三順位、研習時間第五順位"},
      {"two lists in a row",
       {missing("method.3"), missing("time.4")},
       Step::needs,
       "研習方式第三順位、研習時間第四順位"},
      {"a rank chosen twice is no part of a span",
       {missing("time.2"), twice("time.3"), missing("time.4")},
       Step::needs,
       "研習時間第二順位、研習時間第三順位、研習時間第四順位"},
      {"nor does it begin one",
       {twice("time.2"), missing("time.3"), missing("time.4")},
       Step::needs,
       "研習時間第二順位、研習時間第三順位至第四順位"},
      {"what follows a span",
       {missing("time.5"),
        missing("time.6"),
        missing("place.1"),
        {"place.other", Kind::other_unexplained, 0, ""}},
       Step::needs,
       "研習時間第五順位至第六順位、研習地點第一順位、研習地點：其他（請說明）"}};
  for (const Row& row : rows) {
    BOOST_TEST(missing_text(row.problems, examples::catalogue(), row.step) == row.text, row.what);
  }
}

BOOST_AUTO_TEST_CASE(every_event_status_role_and_window_has_its_word) {
  using namespace plan;
  const std::pair<Event, const char*> events[] = {
      {DraftSaved{"form", "", {}}, "暫存"},
      {DraftSaved{"autosave", "", {}}, "自動暫存"},
      {DraftSaved{"undo", "", {}}, "復原這次匯入"},
      {DraftSaved{"carry", "", {}}, "帶入上一學年度規劃"},
      {SchoolPlanImported{}, "匯入學校本位規劃"},
      {Submitted{}, "送出"},
      {Withdrawn{}, "退回修改"},
      {Deleted{}, "刪除"},
      {Restored{}, "復原"},
      {Extended{}, "個別補送"},
      {CatalogueChanged{}, "改用新版選項"}};
  for (const auto& [event, text] : events) BOOST_TEST(event_text(event) == text);
  const std::pair<Status, const char*> statuses[] = {{Status::absent, "尚未填寫"},
                                                     {Status::draft, "尚未送出（目前未完成）"},
                                                     {Status::submitted, "已完成"},
                                                     {Status::withdrawn, "已退回修改"},
                                                     {Status::deleted, "已刪除"}};
  for (const auto& [status, text] : statuses) BOOST_TEST(status_text(status) == text);
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [role, text] : {Pair{"teacher", "教師"},
                                   {"clerk", "學校承辦人"},
                                   {"county", "縣市承辦人"},
                                   {"auditor", "查核人員"},
                                   {"admin", "管理者"},
                                   {"system", "系統"}}) {
    BOOST_TEST(role_text(role) == text);
  }
  for (const auto& [name, text] : {Pair{"roster_until", "名單維護截止"},
                                   {"school_opens", "學校本位規劃開始"},
                                   {"school_until", "學校本位規劃截止"},
                                   {"opens", "教師填報開始"},
                                   {"counts_until", "獎勵計算截止"},
                                   {"accepts_until", "教師填報截止"}}) {
    BOOST_TEST(instant_text(name) == text);
  }
  for (const auto& [name, text] :
       {Pair{"roster", "名單維護"}, {"school", "學校本位規劃"}, {"teachers", "教師填報"}}) {
    BOOST_TEST(window_text(name) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_text_that_cannot_be_stored_says_why) {
  BOOST_TEST(text_fault_text("建議", {TextFault::Kind::too_long, 501}, 500) ==
             "建議最多 500 字，目前 501 字");
  BOOST_TEST(text_fault_text("原因", {TextFault::Kind::forbidden, 3}, 200) ==
             "原因含有無法儲存的字元：第 3 個字");
}

BOOST_AUTO_TEST_CASE(deadlines_have_a_day_of_the_week_and_half_of_the_day) {
  const std::pair<Instant, const char*> deadlines[] = {
      {from_taipei(2026, 9, 27, 0, 0), "9/27（日）上午 12:00"},
      {from_taipei(2026, 9, 28, 11, 59), "9/28（一）上午 11:59"},
      {from_taipei(2026, 9, 29, 12, 0), "9/29（二）下午 12:00"},
      {from_taipei(2026, 9, 30, 12, 59), "9/30（三）下午 12:59"},
      {from_taipei(2026, 10, 1, 13, 5), "10/1（四）下午 1:05"},
      {from_taipei(2026, 10, 2, 23, 59, 59), "10/2（五）下午 11:59"},
      {from_taipei(2026, 10, 3, 1, 0), "10/3（六）上午 1:00"}};
  for (const auto& [at, text] : deadlines) BOOST_TEST(taipei_deadline(at) == text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(chart_parts)

BOOST_AUTO_TEST_CASE(slices_follow_each_other_from_the_top) {
  struct Row {
    std::vector<long> hours;
    std::vector<std::string> percents;
    std::vector<const char*> paths;
  };
  constexpr const char* quarter = "M0 0L0.00 -100.00A100 100 0 0 1 100.00 -0.00Z";
  const Row rows[] = {{{0, 0, 0, 0, 0, 0},
                       {"0.0%", "0.0%", "0.0%", "0.0%", "0.0%", "0.0%"},
                       {"", "", "", "", "", ""}},
                      {{0, 5, 0},
                       {"0.0%", "100.0%", "0.0%"},
                       {"", "M0-100A100 100 0 1 1 0 100A100 100 0 1 1 0-100Z", ""}},
                      // Half is no large arc yet, a little more is.
                      {{1, 1, 2},
                       {"25.0%", "25.0%", "50.0%"},
                       {quarter, "M0 0L100.00 -0.00A100 100 0 0 1 0.00 100.00Z",
                        "M0 0L0.00 100.00A100 100 0 0 1 -0.00 -100.00Z"}},
                      {{3, 0, 1},
                       {"75.0%", "0.0%", "25.0%"},
                       {"M0 0L0.00 -100.00A100 100 0 1 1 -100.00 0.00Z", "",
                        "M0 0L-100.00 0.00A100 100 0 0 1 -0.00 -100.00Z"}},
                      {{1, 1, 1, 1, 1, 1},
                       {"16.7%", "16.7%", "16.7%", "16.7%", "16.7%", "16.7%"},
                       {"M0 0L0.00 -100.00A100 100 0 0 1 86.60 -50.00Z",
                        "M0 0L86.60 -50.00A100 100 0 0 1 86.60 50.00Z",
                        "M0 0L86.60 50.00A100 100 0 0 1 0.00 100.00Z",
                        "M0 0L0.00 100.00A100 100 0 0 1 -86.60 50.00Z",
                        "M0 0L-86.60 50.00A100 100 0 0 1 -86.60 -50.00Z",
                        "M0 0L-86.60 -50.00A100 100 0 0 1 -0.00 -100.00Z"}},
                      {{9999, 2},
                       {"100.0%", "0.0%"},
                       {"M0 0L0.00 -100.00A100 100 0 1 1 -0.13 -100.00Z",
                        "M0 0L-0.13 -100.00A100 100 0 0 1 -0.00 -100.00Z"}}};
  for (const Row& row : rows) {
    const auto slices = slice(row.hours);
    BOOST_REQUIRE_EQUAL(slices.size(), row.hours.size());
    for (std::size_t i = 0; i < slices.size(); ++i) {
      BOOST_TEST(slices[i].number == static_cast<int>(i) + 1);
      BOOST_TEST(slices[i].hours == row.hours[i]);
      BOOST_TEST(percent_text(slices[i].tenths) == row.percents[i]);
      BOOST_TEST(slice_path(slices[i]) == row.paths[i]);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_number_stands_in_the_middle_of_every_slice_of_five_percent) {
  const auto slices = slice({50, 25, 25});
  const std::pair<double, double> places[] = {{66, 0}, {-46.669, 46.669}, {-46.669, -46.669}};
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const LabelPlace place = label_place(slices[i]);
    BOOST_TEST(place.x == places[i].first, boost::test_tools::tolerance(0.001));
    BOOST_TEST(place.y + 200 == places[i].second + 200, boost::test_tools::tolerance(0.001));
    BOOST_TEST(has_label(slices[i]));
  }
  BOOST_TEST(has_label(slice({50, 950})[0]));
  BOOST_TEST(!has_label(slice({49, 951})[0]));
  BOOST_TEST(!has_label(slice({0, 1})[0]));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
