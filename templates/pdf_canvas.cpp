#include "templates/pdf_canvas.hpp"

#include <hpdf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>

#include "templates/compact_pdf.hpp"
#include "templates/typeface.hpp"

namespace yanxi {
namespace {

constexpr char32_t geta = U'〓';  // stands for a character no font has

// Takes one code point off valid UTF-8.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t code = size == 1 ? first : first & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
  }
  text.remove_prefix(size);
  return code;
}

// libharu encodes the basic plane only; the rest is drawn as outlines, never as blanks.
bool is_embedded(char32_t character) {
  return character <= 0xffff && body_typeface().has(character);
}

double advance(char32_t character) {
  if (is_embedded(character)) return body_typeface().advance(character);
  const Typeface* rare = rare_typeface(character);
  return rare ? rare->advance(character) : 1;
}

bool may_break_between(char32_t before, char32_t after) {
  static constexpr std::u32string_view closing = U"，。、；：？！）」』】》〉％・”’,.;:?!)]}%";
  static constexpr std::u32string_view opening = U"（「『【《〈“‘([{";
  if (closing.find(after) != std::u32string_view::npos) return false;
  if (opening.find(before) != std::u32string_view::npos) return false;
  const auto is_word = [](char32_t c) { return c < 0x2000 && c != ' '; };
  return !(is_word(before) && is_word(after));
}

}  // namespace

PdfCanvas::PdfCanvas(std::string title, Instant made) : title_(std::move(title)), made_(made) {}

void PdfCanvas::add_page() {
  pages_.emplace_back();
  page_ = pages_.size() - 1;
}

double PdfCanvas::measure(std::string_view text, double size) const {
  double width = 0;
  while (!text.empty()) width += advance(take(text));
  return width * size;
}

std::vector<std::string> PdfCanvas::break_lines(std::string_view text, double size,
                                                double width) const {
  std::vector<std::string> lines;
  const char* start = text.data();  // of the line
  const char* last = nullptr;       // the last place it may break
  double used = 0, since = 0;       // widths from start, and from last
  char32_t before = 0;
  while (!text.empty()) {
    const char* here = text.data();
    const char32_t character = take(text);
    if (character == '\n') {
      lines.emplace_back(start, here);
      start = text.data();
      last = nullptr;
      used = since = 0;
      before = 0;
      continue;
    }
    const double step = advance(character) * size;
    if (before && may_break_between(before, character)) {
      last = here;
      since = 0;
    }
    if (used + step > width && here != start) {
      const char* cut = last ? last : here;
      if (cut == here) since = 0;
      lines.emplace_back(start, cut);
      start = cut;
      last = nullptr;
      used = since;
    }
    used += step;
    since += step;
    before = character;
  }
  lines.emplace_back(start, text.data());
  return lines;
}

void PdfCanvas::add_outline(Page& page, char32_t character, double x, double y, double size,
                            Colour colour) {
  Outline outline{rare_typeface(character)->outline(character), colour};
  auto& path = outline.moves;
  static constexpr int numbers[] = {2, 2, 6, 0};
  for (std::size_t i = 0; i < path.size();) {
    const int count = numbers[static_cast<int>(path[i])];
    for (int n = 1; n <= count; ++n) {
      double& number = path[i + static_cast<std::size_t>(n)];
      number = n % 2 == 1 ? x + number * size : page_height - y + number * size;
    }
    i += static_cast<std::size_t>(count) + 1;
  }
  page.outlines.push_back(std::move(outline));
}

void PdfCanvas::text(double x, double y, double size, std::string_view text, Colour colour) {
  Page& page = pages_.at(page_);
  Run run{x, y, size, {}, colour};
  const auto flush = [&] {
    if (!run.text.empty()) page.runs.push_back(run);
    run.text.clear();
    run.x = x;
  };
  while (!text.empty()) {
    const char* start = text.data();
    char32_t character = take(text);
    if (!is_embedded(character) && !rare_typeface(character)) {
      missing_.insert(character);
      character = geta;
      run.text += "〓";
      used_.insert(geta);
    } else if (is_embedded(character)) {
      run.text.append(start, text.data());
      used_.insert(character);
    } else {
      flush();
      add_outline(page, character, x, y, size, colour);
      run.x = x + advance(character) * size;
    }
    x += advance(character) * size;
  }
  flush();
}

void PdfCanvas::line(double x1, double y1, double x2, double y2, Colour colour, double thickness) {
  pages_.at(page_).lines.push_back({x1, y1, x2, y2, thickness, colour});
}
void PdfCanvas::box(double x, double y, double width, double height, Colour colour) {
  pages_.at(page_).boxes.push_back({x, y, width, height, colour});
}
void PdfCanvas::slice(double x, double y, double radius, double from, double to, Colour colour) {
  pages_.at(page_).slices.push_back({x, y, radius, from, to, colour});
}

// A file in memory that libharu can open by name.
namespace {
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& bytes) : descriptor_(::memfd_create("font", MFD_CLOEXEC)) {
    const bool written = descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) ==
                                                 static_cast<ssize_t>(bytes.size());
    if (!written) throw std::runtime_error("no memory for a font");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};
}  // namespace

