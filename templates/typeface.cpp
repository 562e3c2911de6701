#include "templates/typeface.hpp"

#include <hb-subset.h>

#include <array>
#include <stdexcept>

#include "templates/coarse_font.hpp"
#include "templates/harfbuzz.hpp"

namespace yanxi {
namespace {

// Units to the em of an embedded subset: at 10 points no edge moves by more than a fiftieth of a
// point, which no printer shows, and a document is a fifth smaller.
constexpr int subset_em = 256;

using OwnedInput = Owned<hb_subset_input_t, hb_subset_input_destroy>;

}  // namespace

struct Typeface::Font {
  OwnedBlob blob;
  OwnedFace face;
  OwnedFont font;
  double em = 1;
};

Typeface::Typeface(const char* file) : font_(std::make_unique<Font>()) {
  font_->blob.reset(hb_blob_create_from_file_or_fail(file));
  if (!font_->blob) throw std::runtime_error(std::string("font is missing: ") + file);
  font_->face.reset(hb_face_create(font_->blob.get(), 0));
  if (hb_face_get_glyph_count(font_->face.get()) == 0) {
    throw std::runtime_error(std::string("not a font: ") + file);
  }
  font_->font.reset(hb_font_create(font_->face.get()));
  hb_font_make_immutable(font_->font.get());
  font_->em = hb_face_get_upem(font_->face.get());
}

Typeface::~Typeface() = default;

bool Typeface::has(char32_t character) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font_->font.get(), character, &glyph) && glyph != 0;
}

double Typeface::advance(char32_t character) const {
  hb_codepoint_t glyph = 0;
  if (!hb_font_get_nominal_glyph(font_->font.get(), character, &glyph)) return 1;
  return hb_font_get_glyph_h_advance(font_->font.get(), glyph) / font_->em;
}

namespace {

struct Pen {
  std::vector<double> path;
  double em;
  void add(double command, std::initializer_list<float> numbers) {
    path.push_back(command);
    for (float number : numbers) path.push_back(static_cast<double>(number) / em);
  }
};

Pen& pen(void* data) { return *static_cast<Pen*>(data); }

hb_draw_funcs_t* draw_functions() {
  static hb_draw_funcs_t* functions = [] {
    auto* f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(
        f,
        [](auto*, void* p, auto*, float x, float y, void*) {
          pen(p).add(0, {x, y});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(
        f,
        [](auto*, void* p, auto*, float x, float y, void*) {
          pen(p).add(1, {x, y});
        },
        nullptr, nullptr);
    // Quadratic curves arrive as cubic ones: HarfBuzz converts them when no function is set.
    hb_draw_funcs_set_cubic_to_func(
        f,
        [](auto*, void* p, auto*, float x1, float y1, float x2, float y2, float x, float y, void*) {
          pen(p).add(2, {x1, y1, x2, y2, x, y});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(
        f, [](auto*, void* p, auto*, void*) { pen(p).add(3, {}); }, nullptr, nullptr);
    hb_draw_funcs_make_immutable(f);
    return f;
  }();
  return functions;
}

}  // namespace

std::vector<double> Typeface::outline(char32_t character) const {
  hb_codepoint_t glyph = 0;
  Pen drawn{{}, font_->em};
  if (hb_font_get_nominal_glyph(font_->font.get(), character, &glyph)) {
    hb_font_get_glyph_shape(font_->font.get(), glyph, draw_functions(), &drawn);
  }
  return std::move(drawn.path);
}

std::string Typeface::subset(const std::set<char32_t>& characters) const {
  const OwnedInput input(hb_subset_input_create_or_fail());
  if (!input) throw std::runtime_error("no memory for a font");
  // Hints are for small screens of the past; without them a document is a third smaller.
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
  for (const char32_t character : characters) {
    hb_set_add(hb_subset_input_unicode_set(input.get()), character);
  }
  const OwnedFace face(hb_subset_or_fail(font_->face.get(), input.get()));
  if (!face) throw std::runtime_error("the font cannot be cut down");
  const OwnedBlob blob(hb_face_reference_blob(face.get()));
  unsigned int size = 0;
  const char* bytes = hb_blob_get_data(blob.get(), &size);
  return coarsen_font({bytes, size}, subset_em);
}

const Typeface& body_typeface() {
  static const Typeface typeface("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc");
  return typeface;
}

const Typeface* rare_typeface(char32_t character) {
  static const std::array<Typeface, 2> typefaces = {
      Typeface("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"),
      Typeface("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")};
  for (const Typeface& typeface : typefaces) {
    if (typeface.has(character)) return &typeface;
  }
  return nullptr;
}

}  // namespace yanxi
