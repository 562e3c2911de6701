// Payloads read by the kind of their stream. Not here: what is read of them.
#pragma once

#include "events/codec.hpp"
#include "events/streams.hpp"

namespace yanxi {

// Throws DecodeFault.
inline void check_payload(std::string_view stream, std::string_view tag, std::string_view payload) {
  std::visit([&]<class Kind>(const Kind&) { decode<typename Kind::Event>(tag, payload); },
             parse_stream(stream).kind);
}

}  // namespace yanxi
