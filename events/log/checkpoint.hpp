// A signed word on how long the log is and what its last chain digest was, in the C2SP signed-note
// form. Here: the note's text, signing and reading it, keys. Pure but for random keys. Not here:
// the files they lie in and what a log must contain (checkpoint_folder).
//
//   note      = origin LF size LF base64(chain) LF LF signature LF
//   signature = U+2014 SP "yanxi" SP base64(key-id ed25519-signature)
//   The signature is over the bytes before the empty line, their last LF included.
//   key-id    = first 4 bytes of SHA-256("yanxi" LF %x01 public-key)
//   A verifier key, which auditors hold, is "yanxi+" hex(key-id) "+" base64(%x01 public-key).
// The third line is the chain digest of chain.hpp where C2SP's own logs have the root of a tree.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "events/log/envelope.hpp"

namespace yanxi {

struct Checkpoint {
  std::string origin;  // lineage.hpp
  std::uint64_t size = 0;
  Digest chain{};
  bool operator==(const Checkpoint&) const = default;
};

// By name of the file: the day it was signed and the beginning of its origin, 2026-09-30-0a1b2c3d.
using Checkpoints = std::map<std::string, Checkpoint>;

struct NoteFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using PublicKey = std::array<unsigned char, 32>;

class SigningKey {
 public:
  static SigningKey make();
  // The form Go's note package has: "PRIVATE+KEY+yanxi+" hex(key-id) "+" base64(%x01 seed).
  // Throws NoteFault.
  static SigningKey read(std::string_view text);
  ~SigningKey();  // wipes the seed

  std::string text() const;
  PublicKey public_key() const;
  std::string sign(const Checkpoint& checkpoint) const;

 private:
  SigningKey() = default;
  std::array<unsigned char, 32> seed_{};
};

std::string write_verifier_key(const PublicKey& key);
PublicKey read_verifier_key(std::string_view text);  // throws NoteFault

// Throws NoteFault unless the note is, to the last byte, one that one of these keys signed.
Checkpoint read_note(std::string_view note, const std::vector<PublicKey>& keys);

}  // namespace yanxi
