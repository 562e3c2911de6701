#include "fcgi/fastcgi.hpp"

#include <fcgiapp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "fcgi/answers.hpp"
#include "fcgi/clock.hpp"
#include "fcgi/dispatch.hpp"
#include "fcgi/routes.hpp"

namespace yanxi {
namespace {

void set_timeout(int descriptor, int option, std::chrono::milliseconds time) {
  const timeval value{time.count() / 1000, (time.count() % 1000) * 1000};
  ::setsockopt(descriptor, SOL_SOCKET, option, &value, sizeof value);
}

int listen_on(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = path.string();
  if (name.size() >= sizeof address.sun_path) {
    throw std::runtime_error("the socket's path is longer than a UNIX socket may have: " + name);
  }
  std::memcpy(address.sun_path, name.data(), name.size());
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // A socket left by a process that is gone refuses connections; one that answers belongs to a
  // running worker and is left alone.
  if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    ::close(descriptor);
    throw std::runtime_error("another worker listens on " + name);
  }
  // Only a socket is ever replaced: a mistyped path may name somebody's file.
  if (std::filesystem::is_socket(path)) ::unlink(name.c_str());
  const mode_t before = ::umask(0117);
  const bool bound =
      ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(descriptor, 4096) == 0;
  ::umask(before);
  if (!bound) throw std::runtime_error("cannot listen on " + name + ": " + std::strerror(errno));
  return descriptor;
}

std::string parameter(const FCGX_Request& request, const char* name) {
  const char* value = FCGX_GetParam(name, request.envp);
  return value ? value : "";
}

// Two Cookie headers arrive as two entries of which FCGX_GetParam gives only the first.
std::string all_cookies(const FCGX_Request& request) {
  std::string cookies;
  for (char** entry = request.envp; entry && *entry; ++entry) {
    if (std::strncmp(*entry, "HTTP_COOKIE=", 12) != 0) continue;
    if (!cookies.empty()) cookies += "; ";
    cookies += *entry + 12;
  }
  return cookies;
}

// The status a request is refused with before anything looks at it; 0 when it may pass.
int read_body(const FCGX_Request& request, const std::string& path, std::string& body) {
  const std::string length = parameter(request, "CONTENT_LENGTH");
  std::size_t size = 0;
  if (!length.empty()) {
    const char* end = length.data() + length.size();
    const auto [read, error] = std::from_chars(length.data(), end, size);
    if (error != std::errc() || read != end) return 400;
  }
  if (size > most_bytes(path)) return 413;
  body.resize(size);
  std::size_t have = 0;
  while (have < size) {
    const int got = FCGX_GetStr(body.data() + have, static_cast<int>(size - have), request.in);
    if (got <= 0) return 400;
    have += static_cast<std::size_t>(got);
  }
  return 0;
}

HttpRequest read_request(const FCGX_Request& request) {
  HttpRequest http;
  http.method = parameter(request, "REQUEST_METHOD");
  http.prefix = parameter(request, "SCRIPT_NAME");
  // REQUEST_URI is raw: nothing in a path is decoded, and an exact table of ASCII paths decides.
  std::string target = parameter(request, "REQUEST_URI");
  const auto question = std::min(target.find('?'), target.size());
  http.query = target.substr(std::min(question + 1, target.size()));
  target.resize(question);
  http.path = target.starts_with(http.prefix) ? target.substr(http.prefix.size()) : target;
  http.content_type = parameter(request, "CONTENT_TYPE");
  http.accept = parameter(request, "HTTP_ACCEPT");
  http.cookie = all_cookies(request);
  http.origin = parameter(request, "HTTP_ORIGIN");
  http.host = parameter(request, "HTTP_HOST");
  http.fetch_site = parameter(request, "HTTP_SEC_FETCH_SITE");
  http.id = parameter(request, "REQUEST_ID").substr(0, 8);
  http.https = parameter(request, "HTTPS") == "on";
  return http;
}

const char* reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

// How long a stream's reader may have kept it waiting on the whole.
std::int64_t allowed_us(const FastCgi::Pace& pace, std::size_t sent) {
  const std::chrono::microseconds once = pace.peer, each = pace.stream;
  return once.count() + each.count() * static_cast<std::int64_t>(sent / (64 * 1024));
}

void write_response(FCGX_Request& request, const HttpRequest& http, const HttpResponse& response,
                    const FastCgi::Pace& pace) {
  std::string head = "Status: " + std::to_string(response.status) + " " + reason(response.status) +
                     "\r\nContent-Type: " + response.type + "\r\n";
  if (!response.stream) head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    assert(value.find_first_of("\r\n") == std::string::npos);  // handlers copy no user text here
    head += name + ": " + value + "\r\n";
  }
  head += "\r\n";
  FCGX_PutStr(head.data(), static_cast<int>(head.size()), request.out);
  if (http.method == "HEAD") return;
  if (!response.stream) {
    FCGX_PutStr(response.body.data(), static_cast<int>(response.body.size()), request.out);
    return;
  }
  std::size_t sent = 0;
  std::int64_t writing_us = 0;
  try {
    response.stream([&](std::string_view piece) {
      const int size = static_cast<int>(piece.size());
      const std::int64_t begin = read_steady_clock();
      if (FCGX_PutStr(piece.data(), size, request.out) != size) {
        throw std::runtime_error("the peer went away");
      }
      writing_us += read_steady_clock() - begin;
      sent += piece.size();
      if (writing_us > allowed_us(pace, sent))
        throw std::runtime_error("the peer reads too slowly");
    });
  } catch (const std::exception& error) {
    // The status is out already; what is sent ends without the line that says it is whole.
    spdlog::error("request {} {} broke off: {}", http.id, http.path, error.what());
  }
}

}  // namespace

