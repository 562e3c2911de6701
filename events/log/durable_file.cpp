#include "events/log/durable_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "events/log/envelope.hpp"

namespace yanxi {
namespace {

using std::filesystem::path;

[[noreturn]] void fail(const char* what, const path& file) {
  throw std::runtime_error(std::string(what) + " " + file.string() + ": " + std::strerror(errno));
}

class Descriptor {
 public:
  Descriptor(const path& file, int flags) : file_(file), value_(::open(file.c_str(), flags, 0600)) {
    if (value_ < 0) fail("cannot open", file);
  }
  ~Descriptor() { ::close(value_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(value_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail("cannot write", file_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(value_) != 0) fail("cannot sync", file_);
  }

 private:
  path file_;
  int value_;
};

template <class Visit>
void for_each_chunk(const path& file, const Visit& visit) {
  std::ifstream in(file, std::ios::binary);
  if (!in) fail("cannot read", file);
  std::array<char, 65536> chunk;
  while (in.read(chunk.data(), chunk.size()), in.gcount() > 0) {
    visit(std::string_view(chunk.data(), static_cast<std::size_t>(in.gcount())));
  }
  // What a disk could not give is no end of the file.
  if (in.bad()) fail("cannot read", file);
}

path folder_of(const path& file) { return file.has_parent_path() ? file.parent_path() : "."; }

}  // namespace

void write_durably(const path& file, std::string_view bytes) {
  // A name that begins with a dot is not yet there for whoever reads the folder.
  const path fresh = folder_of(file) / ("." + file.filename().string() + ".new");
  ::unlink(fresh.c_str());
  {
    const Descriptor out(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    out.write(bytes);
    out.sync();
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) fail("cannot put in place", file);
  const path folder = folder_of(file);
  Descriptor(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

void append_durably(const path& file, std::string_view line) {
  std::string bytes = std::filesystem::exists(file) ? read_file(file) : std::string();
  if (!bytes.empty() && !bytes.ends_with('\n')) bytes += '\n';
  bytes += line;
  bytes += '\n';
  write_durably(file, bytes);
}

void remove_durably(const path& file) {
  if (::unlink(file.c_str()) != 0) fail("cannot remove", file);
  const path folder = folder_of(file);
  Descriptor(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

void sync_folder(const path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) Descriptor(entry.path(), O_RDONLY | O_CLOEXEC).sync();
  }
  Descriptor(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

std::string read_file(const path& file) {
  std::string bytes;
  for_each_chunk(file, [&](std::string_view chunk) { bytes += chunk; });
  return bytes;
}

std::string digest_file(const path& file) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for_each_chunk(file, [&](std::string_view chunk) {
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(chunk.data()),
                              chunk.size());
  });
  Digest digest;
  crypto_hash_sha256_final(&state, digest.data());
  return to_hex(digest);
}

}  // namespace yanxi
