// What streams say when all their events are folded. Here: reading a stream's state, once or kept
// up to date as the log grows. Not here: rules (the domain), commands (execute), views.
#pragma once

#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "events/codec.hpp"
#include "events/log/log.hpp"
#include "events/streams.hpp"

namespace yanxi {

// Which stream of a kind: what its parts ask for (StreamParts), the rest is ignored.
struct StreamKey {
  int year = 0;
  std::string name;
};

// Folds `envelopes` onto `state`; of what was lawfully erased nothing is left but that it was.
template <class Kind>
typename Kind::State fold(const std::vector<Envelope>& envelopes, typename Kind::State state = {}) {
  for (const Envelope& envelope : envelopes) {
    const Stamp stamp = stamp_of(envelope);
    if (!envelope.erased) {
      state = evolve(std::move(state), decode<typename Kind::Event>(envelope.tag, envelope.payload),
                     stamp);
    } else if constexpr (Kind::personal) {
      state = erased(std::move(state), stamp);
    }
  }
  return state;
}

// A plan folded from all events of its stream, or from `state` on.
inline plan::State fold_plan(const std::vector<Envelope>& envelopes, plan::State state = {}) {
  return fold<streams::Plan>(envelopes, std::move(state));
}

// Folds of single streams, read from the log itself: decisions never rest on a view.
lineage::State read_lineage(const EventLog& log);
year::State read_year(const EventLog& log, int year);
// As they stood at a time, or at the end.
person::State read_person(const EventLog& log, const std::string& account,
                          Instant at = {std::numeric_limits<std::int64_t>::max()});
unit::State read_unit(const EventLog& log, const std::string& code);
roster::State read_roster(const EventLog& log, int year, const std::string& unit);
school_plan::State read_school_plan(const EventLog& log, int year, const std::string& unit);
// As it stood at `version`, or at the end.
plan::State read_plan(const EventLog& log, int year, const std::string& account,
                      std::uint64_t version = ~std::uint64_t{0});
// Every version published in the log that `catalogues` does not have yet, added to it.
void read_catalogues(const EventLog& log, Catalogues& catalogues);

// A stream's state with its version.
template <class Kind>
struct Folded {
  typename Kind::State state;
  std::uint64_t version = 0;
};

// The states of the streams that were asked for last. Thread-safe.
class Facts {
 public:
  explicit Facts(const EventLog& log) : log_(log) {}

  // As the log has it now; of the events only those that came since it was last asked for are read.
  template <class Kind>
  std::shared_ptr<const Folded<Kind>> current(const StreamKey& key) {
    const std::string stream = stream_of<Kind>(key.year, key.name);
    const std::uint64_t erasures = erasures_;
    Shelf& shelf = shelves_[std::hash<std::string>{}(stream) % shelves_.size()];
    auto& states = std::get<States<Kind>>(shelf.states);
    std::shared_ptr<const Folded<Kind>> known;
    {
      const std::lock_guard lock(shelf.mutex);
      if (const auto found = states.find(stream); found != states.end()) known = found->second;
    }
    if (!known) known = std::make_shared<Folded<Kind>>();
    const std::uint64_t version = log_.version(stream);
    if (known->version == version) return known;
    auto folded = std::make_shared<Folded<Kind>>(*known);
    // Of a long stream that nothing is decided on, how far it has come is enough.
    if constexpr (std::is_empty_v<typename Kind::State>) {
      folded->version = version;
    } else {
      const auto since = log_.read_stream(stream, known->version);
      folded->state = fold<Kind>(since, std::move(folded->state));
      if (!since.empty()) folded->version = since.back().version;
    }
    const std::lock_guard lock(shelf.mutex);
    if (erasures != erasures_) return folded;
    if (states.size() >= most) states.clear();
    // Two may have folded at once, and one of them further.
    auto& kept = states[stream];
    if (!kept || kept->version < folded->version) kept = folded;
    return folded;
  }

  // Contents were erased: what was folded from them must not be used any more.
  void forget();

 private:
  template <class Kind>
  using States = std::unordered_map<std::string, std::shared_ptr<const Folded<Kind>>>;
  template <class... Kinds>
  static std::tuple<States<Kinds>...> states_of(const std::variant<Kinds...>&);
  struct Shelf {
    std::mutex mutex;
    // Each is emptied when it is full.
    decltype(states_of(std::declval<StreamKind>())) states;
  };
  static constexpr std::size_t most = 64;  // of one kind on a shelf

  const EventLog& log_;
  std::atomic<std::uint64_t> erasures_ = 0;
  std::array<Shelf, 32> shelves_;
};

}  // namespace yanxi
