#include "events/verify.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <type_traits>
#include <unordered_map>
#include <variant>

#include "events/codec.hpp"
#include "events/log/chain.hpp"
#include "events/log/row.hpp"
#include "events/streams.hpp"

namespace yanxi {
namespace {

constexpr std::size_t page_size = 1000;
constexpr std::uint64_t unknown = std::numeric_limits<std::uint64_t>::max();

// How far a stream's history has come: enough to say which event may follow.
template <class Kind>
struct StandingOf {
  typename Kind::Standing now{};
};
template <class... Kinds>
std::variant<std::monostate, StandingOf<Kinds>...> any_of(const std::variant<Kinds...>&);

struct History {
  std::uint64_t version = 0;
  bool known = true;  // whether it could be read
  decltype(any_of(StreamKind{})) standing;
};

// Moves `history` over one event; false when the rules do not let it follow. Throws DecodeFault.
bool step(History& history, const StreamKind& kind, const Envelope& envelope) {
  return std::visit(
      [&]<class Kind>(const Kind&) {
        using Event = typename Kind::Event;
        if (!std::holds_alternative<StandingOf<Kind>>(history.standing)) {
          history.standing = StandingOf<Kind>{};
        }
        auto& standing = std::get<StandingOf<Kind>>(history.standing).now;
        if (envelope.erased) {
          if constexpr (Kind::personal) {
            standing = follow_erased(std::type_identity<Event>{}, standing);
          } else {
            standing = {};
          }
          return true;
        }
        auto next = follow(standing, decode<Event>(envelope.tag, envelope.payload));
        if (next) standing = *std::move(next);
        return next.has_value();
      },
      kind);
}

class Verification {
 public:
  Verification(const EventLog& log, const Checkpoint* from,
               const std::function<void(const Fault&)>& report)
      : log_(log), report_(report) {
    if (!from) return;
    begin_ = from->size;
    verdict_.head = {from->size, from->chain, {}};
  }

  void check(const Envelope& envelope) {
    History& history = history_of(envelope);
    check_order(envelope, history);
    check_digests(envelope);
    check_meaning(envelope, history);
    verdict_.head = {envelope.position, envelope.chain, envelope.at};
    ++verdict_.events;
  }

  void fault(std::uint64_t position, const std::string& what) {
    ++verdict_.faults;
    report_({position, what});
  }

  void check_erasures() {
    for (const auto& [account, position] : erased_) {
      fault(position, "the contents are gone, but no erasure of " + account + " is recorded");
    }
  }

  void check_checkpoints(const Checkpoints& checkpoints) {
    try {
      for (const std::string& what : compare(log_, checkpoints)) fault(0, what);
    } catch (const std::exception& error) {
      fault(0, std::string("the checkpoints cannot be compared: ") + error.what());
    }
  }

  const Verdict& verdict() const { return verdict_; }

 private:
  History& history_of(const Envelope& envelope) {
    const auto [found, fresh] = histories_.try_emplace(envelope.stream);
    if (fresh && begin_ > 0) found->second = read_history(envelope);
    return found->second;
  }

  // Where the stream stood before its first event that is checked.
  History read_history(const Envelope& envelope) {
    const std::string& stream = envelope.stream;
    History history;
    try {
      for (const Envelope& before : log_.read_stream(stream)) {
        if (before.position > begin_) break;
        history.version = before.version;
        try {
          step(history, parse_stream(stream).kind, before);
        } catch (const DecodeFault&) {
          // Named when the whole log is checked.
        }
      }
    } catch (const std::exception& error) {
      fault(envelope.position, stream + " cannot be read whole: " + error.what());
      history = {};
      history.version = envelope.version - 1;
      history.known = false;
    }
    return history;
  }

  void check_order(const Envelope& envelope, History& history) {
    const std::uint64_t position = envelope.position;
    if (position != verdict_.head.position + 1) {
      fault(position, "positions jump from " + std::to_string(verdict_.head.position));
    }
    if (envelope.at < verdict_.head.at) fault(position, "time goes back");
    if (envelope.version != history.version + 1) {
      fault(position,
            "versions of " + envelope.stream + " jump from " + std::to_string(history.version));
    }
    history.version = envelope.version;
  }

