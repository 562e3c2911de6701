// What nginx is to the worker, byte for byte and as wrong as a test wants it. Here: one connection
// over a UNIX socket, records to send and the answer's parts. Not here: HTTP, what is asked.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace yanxi {

struct FastCgiAnswer {
  std::string status;   // "200 OK"
  std::string headers;  // the lines after it, as they came
  std::string body;
  bool whole = false;  // the end of the request was told
};

class FastCgiPeer {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  explicit FastCgiPeer(const std::filesystem::path& socket)
      : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket.c_str(), sizeof address.sun_path - 1);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("nobody listens on " + socket.string());
    }
  }
  ~FastCgiPeer() { hang_up(); }
  FastCgiPeer(const FastCgiPeer&) = delete;
  FastCgiPeer& operator=(const FastCgiPeer&) = delete;
  void hang_up() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

  void send(const std::string& bytes) {
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // an answer that came before all was read
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void begin(const Parameters& parameters) {
    std::string block;
    for (const auto& [name, value] : parameters) {
      block += length(name) + length(value) + name + value;
    }
    send(record(1, std::string("\0\1\0\0\0\0\0\0", 8)) + stream(4, block) + record(4, ""));
  }
  void give_body(const std::string& body) { send(stream(5, body) + record(5, "")); }

  // Reads so many bytes, whatever they are, and no more.
  void take(std::size_t size) { receive(size); }
  // Until the request ends or the worker hangs up.
  FastCgiAnswer answer() {
    FastCgiAnswer answer;
    std::string out;
    for (std::string head; !answer.whole && (head = receive(8)).size() == 8;) {
      const std::string content = receive(number(head, 4));
      receive(static_cast<unsigned char>(head[6]));
      if (head[1] == 6) out += content;
      answer.whole = head[1] == 3;
    }
    const auto end = std::min(out.find("\r\n\r\n"), out.size());
    const auto line = std::min(out.find("\r\n"), out.size());
    if (out.starts_with("Status: ")) answer.status = out.substr(8, line - 8);
    if (line < end) answer.headers = out.substr(line + 2, end - line);
    answer.body = out.substr(std::min(end + 4, out.size()));
    return answer;
  }

  static std::string record(int type, const std::string& content) {
    const std::size_t size = content.size();
    const std::string head = {
        1, static_cast<char>(type), 0, 1, static_cast<char>(size >> 8), static_cast<char>(size), 0,
        0};
    return head + content;
  }

 private:
  static std::string stream(int type, const std::string& text) {
    std::string records;
    for (std::size_t at = 0; at < text.size(); at += 65'535) {
      records += record(type, text.substr(at, 65'535));
    }
    return records;
  }
  static std::string length(const std::string& text) {
    const std::size_t size = text.size();
    if (size < 128) return {static_cast<char>(size)};
    return {static_cast<char>(0x80 | size >> 24), static_cast<char>(size >> 16),
            static_cast<char>(size >> 8), static_cast<char>(size)};
  }
  static std::size_t number(const std::string& bytes, std::size_t at) {
    return std::size_t{static_cast<unsigned char>(bytes[at])} << 8 |
           static_cast<unsigned char>(bytes[at + 1]);
  }
  std::string receive(std::size_t size) {
    std::string bytes(size, '\0');
    const ssize_t got = size == 0 ? 0 : ::recv(descriptor_, bytes.data(), size, MSG_WAITALL);
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
  }

  int descriptor_;
};

}  // namespace yanxi
