#include "events/person.hpp"

#include <algorithm>

#include "events/text.hpp"

namespace yanxi::person {
namespace {

using Decision = std::expected<std::vector<Event>, Refusal>;

Decision decide_on(const State& state, const Register& command) {
  if (state.exists) return std::unexpected(Refusal::already_registered);
  const auto name = accept_text(command.name, 50);
  if (!name || name->empty()) return std::unexpected(Refusal::bad_name);
  if (!are_roles(command.roles)) return std::unexpected(Refusal::bad_role);
  return std::vector<Event>{Registered{*name, command.roles, command.password}};
}

Decision decide_on(const State& state, const Rename& command) {
  const auto name = accept_text(command.name, 50);
  if (!name || name->empty()) return std::unexpected(Refusal::bad_name);
  if (*name == state.name) return std::vector<Event>{};
  return std::vector<Event>{Renamed{*name}};
}

Decision decide_on(const State& state, const SetRoles& command) {
  if (!are_roles(command.roles)) return std::unexpected(Refusal::bad_role);
  if (command.roles == state.roles) return std::vector<Event>{};
  return std::vector<Event>{RolesSet{command.roles}};
}

Decision decide_on(const State&, const SetPassword& command) {
  return std::vector<Event>{PasswordSet{command.password}};
}

Decision decide_on(const State& state, const UseLink& command) {
  if (state.link.empty() || state.link != command.digest || command.now >= state.link_until) {
    return std::unexpected(Refusal::no_link);
  }
  return std::vector<Event>{PasswordSet{command.password}};
}

Decision decide_on(const State&, const IssueLink& command) {
  return std::vector<Event>{LinkIssued{command.digest, command.until}};
}

Decision decide_on(const State& state, const SetSignIn& command) {
  if (state.barred != command.allowed) return std::vector<Event>{};
  auto reason = accept_reason(command.reason);
  if (!reason) return std::unexpected(Refusal::no_reason);
  return std::vector<Event>{SignInSet{command.allowed, std::move(*reason)}};
}

Decision decide_on(const State&, const Erase& command) {
  const auto reason = accept_text(command.reason, 200);
  if (!reason || reason->empty()) return std::unexpected(Refusal::no_reason);
  const auto second = accept_text(command.second_person, 50);
  if (!second || second->empty() || *second == command.actor || *second == command.account) {
    return std::unexpected(Refusal::no_second_person);
  }
  return std::vector<Event>{Erased{*reason, *second}};
}

void evolve_on(State& state, const Registered& event) {
  state = {};
  state.exists = true;
  state.name = event.name;
  state.roles = event.roles;
  state.password = event.password;
}
void evolve_on(State& state, const Renamed& event) { state.name = event.name; }
void evolve_on(State& state, const RolesSet& event) { state.roles = event.roles; }
void evolve_on(State& state, const PasswordSet& event) {
  state.password = event.password;
  state.link.clear();
}
void evolve_on(State& state, const SignInSet& event) { state.barred = !event.allowed; }
void evolve_on(State& state, const LinkIssued& event) {
  state.link = event.digest;
  state.link_until = event.until;
}
void evolve_on(State& state, const Erased&) { state = {}; }

}  // namespace

bool are_roles(const std::vector<Role>& roles) {
  if (has_role(roles, "auditor") && has_role(roles, "admin")) return false;
  return std::ranges::all_of(roles, [&](const Role& role) {
    const bool scoped = role.name == "teacher" || role.name == "clerk" || role.name == "county";
    const bool national = role.name == "auditor" || role.name == "admin";
    const bool once = std::ranges::count(roles, role) == 1;
    return once && ((scoped && !role.scope.empty()) || (national && role.scope.empty()));
  });
}

bool is_account(std::string_view account) {
  return account.size() >= 3 && account.size() <= 30 && std::ranges::all_of(account, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

Decision decide(const State& state, const Command& command, const Context& context) {
  // Whoever holds a link proves by it that an administrator gave it.
  if (!std::holds_alternative<UseLink>(command) && !context.by.administers()) {
    return std::unexpected(Refusal::not_authorised);
  }
  if (context.seen_version.value_or(context.version) != context.version) {
    return std::unexpected(Refusal::stale);
  }
  if (!state.exists && !std::holds_alternative<Register>(command)) {
    return std::unexpected(Refusal::not_registered);
  }
  return std::visit([&](const auto& chosen) { return decide_on(state, chosen); }, command);
}

State evolve(State state, const Event& event, const Stamp&) {
  std::visit([&](const auto& happened) { evolve_on(state, happened); }, event);
  return state;
}

std::optional<bool> follow(bool exists, const Event& event) {
  if (std::holds_alternative<Registered>(event) == exists) return {};
  return !std::holds_alternative<Erased>(event);
}

std::vector<std::string> posts(const std::vector<Role>& roles) {
  std::vector<std::string> units;
  for (const Role& role : roles) {
    if (role.name == "teacher") units.push_back(role.scope);
  }
  return units;
}

bool has_role(const std::vector<Role>& roles, std::string_view name) {
  return std::ranges::find(roles, name, &Role::name) != roles.end();
}

}  // namespace yanxi::person
