// Reading and writing the rows of views while folding. Here: ViewReader and ViewWriter over the
// local store. Not here: the rows themselves, one file a view.
#pragma once

#include <optional>
#include <string>

#include "projections/local_store.hpp"

namespace yanxi {

// What a page reads views through. Thread-safe.
class ViewReader {
 public:
  explicit ViewReader(const LocalStore& store) : store_(store) {}
  std::optional<std::string> get(const std::string& key) const { return store_.get(key); }
  const LocalStore& store() const { return store_; }

 private:
  const LocalStore& store_;
};

// What a fold reads and writes: its own changes first, then the store. One thread.
class ViewWriter {
 public:
  explicit ViewWriter(const LocalStore& store) : store_(store) {}
  std::optional<std::string> get(const std::string& key) const {
    const auto changed = changes_.find(key);
    return changed != changes_.end() ? changed->second : store_.get(key);
  }
  void put(const std::string& key, std::string value) { changes_[key] = std::move(value); }
  void remove(const std::string& key) { changes_[key] = std::nullopt; }
  const LocalStore::Changes& changes() const { return changes_; }

 private:
  const LocalStore& store_;
  LocalStore::Changes changes_;
};

}  // namespace yanxi
