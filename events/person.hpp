// A person with an account: name, posts, roles, password hash. Pure. Stream person/ACCOUNT, the
// only place that holds names and hashes, so that they can be erased. Not here: hashing or checking
// a password.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/authority.hpp"
#include "events/instant.hpp"
#include "events/log/envelope.hpp"

namespace yanxi::person {

// A role and where it holds: a unit for teacher and clerk, a county for county, nothing for
// auditor and admin, whose scope is the nation.
struct Role {
  std::string name;  // teacher, clerk, county, auditor, admin
  std::string scope;
  bool operator==(const Role&) const = default;
};

struct Registered {
  static constexpr const char* tag = "person.registered.1";
  std::string name;
  std::vector<Role> roles;
  std::string password;  // argon2id in libsodium's text form
};
struct Renamed {
  static constexpr const char* tag = "person.renamed.1";
  std::string name;
};
struct RolesSet {
  static constexpr const char* tag = "person.roles_set.1";
  std::vector<Role> roles;
};
struct PasswordSet {
  static constexpr const char* tag = "person.password_set.1";
  std::string password;
};
// By law the contents of every earlier event of this person's streams were removed (is_stream_of).
// The account may be registered again, as a person without a past.
struct Erased {
  static constexpr const char* tag = "person.erased.1";
  std::string reason;
  std::string second_person;  // who agreed besides the actor
};
// Whether the person may sign in; whoever may not is signed out at once.
struct SignInSet {
  static constexpr const char* tag = "person.sign_in_set.1";
  bool allowed = true;
  std::string reason;
};
// A one-time link with which the person sets a password (a PasswordSet uses it up).
struct LinkIssued {
  static constexpr const char* tag = "person.link_issued.1";
  std::string digest;  // SHA-256 of its secret, in hexadecimal; the secret itself is kept nowhere
  Instant until;
};
using Event =
    std::variant<Registered, Renamed, RolesSet, PasswordSet, Erased, SignInSet, LinkIssued>;

struct State {
  bool exists = false;
  std::string name;
  std::vector<Role> roles;
  std::string password;  // empty until one is set: then nobody can sign in with any
  bool barred = false;   // may not sign in
  std::string link;      // the digest of the link that waits to be used, or empty
  Instant link_until;
};

struct Register {
  std::string name;
  std::vector<Role> roles;
  std::string password;  // may be empty
};
struct Rename {
  std::string name;
};
struct SetRoles {
  std::vector<Role> roles;
};
struct SetPassword {
  std::string password;  // its argon2id hash
};
struct UseLink {
  std::string digest;
  Instant now;
  std::string password;  // its argon2id hash
};
struct IssueLink {
  std::string digest;
  Instant until;
};
struct SetSignIn {
  bool allowed = true;
  std::string reason;  // 5 to 200 characters
};
// Two people answer for what cannot be undone: the actor and `second_person`, who is another one.
struct Erase {
  std::string account;  // whose contents go
  std::string actor;
  std::string reason;
  std::string second_person;
};
using Command =
    std::variant<Register, Rename, SetRoles, SetPassword, UseLink, IssueLink, SetSignIn, Erase>;

struct Context {
  Authority by;
  std::uint64_t version = 0;                    // of the person's stream
  std::optional<std::uint64_t> seen_version{};  // that a form was made from
};

enum class Refusal {
  already_registered,
  not_registered,
  stale,  // changed since the form was made
  bad_name,
  bad_role,
  no_reason,         // erase: 1 to 200 characters; sign-in: 5 to 200
  no_link,           // used, issued anew, expired or never issued
  no_second_person,  // erase: 1 to 50 characters, neither the actor nor the person
  not_authorised     // the actor does not have the role this asks for
};
inline Refusal outrun(const State&) { return Refusal::stale; }

// A built-in account: 3 to 30 lower-case letters, digits, dots or hyphens.
bool is_account(std::string_view account);

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context);
State evolve(State state, const Event& event, const Stamp& stamp = {});
// What a lawful erasure leaves of a person, until it is recorded: nobody.
inline State erased(State, const Stamp&) { return {}; }
// Whether the person is registered.
using Standing = bool;
// After `event`; nothing when the rules do not let it follow.
std::optional<Standing> follow(Standing exists, const Event& event);
// After an event whose contents are gone: one that may be followed by the erasure's own.
inline Standing follow_erased(std::type_identity<Event>, Standing) { return true; }

// The units a person teaches at, in the order the roles were given.
std::vector<std::string> posts(const std::vector<Role>& roles);
// Whether roles are ones there are, each with the scope it needs. Nobody audits what they may
// change: auditor and admin exclude each other.
bool are_roles(const std::vector<Role>& roles);
bool has_role(const std::vector<Role>& roles, std::string_view name);

}  // namespace yanxi::person
