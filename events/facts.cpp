#include "events/facts.hpp"

#include <algorithm>

namespace yanxi {

void Facts::forget() {
  ++erasures_;
  for (Shelf& shelf : shelves_) {
    const std::lock_guard lock(shelf.mutex);
    std::apply([](auto&... states) { (states.clear(), ...); }, shelf.states);
  }
}

namespace {

template <class Kind>
typename Kind::State read(const EventLog& log, int year, std::string_view name) {
  return fold<Kind>(log.read_stream(stream_of<Kind>(year, name)));
}

}  // namespace

lineage::State read_lineage(const EventLog& log) { return read<streams::Log>(log, 0, {}); }
year::State read_year(const EventLog& log, int year) { return read<streams::Year>(log, year, {}); }
person::State read_person(const EventLog& log, const std::string& account, Instant at) {
  auto envelopes = log.read_stream(person_stream(account));
  std::erase_if(envelopes, [&](const Envelope& envelope) { return envelope.at > at; });
  return fold<streams::Person>(envelopes);
}
unit::State read_unit(const EventLog& log, const std::string& code) {
  return read<streams::Unit>(log, 0, code);
}
roster::State read_roster(const EventLog& log, int year, const std::string& unit) {
  return read<streams::Roster>(log, year, unit);
}
school_plan::State read_school_plan(const EventLog& log, int year, const std::string& unit) {
  return read<streams::SchoolPlan>(log, year, unit);
}
plan::State read_plan(const EventLog& log, int year, const std::string& account,
                      std::uint64_t version) {
  auto envelopes = log.read_stream(plan_stream(year, account));
  std::erase_if(envelopes, [&](const Envelope& envelope) { return envelope.version > version; });
  return fold_plan(envelopes);
}

void read_catalogues(const EventLog& log, Catalogues& catalogues) {
  for (int year = edition::first_year; year < edition::first_year + 100; ++year) {
    for (const Envelope& envelope : log.read_stream(catalogue_stream(year))) {
      const auto event = decode<edition::Event>(envelope.tag, envelope.payload);
      const auto& published = std::get<edition::Published>(event);
      if (!catalogues.contains(published.version)) catalogues.add(Catalogue::load(published.json));
    }
  }
}

}  // namespace yanxi
