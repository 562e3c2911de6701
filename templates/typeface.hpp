// The fonts of the PDF. Here: finding a glyph, its width and outline, cutting a font down to the
// characters of one document. HarfBuzz's header stays in typeface.cpp. Not here: PDF (pdf_canvas).
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace yanxi {

// A font file held open. Thread-safe after construction.
class Typeface {
 public:
  // Throws std::runtime_error when the file is missing or no font.
  explicit Typeface(const char* file);
  ~Typeface();

  bool has(char32_t character) const;
  // In ems.
  double advance(char32_t character) const;
  // Path commands in ems, y upwards: 0 x y (move), 1 x y (line), 2 x1 y1 x2 y2 x y (curve), 3
  // (close).
  std::vector<double> outline(char32_t character) const;
  // A TrueType file with these characters only. Throws std::runtime_error.
  std::string subset(const std::set<char32_t>& characters) const;

 private:
  struct Font;
  std::unique_ptr<Font> font_;
};

// WenQuanYi Zen Hei: complete for U+4E00-9FA5 and drawn whole by libharu 2.3.0, which
// drops parts of characters in Droid Sans Fallback and WenQuanYi Micro Hei.
const Typeface& body_typeface();
// Hanazono, for what the body typeface lacks or libharu cannot encode; null when neither has it.
const Typeface* rare_typeface(char32_t character);

}  // namespace yanxi
