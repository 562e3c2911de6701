#include <boost/test/unit_test.hpp>

#include "templates/html_history.hpp"
#include "tests/golden.hpp"
#include "tests/outline.hpp"
#include "tests/templates/pages.hpp"

// A plan's timeline and the comparison of two versions, as auditors read them.

namespace yanxi {
namespace {

html::HistoryEntry entry(std::uint64_t version, Instant at, bool automatic) {
  html::HistoryEntry made;
  made.version = version;
  made.position = 100 + version;
  made.at = at;
  made.what = automatic ? "自動暫存" : "暫存";
  made.who = "郭小強";
  made.role = "教師";
  made.automatic = automatic;
  made.proven = true;
  return made;
}

html::History history() {
  html::History page;
  page.facts = {{"規劃人員", "郭小強"}, {"學年度", "115 <學年度>"}};
  page.path = "/audit/plan/115-teacher1";
  page.id = "115-teacher1";
  page.record_note = "查閱會留下紀錄。";
  return page;
}

html::ComparedSide side(std::uint64_t version, Contents contents) {
  html::ComparedSide made;
  made.version = version;
  made.at = from_taipei(2026, 9, 20, static_cast<int>(version));
  made.status = plan::Status::draft;
  made.contents = std::move(contents);
  made.catalogue = &examples::catalogue();
  made.unit = "晨光國民小學";
  return made;
}

// Without the hundreds of items that are empty in both.
std::string compare(const char* what, const html::ComparedSide& before,
                    const html::ComparedSide& after) {
  std::istringstream lines(outline(html::sheet(pages::shell(), html::comparison(before, after))));
  std::string text = std::string("== ") + what + "\n";
  for (std::string line; std::getline(lines, line);) {
    if (!line.ends_with(" | （空白）")) text += line + "\n";
  }
  return text;
}

// The next version: two items are gone, one is new, one has another name.
Catalogue next_version() {
  Catalogue next = Catalogue::load(write_catalogue(examples::catalogue()));
  next.version = "115-2";
  auto& items = next.topics[0].subtopics[0].items;
  items[1].name = "學習理論與應用";
  items[0].code = "1-1-50";
  items[0].name = "新的項目";
  std::swap(items[0], items[1]);
  items.pop_back();
  next.educations[1].name = "專科學校";
  return Catalogue::load(write_catalogue(next));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_history)

BOOST_AUTO_TEST_CASE(a_timeline_folds_the_autosaves_of_an_hour) {
  html::History page = history();
  const Instant ten = from_taipei(2026, 9, 20, 10);
  // Read from below: 1 saved; 2-3 of one hour; 4 the next hour; 5 saved; 6-8 of one hour.
  page.entries = {entry(1, ten, false),
                  entry(2, ten + minute_us, true),
                  entry(3, ten + (hour_us - 1), true),
                  entry(4, ten + hour_us, true),
                  entry(5, ten + (hour_us + minute_us), false),
                  entry(6, ten + (hour_us + 2 * minute_us), true),
                  entry(7, ten + (hour_us + 3 * minute_us), true),
                  entry(8, ten + (hour_us + 4 * minute_us), true)};
  page.entries[4].proven = false;
  page.entries[4].details = {"原因：<誤按>", "文號：（空白）"};
  std::string text = "== eight events\n" + outline(html::history(pages::shell(), page));
  page = history();
  page.entries = {entry(1, ten, true)};
  page.matter = "matter=114%26x";
  page.stated = "114&x";
  text += "== one event, with a matter\n" + outline(html::history(pages::shell(), page));
  page.entries.push_back(entry(2, ten + hour_us, false));
  text += "== two events\n" + outline(html::history(pages::shell(), page));
  check_golden("timeline.txt", text);
}

BOOST_AUTO_TEST_CASE(a_comparison_shows_every_field_of_either_version) {
  const Contents contents = pages::complete();
  Contents changed = contents;
  changed.unit = "010002";
  changed.education = "ED50";
  changed.service.clear();
  changed.time_other = "寒假";
  changed.hours.planned = {{"1-1-1", 9}, {"1-1-99", 3}};
  changed.hours.names = {{"1-1-99", "海洋"}};
  html::ComparedSide before = side(1, contents), after = side(3, changed);
  after.unit = "大同國民小學";
  after.status = plan::Status::submitted;
  std::string text = compare("changed", before, after);
  text += compare("and back", after, before);
  text += compare("the same", side(1, contents), side(2, contents));
  const Catalogue next = next_version();
  Contents whole = contents;
  set_hours(whole.hours, "1-1-2", 4);
  set_hours(whole.hours, "1-1-99", 2);
  set_name(whole.hours, "1-1-99", "海洋");
  Contents carried = contents;
  carried.hours.planned = {{"1-1-2", 4}, {"3-2-5", 2}};
  set_hours(carried.hours, "1-1-50", 1);
  after = side(2, carried);
  after.catalogue = &next;
  text += compare("with another version of the catalogue", side(1, whole), after);
  // A school that was renamed between them is shown, though its code is the same.
  after = side(2, contents);
  after.unit = "晨光實驗國民小學";
  text += compare("the school was renamed", side(1, contents), after);
  check_golden("comparison_page.txt", text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
