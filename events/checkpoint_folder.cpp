#include "events/checkpoint_folder.hpp"

#include <algorithm>
#include <sstream>

#include "events/facts.hpp"
#include "events/log/durable_file.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

std::string find_missing(const EventLog& log, const Head& head, const std::string& name,
                         const Checkpoint& checkpoint) {
  const std::string size = std::to_string(checkpoint.size);
  if (head.position < checkpoint.size) {
    return "the log ends at event " + std::to_string(head.position) + ", but checkpoint " + name +
           " was signed for " + size +
           " events: " + std::to_string(checkpoint.size - head.position) +
           " acknowledged events are missing";
  }
  if (contains(log, checkpoint)) return {};
  return "event " + size + " is not the one that checkpoint " + name + " was signed for";
}

}  // namespace

CheckpointFolder::CheckpointFolder(path notes, path keys)
    : notes_(std::move(notes)), keys_(std::move(keys)) {}

std::vector<PublicKey> CheckpointFolder::believed() const {
  std::vector<PublicKey> keys;
  const path file = keys_ / "checkpoint.vkeys";
  if (!std::filesystem::exists(file)) return keys;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    try {
      keys.push_back(read_verifier_key(line));
    } catch (const NoteFault& error) {
      throw std::runtime_error(file.string() + ", line \"" + line + "\": " + error.what());
    }
  }
  return keys;
}

SigningKey CheckpointFolder::signing_key() const {
  const path file = keys_ / "checkpoint.key";
  if (!std::filesystem::exists(file)) {
    std::filesystem::create_directories(keys_);
    std::filesystem::permissions(keys_, std::filesystem::perms::owner_all);
    const SigningKey made = SigningKey::make();
    // Believed before it signs: a note may never be there without its key.
    append_durably(keys_ / "checkpoint.vkeys", write_verifier_key(made.public_key()));
    write_durably(file, made.text() + "\n");
    return made;
  }
  std::string text = read_file(file);
  if (text.ends_with('\n')) text.pop_back();
  SigningKey key = SigningKey::read(text);
  const PublicKey mine = key.public_key();
  const auto keys = believed();
  if (std::ranges::find(keys, mine) == keys.end()) {
    append_durably(keys_ / "checkpoint.vkeys", write_verifier_key(mine));
  }
  return key;
}

CheckpointFolder::Reading CheckpointFolder::read() const {
  Reading reading;
  if (!std::filesystem::exists(notes_)) return reading;
  const auto keys = believed();
  for (const auto& entry : std::filesystem::directory_iterator(notes_)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    try {
      reading.checkpoints.emplace(name, read_note(read_file(entry.path()), keys));
    } catch (const std::exception& error) {
      reading.faults.push_back("checkpoint " + name + ": " + error.what());
    }
  }
  return reading;
}

std::uint64_t CheckpointFolder::sign(const EventLog& log, Instant now) const {
  const Head head = log.head();
  if (head.position == 0) return 0;
  const std::string origin = origin_of(log);
  for (const auto& [file, checkpoint] : read().checkpoints) {
    if (checkpoint.origin == origin && !contains(log, checkpoint)) {
      throw std::runtime_error(find_missing(log, head, file, checkpoint));
    }
  }
  std::filesystem::create_directories(notes_);
  const std::string name = taipei_rfc3339(now).substr(0, 10) + "-" + origin.substr(6, 8);
  write_durably(notes_ / name, signing_key().sign({origin, head.position, head.chain}));
  return head.position;
}

bool contains(const EventLog& log, const Checkpoint& checkpoint) {
  if (checkpoint.size == 0) return false;
  const auto there = log.read_all(checkpoint.size - 1, 1);
  return !there.empty() && there.front().position == checkpoint.size &&
         there.front().chain == checkpoint.chain;
}

std::string origin_of(const EventLog& log) {
  const auto first = log.read_all(0, 1);
  return first.empty() ? std::string() : lineage::origin(read_lineage(log), first.front().leaf);
}

std::vector<std::string> compare(const EventLog& log, const Checkpoints& checkpoints) {
  std::vector<std::string> missing;
  if (checkpoints.empty()) return missing;
  const Head head = log.head();
  const lineage::State lineage = read_lineage(log);
  const std::string origin = origin_of(log);
  for (const auto& [name, checkpoint] : checkpoints) {
    const auto rewound = std::ranges::find_if(
        lineage.rewinds, [&](const auto& past) { return past.origin == checkpoint.origin; });
    const bool left = rewound != lineage.rewinds.end();
    if (left && checkpoint.size > rewound->kept && checkpoint.size <= rewound->signed_until) {
      continue;  // knowingly lost
    }
    if (!left && checkpoint.origin != origin && head.position > 0) {
      missing.push_back("checkpoint " + name + " is of another log, " + checkpoint.origin);
      continue;
    }
    std::string what = find_missing(log, head, name, checkpoint);
    if (!what.empty()) missing.push_back(std::move(what));
  }
  return missing;
}

}  // namespace yanxi
