// A person with a browser. Here: requests as its forms make them, with the session's cookie and
// token, a `once` and the version the stream has; a body that names csrf, once or v keeps its own.
// Not here: what the service is (served), cases as text (cases_test).
#pragma once

#include <algorithm>
#include <memory>

#include "fcgi/routes.hpp"
#include "tests/fcgi/forms.hpp"
#include "tests/served.hpp"

namespace yanxi {

// One service for all cases of a suite, as its fixture: making one takes longer than most of them.
template <class World>
struct Shared {
  Shared() { world = std::make_unique<World>(); }
  ~Shared() { world.reset(); }
  static inline std::unique_ptr<World> world;
};

inline std::string header(const HttpResponse& response, const std::string& name) {
  const auto found =
      std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
  return found == response.headers.end() ? std::string() : found->second;
}

class Browser {
 public:
  // Nobody when `account` is empty: a browser with a cookie and no session.
  Browser(Served& served, std::string account)
      : served_(served), account_(std::move(account)), secret_(random_secret()) {
    if (!account_.empty()) secret_ = served_.sessions.open(account_, served_.now).secret;
  }

  HttpResponse get(const std::string& target) { return ask(made("GET", target)); }
  HttpResponse post(const std::string& target, const std::string& body = {}) {
    HttpRequest request = made("POST", target);
    request.body = completed(request.path, body);
    return ask(request);
  }
  // As the script of the pages asks.
  HttpResponse post_json(const std::string& target, const std::string& body) {
    HttpRequest request = made("POST", target);
    request.accept = "application/json";
    request.body = completed(request.path, body);
    return ask(request);
  }
  HttpResponse ask(HttpRequest request) {
    request.arrived = served_.now;
    served_.now = served_.now + second_us;
    served_.settle();
    HttpResponse response = answer(served_.service, request);
    check_forms(response.body);
    served_.settle();
    return response;
  }

  HttpRequest made(const std::string& method, const std::string& target) const {
    HttpRequest request;
    request.method = method;
    const auto question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    request.query = target.substr(std::min(question + 1, target.size()));
    request.content_type = "application/x-www-form-urlencoded";
    request.cookie = "yanxi=" + secret_;
    request.host = "test";
    request.id = "4f2a90c1";
    return request;
  }

  // csrf=OLD is a token of an earlier session of this person, csrf=OTHER one of somebody else.
  std::string completed(const std::string& path, std::string body) const {
    const auto add = [&](const std::string& name, const std::string& value) {
      if (("&" + body).find("&" + name + "=") != std::string::npos) return;
      body += (body.empty() ? "" : "&") + name + "=" + value;
    };
    add("csrf", served_.sessions.token(secret_, account_));
    add("once", random_once());
    add("v", std::to_string(version(path == "/survey" ? survey_stream(115, account_)
                                                      : plan_stream(115, account_))));
    for (const auto& [name, who] : {std::pair{"csrf=OLD", account_}, {"csrf=OTHER", "stranger"}}) {
      const auto at = body.find(name);
      if (at == std::string::npos) continue;
      body.replace(at, std::string_view(name).size(),
                   "csrf=" + served_.sessions.token(random_secret(), who));
    }
    return body;
  }

  std::uint64_t version(const std::string& stream) const {
    return served_.log->read_stream(stream, 0).size();
  }
  std::string session() const { return served_.sessions.find(secret_, served_.now)->id; }

 private:
  Served& served_;
  std::string account_, secret_;
};

}  // namespace yanxi
