// A TrueType file made and read by hand (the OpenType specification, tables head to cmap), for
// tests of what is made of fonts. Here: directory, simple glyphs, a cmap of format 12 or 4. Not
// here: drawing; hints, instructions, anything the PDF does not need.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yanxi::truetype {

using Tables = std::map<std::string, std::string>;

struct Point {
  int x, y;
  bool on_curve = true;
  bool operator==(const Point&) const = default;
};
using Contours = std::vector<std::vector<Point>>;

inline void put(std::string& bytes, long number, int size = 2) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    bytes += static_cast<char>((number >> shift) & 0xff);
  }
}
inline void set(std::string& bytes, std::size_t at, long number) {
  std::string two;
  put(two, number);
  bytes.replace(at, 2, two);
}
inline std::uint32_t get(std::string_view bytes, std::size_t at, std::size_t size = 2) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
  }
  return number;
}
inline int get_signed(std::string_view bytes, std::size_t at) {
  return static_cast<std::int16_t>(get(bytes, at));
}

inline std::uint32_t checksum(std::string bytes) {
  bytes.resize((bytes.size() + 3) / 4 * 4);
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 4) sum += get(bytes, at, 4);
  return sum;
}

// A file of these tables in the order of their tags.
inline std::string write(const Tables& tables) {
  std::string head, body;
  put(head, 0x10000, 4);
  put(head, static_cast<long>(tables.size()));
  for (long hint : {0x11, 0x22, 0x33}) put(head, hint);
  const std::size_t start = 12 + 16 * tables.size();
  for (const auto& [tag, bytes] : tables) {
    head += tag;
    put(head, checksum(bytes), 4);
    put(head, static_cast<long>(start + body.size()), 4);
    put(head, static_cast<long>(bytes.size()), 4);
    body += bytes;
    body.resize((body.size() + 3) / 4 * 4);
  }
  return head + body;
}

// The tables of a file. Every one must begin at a multiple of four behind the directory, end within
// the file and have the checksum that is written of it; none may overlap.
inline Tables read(std::string_view font) {
  Tables tables;
  BOOST_REQUIRE_EQUAL(get(font, 0, 4), 0x10000u);
  const std::size_t count = get(font, 4);
  std::map<std::size_t, std::size_t> ends{{0, 12 + 16 * count}};  // by where each begins
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = 12 + 16 * i;
    const std::string tag(font.substr(entry, 4));
    const std::size_t at = get(font, entry + 8, 4), size = get(font, entry + 12, 4);
    BOOST_TEST_CONTEXT("table " << tag) {
      BOOST_TEST(at % 4 == 0u);
      BOOST_REQUIRE_LE(at + size, font.size());
      std::string bytes(font.substr(at, size));
      if (size > 0) BOOST_TEST(ends.emplace(at, at + size).second);
      std::string summed = bytes;
      if (tag == "head") summed.replace(8, 4, 4, '\0');  // of the whole file, and put in last
      BOOST_TEST(checksum(summed) == get(font, entry + 4, 4));
      BOOST_TEST(tables.emplace(tag, std::move(bytes)).second);
    }
  }
  for (auto end = ends.begin(), next = std::next(end); next != ends.end(); end = next++) {
    BOOST_TEST(end->second <= next->first);
  }
  return tables;
}

// A glyph with two bytes for every coordinate, whatever its size.
inline std::string write_glyph(const Contours& contours) {
  std::string ends, flags, xs, ys;
  int x = 0, y = 0, count = 0;
  for (const auto& contour : contours) {
    for (const Point& point : contour) {
      put(flags, point.on_curve ? 1 : 0, 1);
      put(xs, point.x - x);
      put(ys, point.y - y);
      x = point.x, y = point.y;
    }
    count += static_cast<int>(contour.size());
    put(ends, count - 1);
  }
  std::string glyph;
  put(glyph, static_cast<long>(contours.size()));
  for (int i = 0; i < 4; ++i) put(glyph, 0);  // its box, which nobody here reads
  put(ends, 0);
  glyph += ends + flags + xs + ys;
  if (glyph.size() % 2 != 0) glyph += '\0';
  return glyph;
}

// The contours of a simple glyph in any of the ways to write its coordinates but repeated flags.
inline Contours read_glyph(std::string_view glyph) {
  if (glyph.empty()) return {};
  const std::size_t contours = get(glyph, 0);
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < contours; ++i) ends.push_back(get(glyph, 10 + 2 * i));
  const std::size_t points = ends.back() + 1, instructions = 10 + 2 * contours;
  BOOST_TEST(get(glyph, instructions) == 0u);
  const std::size_t flags = instructions + 2;
  std::size_t at = flags + points;
  const auto axis = [&](unsigned short_bit, unsigned same_bit) {
    std::vector<int> values;
    int value = 0;
    for (std::size_t i = 0; i < points; ++i) {
      const unsigned flag = get(glyph, flags + i, 1);
      BOOST_TEST((flag & 0xc8u) == 0u);
      if (flag & short_bit) {
        const int step = static_cast<int>(get(glyph, at++, 1));
        value += flag & same_bit ? step : -step;
      } else if (!(flag & same_bit)) {
        value += get_signed(glyph, at);
        at += 2;
      }
      values.push_back(value);
    }
    return values;
  };
  const auto xs = axis(2, 16), ys = axis(4, 32);
  BOOST_TEST(at + at % 2 == glyph.size());
  Contours read(contours);
  std::size_t point = 0;
  for (std::size_t i = 0; i < contours; ++i) {
    for (; point <= ends[i]; ++point) {
      read[i].push_back({xs[point], ys[point], (get(glyph, flags + point, 1) & 1) != 0});
    }
  }
  return read;
}

struct Example {
  std::string glyph;
  std::uint32_t code = 0;  // none for 0
  int advance = 0;
};

// A font of these glyphs; the first is the one for characters it lacks.
inline Tables example_tables(const std::vector<Example>& examples, int em) {
  Tables tables;
  std::string head(54, '\0'), hhea(36, '\0'), maxp(32, '\0');
  set(head, 0, 1), set(head, 12, 0x5f0f), set(head, 14, 0x3cf5), set(head, 18, em);
  set(head, 50, 1);
  set(hhea, 0, 1), set(hhea, 34, static_cast<long>(examples.size()));
  set(maxp, 0, 1), set(maxp, 4, static_cast<long>(examples.size()));
  std::string groups;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    put(tables["loca"], static_cast<long>(tables["glyf"].size()), 4);
    tables["glyf"] += examples[i].glyph;
    put(tables["hmtx"], examples[i].advance);
    put(tables["hmtx"], 0);
    if (examples[i].code == 0) continue;
    put(groups, examples[i].code, 4);
    put(groups, examples[i].code, 4);
    put(groups, static_cast<long>(i), 4);
  }
  put(tables["loca"], static_cast<long>(tables["glyf"].size()), 4);
  std::string& cmap = tables["cmap"];
  for (long number : {0, 1, 3, 10}) put(cmap, number);
  put(cmap, 12, 4);
  put(cmap, 12), put(cmap, 0);
  put(cmap, static_cast<long>(groups.size()) + 16, 4);
  put(cmap, 0, 4);
  put(cmap, static_cast<long>(groups.size() / 12), 4);
  cmap += groups;
  tables["head"] = head, tables["hhea"] = hhea, tables["maxp"] = maxp;
  return tables;
}

}  // namespace yanxi::truetype
