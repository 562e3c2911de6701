// A small ordered key-value store on this machine's disk. Here: what views and sessions are kept
// in. Nothing in it is truth: views are folds of the log, sessions may be lost. Not here: what the
// rows mean.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace yanxi {

class LocalStore {
 public:
  // Rows to put, or to remove where there is no value; ordered, so that a key appears once.
  using Changes = std::map<std::string, std::optional<std::string>>;

  // Creates the folder when it is missing. Throws std::runtime_error when it cannot be opened.
  explicit LocalStore(const std::filesystem::path& folder);
  ~LocalStore();

  // All members may be called from any thread; all throw std::runtime_error when the disk fails.
  std::optional<std::string> get(const std::string& key) const;
  // Calls `visit` for every row whose key begins with `prefix`, in order, until it returns false.
  // It may not ask the store for more meanwhile.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  void scan(const std::string& prefix, const Visit& visit) const { scan(prefix, prefix, visit); }
  // The same from `first` on, a key that begins with `prefix`.
  void scan(const std::string& prefix, const std::string& first, const Visit& visit) const;
  // All changes or none. Not synced: it survives the process, not a power cut.
  void write(const Changes& changes);
  void clear();
  // On return no file holds any longer what was removed or replaced.
  void compact();
  // Takes the rows of another store, whose folder takes the place of this one's. Others wait for it
  // some milliseconds. A process that ends in the midst of it leaves a store that is empty or
  // whole.
  void replace(std::unique_ptr<LocalStore> other);

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Store;
  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
};

}  // namespace yanxi
