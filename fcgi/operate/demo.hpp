// Demonstration data: schools, people, two years and their plans, made through the same commands a
// user's request makes.
#pragma once

#include <string>

#include "events/execute.hpp"
#include "fcgi/visit/password.hpp"

namespace yanxi {

// Where this year's window stands at the moment the data are made.
enum class DemoPhase { before, open, late, closed };

constexpr const char* demo_password = "yanxi-demo";

// Fills an empty log as of `now`. Throws std::runtime_error when a command is refused, which only a
// mistake here can cause. In the phases late and closed teacher2 has a draft and teacher3 has
// submitted; otherwise this year's plans are not begun.
// With `teachers` more people and what they did until now (crowd). All have one password, whose
// hash has this cost.
void make_demo(EventLog& log, Catalogues& catalogues, Instant now, DemoPhase phase,
               std::size_t teachers, PasswordCost cost);

}  // namespace yanxi
