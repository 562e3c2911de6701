#include "tests/outline.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

namespace yanxi {
namespace {

// A tag as it stands in the page; only what ours have: double quotes, lower case.
struct Tag {
  explicit Tag(std::string_view text) {
    closes = text.starts_with('/');
    if (closes) text.remove_prefix(1);
    const auto end = std::min(text.find(' '), text.size());
    name = text.substr(0, end);
    text.remove_prefix(end);
    while (!text.empty()) {
      if (text.front() == ' ') {
        text.remove_prefix(1);
        continue;
      }
      const auto word = std::min({text.find(' '), text.find('='), text.size()});
      const std::string key(text.substr(0, word));
      text.remove_prefix(word);
      std::string value;
      if (text.starts_with("=\"")) {
        const auto quote = text.find('"', 2);
        value = text.substr(2, quote - 2);
        text.remove_prefix(quote + 1);
      }
      attributes[key] = value;
    }
  }

  bool has(const std::string& key) const { return attributes.contains(key); }
  std::string get(const std::string& key) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? std::string() : found->second;
  }

  std::string_view name;
  bool closes = false;
  std::map<std::string, std::string> attributes;
};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

class Reader {
 public:
  explicit Reader(Details details) : all_(details == Details::all) {}

  void read(std::string_view html) {
    while (!html.empty()) {
      const auto open = std::min(html.find('<'), html.size());
      add_text(html.substr(0, open));
      html.remove_prefix(open);
      if (html.empty()) break;
      const auto close = html.find('>');
      take(Tag(html.substr(1, close - 1)));
      html.remove_prefix(close + 1);
    }
    end_line();
  }

  std::string lines;

 private:
  void take(const Tag& tag) {
    if (tag.name == "figure" && !all_) skipping_ = !tag.closes;
    if (skipping_) return;
    if (is_one_of(tag.name, {"h1",      "h2",      "h3",   "p",        "div",     "li",
                             "tr",      "section", "form", "fieldset", "legend",  "summary",
                             "details", "caption", "nav",  "ul",       "ol",      "dl",
                             "table",   "header",  "main", "footer",   "optgroup"})) {
      end_line();
      if (!tag.closes) begin(tag);
      if (tag.closes && tag.name == "form") lines += "</form>\n";
      if (tag.name == "fieldset") bound_group(tag);
      return;
    }
    if (tag.closes) {
      if (tag.name == "button") line_ += "]";
      if (tag.name == "option") in_option_ = false;
      if (is_one_of(tag.name, {"a", "span", "b", "del", "ins"})) line_ += marks_.back();
      if (is_one_of(tag.name, {"a", "span", "b", "del", "ins"})) marks_.pop_back();
      if (tag.name == "select") end_select();
      return;
    }
    add_inline(tag);
  }

  void begin(const Tag& tag) {
    if (is_one_of(tag.name, {"h1", "h2", "h3"})) line_ += std::string(tag.name) + " ";
    if (tag.name == "li") line_ += "- ";
    if (tag.name == "form") {
      lines += "<form " + tag.get("method") + " " + tag.get("action") + data_of(tag) + ">\n";
    }
    if (tag.name == "details") lines += tag.has("open") ? "(open)\n" : "(shut)\n";
    const std::string shown = tag.get("class");
    if (!shown.empty() && shown != "wrap" && tag.name != "form") line_ += "(" + shown + ") ";
    if (tag.has("aria-current")) line_ += "(now) ";
  }

  // Groups of items of which nothing is left are left out as well.
  void bound_group(const Tag& tag) {
    if (!tag.closes && tag.get("class") == "sub") group_ = lines.size();
    if (tag.closes && group_ && !all_ && lines.find("(item)", *group_) == lines.npos)
      lines.resize(*group_);
    if (tag.closes) group_.reset();
  }

  // What the script goes by, as far as it does not say what the form says already.
  static std::string data_of(const Tag& tag) {
    std::string text;
    for (const char* name : {"data-key", "data-seconds", "data-autosave", "data-login"}) {
      if (tag.has(name)) text += std::string(" ") + name + "=" + tag.get(name);
    }
    return text;
  }

