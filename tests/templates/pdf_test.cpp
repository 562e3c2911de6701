#include <ft2build.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include FT_FREETYPE_H

#include "templates/pdf_canvas.hpp"
#include "tests/folder.hpp"
#include "tests/templates/pdf_examples.hpp"

// The PDF as people see it: pages are rendered by poppler and compared with what FreeType makes of
// the same font file, so that a stroke libharu would lose is a failure. Text extraction alone would
// notice nothing.

namespace yanxi {
namespace {

// What poppler's tools make of a document.
class Rendered {
 public:
  explicit Rendered(const std::string& pdf) {
    std::ofstream(file()) << pdf;
    run("pdftoppm -gray -r 150 " + file() + " " + (folder_.path() / "page").string());
  }

  std::string text() const {
    run("pdftotext -layout " + file() + " " + text_file());
    return read(text_file());
  }
  // Pixels of a page, without the header.
  std::string page(int number) const {
    const std::string pgm = read((folder_.path() / ("page-" + std::to_string(number) + ".pgm")));
    return pgm.substr(std::min(pgm.find("\n255\n") + 5, pgm.size()));
  }
  std::size_t pages() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      count += entry.path().extension() == ".pgm" ? 1 : 0;
    }
    return count;
  }

 private:
  std::string file() const { return (folder_.path() / "document.pdf").string(); }
  std::string text_file() const { return (folder_.path() / "document.txt").string(); }
  static void run(const std::string& command) {
    BOOST_REQUIRE_EQUAL(std::system((command + " 2>/dev/null").c_str()), 0);
  }
  static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, path.string());
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
  }
  Folder folder_;
};

constexpr std::size_t page_pixels = 1241, page_rows = 1754;  // of an A4 page at 150 dpi

bool is_dark(char pixel, int limit) { return static_cast<unsigned char>(pixel) < limit; }

std::size_t count_ink(const std::string& page) {
  return static_cast<std::size_t>(
      std::ranges::count_if(page, [](char pixel) { return is_dark(pixel, 128); }));
}

// Black pixels of `wanted` near which `drawn` has no ink at all. The two ways of filling a shape
// differ by a pixel at its edges; a stroke that is lost leaves more than that white.
std::size_t count_lost(const std::string& drawn, const std::string& wanted) {
  BOOST_REQUIRE_EQUAL(drawn.size(), wanted.size());
  BOOST_REQUIRE_EQUAL(drawn.size() % page_pixels, 0u);
  std::size_t lost = 0;
  for (std::size_t i = page_pixels + 1; i + page_pixels + 1 < wanted.size(); ++i) {
    if (!is_dark(wanted[i], 64)) continue;
    bool found = false;
    for (const std::size_t row : {i - page_pixels, i, i + page_pixels}) {
      for (const std::size_t at : {row - 1, row, row + 1}) found |= is_dark(drawn[at], 200);
    }
    lost += found ? 0 : 1;
  }
  return lost;
}