struct PdfCanvas::Writer {
  // No handler: libharu is C, and nothing may be thrown through it. Errors stick until the end.
  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, void (*)(HPDF_Doc)> document{
      HPDF_New(nullptr, nullptr), HPDF_Free};
  HPDF_Font font = nullptr;
  HPDF_Page page = nullptr;

  static HPDF_REAL real(double number) { return static_cast<HPDF_REAL>(number); }

  void fill(Colour c) { HPDF_Page_SetRGBFill(page, real(c.red), real(c.green), real(c.blue)); }

  void begin(const std::string& title, Instant made) {
    HPDF_SetCompressionMode(document.get(), HPDF_COMP_NONE);  // compact_pdf compresses
    HPDF_UseUTFEncodings(document.get());
    HPDF_SetCurrentEncoder(document.get(), "UTF-8");
    HPDF_SetInfoAttr(document.get(), HPDF_INFO_TITLE, title.c_str());
    const Civil c = taipei(made);
    HPDF_SetInfoDateAttr(document.get(), HPDF_INFO_CREATION_DATE,
                         {c.year, c.month, c.day, c.hour, c.minute, c.second, '+', 8, 0});
  }

  void load(const std::set<char32_t>& characters) {
    const MemoryFile file(body_typeface().subset(characters));
    const char* name = HPDF_LoadTTFontFromFile(document.get(), file.path().c_str(), HPDF_TRUE);
    if (name) font = HPDF_GetFont(document.get(), name, "UTF-8");
    if (!font) throw std::runtime_error("the font cannot be embedded");
  }

  void draw(const Page& content) {
    page = HPDF_AddPage(document.get());
    HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    for (const Box& b : content.boxes) {
      fill(b.colour);
      HPDF_Page_Rectangle(page, real(b.x), real(page_height - b.y - b.height), real(b.width),
                          real(b.height));
      HPDF_Page_Fill(page);
    }
    for (const Slice& slice : content.slices) draw(slice);
    for (const Line& l : content.lines) {
      HPDF_Page_SetRGBStroke(page, real(l.colour.red), real(l.colour.green), real(l.colour.blue));
      HPDF_Page_SetLineWidth(page, real(l.thickness));
      HPDF_Page_MoveTo(page, real(l.x1), real(page_height - l.y1));
      HPDF_Page_LineTo(page, real(l.x2), real(page_height - l.y2));
      HPDF_Page_Stroke(page);
    }
    for (const Run& run : content.runs) {
      fill(run.colour);
      HPDF_Page_BeginText(page);
      HPDF_Page_SetFontAndSize(page, font, real(run.size));
      HPDF_Page_TextOut(page, real(run.x), real(page_height - run.y), run.text.c_str());
      HPDF_Page_EndText(page);
    }
    for (const Outline& outline : content.outlines) draw(outline);
  }

  void draw(const Slice& s) {
    // A polygon with 120 corners a turn looks round at this size.
    fill(s.colour);
    const int steps = std::max(2, static_cast<int>((s.to - s.from) * 120));
    HPDF_Page_MoveTo(page, real(s.x), real(page_height - s.y));
    for (int i = 0; i <= steps; ++i) {
      const double turn = s.from + (s.to - s.from) * i / steps;
      const double angle = turn * 2 * std::numbers::pi;
      HPDF_Page_LineTo(page, real(s.x + s.radius * std::sin(angle)),
                       real(page_height - s.y + s.radius * std::cos(angle)));
    }
    HPDF_Page_ClosePath(page);
    HPDF_Page_Fill(page);
  }

  void draw(const Outline& outline) {
    fill(outline.colour);
    const auto& p = outline.moves;
    for (std::size_t i = 0; i < p.size();) {
      switch (static_cast<int>(p[i])) {
        case 0:
          HPDF_Page_MoveTo(page, real(p[i + 1]), real(p[i + 2]));
          i += 3;
          break;
        case 1:
          HPDF_Page_LineTo(page, real(p[i + 1]), real(p[i + 2]));
          i += 3;
          break;
        case 2:
          HPDF_Page_CurveTo(page, real(p[i + 1]), real(p[i + 2]), real(p[i + 3]), real(p[i + 4]),
                            real(p[i + 5]), real(p[i + 6]));
          i += 7;
          break;
        default:
          HPDF_Page_ClosePath(page);
          i += 1;
          break;
      }
    }
    if (!p.empty()) HPDF_Page_Fill(page);
  }

  std::string finish() {
    if (HPDF_SaveToStream(document.get()) != HPDF_OK || HPDF_GetError(document.get()) != HPDF_OK) {
      throw std::runtime_error("libharu failed with " +
                               std::to_string(HPDF_GetError(document.get())));
    }
    std::string bytes(HPDF_GetStreamSize(document.get()), '\0');
    auto size = static_cast<HPDF_UINT32>(bytes.size());
    HPDF_ResetStream(document.get());
    HPDF_ReadFromStream(document.get(), reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    bytes.resize(size);
    return bytes;
  }
};

std::string PdfCanvas::finish() const {
  Writer writer;
  if (!writer.document) throw std::runtime_error("libharu cannot start");
  writer.begin(title_, made_);
  std::set<char32_t> characters = used_;
  characters.insert(U' ');  // a font needs at least one character
  writer.load(characters);
  for (const Page& page : pages_) writer.draw(page);
  return compact_pdf(writer.finish());
}

}  // namespace yanxi
