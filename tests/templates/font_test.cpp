#include <boost/test/unit_test.hpp>
#include <fstream>

#include "templates/coarse_font.hpp"
#include "templates/typeface.hpp"
#include "tests/folder.hpp"
#include "tests/templates/truetype.hpp"

// Fonts made by hand, of which every point is known, and the real ones.

namespace yanxi {
namespace {

using truetype::Contours;
using truetype::get;
using truetype::get_signed;

// A glyph that is another, moved.
std::string composite(long glyph, int dx, int dy) {
  std::string bytes;
  truetype::put(bytes, -1);
  for (int i = 0; i < 4; ++i) truetype::put(bytes, 0);
  truetype::put(bytes, 3);  // the numbers that follow are words, and distances
  for (long number : {glyph, long{dx}, long{dy}}) truetype::put(bytes, number);
  return bytes;
}

// Steps of 0, 255 and 256 both ways; the first point is on the curve.
const Contours corners = {{{10, 20}, {10, 276, false}, {266, 276}, {11, 21}}};

truetype::Tables example_font(int em = 256) {
  return truetype::example_tables({{"", 0, 256},
                                   {truetype::write_glyph(corners), 0x100, 100},
                                   {composite(1, -300, 50), 0x500, 101},
                                   {"", 0x901, 51}},
                                  em);
}

Contours glyph_of(const truetype::Tables& font, std::size_t id) {
  const std::string& loca = font.at("loca");
  const std::size_t from = get(loca, 4 * id, 4), to = get(loca, 4 * id + 4, 4);
  BOOST_TEST(from % 2 == 0u);
  return truetype::read_glyph(std::string_view(font.at("glyf")).substr(from, to - from));
}

std::string text(const Contours& contours) {
  std::string all;
  for (const auto& contour : contours) {
    for (const truetype::Point& point : contour) {
      all += std::to_string(point.x) + "," + std::to_string(point.y);
      all += point.on_curve ? " " : "~ ";
    }
    all += "| ";
  }
  return all;
}

// As a reader looks it up: the glyph for a code in a table of format 4.
std::uint32_t glyph_for(const std::string& cmap, std::uint32_t code) {
  const std::string_view table = std::string_view(cmap).substr(get(cmap, 8, 4));
  const std::size_t twice = get(table, 6), ends = 14, starts = ends + twice + 2;
  for (std::size_t i = 0; i < twice; i += 2) {
    if (code > get(table, ends + i)) continue;
    if (code < get(table, starts + i)) return 0;
    const std::size_t delta = starts + twice + i, offset = delta + twice;
    if (get(table, offset) == 0) return (code + get(table, delta)) & 0xffff;
    const std::size_t place = 2 * (code - get(table, starts + i));
    const std::uint32_t id = get(table, offset + get(table, offset) + place);
    return id == 0 ? 0 : (id + get(table, delta)) & 0xffff;
  }
  return 0;
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[c & 15];
  }
  return text;
}

std::string write_file(const Folder& folder, const std::string& bytes) {
  const std::string path = (folder.path() / "font.ttf").string();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coarse_fonts)

BOOST_AUTO_TEST_CASE(a_glyph_is_written_as_tightly_as_the_format_allows) {
  const auto font = truetype::read(coarsen_font(truetype::write(example_font()), 256));
  // One contour, its box, its last point, no instructions; then flags, steps in x, steps in y.
  const std::string first =
      "0001000a0014010a01140003000037102107"
      "0a0100ff"
      "140100ff";
  // The same moved by (-300, 50): the first step in x takes two bytes, and one is added at the end.
  const std::string second =
      "0001fede0046ffde01460003000025102107"
      "fede0100ff"
      "460100ff"
      "00";
  BOOST_TEST(hex(font.at("glyf")) == first + second);
  BOOST_TEST(hex(font.at("loca")) ==
             "00000000"
             "00000000"
             "0000001a"
             "00000036"
             "00000036");
  BOOST_TEST(hex(font.at("hmtx")) ==
             "01000000"
             "0064000a"
             "0065fede"
             "00330000");
}

BOOST_AUTO_TEST_CASE(contours_keep_every_point_that_is_not_implied) {
  const struct {
    const char* what;
    Contours drawn, kept;
  } table[] = {
      {"midway between two controls",
       {{{0, 0}, {0, 100, false}, {50, 100}, {100, 100, false}, {100, 0}}},
       {{{0, 0}, {0, 100, false}, {100, 100, false}, {100, 0}}}},
      {"never written",
       {{{0, 0}, {0, 100, false}, {100, 100, false}, {100, 0}}},
       {{{0, 0}, {0, 100, false}, {100, 100, false}, {100, 0}}}},
      {"a unit beside the middle",
       {{{0, 0}, {0, 100, false}, {51, 100}, {100, 100, false}, {100, 0}}},
       {{{0, 0}, {0, 100, false}, {51, 100}, {100, 100, false}, {100, 0}}}},
      {"a unit above the middle",
       {{{0, 0}, {0, 100, false}, {50, 101}, {100, 100, false}, {100, 0}}},
       {{{0, 0}, {0, 100, false}, {50, 101}, {100, 100, false}, {100, 0}}}},
      {"midway between a control and a corner",
       {{{0, 100}, {50, 100}, {100, 100, false}, {100, 0}}},
       {{{0, 100}, {50, 100}, {100, 100, false}, {100, 0}}}},
      {"midway between a corner and a control",
       {{{0, 0}, {0, 100, false}, {50, 100}, {100, 100}}},
       {{{0, 0}, {0, 100, false}, {50, 100}, {100, 100}}}},
      {"midway between corners",
       {{{0, 0}, {50, 0}, {100, 0}, {50, 30}}},
       {{{0, 0}, {50, 0}, {100, 0}, {50, 30}}}},
      {"the last, midway between two controls",
       {{{0, 0, false}, {30, 90}, {100, 0, false}, {50, 0}}},
       {{{30, 90}, {100, 0, false}, {0, 0, false}}}},
      {"only controls: one on the curve is written, where it begins",
       {{{0, 100, false}, {100, 100, false}, {100, 0, false}, {0, 0, false}}},
       {{{50, 100}, {100, 100, false}, {100, 0, false}, {0, 0, false}, {0, 100, false}}}},
      {"a corner drawn twice",
       {{{0, 0}, {9, 0}, {9, 9}, {0, 0}}},
       {{{0, 0}, {9, 0}, {9, 9}, {0, 0}}}},
      {"a dot and a stroke", {{{7, 7}}, {{1, 2}, {3, 4}}}, {{{7, 7}}, {{1, 2}, {3, 4}}}},
  };
  std::vector<truetype::Example> glyphs = {{"", 0, 256}};
  for (const auto& row : table) glyphs.push_back({truetype::write_glyph(row.drawn), 0, 9});
  const auto font =
      truetype::read(coarsen_font(truetype::write(truetype::example_tables(glyphs, 256)), 256));
  for (std::size_t i = 0; i < std::size(table); ++i) {
    BOOST_TEST(text(glyph_of(font, i + 1)) == text(table[i].kept), table[i].what);
  }
}

BOOST_AUTO_TEST_CASE(everything_is_measured_in_the_new_units) {
  auto tables = example_font(512);
  std::string &head = tables["head"], &hhea = tables["hhea"];
  const std::size_t box[] = {36, 38, 40, 42}, heights[] = {4, 6, 8, 10, 12, 14, 16};
  for (int i = 0; i < 4; ++i) truetype::set(head, box[i], -301 + 100 * i);
  for (int i = 0; i < 7; ++i) truetype::set(hhea, heights[i], 403 - 100 * i);
  truetype::set(head, 44, 5), truetype::set(head, 50, 0), truetype::set(hhea, 18, 7);
  std::string loca;  // short offsets, and one width for all
  for (std::size_t i = 0; i < 5; ++i) truetype::put(loca, get(tables["loca"], 4 * i, 4) / 2);
  tables["loca"] = loca;
  truetype::set(hhea, 34, 1);
  tables["hmtx"] = std::string("\x00\x65\0\0\0\0\0\0\0\0", 10);
  tables["name"] = "names", tables["post"] = "posted", tables["OS/2"] = "system";
  tables["prep"] = "program";
  const auto font = truetype::read(coarsen_font(truetype::write(tables), 256));
  BOOST_TEST(get(font.at("head"), 18) == 256u);
  const int half_box[] = {-151, -101, -51, -1}, half[] = {202, 152, 102, 52, 2, -49, -99};
  for (int i = 0; i < 4; ++i) BOOST_TEST(get_signed(font.at("head"), box[i]) == half_box[i]);
  for (int i = 0; i < 7; ++i) BOOST_TEST(get_signed(font.at("hhea"), heights[i]) == half[i]);
  BOOST_TEST(get(font.at("head"), 44) == 5u);
  BOOST_TEST(get(font.at("head"), 50) == 1u);
  BOOST_TEST(get(font.at("hhea"), 18) == 7u);
  BOOST_TEST(get(font.at("hhea"), 34) == 4u);
  BOOST_TEST(text(glyph_of(font, 1)) == "5,10 5,138~ 133,138 6,11 | ");
  BOOST_TEST(text(glyph_of(font, 2)) == "-145,35 -145,163~ -17,163 -145,36 | ");
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(get(font.at("hmtx"), 4 * i) == 51u);
  for (const char* copied : {"maxp", "name", "post", "OS/2"}) {
    BOOST_TEST(font.at(copied) == tables[copied]);
  }
  BOOST_TEST(!font.contains("prep"));
  BOOST_TEST(font.size() == 10u);
}

BOOST_AUTO_TEST_CASE(characters_are_found_and_gaps_up_to_1024_are_filled) {
  auto tables = example_font();
  const std::string cmap = truetype::read(coarsen_font(truetype::write(tables), 256)).at("cmap");
  for (std::uint32_t code = 0; code <= 0xffff; ++code) {
    const std::uint32_t wanted = code == 0x100 ? 1 : code == 0x500 ? 2 : code == 0x901 ? 3 : 0;
    if (glyph_for(cmap, code) != wanted) BOOST_ERROR("U+" << std::hex << code);
  }
  // One table for Windows and Unicode; the codes from 100 to 500 are one segment, 901 another.
  BOOST_TEST(hex(cmap.substr(0, 12)) ==
             "00000001"
             "00030001"
             "0000000c");
  BOOST_TEST(get(cmap, 12) == 4u);
  BOOST_TEST(get(cmap, 14) == cmap.size() - 12);
  BOOST_TEST(hex(cmap.substr(16, 10)) ==
             "0000"
             "0006"
             "000000000000");
  BOOST_TEST(hex(cmap.substr(26, 26)) ==
             "05000901ffff"
             "0000"
             "01000901ffff"
             "000000000001"
             "000608060000");
}

BOOST_AUTO_TEST_CASE(what_is_no_font_is_refused) {
  for (const char* bytes : {"", "no font", "\0\1\0\0"}) {
    BOOST_CHECK_EXCEPTION(coarsen_font(bytes, 256), std::runtime_error,
                          [](const auto& e) { return std::string(e.what()) == "not a font"; });
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(typefaces)

BOOST_AUTO_TEST_CASE(a_typeface_knows_its_characters_widths_and_outlines) {
  const Folder folder;
  const Typeface typeface(write_file(folder, truetype::write(example_font(400))).c_str());
  BOOST_TEST(typeface.has(0x100));
  BOOST_TEST(typeface.has(0x901));
  BOOST_TEST(!typeface.has(0x101));
  BOOST_TEST(typeface.advance(0x100) == 0.25);
  BOOST_TEST(typeface.advance(0x901) == 51 / 400.0);
  BOOST_TEST(typeface.advance(0x101) == 1);
  BOOST_TEST(typeface.outline(0x901).empty());
  BOOST_TEST(typeface.outline(0x101).empty());
  // A curve with one control is drawn with two, two thirds of the way to it.
  const double wanted[] = {
      0,  10, 20, 2,  10, 20 + 256 * 2 / 3.0, 266 - 256 * 2 / 3.0, 276, 266, 276, 1, 11,
      21, 1,  10, 20, 3};
  const auto outline = typeface.outline(0x100);
  BOOST_REQUIRE_EQUAL(outline.size(), std::size(wanted));
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const bool command = i == 0 || i == 3 || i == 10 || i == 13 || i == 16;
    BOOST_TEST(outline[i] == (command ? wanted[i] : wanted[i] / 400),
               boost::test_tools::tolerance(1e-5));
  }
}

BOOST_AUTO_TEST_CASE(a_subset_holds_the_characters_asked_for_and_no_others) {
  const Folder folder;
  const struct {
    std::set<char32_t> asked;
    std::size_t glyphs;  // with the one for characters that are missing
  } table[] = {{{}, 1}, {{U'一'}, 2}, {{U'一', U'龘', U'a', U'，'}, 5}, {{U'\U000F0000'}, 1}};
  for (const auto& row : table) {
    const std::string bytes = body_typeface().subset(row.asked);
    const auto font = truetype::read(bytes);
    BOOST_TEST(get(font.at("maxp"), 4) >= row.glyphs);
    BOOST_TEST(get(font.at("head"), 18) == 256u);
    BOOST_TEST(!font.contains("fpgm"));
    const Typeface cut(write_file(folder, bytes).c_str());
    std::size_t found = 0;
    for (char32_t c = 1; c <= 0xffff; ++c) found += cut.has(c) ? 1 : 0;
    BOOST_TEST(found == row.glyphs - 1);
  }
}

BOOST_AUTO_TEST_CASE(no_point_of_a_subset_moves_by_more_than_half_a_unit) {
  const Folder folder;
  const std::u32string text = U"教師自我專業進修規劃記錄龘鬱灣（，。）、：〓 aQ8%~黃安學年度";
  const std::string bytes = body_typeface().subset({text.begin(), text.end()});
  const Typeface cut(write_file(folder, bytes).c_str());
  for (const char32_t c : text) {
    BOOST_TEST_CONTEXT("U+" << std::hex << static_cast<unsigned>(c)) {
      BOOST_TEST(cut.advance(c) == body_typeface().advance(c),
                 boost::test_tools::tolerance(0.5 / 256 / 0.3));
      const auto have = cut.outline(c), want = body_typeface().outline(c);
      BOOST_REQUIRE_EQUAL(have.size(), want.size());
      double most = 0;
      for (std::size_t i = 0; i < have.size(); ++i) {
        most = std::max(most, std::abs(have[i] - want[i]));
      }
      BOOST_TEST(most <= 0.501 / 256);
    }
  }
}

BOOST_AUTO_TEST_CASE(rare_characters_come_from_the_first_typeface_that_has_them) {
  const Typeface* first = rare_typeface(0xa0);      // in Hanazono A only
  const Typeface* second = rare_typeface(0x20001);  // in B only
  BOOST_REQUIRE(first);
  BOOST_REQUIRE(second);
  BOOST_TEST(first != second);
  BOOST_TEST(!first->has(0x20001));
  for (const char32_t both : {0x20, 0x20000, 0x2e278}) {
    BOOST_TEST(second->has(both));
    BOOST_TEST(rare_typeface(both) == first);
  }
  for (const char32_t neither : {0x80, 0xf0000, 0x10ffff}) {
    BOOST_TEST(!rare_typeface(neither));
    BOOST_TEST(!body_typeface().has(neither));
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_missing_or_no_font_is_named) {
  const Folder folder;
  const std::string missing = (folder.path() / "none.ttf").string();
  BOOST_CHECK_EXCEPTION(Typeface(missing.c_str()), std::runtime_error,
                        [&](const auto& e) { return e.what() == "font is missing: " + missing; });
  const std::string broken = write_file(folder, "no font at all");
  BOOST_CHECK_EXCEPTION(Typeface(broken.c_str()), std::runtime_error,
                        [&](const auto& e) { return e.what() == "not a font: " + broken; });
}

BOOST_AUTO_TEST_CASE(a_font_that_lacks_a_table_cannot_be_cut_down) {
  const Folder folder;
  auto tables = example_font();
  tables.erase("head");
  const Typeface typeface(write_file(folder, truetype::write(tables)).c_str());
  BOOST_CHECK_EXCEPTION(typeface.subset({0x100}), std::runtime_error, [](const auto& e) {
    return std::string(e.what()) == "the font cannot be cut down";
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
