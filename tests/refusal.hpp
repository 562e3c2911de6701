// What an act is refused with. Here: the words of its exception. Not here: refusals of commands,
// which are values.
#pragma once

#include <stdexcept>
#include <string>

namespace yanxi {

// Empty when nothing is thrown; any other exception is not caught.
template <class Fault = std::runtime_error, class Act>
std::string refusal_of(const Act& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return fault.what();
  }
  return {};
}

}  // namespace yanxi
