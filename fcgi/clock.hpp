// The machine's clock, read here and nowhere else, and whether somebody set it. Not here: event
// time, which never goes back whatever the clock does (events/rocks_log).
#pragma once

#include <cstdint>
#include <optional>

#include "events/instant.hpp"

namespace yanxi {

Instant read_clock();
std::int64_t read_steady_clock();  // microseconds; never set by anybody

// Compares the clock with one that is never set. One thread.
class ClockWatch {
 public:
  static constexpr std::int64_t tolerated_us = 2 * second_us;

  // The microseconds by which the clock was set since the last look, forward positive; nothing when
  // it was set by no more than is tolerated, as time servers do all day.
  std::optional<std::int64_t> look(Instant clock, std::int64_t steady_us);

 private:
  std::optional<std::int64_t> offset_us_;
};

}  // namespace yanxi
