#include "fcgi/lanes.hpp"

#include <algorithm>

namespace yanxi {

Lanes::Lanes() {
  for (auto& bound : bounds_) bound = std::make_shared<Bound>();
}

void Lanes::share(int threads) {
  const auto set = [&](Lane lane, int most) {
    bounds_[static_cast<std::size_t>(lane)]->most = most;
  };
  set(Lane::page, threads);
  set(Lane::slow, std::max(1, threads * 3 / 8));
  set(Lane::feed, std::max(1, threads / 8));
}

Lanes::Place Lanes::enter(Lane lane) {
  const std::shared_ptr<Bound> bound = bounds_[static_cast<std::size_t>(lane)];
  if (++bound->taken > bound->most) {
    --bound->taken;
    return nullptr;
  }
  return {bound.get(), [bound](const void*) { --bound->taken; }};
}

}  // namespace yanxi
