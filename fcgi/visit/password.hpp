// Passwords: hashing, checking and slowing down those who guess. Here: argon2id behind a limit of
// four at a time and eight that wait, delays for each account. Not here: where hashes are kept
// (person stream).
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "events/instant.hpp"

namespace yanxi {

// What one try costs whoever guesses: argon2id's passes and bytes of memory.
struct PasswordCost {
  unsigned long long passes;
  std::size_t memory;
};
// The service's. There is no default: a test that is about something else names a cheaper one.
constexpr PasswordCost service_password_cost{2, 64 << 20};

std::string hash_password(const std::string& password, PasswordCost cost);

// Thread-safe.
class PasswordCheck {
 public:
  explicit PasswordCheck(PasswordCost cost);

  enum class Answer { right, wrong, busy };
  // Waits at most two seconds for one of four places, with seven others at most; then busy. An
  // unknown account is checked against a fixed hash, so that it takes as long as a known one.
  Answer check(const std::string& password, const std::optional<std::string>& hash);
  // The hash of a new password, in one of the same places; nothing when busy.
  std::optional<std::string> make(const std::string& password);

 private:
  struct Place;
  const PasswordCost cost_;
  const std::string nobody_;  // the hash that unknown accounts are checked against
  std::mutex mutex_;
  std::condition_variable freed_;
  int running_ = 0, waiting_ = 0;
};

// Delays sign-in for an account after five failures, doubling from 30 seconds to 15 minutes, so
// that guesses are slow and nobody is locked out for good. Kept in memory only. Thread-safe.
class Throttle {
 public:
  // Until when the account has to wait; nothing when it may try.
  std::optional<Instant> blocked_until(const std::string& account, Instant now);
  void failed(const std::string& account, Instant now);
  void succeeded(const std::string& account);

 private:
  struct Entry {
    int failures = 0;
    Instant until, last;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace yanxi
