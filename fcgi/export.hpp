// The log as JSON lines that tests/verify_export.py checks. Here: the whole of it, or what belongs
// to some streams or one year, with the digests of what lies between. Not here: who may have it.
//
// A part begins with {"after":POSITION,"chain":HEX}, unless it begins at the first event. An event
// is a line as of the whole log; a run of others is {"position":FIRST,"leaves":[HEX, ...]}, so that
// the chain can be computed through it.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "events/log.hpp"

namespace yanxi {

struct ExportChoice {
  std::set<std::string> streams;  // these
  int year = 0;                   // and every stream of this year but those of access; 0 for none
  bool all() const { return streams.empty() && year == 0; }
};

// Everything one plan's case rests on: the plan, its survey, its year and the school it is for.
ExportChoice choose_case(const EventLog& log, int year, const std::string& account);

// How many positions a part may span when it is made for a browser, about 30 MB of digests.
constexpr std::uint64_t max_web_export = 400'000;

// Hands over line by line; false, and nothing handed over, when the part spans more than `most`.
bool export_events(const EventLog& log, const ExportChoice& choice, std::uint64_t most,
                   const std::function<void(const std::string& line)>& write);

}  // namespace yanxi
