#include "events/log/row.hpp"

#include <algorithm>

#include "events/log/chain.hpp"

namespace yanxi {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  std::string_view take(std::size_t size) {
    if (rest_.size() < size) throw RowFault("the row is cut short");
    const std::string_view front = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return front;
  }
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (char c : take(size)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::string text() { return std::string(take(number(4))); }
  template <std::size_t N>
  void bytes(std::array<unsigned char, N>& target) {
    std::ranges::copy(take(N), target.begin());
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

template <std::size_t N>
void append_bytes(std::string& row, const std::array<unsigned char, N>& raw) {
  row.append(reinterpret_cast<const char*>(raw.data()), N);
}

}  // namespace

std::string number_key(std::uint64_t number) {
  std::string key(8, '\0');
  for (auto it = key.rbegin(); it != key.rend(); ++it, number >>= 8) {
    *it = static_cast<char>(number & 0xff);
  }
  return key;
}

std::uint64_t read_number(std::string_view key) {
  if (key.size() != 8) throw RowFault("a number has another size");
  return Cursor(key).number(8);
}

std::string stream_key(std::string_view stream, std::uint64_t version) {
  std::string key(stream);
  key += '\0';
  return key + number_key(version);
}

std::string command_key(std::string_view stream, const CommandId& command) {
  std::string key(stream);
  key += '\0';
  append_bytes(key, command);
  return key;
}

std::string encode_row(const Envelope& envelope) {
  std::string row = leaf_bytes(envelope);
  row.reserve(row.size() + envelope.payload.size() + 96);
  row += envelope.erased ? '\0' : '\1';
  if (!envelope.erased) {
    append_bytes(row, envelope.salt);
    row += number_key(envelope.payload.size()).substr(4);
    row += envelope.payload;
  }
  append_bytes(row, envelope.leaf);
  append_bytes(row, envelope.chain);
  return row;
}

Envelope decode_row(std::string_view row) {
  Cursor cursor(row);
  Envelope envelope;
  envelope.position = cursor.number(8);
  envelope.stream = cursor.text();
  envelope.version = cursor.number(8);
  envelope.at.us = static_cast<std::int64_t>(cursor.number(8));
  envelope.actor.account = cursor.text();
  envelope.actor.role = cursor.text();
  envelope.actor.source = cursor.text();
  cursor.bytes(envelope.command);
  envelope.tag = cursor.text();
  cursor.bytes(envelope.sealed);
  const std::uint64_t kept = cursor.number(1);
  if (kept > 1) throw RowFault("the row has an unknown form");
  envelope.erased = kept == 0;
  if (!envelope.erased) {
    cursor.bytes(envelope.salt);
    envelope.payload = cursor.text();
  }
  cursor.bytes(envelope.leaf);
  cursor.bytes(envelope.chain);
  if (!cursor.at_end()) throw RowFault("the row has bytes left over");
  return envelope;
}

Envelope decode_row(std::string_view row, std::uint64_t position) {
  Envelope envelope = decode_row(row);
  if (envelope.position != position) {
    throw RowFault("event " + std::to_string(position) + " says it stands at " +
                   std::to_string(envelope.position));
  }
  return envelope;
}

}  // namespace yanxi
