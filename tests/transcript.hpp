// Requests and what came back, written down for a person to read and for the machine to compare.
// Here: one text of many requests on one service; what is random in it is left out. Not here: what
// is asked (the suites), what an outline is.
#pragma once

#include <map>
#include <sstream>

#include "tests/golden.hpp"
#include "tests/outline.hpp"
#include "tests/visitor.hpp"

namespace yanxi {

class Transcript {
 public:
  explicit Transcript(Served& asked) : served(asked) {}

  void title(const std::string& text) { text_ += "\n== " + text + "\n"; }
  void as(const std::string& account) {
    auto found = visitors_.find(account);
    if (found == visitors_.end()) {
      found = visitors_.try_emplace(account, served, account).first;
    }
    visitor_ = &found->second;
    text_ += "as " + account + "\n";
  }
  // A new session of the same person, at the moment it is now.
  void again_as(const std::string& account) {
    visitors_.erase(account);
    as(account);
  }
  const Visitor& visitor() const { return *visitor_; }
  std::string session() const { return served.sessions.find(visitor_->secret, served.now)->id; }

  void get(const std::string& target) { write("GET " + target, ask(visitor_->get(target))); }
  void post(const std::string& target, const std::string& body = {}) {
    write("POST " + target + " " + body, ask(visitor_->post(target, body)));
  }
  // The clock goes on by a second with each request.
  HttpResponse ask(const HttpRequest& request) {
    served.now = served.now + second_us;
    return visitor_->ask(request);
  }
  void write(const std::string& asked, const HttpResponse& response) {
    // A long text is known by its length.
    const std::string whole = std::to_string(asked.size()) + " bytes";
    text_ += "> " + (asked.size() < 250 ? asked : asked.substr(0, 60) + "... " + whole) + "\n< " +
             std::to_string(response.status);
    const std::string location = header_of(response, "Location");
    if (!location.empty()) text_ += " " + location;
    // Whether the next page waits for what this request has written.
    if (header_of(response, "Set-Cookie").starts_with("yanxi_p=")) text_ += " (written)";
    const bool html = response.type.starts_with("text/html");
    std::string page = response.status == 303 ? ""
                       : html                 ? briefly(outline(response.body))
                                              : response.body;
    const bool again = page.size() > 1 && page == last_;
    text_ += again ? " (the same page)\n" : "\n" + page;
    if (!text_.ends_with('\n')) text_ += '\n';
    last_ = std::move(page);
  }
  void add(const std::string& text) { text_ += text; }
  void check(const std::string& file) const { check_golden(file, without_chance(text_)); }

  Served& served;

 private:
  // Without what stands on every step page and in every plan that is shown: steps_test and
  // documents_test have read it.
  static std::string briefly(const std::string& page) {
    std::istringstream lines(page);
    std::string text;
    bool ranks = false;
    for (std::string line; std::getline(lines, line);) {
      static constexpr const char* standing[] = {
          "[button go=save", "(note warn) 未開啟", "(top) ",      "(lead) ",
          "(find) ",         "(hint) 尋找前",      "(shut)",      "(plain)",
          "資料有誤",        "學校與姓名來自",     "(card scale)"};
      ranks |= line.starts_with("h2 二、進修需求");
      if (line.starts_with("h2 三、")) ranks = false;
      const bool known = std::ranges::any_of(
          standing, [&](const char* beginning) { return line.starts_with(beginning); });
      if (!ranks && !known && !line.ends_with("（選填）")) text += line + "\n";
    }
    return text;
  }

  // How many characters of a receipt's number stand here: 115-000000T-3, or none.
  static std::size_t receipt_at(std::string_view text) {
    static constexpr std::string_view form = "ddd-xxxxxxx-x";
    if (text.size() < form.size()) return 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
      const bool digit = text[i] >= '0' && text[i] <= '9';
      const bool letter = text[i] >= 'A' && text[i] <= 'Z';
      const bool fits = form[i] == '-' ? text[i] == '-' : digit || (form[i] == 'x' && letter);
      if (!fits) return 0;
    }
    return form.size();
  }

  // A digest depends on random salt, a receipt's number on what other cases have written before.
  static std::string without_chance(std::string_view text) {
    static constexpr std::string_view digest = "內容檢核碼: ";
    std::map<std::string_view, std::string> names;
    std::string kept;
    while (!text.empty()) {
      if (text.starts_with(digest)) {
        kept += std::string(digest) + "********";
        text.remove_prefix(digest.size() + 8);
      } else if (const auto size = receipt_at(text)) {
        const std::string name = "receipt-" + std::to_string(names.size() + 1);
        kept += names.try_emplace(text.substr(0, size), name).first->second;
        text.remove_prefix(size);
      } else {
        kept += text.front();
        text.remove_prefix(1);
      }
    }
    return kept;
  }

  std::map<std::string, Visitor> visitors_;
  const Visitor* visitor_ = nullptr;
  std::string text_, last_;
};

}  // namespace yanxi
