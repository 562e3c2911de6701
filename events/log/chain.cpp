#include "events/log/chain.hpp"

#include <sodium.h>

namespace yanxi {
namespace {

void append_number(std::string& bytes, std::uint64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    bytes += static_cast<char>((number >> shift) & 0xff);
  }
}

void append_text(std::string& bytes, std::string_view text) {
  append_number(bytes, text.size(), 4);
  bytes += text;
}

template <std::size_t N>
void append_bytes(std::string& bytes, const std::array<unsigned char, N>& raw) {
  bytes.append(reinterpret_cast<const char*>(raw.data()), N);
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return digest;
}

}  // namespace

Digest seal(const Salt& salt, std::string_view payload) {
  std::string bytes;
  bytes.reserve(salt.size() + payload.size());
  append_bytes(bytes, salt);
  bytes += payload;
  return sha256(bytes);
}

std::string leaf_bytes(const Envelope& envelope) {
  std::string bytes;
  bytes.reserve(192);
  append_number(bytes, envelope.position, 8);
  append_text(bytes, envelope.stream);
  append_number(bytes, envelope.version, 8);
  append_number(bytes, static_cast<std::uint64_t>(envelope.at.us), 8);
  append_text(bytes, envelope.actor.account);
  append_text(bytes, envelope.actor.role);
  append_text(bytes, envelope.actor.source);
  append_bytes(bytes, envelope.command);
  append_text(bytes, envelope.tag);
  append_bytes(bytes, envelope.sealed);
  return bytes;
}

Digest leaf_digest(const Envelope& envelope) {
  std::string bytes(1, '\0');
  bytes += leaf_bytes(envelope);
  return sha256(bytes);
}

Digest chain_digest(const Digest& previous, const Digest& leaf) {
  std::string bytes(1, '\1');
  append_bytes(bytes, previous);
  append_bytes(bytes, leaf);
  return sha256(bytes);
}

}  // namespace yanxi
