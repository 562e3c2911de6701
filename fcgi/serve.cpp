#include <pthread.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "fcgi/fastcgi.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/erasure.hpp"
#include "fcgi/operate/operations.hpp"
#include "fcgi/operate/watch.hpp"
#include "templates/dictionary.hpp"

// Puts the worker together, from the log to the socket, and takes it apart again.

namespace yanxi {
namespace {

// Ends what an interrupted erasure began, before anybody is served.
void finish_erasures(const DataFolder& data, Executor& executor, EventLog& log,
                     Sessions& sessions) {
  for (const Erasure& erasure : find_unfinished(data, log)) {
    const auto outcome = carry_out(data, executor, erasure, [&](const std::string& account) {
      sessions.forget(account);
      std::filesystem::remove_all(data.views());
    });
    spdlog::warn("carried out the erasure of {}: {}", erasure.account,
                 outcome ? "done" : describe(outcome.error()));
  }
}

void start_logging() {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("yanxi"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
}

}  // namespace

int run_serve(const DataFolder& data, const ServeOptions& options) {
  start_logging();
  const sigset_t signals = Watch::signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a failed write like any other

  load_templates();
  const std::uint64_t signed_size = require_checkpoints(data);
  const auto log = RocksLog::open(data.log());
  Catalogues catalogues = load_catalogues(*log);
  Executor executor(*log, catalogues);
  Sessions sessions(data.sessions(), data.form_key());
  finish_erasures(data, executor, *log, sessions);
  LocalStore views(data.views());
  std::atomic<bool> stop = false, sound = true;
  Projector projector(*log, views, [&](const std::string& what) {
    spdlog::critical("the views cannot follow the log: {}", what);
    sound = false;
    stop = true;
  });
  projector.publish_to(catalogues);
  Service service{*log,
                  executor,
                  catalogues,
                  ViewReader(views),
                  projector,
                  sessions,
                  PasswordCheck(service_password_cost),
                  {}};
  Watch watch(stop, service, data, signed_size, options.min_free_bytes, service_pace);
  FastCgi fastcgi(options.socket, service_door);
  const auto fail = [&](const std::string& what) {
    spdlog::critical("an operation failed and its outcome is unknown: {}", what);
    sound = false;
    stop = true;
  };
  Control control(data.control_socket(),
                  worker_operations(data, *log, executor, catalogues, projector, sessions, watch,
                                    told_every, fail),
                  control_patience);
  projector.start([last = std::uint64_t{0}](std::uint64_t folded, std::uint64_t head) mutable {
    if (folded - last < 100'000) return;
    last = folded;
    spdlog::info("folded {} of {} events into the views", folded, head);
  });
  spdlog::info("serving {} events on {}", log->head().position, options.socket.string());
  const bool healthy = fastcgi.serve(service, options.threads, stop);
  projector.stop();
  if (healthy && sound) watch.sign();
  spdlog::info("stopped at event {}", log->head().position);
  return healthy && sound ? 0 : 2;
}

}  // namespace yanxi
