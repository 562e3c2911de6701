#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "events/log/chain.hpp"
#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "fcgi/routes.hpp"
#include "tests/templates/drawn.hpp"
#include "tests/visitor.hpp"

// What each address of a PDF is answered with: whose plan, which version of it, and the marks it
// bears. The words are read out of the document; where they stand is pdf_plan_test's.

namespace yanxi {
namespace {

// teacher2's year at one service, told in commands; every request comes a second after the last.
class Telling : public Served {
 public:
  Telling() : Served(DemoPhase::late) {}

  HttpResponse get(const std::string& account, const std::string& target) {
    const Visitor visitor(*this, account);
    HttpRequest request = visitor.get(target);
    request.host = "https://example.edu.tw";
    request.prefix = "/y";
    return visitor.ask(request);
  }
  // The document at an address that has one.
  Drawn document(const std::string& account, const std::string& target) {
    const HttpResponse response = get(account, target);
    BOOST_REQUIRE_MESSAGE(response.status == 200, target << " is answered " << response.status);
    BOOST_TEST(response.type == "application/pdf");
    name = response.headers.at(0).second;
    BOOST_TEST(response.headers.at(0).first == "Content-Disposition");
    return Drawn(response.body);
  }
  // The next moment, an hour later.
  void act(const plan::Command& command) {
    pass();
    const std::uint64_t version = log->read_stream(plan_stream(115, "teacher2"), 0).size();
    BOOST_REQUIRE(
        executor.execute<streams::Plan>(request("teacher2"), {115, "teacher2"}, version, command));
  }
  void rename(const std::string& account, const std::string& to) {
    pass();
    BOOST_REQUIRE(
        executor.execute<streams::Person>(request("admin1"), {0, account}, {}, person::Rename{to}));
  }
  void save(const std::vector<Field>& fields) { act(plan::SaveDraft{fields, "form"}); }
  void submit() {
    act(plan::Submit{});
    const auto state = read_plan(*log, 115, "teacher2");
    receipt = receipt_text({115, state.submission->position});
    digest = to_hex(state.submission->leaf);
  }
  void pass() { now = now + hour_us; }
  Request request(const std::string& who) {
    return {{who, who == "admin1" ? "admin" : "teacher", "builtin"},
            now,
            command_id(who, std::to_string(++count_), "pdf")};
  }

  std::string name;             // of the last file
  std::string receipt, digest;  // of the last submission

