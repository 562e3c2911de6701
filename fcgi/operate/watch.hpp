// What the worker looks after beside requests, at a steady pace in a thread of its own: signals,
// the clock, free space, checkpoints, dead sessions. Not here: requests (fastcgi), orders
// (control).
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>

#include "events/checkpoint_folder.hpp"
#include "fcgi/clock.hpp"
#include "fcgi/operate/data_folder.hpp"
#include "fcgi/service.hpp"

namespace yanxi {

class Watch {
 public:
  struct Pace {
    std::chrono::milliseconds tick;   // signals, clock and space are looked at
    std::chrono::milliseconds sign;   // a checkpoint is signed when there is something new
    std::chrono::milliseconds sweep;  // dead sessions are removed; both whole ticks
  };

  // Sets `stop` at SIGTERM or SIGINT. `signed_size` is that of the last checkpoint. Below
  // `min_free_bytes` on the log's disk the service takes no commands.
  Watch(std::atomic<bool>& stop, Service& service, const DataFolder& data,
        std::uint64_t signed_size, std::uint64_t min_free_bytes, Pace pace);
  ~Watch();

  // Signs the log's head if there are events since the last checkpoint. Only while the log is
  // healthy: what is not known to be kept may not be signed.
  void sign();

  // Those it waits for; to be blocked in every thread, so that none breaks a read or write of
  // libfcgi, which does not take it up again.
  static sigset_t signals();

 private:
  void run();
  void look_at_clock();
  void look_at_space();

  std::atomic<bool>& stop_;
  Service& service_;
  DataFolder data_;
  CheckpointFolder checkpoints_;
  std::uint64_t min_free_bytes_;
  Pace pace_;
  ClockWatch clock_;
  std::mutex signing_;  // a backup signs, too
  std::thread thread_;
};

// The service's own; tests look after theirs more often.
constexpr Watch::Pace service_pace{std::chrono::milliseconds(500), std::chrono::minutes(1),
                                   std::chrono::hours(1)};

}  // namespace yanxi
