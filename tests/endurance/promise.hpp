// What a log has promised: appends that were answered, and those whose outcome stayed unknown.
// Here: making appends, remembering them, comparing a log with them. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "events/execute.hpp"
#include "events/log/log.hpp"

namespace yanxi {

class Promise {
 public:
  // Appends one to three events to the stream; false when the log failed.
  bool append(EventLog& log, const std::string& stream, std::uint64_t version);
  void erased(const std::vector<std::uint64_t>& positions);

  std::uint64_t acknowledged() const;
  // What the log lacks or has too much of; empty when it kept its word.
  std::vector<std::string> compare(const EventLog& log) const;

 private:
  struct Made {
    std::string stream;
    std::size_t events = 0;
    Appended answer;
  };
  mutable std::mutex mutex_;
  std::map<CommandId, Made> kept_, unknown_;
  std::set<std::uint64_t> erased_;  // these may have lost their contents
};

}  // namespace yanxi
