#include "fcgi/desks.hpp"

#include <algorithm>

namespace yanxi {

const RoleDesk* find_desk(Desk desk) {
  const auto found = std::ranges::find(role_desks, desk, &RoleDesk::desk);
  return found == role_desks.end() ? nullptr : &*found;
}

const RoleDesk* find_desk(std::string_view role) {
  const auto found =
      std::ranges::find_if(role_desks, [role](const RoleDesk& desk) { return role == desk.role; });
  return found == role_desks.end() ? nullptr : &*found;
}

const char* first_page(const std::vector<person::Role>& roles) {
  const char* page = "/";
  for (const RoleDesk& desk : role_desks) {
    if (!desk.home || !person::has_role(roles, desk.role)) continue;
    page = desk.home;
    if (desk.desk == Desk::teacher) break;
  }
  return page;
}

}  // namespace yanxi
