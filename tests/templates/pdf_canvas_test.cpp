#include "templates/pdf_canvas.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

#include "templates/typeface.hpp"
#include "tests/examples.hpp"
#include "tests/templates/drawn.hpp"
#include "tests/templates/truetype.hpp"

// What the canvas draws, read back from the finished document, and how it measures and breaks text.

namespace yanxi {
namespace {

using Kind = Mark::Kind;

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += (&line == lines.data() ? "" : "|") + line;
  return all;
}

PdfCanvas canvas_with_page() {
  PdfCanvas canvas("畫布", from_taipei(2026, 9, 25, 9, 58, 13));
  canvas.add_page();
  return canvas;
}

std::string fault_of(const PdfCanvas& canvas) {
  try {
    canvas.finish();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

// A shape of 20 points with its origin at x, 200: the path to the point.
void check_outline(const Mark& shape, const std::vector<double>& path, double x) {
  std::vector<std::pair<double, double>> corners;
  std::array<int, 4> strokes{};
  for (std::size_t at = 0; at < path.size();) {
    const auto command = static_cast<std::size_t>(path[at++]);
    ++strokes.at(command);
    const int points[] = {1, 1, 3, 0};
    for (int n = 0; n < points[command]; ++n, at += 2) {
      corners.emplace_back(x + path[at] * 20, 200 - path[at + 1] * 20);
    }
  }
  BOOST_TEST((shape.strokes == strokes));
  BOOST_REQUIRE_EQUAL(shape.corners.size(), corners.size());
  double most = 0;
  for (std::size_t n = 0; n < corners.size(); ++n) {
    most = std::max({most, std::abs(shape.corners[n].first - corners[n].first),
                     std::abs(shape.corners[n].second - corners[n].second)});
  }
  BOOST_TEST(most < 0.001);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf_canvas)

BOOST_AUTO_TEST_CASE(a_text_is_as_wide_as_its_characters) {
  const PdfCanvas canvas("test", examples::opens());
  const auto wide = [&](const char* text) { return canvas.measure(text, 10); };
  BOOST_TEST(wide("") == 0);
  BOOST_TEST(wide("一二") == 20);
  BOOST_TEST(wide("é") == 10 * body_typeface().advance(0xe9));
  BOOST_TEST(wide("1a") == 10 * (body_typeface().advance('1') + body_typeface().advance('a')));
  BOOST_TEST(wide("一1") == 10 + wide("1"));
  // Of another typeface, and of none: such a character is drawn as 〓.
  BOOST_TEST(wide("\u00a0") == 10 * rare_typeface(0xa0)->advance(0xa0));
  BOOST_TEST(rare_typeface(0xa0)->advance(0xa0) != 1);
  BOOST_TEST(wide("\U000f0000\u0080") == 20);
  BOOST_TEST(canvas.measure("一二", 8.5) == 17);
}

BOOST_AUTO_TEST_CASE(lines_break_where_they_may_and_nowhere_else) {
  const PdfCanvas canvas("test", examples::opens());
  const double a = canvas.measure("a", 10);
  const struct {
    const char* text;
    double width;
    const char* lines;
  } table[] = {
      {"", 50, ""},
      {"一二三", 30, "一二三"},  // a width that is exactly met
      {"一二三", 29.9, "一二|三"},
      {"一二三四五六七", 30, "一二三|四五六|七"},
      {"一二三", 5, "一|二|三"},  // not even one fits
      {"，，，", 15, "，|，|，"},
      {"一二\n三四五", 30, "一二|三四五"},
      {"一\n\n二", 30, "一||二"},
      {"\n", 30, "|"},
      {"一\n", 30, "一|"},
      {"一二，三四五六七八", 30, "一二，|三四五|六七八"},
      {"一二三，四五", 30, "一二|三，四|五"},  // a mark takes what it closes along
      {"一二「三四", 30, "一二|「三四"},
      {"一，，，，，", 30, "一，，|，，，"},  // no place to break: anywhere
      {"\n，，，，", 30, "|，，，|，"},
      {"一\n，，，，", 30, "一|，，，|，"},
      {"一二三\naaaaaa", 5 * a + 0.1, "一二|三|aaaaa|a"},
      {"一二三\naaaaaaa", 30, "一二三|aaaaa|aa"},  // what came before is no place to break
      {"aa一aaaa", 3 * a + 10, "aa一|aaaa"},
      {"一aaaa", 10 + 3 * a, "一|aaaa"},
      {"一aaaa二三", 4 * a + 10, "一aaaa|二三"},
      {"aaaa aaaa", 6 * a, "aaaa |aaaa"},
      {"aaaaaaa", 3 * a + 0.1, "aaa|aaa|a"},
      {"aaa-aaa_aaa", 7 * a, "aaa-aaa|_aaa"},
      {"一二aaaaaaaa三", 4 * a + 0.1, "一二|aaaa|aaaa|三"},
  };
  for (const auto& row : table) {
    BOOST_TEST(joined(canvas.break_lines(row.text, 10, row.width)) == row.lines,
               row.text << " in " << row.width << " gives "
                        << joined(canvas.break_lines(row.text, 10, row.width)));
  }
}

BOOST_AUTO_TEST_CASE(no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens) {
  const PdfCanvas canvas("test", examples::opens());
  for (const char* mark :
       {"，", "。", "、", "；", "：", "？", "！", "）", "」", "』", "】", "》", "〉", "％",
        "・", "”",  "’",  ",",  ".",  ";",  ":",  "?",  "!",  ")",  "]",  "}",  "%"}) {
    const std::string text = std::string("一二") + mark + "三";
    BOOST_TEST(joined(canvas.break_lines(text, 10, 20)) == std::string("一|二") + mark + "|三",
               mark);
  }
  for (const char* mark : {"（", "「", "『", "【", "《", "〈", "“", "‘", "(", "[", "{"}) {
    const std::string text = std::string("一") + mark + "二";
    const double width = 10 + canvas.measure(mark, 10);
    BOOST_TEST(joined(canvas.break_lines(text, 10, width)) == std::string("一|") + mark + "二",
               mark);
  }
  // A mark of neither kind may stand at both ends, and so may what is no part of a word.
  for (const char* mark : {"～", "—", "\u2000", "＋"}) {
    const std::string text = std::string("aa") + mark + "aa";
    BOOST_TEST(joined(canvas.break_lines(text, 10, canvas.measure("aa", 10))) ==
                   std::string("aa|") + mark + "|aa",
               mark);
  }
  for (const char* letter : {"\u1fff", "é", "-", "/", "'"}) {
    const std::string text = std::string("一a") + letter + "a";
    BOOST_TEST(joined(canvas.break_lines(text, 10, canvas.measure("一a", 10))).starts_with("一|a"),
               letter);
  }
}

BOOST_AUTO_TEST_CASE(every_length_of_utf8_is_read_and_what_no_font_has_is_remembered) {
  PdfCanvas canvas = canvas_with_page();
  canvas.text(20, 40, 10, "a\u0080é\u07ff\u0800\u0fff一\uffff\U000f0000\U0010ffff\u0080");
  const std::set<char32_t> wanted = {0x80, 0x7ff, 0x800, 0xfff, 0xffff, 0xf0000, 0x10ffff};
  BOOST_TEST((canvas.missing() == wanted));
  const Drawn drawn(canvas.finish());
  BOOST_TEST(drawn.text() == "a〓é〓〓〓一〓〓〓〓\n");
}

BOOST_AUTO_TEST_CASE(the_font_holds_what_is_drawn_with_it_and_a_space) {
  const struct {
    const char* text;
    std::uint32_t glyphs;  // with the one for characters that are missing
  } table[] = {{"一", 3}, {"一二一", 4}, {"\U000f0000", 3}};
  for (const auto& row : table) {
    PdfCanvas canvas = canvas_with_page();
    canvas.text(20, 40, 10, row.text);
    const auto font = truetype::read(Drawn(canvas.finish()).font);
    BOOST_TEST(truetype::get(font.at("maxp"), 4) == row.glyphs, row.text);
    // No instructions: hints are for small screens of the past.
    BOOST_TEST(truetype::get(font.at("maxp"), 26) == 0u);
  }
  // Nothing is left of a font that nothing is drawn with.
  for (const char* text : {"", "\U00020001"}) {
    PdfCanvas canvas = canvas_with_page();
    canvas.text(20, 40, 10, text);
    BOOST_TEST(Drawn(canvas.finish()).font.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_rare_character_is_drawn_where_it_stands_in_its_text) {
  PdfCanvas canvas = canvas_with_page();
  // U+2FA1C is in the body typeface, but beyond what libharu encodes.
  canvas.text(100, 200, 20, "\U00020001一二\u00e0\U0002fa1c1", {1, 0.5, 0});
  const Drawn drawn(canvas.finish());
  const DrawnPage& page = drawn.pages.at(0);
  BOOST_TEST(drawn.text() == "一二à\n1\n");
  const double before = 120, after = before + 40 + 20 * body_typeface().advance(0xe0);
  BOOST_REQUIRE_EQUAL(page.size(), 4u);
  BOOST_TEST(page[0].x == before, boost::test_tools::tolerance(1e-5));
  BOOST_TEST(page[1].x == after + 20, boost::test_tools::tolerance(1e-5));
  const std::pair<char32_t, double> outlines[] = {{0x20001, 100}, {0x2fa1c, after}};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto [character, x] = outlines[i];
    BOOST_TEST(page[2 + i].colour == "#ff8000");
    check_outline(page[2 + i], rare_typeface(character)->outline(character), x);
  }
}

BOOST_AUTO_TEST_CASE(an_outline_without_strokes_is_no_shape) {
  PdfCanvas canvas = canvas_with_page();
  canvas.text(20, 40, 10, "一\u00a0二");  // a space that only Hanazono has
  const Drawn drawn(canvas.finish());
  BOOST_TEST(drawn.text() == "一\n二\n");
  BOOST_TEST(drawn.pages.at(0).size() == 2u);
  BOOST_TEST(drawn.pages.at(0).at(1).x == 30 + 10 * rare_typeface(0xa0)->advance(0xa0),
             boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(a_slice_begins_and_ends_at_its_turns) {
  const struct {
    double from, to;
    std::size_t corners;  // besides the centre
  } table[] = {{0, 1, 121}, {0, 0.25, 31}, {0.25, 0.5, 31}, {0.4, 0.405, 3}, {0.3, 0.330, 4}};
  PdfCanvas canvas = canvas_with_page();
  for (const auto& row : table) canvas.slice(300, 400, 50, row.from, row.to, {0, 1, 0});
  const Drawn drawn(canvas.finish());
  for (std::size_t i = 0; i < std::size(table); ++i) {
    BOOST_TEST_CONTEXT("from " << table[i].from << " to " << table[i].to) {
      const Mark& slice = drawn.pages.at(0).at(i);
      BOOST_TEST((slice.kind == Kind::shape && slice.colour == "#00ff00"));
      BOOST_REQUIRE_EQUAL(slice.corners.size(), table[i].corners + 1);
      BOOST_TEST((slice.corners.front() == std::pair<double, double>(300, 400)));
      BOOST_TEST(slice.strokes[0] == 1);
      BOOST_TEST(slice.strokes[3] == 1);
      for (std::size_t n = 1; n < slice.corners.size(); ++n) {
        const double part = static_cast<double>(n - 1) / static_cast<double>(table[i].corners - 1);
        const double turn = table[i].from + (table[i].to - table[i].from) * part;
        const double angle = turn * 2 * std::numbers::pi;
        BOOST_TEST(std::abs(slice.corners[n].first - 300 - 50 * std::sin(angle)) < 0.001);
        BOOST_TEST(std::abs(slice.corners[n].second - 400 + 50 * std::cos(angle)) < 0.001);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(marks_go_to_the_page_that_was_chosen) {
  PdfCanvas canvas("畫布", from_taipei(2026, 9, 25, 9, 58, 13));
  BOOST_CHECK_THROW(canvas.text(0, 0, 10, "x"), std::out_of_range);
  canvas.add_page();
  canvas.add_page();
  canvas.text(10, 20, 10, "second");
  canvas.choose_page(0);
  canvas.text(10, 20, 12.5, "first", {0.2, 0.4, 0.6});
  canvas.line(1, 2, 3, 4, {1, 0, 0});
  canvas.line(1, 2, 3, 4, {1, 0, 0}, 2.5);
  canvas.box(1, 2, 30, 40, {0, 0, 1});
  canvas.add_page();
  canvas.text(10, 20, 10, "third");
  BOOST_TEST(canvas.page_count() == 3u);
  const Drawn drawn(canvas.finish());
  BOOST_TEST(drawn.lines() ==
             "page 1\n"
             "box 1.0 2.0 31.0 42.0 #0000ff\n"
             "line 1.0 2.0 3.0 4.0 0.6 #ff0000\n"
             "line 1.0 2.0 3.0 4.0 2.5 #ff0000\n"
             "text 10.0 20.0 12.5 #336699 first\n"
             "page 2\n"
             "text 10.0 20.0 10.0 #000000 second\n"
             "page 3\n"
             "text 10.0 20.0 10.0 #000000 third\n");
  BOOST_TEST(drawn.title == "畫布");
  BOOST_TEST(drawn.created == "D:20260925095813+08'00'");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_drawn_or_held_is_said) {
  PdfCanvas canvas = canvas_with_page();
  BOOST_TEST(fault_of(canvas) == "none");
  // More than libharu takes: nothing is thrown through it, and it is told at the end.
  canvas.text(20, 40, 700, "x");
  BOOST_TEST(fault_of(canvas).starts_with("libharu failed with "));
  rlimit files{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  const int next = ::dup(0);
  ::close(next);
  const rlimit none{static_cast<rlim_t>(next), files.rlim_max};
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const std::string fault = fault_of(canvas_with_page());
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
  BOOST_TEST(fault == "no memory for a font");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
