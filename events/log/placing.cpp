#include "events/log/placing.hpp"

#include <sodium.h>

#include <algorithm>

#include "events/log/chain.hpp"

namespace yanxi {

std::vector<Envelope> seal_events(Append& append) {
  std::vector<Envelope> sealed;
  for (Encoded& event : append.events) {
    Envelope& envelope = sealed.emplace_back();
    envelope.stream = append.stream;
    envelope.actor = append.actor;
    envelope.command = append.command;
    envelope.tag = std::move(event.tag);
    envelope.payload = std::move(event.payload);
    randombytes_buf(envelope.salt.data(), envelope.salt.size());
    envelope.sealed = seal(envelope.salt, envelope.payload);
  }
  append.events.clear();
  return sealed;
}

std::optional<Appended> Batch::first_answer(const Append& append) const {
  const auto here = std::ranges::find_if(answers_, [&](const Answer& answer) {
    return answer.command == append.command && answer.stream == append.stream;
  });
  std::optional<Appended> first = here == answers_.end()
                                      ? written_.answer(append.stream, append.command)
                                      : std::optional(here->appended);
  if (first) first->repeated = true;
  return first;
}

std::expected<Appended, Conflict> Batch::place(const Append& append, std::vector<Envelope> sealed) {
  if (const auto first = first_answer(append)) return *first;
  const auto here = versions_.find(append.stream);
  std::uint64_t version = here == versions_.end() ? written_.version(append.stream) : here->second;
  if (version != append.expected_version) return std::unexpected(Conflict{version});
  // Event time never goes back, whatever the machine's clock does.
  const Instant at = std::max(append.at, head_.at);
  for (Envelope& envelope : sealed) {
    envelope.position = head_.position + 1;
    envelope.version = ++version;
    envelope.at = at;
    envelope.leaf = leaf_digest(envelope);
    envelope.chain = chain_digest(head_.chain, envelope.leaf);
    head_ = {envelope.position, envelope.chain, at};
    envelopes_.push_back(std::move(envelope));
  }
  const Appended appended{head_.position, version, at, false};
  versions_[append.stream] = version;
  answers_.push_back({append.stream, append.command, appended});
  return appended;
}

}  // namespace yanxi
