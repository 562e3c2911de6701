// The desks people sit at, each role once: how events spell it, what it is responsible for, where
// it begins. Not here: which address belongs to which desk (routes), the Chinese name of a role,
// which templates show as well (templates/words: role_text).
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "events/person.hpp"

namespace yanxi {

// The first two ask for no role.
enum class Desk { anybody, signed_in, teacher, clerk, county, auditor, admin };

// What a role is for one of: its codes are those of units or counties; the nation has none.
enum class Scope { unit, county, nation };

struct RoleDesk {
  Desk desk;
  const char* role;  // as events, forms and imports spell it
  Scope scope;
  const char* home;    // the first page; nothing while the desk has none
  const char* way_in;  // what the link to it says on every page; nothing where pages have their own
  const char* back;    // where the page that refuses a form without a token leads
  bool recorded;       // what is looked at there is written down
};

// Those who answer for more people come later.
inline constexpr auto role_desks = std::to_array<RoleDesk>({
    {Desk::teacher, "teacher", Scope::unit, "/plan", nullptr, "/plan", false},
    {Desk::clerk, "clerk", Scope::unit, nullptr, nullptr, "/", true},
    {Desk::county, "county", Scope::county, "/county", "縣市統計", "/", true},
    {Desk::auditor, "auditor", Scope::nation, "/audit", "查核", "/", true},
    {Desk::admin, "admin", Scope::nation, "/admin", "管理", "/", true},
});

// Nothing for a desk without a role, or a role there is not.
const RoleDesk* find_desk(Desk desk);
const RoleDesk* find_desk(std::string_view role);

// The page behind a sign-in without a chosen aim: who teaches comes to the plan, others to the desk
// that answers for most.
const char* first_page(const std::vector<person::Role>& roles);

}  // namespace yanxi
