// What members of staff looked at. Stream access/115/ACCOUNT of the reader. Here: the one event of
// it, appended before the answer (design rule 11). Not here: who may look (fcgi/routes).
#pragma once

#include <string>
#include <variant>

namespace yanxi::access {

// Refused to nobody: whoever may open the page is recorded. Of the streams looked at, contents may
// be erased later; this stays, for it says nothing of them but the account.
struct Viewed {
  static constexpr const char* tag = "access.viewed.1";
  std::string what;    // find, timeline, compare, version, export, pdf, board, restore, home ...
  std::string stream;  // of the plan or person, empty for a search
  std::string
      detail;  // a version, a time, what was searched for and found; at most 2,000 characters
  std::string matter;  // 查核事由, as the reader stated it; at most 100 characters, may be empty
};
using Event = std::variant<Viewed>;

}  // namespace yanxi::access
