// The FastCGI door. Here: the listening socket, a thread a request, bytes to HttpRequest and back,
// the one place where faults are caught. Not here: what is answered (dispatch).
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>

#include "fcgi/service.hpp"

namespace yanxi {

class FastCgi {
 public:
  struct Pace {
    std::chrono::milliseconds stop;  // so often each thread looks whether it shall end
    std::chrono::milliseconds peer;  // so long a peer may keep a read or a write waiting
    std::chrono::milliseconds slow;  // what takes longer is logged
    // So long a stream may wait for its reader each 64 KiB, besides once for a peer.
    std::chrono::milliseconds stream{2000};
  };

  // Listens on a UNIX socket with mode 0660, or on descriptor 3 when systemd passes one. Never TCP:
  // a peer that repeats a name in an FCGI_GET_VALUES record makes libfcgi write past the end of a
  // buffer on its stack. Throws std::runtime_error.
  FastCgi(const std::filesystem::path& socket, Pace pace);
  ~FastCgi();

  // Serves with `threads` threads until `stop` is set. Returns
  // false when the log failed: the process must end, recovery decides.
  bool serve(Service& service, int threads, std::atomic<bool>& stop);

 private:
  int descriptor_ = -1;
  Pace pace_;
  std::filesystem::path socket_;  // removed at the end; empty when systemd owns it
};

// The service's own; tests are less patient.
constexpr FastCgi::Pace service_door{std::chrono::milliseconds(500), std::chrono::seconds(10),
                                     std::chrono::seconds(1)};

}  // namespace yanxi
