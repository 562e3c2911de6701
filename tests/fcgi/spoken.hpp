// What a command says on a terminal and how it ends. Here: standard output and error kept in
// memory. Not here: the program's command line (browser/terminal.test.mjs).
#pragma once

#include <functional>
#include <iostream>
#include <sstream>
#include <string>

namespace yanxi {

struct Spoken {
  int status = 0;  // 2 when it threw, as main makes it
  std::string out, err;
};

inline Spoken hear(const std::function<int()>& command) {
  Spoken spoken;
  std::ostringstream out, err;
  std::streambuf* const real_out = std::cout.rdbuf(out.rdbuf());
  std::streambuf* const real_err = std::cerr.rdbuf(err.rdbuf());
  try {
    spoken.status = command();
  } catch (const std::exception& error) {
    spoken.status = 2;
    std::cerr << error.what();
  }
  std::cout.rdbuf(real_out);
  std::cerr.rdbuf(real_err);
  spoken.out = out.str();
  spoken.err = err.str();
  return spoken;
}

}  // namespace yanxi
