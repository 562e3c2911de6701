#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>

#include "events/receipt.hpp"
#include "tests/visitor.hpp"

// Runs tests/cases/*.case against the routes with a real log and real views. A case is text:
//
//   phase open                 the window of the demonstration data (first line)
//   as teacher1                signs in; `as nobody` signs out
//   later 3600                 the clock goes on by so many seconds
//   > POST /plan/profile       a request; lines up to < are its body, joined with &
//   education=ED20
//   < 303 /plan/needs          the status, and where a redirect leads
//   has 請選擇最高學歷          the body holds this text
//   hasnt 送出                  the body does not
//   take link /password/[^<]+  what matches in the body, or its last group, is {link} from here on
//
// csrf, once and v are added to a body that does not name them; {receipt} is the last receipt seen.
// A body line `repeat N text` stands for the text written N times; \xNN for a byte.

namespace yanxi {
namespace {

DemoPhase read_phase(std::istream& in) {
  const std::map<std::string, DemoPhase> phases = {{"before", DemoPhase::before},
                                                   {"open", DemoPhase::open},
                                                   {"late", DemoPhase::late},
                                                   {"closed", DemoPhase::closed}};
  std::string word, phase;
  in >> word >> phase;
  in.ignore();
  return phases.at(phase);
}

class CaseRunner {
 public:
  explicit CaseRunner(const std::filesystem::path& file) : in_(file), served_(read_phase(in_)) {}

  void run() {
    for (std::string line; std::getline(in_, line);) {
      ++line_number_;
      BOOST_TEST_CONTEXT("line " << line_number_ << ": " << line) { step(line); }
    }
  }

 private:
  void step(const std::string& line) {
    const auto rest = [&](std::size_t skip) { return line.size() > skip ? line.substr(skip) : ""; };
    if (line.empty() || line.starts_with("#")) return;
    if (line.starts_with("as "))
      sign_in(rest(3));
    else if (line.starts_with("later "))
      served_.now = served_.now + std::stoll(rest(6)) * second_us;
    else if (line.starts_with("> "))
      begin(rest(2));
    else if (line.starts_with("< "))
      finish(rest(2));
    else if (line.starts_with("has "))
      BOOST_TEST(holds(response_, fill(rest(4))), response_.body);
    else if (line.starts_with("take "))
      take(rest(5));
    else if (line.starts_with("hasnt "))
      BOOST_TEST(!holds(response_, rest(6)));
    else
      body_lines_.push_back(line);
  }

  void take(const std::string& what) {
    const auto space = what.find(' ');
    std::smatch found;
    BOOST_REQUIRE(std::regex_search(response_.body, found, std::regex(what.substr(space + 1))));
    taken_["{" + what.substr(0, space) + "}"] = found.str(found.size() - 1);
  }

  void sign_in(const std::string& account) {
    visitor_.emplace(served_, account == "nobody" ? "" : account);
  }

  void begin(const std::string& request) {
    const auto space = request.find(' ');
    method_ = request.substr(0, space);
    target_ = fill(request.substr(space + 1));
    body_lines_.clear();
  }

  void finish(const std::string& expected) {
    response_ = visitor_->ask(request());
    served_.now = served_.now + second_us;
    std::istringstream words(expected);
    int status = 0;
    std::string location;
    words >> status >> location;
    BOOST_TEST(response_.status == status, response_.body);
    if (!location.empty()) BOOST_TEST(header_of(response_, "Location") == fill(location));
  }

  HttpRequest request() const {
    const bool json = target_.ends_with(" json");
    const std::string target = json ? target_.substr(0, target_.size() - 5) : target_;
    std::string body;
    for (const std::string& line : body_lines_)
      body += (body.empty() ? "" : "&") + fill(unescape(line));
    HttpRequest made = method_ == "POST" ? visitor_->post(target, body) : visitor_->get(target);
    made.method = method_;
    if (json) made.accept = "application/json";
    return made;
  }

  static std::string unescape(std::string line) {
    if (const auto at = line.find("=repeat "); at != std::string::npos) {
      std::istringstream words(line.substr(at + 8));
      int times = 0;
      std::string text;
      words >> times >> text;
      line.resize(at + 1);
      for (int i = 0; i < times; ++i) line += text;
    }
    return line;
  }

  std::string fill(std::string text) const {
    for (const auto& [name, value] : taken_) {
      if (const auto place = text.find(name); place != std::string::npos) {
        text.replace(place, name.size(), value);
      }
    }
    const auto at = text.find("{receipt}");
    if (at == std::string::npos) return text;
    const auto state = read_plan(*served_.log, 115, visitor_->account);
    const auto receipt = receipt_text({115, state.submission ? state.submission->position : 0});
    return text.replace(at, 9, receipt);
  }

  std::ifstream in_;
  int line_number_ = 1;
  Served served_;
  std::optional<Visitor> visitor_{std::in_place, served_};
  std::string method_, target_;
  HttpResponse response_;
  std::vector<std::string> body_lines_;
  std::map<std::string, std::string> taken_;
};

std::vector<std::string> case_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(YANXI_TESTS "/cases")) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(pages_say_how_far_the_views_have_come_until_they_are_whole) {
  load_templates();
  const Folder folder;
  const auto log = RocksLog::open(folder.path() / "log");
  const Instant now = from_taipei(2026, 11, 22, 10);
  fill_demo(*log, examples::catalogues(), now, DemoPhase::open);
  LocalStore views(folder.path() / "views");
  Projector projector(*log, views, [](const std::string& what) { BOOST_ERROR(what); });
  Sessions sessions(folder.path() / "sessions", folder.path() / "keys" / "forms.key");
  Executor executor(*log, examples::catalogues());
  Service service{*log,      executor, examples::catalogues(),        ViewReader(views),
                  projector, sessions, PasswordCheck(cheap_password), {}};
  BOOST_TEST(!projector.serves());
  HttpRequest request;
  request.path = "/plan";
  request.arrived = now;
  const HttpResponse response = answer_unready(service, request);
  BOOST_TEST(response.status == 503);
  BOOST_TEST(response.body.find("系統正在整理資料，已完成 0%") != std::string::npos);
  projector.catch_up();
  BOOST_TEST(projector.serves());
}

BOOST_DATA_TEST_CASE(request_cases, case_files(), file) {
  CaseRunner(YANXI_TESTS "/cases/" + file).run();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
