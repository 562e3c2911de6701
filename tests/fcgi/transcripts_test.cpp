#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fcgi/visit/visit.hpp"
#include "tests/fcgi/staff_desk.hpp"
#include "tests/outline.hpp"

// What the staff's pages say, whole: tests/transcripts/*.txt. A transcript is requests and, below
// each, indented by two spaces, its answer; YANXI_GOLDEN=write writes the answers anew, and the
// difference is read before it is committed.
//
//   phase open                 the window of the demonstration data (first line)
//   as admin1                  who asks from here on
//   at 2026/11/22 14:00:00     the clock; it goes on by a second with each request
//   save teacher1 h.1-1-1=3 education=ED20      or autosave
//   do teacher1 submit         or withdraw, delete, ImportSchoolPlan: fill, replace
//   drafts many 010002 3       teachers many001 to many003 with a draft each
//   erase teacher1             the contents of the person's events are removed by law
//   > GET /audit               a request, answered by its status and the page's outline, or by
//   where
//                              a redirect leads and how many events of the log that need not show
//   ~ GET /audit?unit=010001   the same, of which only what the answer before did not say is shown,
//                              and with - what it said and this one does not
//   > POST /admin/import       fields of the form stand below it:
//   + text=a\tb\nc             \n, \r, \t, \\ and \xNN for characters, {200*x} for x written 200
//   times
//
// {digest} stands for the last digest that a page held.

namespace yanxi {
namespace {

DemoPhase read_phase(const std::string& line) {
  if (line == "phase closed") return DemoPhase::closed;
  if (line == "phase late") return DemoPhase::late;
  return line == "phase before" ? DemoPhase::before : DemoPhase::open;
}

std::string unescape(const std::string& typed) {
  std::string text;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] != '\\') {
      text += typed[i];
    } else if (const char c = typed[++i]; c == 'x') {
      text += static_cast<char>(std::stoi(typed.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      text += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
    }
  }
  for (auto star = text.find('*'); star != std::string::npos; star = text.find('*')) {
    const auto open = text.rfind('{', star), close = text.find('}', star);
    std::string many;
    for (int i = std::stoi(text.substr(open + 1)); i > 0; --i) {
      many += text.substr(star + 1, close - star - 1);
    }
    text.replace(open, close + 1 - open, many);
  }
  return text;
}

class Player {
 public:
  explicit Player(std::vector<std::string> lines)
      : lines_(std::move(lines)), desk_(read_phase(lines_.at(0))) {}

