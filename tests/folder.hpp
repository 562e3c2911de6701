// A folder on the real disk that is gone with the test, and what lies in one.
#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace yanxi {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yanxi-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The names of what lies in a folder, sorted.
inline std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

// Who may do what with a file, as in `chmod`.
inline unsigned mode_of(const std::filesystem::path& file) {
  struct stat is {};
  if (::stat(file.c_str(), &is) != 0) throw std::runtime_error("there is no " + file.string());
  return is.st_mode & 0777;
}

}  // namespace yanxi
