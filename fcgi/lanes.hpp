// How much of one kind of work may be under way, so that no kind can take the last thread from
// another. Here: counting places. Not here: which address is in which lane (routes).
#pragma once

#include <array>
#include <atomic>
#include <limits>
#include <memory>

namespace yanxi {

// What a thread is held by: a page; what takes long by itself (password hashing, PDF, import,
// statistics); what is sent at the pace of its reader.
enum class Lane { page, slow, feed };

// Thread-safe.
class Lanes {
 public:
  // Unbounded until they share.
  Lanes();
  // At least half of four threads or more are left to pages, which may have them all.
  void share(int threads);

  // Given back when the last copy of it goes. Nothing when the lane is full.
  using Place = std::shared_ptr<const void>;
  Place enter(Lane lane);

 private:
  struct Bound {
    std::atomic<int> most = std::numeric_limits<int>::max(), taken = 0;
  };
  // A place may outlive the lanes.
  std::array<std::shared_ptr<Bound>, 3> bounds_;
};

}  // namespace yanxi
