// The checkpoints on disk. Here: one note a day, replaced while the day goes on; the key that signs
// and the keys that are believed; what a log must contain. Not here: when to sign (fcgi/serve).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "events/log/checkpoint.hpp"
#include "events/log/log.hpp"

namespace yanxi {

class CheckpointFolder {
 public:
  // `notes` may lie on another disk than the log. `keys` holds checkpoint.key (mode 0600), which
  // signs, and checkpoint.vkeys, one verifier key a line: every key that ever signed.
  CheckpointFolder(std::filesystem::path notes, std::filesystem::path keys);

  struct Reading {
    Checkpoints checkpoints;
    std::vector<std::string> faults;  // notes that are no notes of ours, by name
  };
  // Every note. Files whose name begins with a dot are on their way and are left out.
  Reading read() const;

  // Signs the log's head into the note of the day. Makes a key when there is none, and adds it to
  // those that are believed. Returns the size signed, 0 for an empty log; throws
  // std::runtime_error. A log that is behind a checkpoint of its own origin is not signed: that
  // would hide what it lost.
  std::uint64_t sign(const EventLog& log, Instant now) const;

  // Whether there is a key that can only have been made to sign.
  bool has_signed() const { return std::filesystem::exists(keys_ / "checkpoint.vkeys"); }

 private:
  std::vector<PublicKey> believed() const;
  SigningKey signing_key() const;
  std::filesystem::path notes_, keys_;
};

// The origin of what is signed now; empty for an empty log.
std::string origin_of(const EventLog& log);

// Whether the log has the very event that the checkpoint speaks of.
bool contains(const EventLog& log, const Checkpoint& checkpoint);

// What the log lacks of the checkpoints, one sentence each; nothing when it contains them all.
// Those of an origin the log was rewound from may speak of what was knowingly lost (lineage).
std::vector<std::string> compare(const EventLog& log, const Checkpoints& checkpoints);

}  // namespace yanxi
