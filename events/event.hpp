// The envelope around every event, and the words the log and the folds share about it.
// Not here: what the payload means (plan, person ...), its bytes (codec), the store (log).
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

// plan/115/teacher1 and its kin, in parts. `year` is 0 and `name` the rest for person/ACCOUNT and
// unit/UNIT; `name` is empty for year/115.
struct StreamName {
  std::string kind;
  int year = 0;
  std::string name;
};
StreamName parse_stream(std::string_view stream);
std::string plan_stream(int year, std::string_view account);
std::string school_plan_stream(int year, std::string_view unit);
std::string roster_stream(int year, std::string_view unit);
std::string year_stream(int year);
std::string survey_stream(int year, std::string_view account);
std::string person_stream(std::string_view account);
std::string unit_stream(std::string_view unit);
std::string catalogue_stream(int year);
std::string access_stream(int year, std::string_view account);
std::string log_stream();  // the log's own history

// Whether a stream tells of one person and nobody else, so that an erasure takes its contents.
bool is_stream_of(const StreamName& stream, std::string_view account);

std::string to_hex(const unsigned char* bytes, std::size_t size);
template <std::size_t N>
std::string to_hex(const std::array<unsigned char, N>& bytes) {
  return to_hex(bytes.data(), N);
}

}  // namespace yanxi
