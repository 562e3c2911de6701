// The envelope around every event: what the log knows of it, whatever it says. Not here: what
// payloads mean (the domain), which streams there are (streams), how a log keeps them (log).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/instant.hpp"

namespace yanxi {

using Digest = std::array<unsigned char, 32>;     // SHA-256
using Salt = std::array<unsigned char, 16>;       // random for each event
using CommandId = std::array<unsigned char, 16>;  // names one request of one actor

// Who acted and as what. `role` is teacher, clerk, county, auditor, admin or system; `source` is
// how the account was proven: builtin for our own passwords, terminal for a command line.
struct Actor {
  std::string account, role, source;
  bool operator==(const Actor&) const = default;
};

// An event's stored form: a tag, and one line of JSON in UTF-8 (codec).
struct Encoded {
  std::string tag;
  std::string payload;
};

struct Envelope {
  std::uint64_t position = 0;  // in the whole log: 1, 2, 3 ... without a gap
  std::string stream;          // plan/115/teacher1
  std::uint64_t version = 0;   // in its stream: 1, 2, 3 ...
  Instant at;                  // never earlier than the event before it
  Actor actor;
  CommandId command{};
  std::string tag;      // plan.submitted.1
  std::string payload;  // one line of JSON; empty when it was lawfully erased
  Salt salt{};
  bool erased = false;  // payload and salt are gone; all else stands and is still proven
  Digest sealed{};      // SHA-256(salt || payload)
  Digest leaf{}, chain{};
};

// What a fold may know of an event besides its payload.
struct Stamp {
  std::uint64_t position = 0, version = 0;
  Instant at;
  Digest leaf{};
};

inline Stamp stamp_of(const Envelope& envelope) {
  return {envelope.position, envelope.version, envelope.at, envelope.leaf};
}

std::string to_hex(const unsigned char* bytes, std::size_t size);
template <std::size_t N>
std::string to_hex(const std::array<unsigned char, N>& bytes) {
  return to_hex(bytes.data(), N);
}

}  // namespace yanxi
