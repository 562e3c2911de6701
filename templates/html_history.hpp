// A plan's history as auditors see it. Here: the timeline and the comparison of
// two versions. Pure. Not here: reading the log (fcgi/replay_pages).
#pragma once

#include <string>
#include <vector>

#include "templates/sheet.hpp"

namespace yanxi::html {

using Fact = std::pair<std::string, std::string>;

struct HistoryEntry {
  std::uint64_t version = 0, position = 0;
  Instant at;
  std::string what, who, role;
  std::vector<std::string> details;
  bool automatic = false;  // an autosave: folded with others of the same hour
  bool proven = false;     // its digests fit the chain
};

struct History {
  std::vector<Fact> facts;
  std::vector<HistoryEntry> entries;  // oldest first
  std::string path;                   // of the plan's pages
  std::string id;                     // 115-teacher1
  std::string stated;                 // 查核事由, as it was stated
  std::string matter;                 // and as a part of a query: matter=..., or empty
  std::string record_note;
};
// The newest first; two entries can be chosen and compared.
std::string history(const Shell& shell, const History& page);

struct ComparedSide {
  std::uint64_t version = 0;
  Instant at;
  plan::Status status;
  Contents contents;
  const Catalogue* catalogue = nullptr;
  std::string unit;  // its name then
};
// Two versions side by side: what differs, and what does not behind a count.
Sheet comparison(const ComparedSide& before, const ComparedSide& after);

}  // namespace yanxi::html
