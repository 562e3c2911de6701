// How long the endurance tests go on: tests/run does the usual number; YANXI_COUNT asks for more,
// YANXI_SEED for other ones.
//   YANXI_COUNT=20000 YANXI_SEED=7 build/tests/endurance_test -t power_cuts
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace yanxi {

inline std::uint64_t number_from(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text ? std::stoull(text) : usual;
}
inline std::uint64_t count_or(std::uint64_t usual) { return number_from("YANXI_COUNT", usual); }
inline std::uint64_t seed() { return number_from("YANXI_SEED", 1); }

}  // namespace yanxi
