#include <boost/test/unit_test.hpp>

#include "events/access.hpp"
#include "events/codec.hpp"
#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "tests/golden.hpp"
#include "tests/visitor.hpp"

// What the log says of every look of the staff: tests/golden/records.txt, a table that a person
// reads. A line is who, method, address and status; then, where something was recorded, what was
// looked at, its stream, the detail and the 查核事由 (a hyphen where one is empty); then what else
// was appended. YANXI_GOLDEN=write writes it anew.

namespace yanxi {
namespace {

struct Look {
  const char* who;
  const char* path;
  const char* body = nullptr;  // of a POST
};

constexpr Look looks[] = {
    // Searches: what was asked for but for names, and who was found.
    {"auditor1", "/audit"},
    {"auditor1", "/audit?year=114"},
    {"auditor1", "/audit?go=find"},
    {"auditor1", "/audit?year=114&go=find"},
    {"auditor1", "/audit?account=teacher2"},
    {"auditor1", "/audit?account=nobody-at-all"},
    {"auditor1", "/audit?account=黃𠮷安&actor=黃𠮷安"},
    {"auditor1", "/audit?unit=010001&matter=府教字第 1 號"},
    {"auditor1", "/audit?name=黃"},
    {"auditor1", "/audit?name=黃&after=name/a"},
    {"auditor1", "/audit?account=teacher2&after=zz"},
    {"auditor1", "/audit?receipt={receipt}"},
    {"auditor1", "/audit?from=2026/11/01&until=2026/11/19 10:00"},
    {"auditor1", "/audit?kind=saved"},
    {"auditor1", "/audit?kind=imported"},
    {"auditor1", "/audit?kind=submitted"},
    {"auditor1", "/audit?kind=withdrawn"},
    {"auditor1", "/audit?kind=deleted"},
    {"auditor1", "/audit?kind=restored"},
    {"auditor1", "/audit?kind=extended"},
    {"auditor1", "/audit?kind=carried"},
    {"auditor1", "/audit?actor=teacher1"},
    {"auditor1", "/audit?kind=nothing"},
    {"auditor1", "/audit?unit=1"},
    {"auditor1", "/audit/list/restored?actor=admin1"},
    {"auditor1", "/audit/list/extended"},
    {"auditor1", "/audit/list/deadline?matter=x"},
    {"auditor1", "/audit/list/closing"},
    {"auditor1", "/audit/list/nothing"},
    {"auditor1", "/audit/list/restored?unit=1"},
    {"auditor1", "/audit/list/deadline?year=150"},
    {"auditor1", "/audit/sample"},
    {"auditor1", "/audit/sample?go=draw&count=2&seed=abc&head=30"},
    {"auditor1", "/audit/sample?go=draw&count=0&seed=abc"},
    {"auditor1", "/audit/sample?go=draw&count=2&seed=abc&head=0"},
    {"auditor1", "/audit/board"},
    {"auditor1", "/audit/board?unit=010001&t=2026/11/20 10:00"},
    {"auditor1", "/audit/board?unit=1&t=2026/11/20 10:00"},
    {"auditor1", "/audit/board?unit=010001&t=x"},
    // Single plans.
    {"auditor1", "/audit/plan/115-teacher3?matter=x"},
    {"auditor1", "/audit/plan/115-nobody"},
    {"auditor1", "/audit/plan/115-teacher3/at?v=1"},
    {"auditor1", "/audit/plan/115-teacher3/at?v=2&matter=x"},
    {"auditor1", "/audit/plan/115-teacher3/at?v=3"},
    {"auditor1", "/audit/plan/115-teacher3/at?t=2026/11/18 10:00:00"},
    {"auditor1", "/audit/plan/115-teacher3/at?t=2026/11/1"},
    {"auditor1", "/audit/plan/115-teacher3/at?t=x"},
    {"auditor1", "/audit/plan/115-teacher3/at.pdf?v=1"},
    {"auditor1", "/audit/plan/115-teacher3/at.pdf?v=3"},
    {"auditor1", "/audit/plan/115-teacher3/at.pdf?t=2026/11/1"},
    {"auditor1", "/audit/plan/115-teacher3/compare?a=1&b=2"},
    {"auditor1", "/audit/plan/115-teacher3/compare?a=2&b=1&matter=x"},
    {"auditor1", "/audit/plan/115-teacher3/compare?a=1&b=1"},
    {"auditor1", "/audit/plan/115-teacher3/history.pdf"},
    {"auditor1", "/audit/export?plan=115-teacher3"},
    {"auditor1", "/audit/export?plan=115-teacher3&what=case&matter=x"},
    {"auditor1", "/audit/export?plan=115-nobody"},
    {"auditor1", "/audit/export?year=114"},
    {"auditor1", "/audit/export?year=150"},
    {"admin1", "/admin"},
    {"admin1", "/admin/restore"},
    {"admin1", "/admin/restore?account=teacher1"},
    {"admin1", "/admin/restore?unit=010001&matter=x"},
    {"admin1", "/admin/restore?name=郭"},
    {"admin1", "/admin/restore?unit=1"},
    {"admin1", "/admin/restore", "unit=010001&year=115&v=0"},
    {"admin1", "/admin/restore", "unit=010001&year=115&v=0&plan.115-teacher1=2&reason=x"},
    {"admin1", "/admin/restore", "year=115&v=0"},
    {"admin1", "/admin/restore", "unit=1&year=115&v=0"},
    {"admin1", "/admin/restore/115-teacher1?matter=x"},
    {"admin1", "/admin/restore/115-teacher3"},
    {"admin1", "/admin/restore/115-admin1"},
    {"admin1", "/admin/restore/115-teacher1", "v=2&reason=x"},
    {"admin1", "/admin/restore/115-teacher1", "v=1&reason=誤刪請求復原"},
    {"admin1", "/admin/restore/115-teacher1", "v=2&reason=誤刪請求復原"},
    {"admin1", "/admin/extend"},
    {"admin1", "/admin/extend?year=115&account=teacher2"},
    {"admin1", "/admin/extend?year=115&account=nobody"},
    {"admin1", "/admin/extend/115-teacher2?matter=x"},
    {"admin1", "/admin/extend/115-admin1"},
    {"admin1", "/admin/extend/115-teacher2", "v=1&until=x&reason=校園網路中斷"},
    {"admin1", "/admin/extend/115-teacher2", "v=1&until=2027/01/20 10:00&reason=x"},
    {"admin1", "/admin/extend/115-teacher2", "v=0&until=2027/01/20 10:00&reason=校園網路中斷"},
    {"admin1", "/admin/extend/115-teacher2", "v=1&until=2027/01/20 10:00&reason=校園網路中斷"},
    // People.
    {"admin1", "/admin/people"},
    {"admin1", "/admin/people?account=teacher2&matter=x"},
    {"admin1", "/admin/people?account=nobody-at-all"},
    {"admin1", "/admin/people?account=黃𠮷安"},
    {"admin1", "/admin/people?name=黃"},
    {"admin1", "/admin/people?name=無此人"},
    {"admin1", "/admin/people?account=teacher2&name=黃"},
    {"admin1", "/admin/people/teacher2?matter=x"},
    {"admin1", "/admin/people/nobody-at-all"},
    {"admin1", "/admin/people/teacher2/roles", "v=1&roles=king"},
    {"admin1", "/admin/people/admin1/roles", "v=1&roles=teacher:010001"},
    {"admin1", "/admin/people/teacher2/roles", "v=0&roles=teacher:010001"},
    {"admin1", "/admin/people/teacher2/roles", "v=1&roles=teacher:010001"},
    {"admin1", "/admin/people/teacher2/sign-in", "v=2&go=bar&reason=x"},
    {"admin1", "/admin/people/admin1/sign-in", "v=1&go=bar&reason=已於八月底離職"},
    {"admin1", "/admin/people/teacher2/sign-in", "v=0&go=bar&reason=已於八月底離職"},
    {"admin1", "/admin/people/teacher2/sign-in", "v=2&go=bar&reason=已於八月底離職"},
    {"admin1", "/admin/people/teacher2/link", "v=0"},
    {"admin1", "/admin/people/teacher2/link", "v=3"},
    {"admin1", "/admin/as/teacher3?page=home&matter=x"},
    {"admin1", "/admin/as/teacher3?page=profile"},
    {"admin1", "/admin/as/teacher3?page=needs"},
    {"admin1", "/admin/as/teacher3?page=topics"},
    {"admin1", "/admin/as/teacher3?page=preview"},
    {"admin1", "/admin/as/teacher3?page=history"},
    {"admin1", "/admin/as/teacher3?page=secrets"},
    {"admin1", "/admin/as/auditor1?page=home"},
    {"admin1", "/admin/as/nobody-at-all?page=home"},
    // Nothing of any one person is on these.
    {"admin1", "/admin/years"},
    {"admin1", "/admin/years/115"},
    {"admin1", "/admin/rehearse"},
    {"admin1", "/admin/import"},
    {"admin1", "/admin/catalogue"},
    {"admin1", "/admin/catalogue.csv?version=115-1"},
    {"admin1", "/admin/statistics"},
    {"county1", "/county"},
    {"county1", "/county?unit=010001"},
    // Whoever has several roles acts in the one the page asks for.
    {"many", "/admin/people/teacher3"},
    {"many", "/plan"},
    {"many", "/my-data"},
};

class StaffDesk : public Served {
 public:
  StaffDesk() : Served(DemoPhase::late) {
    const Request system{{"system", "system", "terminal"}, now, command_id("many", "", "")};
    const std::vector<person::Role> roles = {
        {"county", "NWT"}, {"teacher", "010001"}, {"admin", ""}};
    BOOST_REQUIRE(executor.execute<streams::Person>(system, {0, "many"}, {},
                                                    person::Register{"王小明", roles, {}}));
    act("a", 0, plan::SaveDraft{fields_of(examples::contents()), "form"});
    act("b", 1, plan::Delete{});
    const auto submission = read_plan(*log, 115, "teacher3").submission;
    receipt_ = receipt_text({115, submission.value().position});
  }

