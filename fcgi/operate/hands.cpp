#include "fcgi/operate/hands.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace yanxi {
namespace {

constexpr std::size_t hands = 32;  // as many as the executor has locks

}  // namespace

void work_side_by_side(std::size_t begin, std::size_t end,
                       const std::function<void(std::size_t)>& work,
                       const std::function<void(std::size_t)>& progress) {
  std::atomic<std::size_t> next = begin, done = 0;
  const std::size_t count = std::min(hands, end - begin);
  std::mutex mutex;  // guards what follows
  std::condition_variable ended;
  std::exception_ptr failure;
  std::size_t at_work = count;
  const auto hand = [&] {
    try {
      for (std::size_t i = next++; i < end; i = next++) {
        work(i);
        ++done;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = end;
    }
    const std::lock_guard lock(mutex);
    --at_work;
    ended.notify_one();
  };
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < count; ++i) all.emplace_back(hand);
  for (std::unique_lock lock(mutex); at_work > 0;) {
    ended.wait_for(lock, std::chrono::milliseconds(200));
    if (!progress) continue;
    lock.unlock();
    progress(done);
    lock.lock();
  }
  all.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace yanxi
