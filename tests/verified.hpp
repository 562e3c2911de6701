// What verify says of a log that a test has told. Here: histories as text, and the faults found in
// them. Not here: what they should be (verify_test, follow_test). A file that includes this needs
// YANXI_TESTS (CMakeLists.txt).
#pragma once

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "events/verify.hpp"
#include "tests/memory_log.hpp"
#include "tests/stored.hpp"

namespace yanxi {

using Faults = std::vector<std::string>;

// "3: time goes back"
inline Faults faults_of(const EventLog& log, const Checkpoint* from = nullptr,
                        const Checkpoints& checkpoints = {}, Verdict* verdict = nullptr) {
  Faults found;
  const Verdict said = verify(log, checkpoints, from, [&](const Fault& fault) {
    found.push_back(std::to_string(fault.position) + ": " + fault.what);
  });
  BOOST_TEST(said.faults == found.size());
  if (verdict) *verdict = said;
  return found;
}

inline void check(const Faults& found, const Faults& expected) {
  BOOST_CHECK_EQUAL_COLLECTIONS(found.begin(), found.end(), expected.begin(), expected.end());
}

// A line an event: its stream, its tag, and `gone` when its contents were erased. The payloads are
// the stored examples.
inline MemoryLog tell(const std::string& history) {
  MemoryLog log;
  std::istringstream lines(history);
  std::vector<std::uint64_t> gone;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string stream, tag, erased;
    words >> stream >> tag >> erased;
    log.add(stream, {tag, stored_example(tag).payload});
    if (erased == "gone") gone.push_back(log.events.size());
  }
  log.remove_contents(gone);
  return log;
}

}  // namespace yanxi
