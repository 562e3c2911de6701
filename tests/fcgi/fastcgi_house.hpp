// The service behind its FastCGI door, on real sockets. Here: one of each for a suite, requests as
// nginx hands them over. Not here: bytes (fastcgi_peer), what is expected (fastcgi_test,
// door_test).
#pragma once

#include <boost/test/unit_test.hpp>

#include "fcgi/clock.hpp"
#include "fcgi/fastcgi.hpp"
#include "tests/fcgi/captured_log.hpp"
#include "tests/fcgi/fastcgi_peer.hpp"
#include "tests/served.hpp"

namespace yanxi {

using Parameters = FastCgiPeer::Parameters;
using std::chrono::hours;
using std::chrono::milliseconds;

// Never slow, soon at its end.
constexpr FastCgi::Pace quick{milliseconds(20), milliseconds(2000), hours(1)};

// The worker's loop on one socket, until it is told to end.
class Door {
 public:
  Door(Service& service, const std::filesystem::path& socket, FastCgi::Pace pace, int threads = 2)
      : service_(service), threads_(threads), fastcgi_(socket, pace) {}
  ~Door() { close(); }
  void open() {
    thread_ = std::thread([this] { healthy_ = fastcgi_.serve(service_, threads_, stop_); });
  }
  // Whether it was healthy to the end, which comes of itself or when it is told.
  bool wait() {
    if (thread_.joinable()) thread_.join();
    return healthy_;
  }
  bool close() {
    stop_ = true;
    return wait();
  }

 private:
  Service& service_;
  int threads_;
  std::atomic<bool> stop_ = false, healthy_ = false;
  FastCgi fastcgi_;
  std::thread thread_;
};

// libfcgi's own patience with a silent peer and a late end; read when the first door is made.
struct Impatience {
  Impatience() {
    ::setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "50", 1);
    ::setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "50", 1);
  }
};

// One service and one door for the suite.
struct OpenHouse {
  OpenHouse() {
    here = this;
    door.open();
  }
  ~OpenHouse() { here = nullptr; }

  FastCgiAnswer ask(const Parameters& parameters, const std::string& body = "") const {
    FastCgiPeer peer(socket);
    peer.begin(parameters);
    peer.give_body(body);
    return peer.answer();
  }
  // A request with its length told, signed in.
  std::string cookie_of(const std::string& account) {
    return served.sessions.open(account, read_clock()).secret;
  }

  inline static OpenHouse* here = nullptr;
  Impatience impatience;
  CapturedLog log;
  Served served{DemoPhase::open, read_clock()};
  std::filesystem::path socket = served.folder.path() / "fcgi.sock";
  Door door{served.service, socket, quick};
};
inline OpenHouse& house() { return *OpenHouse::here; }

// The demonstration data are made as of the real clock, which the door reads.
inline int this_year() { return academic_year(read_clock()); }

inline Parameters get_of(const std::string& uri, Parameters more = {}) {
  more.insert(more.begin(), {{"REQUEST_METHOD", "GET"},
                             {"REQUEST_URI", uri},
                             {"REQUEST_ID", "0123456789abcdef0123456789abcdef"}});
  return more;
}
inline Parameters post_of(const std::string& uri, const std::string& body, Parameters more = {}) {
  more.insert(more.begin(), {{"REQUEST_METHOD", "POST"},
                             {"REQUEST_URI", uri},
                             {"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                             {"CONTENT_LENGTH", std::to_string(body.size())}});
  return more;
}
inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace yanxi
