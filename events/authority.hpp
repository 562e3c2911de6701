// As whom somebody acts, as far as the log bears it out. Here: what the rules ask before they allow
// a command. Not here: how an account is proven (sessions), which pages a role sees (routes).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace yanxi {

// `role` is the one the request names, if the log gives it to the account, or if the request comes
// from a terminal of the machine itself; else it is empty, and no rule allows anything.
struct Authority {
  std::string account;
  std::string role;
  std::vector<std::string> scopes;  // the units or counties the role holds for

  // What is the staff's; a terminal of the machine may do it, too.
  bool administers() const { return role == "admin" || role == "system"; }
  bool is_teacher(std::string_view who) const { return role == "teacher" && account == who; }
  bool is_clerk_of(std::string_view unit) const {
    return role == "clerk" && std::ranges::find(scopes, unit) != scopes.end();
  }
};

}  // namespace yanxi
