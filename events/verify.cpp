#include "events/verify.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

#include "events/execute.hpp"
#include "events/log/chain.hpp"
#include "events/log/row.hpp"

namespace yanxi {
namespace {

constexpr std::size_t page_size = 1000;
constexpr std::uint64_t unknown = std::numeric_limits<std::uint64_t>::max();

// How far a stream's history has come: enough to say which event may follow.
struct Standing {
  std::uint64_t version = 0;
  bool known = true;    // whether its history could be read
  bool exists = false;  // of a person, unit, year or roster
  plan::Status plan = plan::Status::absent;
  school_plan::Status school_plan = school_plan::Status::absent;
  std::string catalogue;  // the last version published
};

// Moves `standing` over one event; false when the rules do not let it follow.
template <class Status, class Event>
bool step(Status& standing, const Event& event) {
  const auto next = follow(standing, event);
  if (next) standing = *next;
  return next.has_value();
}

bool step(Standing& standing, const std::string& kind, const Envelope& envelope) {
  const auto& [tag, payload] = std::tie(envelope.tag, envelope.payload);
  if (envelope.erased) {
    standing.exists = kind == "person";
    standing.plan = plan::Status::absent;
    return true;
  }
  if (kind == "plan") return step(standing.plan, decode<plan::Event>(tag, payload));
  if (kind == "school-plan") {
    return step(standing.school_plan, decode<school_plan::Event>(tag, payload));
  }
  if (kind == "person") return step(standing.exists, decode<person::Event>(tag, payload));
  if (kind == "unit") return step(standing.exists, decode<unit::Event>(tag, payload));
  if (kind == "year") return step(standing.exists, decode<year::Event>(tag, payload));
  if (kind == "roster") return step(standing.exists, decode<roster::Event>(tag, payload));
  if (kind == "catalogue") return step(standing.catalogue, decode<edition::Event>(tag, payload));
  check_payload(envelope.stream, tag, payload);
  return true;
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
    Standing& standing = standing_of(envelope);
    check_order(envelope, standing);
    check_digests(envelope);
    check_meaning(envelope, standing);
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
  Standing& standing_of(const Envelope& envelope) {
    const auto [found, fresh] = standings_.try_emplace(envelope.stream);
    if (fresh && begin_ > 0) found->second = read_standing(envelope);
    return found->second;
  }

  // Where the stream stood before its first event that is checked.
  Standing read_standing(const Envelope& envelope) {
    const std::string& stream = envelope.stream;
    Standing standing;
    try {
      for (const Envelope& before : log_.read_stream(stream)) {
        if (before.position > begin_) break;
        standing.version = before.version;
        try {
          step(standing, parse_stream(stream).kind, before);
        } catch (const DecodeFault&) {
          // Named when the whole log is checked.
        }
      }
    } catch (const std::exception& error) {
      fault(envelope.position, stream + " cannot be read whole: " + error.what());
      standing = {};
      standing.version = envelope.version - 1;
      standing.known = false;
    }
    return standing;
  }

  void check_order(const Envelope& envelope, Standing& standing) {
    const std::uint64_t position = envelope.position;
    if (position != verdict_.head.position + 1) {
      fault(position, "positions jump from " + std::to_string(verdict_.head.position));
    }
    if (envelope.at < verdict_.head.at) fault(position, "time goes back");
    if (envelope.version != standing.version + 1) {
      fault(position,
            "versions of " + envelope.stream + " jump from " + std::to_string(standing.version));
    }
    standing.version = envelope.version;
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

  void check_meaning(const Envelope& envelope, Standing& standing) {
    const StreamName stream = parse_stream(envelope.stream);
    check_erasure(envelope, stream);
    try {
      if (!step(standing, stream.kind, envelope) && standing.known) {
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
    } else if (envelope.erased && !is_stream_of(stream, stream.name)) {
      fault(envelope.position, "the contents are gone, and they are of no one person");
    } else if (envelope.erased) {
      erased_.try_emplace(stream.name, envelope.position);
    } else if (is_stream_of(stream, stream.name)) {
      kept_.try_emplace(stream.name, envelope.position);
    }
  }

  const EventLog& log_;
  const std::function<void(const Fault&)>& report_;
  std::uint64_t begin_ = 0;
  Verdict verdict_;
  std::unordered_map<std::string, Standing> standings_;
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
