// What the worker looks after beside requests, twice a second in a thread of its own: signals, the
// clock, free space, checkpoints, dead sessions. Not here: requests (fastcgi), orders (control).
#pragma once

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>

#include "events/checkpoint_folder.hpp"
#include "fcgi/clock.hpp"
#include "fcgi/data_folder.hpp"
#include "fcgi/service.hpp"

namespace yanxi {

class Watch {
 public:
  // Sets `stop` at SIGTERM or SIGINT. `signed_size` is that of the last checkpoint. Below
  // `min_free_bytes` on the log's disk the service takes no commands.
  Watch(std::atomic<bool>& stop, Service& service, const DataFolder& data,
        std::uint64_t signed_size, std::uint64_t min_free_bytes);
  ~Watch();

  // Signs the log's head if there are events since the last checkpoint. Only while the log is
  // healthy: what is not known to be kept may not be signed.
  void sign();

  // Those it waits for; to be blocked in every thread, so that none breaks a read or write of
  // libfcgi (hardening.md 1.1).
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
  ClockWatch clock_;
  std::mutex signing_;  // a backup signs, too
  std::thread thread_;
};

}  // namespace yanxi
