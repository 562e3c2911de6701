// Follows the log and folds every event into the views. Here: the threads, the checkpoint, making
// views anew beside those that serve, waiting for one's own write. Not here: the folds, one file a
// view.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "events/catalogue.hpp"
#include "events/log/log.hpp"
#include "projections/local_store.hpp"

namespace yanxi {

class Projector {
 public:
  // `written` is raised whenever the form or the meaning of any row changes. Rows of `readable` and
  // later are still read rightly by this program's pages, so they go on serving while their
  // successors are made; older ones, and those of another log, are thrown away at the start.
  struct Formats {
    int written = 5;
    int readable = 5;
  };
  using Progress = std::function<void(std::uint64_t folded, std::uint64_t head)>;

  // `fault` is called once, from one of the projector's threads, when it cannot go on; the views
  // stay where they were and the caller stops the process.
  Projector(const EventLog& log, LocalStore& store,
            std::function<void(const std::string& what)> fault, Formats formats);
  Projector(const EventLog& log, LocalStore& store,
            std::function<void(const std::string& what)> fault)
      : Projector(log, store, std::move(fault), Formats{}) {}
  ~Projector();

  // Versions of the catalogue that are published while it follows are added there, before any view
  // names them. Before start; `catalogues` outlives the projector.
  void publish_to(Catalogues& catalogues) { catalogues_ = &catalogues; }

  // Brings the views up to the log's head and returns; for commands and tests, before start.
  void catch_up(const Progress& progress = {});
  // Follows from here on in a thread of its own; a second one replaces views of an older format.
  // `progress` is called from either until the views are whole.
  void start(Progress progress = {});

  // Ends a rebuild soon and without effect, and the following; views stay where they are.
  void stop();

  // Makes every view anew in a folder beside, while the present ones serve and follow, and puts
  // them in their place. One at a time; false when the projector was stopped first. Thread-safe.
  bool rebuild(const Progress& progress = {});

  // Whether pages may be made from the views: they have reached the head once since the start.
  // Thread-safe.
  bool serves() const { return serves_; }
  // The last position folded. Thread-safe.
  std::uint64_t position() const;
  // Waits until `position` is folded; false when the time is over first. So a page shows
  // what its reader has just saved. Thread-safe.
  bool wait_for(std::uint64_t position, std::chrono::milliseconds timeout) const;

 private:
  bool find_views();
  std::size_t step();
  void follow(const Progress& progress);
  void run(const std::function<void()>& work);
  bool stopping() const;

  const EventLog& log_;
  LocalStore& store_;
  Catalogues* catalogues_ = nullptr;
  std::function<void(const std::string&)> fault_;
  Formats formats_;
  std::atomic<bool> serves_ = false;
  std::mutex stepping_, rebuilding_;  // who writes the views; who makes new ones
  mutable std::mutex mutex_;          // guards what follows
  mutable std::condition_variable moved_;
  std::uint64_t position_ = 0;
  int stored_format_ = 0;
  bool stopping_ = false;
  std::thread follower_, renewer_;
};

}  // namespace yanxi
