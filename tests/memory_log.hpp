// A log in memory that a test writes as it likes: what no honest store would hold, and rows that
// cannot be read. Here: adding events with everything right, and making the digests right again
// after a change. Not here: a real store (events/rocks_log).
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "events/log/chain.hpp"
#include "events/log/log.hpp"
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
  void erase(const std::vector<std::uint64_t>& positions) override {
    for (const std::uint64_t position : positions) {
      Envelope& envelope = events.at(position - 1);
      envelope.erased = true;
      envelope.payload.clear();
      envelope.salt = {};
    }
  }
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

  std::expected<Appended, Conflict> append(Append) override {
    throw std::logic_error("this log is written by tests only");
  }
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override {
    std::vector<Envelope> read;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i].stream != stream || events[i].version <= after) continue;
      read.push_back(row(i));
    }
    return read;
  }
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override {
    ++reads;
    std::vector<Envelope> read;
    for (std::size_t i = after; i < events.size() && read.size() < limit; ++i) {
      read.push_back(row(i));
    }
    return read;
  }
  std::optional<Appended> find_command(const std::string&, const CommandId&) const override {
    return {};
  }
  std::uint64_t wait(std::uint64_t, std::chrono::milliseconds) const override {
    return head().position;
  }
  Head head() const override {
    if (events.empty()) return {};
    const Envelope& last = row(events.size() - 1);
    return {last.position, last.chain, last.at};
  }
  std::vector<std::string> find_damage() const override { return damage; }

 private:
  const Envelope& row(std::size_t i) const {
    if (unreadable.contains(i + 1)) throw RowFault("the row is cut short");
    if (events[i].position != i + 1) throw RowFault("it says it stands elsewhere");
    return events[i];
  }
};

}  // namespace yanxi
