// A PDF being drawn, in points from the top left of A4 pages. Here: text in WenQuanYi Zen Hei, cut
// down to the characters used, outlines for characters libharu cannot encode, lines and slices.
// Not here: what a document says (pdf_plan). Included by pdf_*.cpp and tests only.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/instant.hpp"

namespace yanxi {

struct PdfColour {
  double red = 0, green = 0, blue = 0;
};

class PdfCanvas {
 public:
  static constexpr double page_width = 595, page_height = 842;
  using Colour = PdfColour;

  PdfCanvas(std::string title, Instant made);

  void add_page();
  std::size_t page_count() const { return pages_.size(); }
  // Drawing goes to the last page unless another was chosen; pages count from 0.
  void choose_page(std::size_t page) { page_ = page; }

  // The width of a text in points.
  double measure(std::string_view text, double size) const;
  // Lines no wider than `width`, broken between CJK characters or at spaces, never before a mark
  // that closes. libharu does not break CJK lines.
  std::vector<std::string> break_lines(std::string_view text, double size, double width) const;

  // `y` is the baseline.
  void text(double x, double y, double size, std::string_view text, Colour colour = {});
  void line(double x1, double y1, double x2, double y2, Colour colour, double thickness = 0.6);
  void box(double x, double y, double width, double height, Colour colour);
  // A slice of a circle, in turns clockwise from the top.
  void slice(double x, double y, double radius, double from, double to, Colour colour);

  // Characters no font here has; they are drawn as 〓.
  const std::set<char32_t>& missing() const { return missing_; }

  // The finished document. Throws std::runtime_error.
  std::string finish() const;

 private:
  struct Run {  // characters the embedded font draws
    double x, y, size;
    std::string text;
    Colour colour;
  };
  struct Outline {              // one glyph, flattened to path commands in points
    std::vector<double> moves;  // command (0 move, 1 line, 2 curve, 3 close) and its numbers
    Colour colour;
  };
  struct Line {
    double x1, y1, x2, y2, thickness;
    Colour colour;
  };
  struct Box {
    double x, y, width, height;
    Colour colour;
  };
  struct Slice {
    double x, y, radius, from, to;
    Colour colour;
  };
  struct Page {
    std::vector<Run> runs;
    std::vector<Outline> outlines;
    std::vector<Line> lines;
    std::vector<Box> boxes;
    std::vector<Slice> slices;
  };
  struct Writer;  // hands the pages to libharu

  void add_outline(Page& page, char32_t character, double x, double y, double size, Colour colour);

  std::string title_;
  Instant made_;
  std::vector<Page> pages_;
  std::size_t page_ = 0;
  std::set<char32_t> used_, missing_;
};

}  // namespace yanxi
