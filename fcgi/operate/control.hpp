// The door for the operator's writing commands: a UNIX socket in the data folder, on which a
// command on a terminal asks the running worker, because one process only may write the log. Here:
// both ends of it. Not here: what the commands do (operations).
//
// Asked: one line, a JSON array of words. Answered: lines {"say": TEXT}, at last {"status":
// NUMBER}.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace yanxi {

using Words = std::vector<std::string>;
using Say = std::function<void(const std::string& line)>;

class Control {
 public:
  // By the first word. A handler gets all words and returns the exit status; what it throws is said
  // and becomes status 2.
  using Handlers = std::map<std::string, std::function<int(const Words&, const Say&)>>;

  // Listens with mode 0600 and answers one caller at a time, of this process's own user or root,
  // in a thread of its own; a caller that keeps it waiting longer than `patience` is left. Throws
  // std::runtime_error when another worker listens there.
  Control(const std::filesystem::path& socket, Handlers handlers,
          std::chrono::milliseconds patience);
  ~Control();

 private:
  void run();
  void answer(int peer);

  std::filesystem::path socket_;
  Handlers handlers_;
  std::chrono::milliseconds patience_;
  int listener_ = -1;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

// The service's own.
constexpr std::chrono::milliseconds control_patience = std::chrono::seconds(5);

// The status of the worker that listens on `socket`; nothing when none does. Throws
// std::runtime_error when it goes away before it has answered.
std::optional<int> ask_worker(const std::filesystem::path& socket, const Words& words,
                              const Say& say);

}  // namespace yanxi
