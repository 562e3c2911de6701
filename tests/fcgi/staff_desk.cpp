#include "tests/fcgi/staff_desk.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/fcgi/forms.hpp"

namespace yanxi {

HttpResponse Desk::get(const std::string& who, const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  const auto question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(question + 1, target.size()));
  return ask(std::move(request), who, secret_of(who));
}

HttpResponse Desk::post(const std::string& who, const std::string& path, Form form) {
  const std::string& secret = secret_of(who);
  const auto add = [&](const char* name, const std::string& value) {
    if (find(form, name) == nullptr) form.push_back({name, value});
  };
  add("csrf", sessions.token(secret, who));
  add("once", random_once());
  add("v", "0");
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.content_type = "application/x-www-form-urlencoded";
  request.body = write_form(form);
  return ask(std::move(request), who, secret);
}

HttpResponse Desk::ask(HttpRequest request, const std::string& who, const std::string& secret) {
  request.host = "test";
  request.id = "4f2a90c1";
  request.arrived = now;
  if (!who.empty()) request.cookie = "yanxi=" + secret;
  settle();
  HttpResponse response = answer(service, request);
  check_forms(response.body);
  return response;
}

const std::string& Desk::secret_of(const std::string& who) {
  SignedIn& known = sessions_[who];
  // Well before a session is over.
  if (known.secret.empty() || now - known.since > 10 * minute_us) {
    known = {now, sessions.open(who, now).secret};
  }
  return known.secret;
}

Request Desk::request_of(const std::string& account, const std::string& role) {
  return {{account, role, "builtin"}, now, command_id(account, std::to_string(++commands_), "")};
}

void Desk::act(const std::string& account, const plan::Command& command) {
  const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
  const bool of_staff = plan::is_of_staff(command);
  Request request = request_of(of_staff ? "admin1" : account, of_staff ? "admin" : "teacher");
  const auto outcome = executor.plan(request, 115, account, version, command);
  BOOST_REQUIRE_MESSAGE(outcome, account << " at version " << version << " was refused: "
                                         << static_cast<int>(outcome.error().kind));
}

void Desk::append(const std::string& account, const std::vector<plan::Event>& events) {
  const Request request = request_of(account);
  const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
  Append made{plan_stream(115, account), version, now, request.actor, request.command, {}};
  for (const plan::Event& event : events) made.events.push_back(encode(event));
  BOOST_REQUIRE(log->append(std::move(made)));
}

void Desk::add_drafts(const std::string& name, const std::string& unit, std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string account = name + std::to_string(1000 + i).substr(1);
    BOOST_REQUIRE(executor.person(request_of("admin1", "admin"), account,
                                  person::Register{"陳" + account, {{"teacher", unit}}, {}}));
    act(account, plan::SaveDraft{{{"education", "ED20"}}, "form"});
  }
}

std::string header_of(const HttpResponse& response, const std::string& name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return value;
  }
  return {};
}

namespace {

struct Tag {
  std::string name;  // /p for its end
  std::map<std::string, std::string> attributes;
  std::string at(const std::string& attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? std::string() : found->second;
  }
  bool has(const std::string& attribute) const { return attributes.contains(attribute); }
};

std::string plain(std::string text) {
  for (const auto& [entity, character] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (auto at = text.find(entity); at != text.npos; at = text.find(entity, at + 1)) {
      text.replace(at, std::string(entity).size(), character);
    }
  }
  return text;
}

Tag read_tag(const std::string& inside) {
  Tag tag;
  auto at = std::min(inside.find(' '), inside.size());
  tag.name = inside.substr(0, at);
  while (at < inside.size()) {
    const auto begin = inside.find_first_not_of(' ', at);
    if (begin == inside.npos) break;
    const auto end = std::min(inside.find_first_of(" =", begin), inside.size());
    const std::string name = inside.substr(begin, end - begin);
    if (end < inside.size() && inside[end] == '=') {
      const auto close = inside.find('"', end + 2);
      tag.attributes[name] = plain(inside.substr(end + 2, close - end - 2));
      at = close + 1;
    } else {
      tag.attributes[name] = "";
      at = end;
    }
  }
  return tag;
}

// Draws tag after tag; a block begins a line.
class Pencil {
 public:
  void text(const std::string& words) {
    for (const char c : plain(words)) line_ += c == '\n' ? ' ' : c;
  }

