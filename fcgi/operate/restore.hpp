// Putting a log in place of one that is lost or damaged. Here: from a backup, or from what can be
// read of a damaged data folder; what is refused; what a person has to accept. Not here: backups'
// form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/instant.hpp"
#include "fcgi/operate/control.hpp"
#include "fcgi/operate/data_folder.hpp"

namespace yanxi {

struct Restore {
  std::filesystem::path source;              // a folder of backups, or a damaged data folder
  std::optional<std::uint32_t> id;           // of the backup; the newest
  std::optional<std::uint64_t> accept_loss;  // the last position that is kept
  std::string actor;
  Instant now;
};

// `data` may hold nothing but keys/, checkpoints/ and erasures, which outlived the log. What is put
// in place has been opened and its whole chain checked; when a checkpoint knows of more, or the
// source is a damaged log, exactly that loss must be accepted, and is recorded as log.rewound.1;
// every erasure is carried out before it returns. Returns the exit status, throws
// std::runtime_error; there is a log only when it returns 0.
int restore(const DataFolder& data, const Restore& order, const Say& say);

}  // namespace yanxi
