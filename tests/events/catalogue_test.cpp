#include "events/catalogue.hpp"

#include <algorithm>

#include "tests/small_catalogue.hpp"
#include "tests/told.hpp"

// A small catalogue made faulty at one place each, and what the loading says of it.

namespace yanxi {
namespace {

using small_catalogue::small;
using small_catalogue::with;

std::string loaded(const std::string& json) {
  try {
    Catalogue::load(json);
    return "good";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// The text at one place, another one for it, and what is wrong then; nothing when that is good.
struct Fault {
  std::string what, other, want;
};

void check(const std::vector<Fault>& faults, const std::string& json = small) {
  for (const Fault& fault : faults) {
    BOOST_TEST(loaded(with(fault.what, fault.other, json)) ==
                   (fault.want.empty() ? "good" : "catalogue: " + fault.want),
               fault.what << " > " << fault.other);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogues)

BOOST_AUTO_TEST_CASE(a_catalogue_holds_what_its_text_says) {
  const Catalogue c = Catalogue::load(small);
  BOOST_TEST(write_catalogue(c) == small);
  BOOST_TEST(c.item_count() == 4u);
  BOOST_TEST(c.topics[0].item_count == 3u);
  BOOST_TEST(c.topics[1].item_count == 1u);
  const struct {
    const char *code, *name, *topic;
    std::size_t index;
  } items[] = {{"1-1-1", "理論", "1", 0},
               {"1-1-99", "其他", "1", 0},
               {"1-2-1", "策略", "1", 0},
               {"2-1-1", "常規", "2", 1}};
  for (const auto& item : items) {
    BOOST_REQUIRE(c.item(item.code));
    BOOST_TEST(c.item(item.code)->name == item.name);
    BOOST_TEST(c.topic_of_item(item.code)->code == item.topic);
    BOOST_TEST(c.topic_index(item.code) == item.index);
  }
  for (const char* none : {"", "1", "1-1", "1-1-2"}) {
    BOOST_TEST(!c.item(none), none);
    BOOST_TEST(!c.topic_of_item(none), none);
  }
  BOOST_TEST((c.stage("50")->name == "幼兒園" && !c.stage("E1") && !c.stage("")));
  BOOST_TEST((c.time.other_code == "TI9" && c.place.other_code == "PL9"));
  BOOST_TEST((c.method.other_code.empty() && !c.method.has_other));
  BOOST_TEST(
      (find_option(c.educations, "ED2")->name == "學士" && !find_option(c.educations, "E1")));
  BOOST_TEST((option_name(c.counties, "NWT") == "新北市" && option_name(c.counties, "") == ""));
  const struct {
    const char *stage, *teaching, *name;
  } teaching[] = {{"40", "E2", "二年級"}, {"40", "K1", ""}, {"50", "K1", "小班"}, {"40", "", ""},
                  {"", "E1", ""},         {"60", "E1", ""}, {"", "", ""}};
  for (const auto& row : teaching) {
    BOOST_TEST(teaching_name(c, row.stage, row.teaching) == row.name, row.stage << row.teaching);
  }
}

BOOST_AUTO_TEST_CASE(a_faulty_name_or_code_is_named_with_its_place) {
  const std::string c60 = characters(60), c61 = characters(61), a20(20, 'a'), a21(21, 'a');
  const std::string letters = "has other characters than letters, digits and -";
  const std::vector<Fault> rows = {
      {"專科", "", "highest_education: name is empty or not allowed"},
      {"專科", c60, ""},
      {"專科", c61, "highest_education: name is empty or not allowed"},
      {"專科", "專\\n科", "highest_education: name is empty or not allowed"},
      {",\"name\":\"專科\"", "", "highest_education: name is missing"},
      {"\"專科\"", "1", "highest_education: name is missing"},
      {"ED1", "", "highest_education: code is empty or not allowed"},
      {"ED1", a20, ""},
      {"ED1", "-_azAZ09", ""},
      {"ED1", a21, "highest_education: code " + a21 + " " + letters},
      {"ED1", "代碼", "highest_education: code 代碼 " + letters},
      {"ED2", "ED1", "highest_education: code ED1 is used twice"},
      {"YS2", "YS1", "years_of_service: code YS1 is used twice"},
      {"\"YS1\"", "null", "years_of_service: code is missing"},
      {"\"50\"", "\"40\"", "school_stage: code 40 is used twice"},
      {"國小", " ", "school_stage: name is empty or not allowed"},
      {"任教年級", "", "school_stage: teaching_label is empty or not allowed"},
      {"E2", "E1", "40: code E1 is used twice"},
      {"小班", "", "50: name is empty or not allowed"},
      {"TI9", "TI1", "time: code TI1 is used twice"},
      {"方式", "", "method: label is empty or not allowed"},
      {"時間", "", "time: label is empty or not allowed"},
      {"校內", "", "place: name is empty or not allowed"},
      {"NWT", "TPE", "counties: code TPE is used twice"},
      {"課程", "", "topics: name is empty or not allowed"},
      {"發展", "", "1: name is empty or not allowed"},
      {"理論", "", "1-1: name is empty or not allowed"},
      {"1-1-1\"", "1-1\"", "1-1: does not continue 1-1"},
      {"1-1-1\"", "1-2-2\"", "1-2-2: does not continue 1-1"},
      {"1-1-99", "1-1-1", "1-1-1: is used twice"},
      {"1-2\"", "1-1\"", "1-2-1: does not continue 1-1"},
      {"\"2-1\"", "\"1-1\"", "1-1: does not continue 2"},
      {"1234567890123", "12345678901234",
       "1-1: external_code is longer than 13 characters or not allowed"},
      {"1234567890123", "1\\n2", "1-1: external_code is longer than 13 characters or not allowed"},
      {"1234567890123", "", ""},
      {"\"version\":\"115-1\"", "\"version\":5", "catalogue: version is missing"},
  };
  check(rows);
  // One character at a time beside those a code may have.
  for (const char c : std::string("@[`{/:.,+ ~")) {
    const std::string code = std::string("E") + c + "1";
    BOOST_TEST(loaded(with("ED1", code)) ==
               "catalogue: highest_education: code " + code + " " + letters);
  }
}

// The log may hold such a version: it is read, and no other like it is published (edition).
BOOST_AUTO_TEST_CASE(a_code_that_stands_twice_among_topics_is_named) {
  const std::string twice = with(R"("code":"2","name":"輔導","children":[{"code":"2-1")",
                                 R"("code":"1","name":"輔導","children":[{"code":"1-3")");
  BOOST_TEST(Catalogue::load(with("2-1-1", "1-3-1", twice)).repeated_code() == "1");
  const std::string sub = with(R"("code":"1-2","name":"教學","items":[{"code":"1-2-1")",
                               R"("code":"1-1","name":"教學","items":[{"code":"1-1-2")");
  BOOST_TEST(Catalogue::load(sub).repeated_code() == "1-1");
  BOOST_TEST(Catalogue::load(small).repeated_code().empty());
}

BOOST_AUTO_TEST_CASE(a_faulty_number_is_named) {
  const std::string hours = "hours: are out of range", form = "version: is not of the form 115-1",
                    ranks = ": there must be 1 to 6 ranks and an option for each";
  const std::string whole = " is not a whole number from 0 to 1000000";
  const std::vector<Fault> rows = {
      {"max_per_item\":99", "max_per_item\":0", hours},
      {"max_per_item\":99", "max_per_item\":1", ""},
      {"max_per_item\":99", "max_per_item\":999", ""},
      {"max_per_item\":99", "max_per_item\":1000", hours},
      {"max_per_item\":99", "max_per_item\":99.5", "hours: max_per_item" + whole},
      {"max_per_item\":99", "max_per_item\":1e300", "hours: max_per_item" + whole},
      {"max_per_item\":99", "max_per_item\":4294967297", "hours: max_per_item" + whole},
      {"max_per_item\":99", "max_per_item\":-1", "hours: max_per_item" + whole},
      {"max_per_item\":99", "max_per_item\":\"99\"", "hours: max_per_item" + whole},
      {"submit\":1", "submit\":0", hours},
      {"submit\":1", "submit\":300", ""},
      {"submit\":1", "submit\":301", hours},
      {"submit\":1", "submit\":1.5", "hours: min_total_to_submit" + whole},
      {"over\":300", "over\":1", ""},
      {"over\":300", "over\":0", hours},
      {"over\":300", "over\":1000000", ""},
      {"over\":300", "over\":1000001", "hours: warn_total_over" + whole},
      {"方式\",\"ranks\":1", "方式\",\"ranks\":0", "method" + ranks},
      {"方式\",\"ranks\":1", "方式\",\"ranks\":2", "method" + ranks},
      {"方式\",\"ranks\":1", "方式\",\"ranks\":1.5", "method: ranks" + whole},
      {"時間\",\"ranks\":2", "時間\",\"ranks\":1", ""},
      {"時間\",\"ranks\":2", "時間\",\"ranks\":3", "time" + ranks},
      {"地點\",\"ranks\":1", "地點\",\"ranks\":3", "place" + ranks},
      {"115-1", "115-12", ""},
      {"115-1", "115-1234", ""},
      {"115-1", "115-12345", form},
      {"115-1", "115-", form},
      {"115-1", "11-12", form},
      {"115-1", "115_1", form},
      {"115-1", "1a5-1", form},
      {"115-1", "a15-1", form},
      {"115-1", "11/-1", form},
      {"115-1", "11:-1", form},
      {"115-1", "115-a", form},
      {"115-1", "115-1a", form},
      {"\"2\"", "\"0\"", "2-1: does not continue 0"},
  };
  check(rows);
}

BOOST_AUTO_TEST_CASE(a_ranking_has_six_ranks_at_most) {
  std::string seven = R"("options":[{"code":"A1","name":"甲"})";
  for (int i = 2; i <= 7; ++i) seven += R"(,{"code":"A)" + std::to_string(i) + R"(","name":"乙"})";
  const std::string json = with(R"("options":[{"code":"ME1","name":"研習"})", seven);
  check({{"方式\",\"ranks\":1", "方式\",\"ranks\":6", ""},
         {"方式\",\"ranks\":1", "方式\",\"ranks\":7",
          "method: there must be 1 to 6 ranks and an option for each"}},
        json);
}

BOOST_AUTO_TEST_CASE(a_faulty_list_is_named) {
  const std::vector<Fault> rows = {
      {R"([{"code":"TPE","name":"臺北市"},{"code":"NWT","name":"新北市"}])", "[]",
       "catalogue: counties is missing or empty"},
      {R"([{"code":"TPE","name":"臺北市"},{"code":"NWT","name":"新北市"}])", "{}",
       "catalogue: counties is missing or empty"},
      {"highest_education", "education", "step1: highest_education is missing or empty"},
      {"years_of_service", "years", "step1: years_of_service is missing or empty"},
      {"school_stage", "stage", "step1: school_stage is missing or empty"},
      {R"([{"code":"K1","name":"小班"}])", "[]", "50: teaching is missing or empty"},
      {R"([{"code":"ME1","name":"研習"}])", "[]", "method: options is missing or empty"},
      {R"([{"code":"1-2-1","name":"策略"}])", "[]", "1-2: items is missing or empty"},
      {R"("children":[{"code":"2-1")", R"("kids":[{"code":"2-1")",
       "2: children is missing or empty"},
      {"\"topics\"", "\"themes\"", "catalogue: topics is missing or empty"},
      {R"([{"code":"K1","name":"小班"}])", "[5]", "50: code is missing"},
  };
  check(rows);
  // What the JSON library refuses is passed on.
  const std::pair<std::string, std::string> broken[] = {{"\"hours\"", "\"time\""},
                                                        {"max_per_item", "max"},
                                                        {"\"step1\"", "\"step3\""},
                                                        {"\"step2\"", "\"step3\""},
                                                        {"\"method\"", "\"way\""},
                                                        {"\"1234567890123\"", "5"},
                                                        {"\"free_text\":true", "\"free_text\":1"},
                                                        {"{\"version\"", "[\"version\""}};
  for (const auto& [what, other] : broken) {
    BOOST_TEST(loaded(with(what, other)).starts_with("catalogue: JSON: "), what);
  }
  BOOST_TEST(loaded("").starts_with("catalogue: JSON: "));
  BOOST_TEST(loaded("[]") == "catalogue: catalogue: version is missing");
}

BOOST_AUTO_TEST_CASE(a_catalogue_is_as_large_as_a_page_holds) {
  // Topics beyond those that are there; a topic is one digit.
  const auto with_topics = [](std::size_t count) {
    std::string more;
    for (std::size_t i = 3; i <= count; ++i) {
      const std::string code = std::to_string(i);
      more += R"(,{"code":")" + code + R"(","name":"題","children":[{"code":")" + code +
              R"(-1","name":"子","items":[{"code":")" + code + R"(-1-1","name":"項"}]}]})";
    }
    return with(R"("常規"}]}]}])", R"("常規"}]}]})" + more + "]");
  };
  BOOST_TEST(loaded(with_topics(6)) == "good");
  BOOST_TEST(loaded(with_topics(7)) == "catalogue: topics: there are more than six");
  const auto recoded = [](const std::string& code) {
    std::string json = with("\"2\"", "\"" + code + "\"");
    json = with("\"2-1\"", "\"" + code + "-1\"", json);
    return with("2-1-1", code + "-1-1", json);
  };
  BOOST_TEST(loaded(recoded("9")) == "good");
  for (const std::string code : {"0", "10", "A", "-"}) {
    BOOST_TEST(loaded(recoded(code)) == "catalogue: " + code + ": is not one digit from 1 to 9");
  }
  // An item is a field, its free text another one: five are there.
  const auto with_fields = [](std::size_t count) {
    std::string more;
    std::size_t fields = 5;
    for (; fields + 2 <= count; fields += 2) {
      more += R"(,{"code":"2-1-)" + std::to_string(fields) + R"(","name":"項","free_text":true})";
    }
    if (fields < count) more += R"(,{"code":"2-1-2","name":"項"})";
    return with(R"("常規"})", R"("常規"})" + more);
  };
  BOOST_TEST(loaded(with_fields(300)) == "good");
  BOOST_TEST(loaded(with_fields(301)) ==
             "catalogue: topics: there are more items than a form can hold");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
