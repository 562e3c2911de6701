// Who is signed in. Here: sessions in their own local store, tokens against forged requests, typed
// forms kept over a sign-in. Neither truth nor view: when they are lost, people sign in again. Not
// here: passwords, cookies' attributes (visit).
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "events/instant.hpp"
#include "projections/local_store.hpp"

namespace yanxi {

struct Session {
  std::string id;  // SHA-256 of the cookie's secret, in hexadecimal; the secret itself is not kept
  std::string account;
  Instant opened, seen;
  // A form that met a dead session and came back with the sign-in: its path and fields, urlencoded.
  std::string parked_path, parked_form;
  bool other_cleared = false;  // somebody else's typed form was thrown away
};

constexpr std::int64_t session_idle_us = 60 * minute_us;
constexpr std::int64_t session_absolute_us = 10 * hour_us;

// Thread-safe. Throws std::runtime_error when the disk fails.
class Sessions {
 public:
  // `folder` holds the store, `key_file` the secret of the tokens, made with mode 0600 when
  // missing.
  Sessions(const std::filesystem::path& folder, const std::filesystem::path& key_file);

  // A new session with a secret of 256 bits for the cookie.
  struct Opened {
    Session session;
    std::string secret;
  };
  Opened open(const std::string& account, Instant now);
  // The live session of a cookie's secret, its idle time renewed (written at most once a minute).
  std::optional<Session> find(const std::string& secret, Instant now);
  // Changes a session that is still there; one that was closed meanwhile stays closed.
  void update(const std::string& id, const std::function<void(Session&)>& change);
  void close(const Session& session);
  // Ends every session of an account; no file holds any longer what was in them.
  void forget(const std::string& account);
  // Removes what has been dead for longer than 30 minutes.
  void sweep(Instant now);

  // Proves that a form was made for this account in the session of this secret.
  std::string token(const std::string& secret, const std::string& account) const;
  bool is_token(const std::string& token, const std::string& secret,
                const std::string& account) const;
  // Whether a form was made for this account at all, in whatever session: what was typed into it
  // may be shown to that person again, but nothing may be done.
  bool is_token_of(const std::string& token, const std::string& account) const;

 private:
  std::string sign(const std::string& session, const std::string& account) const;
  LocalStore store_;
  std::mutex changing_;
  std::string key_;
};

// 32 random bytes in URL-safe base64.
std::string random_secret();
// A name for a form's command.
std::string random_once();

}  // namespace yanxi
