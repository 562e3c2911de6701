// The service without sockets: a log on disk, its views, sessions and catalogues, at one moment.
// Here: what tests ask requests of. Not here: the requests (cases_test, access_test).
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>

#include "events/log/rocks_log.hpp"
#include "fcgi/service.hpp"
#include "templates/dictionary.hpp"
#include "tests/demo_log.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

namespace yanxi {

// What a service is made of, with nothing in it yet.
struct Parts {
  explicit Parts(Instant at = from_taipei(2026, 11, 22, 10)) : now(at) {
    projector.publish_to(catalogues);
  }

  Folder folder;
  Catalogues catalogues = examples::load_catalogues();
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  LocalStore views{folder.path() / "views"};
  Projector projector{*log, views, [](const std::string& what) { BOOST_ERROR(what); }};
  Sessions sessions{folder.path() / "sessions", folder.path() / "keys" / "forms.key"};
  Executor executor{*log, catalogues};
  Service service{*log,
                  executor,
                  catalogues,
                  ViewReader(views),
                  projector,
                  sessions,
                  PasswordCheck(cheap_password),
                  {}};
  Instant now;
};

// With demonstration data, and views that follow.
struct Served : Parts {
  explicit Served(DemoPhase phase, Instant at = from_taipei(2026, 11, 22, 10)) : Parts(at) {
    load_templates();
    fill_demo(*log, catalogues, now, phase);
    projector.catch_up();
    projector.start();
  }
  ~Served() {
    projector.stop();
    // The follower looks whether it is stopped when an event comes, or 200 ms later.
    executor.execute<streams::Access>(
        {{"admin1", "admin", "builtin"}, now, command_id("admin1", "last", "")}, {115, "admin1"},
        {}, {"home", {}, {}, {}});
  }
  // Every request sees what was written before it, as a browser does with its cookie.
  void settle() { projector.wait_for(log->head().position, std::chrono::seconds(10)); }
};

}  // namespace yanxi
