// The fsck of the log. Here: reading it whole and naming every fault with its position. Not here:
// repair; the log is never changed by it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "events/log.hpp"

namespace yanxi {

struct Fault {
  std::uint64_t position = 0;
  std::string what;
};

struct Verdict {
  std::uint64_t events = 0;
  Head head;
  std::uint64_t faults = 0;
};

// Checks positions, stream versions, times, sealed, leaf and chain digests, and that every event
// decodes and every plan's history is one its rules allow; goes on after a fault and calls `report`
// for each. One at a time on a given log; beside a running writer it checks what is there.
Verdict verify(const EventLog& log, const std::function<void(const Fault&)>& report);

}  // namespace yanxi
