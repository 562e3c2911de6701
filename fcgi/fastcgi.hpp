// The FastCGI door. Here: the listening socket, a thread a request, bytes to HttpRequest and back,
// the one place where faults are caught. Not here: what is answered (routes).
#pragma once

#include <atomic>
#include <filesystem>

#include "fcgi/service.hpp"

namespace yanxi {

class FastCgi {
 public:
  // Listens on a UNIX socket with mode 0660, or on descriptor 3 when systemd passes one. Never TCP:
  // libfcgi has a stack overflow that a peer could reach (hardening.md, finding 1). Throws
  // std::runtime_error.
  explicit FastCgi(const std::filesystem::path& socket);
  ~FastCgi();

  // Serves with `threads` threads until `stop` is set; `stop` is looked at twice a second. Returns
  // false when the log failed: the process must end, recovery decides.
  bool serve(Service& service, int threads, std::atomic<bool>& stop);

 private:
  int descriptor_ = -1;
  std::filesystem::path socket_;  // removed at the end; empty when systemd owns it
};

}  // namespace yanxi
