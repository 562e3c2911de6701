#include <boost/test/unit_test.hpp>

#include "fcgi/operate/import.hpp"
#include "tests/fcgi/staff_desk.hpp"

// What an import makes of each row: the changes, every fault with its line and value, and what the
// digest that leads from the check to the carrying out stands for. One log for all; nothing here
// changes it.

namespace yanxi {
namespace {

using Kind = ImportFault::Kind;

StaffDesk& desk() {
  static StaffDesk one(DemoPhase::open);
  return one;
}

ImportPlan plan_of(ImportKind kind, const std::string& text, int year = 115,
                   const std::string& reason = "漏列一位教師") {
  return plan_import(*desk().log, desk().catalogues.latest(), {kind, year, desk().now, reason},
                     text);
}

const std::string people_head = "帳號,姓名,角色,登入\n", units_head = "代碼,名稱,縣市\n",
                  roster_head = "學校,帳號\n";

// 2 bad_account A; 3 twice new1
std::string faults_of(const ImportPlan& plan) {
  const char* names[] = {"not_csv",      "not_text",     "missing_column", "unknown_column",
                         "cells",        "bad_account",  "bad_name",       "bad_code",
                         "bad_roles",    "unknown_unit", "unknown_county", "unknown_account",
                         "bad_sign_in",  "twice",        "too_late",       "bad_reason",
                         "unknown_year", "empty"};
  std::string text;
  for (const ImportFault& fault : plan.faults) {
    text += (text.empty() ? "" : "; ") + std::to_string(fault.line) + " " +
            names[static_cast<std::size_t>(fault.kind)] +
            (fault.value.empty() ? "" : " " + fault.value);
  }
  return text;
}

std::string many(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

struct Row {
  ImportKind kind;
  std::string text;
  std::string faults;
};

const std::vector<Row> people_rows = {
    {ImportKind::people, people_head + "A-1,甲,auditor,", "2 bad_account A-1"},
    {ImportKind::people, people_head + "ab,甲,auditor,\nabc,甲,auditor,", "2 bad_account ab"},
    {ImportKind::people, people_head + ",甲,auditor,", "2 bad_account"},
    {ImportKind::people, people_head + many(31, "a") + ",甲,auditor,",
     "2 bad_account aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {ImportKind::people, people_head + many(30, "a") + "," + many(50, "字") + ",auditor,", ""},
    {ImportKind::people, people_head + "abc,,auditor,", "2 bad_name"},
    {ImportKind::people, people_head + "abc,甲\x01,auditor,", "2 bad_name 甲\x01"},
    {ImportKind::people, people_head + "abc,甲,,", ""},
    {ImportKind::people, people_head + "abc,甲,teacher,", "2 unknown_unit"},
    {ImportKind::people, people_head + "abc,甲,teacher:,", "2 unknown_unit"},
    {ImportKind::people, people_head + "abc,甲,clerk:010003,", "2 unknown_unit 010003"},
    {ImportKind::people, people_head + "abc,甲,teacher:01000,", "2 unknown_unit 01000"},
    {ImportKind::people, people_head + "abc,甲,county:XYZ,", "2 unknown_county XYZ"},
    {ImportKind::people, people_head + "abc,甲,county,", "2 bad_roles county"},
    {ImportKind::people, people_head + "abc,甲,county:NWT teacher:010001 teacher:010002,", ""},
    {ImportKind::people, people_head + "abc,甲,auditor:NWT,", "2 bad_roles auditor:NWT"},
    {ImportKind::people, people_head + "abc,甲,auditor auditor,", "2 bad_roles auditor auditor"},
    {ImportKind::people, people_head + "abc,甲,teacher:010001 teacher:010001,",
     "2 bad_roles teacher:010001 teacher:010001"},
    {ImportKind::people, people_head + "abc,甲,king,", "2 bad_roles king"},
    {ImportKind::people, people_head + "abc,甲,auditor admin,", "2 bad_roles auditor admin"},
    {ImportKind::people, people_head + "abc,甲,admin,maybe", "2 bad_sign_in maybe"},
    {ImportKind::people, people_head + "abc,甲,admin,停用\nabd,甲,admin,no\nabe,甲,admin,啟用\n",
     ""},
    {ImportKind::people, people_head + "abc,甲,admin,\n\nabc,乙,admin,", "4 twice abc"},
    {ImportKind::people, people_head + "abc,甲,admin\nabd,甲,admin,,\n", "2 cells 3; 3 cells 5"},
    // A row with a fault is none that stood before.
    {ImportKind::people, people_head + "abc,,admin,\nabc,乙,admin,", "2 bad_name"},
    {ImportKind::people, "帳號,姓名\nabc,甲", "1 missing_column 角色"},
    {ImportKind::people, "姓名,職稱,電話\nabc,甲,x",
     "1 unknown_column 職稱; 1 unknown_column 電話; 1 missing_column 帳號; 1 missing_column "
     "角色"},
    {ImportKind::people, "account,name,roles\nabc,甲,admin", ""},
    {ImportKind::people, "姓名,roles,帳號,sign_in\n甲,admin,abc,yes", ""},
    {ImportKind::people, people_head + "abc,\"甲,admin,", "2 not_csv"},
    {ImportKind::people, people_head + "A,甲,admin,\nabc,\"甲\"x,admin,",
     "2 bad_account A; 3 not_csv"},
    {ImportKind::people, people_head, "1 empty"},
    {ImportKind::people, people_head + "\n\n", "1 empty"},
    {ImportKind::people, "", "1 empty"},
    {ImportKind::people, people_head + "abc,\xFF,admin,", "1 not_text"}};

const std::vector<Row> unit_rows = {
    {ImportKind::units, units_head + "010003,甲,NWT\n0103,乙,新北市", ""},
    {ImportKind::units, units_head + "01000,甲,NWT", "2 bad_code 01000"},
    {ImportKind::units, units_head + ",甲,NWT", "2 bad_code"},
    {ImportKind::units, units_head + "010003,,NWT", "2 bad_name"},
    {ImportKind::units, units_head + "010003," + many(60, "字") + ",NWT", ""},
    {ImportKind::units, units_head + "010003," + many(61, "a") + ",NWT",
     "2 bad_name " + many(61, "a")},
    {ImportKind::units, units_head + "010003,甲,月球市", "2 unknown_county 月球市"},
    {ImportKind::units, units_head + "010003,甲,", "2 unknown_county"},
    {ImportKind::units, units_head + "010003,甲,NWT\n010003,甲,NWT", "3 twice 010003"},
    {ImportKind::units, units_head + "010003,甲", "2 cells 2"},
    {ImportKind::units, "code,name\n010003,甲", "1 missing_column 縣市"},
    {ImportKind::units, "code,name,county,code\n010003,甲,NWT,010003", ""}};

const std::vector<Row> roster_rows = {
    {ImportKind::roster, roster_head + "010001,teacher3", ""},
    {ImportKind::roster, roster_head + "010009,teacher3", "2 unknown_unit 010009"},
    {ImportKind::roster, roster_head + "x,teacher3", "2 unknown_unit x"},
    {ImportKind::roster, roster_head + "010001,nobody9", "2 unknown_account nobody9"},
    {ImportKind::roster, roster_head + "010001,No", "2 unknown_account No"},
    {ImportKind::roster, roster_head + "010001,teacher3\n010001,teacher3", "3 twice teacher3"},
    {ImportKind::roster, roster_head + "010001,teacher3\n010002,teacher3", ""},
    {ImportKind::roster, "unit\n010001", "1 missing_column 帳號"},
    {ImportKind::roster, roster_head, "1 empty"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(import_rows)

BOOST_AUTO_TEST_CASE(each_fault_is_named_with_its_line_and_value) {
  for (const std::vector<Row>& rows : {people_rows, unit_rows, roster_rows}) {
    for (const Row& row : rows) {
      BOOST_TEST_CONTEXT(row.text) {
        const ImportPlan plan = plan_of(row.kind, row.text);
        BOOST_TEST(faults_of(plan) == row.faults);
        BOOST_TEST(plan.fault_count == plan.faults.size());
      }
    }
  }
}

// The page never gets so far with bytes that are no text; the terminal command does.
BOOST_AUTO_TEST_CASE(what_is_no_text_is_told_in_words_as_well) {
  BOOST_TEST(import_fault_text({1, Kind::not_text}) == "內容不是 UTF-8 文字");
}

BOOST_AUTO_TEST_CASE(a_list_needs_its_year_and_after_the_deadline_a_reason) {
  struct Order {
    int year;
    std::string reason;
    const char* faults;
  };
  const Order orders[] = {{115, "", "3 too_late 010001"},
                          {115, "四個字啊", "1 bad_reason"},
                          {115, "五個字啊啊", ""},
                          {115, many(200, "字"), ""},
                          {115, many(201, "字"), "1 bad_reason"},
                          {114, "四個字啊", "1 bad_reason"},
                          {116, "五個字啊啊", "1 unknown_year 116"},
                          {0, "", "1 unknown_year 0"}};
  for (const Order& order : orders) {
    BOOST_TEST_CONTEXT(order.year << " " << order.reason) {
      // The list of 010002 stays as it is and needs no reason; the line is the first of its school.
      const ImportPlan plan = plan_of(
          ImportKind::roster, roster_head + "010002,teacher2\n010001,teacher3\n010001,clerk3\n",
          order.year, order.reason);
      BOOST_TEST(faults_of(plan) == order.faults);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_list_is_late_from_the_very_instant_of_its_deadline) {
  // A year whose lists are open until 2027/08/10 17:00.
  StaffDesk& at = desk();
  year::Windows windows = examples::windows();
  for (const year::NamedInstant& one : year::instants)
    windows.*one.at = windows.*one.at + 365 * day_us;
  BOOST_REQUIRE(at.executor.execute<streams::Year>(at.request_of("admin1", "admin"), {116, {}}, 0,
                                                   year::Open{"115-1", windows, false}));
  BOOST_REQUIRE(at.executor.execute<streams::Year>(
      at.request_of("admin1", "admin"), {116, {}}, 1,
      year::Extend{
          {"010002", "roster", windows.roster_until + second_us, false, "校舍搬遷延後", ""}}));
  const auto faults = [&](Instant now) {
    const ImportOrder order{ImportKind::roster, 116, now, {}};
    return faults_of(plan_import(*at.log, at.catalogues.latest(), order,
                                 roster_head + "010001,teacher1\n010002,teacher2\n"));
  };
  BOOST_TEST(faults(windows.roster_until + -1) == "");
  BOOST_TEST(faults(windows.roster_until) == "2 too_late 010001");
  BOOST_TEST(faults(windows.roster_until + second_us) == "2 too_late 010001; 3 too_late 010002");
}

BOOST_AUTO_TEST_CASE(only_the_first_thousand_faults_are_kept_and_all_are_counted) {
  for (const std::size_t count : {999u, 1000u, 1001u}) {
    const ImportPlan plan = plan_of(ImportKind::units, units_head + many(count, "x,甲,NWT\n"));
    BOOST_TEST(plan.fault_count == count);
    BOOST_TEST(plan.faults.size() == std::min<std::size_t>(count, 1000));
    BOOST_TEST(plan.faults.back().line == plan.faults.size() + 1);
    BOOST_TEST(plan.rows == count);
  }
}

BOOST_AUTO_TEST_CASE(rows_are_counted_as_new_changed_and_the_same) {
  struct Counted {
    ImportKind kind;
    std::string text;
    std::size_t rows, added, changed, same;
  };
  const Counted all[] = {
      {ImportKind::people, people_head + "teacher1,郭小強,teacher:010001,\n", 1, 0, 0, 1},
      {ImportKind::people, people_head + "teacher1,郭小強,teacher:010001,yes\n", 1, 0, 0, 1},
      {ImportKind::people, people_head + "teacher1,郭大強,teacher:010001,\n", 1, 0, 1, 0},
      {ImportKind::people, people_head + "teacher1,郭小強,teacher:010002,\n", 1, 0, 1, 0},
      {ImportKind::people, people_head + "teacher1,郭小強,teacher:010001,no\n", 1, 0, 1, 0},
      {ImportKind::people, people_head + "new1,甲,,\nnew2,乙,,no\nteacher2,劉,,\n", 3, 2, 1, 0},
      // The order of the roles is that in which the posts are offered.
      {ImportKind::people, people_head + "clerk3,吳建宏,teacher:010001 clerk:010001,\n", 1, 0, 1,
       0},
      {ImportKind::units, units_head + "010001,晨光國民小學,新北市\n", 1, 0, 0, 1},
      {ImportKind::units, units_head + "010001,晨光國小,NWT\n010003,甲,NWT\n", 2, 1, 1, 0},
      {ImportKind::units, units_head + "010001,晨光國民小學,臺北市\n", 1, 0, 1, 0},
      {ImportKind::roster, roster_head + "010001,teacher1\n010001,clerk3\n", 2, 0, 0, 1},
      {ImportKind::roster, roster_head + "010001,clerk3\n010001,teacher1\n", 2, 0, 1, 0},
      {ImportKind::roster, roster_head + "010001,teacher1\n", 1, 0, 1, 0}};
  for (const Counted& one : all) {
    BOOST_TEST_CONTEXT(one.text) {
      const ImportPlan plan = plan_of(one.kind, one.text);
      BOOST_TEST(faults_of(plan) == "");
      BOOST_TEST(plan.rows == one.rows);
      BOOST_TEST(plan.added == one.added);
      BOOST_TEST(plan.changed == one.changed);
      BOOST_TEST(plan.same == one.same);
      BOOST_TEST(plan.changes.size() == one.added + one.changed);
    }
  }
  BOOST_TEST(plan_of(ImportKind::roster, roster_head + "010001,teacher3\n", 114).added == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

// --- The digest ----------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(import_digest)

namespace {

struct Order {
  ImportKind kind;
  std::string text;
  int year = 115;
  std::string reason = "漏列一位教師";
};
std::string digest(const Order& order) {
  const ImportPlan plan = plan_of(order.kind, order.text, order.year, order.reason);
  BOOST_TEST(faults_of(plan) == "");
  return digest_of(plan);
}

const std::string new_people =
    "new1,陳小明,teacher:010001 clerk:010002,\nteacher1,郭大強,auditor,no\n";

}  // namespace

BOOST_AUTO_TEST_CASE(another_change_has_another_digest) {
  using enum ImportKind;
  const std::string& head = people_head;
  const Order orders[] = {
      {people, head + new_people},
      {people, head + "new2,陳小明,teacher:010001 clerk:010002,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小名,teacher:010001 clerk:010002,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010002 clerk:010002,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010001,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,clerk:010002 teacher:010001,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001,\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,no\nteacher1,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\nteacher1,郭中強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\nteacher1,郭大強,admin,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\nteacher1,郭大強,auditor,\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\nteacher1,郭小強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\nteacher2,郭大強,auditor,no\n"},
      {people, head + "new1,陳小明,teacher:010001 clerk:010002,\n"},
      {people, head + "teacher1,郭大強,auditor,no\nnew1,陳小明,teacher:010001 clerk:010002,\n"},
      {people, head + new_people + "new3,王,,\n"},
      {people, head + new_people, 114},
      {people, head},
      {units, units_head + "010003,新設國小,NWT\n010001,晨光國小,NWT\n"},
      {units, units_head + "010004,新設國小,NWT\n010001,晨光國小,NWT\n"},
      {units, units_head + "010003,新建國小,NWT\n010001,晨光國小,NWT\n"},
      {units, units_head + "010003,新設國小,臺北市\n010001,晨光國小,NWT\n"},
      {units, units_head + "010003,新設國小,NWT\n010001,晨光中學,NWT\n"},
      {units, units_head + "010003,新設國小,NWT\n010001,晨光國小,臺北市\n"},
      {units, units_head + "010003,新設國小,NWT\n010002,晨光國小,NWT\n"},
      {units, units_head + "010001,晨光國小,NWT\n010003,新設國小,NWT\n"},
      {units, units_head + "010003,新設國小,NWT\n"},
      {units, units_head},
      {roster, roster_head + "010001,teacher3\n010001,teacher1\n010002,teacher1\n"},
      {roster, roster_head + "010001,teacher3\n010001,teacher2\n010002,teacher1\n"},
      {roster, roster_head + "010001,teacher1\n010001,teacher3\n010002,teacher1\n"},
      {roster, roster_head + "010001,teacher3\n010002,teacher1\n"},
      {roster, roster_head + "010001,teacher3\n010002,teacher1\n010002,teacher3\n"},
      {roster, roster_head + "010001,teacher3\n010001,teacher1\n"},
      {roster, roster_head + "010002,teacher3\n010002,teacher1\n"},
      {roster, roster_head + "010001,teacher3\n010001,teacher1\n010002,teacher1\n", 114},
      {roster, roster_head + "010001,teacher3\n010001,teacher1\n010002,teacher1\n", 115,
       "漏列兩位教師"},
      {roster, roster_head}};
  std::map<std::string, std::string> known;
  for (const Order& order : orders) {
    // Nothing but the first line changes nothing, which is a change of its kind as well.
    const bool empty = order.text.find('\n') + 1 == order.text.size();
    const std::string found = empty ? digest_of(plan_of(order.kind, order.text)) : digest(order);
    const auto [other, is_new] = known.emplace(found, order.text);
    BOOST_TEST(is_new, order.text << " has the digest of\n" << other->second);
  }
}

BOOST_AUTO_TEST_CASE(the_same_changes_have_the_same_digest_however_they_are_written) {
  const std::string first = digest({ImportKind::people, people_head + new_people});
  const std::string texts[] = {
      "\xEF\xBB\xBF" + people_head + new_people, people_head + "\n" + new_people + "\n",
      "帳號\t姓名\t角色\t登入\r\nnew1\t陳小明\tteacher:010001 clerk:010002\t\r\n"
      "teacher1\t郭大強\tauditor\t停用\r\n",
      "roles,sign_in,name,account\nteacher:010001  clerk:010002,, 陳小明 ,new1\n"
      "auditor,no,郭大強,\"teacher1\"\n",
      // A row that changes nothing.
      people_head + "teacher2,劉大衛,teacher:010002,yes\n" + new_people,
      people_head + "new1,陳小明,teacher:010001 clerk:010002,yes\nteacher1,郭大強,auditor,停用\n"};
  for (const std::string& text : texts) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(digest({ImportKind::people, text}) == first); }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