 private:
  int count_ = 0;
};

// The canonical contents at teacher2's school.
std::vector<Field> whole() {
  Contents contents = examples::contents();
  contents.unit = "010002";
  return fields_of(contents);
}

struct Says {
  std::string whole;
  explicit Says(const Drawn& drawn) : whole("\n" + drawn.text()) {}
  // Whether each text stands there as a line of its own, or as the beginning of one.
  std::string missing(const std::vector<std::string>& texts) const {
    for (const std::string& text : texts) {
      if (whole.find("\n" + text) == std::string::npos) return text;
    }
    return {};
  }
  bool holds(const std::string& part) const { return whole.find(part) != std::string::npos; }
};

constexpr const char* unsent = "草稿（尚未送出，視同未完成規劃）";
constexpr const char* late = "已逾獎勵計算期限送出，不列入本學年度獎勵方案計算。";

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf_answers)

BOOST_AUTO_TEST_CASE(a_plan_is_printed_as_it_stands_and_a_receipt_as_it_stood) {
  Telling told;
  // teacher2 has a draft, of twelve hours.
  const Says draft(told.document("teacher2", "/plan.pdf"));
  BOOST_TEST(told.name == "inline; filename=\"yanxi-115.pdf\"");
  BOOST_TEST(draft.missing(
                 {unsent, "示範資料", "115 學年度", "草稿　尚未送出（目前未完成）", "青山國民小學",
                  "劉大衛", "合計 12 小時。選項版本 115-1。", "青山國民小學 劉大衛　草稿",
                  "列印 2026/11/22 10:00:00　無障礙版本：https://example.edu.tw/y"}) == "");
  BOOST_TEST(!draft.holds("收件編號"));
  BOOST_TEST(!draft.holds(late));
  BOOST_TEST(!draft.holds("當時的內容"));

  // Submitted in the last days, which count for nothing any more; renamed since.
  told.save(whole());
  told.save({{"h.1-3-1", ""}});
  told.submit();
  const std::string first = told.receipt, first_at = taipei_text(told.now);
  const std::string first_digest = told.digest;
  told.rename("teacher2", "劉大偉");
  for (const std::string& target :
       {std::string("/plan.pdf"), std::string("/plan.pdf?year=115"), "/plan.pdf?r=" + first}) {
    BOOST_TEST_CONTEXT(target) {
      const Says said(told.document("teacher2", target));
      BOOST_TEST(said.missing({"已完成　" + first_at + " 送出", first, first_digest, late, "劉大衛",
                               "合計 9 小時。", "示範資料", "青山國民小學 劉大衛　" + first}) ==
                 "");
      BOOST_TEST(!said.holds("草稿"));
      BOOST_TEST(!said.holds("退回修改"));
      BOOST_TEST(!said.holds("劉大偉"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_receipt_keeps_its_document_whatever_becomes_of_the_plan) {
  Telling told;
  told.save(whole());
  told.submit();
  const std::string first = told.receipt, first_at = taipei_text(told.now);
  const std::string first_digest = told.digest;
  told.rename("teacher2", "劉大偉");
  // Withdrawn and changed: the plan is a draft again, the receipt says what was submitted then.
  told.act(plan::Withdraw{});
  const std::string withdrawn_at = taipei_text(told.now);
  told.save({{"h.1-1-1", "20"}});
  const Says now(told.document("teacher2", "/plan.pdf"));
  BOOST_TEST(now.missing({unsent, "草稿　", "劉大偉", "合計 34 小時。"}) == "");
  BOOST_TEST(!now.holds(first));
  BOOST_TEST(!now.holds(late));
  const auto check_first = [&] {
    const Says then(told.document("teacher2", "/plan.pdf?r=" + first));
    BOOST_TEST(then.missing({"這次送出已於 " + withdrawn_at + " 退回修改，視同未完成規劃",
                             "已於 " + withdrawn_at + " 退回修改　" + first_at + " 送出", first,
                             first_digest, late, "劉大衛", "合計 21 小時。"}) == "");
    BOOST_TEST(!then.holds(unsent));
  };
  check_first();

  // Submitted again: each receipt has its own document.
  told.submit();
  const Says second(told.document("teacher2", "/plan.pdf?r=" + told.receipt));
  BOOST_TEST(second.missing({"已完成　" + taipei_text(told.now) + " 送出", told.receipt,
                             told.digest, late, "劉大偉", "合計 34 小時。"}) == "");
  BOOST_TEST((Says(told.document("teacher2", "/plan.pdf")).whole == second.whole));
  check_first();

  // A deleted plan is printed no more; what was submitted is.
  told.act(plan::Withdraw{});
  told.act(plan::Delete{});
  BOOST_TEST(told.get("teacher2", "/plan.pdf").status == 404);
  check_first();
}

BOOST_AUTO_TEST_CASE(a_document_is_given_to_its_owner_for_a_year_that_has_one) {
  Telling told;
  const auto submission = read_plan(*told.log, 115, "teacher3").submission;
  const std::string receipt = receipt_text({115, submission->position});
  const struct {
    const char* account;
    std::string target;
    int status;
  } table[] = {
      {"teacher1", "/plan.pdf", 404},  // nothing begun this year
      {"teacher1", "/plan.pdf?year=115", 404},
      {"teacher1", "/plan.pdf?year=114", 200},
      {"teacher1", "/plan.pdf?year=113", 404},
      {"teacher1", "/plan.pdf?year=1000", 404},
      {"teacher1", "/plan.pdf?year=x", 404},
      {"teacher1", "/plan.pdf?r=" + receipt, 404},  // another person's
      {"teacher3", "/plan.pdf?r=" + receipt, 200},
      {"teacher3", "/plan.pdf?r=" + receipt + "x", 404},
      {"teacher3", "/plan.pdf?r=115-0000000-0", 404},
      {"teacher3", "/plan.pdf?r=1", 404},
  };
  for (const auto& row : table) {
    BOOST_TEST(told.get(row.account, row.target).status == row.status,
               row.account << " " << row.target);
  }
  const Says in_time(told.document("teacher3", "/plan.pdf"));
  BOOST_TEST(in_time.missing(
                 {"已完成　2026/11/19 10:00:00 送出", receipt, to_hex(submission->leaf)}) == "");
  BOOST_TEST(!in_time.holds(late));
  const Says last_year(told.document("teacher1", "/plan.pdf?year=114"));
  BOOST_TEST(told.name == "inline; filename=\"yanxi-114.pdf\"");
  BOOST_TEST(last_year.missing({"114 學年度", "已完成　2025/09/25 09:58:13 送出", "郭小強",
                                "合計 41 小時。"}) == "");
}

BOOST_AUTO_TEST_CASE(an_auditor_is_given_the_plan_as_it_once_stood) {
  Telling told;
  told.save(whole());
  const std::string saved_at = taipei_text(told.now);
  told.submit();
  const std::string submitted_at = taipei_text(told.now);
  told.rename("teacher2", "劉大偉");
  told.act(plan::Withdraw{});
  const std::string plan = "/audit/plan/115-teacher2/at.pdf?";
  const auto viewed = [&] {
    return told.log->read_stream(access_stream(115, "auditor1"), 0).size();
  };
  const std::size_t before = viewed();

  const Says draft(told.document("auditor1", plan + "v=2"));
  BOOST_TEST(told.name == "attachment; filename=\"yanxi-115-teacher2.pdf\"");
  BOOST_TEST(draft.missing({saved_at + " 當時的內容（唯讀）", unsent, "劉大衛（現名 劉大偉）",
                            "合計 21 小時。", "示範資料", "列印 " + taipei_text(told.now)}) == "");
  BOOST_TEST(!draft.holds("收件編號"));
  for (const std::string& target : {plan + "v=3", plan + "t=" + urlencode(submitted_at)}) {
    const Says said(told.document("auditor1", target));
    BOOST_TEST(said.missing({submitted_at + " 當時的內容（唯讀）",
                             "已完成　" + submitted_at + " 送出", told.receipt, told.digest, late,
                             "青山國民小學", "劉大衛（現名 劉大偉）"}) == "");
    BOOST_TEST(!said.holds(unsent));
  }
  const Says withdrawn(told.document("auditor1", plan + "v=4"));
  BOOST_TEST(withdrawn.missing({unsent, "草稿　已退回修改", "劉大偉"}) == "");
  BOOST_TEST(!withdrawn.holds("現名"));
  BOOST_TEST(!withdrawn.holds(told.receipt));
  const auto views = told.log->read_stream(access_stream(115, "auditor1"), 0);
  BOOST_TEST(viewed() == before + 4);
  for (const char* part : {"\"pdf\"", "plan/115/teacher2", "4 at "}) {
    BOOST_TEST(views.back().payload.find(part) != std::string::npos, part);
  }
  for (const auto& [query, status] : {std::pair{"v=0", 404},
                                      {"v=5", 404},
                                      {"v=x", 404},
                                      {"t=2026/01/01", 404},
                                      {"t=never", 422},
                                      {"", 422}}) {
    BOOST_TEST(told.get("auditor1", plan + query).status == status, query);
  }
  BOOST_TEST(told.get("auditor1", "/audit/plan/115-nobody/at.pdf?v=1").status == 404);
  BOOST_TEST(told.get("auditor1", "/audit/plan/nothing/at.pdf?v=1").status == 404);
  BOOST_TEST(told.get("auditor1", "/audit/plan/nothing/history.pdf").status == 404);
  BOOST_TEST(viewed() == before + 4);
}

BOOST_AUTO_TEST_CASE(histories_and_my_data_are_printed_whole) {
  Telling told;
  told.save(whole());
  told.submit();
  const Drawn history = told.document("auditor1", "/audit/plan/115-teacher2/history.pdf");
  BOOST_TEST(told.name == "attachment; filename=\"yanxi-history-115-teacher2.pdf\"");
  BOOST_TEST(history.title == "規劃歷程");
  const Says said(history);
  const auto events = told.log->read_stream(plan_stream(115, "teacher2"), 0);
  BOOST_TEST(
      said.missing({"示範資料", "115", "teacher2", "劉大衛", "青山國民小學", "已完成", told.receipt,
                    "列印者", "auditor1", "事件（由早到晚）", "　　收件編號 " + told.receipt,
                    "列印時間 " + taipei_text(told.now) + "　第 1 頁，共 1 頁"}) == "");
  const char* const what[] = {"暫存", "暫存", "送出"};
  for (std::size_t i = 0; i < events.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    BOOST_TEST(
        said.missing({taipei_text(events[i].at) + "　" + what[i] + "　teacher2（教師）　第 " +
                          number + " 版　位置 " + std::to_string(events[i].position) + "　驗證相符",
                      "　　" + to_hex(events[i].chain)}) == "");
  }
  BOOST_TEST(
      told.log->read_stream(access_stream(115, "auditor1"), 0).back().payload.find("history.pdf") !=
      std::string::npos);

  const Drawn mine = told.document("teacher2", "/my-data.pdf");
  BOOST_TEST(told.name == "attachment; filename=\"yanxi-my-data.pdf\"");
  BOOST_TEST(mine.title == "我的資料");
  const Says data(mine);
  BOOST_TEST(
      data.missing({"示範資料", "teacher2", "劉大衛", "單位\n青山國民小學",
                    "115 學年度規劃\n已完成，21 小時", "教師名單\n115 學年度 青山國民小學", "紀錄",
                    taipei_text(events[2].at) + "　plan/115/teacher2 第 3 版　plan.submitted.1",
                    "列印時間 " + taipei_text(told.now)}) == "");
  BOOST_TEST(data.holds("person/teacher2 第 1 版　person.registered.1"));
  BOOST_TEST(data.holds("（雜湊值，不提供）"));
  BOOST_TEST(!data.holds("$argon2id"));
  // In a year that nobody opened there is nothing that says demonstration.
  told.now = told.now + 730 * day_us;
  for (const auto& [who, target] : {std::pair{"auditor1", "/audit/plan/115-teacher2/history.pdf"},
                                    {"teacher2", "/my-data.pdf"}}) {
    BOOST_TEST(!Says(told.document(who, target)).holds("示範資料"), target);
  }
  told.now = told.now + -730 * day_us;
  // Who is on no roster.
  const Says other(told.document("teacher3", "/my-data.pdf"));
  BOOST_TEST(!other.holds("教師名單"));
  BOOST_TEST(Says(told.document("auditor1", "/my-data.pdf")).missing({"auditor1", "許志明"}) == "");
}

BOOST_AUTO_TEST_CASE(who_was_erased_and_comes_back_reads_that_it_was) {
  Telling told;
  told.pass();
  person::Erase order;
  order.account = "teacher2", order.actor = "admin1", order.reason = "當事人請求",
  order.second_person = "auditor1";
  BOOST_REQUIRE(told.executor.erase(told.request("admin1"), order));
  told.projector.rebuild();
  BOOST_TEST(told.get("auditor1", "/audit/plan/115-teacher2/at.pdf?v=1").status == 404);
  const Says history(told.document("auditor1", "/audit/plan/115-teacher2/history.pdf"));
  BOOST_TEST(history.missing({"（空白）", "（內容已依法刪除）", "內容已依法刪除"}) == "");
  BOOST_TEST(history.holds("　內容已依法刪除　teacher2（教師）　第 1 版　"));
  BOOST_TEST(history.holds("驗證相符"));
  BOOST_REQUIRE(told.executor.execute<streams::Person>(
      told.request("admin1"), {0, "teacher2"}, {},
      person::Register{"劉大衛", {{"teacher", "010002"}}, ""}));
  told.save({{"education", "ED40"}});
  const Says mine(told.document("teacher2", "/my-data.pdf"));
  BOOST_TEST(mine.holds("plan/115/teacher2 第 1 版　plan.draft_saved.1\n　\"內容已依法刪除\""));
  BOOST_TEST(told.get("teacher2", "/my-data.json").body.find("\"contents\": \"內容已依法刪除\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
