#include "projections/view_rows.hpp"

#include <algorithm>

namespace yanxi {
namespace {

// Seven bits a byte, the lowest first; the highest bit says that more follow.
void write_number(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}
std::uint64_t read_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.at(0));
    bytes.remove_prefix(1);
    number |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return number;
  }
}

}  // namespace

// Of each name only what differs from the one before is written: how much is the same, how long
// the rest is, the rest, and the number, whose sign is its lowest bit.
std::string write_tally(const Tally& tally) {
  std::string bytes;
  std::string_view before;
  for (const auto& [name, number] : tally) {
    const auto differs = std::ranges::mismatch(before, name).in2;
    const std::string_view rest(differs, name.end());
    write_number(bytes, name.size() - rest.size());
    write_number(bytes, rest.size());
    bytes += rest;
    const auto size = static_cast<std::uint64_t>(number < 0 ? -number : number);
    write_number(bytes, size << 1 | (number < 0 ? 1 : 0));
    before = name;
  }
  return bytes;
}

Tally read_tally(std::string_view bytes) {
  Tally tally;
  while (!bytes.empty()) {
    const std::size_t same = read_number(bytes), more = read_number(bytes);
    std::string name = same == 0 ? std::string() : tally.back().first.substr(0, same);
    name += bytes.substr(0, more);
    bytes.remove_prefix(more);
    const std::uint64_t number = read_number(bytes);
    const auto size = static_cast<std::int64_t>(number >> 1);
    tally.emplace_back(std::move(name), (number & 1) != 0 ? -size : size);
  }
  return tally;
}

std::int64_t number_of(const Tally& tally, std::string_view name) {
  const auto found = std::ranges::lower_bound(tally, name, {}, &Tally::value_type::first);
  return found != tally.end() && found->first == name ? found->second : 0;
}

void add(Tally& sum, const Tally& numbers, std::int64_t times) {
  for (const auto& [name, number] : numbers) {
    auto place = std::ranges::lower_bound(sum, name, {}, &Tally::value_type::first);
    if (place == sum.end() || place->first != name) place = sum.emplace(place, name, 0);
    place->second += times * number;
  }
  std::erase_if(sum, [](const auto& pair) { return pair.second == 0; });
}

std::map<std::string, std::string> ViewWriter::rows(const std::string& prefix) const {
  std::map<std::string, std::string> rows;
  store_.scan(prefix, [&](auto key, auto value) {
    rows[std::string(key)] = value;
    return true;
  });
  for (auto it = changes_.lower_bound(prefix);
       it != changes_.end() && it->first.starts_with(prefix); ++it) {
    if (it->second) {
      rows[it->first] = *it->second;
    } else {
      rows.erase(it->first);
    }
  }
  return rows;
}

}  // namespace yanxi
