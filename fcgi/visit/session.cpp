#include "fcgi/visit/session.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "events/log/durable_file.hpp"
#include "events/log/envelope.hpp"
#include "fcgi/visit/http.hpp"

namespace yanxi {
namespace {

constexpr std::size_t short_name_size = 16;

std::string session_id(const std::string& secret) {
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  return to_hex(digest);
}

template <std::size_t N>
std::string random_text() {
  std::array<unsigned char, N> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(N, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

// Made anew when it is missing or was torn: then open forms must be sent again, and nothing else.
std::string read_key(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all);
  std::string key = std::filesystem::exists(file) ? read_file(file) : std::string();
  if (key.size() < 40) {
    key = random_secret();
    write_durably(file, key);
  }
  return key;
}

// Sessions are a form of our own making, so that a damaged row is simply no session.
std::string encode(const Session& session) {
  return write_form({{"account", session.account},
                     {"opened", std::to_string(session.opened.us)},
                     {"seen", std::to_string(session.seen.us)},
                     {"path", session.parked_path},
                     {"form", session.parked_form},
                     {"cleared", session.other_cleared ? "1" : ""}});
}

Session decode(const std::string& id, const std::string& row) {
  const Form form = parse_form(row).value_or(Form{});
  const auto number = [&](const char* name) {
    return Instant{std::strtoll(get(form, name).c_str(), nullptr, 10)};
  };
  return {id,
          get(form, "account"),
          number("opened"),
          number("seen"),
          get(form, "path"),
          get(form, "form"),
          !get(form, "cleared").empty()};
}

bool is_alive(const Session& session, Instant now) {
  return now - session.seen < session_idle_us && now - session.opened < session_absolute_us;
}

}  // namespace

std::string random_secret() { return random_text<32>(); }
std::string random_once() { return random_text<12>(); }

Sessions::Sessions(const std::filesystem::path& folder, const std::filesystem::path& key_file)
    : store_(folder), key_(read_key(key_file)) {}

Sessions::Opened Sessions::open(const std::string& account, Instant now) {
  Opened opened{{}, random_secret()};
  opened.session = {session_id(opened.secret), account, now, now, {}, {}, false};
  store_.write({{opened.session.id, encode(opened.session)}});
  return opened;
}

std::optional<Session> Sessions::find(const std::string& secret, Instant now) {
  const std::string id = session_id(secret);
  const auto row = store_.get(id);
  if (!row) return {};
  Session session = decode(id, *row);
  if (session.account.empty() || !is_alive(session, now)) return {};
  if (now - session.seen > minute_us) {
    session.seen = now;
    // Two requests may come to this in the other order.
    update(id, [&](Session& stored) { stored.seen = std::max(stored.seen, now); });
  }
  return session;
}

void Sessions::update(const std::string& id, const std::function<void(Session&)>& change) {
  const std::lock_guard lock(changing_);
  const auto row = store_.get(id);
  if (!row) return;
  Session session = decode(id, *row);
  change(session);
  store_.write({{id, encode(session)}});
}

void Sessions::close(const Session& session) {
  const std::lock_guard lock(changing_);
  store_.write({{session.id, std::nullopt}});
}

void Sessions::forget(const std::string& account) {
  const std::lock_guard lock(changing_);
  LocalStore::Changes gone;
  store_.scan("", [&](std::string_view key, std::string_view row) {
    const std::string id(key);
    if (decode(id, std::string(row)).account == account) gone[id] = std::nullopt;
    return true;
  });
  store_.write(gone);
  store_.compact();
}

void Sessions::sweep(Instant now) {
  LocalStore::Changes dead;
  store_.scan("", [&](std::string_view key, std::string_view row) {
    const std::string id(key);
    if (!is_alive(decode(id, std::string(row)), now + -30 * minute_us)) dead[id] = std::nullopt;
    return true;
  });
  store_.write(dead);
}

// A token is the session's short name and the signature of that name and the account.
std::string Sessions::sign(const std::string& session, const std::string& account) const {
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
  const auto add = [&](const std::string& text) {
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.c_str()),
                                  text.size() + 1);
  };
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key_.data()),
                              key_.size());
  add(session);
  add(account);
  crypto_auth_hmacsha256_final(&state, mac.data());
  return session + to_hex(mac.data(), 16);
}

std::string Sessions::token(const std::string& secret, const std::string& account) const {
  return sign(session_id(secret).substr(0, short_name_size), account);
}

bool Sessions::is_token(const std::string& token, const std::string& secret,
                        const std::string& account) const {
  const std::string expected = this->token(secret, account);
  return token.size() == expected.size() &&
         sodium_memcmp(token.data(), expected.data(), expected.size()) == 0;
}

bool Sessions::is_token_of(const std::string& token, const std::string& account) const {
  if (token.size() < short_name_size) return false;
  const std::string expected = sign(token.substr(0, short_name_size), account);
  return token.size() == expected.size() &&
         sodium_memcmp(token.data(), expected.data(), expected.size()) == 0;
}

}  // namespace yanxi
