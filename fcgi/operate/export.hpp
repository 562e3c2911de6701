// The log as JSON lines that tests/verify_export.py checks. Here: the whole of it, or what belongs
// to some streams or one year, with the digests of what lies between. Not here: who may have it.
//
// A part begins with {"after":POSITION,"chain":HEX}, unless it begins at the first event. An event
// is a line as of the whole log; a run of others is {"position":FIRST,"leaves":[HEX, ...]}, so that
// the chain can be computed through it; at its end a part says where that must have led,
// {"until":POSITION,"chain":HEX}.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "events/log/log.hpp"

namespace yanxi {

struct ExportChoice {
  bool all = false;               // the whole log, people and their hashes included: terminal only
  std::set<std::string> streams;  // else these
  int year = 0;                   // and every stream of this year but those of access; 0 for none
};

// Everything one plan's case rests on: the plan, its survey, its year and every school it was for
// or took hours from.
ExportChoice choose_case(const EventLog& log, int year, const std::string& account);

// Hands over line by line, however long it is. A year's part goes on to the head of the log.
void export_events(const EventLog& log, const ExportChoice& choice,
                   const std::function<void(const std::string& line)>& write);

}  // namespace yanxi