  void add_inline(const Tag& tag) {
    if (is_one_of(tag.name, {"th", "td"}) && !line_.empty()) line_ += " | ";
    if (tag.name == "dd") line_ += ": ";
    if (tag.name == "br") line_ += " / ";
    if (tag.name == "a") {
      line_ += "[";
      marks_.push_back("](" + tag.get("href") + (shown(tag, "button") ? " button" : "") +
                       (shown(tag, "second") ? " second" : "") + ")");
    }
    if (is_one_of(tag.name, {"span", "b", "del", "ins"})) {
      const std::string kind = tag.get("class");
      const bool marked = is_one_of(kind, {"ok", "todo", "gap", "error"}) || shown(tag, "tag") ||
                          is_one_of(tag.name, {"del", "ins"});
      if (marked) line_ += "{" + (kind.empty() ? std::string(tag.name) : kind) + " ";
      marks_.push_back(marked ? "}" : "");
    }
    if (tag.name == "button") {
      line_ += "[button" + (shown(tag, "second") ? std::string(" second") : "") +
               (shown(tag, "red") ? " red" : "") + (tag.has("aria-current") ? " now" : "");
      if (tag.has("name")) line_ += " " + tag.get("name") + "=" + tag.get("value");
      line_ += ": ";
    }
    if (tag.name == "progress") line_ += " " + tag.get("value") + "/" + tag.get("max");
    if (tag.name == "input") add_input(tag);
    if (tag.name == "textarea") {
      add_control("textarea " + tag.get("name") + (tag.has("readonly") ? " readonly" : ""), tag,
                  true);
    }
    if (tag.name == "select") {
      select_ = tag;
      chosen_.clear();
      options_.clear();
      choices_ = 0;
    }
    if (tag.name == "option") {
      in_option_ = true;
      ++choices_;
      option_chosen_ = tag.has("selected");
      if (option_chosen_) chosen_ = tag.get("value") + " ";
      if (choices_ > 1) options_ += "|";
      options_ += tag.get("value") + (tag.get("value").empty() ? "" : " ");
    }
  }

  static bool shown(const Tag& tag, std::string_view name) {
    return (" " + tag.get("class") + " ").find(" " + std::string(name) + " ") != std::string::npos;
  }

  void add_input(const Tag& tag) {
    const std::string type = tag.get("type"), name = tag.get("name"), value = tag.get("value");
    if (name == "csrf") return;  // of the session; another every time
    if (name == "once") {
      add_control(value.empty() ? "hidden once MISSING" : "hidden once", tag, true);
      return;
    }
    const bool choice = type == "radio" || type == "checkbox";
    std::string text = type + " " + name + "=" + value;
    for (const char* word : {"checked", "disabled"})
      text += tag.has(word) ? std::string(" ") + word : "";
    add_control(text, tag, choice || type == "hidden" || !value.empty());
  }

  // The invalid ones say which message belongs to them.
  void add_control(const std::string& text, const Tag& tag, bool filled) {
    const bool invalid = tag.has("aria-invalid");
    ++controls_;
    filled_ += filled || invalid ? 1 : 0;
    line_ += "<" + text + (invalid ? " invalid " + tag.get("aria-describedby") : "") + ">";
  }

  // What is chosen; of a short list, what can be.
  void end_select() {
    const bool is_short = choices_ < 5;
    const std::string more = is_short ? " of " + options_ : " of " + std::to_string(choices_);
    add_control("select " + select_.get("name") + "=" + chosen_ + more, select_,
                is_short || !chosen_.empty());
  }

  void add_text(std::string_view text) {
    if (skipping_) return;
    std::string& target = in_option_ ? chosen_ : line_;
    if (in_option_) options_ += text;
    if (in_option_ && !option_chosen_) return;
    for (const char c : text) {
      const bool space = c == '\n' || c == ' ';
      if (!space) target += c;
      if (space && !target.empty() && target.back() != ' ') target += ' ';
    }
  }

  // Lines whose controls are all empty are left out: there are hundreds.
  void end_line() {
    while (line_.ends_with(' ')) line_.pop_back();
    const bool empty = line_.empty() || (controls_ > 0 && filled_ == 0 && !all_);
    if (!empty) lines += line_ + "\n";
    line_.clear();
    controls_ = filled_ = 0;
  }

  const bool all_;
  std::string line_;
  std::vector<std::string> marks_;
  Tag select_{""};
  std::string chosen_, options_;
  std::optional<std::size_t> group_;
  int controls_ = 0, filled_ = 0, choices_ = 0;
  bool skipping_ = false, in_option_ = false, option_chosen_ = false;
};

}  // namespace

std::string outline(std::string_view page, std::string_view from, Details details) {
  const auto between = [&](std::string_view first, std::string_view last) {
    const auto start = std::min(page.find(first), page.size());
    return page.substr(start, page.find(last, start) - start);
  };
  Reader reader(details);
  const std::string_view title = between("<title>", "</title>");
  reader.read(title.substr(std::min(title.size(), std::string_view("<title>").size())));
  const std::string end = "</" + std::string(from.substr(1)) + ">";
  reader.read(between(from, end));
  return reader.lines;
}

std::vector<std::string> outline_lines(std::string_view page) {
  std::istringstream text(outline(page, "<main", Details::all));
  std::vector<std::string> lines;
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) lines.push_back(line);
  return lines;
}

}  // namespace yanxi
