// The fsck of the log. Here: reading it whole and naming every fault with its position. Not here:
// repair; the log is never changed by it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "events/checkpoint_folder.hpp"
#include "events/log/log.hpp"

namespace yanxi {

struct Fault {
  std::uint64_t position = 0;  // 0 when it is not of one event
  std::string what;
};

struct Verdict {
  std::uint64_t events = 0;  // checked
  Head head;
  std::uint64_t faults = 0;
};

// Checks positions, stream versions, times, sealed, leaf and chain digests; that every event
// decodes and every stream's history is one its rules allow; that nothing was erased without an
// erasure and nothing kept in spite of one; that the log contains every checkpoint; that the
// store's files and indexes are sound. Goes on after a fault and calls `report` for each. Beside a
// running writer it checks what is there; checkpoints must have been read before the log was
// opened.
//
// With `from`, one of the checkpoints, only events after it are checked, on the word of its
// signature, and not the store's files: short enough for every night.
Verdict verify(const EventLog& log, const Checkpoints& checkpoints, const Checkpoint* from,
               const std::function<void(const Fault&)>& report);

}  // namespace yanxi
