#include "fcgi/operate/export.hpp"

#include <nlohmann/json.hpp>

#include "events/codec.hpp"
#include "events/execute.hpp"
#include "events/streams.hpp"

namespace yanxi {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t leaves_a_line = 500;

std::string event_line(const Envelope& e) {
  // The payload stands as a text, so that its bytes are exactly those that were hashed; null where
  // it was lawfully erased.
  return Json{{"position", e.position},
              {"stream", e.stream},
              {"version", e.version},
              {"at_us", e.at.us},
              {"at", taipei_rfc3339(e.at)},
              {"account", e.actor.account},
              {"role", e.actor.role},
              {"source", e.actor.source},
              {"command", to_hex(e.command)},
              {"tag", e.tag},
              {"payload", e.erased ? Json() : Json(e.payload)},
              {"salt", e.erased ? Json() : Json(to_hex(e.salt))},
              {"sealed", to_hex(e.sealed)},
              {"leaf", to_hex(e.leaf)},
              {"chain", to_hex(e.chain)}}
             .dump() +
         "\n";
}

bool is_chosen(const ExportChoice& choice, const Envelope& envelope) {
  if (choice.all || choice.streams.contains(envelope.stream)) return true;
  const StreamName stream = parse_stream(envelope.stream);
  return choice.year != 0 && stream.year == choice.year && !stream.is<streams::Access>();
}

void each(const EventLog& log, std::uint64_t after, std::uint64_t until,
          const std::function<void(const Envelope&)>& visit) {
  while (after < until) {
    const auto page = log.read_all(after, 1000);
    if (page.empty()) return;
    for (const Envelope& envelope : page) {
      if (envelope.position <= until) visit(envelope);
    }
    after = page.back().position;
  }
}

struct Span {
  std::uint64_t first = 0, last = 0;
};

Span find_span(const EventLog& log, const ExportChoice& choice) {
  const std::uint64_t head = log.head().position;
  if (choice.all) return {1, head};
  Span span;
  for (const std::string& stream : choice.streams) {
    const auto events = log.read_stream(stream);
    if (events.empty()) continue;
    const std::uint64_t first = events.front().position;
    span.first = span.first == 0 ? first : std::min(span.first, first);
    span.last = std::max(span.last, events.back().position);
  }
  if (choice.year == 0) return span;
  for (std::uint64_t after = 0; after < head;) {
    for (const Envelope& envelope : log.read_all(after, 1000)) {
      if (is_chosen(choice, envelope)) return {envelope.position, head};
      after = envelope.position;
    }
  }
  return {};
}

class Leaves {
 public:
  explicit Leaves(const std::function<void(const std::string&)>& write) : write_(write) {}
  void add(const Envelope& envelope) {
    if (leaves_.empty()) first_ = envelope.position;
    leaves_.push_back(to_hex(envelope.leaf));
    if (leaves_.size() == leaves_a_line) flush();
  }
  void flush() {
    if (leaves_.empty()) return;
    write_(Json{{"position", first_}, {"leaves", leaves_}}.dump() + "\n");
    leaves_.clear();
  }

 private:
  const std::function<void(const std::string&)>& write_;
  std::uint64_t first_ = 0;
  std::vector<std::string> leaves_;
};

}  // namespace

ExportChoice choose_case(const EventLog& log, int year, const std::string& account) {
  ExportChoice choice{
      false, {plan_stream(year, account), survey_stream(year, account), year_stream(year)}, 0};
  const auto add_school = [&](const std::string& unit) {
    if (unit.empty()) return;
    choice.streams.insert(
        {unit_stream(unit), roster_stream(year, unit), school_plan_stream(year, unit)});
  };
  const auto envelopes = log.read_stream(plan_stream(year, account));
  plan::State state;
  for (const Envelope& envelope : envelopes) {
    state = fold_plan({envelope}, std::move(state));
    add_school(state.contents.unit);
    if (envelope.tag != plan::SchoolPlanImported::tag || envelope.erased) continue;
    const auto event = decode<plan::Event>(envelope.tag, envelope.payload);
    add_school(std::get<plan::SchoolPlanImported>(event).unit);
  }
  return choice;
}

void export_events(const EventLog& log, const ExportChoice& choice,
                   const std::function<void(const std::string&)>& write) {
  const Span span = find_span(log, choice);
  if (span.first == 0) return;
  if (span.first > 1) {
    const auto before = log.read_all(span.first - 2, 1);
    write(Json{{"after", span.first - 1}, {"chain", to_hex(before.at(0).chain)}}.dump() + "\n");
  }
  Leaves leaves(write);
  each(log, span.first - 1, span.last, [&](const Envelope& envelope) {
    if (!is_chosen(choice, envelope)) return leaves.add(envelope);
    leaves.flush();
    write(event_line(envelope));
  });
  leaves.flush();
  if (choice.all) return;
  const Envelope last = log.read_all(span.last - 1, 1).at(0);
  write(Json{{"until", last.position}, {"chain", to_hex(last.chain)}}.dump() + "\n");
}

}  // namespace yanxi
