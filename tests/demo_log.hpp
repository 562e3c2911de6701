// Demonstration data as tests want them: quickly. Here: a cost of passwords that guards nothing.
// Not here: what the service's own cost is (passwords_test).
#pragma once

#include "fcgi/operate/demo.hpp"

namespace yanxi {

constexpr PasswordCost cheap_password{1, 8192};  // the least libsodium takes

inline void fill_demo(EventLog& log, Catalogues& catalogues, Instant now, DemoPhase phase,
                      std::size_t teachers = 0) {
  make_demo(log, catalogues, now, phase, teachers, cheap_password);
}

}  // namespace yanxi
