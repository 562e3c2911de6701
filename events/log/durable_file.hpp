// Small files that must survive a power cut: keys, checkpoints, the list of erasures. Here: writing
// them whole or not at all. Not here: the log (rocks_log), which has its own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace yanxi {

// Both return when the bytes are on the disk, and throw std::runtime_error when they cannot be put
// there; then the file is as it was. Files are made with mode 0600. One writer at a time.
void write_durably(const std::filesystem::path& file, std::string_view bytes);
// Adds one line; reads the file whole, so it is for short ones.
void append_durably(const std::filesystem::path& file, std::string_view line);
// Puts the files that lie in a folder, and their names, on the disk.
void sync_folder(const std::filesystem::path& folder);
void remove_durably(const std::filesystem::path& file);

// Throws std::runtime_error when it cannot be read.
std::string read_file(const std::filesystem::path& file);
// SHA-256 in hexadecimal; the file may be larger than memory.
std::string digest_file(const std::filesystem::path& file);

}  // namespace yanxi
