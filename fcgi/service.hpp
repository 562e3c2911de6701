// Everything a request needs, put together once by `serve`. Not here: how it is started (serve).
#pragma once

#include <atomic>
#include <memory>

#include "events/catalogue.hpp"
#include "events/execute.hpp"
#include "events/log/log.hpp"
#include "fcgi/identity.hpp"
#include "fcgi/lanes.hpp"
#include "fcgi/visit/password.hpp"
#include "fcgi/visit/session.hpp"
#include "projections/projector.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

struct Service {
  EventLog& log;
  Executor& executor;
  const Catalogues& catalogues;  // read; the executor adds to them
  ViewReader views;
  Projector& projector;
  Sessions& sessions;
  PasswordCheck passwords;
  Throttle throttle;
  // Kept by Watch.
  std::atomic<bool> low_space = false;         // no commands are taken
  std::atomic<std::uint64_t> signed_size = 0;  // of the last checkpoint
  std::unique_ptr<const Identity> identity = std::make_unique<BuiltinIdentity>(sessions);
  Lanes lanes{};
};

}  // namespace yanxi
