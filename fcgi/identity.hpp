// Who somebody is: what says it of a request, and how an event names them. Here: the interface and
// our own sign-in. Not here: passwords (password), what a person may do (desks, dispatch).
#pragma once

#include <optional>
#include <string>

#include "events/log/envelope.hpp"
#include "fcgi/visit/http.hpp"
#include "fcgi/visit/session.hpp"

namespace yanxi {

constexpr const char* session_cookie = "yanxi";

class Identity {
 public:
  struct Presented {
    std::string secret;              // what forms are bound to; empty when there is none
    std::optional<Session> session;  // while it lives
  };

  Identity() = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  virtual ~Identity() = default;

  virtual Presented present(const HttpRequest& request) const = 0;
  Actor actor(std::string account, std::string role) const {
    return {std::move(account), std::move(role), source()};
  }

 private:
  virtual const char* source() const = 0;  // as events say it
};

// A session of our own, by its cookie. Thread-safe.
class BuiltinIdentity : public Identity {
 public:
  explicit BuiltinIdentity(Sessions& sessions) : sessions_(sessions) {}
  Presented present(const HttpRequest& request) const override;

 private:
  const char* source() const override { return "builtin"; }
  Sessions& sessions_;
};

// Whoever gives commands on the machine itself.
Actor terminal_actor(std::string account, std::string role = "system");

}  // namespace yanxi
