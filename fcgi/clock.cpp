#include "fcgi/clock.hpp"

#include <chrono>
#include <cstdlib>

namespace yanxi {

using std::chrono::duration_cast;
using std::chrono::microseconds;

Instant read_clock() {
  return {duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::int64_t read_steady_clock() {
  return duration_cast<microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<std::int64_t> ClockWatch::look(Instant clock, std::int64_t steady_us) {
  const std::int64_t offset = clock.us - steady_us;
  const std::int64_t step = offset_us_ ? offset - *offset_us_ : 0;
  offset_us_ = offset;
  if (std::abs(step) <= tolerated_us) return {};
  return step;
}

}  // namespace yanxi