  // The requests with the answers as they are.
  std::string play() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string& line = lines_[i];
      text_ += line + "\n";
      std::istringstream words(line);
      std::string first, method, target;
      words >> first >> method >> target;
      if (first == ">" || first == "~") {
        Form form;
        for (; i + 1 < lines_.size() && lines_[i + 1].starts_with("+ "); ++i) {
          text_ += lines_[i + 1] + "\n";
          form.push_back(read_field(lines_[i + 1].substr(2)));
        }
        answer_with(
            method == "POST" ? desk_.post(who_, target, form) : desk_.get(who_, unescape(target)),
            first == "~");
      } else {
        direct(first, line);
      }
    }
    return std::move(text_);
  }

 private:
  Field read_field(const std::string& typed) const {
    const auto equals = typed.find('=');
    std::string value = unescape(typed.substr(equals + 1));
    if (value == "{digest}") value = digest_;
    return {typed.substr(0, equals), std::move(value)};
  }

  void direct(const std::string& first, const std::string& line) {
    std::istringstream words(line.substr(first.size()));
    std::string account, word, more;
    words >> account >> word >> more;
    if (first == "as") who_ = account == "nobody" ? "" : account;
    if (first == "at") desk_.now = parse_taipei(account + " " + word).value();
    if (first == "drafts") desk_.add_drafts(account, word, std::stoul(more));
    if (first == "do") desk_.act(account, command_of(word));
    if (first == "save" || first == "autosave") {
      Form fields;
      std::istringstream rest(line.substr(line.find(account) + account.size()));
      for (std::string typed; rest >> typed;) fields.push_back(read_field(typed));
      desk_.act(account, plan::SaveDraft{fields, first == "save" ? "form" : first});
    }
    if (first == "erase") {
      BOOST_REQUIRE(desk_.executor.erase(desk_.request_of("admin1", "admin"),
                                         {account, "admin1", "依當事人申請", "陳主任"}));
      // As the terminal command does: views are folded anew from what is left.
      desk_.projector.rebuild();
    }
  }

  static plan::Command command_of(const std::string& name) {
    if (name == "submit") return plan::Submit{};
    if (name == "withdraw") return plan::Withdraw{};
    if (name == "undo") return plan::UndoImport{};
    if (name == "delete") return plan::Delete{};
    return plan::ImportSchoolPlan{name};
  }

  void answer_with(HttpResponse response, bool only_difference) {
    desk_.now = desk_.now + second_us;
    say(std::to_string(response.status) + " " + header_of(response, "Location") +
        behind(header_of(response, "Set-Cookie")));
    const bool page = response.type.starts_with("text/html");
    if (!page) say(response.type + " " + header_of(response, "Content-Disposition"));
    const std::string digest = "name=\"digest\" value=\"";
    if (const auto at = response.body.find(digest); at != std::string::npos) {
      const auto begin = at + digest.size();
      digest_ = response.body.substr(begin, response.body.find('"', begin) - begin);
    }
    std::vector<std::string> now;
    if (page) now = without_blanks(outline_lines(without_digest(response.body)));
    std::vector<std::string> left = before_;
    for (const std::string& line : now) {
      const auto known = std::ranges::find(left, line);
      const bool is_new = known == left.end();
      if (!is_new) left.erase(known);
      if (is_new || !only_difference) say(line);
    }
    if (only_difference) {
      for (const std::string& line : left) say("- " + line);
    }
    before_ = std::move(now);
  }

  // How much of the log the next page need not wait for: of one's own write it shows all.
  std::string behind(const std::string& cookie) const {
    const std::string name = std::string(position_cookie) + "=";
    if (!cookie.starts_with(name)) return {};
    const auto seen = std::stoull(cookie.substr(name.size()));
    return " " + std::to_string(desk_.log->head().position - seen) + " behind";
  }

  // It depends on the time of day and stands in addresses of the log.
  std::string without_digest(std::string page) const {
    for (auto at = page.find(digest_); !digest_.empty() && at != page.npos;
         at = page.find(digest_)) {
      page.replace(at, digest_.size(), "...");
    }
    return page;
  }

  // A comparison names the two hundred items nobody planned for, a catalogue's page those that it
  // retires: of many such rows in a row the number is enough.
  static std::vector<std::string> without_blanks(const std::vector<std::string>& lines) {
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < lines.size();) {
      std::size_t end = i;
      while (end < lines.size() && lines[end].ends_with(" | （空白）")) ++end;
      const bool of_two = end > i && lines[i].find(" | ") == lines[i].rfind(" | ");
      if (end - i > (of_two ? 1 : 20)) {
        kept.push_back("| ... | （空白） " + std::to_string(end - i));
        i = end;
      } else {
        kept.push_back(lines[i++]);
      }
    }
    return kept;
  }

  void say(const std::string& words) {
    text_ += "  ";
    for (const char c : words.substr(0, words.find_last_not_of(' ') + 1)) {
      text_ += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    text_ += "\n";
  }

  std::vector<std::string> lines_, before_;
  StaffDesk desk_;
  std::string who_, digest_, text_;
};

std::vector<std::string> transcripts() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(YANXI_TESTS "/transcripts")) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transcripts_of_the_staff)

BOOST_DATA_TEST_CASE(pages_say_what_the_transcript_says, transcripts(), name) {
  const std::string path = YANXI_TESTS "/transcripts/" + name;
  std::ifstream file(path);
  const std::vector<std::string> expected = lines_of(file);
  std::vector<std::string> asked;
  for (const std::string& line : expected) {
    if (!line.starts_with("  ")) asked.push_back(line);
  }
  const std::string text = Player(asked).play();
  if (std::getenv("YANXI_GOLDEN")) std::ofstream(path) << text;
  std::istringstream in(text);
  const std::vector<std::string> have = lines_of(in);
  std::string request;
  for (std::size_t i = 0; i < std::max(have.size(), expected.size()); ++i) {
    const std::string was = i < expected.size() ? expected[i] : "(the end)";
    const std::string is = i < have.size() ? have[i] : "(the end)";
    if (is.starts_with("> ") || is.starts_with("~ ")) request = is;
    BOOST_REQUIRE_MESSAGE(was == is, name << ":" << i + 1 << " after " << request << "\n  expected "
                                          << was << "\n  have     " << is);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
