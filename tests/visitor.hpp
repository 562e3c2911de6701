// A person with a browser in front of a Served service. Here: requests as our forms and our script
// make them, with the session's cookie and token, and asking them. Not here: what is expected.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "events/streams.hpp"
#include "fcgi/answers.hpp"
#include "fcgi/dispatch.hpp"
#include "fcgi/routes.hpp"
#include "tests/fcgi/forms.hpp"
#include "tests/served.hpp"

namespace yanxi {

// Every value of a header, parted by " | "; empty when it is absent.
inline std::string header_of(const HttpResponse& response, std::string_view name) {
  std::string all;
  for (const auto& [key, value] : response.headers) {
    if (key == name) all += (all.empty() ? "" : " | ") + value;
  }
  return all;
}

inline bool holds(const HttpResponse& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

class Visitor {
 public:
  // Nobody, with a cookie that is of no session, when the account is empty.
  explicit Visitor(Served& served, std::string who = {})
      : account(std::move(who)),
        secret(account.empty() ? random_secret()
                               : served.sessions.open(account, served.now).secret),
        served_(served) {}

  const std::string account, secret;

  HttpRequest get(const std::string& target) const {
    HttpRequest request;
    request.method = "GET";
    const auto question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    request.query = target.substr(std::min(question + 1, target.size()));
    request.cookie = "yanxi=" + secret;
    request.host = "test";
    request.id = "4f2a90c1";
    request.arrived = served_.now;
    return request;
  }

  // With what a form of ours holds besides what is typed: the token of this session, a name of its
  // own and the version of this person's plan or survey; a body that names one of them keeps its
  // own. csrf=OLD is a token of an earlier session of this person, csrf=OTHER one of a stranger.
  HttpRequest post(const std::string& target, std::string body = {}) const {
    HttpRequest request = get(target);
    request.method = "POST";
    request.content_type = "application/x-www-form-urlencoded";
    const auto add = [&](const std::string& name, const std::string& value) {
      if (("&" + body).find("&" + name + "=") == std::string::npos)
        body += (body.empty() ? "" : "&") + name + "=" + value;
    };
    add("csrf", served_.sessions.token(secret, account));
    if (request.path != "/login" && request.path != "/logout") {
      add("once", random_once());
      add("v", std::to_string(version(request.path == "/survey" ? survey_stream(115, account)
                                                                : plan_stream(115, account))));
    }
    for (const auto& [name, who] : {std::pair{"csrf=OLD", account}, {"csrf=OTHER", "stranger"}}) {
      const auto at = body.find(name);
      if (at == std::string::npos) continue;
      body.replace(at, std::string_view(name).size(),
                   "csrf=" + served_.sessions.token(random_secret(), who));
    }
    request.body = std::move(body);
    return request;
  }
  // As the script of the pages asks.
  HttpRequest post_json(const std::string& target, const std::string& body) const {
    HttpRequest request = post(target, body);
    request.accept = "application/json";
    return request;
  }

  // Sees what was written before it, and what it writes can be seen after it.
  HttpResponse ask(const HttpRequest& request) const {
    served_.settle();
    HttpResponse response = answer(served_.service, request);
    check_forms(response.body);
    served_.settle();
    return response;
  }
  HttpResponse see(const std::string& target) const { return ask(get(target)); }
  HttpResponse send(const std::string& target, const std::string& body = {}) const {
    return ask(post(target, body));
  }

  std::uint64_t version(const std::string& stream) const {
    return served_.log->read_stream(stream, 0).size();
  }

 private:
  Served& served_;
};

// What was appended since, oldest first.
inline std::vector<Envelope> appended_since(const Served& served, std::uint64_t position) {
  return served.log->read_all(position, 1000);
}

}  // namespace yanxi