FastCgi::FastCgi(const std::filesystem::path& socket, Pace pace) : pace_(pace) {
  // A peer that says nothing may hold a thread for half a second only.
  ::setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "500", 0);
  ::setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "500", 0);
  if (FCGX_Init() != 0) throw std::runtime_error("libfcgi cannot start");
  const char* systemd = std::getenv("LISTEN_FDS");
  if (systemd && std::strcmp(systemd, "1") == 0) {
    descriptor_ = 3;
  } else {
    descriptor_ = listen_on(socket);
    socket_ = socket;
  }
  // With a time limit on accept each thread looks at the stop flag now and then.
  set_timeout(descriptor_, SO_RCVTIMEO, pace.stop);
}

FastCgi::~FastCgi() {
  ::close(descriptor_);
  if (!socket_.empty()) ::unlink(socket_.c_str());
}

namespace {

// Answers one request; false when the log failed and the process must end.
bool handle(Service& service, FCGX_Request& request, const FastCgi::Pace& pace) {
  set_timeout(request.ipcFd, SO_RCVTIMEO, pace.peer);
  set_timeout(request.ipcFd, SO_SNDTIMEO, pace.peer);
  HttpRequest http = read_request(request);
  const int refused = read_body(request, http.path, http.body);
  http.arrived = read_clock();
  bool healthy = true;
  HttpResponse response;
  try {
    if (!service.projector.serves()) {
      response = answer_unready(service, http);
    } else if (refused == 0) {
      response = answer(service, http);
    } else {
      response = answer_fault(http, refused);
    }
  } catch (const LogFailure& error) {
    spdlog::critical("request {} outcome unknown: {}", http.id, error.what());
    response = answer_fault(http, 503);
    healthy = false;
  } catch (const std::exception& error) {
    spdlog::error("request {} {} {} failed: {}", http.id, http.method, http.path, error.what());
    response = answer_fault(http, 500);
  }
  write_response(request, http, response, pace);
  const std::chrono::milliseconds took((read_clock() - http.arrived) / 1000);
  if (took > pace.slow) {
    spdlog::warn("request {} {} took {} ms", http.id, http.path, took.count());
  }
  return healthy;
}

void run(int descriptor, Service& service, const FastCgi::Pace& pace, std::atomic<bool>& stop,
         std::atomic<bool>& healthy) {
  FCGX_Request request;
  FCGX_InitRequest(&request, descriptor, 0);
  while (!stop) {
    const int status = FCGX_Accept_r(&request);
    if (status == -EAGAIN || status == -EINTR) continue;
    if (status == -EMFILE || status == -ENFILE || status == -ENOBUFS || status == -ENOMEM) {
      spdlog::error("accept: {}", std::strerror(-status));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      continue;
    }
    if (status < 0) {
      // libfcgi says -1 for a peer that closed before its request was whole as well.
      if (status == -1) continue;
      spdlog::critical("accept: {}", std::strerror(-status));
      healthy = false;
      stop = true;
      break;
    }
    if (!handle(service, request, pace)) {
      healthy = false;
      stop = true;
    }
    FCGX_Finish_r(&request);
  }
  FCGX_Free(&request, 1);
}

}  // namespace

bool FastCgi::serve(Service& service, int threads, std::atomic<bool>& stop) {
  service.lanes.share(threads);
  std::atomic<bool> healthy = true;
  std::vector<std::thread> pool;
  for (int i = 0; i < threads; ++i) {
    pool.emplace_back([&] { run(descriptor_, service, pace_, stop, healthy); });
  }
  for (std::thread& thread : pool) thread.join();
  return healthy;
}

}  // namespace yanxi