  void tag(const Tag& tag) {
    if (tag.name == "input") return input(tag);
    if (tag.name == "option") {
      line_ += std::string(line_.ends_with('{') ? "" : "; ") + (tag.has("selected") ? "*" : "") +
               tag.at("value") + " ";
    } else if (tag.name == "p" && tag.at("class").starts_with("note")) {
      open("(" + tag.at("class") + ") ");
    } else if (tag.name == "form") {
      open("form " + tag.at("method") + " " + tag.at("action"));
      open("");
    } else if (const auto drawn = blocks.find(tag.name); drawn != blocks.end()) {
      open(drawn->second);
    } else {
      inline_tag(tag);
    }
  }

  std::vector<std::string> lines() {
    open("");
    return std::move(lines_);
  }

 private:
  void open(const std::string& mark) {
    const auto end = line_.find_last_not_of(' ');
    const auto begin = line_.find_first_not_of(' ');
    if (begin != line_.npos && line_ != mark_)
      lines_.push_back(line_.substr(begin, end + 1 - begin));
    line_ = mark_ = mark;
  }

  void input(const Tag& tag) {
    const std::string name = tag.at("name"), type = tag.at("type");
    if (name == "csrf" || name == "once") return;
    const std::string value = name == "digest" ? "..." : tag.at("value");
    line_ += "{" + (type == "text" ? "" : type + " ") + name + "=" + value +
             (tag.has("checked") ? " checked" : "") + (tag.has("aria-invalid") ? " wrong" : "") +
             "}";
  }

  void inline_tag(const Tag& tag) {
    const std::string& name = tag.name;
    if (name == "a") link_ = tag.at("href"), line_ += "[";
    if (name == "/a") line_ += "](" + link_ + ")";
    if (name == "td" || name == "th") line_ += "| ";
    if (name == "/td" || name == "/th" || name == "/label" || name == "/button") line_ += " ";
    if (name == "button") line_ += "<" + value_of(tag);
    if (name == "/button") line_ += ">";
    if (name == "select" || name == "textarea") {
      line_ += "{" + (tag.has("aria-invalid") ? "wrong " : std::string()) + tag.at("name") +
               (name == "select" ? " {" : "=");
    }
    if (name == "/select" || name == "/textarea") line_ += name == "/select" ? "}}" : "}";
    if (name == "del") line_ += "-";
    if (name == "ins") line_ += "+";
    if (name == "progress") line_ += " " + tag.at("value") + "/" + tag.at("max") + " ";
    if (name == "/dt") line_ += ": ";
    if (name != "span") return;
    const std::string& kind = tag.at("class");
    if (kind == "error") line_ += " !";
    if (kind == "hint") line_ += " ?";
    if (kind == "gap" || kind.starts_with("tag")) line_ += kind + ":";
  }

  static std::string value_of(const Tag& tag) {
    const std::string kind = tag.at("class").ends_with(" red") ? "red " : "";
    return tag.has("name") ? kind + tag.at("name") + "=" + tag.at("value") + " " : kind;
  }

  inline static const std::map<std::string, std::string> blocks = {
      {"h1", "# "},     {"h2", "## "},     {"h3", "### "},    {"p", ""},        {"/p", ""},
      {"div", ""},      {"/div", ""},      {"tr", ""},        {"/tr", ""},      {"li", "* "},
      {"/li", ""},      {"caption", "= "}, {"summary", "> "}, {"/summary", ""}, {"dl", ""},
      {"/form", ""},    {"section", ""},   {"/h1", ""},       {"/h2", ""},      {"/h3", ""},
      {"/caption", ""}, {"figure", ""},    {"ol", ""},        {"ul", ""},       {"/main", ""}};

  std::vector<std::string> lines_;
  std::string line_, mark_, link_;
};

}  // namespace

std::vector<std::string> sketch(const std::string& page) {
  Pencil pencil;
  auto at = page.find("<main");
  while (at < page.size()) {
    const auto open = page.find('<', at);
    if (open == page.npos) break;
    pencil.text(page.substr(at, open - at));
    const auto close = page.find('>', open);
    const Tag tag = read_tag(page.substr(open + 1, close - open - 1));
    pencil.tag(tag);
    if (tag.name == "/main") break;
    at = close + 1;
  }
  return pencil.lines();
}

}  // namespace yanxi
