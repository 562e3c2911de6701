#include <boost/test/unit_test.hpp>
#include <regex>
#include <set>

#include "events/codec.hpp"
#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "templates/pdf.hpp"
#include "tests/fcgi/staff_desk.hpp"
#include "tests/outline.hpp"

// Pages of the staff that no transcript can hold: of a log that does not prove itself, what is
// random, files.

namespace yanxi {
namespace {

// The desk's log, in which one event of a stream reads otherwise than it was written.
class ForgedLog : public EventLog {
 public:
  using Forge = std::function<void(Envelope&)>;
  ForgedLog(EventLog& real, std::string stream, std::uint64_t version, Forge forge)
      : real_(real), stream_(std::move(stream)), version_(version), forge_(std::move(forge)) {}

  std::expected<Appended, Conflict> append(Append append) override {
    return real_.append(std::move(append));
  }
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override {
    return forged(real_.read_stream(stream, after));
  }
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override {
    return forged(real_.read_all(after, limit));
  }
  std::optional<Appended> find_command(const std::string& stream,
                                       const CommandId& command) const override {
    return real_.find_command(stream, command);
  }
  void remove_contents(const std::vector<std::uint64_t>& positions) override {
    real_.remove_contents(positions);
  }
  void purge() override { real_.purge(); }
  std::uint64_t version(const std::string& stream) const override { return real_.version(stream); }
  std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const override {
    return real_.wait(after, timeout);
  }
  Head head() const override { return real_.head(); }
  std::vector<std::string> find_damage() const override { return real_.find_damage(); }

 private:
  std::vector<Envelope> forged(std::vector<Envelope> envelopes) const {
    for (Envelope& envelope : envelopes) {
      if (envelope.stream == stream_ && envelope.version == version_) forge_(envelope);
    }
    return envelopes;
  }

