// Texts that a person has read, in tests/golden/. Here: comparing with one, and writing all of them
// anew with YANXI_GOLDEN=write; the difference is read before it is committed. Not here: what the
// texts are made from.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace yanxi {

// `file` is the name in tests/golden. Says the first line that differs, with the one before it.
inline void check_golden(const std::string& file, const std::string& have) {
  const std::string path = std::string(YANXI_TESTS) + "/golden/" + file;
  if (std::getenv("YANXI_GOLDEN")) std::ofstream(path, std::ios::binary) << have;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream wanted;
  wanted << in.rdbuf();
  if (have == wanted.str()) {
    BOOST_TEST(!have.empty(), file << " is empty");
    return;
  }
  std::istringstream have_lines(have), wanted_lines(wanted.str());
  std::string have_line, wanted_line, before;
  int number = 0;
  do {
    ++number;
    before = have_line;
    if (!std::getline(have_lines, have_line)) have_line = "(the end)";
    if (!std::getline(wanted_lines, wanted_line)) wanted_line = "(the end)";
  } while (have_line == wanted_line && have_line != "(the end)");
  BOOST_ERROR("tests/golden/" << file << ":" << number << " after\n  " << before << "\nsays\n  "
                              << wanted_line << "\nand now it is\n  " << have_line);
}

}  // namespace yanxi
