#include "fcgi/operate/control.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cassert>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

namespace yanxi {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_request_bytes = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

// A UNIX socket's path has at most 107 bytes, a data folder's may have more: it is named through an
// open descriptor of the folder.
class Address {
 public:
  explicit Address(const std::filesystem::path& socket)
      : folder_(::open(socket.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    const std::string name =
        "/proc/self/fd/" + std::to_string(folder_.get()) + "/" + socket.filename().string();
    address_.sun_family = AF_UNIX;
    assert(name.size() < sizeof address_.sun_path);
    std::memcpy(address_.sun_path, name.data(), name.size());
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static constexpr socklen_t size = sizeof(sockaddr_un);

 private:
  Descriptor folder_;
  sockaddr_un address_{};
};

// The next line without its end; nothing when the peer is gone or its line is longer than `most`.
std::optional<std::string> read_line(int peer, std::string& buffer, std::size_t most) {
  for (;;) {
    const auto end = buffer.find('\n');
    if (std::min(end, buffer.size()) > most) return {};
    if (end != std::string::npos) {
      std::string line = buffer.substr(0, end);
      buffer.erase(0, end + 1);
      return line;
    }
    char chunk[4096];
    const ssize_t got = ::recv(peer, chunk, sizeof chunk, 0);
    if (got <= 0) return {};
    buffer.append(chunk, static_cast<std::size_t>(got));
  }
}

// False when the peer went away or does not read: it has lost the thread.
bool send_line(int peer, const Json& json) {
  // Texts may name files whose names are no UTF-8.
  const std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t sent = ::send(peer, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool is_permitted(int peer) {
  ucred who{};
  socklen_t size = sizeof who;
  return ::getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
         (who.uid == ::geteuid() || who.uid == 0);
}

}  // namespace

Control::Control(const std::filesystem::path& socket, Handlers handlers,
                 std::chrono::milliseconds patience)
    : socket_(socket), handlers_(std::move(handlers)), patience_(patience) {
  const Address address(socket);
  Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // One that a killed worker left refuses connections.
  if (::connect(listener.get(), address.get(), Address::size) == 0) {
    throw std::runtime_error("another worker listens on " + socket.string());
  }
  ::unlink(socket.c_str());
  const mode_t before = ::umask(0177);
  const bool bound =
      ::bind(listener.get(), address.get(), Address::size) == 0 && ::listen(listener.get(), 4) == 0;
  ::umask(before);
  if (!bound) {
    throw std::runtime_error("cannot listen on " + socket.string() + ": " + std::strerror(errno));
  }
  listener_ = listener.release();
  thread_ = std::thread([this] { run(); });
}

Control::~Control() {
  stop_ = true;
  ::shutdown(listener_, SHUT_RDWR);  // wakes the thread
  thread_.join();
  ::close(listener_);
  ::unlink(socket_.c_str());
}

void Control::run() {
  while (!stop_) {
    const Descriptor peer(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (peer.get() >= 0 && is_permitted(peer.get())) answer(peer.get());
  }
}

void Control::answer(int peer) {
  const timeval patience{patience_ / std::chrono::seconds(1),
                         std::chrono::microseconds(patience_ % std::chrono::seconds(1)).count()};
  ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  std::string buffer;
  const auto line = read_line(peer, buffer, max_request_bytes);
  if (!line) return;
  // What was asked for is carried out all the same.
  bool listens = true;
  const Say say = [&](const std::string& text) {
    listens = listens && send_line(peer, {{"say", text}});
  };
  int status = 2;
  try {
    const Words words = Json::parse(*line).get<Words>();
    const auto handler = words.empty() ? handlers_.end() : handlers_.find(words.front());
    if (handler == handlers_.end()) {
      say("the worker does not know this command");
    } else {
      status = handler->second(words, say);
    }
  } catch (const std::exception& error) {
    say(error.what());
  }
  if (listens) send_line(peer, {{"status", status}});
}

std::optional<int> ask_worker(const std::filesystem::path& socket, const Words& words,
                              const Say& say) {
  const Address address(socket);
  const Descriptor peer(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(peer.get(), address.get(), Address::size) != 0) return {};
  send_line(peer.get(), words);
  std::string buffer;
  // A worker is believed: it may quote a whole cell of a file.
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  while (const auto line = read_line(peer.get(), buffer, any)) {
    const Json answer = Json::parse(*line);
    if (answer.contains("status")) return answer["status"].get<int>();
    say(answer.at("say").get<std::string>());
  }
  throw std::runtime_error("the worker went away before it had answered");
}

}  // namespace yanxi
