#include "fcgi/identity.hpp"

#include "events/request.hpp"

namespace yanxi {

Identity::Presented BuiltinIdentity::present(const HttpRequest& request) const {
  Presented presented;
  presented.secret =
      find_cookie(request.cookie, cookie_name(session_cookie, request.https)).value_or("");
  if (!presented.secret.empty()) {
    presented.session = sessions_.find(presented.secret, request.arrived);
  }
  return presented;
}

Actor terminal_actor(std::string account, std::string role) {
  return {std::move(account), std::move(role), terminal_source};
}

}  // namespace yanxi
