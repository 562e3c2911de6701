#include "templates/coarse_font.hpp"

#include <cassert>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

#include "templates/harfbuzz.hpp"

namespace yanxi {
namespace {

struct Point {
  float x, y;
  bool on_curve;
};
using Contour = std::vector<Point>;
using Glyph = std::vector<Contour>;

Glyph& glyph(void* data) { return *static_cast<Glyph*>(data); }

hb_draw_funcs_t* contour_functions() {
  static hb_draw_funcs_t* functions = [] {
    auto* f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(
        f,
        [](auto*, void* g, auto*, float x, float y, void*) {
          glyph(g).push_back({{x, y, true}});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(
        f,
        [](auto*, void* g, auto*, float x, float y, void*) {
          glyph(g).back().push_back({x, y, true});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_quadratic_to_func(
        f,
        [](auto*, void* g, auto*, float cx, float cy, float x, float y, void*) {
          glyph(g).back().push_back({cx, cy, false});
          glyph(g).back().push_back({x, y, true});
        },
        nullptr, nullptr);
    hb_draw_funcs_make_immutable(f);
    return f;
  }();
  return functions;
}

// TrueType leaves out a point on the curve that lies midway between two off it.
bool is_implied(const Point& before, const Point& point, const Point& after) {
  return point.on_curve && !before.on_curve && !after.on_curve &&
         std::abs(before.x + after.x - 2 * point.x) < 0.01f &&
         std::abs(before.y + after.y - 2 * point.y) < 0.01f;
}

void simplify(Contour& contour) {
  // HarfBuzz ends every contour where it began, TrueType before.
  assert(contour.size() > 1 && contour.back().on_curve);
  assert(contour.back().x == contour.front().x && contour.back().y == contour.front().y);
  contour.pop_back();
  Contour kept;
  for (std::size_t i = 0; i < contour.size(); ++i) {
    const Point& before = contour[(i + contour.size() - 1) % contour.size()];
    if (i == 0 || !is_implied(before, contour[i], contour[(i + 1) % contour.size()])) {
      kept.push_back(contour[i]);
    }
  }
  contour = std::move(kept);
}

void append(std::string& bytes, long number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    bytes += static_cast<char>((number >> shift) & 0xff);
  }
}

void replace(std::string& bytes, std::size_t at, long number) {
  bytes[at] = static_cast<char>((number >> 8) & 0xff);
  bytes[at + 1] = static_cast<char>(number & 0xff);
}

long read(const std::string& bytes, std::size_t at) {
  return static_cast<short>(static_cast<unsigned char>(bytes[at]) << 8 |
                            static_cast<unsigned char>(bytes[at + 1]));
}

// The coordinates of one axis and the flag bits that go with them (TrueType, table glyf).
class Axis {
 public:
  Axis(int short_bit, int same_bit) : short_bit_(short_bit), same_bit_(same_bit) {}
  int add(long value) {
    const long step = value - last_;
    last_ = value;
    if (step == 0) return same_bit_;
    if (std::abs(step) < 256) {
      append(bytes_, std::abs(step), 1);
      return short_bit_ | (step > 0 ? same_bit_ : 0);
    }
    append(bytes_, step, 2);
    return 0;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  int short_bit_, same_bit_;
  long last_ = 0;
  std::string bytes_;
};

std::string encode_glyph(Glyph drawn) {
  if (drawn.empty()) return {};
  Axis x(2, 16), y(4, 32);
  std::string ends, flags;
  long count = 0, min_x = 32767, min_y = 32767, max_x = -32767, max_y = -32767;
  for (Contour& contour : drawn) {
    simplify(contour);
    for (const Point& point : contour) {
      const long px = std::lround(point.x), py = std::lround(point.y);
      min_x = std::min(min_x, px), max_x = std::max(max_x, px);
      min_y = std::min(min_y, py), max_y = std::max(max_y, py);
      flags += static_cast<char>((point.on_curve ? 1 : 0) | x.add(px) | y.add(py));
    }
    count += static_cast<long>(contour.size());
    append(ends, count - 1, 2);
  }
  std::string bytes;
  append(bytes, static_cast<long>(drawn.size()), 2);
  for (long bound : {min_x, min_y, max_x, max_y}) append(bytes, bound, 2);
  bytes += ends;
  append(bytes, 0, 2);  // no instructions
  bytes += flags + x.bytes() + y.bytes();
  if (bytes.size() % 2 != 0) bytes += '\0';
  return bytes;
}

// Codes from `first` to `last` with a glyph for each, 0 for none.
struct Segment {
  long first, last;
};

// A cmap of few, long segments. libharu 2.3.0 asks for the glyph of every code there is and walks
// the segments each time: with one for each run of characters that is a third of a document's time.
// The table is dropped from the finished document (compact_pdf).
std::string encode_cmap(hb_face_t* face, hb_font_t* font) {
  constexpr long widest_gap = 1024;  // keeps the table within the 64 KiB of its format
  const OwnedSet codes(hb_set_create());
  hb_face_collect_unicodes(face, codes.get());
  std::vector<Segment> segments;
  for (hb_codepoint_t code = HB_SET_VALUE_INVALID; hb_set_next(codes.get(), &code);) {
    const long value = static_cast<long>(code);
    if (segments.empty() || value - segments.back().last > widest_gap) {
      segments.push_back({value, value});
    }
    segments.back().last = value;
  }
  const long count = static_cast<long>(segments.size()) + 1;  // and the one that ends the table
  std::string ends, starts, deltas, offsets, glyphs;
  for (const Segment& segment : segments) {
    append(ends, segment.last, 2);
    append(starts, segment.first, 2);
    append(deltas, 0, 2);
    // From the place of this offset to the segment's glyphs.
    const long here = static_cast<long>(offsets.size());
    append(offsets, 2 * count - here + static_cast<long>(glyphs.size()), 2);
    for (long code = segment.first; code <= segment.last; ++code) {
      hb_codepoint_t id = 0;
      hb_font_get_nominal_glyph(font, static_cast<hb_codepoint_t>(code), &id);
      append(glyphs, static_cast<long>(id), 2);
    }
  }
  for (std::string* last : {&ends, &starts}) append(*last, 0xffff, 2);
  append(deltas, 1, 2);
  append(offsets, 0, 2);
  const std::string reserved(2, '\0');
  const std::string body = ends + reserved + starts + deltas + offsets + glyphs;
  std::string cmap;
  for (long number : {0, 1, 3, 1}) append(cmap, number, 2);  // one subtable: Windows, Unicode
  append(cmap, 12, 4);
  append(cmap, 4, 2);  // format
  append(cmap, static_cast<long>(body.size()) + 14, 2);
  append(cmap, 0, 2);
  append(cmap, 2 * count, 2);
  cmap += std::string(6, '\0');  // hints for a binary search nobody makes
  return cmap + body;
}

std::string table(hb_face_t* face, const char* name) {
  const OwnedBlob blob(hb_face_reference_table(face, hb_tag_from_string(name, 4)));
  unsigned int size = 0;
  const char* bytes = hb_blob_get_data(blob.get(), &size);
  return {bytes, size};
}

void add_table(hb_face_t* builder, const char* name, const std::string& bytes) {
  const OwnedBlob blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()),
                                      HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
  hb_face_builder_add_table(builder, hb_tag_from_string(name, 4), blob.get());
}

}  // namespace

std::string coarsen_font(const std::string& bytes, int em) {
  const OwnedBlob blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()),
                                      HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  const OwnedFace face(hb_face_create(blob.get(), 0));
  const OwnedFont font(hb_font_create(face.get()));
  hb_font_set_scale(font.get(), em, em);
  const unsigned int glyphs = hb_face_get_glyph_count(face.get());
  const double scale = static_cast<double>(em) / hb_face_get_upem(face.get());
  if (glyphs == 0) throw std::runtime_error("not a font");

  std::string glyf, loca, hmtx;
  for (unsigned int id = 0; id < glyphs; ++id) {
    Glyph drawn;
    hb_font_get_glyph_shape(font.get(), id, contour_functions(), &drawn);
    const std::string encoded = encode_glyph(std::move(drawn));
    append(loca, static_cast<long>(glyf.size()), 4);
    append(hmtx, hb_font_get_glyph_h_advance(font.get(), id), 2);
    append(hmtx, encoded.empty() ? 0 : read(encoded, 2), 2);
    glyf += encoded;
  }
  append(loca, static_cast<long>(glyf.size()), 4);

  std::string head = table(face.get(), "head"), hhea = table(face.get(), "hhea");
  replace(head, 18, em);
  for (std::size_t at : {36, 38, 40, 42}) {  // the box around all glyphs
    replace(head, at, std::lround(static_cast<double>(read(head, at)) * scale));
  }
  replace(head, 50, 1);                               // long offsets
  for (std::size_t at : {4, 6, 8, 10, 12, 14, 16}) {  // ascender to the widest extent
    replace(hhea, at, std::lround(static_cast<double>(read(hhea, at)) * scale));
  }
  replace(hhea, 34, static_cast<long>(glyphs));
  const OwnedFace builder(hb_face_builder_create());
  add_table(builder.get(), "head", head);
  add_table(builder.get(), "hhea", hhea);
  add_table(builder.get(), "hmtx", hmtx);
  add_table(builder.get(), "glyf", glyf);
  add_table(builder.get(), "loca", loca);
  add_table(builder.get(), "cmap", encode_cmap(face.get(), font.get()));
  for (const char* name : {"maxp", "OS/2", "name", "post"}) {
    add_table(builder.get(), name, table(face.get(), name));
  }
  const OwnedBlob built(hb_face_reference_blob(builder.get()));
  unsigned int size = 0;
  const char* data = hb_blob_get_data(built.get(), &size);
  return {data, size};
}

}  // namespace yanxi
