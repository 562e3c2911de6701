// Reading and writing the rows of views while folding. Here: ViewReader and ViewWriter over the
// local store, and rows of numbers that are added to. Not here: what rows mean, one file a view.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/local_store.hpp"

namespace yanxi {

// What pages and folds alike read rows from.
class ViewRows {
 public:
  virtual ~ViewRows() = default;
  virtual std::optional<std::string> get(const std::string& key) const = 0;
};

// What a page reads views through. Thread-safe.
class ViewReader final : public ViewRows {
 public:
  explicit ViewReader(const LocalStore& store) : store_(store) {}
  std::optional<std::string> get(const std::string& key) const override { return store_.get(key); }
  const LocalStore& store() const { return store_; }

 private:
  const LocalStore& store_;
};

// Numbers by name, in the order of the names, each once. None is zero, so that equal numbers are
// equal bytes however they came about.
using Tally = std::vector<std::pair<std::string, std::int64_t>>;
// The `numbers` may stand in any order and repeat a name.
void add(Tally& sum, const Tally& numbers, std::int64_t times = 1);
// The number of that name, or zero.
std::int64_t number_of(const Tally& tally, std::string_view name);
// To and from a row's bytes, which are few: a save may move the rows of a school and a county.
std::string write_tally(const Tally& tally);
Tally read_tally(std::string_view bytes);

// Numbers to be added to rows, by key: once for many events.
using Additions = std::map<std::string, Tally>;

// What a fold reads and writes: its own changes first, then the store. One thread.
class ViewWriter final : public ViewRows {
 public:
  // `additions` may outlive it, where several writers follow each other.
  ViewWriter(const LocalStore& store, Additions& additions)
      : store_(store), additions_(additions) {}
  std::optional<std::string> get(const std::string& key) const override {
    const auto changed = changes_.find(key);
    return changed != changes_.end() ? changed->second : store_.get(key);
  }
  void put(const std::string& key, std::string value) { changes_[key] = std::move(value); }
  void remove(const std::string& key) { changes_[key] = std::nullopt; }
  // The rows whose keys begin so.
  std::map<std::string, std::string> rows(const std::string& prefix) const;
  const LocalStore::Changes& changes() const { return changes_; }
  Additions& additions() { return additions_; }

 private:
  const LocalStore& store_;
  LocalStore::Changes changes_;
  Additions& additions_;
};

}  // namespace yanxi
