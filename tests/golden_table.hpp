// A table of answers beside the one in tests/golden that a person has read. Here: comparing them
// line by line, or writing it anew with YANXI_GOLDEN=write. Included by files that know
// YANXI_TESTS.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace yanxi {

inline void compare_with_golden(const std::string& table, const std::string& name) {
  const std::string file = std::string(YANXI_TESTS "/golden/") + name;
  if (std::getenv("YANXI_GOLDEN")) std::ofstream(file) << table;
  std::ifstream in(file);
  std::istringstream have(table);
  std::string expected, line;
  while (std::getline(in, expected)) {
    BOOST_REQUIRE(std::getline(have, line));
    BOOST_TEST(line == expected);
  }
  BOOST_TEST(!std::getline(have, line), line);
}

}  // namespace yanxi
