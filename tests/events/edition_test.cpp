#include "events/edition.hpp"

#include "tests/examples.hpp"
#include "tests/small_catalogue.hpp"
#include "tests/told.hpp"

// Versions of a catalogue: what differs, which may follow which, what is never used again.

namespace yanxi {
namespace {

using small_catalogue::small;
using small_catalogue::with;

std::string told(const edition::Difference& difference) {
  std::string text;
  const auto add = [&](const char* what, const std::vector<edition::Change>& changes) {
    for (const auto& change : changes) {
      text += std::string(what) + " " + change.path + "/" + change.code + ": " + change.before +
              " > " + change.after + "\n";
    }
  };
  add("added", difference.added);
  add("renamed", difference.renamed);
  add("retired", difference.retired);
  add("altered", difference.altered);
  return text;
}

Catalogue version(const std::string& name, const std::string& json = small) {
  return Catalogue::load(with("115-1\"", name + "\"", json));
}

std::string told(const std::expected<std::vector<edition::Event>, edition::Refusal>& decided) {
  return yanxi::told<edition::Event, edition::Refusal>(decided);
}
std::string published(const std::string& name, const std::string& json) {
  return yanxi::told(std::vector<edition::Event>{edition::Published{name, json}});
}
std::string refused(edition::Refusal::Kind kind, const std::string& what) {
  return yanxi::told(edition::Refusal{kind, what});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(editions)

BOOST_AUTO_TEST_CASE(catalogues_differ_by_codes_names_and_settings) {
  const struct {
    std::string what, other, want;
  } rows[] = {
      {"專科", "大專", "renamed education/ED1: 專科 > 大專\n"},
      {"ED1", "ED3", "added education/ED3:  > 專科\nretired education/ED1: 專科 > \n"},
      {"二年以下", "新進", "renamed service/YS1: 二年以下 > 新進\n"},
      {"國小", "小學", "renamed stage/40: 國小 > 小學\n"},
      {"任教年級", "年級", "altered stage/40: 任教年級 > 年級\n"},
      {"一年級", "一年", "renamed stage 40/E1: 一年級 > 一年\n"},
      {R"(,{"code":"E2","name":"二年級"})", "", "retired stage 40/E2: 二年級 > \n"},
      {"臺北市", "台北市", "renamed counties/TPE: 臺北市 > 台北市\n"},
      {"研習", "工作坊", "renamed method/ME1: 研習 > 工作坊\n"},
      {"暑假", "寒假", "renamed time/TI1: 暑假 > 寒假\n"},
      {"校內", "校外", "renamed place/PL1: 校內 > 校外\n"},
      {"方式", "辦法", "altered method/method: 方式 1 > 辦法 1\n"},
      {"時間\",\"ranks\":2", "時間\",\"ranks\":1",
       "altered time/time: 時間 2 +TI9 > 時間 1 +TI9\n"},
      {"地點\",\"ranks\":1,\"other_text\":true", "地點\",\"ranks\":1",
       "altered place/place: 地點 1 +PL9 > 地點 1\n"},
      {"課程", "教材", "renamed topics/1: 課程 > 教材\n"},
      {"發展", "成長", "renamed topics/1-1: 發展 > 成長\n"},
      {"理論", "學理", "renamed topics/1-1-1: 理論 > 學理\n"},
      {R"(,{"code":"1-1-99","name":"其他","free_text":true})", "",
       "retired topics/1-1-99: 其他 > \n"},
      {R"("常規"})", R"("常規"},{"code":"2-1-2","name":"氣氛"})", "added topics/2-1-2:  > 氣氛\n"},
      {R"("策略"})", R"("策略","free_text":true})", "altered topics/1-2-1:  >  +\n"},
      {"1234567890123", "99", "altered topics/1-1-1: 1234567890123 > 99\n"},
      {":99,", ":98,", "altered hours/hours: 99/1/300 > 98/1/300\n"},
      {"submit\":1", "submit\":2", "altered hours/hours: 99/1/300 > 99/2/300\n"},
      {"over\":300", "over\":301", "altered hours/hours: 99/1/300 > 99/1/301\n"},
      {"115-1", "115-2", ""},
  };
  const Catalogue before = Catalogue::load(small);
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what << " > " << row.other) {
      const Catalogue after = Catalogue::load(with(row.what, row.other));
      BOOST_TEST(told(edition::compare(before, after)) == row.want);
      BOOST_TEST(before.same_contents(after) == row.want.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(versions_are_kept_in_their_order) {
  Catalogues all;
  BOOST_TEST(!all.contains("115-1"));
  for (const char* name : {"115-2", "116-1", "115-10", "115-1", "114-3"}) all.add(version(name));
  std::string order;
  for (const Catalogue* catalogue : all.all()) order += catalogue->version + " ";
  BOOST_TEST(order == "114-3 115-1 115-2 115-10 116-1 ");
  BOOST_TEST(all.latest().version == "116-1");
  BOOST_TEST(all.at("115-10").version == "115-10");
  BOOST_TEST((all.contains("115-10") && !all.contains("115-3")));
  BOOST_CHECK_THROW(all.at("115-3"), std::out_of_range);
  // A version that was published never changes.
  const Catalogue* kept = &all.at("115-2");
  all.add(version("115-2"));
  BOOST_TEST((&all.at("115-2") == kept && all.all().size() == 5u));
  const Catalogues moved(std::move(all));
  BOOST_TEST(moved.latest().version == "116-1");
  // What the next version of a year builds on.
  const std::pair<int, const char*> last[] = {
      {113, "114-3"}, {114, "114-3"}, {115, "115-10"}, {116, "116-1"}, {117, "116-1"}};
  for (const auto& [year, name] : last) {
    BOOST_TEST(edition::last_of(year, moved.all()).version == name, year);
  }
  const struct {
    int year;
    const char *last, *next;
  } next[] = {{115, "115-1", "115-2"}, {115, "115-9", "115-10"}, {116, "115-10", "116-1"}};
  for (const auto& row : next) {
    BOOST_TEST(edition::next_version(row.year, version(row.last)) == row.next);
  }
}

BOOST_AUTO_TEST_CASE(a_version_is_published_when_it_follows_and_says_something_new) {
  using Kind = edition::Refusal::Kind;
  const Catalogue first = Catalogue::load(small);
  const std::string retired = with(R"({"code":"ED1","name":"專科"},)", "");
  const Catalogue second = version("115-2", retired);
  const std::vector<const Catalogue*> one = {&first}, two = {&first, &second};
  const auto json = [](const std::string& name, const std::string& text) {
    return with("115-1\"", name + "\"", text);
  };
  const std::string renamed = with("學士", "大學"), spaces(70'000, ' ');
  const struct {
    const char* what;
    int year;
    std::vector<const Catalogue*> versions;
    std::string json, want;
  } rows[] = {
      {"a name", 115, one, json("115-2", renamed), published("115-2", json("115-2", renamed))},
      {"another year", 116, one, json("116-1", renamed),
       published("116-1", json("116-1", renamed))},
      {"the same", 115, one, json("115-2", small), refused(Kind::no_change, "")},
      {"the same for another year", 116, one, json("116-1", small), refused(Kind::no_change, "")},
      {"no catalogue", 115, one, "{}",
       refused(Kind::not_a_catalogue, "catalogue: catalogue: version is missing")},
      {"a code of two subtopics", 115, one,
       json("115-2", with(R"("code":"1-2","name":"教學","items":[{"code":"1-2-1")",
                          R"("code":"1-1","name":"教學","items":[{"code":"1-1-2")")),
       refused(Kind::not_a_catalogue, "catalogue: 1-1: is used twice")},
      {"the same version", 115, one, renamed, refused(Kind::wrong_version, "115-2")},
      {"a version left out", 115, one, json("115-3", renamed),
       refused(Kind::wrong_version, "115-2")},
      {"a version of another year", 116, two, json("115-3", renamed),
       refused(Kind::wrong_version, "116-1")},
      {"a code away", 115, one, json("115-2", retired), published("115-2", json("115-2", retired))},
      {"a code back", 115, two, json("115-3", small), refused(Kind::reused, "ED1")},
      {"a code back under another name", 115, two, json("115-3", with("專科", "大專")),
       refused(Kind::reused, "ED1")},
      {"a new code", 115, two, json("115-3", with("ED1", "ED3")),
       published("115-3", json("115-3", with("ED1", "ED3")))},
      {"the retired code in another list", 115, two, json("115-3", with("YS1", "ED1", retired)),
       published("115-3", json("115-3", with("YS1", "ED1", retired)))},
      {"with space", 115, one, json("115-2", renamed) + std::string(50'000, ' '),
       published("115-2", json("115-2", renamed) + std::string(50'000, ' '))},
      {"too large", 115, one, json("115-2", renamed) + spaces, refused(Kind::too_large, "")},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(told(edition::decide({}, edition::Publish{row.json},
                                      {row.year, row.versions, examples::admin()})) == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_published_version_follows_its_years_last) {
  const struct {
    const char *last, *name, *of_json;
    bool good;
  } rows[] = {{"", "115-2", "115-2", true},        {"", "115-2", "115-1", false},
              {"115-2", "115-3", "115-3", true},   {"115-2", "115-3", "115-4", false},
              {"115-2", "115-4", "115-4", false},  {"115-2", "115-2", "115-2", false},
              {"115-9", "115-10", "115-10", true}, {"115-2", "116-1", "116-1", false}};
  for (const auto& row : rows) {
    const auto next = edition::follow(
        row.last, edition::Published{row.name, with("115-1\"", row.of_json + std::string("\""))});
    BOOST_TEST((next == (row.good ? std::optional<std::string>(row.name) : std::nullopt)),
               row.last << " " << row.name << " " << row.of_json);
  }
  BOOST_TEST(!edition::follow("", edition::Published{"115-2", "{"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