  EventLog& real_;
  std::string stream_;
  std::uint64_t version_;
  Forge forge_;
};

// What the timeline of teacher1's plan says of each version, the newest first: 3 ok 2 broken ...
std::string proofs(StaffDesk& desk, EventLog& log, Executor& executor) {
  Service service{log,
                  executor,
                  desk.catalogues,
                  desk.service.views,
                  desk.projector,
                  desk.sessions,
                  PasswordCheck(cheap_password),
                  {}};
  desk.settle();
  const Visitor auditor(desk, "auditor1");
  const std::string page = answer(service, auditor.get("/audit/plan/115-teacher1")).body;
  std::string text;
  const std::regex line(R"(第 (\d+) 版　位置 \d+　\{(ok|gap) (驗證相符|驗證不符))");
  for (const std::string& words : outline_lines(page)) {
    std::smatch found;
    if (!std::regex_search(words, found, line)) continue;
    BOOST_TEST((found[2] == "gap") == (found[3] == "驗證不符"));
    text += found.str(1) + (found[3] == "驗證相符" ? " ok " : " broken ");
  }
  return text;
}

// A service on a log that holds nobody but one administrator.
struct Bare : Parts {
  Bare() {
    load_templates();
    const Request request{{"system", "system", "terminal"}, now, command_id("system", "first", "")};
    BOOST_REQUIRE(executor.execute<streams::Person>(
        request, {0, "admin1"}, {}, person::Register{"謝佳穎", {{"admin", ""}}, "x"}));
    projector.catch_up();
  }
  HttpResponse get(const std::string& path) {
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.arrived = now;
    request.cookie = "yanxi=" + sessions.open("admin1", now).secret;
    return answer(service, request);
  }
};

std::vector<std::string> lines_with(const HttpResponse& response, const std::string& words) {
  std::vector<std::string> found;
  for (const std::string& line : outline_lines(response.body)) {
    if (line.find(words) != std::string::npos) found.push_back(line);
  }
  return found;
}

std::string body_of(const HttpResponse& response) {
  std::string text;
  response.stream([&](std::string_view part) { text += part; });
  return text;
}

std::set<std::string> streams_in(const std::string& lines) {
  std::set<std::string> streams;
  const std::regex stream(R"re("stream":"([^"]+)")re");
  for (std::sregex_iterator at(lines.begin(), lines.end(), stream), end; at != end; ++at) {
    streams.insert((*at)[1]);
  }
  return streams;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staff_pages)

BOOST_AUTO_TEST_CASE(a_timeline_says_which_event_does_not_prove_itself) {
  StaffDesk desk(DemoPhase::open);
  for (const char* hours : {"1", "2", "3"}) {
    desk.act("teacher1", plan::SaveDraft{{{"h.1-1-1", hours}}, "form"});
  }
  struct Forgery {
    const char* what;
    std::uint64_t version;
    ForgedLog::Forge forge;
    const char* proofs;
  };
  const auto decoded = [](Envelope& envelope) {
    return std::get<plan::DraftSaved>(decode<plan::Event>(envelope.tag, envelope.payload));
  };
  const Forgery forgeries[] = {
      {"nothing", 2, [](Envelope&) {}, "3 ok 2 ok 1 ok "},
      {"what was saved", 2,
       [&](Envelope& envelope) {
         plan::DraftSaved saved = decoded(envelope);
         set_hours(saved.contents.hours, "1-1-1", 9);
         envelope.payload = encode(plan::Event{saved}).payload;
       },
       "3 ok 2 broken 1 ok "},
      {"the salt", 1, [](Envelope& envelope) { envelope.salt[0] ^= 1; }, "3 ok 2 ok 1 broken "},
      {"the seal", 3, [](Envelope& envelope) { envelope.sealed[31] ^= 1; }, "3 broken 2 ok 1 ok "},
      {"who did it", 2, [](Envelope& envelope) { envelope.actor.account = "teacher2"; },
       "3 ok 2 broken 1 ok "},
      {"when", 2, [](Envelope& envelope) { envelope.at = envelope.at + 1; }, "3 ok 2 broken 1 ok "},
      {"the leaf", 2, [](Envelope& envelope) { envelope.leaf[0] ^= 1; }, "3 ok 2 broken 1 ok "},
      // The event after it leads on from another chain.
      {"the chain", 2, [](Envelope& envelope) { envelope.chain[0] ^= 1; },
       "3 broken 2 broken 1 ok "},
      // An erased event has no payload to fit, and all else still does.
      {"the payload is gone", 2,
       [](Envelope& envelope) { envelope.erased = true, envelope.payload.clear(); },
       "3 ok 2 ok 1 ok "}};
  for (const Forgery& forgery : forgeries) {
    BOOST_TEST_CONTEXT(forgery.what) {
      ForgedLog forged(*desk.log, plan_stream(115, "teacher1"), forgery.version, forgery.forge);
      BOOST_TEST(proofs(desk, forged, desk.executor) == forgery.proofs);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_first_event_of_a_log_leads_on_from_nothing) {
  StaffDesk desk(DemoPhase::open);
  const Folder folder;
  const auto log = RocksLog::open(folder.path() / "log");
  const Encoded event = encode(plan::Event{examples::draft_saved(examples::contents())});
  const Request request = desk.request_of("teacher1");
  BOOST_REQUIRE(log->append(
      {plan_stream(115, "teacher1"), 0, desk.now, request.actor, request.command, {event}}));
  Executor executor(*log, desk.catalogues);
  BOOST_TEST(proofs(desk, *log, executor) == "1 ok ");
}

// The same values give the same bytes: what a file says is told by making it anew.
BOOST_AUTO_TEST_CASE(a_plan_as_it_stood_is_a_document_of_that_time) {
  StaffDesk desk(DemoPhase::late);
  Contents typed = examples::contents();
  typed.unit = "010002";
  desk.act("teacher2", plan::SaveDraft{fields_of(typed), "form"});
  desk.now = desk.now + second_us;
  desk.act("teacher2", plan::Submit{});
  const plan::State sent = read_plan(*desk.log, 115, "teacher2");
  PdfPlan pdf;
  pdf.year = 115;
  pdf.unit = "青山國民小學";
  pdf.name = "劉大衛";
  pdf.contents = sent.contents;
  pdf.catalogue = &examples::catalogue();
  pdf.state = "已完成";
  pdf.submitted_at = sent.submission->at;
  pdf.late = true;  // everybody's time for the reward was over a day ago
  pdf.demo = true;
  pdf.moment = "2026/11/22 10:00:01 當時的內容（唯讀）";
  pdf.receipt = receipt_text({115, sent.submission->position});
  pdf.digest = to_hex(sent.submission->leaf);
  pdf.printed_at = desk.now;
  pdf.address = "test";
  const std::string path = "/audit/plan/115-teacher2/at.pdf?";
  BOOST_TEST((desk.get("auditor1", path + "v=3").body == pdf_plan(pdf)));
  const HttpResponse page = desk.get("auditor1", "/audit/plan/115-teacher2/at?v=3");
  BOOST_TEST(lines_with(page, "獎勵計算: 已逾獎勵計算期限送出，不列入").size() == 1u);
  BOOST_TEST(
      lines_with(desk.get("auditor1", "/audit/plan/115-teacher3/at?v=2"), "獎勵計算").empty());
  // A second earlier it was a draft.
  pdf.contents = read_plan(*desk.log, 115, "teacher2", 2).contents;
  pdf.state = "尚未送出（目前未完成）";
  pdf.moment = "2026/11/22 10:00:00 當時的內容（唯讀）";
  pdf.submitted_at.reset();
  pdf.late = false;
  pdf.receipt = pdf.digest = "";
  BOOST_TEST((desk.get("auditor1", path + "t=2026/11/22+10:00:00").body == pdf_plan(pdf)));
}

BOOST_AUTO_TEST_CASE(a_history_is_a_document_of_every_event_with_its_proof) {
  StaffDesk desk(DemoPhase::late);
  desk.act("teacher3", plan::Withdraw{});
  desk.act("teacher3", plan::Restore{"來函更正資料", "客服 1 號"});
  PdfRecord record;
  record.title = "規劃歷程";
  const auto events = desk.log->read_stream(plan_stream(115, "teacher3"), 0);
  const std::string receipt = receipt_text({115, events[1].position});
  record.facts = {{"學年度", "115"},     {"帳號", "teacher3"},
                  {"姓名", "黃𠮷安"},    {"填報學校", "晨光國民小學"},
                  {"狀態", "已完成"},    {"收件編號", receipt},
                  {"列印者", "auditor1"}};
  record.heading = "事件（由早到晚）";
  const auto add = [&](std::size_t i, const std::string& time, const std::string& what,
                       const std::vector<std::string>& details) {
    record.lines.push_back(time + "　" + what + "　第 " + std::to_string(i + 1) + " 版　位置 " +
                           std::to_string(events[i].position) + "　驗證相符");
    for (const std::string& line : details) record.lines.push_back("　　" + line);
    record.lines.push_back("　　" + to_hex(events[i].chain));
  };
  add(0, "2026/11/18 10:00:00", "暫存　teacher3（教師）", {});
  add(1, "2026/11/19 10:00:00", "送出　teacher3（教師）", {"收件編號 " + receipt});
  add(2, "2026/11/22 10:00:00", "退回修改　teacher3（教師）", {});
  add(3, "2026/11/22 10:00:00", "復原　admin1（管理者）",
      {"原因：來函更正資料", "文號：客服 1 號"});
  record.demo = true;
  record.printed_at = desk.now;
  BOOST_TEST(
      (desk.get("auditor1", "/audit/plan/115-teacher3/history.pdf").body == pdf_record(record)));
}

BOOST_AUTO_TEST_CASE(before_the_first_year_there_is_one_to_open) {
  Bare bare;
  const HttpResponse years = bare.get("/admin/years");
  BOOST_TEST(lines_with(years, "還沒有學年度。").size() == 1u);
  BOOST_TEST(lines_with(years, "[開辦 115 學年度](/admin/years/115 button second)").size() == 1u);
  const HttpResponse year = bare.get("/admin/years/115");
  BOOST_TEST(lines_with(year, "選項版本 115-1").size() == 1u);
  BOOST_TEST(lines_with(year, "[button go=check: 開辦學年度]").size() == 1u);
  const HttpResponse catalogue = bare.get("/admin/catalogue");
  BOOST_TEST(lines_with(catalogue, "115-1 | 206 |  | ").size() == 1u);
  BOOST_TEST(lines_with(catalogue, "學年度改用").empty());
}

BOOST_AUTO_TEST_CASE(a_sample_without_a_seed_names_one_that_draws_it_again) {
  StaffDesk desk(DemoPhase::late);
  const std::string ask = "/audit/sample?count=1&go=draw&year=115";
  const HttpResponse first = desk.get("auditor1", ask), second = desk.get("auditor1", ask);
  const auto seed = [&](const HttpResponse& response) {
    const auto lines = lines_with(response, "種子: ");
    BOOST_REQUIRE(lines.size() == 1u);
    return lines[0].substr(std::string("種子: ").size());
  };
  BOOST_TEST(!seed(first).empty());
  BOOST_TEST(seed(first) != seed(second));
  // The form holds both, so that it can be sent again.
  BOOST_TEST(lines_with(first, "<text seed=" + seed(first) + ">").size() == 1u);
  const auto head = lines_with(first, "紀錄總數: ").at(0).substr(std::string("紀錄總數: ").size());
  BOOST_TEST(lines_with(first, "紀錄總數<text head=" + head + ">").size() == 1u);
  // The views of the log's events are what was recorded before this one.
  BOOST_TEST(std::stoull(head) < desk.log->head().position);
  const HttpResponse again = desk.get("auditor1", ask + "&seed=" + seed(first) + "&head=" + head);
  BOOST_TEST(lines_with(again, "/audit/plan/") == lines_with(first, "/audit/plan/"),
             boost::test_tools::per_element());
  BOOST_TEST(lines_with(first, "/audit/plan/").size() == 1u);
  // The whole log may be drawn from, and nothing beyond it.
  const auto with_head = [&](std::uint64_t beyond) {
    const auto end = desk.log->head().position + beyond;
    return desk.get("auditor1", ask + "&seed=a&head=" + std::to_string(end)).status;
  };
  BOOST_TEST(with_head(0) == 200);
  BOOST_TEST(with_head(1) == 422);
}

BOOST_AUTO_TEST_CASE(files_hold_the_events_of_what_was_asked_for) {
  StaffDesk desk(DemoPhase::late);
  const auto streams = [&](const std::string& query) {
    const HttpResponse response = desk.get("auditor1", "/audit/export?" + query);
    BOOST_TEST(response.status == 200);
    return streams_in(body_of(response));
  };
  BOOST_TEST((streams("plan=115-teacher3") == std::set<std::string>{"plan/115/teacher3"}));
  const auto whole_case = streams("plan=115-teacher3&what=case");
  const std::set<std::string> of_the_case = {"plan/115/teacher3", "year/115", "unit/010001",
                                             "roster/115/010001", "school-plan/115/010001"};
  BOOST_TEST(whole_case == of_the_case, boost::test_tools::per_element());
  const auto year = streams("year=115");
  for (const char* stream : {"plan/115/teacher3", "plan/115/teacher2", "year/115"}) {
    BOOST_TEST(year.contains(stream), stream);
  }
  BOOST_TEST(!year.contains("plan/114/teacher1"));
}

BOOST_AUTO_TEST_CASE(a_catalogue_is_uploaded_as_json_or_as_the_table_that_was_downloaded) {
  StaffDesk desk(DemoPhase::open);
  Catalogue next = examples::catalogue();
  next.version = "120-7";  // the year's next version is published, whatever the text says
  next.max_hours_per_item = 44;
  next.educations.pop_back();
  const auto check = [&](const std::string& text) {
    const HttpResponse response =
        desk.post("admin1", "/admin/catalogue", {{"year", "115"}, {"text", text}});
    std::string lines;
    for (const std::string& line : outline_lines(response.body)) {
      if (line.find(" | ") != line.npos || line.ends_with(" 項")) lines += line + "\n";
    }
    return std::to_string(response.status) + "\n" + lines;
  };
  const std::string expected =
      "200\n停用 1 項\n代碼 | 清單 | 原來 | 之後\nED99 | 最高學歷 | {del 原 其他} | （空白）\n"
      "其他設定改變 1 項\n代碼 | 清單 | 原來 | 之後\n"
      "hours | 時數（每項上限／最低合計／提醒） | {del 原 99/1/300} | {ins 新 44/1/300}\n";
  BOOST_TEST(check(write_catalogue(next)) == expected);
  BOOST_TEST(check("\xEF\xBB\xBF \r\n\t" + write_catalogue(next)) == expected);
  const HttpResponse file = desk.get("admin1", "/admin/catalogue.csv?version=115-1");
  const HttpResponse same =
      desk.post("admin1", "/admin/catalogue", {{"year", "115"}, {"text", file.body}});
  BOOST_TEST(same.status == 422);
  BOOST_TEST(lines_with(same, "- [內容與目前版本相同，不需要發布](#f1-text)").size() == 1u);
  // A table that is put before another year is that year's first version.
  std::string changed = file.body;
  changed.replace(changed.find("高中（職）以下"), std::string("高中（職）以下").size(), "高中");
  const HttpResponse other =
      desk.post("admin1", "/admin/catalogue",
                {{"year", "117"}, {"text", changed}, {"version", "117-1"}, {"go", "publish"}});
  BOOST_TEST(other.status == 303);
  BOOST_TEST(desk.catalogues.at("117-1").educations[0].name == "高中");
  BOOST_TEST(desk.catalogues.at("117-1").educations.size() == 7u);
  BOOST_TEST(desk.get("admin1", "/admin/catalogue.csv?version=117-1").body.find("高中\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
