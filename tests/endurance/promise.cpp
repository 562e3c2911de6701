#include "tests/endurance/promise.hpp"

#include <atomic>

#include "events/verify.hpp"
#include "tests/examples.hpp"

namespace yanxi {

bool Promise::append(EventLog& log, const std::string& stream, std::uint64_t version) {
  Append append{stream, version, examples::opens(), {"system", "system", "test"}, {}, {}};
  static std::atomic<int> number = 0;  // every append of the program is another command
  append.command = command_id("promise", std::to_string(++number), "");
  const CommandId command = append.command;
  survey::Answered answered;
  for (std::size_t i = 0; i <= command[0] % 3; ++i) {
    answered.text = to_hex(command) + std::string(command[1], 'x');
    append.events.push_back(encode(survey::Event{answered}));
  }
  Made made{stream, append.events.size(), {}};
  try {
    const auto answer = log.append(std::move(append));
    if (!answer) return true;  // a conflict with what an unknown append did leave
    made.answer = *answer;
    const std::lock_guard lock(mutex_);
    kept_.emplace(command, made);
    return true;
  } catch (const LogFailure&) {
    const std::lock_guard lock(mutex_);
    unknown_.emplace(command, made);
    return false;
  }
}

void Promise::erased(const std::vector<std::uint64_t>& positions) {
  const std::lock_guard lock(mutex_);
  erased_.insert(positions.begin(), positions.end());
}

std::uint64_t Promise::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

std::vector<std::string> Promise::compare(const EventLog& log) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> broken;
  verify(log, {}, nullptr, [&](const Fault& fault) {
    const bool by_order = fault.what.starts_with("the contents are gone") && !erased_.empty();
    if (!by_order) broken.push_back(std::to_string(fault.position) + ": " + fault.what);
  });
  std::map<CommandId, std::size_t> there;
  for (const Envelope& envelope : log.read_all(0, 1'000'000)) {
    ++there[envelope.command];
    if (envelope.erased && !erased_.contains(envelope.position)) {
      broken.push_back("an event lost its contents");
    }
  }
  for (const auto& [command, made] : kept_) {
    if (there[command] != made.events) broken.push_back("an acknowledged append is not there");
    const auto found = log.find_command(made.stream, command);
    if (!found || found->position != made.answer.position ||
        found->version != made.answer.version) {
      broken.push_back("an acknowledged append would be answered otherwise");
    }
  }
  for (const auto& [command, events] : there) {
    const auto unknown = unknown_.find(command);
    const bool whole = unknown != unknown_.end() && events == unknown->second.events;
    if (events != 0 && !kept_.contains(command) && !whole) {
      broken.push_back("something is there that nobody appended, or half of it");
    }
  }
  return broken;
}

}  // namespace yanxi
