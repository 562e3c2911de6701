// The data folder: where each part of it lies (contract.md, commands). Nothing is opened here.
#pragma once

#include <filesystem>

namespace yanxi {

struct DataFolder {
  std::filesystem::path root;

  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path views() const { return root / "views"; }
  std::filesystem::path sessions() const { return root / "sessions"; }
  std::filesystem::path form_key() const { return root / "keys" / "forms.key"; }
  std::filesystem::path socket() const { return root / "fcgi.sock"; }
};

}  // namespace yanxi
