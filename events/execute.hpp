// One command on one stream: fold, gather, decide, append. Here: the only way a command becomes
// events. Not here: rules (plan and its kin), what they are told (gather), requests (fcgi).
#pragma once

#include <array>
#include <expected>
#include <mutex>
#include <optional>
#include <string>

#include "events/gather.hpp"

namespace yanxi {

// Commands on one log. Thread-safe: within one process commands on the same stream wait for each
// other. When another writer was faster the stream is folded on and the command decided again, a
// few times; then it is refused as stale. All throw LogFailure when the outcome is unknown, and
// std::runtime_error when the log cannot be read.
class Executor {
 public:
  Executor(EventLog& log, Catalogues& catalogues)
      : log_(log), facts_(log), catalogues_(catalogues) {}

  // A command id that the stream has seen is answered with its first outcome. `seen_version` is
  // that of the stream the form was made from, where there was a form.
  template <class Kind>
  std::expected<Outcome, typename Kind::Refusal> execute(const Request& request,
                                                         const StreamKey& key,
                                                         std::optional<std::uint64_t> seen_version,
                                                         const typename Kind::Command& command) {
    const std::lock_guard lock(lock_of(stream_of<Kind>(key.year, key.name)));
    return execute_alone<Kind>(request, key, seen_version, command);
  }

  // Whether such a command would be refused now; nothing is recorded.
  template <class Kind>
  std::expected<void, typename Kind::Refusal> would(const Request& request, const StreamKey& key,
                                                    std::optional<std::uint64_t> seen_version,
                                                    const typename Kind::Command& command) {
    const auto folded = facts_.current<Kind>(key);
    auto events = decide_now<Kind>({request, key, seen_version, *folded, command});
    if (!events) return std::unexpected(std::move(events.error()));
    return {};
  }

  // Removes the contents of every event of the person's streams and records that in the same
  // person's stream; while they are removed no command is carried out. Carried out again with the
  // same request it ends what an earlier one began. On return no file of the log holds the bytes
  // any more.
  std::expected<Outcome, person::Refusal> erase(const Request& request,
                                                const person::Erase& command);

 private:
  static constexpr int tries = 4;

  template <class Kind>
  auto decide_now(const Question<Kind>& asked) {
    Pinned pinned;
    const typename Kind::Context context = gather({log_, facts_, catalogues_}, asked, pinned);
    return decide(asked.stream.state, asked.command, context);
  }

  // The caller holds the stream's lock.
  template <class Kind>
  std::expected<Outcome, typename Kind::Refusal> execute_alone(
      const Request& request, const StreamKey& key, std::optional<std::uint64_t> seen_version,
      const typename Kind::Command& command) {
    const std::string stream = stream_of<Kind>(key.year, key.name);
    if (const auto first = log_.find_command(stream, request.command)) {
      return Outcome{first->position, first->version, first->at};
    }
    auto folded = facts_.current<Kind>(key);
    for (int attempt = 0; attempt < tries; ++attempt, folded = facts_.current<Kind>(key)) {
      auto events = decide_now<Kind>({request, key, seen_version, *folded, command});
      if (!events) return std::unexpected(std::move(events.error()));
      if (events->empty()) return Outcome{0, folded->version, request.at};
      Append append{stream, folded->version, request.at, request.actor, request.command, {}};
      for (const typename Kind::Event& event : *events) append.events.push_back(encode(event));
      const auto appended = log_.append(std::move(append));
      if (appended) return Outcome{appended->position, appended->version, appended->at};
    }
    return std::unexpected(outrun(folded->state));
  }

  std::mutex& lock_of(const std::string& stream);

  EventLog& log_;
  Facts facts_;
  Catalogues& catalogues_;
  static constexpr std::size_t stripes = 32;  // as many as requests are answered at once
  std::array<std::mutex, stripes> locks_;
};

}  // namespace yanxi
