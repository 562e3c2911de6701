// The data folder: where each part of it lies. Nothing is opened here.
#pragma once

#include <filesystem>

namespace yanxi {

struct DataFolder {
  std::filesystem::path root;
  std::filesystem::path notes;  // the folder of checkpoints when it lies elsewhere

  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path views() const { return root / "views"; }
  std::filesystem::path sessions() const { return root / "sessions"; }
  std::filesystem::path checkpoints() const { return notes.empty() ? root / "checkpoints" : notes; }
  std::filesystem::path keys() const { return root / "keys"; }
  std::filesystem::path form_key() const { return keys() / "forms.key"; }
  std::filesystem::path erasures() const { return root / "erasures"; }
  std::filesystem::path erasing() const { return root / "erasing"; }  // while one is carried out
  std::filesystem::path socket() const { return root / "fcgi.sock"; }
  std::filesystem::path control_socket() const { return root / "control.sock"; }
};

}  // namespace yanxi
