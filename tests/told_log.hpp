// Events told straight to a log, and the views folded from it. Here: a log, its views and one way
// to add to it, for tests of what is folded. Not here: the rules that decide (given), the service
// (served).
#pragma once

#include <boost/test/unit_test.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "events/codec.hpp"
#include "events/log/rocks_log.hpp"
#include "events/streams.hpp"
#include "projections/projector.hpp"
#include "projections/view_rows.hpp"
#include "tests/examples.hpp"
#include "tests/folder.hpp"

namespace yanxi {

struct Told {
  // Adds what happened to one stream, a minute after what was told before; the last position.
  template <class Event>
  std::uint64_t tell(const std::string& stream, const std::vector<Event>& events,
                     const std::string& actor = "system") {
    now = now + minute_us;
    return tell_now(stream, events, actor);
  }
  // The same at the time of what was told before.
  template <class Event>
  std::uint64_t tell_now(const std::string& stream, const std::vector<Event>& events,
                         const std::string& actor = "system") {
    CommandId command{};
    ++told_;
    for (std::size_t i = 0; i < 8; ++i) command[i] = static_cast<unsigned char>(told_ >> (8 * i));
    Append append{stream, versions_[stream], now, {actor, "teacher", "terminal"}, command, {}};
    for (const Event& event : events) append.events.push_back(encode(event));
    const auto appended = log->append(append);
    BOOST_REQUIRE(appended);
    versions_[stream] = appended->version;
    return appended->position;
  }
  std::uint64_t tell_plan(const std::string& account, const plan::Event& event,
                          const std::string& actor = "", int year = 115) {
    return tell<plan::Event>(plan_stream(year, account), {event}, actor.empty() ? account : actor);
  }
  std::uint64_t tell_person(const std::string& account, const person::Event& event) {
    return tell<person::Event>(person_stream(account), {event});
  }
  std::uint64_t tell_unit(const std::string& code, const unit::Event& event) {
    return tell<unit::Event>(unit_stream(code), {event});
  }
  void fold() { projector.catch_up(); }

  Folder folder;
  std::unique_ptr<RocksLog> log = RocksLog::open(folder.path() / "log");
  LocalStore store{folder.path() / "views"};
  ViewReader views{store};
  Projector projector{*log, store, [](const std::string& what) { BOOST_ERROR(what); }};
  Instant now = from_taipei(2026, 9, 1, 8);

 private:
  std::uint64_t told_ = 0;
  std::map<std::string, std::uint64_t> versions_;
};

}  // namespace yanxi
