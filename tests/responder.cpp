// The limit the bench measures beside: a bare libfcgi responder behind the same nginx. It reads the
// body and sends as many bytes as the address asks for (/303?9000), and does nothing else.
//   responder SOCKET THREADS

#include <fcgiapp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

void serve(int descriptor) {
  FCGX_Request request;
  FCGX_InitRequest(&request, descriptor, 0);
  std::vector<char> body(64 * 1024);
  while (FCGX_Accept_r(&request) == 0) {
    const char* length = FCGX_GetParam("CONTENT_LENGTH", request.envp);
    if (length && *length) FCGX_GetStr(body.data(), std::atoi(length), request.in);
    const char* target = FCGX_GetParam("REQUEST_URI", request.envp);
    const char* question = std::strchr(target, '?');
    const std::string content(question ? std::strtoul(question + 1, nullptr, 10) : 0, 'x');
    const std::string head =
        "Status: " + std::string(target + 1, 3) +
        "\r\nContent-Type: text/html\r\nContent-Length: " + std::to_string(content.size()) +
        "\r\n\r\n";
    FCGX_PutStr(head.data(), static_cast<int>(head.size()), request.out);
    FCGX_PutStr(content.data(), static_cast<int>(content.size()), request.out);
    FCGX_Finish_r(&request);
  }
}

}  // namespace

int main(int count, char** values) {
  if (count != 3 || FCGX_Init() != 0) return 2;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, values[1], sizeof address.sun_path - 1);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ::umask(0);
  if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 2;
  ::listen(descriptor, 4096);
  std::vector<std::thread> pool;
  for (int i = 0; i < std::atoi(values[2]); ++i) pool.emplace_back(serve, descriptor);
  for (std::thread& thread : pool) thread.join();
}
