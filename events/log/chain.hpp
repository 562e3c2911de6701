// Digests of the log. Here: the grammar of leaf and chain, exact to the byte, so that an exported
// log can be checked with SHA-256 in any language. Pure. Not here: where the digests are kept
// (log).
//
//   event   = position stream version at account role source command tag sealed
//   position, version, at = 8 bytes, unsigned, big-endian; `at` in microseconds of UTC since 1970
//   stream, account, role, source, tag = length bytes; length = 4 bytes, unsigned, big-endian
//   command = 16 bytes
//   sealed  = SHA-256(salt payload)             salt = 16 random bytes, payload = the stored JSON
//   leaf    = SHA-256(%x00 event)
//   chain(0) = 32 zero bytes
//   chain(n) = SHA-256(%x01 chain(n-1) leaf(n))
//
// The payload is bound through `sealed`, so that a lawful erasure can remove payload and salt and
// leave leaf and chain whole.
#pragma once

#include <string>
#include <string_view>

#include "events/log/envelope.hpp"

namespace yanxi {

Digest seal(const Salt& salt, std::string_view payload);
// The bytes of `event` in the grammar above.
std::string leaf_bytes(const Envelope& envelope);
Digest leaf_digest(const Envelope& envelope);
Digest chain_digest(const Digest& previous, const Digest& leaf);

}  // namespace yanxi
