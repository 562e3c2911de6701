// A log in memory that keeps what a log promises (log_contract), and that a test may also write as
// it likes: what no honest store would hold, and rows that cannot be read. Here: the log, adding
// events past it, and making the digests right again after a change. Not here: what is on a disk.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "events/log/chain.hpp"
#include "events/log/placing.hpp"
#include "events/log/row.hpp"
#include "tests/examples.hpp"

namespace yanxi {

class MemoryLog final : public EventLog {
 public:
  std::vector<Envelope> events;        // the first lies at position 1, whatever it says itself
  std::set<std::uint64_t> unreadable;  // positions
  std::vector<std::string> damage;     // what the store itself would find
  mutable std::size_t reads = 0;       // calls of read_all

  Envelope& add(const std::string& stream, const Encoded& event) {
    Envelope& added = events.emplace_back();
    added.position = events.size();
    added.stream = stream;
    added.version = 1 + static_cast<std::uint64_t>(std::ranges::count_if(
                            events.begin(), events.end() - 1,
                            [&](const Envelope& before) { return before.stream == stream; }));
    added.at = examples::opens() + static_cast<std::int64_t>(added.position) * second_us;
    added.actor = {"root", "system", "terminal"};
    added.tag = event.tag;
    added.payload = event.payload;
    added.salt[0] = static_cast<unsigned char>(added.position);
    seal_again(events.size() - 1);
    return added;
  }
  void remove_contents(const std::vector<std::uint64_t>& positions) override {
    const std::lock_guard lock(guard_.mutex);
    for (const std::uint64_t position : positions) {
      if (position == 0 || position > events.size()) throw LogFailure("there is no such event");
    }
    for (const std::uint64_t position : positions) {
      Envelope& envelope = events[position - 1];
      envelope.erased = true;
      envelope.payload.clear();
      envelope.salt = {};
    }
  }
  void purge() override {}
  // Makes the digests from this event on, counted from 0, fit what the events say.
  void seal_again(std::size_t from = 0) {
    Digest chain = from == 0 ? Digest{} : events[from - 1].chain;
    for (std::size_t i = from; i < events.size(); ++i) {
      Envelope& envelope = events[i];
      if (!envelope.erased) envelope.sealed = seal(envelope.salt, envelope.payload);
      envelope.leaf = leaf_digest(envelope);
      chain = envelope.chain = chain_digest(chain, envelope.leaf);
    }
  }

  std::expected<Appended, Conflict> append(Append append) override {
    std::vector<Envelope> sealed = seal_events(append);
    const std::lock_guard lock(guard_.mutex);
    const Written written = {
        [this](const std::string& stream) { return last_version(stream); },
        [this](const std::string& stream, const CommandId& command) -> std::optional<Appended> {
          const auto found = answers_.find({stream, command});
          return found == answers_.end() ? std::nullopt : std::optional(found->second);
        }};
    Batch batch(last(), written);
    auto appended = batch.place(append, std::move(sealed));
    for (const Envelope& envelope : batch.envelopes()) events.push_back(envelope);
    for (const auto& answer : batch.answers()) {
      answers_[{answer.stream, answer.command}] = answer.appended;
    }
    guard_.moved.notify_all();
    return appended;
  }
  std::uint64_t version(const std::string& stream) const override {
    const std::lock_guard lock(guard_.mutex);
    return last_version(stream);
  }
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override {
    const std::lock_guard lock(guard_.mutex);
    std::vector<Envelope> read;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i].stream != stream || events[i].version <= after) continue;
      read.push_back(row(i));
    }
    return read;
  }
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override {
    const std::lock_guard lock(guard_.mutex);
    ++reads;
    std::vector<Envelope> read;
    for (std::size_t i = after; i < events.size() && read.size() < limit; ++i) {
      read.push_back(row(i));
    }
    return read;
  }
  std::optional<Appended> find_command(const std::string& stream,
                                       const CommandId& command) const override {
    const std::lock_guard lock(guard_.mutex);
    const auto found = answers_.find({stream, command});
    if (found == answers_.end()) return {};
    Appended first = found->second;
    first.repeated = true;
    return first;
  }
  std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const override {
    std::unique_lock lock(guard_.mutex);
    guard_.moved.wait_for(lock, timeout, [&] { return events.size() > after; });
    return events.size();
  }
  Head head() const override {
    const std::lock_guard lock(guard_.mutex);
    return last();
  }
  std::vector<std::string> find_damage() const override { return damage; }

 private:
  Head last() const {
    if (events.empty()) return {};
    const Envelope& event = row(events.size() - 1);
    return {event.position, event.chain, event.at};
  }
  std::uint64_t last_version(const std::string& stream) const {
    std::uint64_t version = 0;
    for (const Envelope& event : events) {
      if (event.stream == stream) version = event.version;
    }
    return version;
  }
  const Envelope& row(std::size_t i) const {
    if (unreadable.contains(i + 1)) throw RowFault("the row is cut short");
    if (events[i].position != i + 1) throw RowFault("it says it stands elsewhere");
    return events[i];
  }

  // A copy of the log is one of its own.
  struct Guard {
    Guard() = default;
    Guard(const Guard&) {}
    Guard& operator=(const Guard&) { return *this; }
    std::mutex mutex;
    std::condition_variable moved;
  };
  mutable Guard guard_;
  std::map<std::pair<std::string, CommandId>, Appended> answers_;
};

}  // namespace yanxi
