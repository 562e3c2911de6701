#include "fcgi/operate/watch.hpp"

#include <spdlog/spdlog.h>

namespace yanxi {

Watch::Watch(std::atomic<bool>& stop, Service& service, const DataFolder& data,
             std::uint64_t signed_size, std::uint64_t min_free_bytes, Pace pace)
    : stop_(stop),
      service_(service),
      data_(data),
      checkpoints_(data.checkpoints(), data.keys()),
      min_free_bytes_(min_free_bytes),
      pace_(pace) {
  service_.signed_size = signed_size;
  const Instant last = service.log.head().at;
  const Instant now = read_clock();
  if (last > now + ClockWatch::tolerated_us) {
    spdlog::warn("the clock stands {} s before the last event; events keep its time until then",
                 (last - now) / second_us);
  }
  look_at_space();
  thread_ = std::thread([this] { run(); });
}

Watch::~Watch() {
  stop_ = true;
  thread_.join();
}

sigset_t Watch::signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&set, signal);
  return set;
}

void Watch::run() {
  using std::chrono::milliseconds;
  const sigset_t set = signals();
  const timespec tick{pace_.tick / std::chrono::seconds(1),
                      std::chrono::nanoseconds(pace_.tick % std::chrono::seconds(1)).count()};
  for (milliseconds passed = pace_.tick; !stop_; passed += pace_.tick) {
    const int signal = ::sigtimedwait(&set, nullptr, &tick);
    if (signal == SIGTERM || signal == SIGINT) stop_ = true;
    look_at_clock();
    look_at_space();
    if (passed % pace_.sign == milliseconds(0)) sign();
    if (passed % pace_.sweep == milliseconds(0)) service_.sessions.sweep(read_clock());
  }
}

void Watch::sign() {
  const std::lock_guard one(signing_);
  if (service_.log.head().position <= service_.signed_size) return;
  try {
    service_.signed_size = checkpoints_.sign(service_.log, read_clock());
  } catch (const std::exception& error) {
    // The service goes on: what it answered is on the disk. Without new checkpoints a loss could go
    // unnoticed, so this is said every minute and yanxi_checkpoint_size stands still.
    spdlog::error("no checkpoint: {}", error.what());
  }
}

void Watch::look_at_clock() {
  if (const auto step = clock_.look(read_clock(), read_steady_clock())) {
    spdlog::warn("the clock was set by {:+.3f} s",
                 static_cast<double>(*step) / static_cast<double>(second_us));
  }
}

void Watch::look_at_space() {
  std::error_code error;
  const auto space = std::filesystem::space(data_.log(), error);
  const bool low = !error && space.available < min_free_bytes_;
  if (low == service_.low_space.exchange(low)) return;
  if (low) {
    spdlog::error("only {} MB are free: no commands are taken", space.available >> 20);
  } else {
    spdlog::info("{} MB are free: commands are taken again", space.available >> 20);
  }
}

}  // namespace yanxi
