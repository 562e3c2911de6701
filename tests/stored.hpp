// The frozen examples in tests/stored/. Here: reading them. A file that includes this needs
// YANXI_TESTS (CMakeLists.txt).
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "events/codec.hpp"

namespace yanxi {

struct Stored {
  std::string stream, tag, payload;
};

// tests/stored/TAG holds the stream on the first line and the payload on the second.
inline Stored stored_example(const std::string& tag) {
  std::ifstream in(std::filesystem::path(YANXI_TESTS "/stored") / tag);
  Stored stored{{}, tag, {}};
  std::getline(in, stored.stream);
  std::getline(in, stored.payload);
  return stored;
}

inline std::vector<Stored> stored_examples() {
  std::vector<Stored> all;
  for (const auto& entry : std::filesystem::directory_iterator(YANXI_TESTS "/stored")) {
    all.push_back(stored_example(entry.path().filename().string()));
  }
  std::ranges::sort(all, {}, &Stored::tag);
  return all;
}

}  // namespace yanxi
