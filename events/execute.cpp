#include "events/execute.hpp"

namespace yanxi {

std::mutex& Executor::lock_of(const std::string& stream) {
  return locks_[std::hash<std::string>{}(stream) % locks_.size()];
}

std::expected<Outcome, person::Refusal> Executor::erase(const Request& request,
                                                        const person::Erase& command) {
  std::vector<std::uint64_t> positions;
  std::uint64_t read = 0;
  const auto collect = [&](std::uint64_t until) {
    for (auto page = log_.read_all(read, 1000); !page.empty(); page = log_.read_all(read, 1000)) {
      for (const Envelope& envelope : page) {
        if (envelope.position > until) return;
        read = envelope.position;
        // What an earlier erasure says of itself stays.
        if (envelope.tag != person::Erased::tag &&
            is_stream_of(parse_stream(envelope.stream), command.account)) {
          positions.push_back(read);
        }
      }
    }
  };
  collect(log_.head().position);  // the long part, while others go on
  std::vector<std::unique_lock<std::mutex>> locks;
  for (std::mutex& mutex : locks_) locks.emplace_back(mutex);
  auto outcome = execute_alone<streams::Person>(request, {0, command.account}, {}, command);
  if (!outcome) return outcome;
  collect(outcome->position);
  std::erase_if(positions, [&](std::uint64_t position) { return position >= outcome->position; });
  log_.remove_contents(positions);
  facts_.forget();
  // Contents that are gone from every reader may take as long as they like to leave the disk.
  locks.clear();
  log_.purge();
  return outcome;
}

}  // namespace yanxi
