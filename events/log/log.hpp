// The log: every fact the service knows, in one order. Here: the interface that stores and tests
// share. Not here: a store (rocks_log), what payloads mean (codec).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "events/log/envelope.hpp"

namespace yanxi {

// What one command wants to add to one stream.
struct Append {
  std::string stream;
  std::uint64_t expected_version = 0;  // the stream must stand exactly here; 0 when it has no event
  Instant at;                          // when the request arrived
  Actor actor;
  CommandId command{};
  std::vector<Encoded> events;  // at least one
};

struct Appended {
  std::uint64_t position = 0;  // of the last event appended
  std::uint64_t version = 0;   // of the stream after it
  Instant at;
  bool repeated = false;  // the command was carried out before; this is its first answer
};

struct Conflict {
  std::uint64_t version = 0;  // where the stream stands
};

struct Head {
  std::uint64_t position = 0;
  Digest chain{};
  Instant at;
};

// The store could not say whether the events were kept. The caller answers "outcome unknown" and
// stops the process; recovery at the next start decides.
struct LogFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// All members may be called from any thread.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Durable when it returns. Positions follow each other without a gap; the events of one Append
  // stand next to each other. A command id that the stream has seen is answered with its first
  // result, whatever the expected version. Throws LogFailure.
  virtual std::expected<Appended, Conflict> append(Append append) = 0;

  // Where the stream stands: 0 when it has no event.
  virtual std::uint64_t version(const std::string& stream) const = 0;

  // The stream's events with version > after, in order; empty for a stream that does not exist.
  virtual std::vector<Envelope> read_stream(const std::string& stream,
                                            std::uint64_t after = 0) const = 0;

  // At most `limit` events with position > after, in order. Throws where an event cannot be read or
  // says another position than it has.
  virtual std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const = 0;

  // What a command answered the first time, if the stream has seen it.
  virtual std::optional<Appended> find_command(const std::string& stream,
                                               const CommandId& command) const = 0;

  // Removes payload and salt of the events at these positions, all or none. Leaf and chain stay as
  // they are. Files may still hold what was removed. Throws LogFailure.
  virtual void remove_contents(const std::vector<std::uint64_t>& positions) = 0;

  // Returns when no file of the log holds any longer what was removed before. Throws LogFailure.
  virtual void purge() = 0;

  // Waits until the head is beyond `after` or the time is over; returns the head's position.
  virtual std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const = 0;

  virtual Head head() const = 0;

  // What the store itself finds wrong with its files and indexes, reading all of them; for verify.
  virtual std::vector<std::string> find_damage() const = 0;
};

}  // namespace yanxi
