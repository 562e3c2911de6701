#include "events/request.hpp"

#include <sodium.h>

namespace yanxi {

CommandId command_id(std::string_view actor, std::string_view once, std::string_view body) {
  crypto_generichash_state state;
  CommandId id;
  crypto_generichash_init(&state, nullptr, 0, id.size());
  for (std::string_view part : {actor, once, body}) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), size);
  }
  crypto_generichash_final(&state, id.data(), id.size());
  return id;
}

}  // namespace yanxi
