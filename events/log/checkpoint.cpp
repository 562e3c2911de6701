#include "events/log/checkpoint.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace yanxi {
namespace {

constexpr std::string_view key_name = "yanxi";
constexpr std::string_view dash = "\xE2\x80\x94 ";
constexpr char ed25519 = '\1';
constexpr std::size_t key_id_size = 4, signature_size = crypto_sign_BYTES;

std::string to_base64(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

std::string from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const int status =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  bytes.resize(size);
  // One text for the same bytes: what another one would encode to is refused.
  if (status != 0 || to_base64(bytes) != text) throw NoteFault("base64 is malformed");
  return bytes;
}

std::string_view view(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string with_type(const PublicKey& key) {
  return ed25519 + std::string(view(key.data(), key.size()));
}

std::string key_id(const PublicKey& key) {
  const std::string named = std::string(key_name) + "\n" + with_type(key);
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(named.data()),
                     named.size());
  return std::string(view(digest.data(), key_id_size));
}

std::string hex_of(std::string_view bytes) {
  return to_hex(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string body_of(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64(view(checkpoint.chain.data(), checkpoint.chain.size())) + "\n";
}

std::string note_of(const Checkpoint& checkpoint, const std::string& id_and_signature) {
  std::string note = body_of(checkpoint);
  note += '\n';
  note += dash;
  note += key_name;
  note += ' ';
  return note + to_base64(id_and_signature) + "\n";
}

// The three parts of "name+hash+base64" behind a prefix; the raw key of 32 bytes.
std::string read_key(std::string_view text, std::string_view prefix, std::string& id) {
  const std::string start = std::string(prefix) + std::string(key_name) + "+";
  if (!text.starts_with(start)) throw NoteFault("this is no key of ours");
  text.remove_prefix(start.size());
  const auto plus = text.find('+');
  if (plus == std::string_view::npos) throw NoteFault("this is no key of ours");
  id = text.substr(0, plus);
  const std::string key = from_base64(text.substr(plus + 1));
  if (key.size() != 33 || key[0] != ed25519) throw NoteFault("this is no Ed25519 key");
  return key.substr(1);
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) throw NoteFault("the note is cut short");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

SigningKey SigningKey::make() {
  SigningKey key;
  randombytes_buf(key.seed_.data(), key.seed_.size());
  return key;
}

SigningKey SigningKey::read(std::string_view text) {
  std::string id;
  std::string seed = read_key(text, "PRIVATE+KEY+", id);
  SigningKey key;
  std::ranges::copy(seed, key.seed_.begin());
  sodium_memzero(seed.data(), seed.size());
  if (hex_of(key_id(key.public_key())) != id) throw NoteFault("the key and its id do not fit");
  return key;
}

SigningKey::~SigningKey() { sodium_memzero(seed_.data(), seed_.size()); }

std::string SigningKey::text() const {
  return "PRIVATE+KEY+" + std::string(key_name) + "+" + hex_of(key_id(public_key())) + "+" +
         to_base64(ed25519 + std::string(view(seed_.data(), seed_.size())));
}

PublicKey SigningKey::public_key() const {
  PublicKey key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(key.data(), secret.data(), seed_.data());
  sodium_memzero(secret.data(), secret.size());
  return key;
}

std::string SigningKey::sign(const Checkpoint& checkpoint) const {
  PublicKey key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  std::array<unsigned char, signature_size> signature;
  crypto_sign_seed_keypair(key.data(), secret.data(), seed_.data());
  const std::string body = body_of(checkpoint);
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                       secret.data());
  sodium_memzero(secret.data(), secret.size());
  return note_of(checkpoint, key_id(key) + std::string(view(signature.data(), signature.size())));
}

std::string write_verifier_key(const PublicKey& key) {
  return std::string(key_name) + "+" + hex_of(key_id(key)) + "+" + to_base64(with_type(key));
}

PublicKey read_verifier_key(std::string_view text) {
  std::string id;
  const std::string bytes = read_key(text, "", id);
  PublicKey key;
  std::ranges::copy(bytes, key.begin());
  if (hex_of(key_id(key)) != id) throw NoteFault("the key and its id do not fit");
  return key;
}

namespace {

// What our signature in this line says, or nothing when the line is another's.
std::optional<std::string> our_signature(std::string_view line) {
  const auto space = line.find(' ', dash.size());
  if (!line.starts_with(dash) || space == std::string_view::npos) {
    throw NoteFault("the note is not signed by yanxi");
  }
  if (line.substr(dash.size(), space - dash.size()) != key_name) return {};
  std::string signed_by = from_base64(line.substr(space + 1));
  if (signed_by.size() != key_id_size + signature_size) throw NoteFault("the note is not signed");
  return signed_by;
}

// Whether one of these keys made it; throws when it is of one of them and over other words.
bool is_of(const std::string& signed_by, const std::vector<PublicKey>& keys,
           std::string_view body) {
  for (const PublicKey& key : keys) {
    if (!signed_by.starts_with(key_id(key))) continue;
    const auto* signature = reinterpret_cast<const unsigned char*>(signed_by.data()) + key_id_size;
    if (crypto_sign_verify_detached(signature, reinterpret_cast<const unsigned char*>(body.data()),
                                    body.size(), key.data()) == 0) {
      return true;
    }
    throw NoteFault("the signature is not over these words");
  }
  return false;
}

}  // namespace

Checkpoint read_note(std::string_view note, const std::vector<PublicKey>& keys) {
  Checkpoint checkpoint;
  std::string_view rest = note;
  checkpoint.origin = take_line(rest);
  const std::string_view size = take_line(rest);
  const auto [end, error] =
      std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  if (error != std::errc() || end != size.data() + size.size()) {
    throw NoteFault("the note has no size");
  }
  const std::string chain = from_base64(take_line(rest));
  if (chain.size() != checkpoint.chain.size()) throw NoteFault("the note has no digest");
  std::ranges::copy(chain, checkpoint.chain.begin());
  // A later version may say more behind it; all of it is signed.
  while (!take_line(rest).empty()) {
  }
  const std::string_view body = note.substr(0, note.size() - rest.size() - 1);
  if (!body.starts_with(body_of(checkpoint))) throw NoteFault("the note has another form");
  // And others may have signed it, too.
  bool ours = false, known = false;
  do {
    const auto signed_by = our_signature(take_line(rest));
    ours |= signed_by.has_value();
    known |= signed_by && is_of(*signed_by, keys, body);
  } while (!rest.empty());
  if (!ours) throw NoteFault("the note is not signed by yanxi");
  if (!known) throw NoteFault("it is signed by a key that is not known here");
  return checkpoint;
}

}  // namespace yanxi
