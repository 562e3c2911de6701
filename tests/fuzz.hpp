// What every fuzz target shares: bytes as text, and a check that stops the fuzzer. libFuzzer calls
// LLVMFuzzerTestOneInput with inputs it makes from those in tests/corpus/TARGET.*.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace yanxi {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void must(bool held) {
  if (!held) std::abort();
}

}  // namespace yanxi
