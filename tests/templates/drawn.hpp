// What a PDF draws, read back mark by mark and in the canvas's own points, so that a test can say
// where a text, a line or a bar stands. Here: reading; QPDF's header stays in drawn.cpp. Not here:
// what should be drawn (pdf_plan_test, pdf_canvas_test).
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace yanxi {

struct Mark {
  enum class Kind { text, line, box, shape };
  Kind kind = Kind::text;
  double x = 0, y = 0;    // of a text's start on its baseline, a line's start, the top left corner
  double x2 = 0, y2 = 0;  // a line's end, the bottom right corner
  double size = 0;        // of the font, or a line's thickness
  std::string colour;     // #1b2529
  std::string text;
  // Of a shape: its corners in order, and how many moves, lines, curves and closings drew it.
  std::vector<std::pair<double, double>> corners;
  std::array<int, 4> strokes{};
};
using DrawnPage = std::vector<Mark>;

struct Drawn {
  explicit Drawn(const std::string& pdf);

  std::vector<DrawnPage> pages;
  std::string title, created;
  std::string font;         // the TrueType file in it, unpacked
  long long font_size = 0;  // what the document says of it
  std::string packed_font;  // the same as it lies in the document

  // All texts, a line each; or those of one page.
  std::string text() const;
  static std::string text(const DrawnPage& page);
  // A line for each mark: what it is, where, how, its colour and text.
  std::string lines() const;
  // The first mark of exactly this text, or null.
  const Mark* find(const std::string& text) const;
};

}  // namespace yanxi
