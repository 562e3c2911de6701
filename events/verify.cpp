#include "events/verify.hpp"

#include <map>

#include "events/chain.hpp"
#include "events/plan.hpp"

namespace yanxi {
namespace {

class Verification {
 public:
  explicit Verification(const std::function<void(const Fault&)>& report) : report_(report) {}

  void check(const Envelope& envelope) {
    check_order(envelope);
    check_digests(envelope);
    check_meaning(envelope);
    verdict_.head = {envelope.position, envelope.chain, envelope.at};
    ++verdict_.events;
  }
  const Verdict& verdict() const { return verdict_; }

 private:
  void fault(const Envelope& envelope, const std::string& what) {
    ++verdict_.faults;
    report_({envelope.position, what});
  }

  void check_order(const Envelope& envelope) {
    if (envelope.position != verdict_.head.position + 1) {
      fault(envelope, "positions jump from " + std::to_string(verdict_.head.position));
    }
    if (envelope.at < verdict_.head.at) fault(envelope, "time goes back");
    std::uint64_t& version = versions_[envelope.stream];
    if (envelope.version != version + 1) {
      fault(envelope, "versions of " + envelope.stream + " jump from " + std::to_string(version));
    }
    version = envelope.version;
  }

  void check_digests(const Envelope& envelope) {
    if (seal(envelope.salt, envelope.payload) != envelope.sealed) {
      fault(envelope, "the payload is not the one that was sealed");
    }
    if (leaf_digest(envelope) != envelope.leaf) fault(envelope, "the leaf digest does not fit");
    if (chain_digest(verdict_.head.chain, envelope.leaf) != envelope.chain) {
      fault(envelope, "the chain digest does not fit");
    }
  }

  void check_meaning(const Envelope& envelope) {
    try {
      if (envelope.stream.starts_with("plan/")) {
        check_plan(envelope);
      } else {
        check_payload(envelope.stream, envelope.tag, envelope.payload);
      }
    } catch (const DecodeFault& error) {
      fault(envelope, error.what());
    }
  }

  // The transitions of a plan that the rules allow, whatever the windows were at the time.
  void check_plan(const Envelope& envelope) {
    using plan::Status;
    const auto event = decode<plan::Event>(envelope.tag, envelope.payload);
    Status& status = plans_[envelope.stream];
    const bool editable = status == Status::draft || status == Status::withdrawn;
    bool allowed = false;
    Status next = status;
    if (std::holds_alternative<plan::DraftSaved>(event)) {
      allowed = status != Status::submitted;
      if (status != Status::withdrawn) next = Status::draft;
    } else if (std::holds_alternative<plan::SchoolPlanImported>(event)) {
      allowed = editable;
    } else if (std::holds_alternative<plan::Submitted>(event)) {
      allowed = editable;
      next = Status::submitted;
    } else if (std::holds_alternative<plan::Withdrawn>(event)) {
      allowed = status == Status::submitted;
      next = Status::withdrawn;
    } else if (std::holds_alternative<plan::Deleted>(event)) {
      allowed = editable;
      next = Status::deleted;
    } else {
      allowed = status == Status::withdrawn || status == Status::deleted;
      next = status == Status::withdrawn ? Status::submitted : Status::draft;
    }
    if (!allowed) {
      fault(envelope, envelope.tag + " cannot follow in state " + plan::status_name(status));
    }
    status = next;
  }

  const std::function<void(const Fault&)>& report_;
  Verdict verdict_;
  std::map<std::string, std::uint64_t> versions_;
  std::map<std::string, plan::Status> plans_;
};

}  // namespace

Verdict verify(const EventLog& log, const std::function<void(const Fault&)>& report) {
  Verification verification(report);
  for (std::uint64_t after = 0;;) {
    const auto envelopes = log.read_all(after, 1000);
    if (envelopes.empty()) break;
    for (const Envelope& envelope : envelopes) verification.check(envelope);
    after = envelopes.back().position;
  }
  return verification.verdict();
}

}  // namespace yanxi
