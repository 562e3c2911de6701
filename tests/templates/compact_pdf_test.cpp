#include "templates/compact_pdf.hpp"

#include <boost/test/unit_test.hpp>

#include "templates/pdf_canvas.hpp"
#include "tests/examples.hpp"
#include "tests/templates/drawn.hpp"
#include "tests/templates/truetype.hpp"

// A document made by hand whose font is known to the byte, and one the canvas draws.

namespace yanxi {
namespace {

// A document of these objects, numbered from 1; the first is the catalogue, the last the
// information.
std::string document(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.4\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string count = std::to_string(objects.size() + 1);
  const std::string start = std::to_string(pdf.size());
  return pdf + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " +
         count + " /Root 1 0 R /Info " + std::to_string(objects.size()) + " 0 R >>\nstartxref\n" +
         start + "\n%%EOF\n";
}

std::string stream(const std::string& dictionary, const std::string& bytes) {
  return "<< " + dictionary + " /Length " + std::to_string(bytes.size()) + " >>\nstream\n" + bytes +
         "\nendstream";
}

std::string document_with(const std::string& font) {
  return document({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                   "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << "
                   "/Font << /F1 5 0 R >> >> >>",
                   stream("", "0 0 0 rg 1 2 3 4 re f"),
                   "<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R >>",
                   "<< /Type /FontDescriptor /FontName /X /FontFile2 7 0 R >>",
                   stream("/Length1 " + std::to_string(font.size()), font),
                   "<< /Title (by hand) /CreationDate (D:2026) >>"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compact_pdfs)

BOOST_AUTO_TEST_CASE(a_font_loses_its_spare_tables_and_keeps_the_rest_to_the_byte) {
  // Sizes that are no multiples of four, spare tables first, between and last.
  const truetype::Tables kept = {
      {"aaaa", "12345"}, {"glyf", "123456"}, {"head", std::string(54, 'h')}, {"zzzz", "1"}};
  truetype::Tables all = kept;
  all["OS/2"] = "spare", all["cmap"] = "spare too", all["name"] = "s", all["post"] = "";
  const Drawn drawn(compact_pdf(document_with(truetype::write(all))));
  BOOST_TEST((drawn.font == truetype::write(kept)));
  BOOST_TEST(static_cast<std::size_t>(drawn.font_size) == drawn.font.size());
  BOOST_TEST(drawn.title == "by hand");
  BOOST_TEST(drawn.lines() == "page 1\nbox 1.0 836.0 4.0 840.0 #000000\n");
}

BOOST_AUTO_TEST_CASE(a_font_that_ends_too_early_is_refused) {
  const std::string font = truetype::write({{"glyf", "1234"}, {"head", std::string(54, 'h')}});
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{20}}) {
    BOOST_CHECK_THROW(compact_pdf(document_with(font.substr(0, size))), std::exception);
  }
}

BOOST_AUTO_TEST_CASE(a_drawn_document_is_small_and_its_font_whole) {
  PdfCanvas canvas("緊湊", examples::opens());
  canvas.add_page();
  canvas.text(20, 40, 16, "教師自我專業進修");
  const std::string pdf = canvas.finish();
  const Drawn drawn(pdf);
  const auto tables = truetype::read(drawn.font);
  for (const char* needed : {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}) {
    BOOST_TEST(tables.contains(needed), needed);
  }
  for (const char* spare : {"cmap", "name", "OS/2", "post"}) {
    BOOST_TEST(!tables.contains(spare), spare);
  }
  BOOST_TEST(static_cast<std::size_t>(drawn.font_size) == drawn.font.size());
  // What is no stream lies in one that is packed, and so does the table of objects.
  BOOST_TEST(pdf.starts_with("%PDF-1.5"));
  BOOST_TEST(pdf.find("/ObjStm") != std::string::npos);
  BOOST_TEST(pdf.find("/FontDescriptor") == std::string::npos);
  // zlib's mark for the faster levels (RFC 1950, FLEVEL 1).
  BOOST_TEST(drawn.packed_font.substr(0, 2) == "\x78\x5e");
  BOOST_TEST(drawn.packed_font.size() < drawn.font.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
