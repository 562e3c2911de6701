// The service without sockets: a log on disk, its views, sessions and catalogues, at one moment.
// Here: what tests ask requests of. Not here: the requests (cases_test, access_test).
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>

#include "events/rocks_log.hpp"
#include "fcgi/demo.hpp"
#include "fcgi/service.hpp"
#include "templates/dictionary.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

namespace yanxi {

struct Served {
  explicit Served(DemoPhase phase) {
    load_templates();
    make_demo(*log, catalogues, now, phase);
    projector.catch_up();
    projector.start();
  }
  // Every request sees what was written before it, as a browser does with its cookie.
  void settle() { projector.wait_for(log->head().position, std::chrono::seconds(10)); }

  Folder folder;
  Catalogues catalogues = examples::load_catalogues();
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  LocalStore views{folder.path() / "views"};
  Projector projector{*log, views, [](const std::string& what) { BOOST_ERROR(what); }};
  Sessions sessions{folder.path() / "sessions", folder.path() / "keys" / "forms.key"};
  Executor executor{*log, catalogues};
  Service service{*log, executor, catalogues, ViewReader(views), projector, sessions, {}, {}};
  Instant now = from_taipei(2026, 11, 22, 10);
};

}  // namespace yanxi