  void check_digests(const Envelope& envelope) {
    if (!envelope.erased && seal(envelope.salt, envelope.payload) != envelope.sealed) {
      fault(envelope.position, "the payload is not the one that was sealed");
    }
    if (leaf_digest(envelope) != envelope.leaf) {
      fault(envelope.position, "the leaf digest does not fit");
    }
    if (chain_digest(verdict_.head.chain, envelope.leaf) != envelope.chain) {
      fault(envelope.position, "the chain digest does not fit");
    }
  }

  void check_meaning(const Envelope& envelope, History& history) {
    try {
      const StreamName stream = parse_stream(envelope.stream);
      check_erasure(envelope, stream);
      if (!step(history, stream.kind, envelope) && history.known) {
        fault(envelope.position, envelope.tag + " cannot follow in " + envelope.stream);
      }
    } catch (const std::exception& error) {
      fault(envelope.position, error.what());
    }
  }

  // Contents may be gone only before their person's erasure, and after it none may be left.
  void check_erasure(const Envelope& envelope, const StreamName& stream) {
    if (envelope.tag == person::Erased::tag && !envelope.erased) {
      erased_.erase(stream.name);
      if (const auto kept = kept_.find(stream.name); kept != kept_.end()) {
        fault(kept->second, "the contents are kept in spite of the erasure of " + stream.name);
        kept_.erase(kept);
      }
    } else if (envelope.erased && !is_personal(stream)) {
      fault(envelope.position, "the contents are gone, and they are of no one person");
    } else if (envelope.erased) {
      erased_.try_emplace(stream.name, envelope.position);
    } else if (is_personal(stream)) {
      kept_.try_emplace(stream.name, envelope.position);
    }
  }

  const EventLog& log_;
  const std::function<void(const Fault&)>& report_;
  std::uint64_t begin_ = 0;
  Verdict verdict_;
  std::unordered_map<std::string, History> histories_;
  // By account: the first event without contents, and the first with them, since the last erasure.
  std::map<std::string, std::uint64_t> erased_;
  std::unordered_map<std::string, std::uint64_t> kept_;
};

// Reads one by one where a page of events cannot be read, so that each fault has its position.
void check_singly(const EventLog& log, Verification& verification, std::uint64_t position) {
  std::vector<Envelope> envelopes;
  try {
    envelopes = log.read_all(position - 1, 1);
  } catch (const std::exception& error) {
    verification.fault(position, error.what());
  }
  if (!envelopes.empty() && envelopes.front().position == position) {
    verification.check(envelopes.front());
  }
}

// The last event may be one that cannot be read; then the log ends after it.
std::uint64_t find_end(const EventLog& log) {
  try {
    return log.head().position;
  } catch (const std::exception&) {
    return unknown;
  }
}

// Checks the events after `position` and returns how far it came.
std::uint64_t check_page(const EventLog& log, Verification& verification, std::uint64_t position,
                         std::uint64_t end) {
  std::vector<Envelope> envelopes;
  try {
    envelopes = log.read_all(position, page_size);
  } catch (const std::exception&) {
    const std::uint64_t checked = verification.verdict().events;
    const std::uint64_t page_end = std::min(position + page_size, end);
    while (position < page_end) check_singly(log, verification, ++position);
    const bool none = verification.verdict().events == checked;
    return none && end == unknown ? end : position;
  }
  if (envelopes.empty()) return end;
  for (const Envelope& envelope : envelopes) verification.check(envelope);
  return envelopes.back().position;
}

}  // namespace

Verdict verify(const EventLog& log, const Checkpoints& checkpoints, const Checkpoint* from,
               const std::function<void(const Fault&)>& report) {
  Verification verification(log, from, report);
  std::uint64_t position = from ? from->size : 0;
  const std::uint64_t end = find_end(log);
  while (position < end) position = check_page(log, verification, position, end);
  verification.check_erasures();
  verification.check_checkpoints(checkpoints);
  if (!from) {
    for (const std::string& what : log.find_damage()) verification.fault(0, what);
  }
  return verification.verdict();
}

}  // namespace yanxi
