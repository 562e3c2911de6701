// How events get their place in a log, whatever store keeps them: sealing, positions, versions,
// time, leaf and chain, and that a command sent twice gets its first answer. Not here: writing them
// (rocks_log), who waits for it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/log/log.hpp"

namespace yanxi {

// The events of one Append with salt and seal, not placed yet. Thread-safe, so that a log's one
// writer need not do it.
std::vector<Envelope> seal_events(Append& append);

// What a batch asks its store about what is written already.
struct Written {
  std::function<std::uint64_t(const std::string& stream)> version;
  std::function<std::optional<Appended>(const std::string& stream, const CommandId&)> answer;
};

// Appends that are written together. One thread.
class Batch {
 public:
  // The first answer of a command, by which it is known again.
  struct Answer {
    std::string stream;
    CommandId command;
    Appended appended;
  };

  Batch(const Head& head, const Written& written) : head_(head), written_(written) {}

  // Gives the events their place behind those placed before. An answer that repeats an earlier one
  // places nothing, and neither does a conflict.
  std::expected<Appended, Conflict> place(const Append& append, std::vector<Envelope> sealed);

  const Head& head() const { return head_; }
  const std::vector<Envelope>& envelopes() const { return envelopes_; }
  const std::vector<Answer>& answers() const { return answers_; }
  // Where the streams stand that were appended to.
  const std::map<std::string, std::uint64_t>& versions() const { return versions_; }

 private:
  std::optional<Appended> first_answer(const Append& append) const;

  Head head_;
  const Written& written_;
  std::vector<Envelope> envelopes_;
  std::vector<Answer> answers_;
  std::map<std::string, std::uint64_t> versions_;
};

}  // namespace yanxi