  std::string line_of(const Look& look) {
    std::string path = look.path;
    if (const auto at = path.find("{receipt}"); at != path.npos) path.replace(at, 9, receipt_);
    const Visitor visitor(*this, look.who);
    const HttpRequest request = look.body ? visitor.post(path, look.body) : visitor.get(path);
    settle();
    const auto before = log->head().position;
    const int status = visitor.ask(request).status;
    std::string line = std::string(look.who) + (look.body ? " POST " : " GET ") + look.path;
    line += (look.body ? std::string(" ") + look.body : "") + " " + std::to_string(status);
    for (const Envelope& envelope : appended_since(*this, before)) {
      BOOST_TEST((envelope.at == now));
      BOOST_TEST(envelope.actor.account == look.who);
      BOOST_TEST(envelope.actor.source == "builtin");
      BOOST_TEST(envelope.actor.role == role_at(path));
      line += envelope.tag == access::Viewed::tag ? words_of(envelope, look.who)
                                                  : " | " + envelope.stream + " " + envelope.tag;
    }
    return line + "\n";
  }

 private:
  void act(const char* once, std::uint64_t version, const plan::Command& command) {
    const Request request{
        {"teacher1", "teacher", "builtin"}, now, command_id("teacher1", once, "")};
    BOOST_REQUIRE(executor.execute<streams::Plan>(request, {115, "teacher1"}, version, command));
  }
  static std::string role_at(const std::string& path) {
    return path.starts_with("/audit") ? "auditor" : path.starts_with("/admin") ? "admin" : "none";
  }
  static std::string words_of(const Envelope& envelope, const std::string& who) {
    BOOST_TEST(envelope.stream == access_stream(115, who));
    const auto viewed =
        std::get<access::Viewed>(decode<access::Event>(envelope.tag, envelope.payload));
    std::string words;
    for (const auto& part : {viewed.what, viewed.stream, viewed.detail, viewed.matter})
      words += " | " + (part.empty() ? std::string("-") : part);
    return words;
  }