std::string utf8(char32_t c) {
  std::string text;
  if (c < 0x800) {
    text = {static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
  } else if (c < 0x10000) {
    text = {static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | (c >> 6 & 63)),
            static_cast<char>(0x80 | (c & 63))};
  } else {
    text = {static_cast<char>(0xf0 | (c >> 18)), static_cast<char>(0x80 | (c >> 12 & 63)),
            static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
  }
  return text;
}

// Calls `visit` with 32 by 32 characters from `first` on and their places on a page.
template <class Visit>
void for_each_character(char32_t first, const Visit& visit) {
  for (int row = 0; row < 32; ++row) {
    for (int column = 0; column < 32; ++column) {
      visit(first + static_cast<char32_t>(row * 32 + column), 20 + column * 17, 40 + row * 24);
    }
  }
}

std::string character_page(char32_t first) {
  PdfCanvas canvas("test", examples::opens());
  canvas.add_page();
  for_each_character(
      first, [&](char32_t character, int x, int y) { canvas.text(x, y, 16, utf8(character)); });
  return canvas.finish();
}

// The font of the body as FreeType fills it, at the size and resolution of the pages.
class Filled {
 public:
  Filled() {
    BOOST_REQUIRE_EQUAL(FT_Init_FreeType(&library_), 0);
    BOOST_REQUIRE_EQUAL(
        FT_New_Face(library_, "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, &face_), 0);
    BOOST_REQUIRE_EQUAL(FT_Set_Char_Size(face_, 16 * 64, 0, 150, 150), 0);
  }
  ~Filled() {
    FT_Done_Face(face_);
    FT_Done_FreeType(library_);
  }
  Filled(const Filled&) = delete;
  Filled& operator=(const Filled&) = delete;

  // Pixels of a page with the same characters as character_page.
  std::string page(char32_t first) {
    std::string pixels(page_pixels * page_rows, '\xff');
    for_each_character(first, [&](char32_t character, int x, int y) {
      BOOST_REQUIRE_EQUAL(FT_Load_Char(face_, character, FT_LOAD_RENDER | FT_LOAD_NO_HINTING), 0);
      const FT_Bitmap& drawn = face_->glyph->bitmap;
      const long left = std::lround(x * 150 / 72.0) + face_->glyph->bitmap_left;
      const long top = std::lround(y * 150 / 72.0) - face_->glyph->bitmap_top;
      for (unsigned row = 0; row < drawn.rows; ++row) {
        for (unsigned column = 0; column < drawn.width; ++column) {
          const int ink = drawn.buffer[row * static_cast<unsigned>(drawn.pitch) + column];
          char& pixel = pixels.at(static_cast<std::size_t>(top + row) * page_pixels +
                                  static_cast<std::size_t>(left + column));
          pixel = static_cast<char>(std::max(0, static_cast<unsigned char>(pixel) - ink));
        }
      }
    });
    return pixels;
  }

 private:
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A page for each 1,024 characters of a part of U+4E00-9FA5; the last overlaps the one before.
void compare_strokes(char32_t from, char32_t until) {
  Filled font;
  for (char32_t first = from; first < until; first += 1024) {
    first = std::min<char32_t>(first, until - 1024);
    const std::string drawn = Rendered(character_page(first)).page(1), wanted = font.page(first);
    BOOST_TEST(count_ink(wanted) > 50'000u);
    BOOST_TEST(count_lost(drawn, wanted) == 0u,
               "from U+" << std::hex << static_cast<unsigned>(first));
  }
}

}  // namespace

// Two suites, for they take the longest and run side by side.
BOOST_AUTO_TEST_SUITE(strokes)
BOOST_AUTO_TEST_CASE(every_stroke_of_the_first_half_is_drawn) { compare_strokes(0x4e00, 0x7600); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(more_strokes)
BOOST_AUTO_TEST_CASE(every_stroke_of_the_second_half_is_drawn) { compare_strokes(0x7600, 0x9fa6); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pdf)

BOOST_AUTO_TEST_CASE(a_missing_stroke_would_be_noticed) {
  // The guard of the test above: 人 for 大 lacks one stroke.
  const auto page = [](const char* text) {
    PdfCanvas canvas("test", examples::opens());
    canvas.add_page();
    canvas.text(20, 40, 16, text);
    return Rendered(canvas.finish()).page(1);
  };
  BOOST_TEST(count_lost(page("日日"), page("日目")) > 0u);
  BOOST_TEST(count_lost(page("日目"), page("日目")) == 0u);
}

BOOST_AUTO_TEST_CASE(characters_beyond_the_basic_plane_are_drawn_as_outlines) {
  const auto ink = [](const std::string& name) {
    PdfCanvas canvas("test", examples::opens());
    canvas.add_page();
    canvas.text(50, 100, 40, name);
    BOOST_TEST(canvas.missing().empty());
    const std::string page = Rendered(canvas.finish()).page(1);
    return std::ranges::count_if(page, [](char c) { return static_cast<unsigned char>(c) < 128; });
  };
  const auto alone = ink("黃安");
  for (const char* rare : {"黃𠮷安", "黃𡘙安", "黃𪚥安"}) BOOST_TEST(ink(rare) > alone + 100, rare);
}

BOOST_AUTO_TEST_CASE(a_character_no_font_has_is_marked_and_named) {
  PdfPlan plan = examples::pdf_submitted(examples::contents());
  plan.name = "王\U000F0000明";
  const std::string text = Rendered(pdf_plan(plan)).text();
  BOOST_TEST(contains(text, "王〓明"));
  BOOST_TEST(contains(text, "U+F0000"));
}

BOOST_AUTO_TEST_CASE(a_submitted_plan_says_everything) {
  const Rendered rendered(pdf_plan(examples::pdf_submitted(examples::contents())));
  const std::string text = rendered.text();
  for (const char* part : {"教師自我專業進修規劃記錄",
                           "115 學年度",
                           "已完成",
                           "2026/09/25 09:58:13",
                           "115-0000007-S",
                           "aaaaaaaa",
                           "一、基本資料",
                           "填報學校",
                           "晨光國民小學",
                           "填報人",
                           "專科",
                           "3~5年",
                           "國小四年級",
                           "二、進修需求",
                           "碩士層級學分班進修",
                           "三、研習主題規劃",
                           "規劃分配比率",
                           "百分比",
                           "77.8%",
                           "22.2%",
                           "1-1-1 學生身心發展",
                           "7 小時",
                           "合計 9 小時",
                           "115-1",
                           "第 1 頁，共 2 頁"}) {
    BOOST_TEST(contains(text, part), part);
  }
  BOOST_TEST(!contains(text, "草稿"));
}

BOOST_AUTO_TEST_CASE(a_draft_says_so_on_every_page) {
  Contents contents = examples::contents();
  for (const Topic& topic : examples::catalogue().topics) {
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) set_hours(contents.hours, item.code, 1);
    }
  }
  const Rendered rendered(pdf_plan(examples::pdf_draft(contents)));
  const std::string text = rendered.text();
  std::size_t count = 0;
  for (auto at = text.find("草稿（尚未送出"); at != std::string::npos;
       at = text.find("草稿（尚未送出", at + 1)) {
    ++count;
  }
  BOOST_TEST(rendered.pages() >= 5u);
  BOOST_TEST(count == rendered.pages());
}

BOOST_AUTO_TEST_CASE(long_texts_wrap_within_the_page) {
  Contents contents = examples::contents();
  contents.time = {"TI99", "TI1", "TI2", "TI3", "TI4", "TI5"};
  std::string other;
  for (int i = 0; i < 50; ++i) other += "龘";
  contents.time_other = other;
  PdfCanvas canvas("test", examples::opens());
  for (const std::string& line : canvas.break_lines(other, 10, 200)) {
    BOOST_TEST(canvas.measure(line, 10) <= 200);
  }
  const std::string text = Rendered(pdf_plan(examples::pdf_draft(contents))).text();
  std::size_t found = 0;
  for (auto at = text.find("龘"); at != std::string::npos; at = text.find("龘", at + 1)) ++found;
  BOOST_TEST(found == 50u);
}

BOOST_AUTO_TEST_CASE(lines_break_between_characters_and_not_before_closing_marks) {
  const PdfCanvas canvas("test", examples::opens());
  for (const std::string& line : canvas.break_lines("一二三四五，六七八九十。word word2", 10, 52)) {
    BOOST_TEST(!line.starts_with("，"));
    BOOST_TEST(!line.starts_with("。"));
  }
  BOOST_TEST(canvas.break_lines("一二\n三", 10, 200).size() == 2u);
  BOOST_TEST(canvas.break_lines(std::string(200, 'x'), 10, 100).size() > 5u);
}

BOOST_AUTO_TEST_CASE(the_same_plan_gives_the_same_bytes_and_a_small_file) {
  const std::string once = pdf_plan(examples::pdf_submitted(examples::contents()));
  BOOST_TEST((once == pdf_plan(examples::pdf_submitted(examples::contents()))));
  BOOST_TEST(once.size() < 40'000u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
