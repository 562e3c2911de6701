// Lawful erasure of one person's contents, carried through whatever interrupts it. Here: the order,
// the two files of the data folder that remember it. Not here: removing (events/execute), the views
// and sessions, which the caller makes anew.
//
//   erasing   the order that is being carried out; gone when it is done
//   erasures  one line of JSON for each that was: what an older backup, put in place later, must
//             still lose before it serves
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "events/execute.hpp"
#include "fcgi/operate/data_folder.hpp"

namespace yanxi {

struct Erasure {
  std::string account;
  std::string reason;
  std::string second_person;
  std::string actor;  // who gave the order at the terminal
  Instant at;
  std::string id;  // its command id, 32 hexadecimal digits
};
Erasure order_erasure(std::string account, std::string reason, std::string second_person,
                      std::string actor, Instant now);

// Throws std::runtime_error when a file is damaged.
std::vector<Erasure> read_erasures(const std::filesystem::path& file);

// Removes the contents from the log and notes it in `erasures`. Throws std::runtime_error when
// another order is not finished yet: what find_unfinished tells goes first. `clean` is called in
// between, to remove them from all else; when the process ends before it is over, the next start
// begins again.
std::expected<Outcome, person::Refusal> carry_out(
    const DataFolder& data, Executor& executor, const Erasure& erasure,
    const std::function<void(const std::string& account)>& clean);

// What is still to be done at a start: an order that was interrupted, and those in `erasures` that
// the log, an older one, has not seen. Empty as a rule.
std::vector<Erasure> find_unfinished(const DataFolder& data, const EventLog& log);

std::string describe(person::Refusal refusal);  // for the terminal

}  // namespace yanxi
