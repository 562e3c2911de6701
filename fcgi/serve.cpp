#include <pthread.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "events/rocks_log.hpp"
#include "fcgi/commands.hpp"
#include "fcgi/fastcgi.hpp"
#include "templates/dictionary.hpp"

namespace yanxi {
namespace {

// Waits for SIGTERM, SIGINT or the end, and sweeps dead sessions once an hour. Signals are blocked
// in every thread, so that none breaks a read or write of libfcgi (hardening.md 1.1).
class Watch {
 public:
  Watch(std::atomic<bool>& stop, Sessions& sessions) : stop_(stop), sessions_(sessions) {
    thread_ = std::thread([this] { run(); });
  }
  ~Watch() {
    stop_ = true;
    thread_.join();
  }

  static sigset_t signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&set, signal);
    return set;
  }

 private:
  void run() {
    const sigset_t set = signals();
    const timespec half_second{0, 500'000'000};
    for (int ticks = 0; !stop_; ++ticks) {
      const int signal = ::sigtimedwait(&set, nullptr, &half_second);
      if (signal == SIGTERM || signal == SIGINT) stop_ = true;
      if (ticks % 7200 == 7199) sweep();
    }
  }
  void sweep() {
    using namespace std::chrono;
    const auto now = system_clock::now().time_since_epoch();
    sessions_.sweep({duration_cast<microseconds>(now).count()});
  }

  std::atomic<bool>& stop_;
  Sessions& sessions_;
  std::thread thread_;
};

}  // namespace

int run_serve(const DataFolder& data, const std::filesystem::path& socket, int threads) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("yanxi"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  const sigset_t signals = Watch::signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  load_templates();
  const Catalogues catalogues = load_catalogues();
  const auto log = RocksLog::open(data.log());
  LocalStore views(data.views());
  std::atomic<bool> stop = false, folding = true;
  Projector projector(*log, views, [&](const std::string& what) {
    spdlog::critical("the views cannot follow the log: {}", what);
    folding = false;
    stop = true;
  });
  projector.catch_up();
  projector.start();
  Sessions sessions(data.sessions(), data.form_key());
  Executor executor(*log, catalogues);
  Service service{*log, executor, catalogues, ViewReader(views), projector, sessions, {}, {}};
  FastCgi fastcgi(socket);
  const Watch watch(stop, sessions);
  spdlog::info("serving {} events on {}", log->head().position, socket.string());
  const bool healthy = fastcgi.serve(service, threads, stop);
  spdlog::info("stopped at event {}", log->head().position);
  return healthy && folding ? 0 : 2;
}

}  // namespace yanxi
