// The stored bytes of one event and of the log's keys. Here: rows and keys to and from values.
// Not here: RocksDB, digests' rules (chain).
//
//   row = leaf_bytes contents leaf chain
//   leaf_bytes as in chain.hpp; leaf, chain = 32 bytes each
//   contents = %x01 salt length payload, or %x00 when salt and payload were lawfully erased
//   salt = 16 bytes; length = 4 bytes, big-endian
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "events/log/envelope.hpp"

namespace yanxi {

struct RowFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string encode_row(const Envelope& envelope);
// Throws RowFault when bytes are missing, left over or impossible.
Envelope decode_row(std::string_view row);
// The same, and when the event says that it stands elsewhere than at `position`.
Envelope decode_row(std::string_view row, std::uint64_t position);

std::string number_key(std::uint64_t number);
std::uint64_t read_number(std::string_view key);  // throws RowFault unless 8 bytes
std::string stream_key(std::string_view stream, std::uint64_t version);
std::string command_key(std::string_view stream, const CommandId& command);

}  // namespace yanxi
