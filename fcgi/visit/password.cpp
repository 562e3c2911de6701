#include "fcgi/visit/password.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace yanxi {
namespace {

constexpr int places = 4;
constexpr int seats = 8;  // of those who wait for a place; beyond, each would hold a thread

}  // namespace

std::string hash_password(const std::string& password, PasswordCost cost) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  std::array<char, crypto_pwhash_STRBYTES> text;
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("a password cannot be hashed: out of memory");
  }
  return text.data();
}

PasswordCheck::PasswordCheck(PasswordCost cost)
    : cost_(cost), nobody_(hash_password(std::string(16, '-'), cost)) {}

// One of the four places, given back at its end.
struct PasswordCheck::Place {
  explicit Place(PasswordCheck& check) : all(check) {
    std::unique_lock lock(all.mutex_);
    const auto free = [&] { return all.running_ < places; };
    if (!free() && all.waiting_ == seats) return;
    ++all.waiting_;
    taken = all.freed_.wait_for(lock, std::chrono::seconds(2), free);
    --all.waiting_;
    if (taken) ++all.running_;
  }
  ~Place() {
    if (!taken) return;
    {
      const std::lock_guard lock(all.mutex_);
      --all.running_;
    }
    all.freed_.notify_one();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  PasswordCheck& all;
  bool taken = false;
};

PasswordCheck::Answer PasswordCheck::check(const std::string& password,
                                           const std::optional<std::string>& hash) {
  const Place place(*this);
  if (!place.taken) return Answer::busy;
  const std::string& against = hash ? *hash : nobody_;
  const bool right =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return right && hash ? Answer::right : Answer::wrong;
}

std::optional<std::string> PasswordCheck::make(const std::string& password) {
  const Place place(*this);
  if (!place.taken) return {};
  return hash_password(password, cost_);
}

std::optional<Instant> Throttle::blocked_until(const std::string& account, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(account);
  if (found == entries_.end() || found->second.until <= now) return {};
  return found->second.until;
}

void Throttle::failed(const std::string& account, Instant now) {
  const std::lock_guard lock(mutex_);
  // What has been quiet for half an hour is forgotten, so that guessed names do not pile up.
  std::erase_if(entries_, [&](const auto& e) { return now - e.second.last > 30 * minute_us; });
  Entry& entry = entries_[account];
  entry.last = now;
  if (++entry.failures < 5) return;
  std::int64_t delay = 30 * second_us;
  for (int i = 5; i < entry.failures && delay < 15 * minute_us; ++i) delay *= 2;
  entry.until = now + std::min<std::int64_t>(delay, 15 * minute_us);
}

void Throttle::succeeded(const std::string& account) {
  const std::lock_guard lock(mutex_);
  entries_.erase(account);
}

}  // namespace yanxi