  std::string receipt_;
};

access::Viewed last_view(const Served& served) {
  const auto last = appended_since(served, served.log->head().position - 1).at(0);
  BOOST_TEST(last.tag == access::Viewed::tag);
  return std::get<access::Viewed>(decode<access::Event>(last.tag, last.payload));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(every_look_is_recorded_as_the_table_says) {
  StaffDesk desk;
  std::string table;
  for (const Look& look : looks) BOOST_TEST_CONTEXT(look.path) table += desk.line_of(look);
  check_golden("records.txt", table);
  // What is longer than a record holds is cut, at a character's end.
  const Visitor auditor(desk, "auditor1");
  std::string hundred, matter;
  for (int i = 0; i < 100; ++i) hundred += "研";
  for (const char* more : {"", "習"}) {
    auditor.see("/audit/plan/115-teacher3?matter=" + hundred + more);
    BOOST_TEST(last_view(desk).matter == hundred);
  }
  const std::string found = " found";
  const std::string before = "year=115 account=teacher2 after=";
  for (const std::size_t size : {2000 - before.size() - found.size(), std::size_t{1990}}) {
    auditor.see("/audit?account=teacher2&after=" + std::string(size, 'z'));
    BOOST_TEST(last_view(desk).detail == (before + std::string(size, 'z') + found).substr(0, 2000));
  }
  // A seed that nobody chose is recorded too, or the sample could not be drawn again.
  const auto head = std::to_string(desk.log->head().position);
  const auto page = auditor.see("/audit/sample?go=draw&count=1");
  const std::string what = last_view(desk).what;
  BOOST_REQUIRE(what.starts_with("sample ") && what.ends_with(" of " + head));
  BOOST_TEST(holds(page, what.substr(7, 16)));
}

BOOST_AUTO_TEST_CASE(whoever_looks_is_told_that_it_is_recorded) {
  StaffDesk desk;
  const Visitor auditor(desk, "auditor1"), admin(desk, "admin1");
  const struct {
    const Visitor& visitor;
    const char* path;
  } rows[] = {{auditor, "/audit?account=teacher3"},
              {auditor, "/audit/list/restored"},
              {auditor, "/audit/sample"},
              {auditor, "/audit/board"},
              {auditor, "/audit/plan/115-teacher3"},
              {admin, "/admin/restore?unit=010001"},
              {admin, "/admin/restore/115-teacher1"},
              {admin, "/admin/extend/115-teacher2"},
              {admin, "/admin/people?account=teacher2"},
              {admin, "/admin/people/teacher2"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.path) {
      BOOST_TEST(
          holds(row.visitor.see(row.path), "查閱會留下紀錄：您的帳號、時間、看了什麼與查核事由。"));
      const std::string joint = std::string(row.path).find('?') == std::string::npos ? "?" : "&";
      BOOST_TEST(holds(row.visitor.see(row.path + joint + "matter=甲案"),
                       "查閱會留下紀錄：您的帳號、時間、看了什麼，查核事由「甲案」。"));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
