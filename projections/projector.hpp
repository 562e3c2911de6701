// Follows the log and folds every event into the views. Here: the thread, the checkpoint, waiting
// for one's own write. Not here: the folds, one file a view.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "events/log.hpp"
#include "projections/local_store.hpp"

namespace yanxi {

class Projector {
 public:
  // Raised whenever the form of any row changes: older views are thrown away and folded anew.
  static constexpr int format = 2;

  // `fault` is called once, from the projector's thread, when it cannot go on; the views stay where
  // they were and the caller stops the process.
  Projector(const EventLog& log, LocalStore& store,
            std::function<void(const std::string& what)> fault);
  ~Projector();

  // Throws away all views. Before start.
  void reset();
  // Folds everything there is and returns; for commands and start-up, before start. `progress` is
  // called now and then with the position reached.
  void catch_up(const std::function<void(std::uint64_t)>& progress = {});
  // Follows from here on in a thread of its own.
  void start();

  // The last position folded. Thread-safe.
  std::uint64_t position() const;
  // Waits until `position` is folded; false when the time is over first (design rule 8: at most two
  // seconds for a page). Thread-safe.
  bool wait_for(std::uint64_t position, std::chrono::milliseconds timeout) const;

 private:
  std::size_t step();
  void run();

  const EventLog& log_;
  LocalStore& store_;
  std::function<void(const std::string&)> fault_;
  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  std::uint64_t position_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yanxi
