#include "tests/templates/drawn.hpp"

// QPDF 11 asks which smart pointers its users mean: the standard ones.
#define POINTERHOLDER_TRANSITION 4
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QUtil.hh>

namespace yanxi {
namespace {

constexpr double page_height = 842;

std::string bytes_of(const std::shared_ptr<Buffer>& buffer) {
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

// The operators of one page, as far as the canvas uses them.
class PageReader : public QPDFObjectHandle::ParserCallbacks {
 public:
  void handleObject(QPDFObjectHandle object) override {
    if (object.isOperator()) {
      apply(object.getOperatorValue());
      operands_.clear();
    } else {
      operands_.push_back(object);
    }
  }
  void handleEOF() override {}

  DrawnPage page;

 private:
  double number(std::size_t i) { return operands_.at(i).getNumericValue(); }
  std::string colour() {
    char text[8];
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(number(i) * 255 + 0.5); };
    std::snprintf(text, sizeof text, "#%02x%02x%02x", byte(0), byte(1), byte(2));
    return text;
  }
  void corner(std::size_t i) { path_.corners.emplace_back(number(i), page_height - number(i + 1)); }

  void apply(const std::string& name) {
    if (name == "rg") fill_ = colour();
    if (name == "RG") stroke_ = colour();
    if (name == "w") width_ = number(0);
    if (name == "m" || name == "l") {
      corner(0);
      ++path_.strokes[name == "m" ? 0 : 1];
    } else if (name == "c") {
      for (std::size_t i : {0u, 2u, 4u}) corner(i);
      ++path_.strokes[2];
    } else if (name == "h") {
      ++path_.strokes[3];
    } else if (name == "re") {
      path_.kind = Mark::Kind::box;
      path_.corners = {{number(0), page_height - number(1) - number(3)},
                       {number(0) + number(2), page_height - number(1)}};
    } else if (name == "f") {
      if (path_.kind != Mark::Kind::box) path_.kind = Mark::Kind::shape;
      paint(fill_);
    } else if (name == "S") {
      path_.kind = Mark::Kind::line;
      path_.size = width_;
      paint(stroke_);
    } else {
      apply_text(name);
    }
  }

  void apply_text(const std::string& name) {
    if (name == "Tf") path_.size = number(1);
    if (name == "Td") path_.corners = {{number(0), page_height - number(1)}};
    if (name == "Tj") {
      path_.text = QUtil::utf16_to_utf8("\xfe\xff" + operands_.at(0).getStringValue());
      paint(fill_);
    }
  }

  void paint(const std::string& with) {
    path_.colour = with;
    path_.x = path_.corners.front().first, path_.y = path_.corners.front().second;
    path_.x2 = path_.corners.back().first, path_.y2 = path_.corners.back().second;
    if (path_.kind == Mark::Kind::shape) {
      for (const auto& [x, y] : path_.corners) {
        path_.x = std::min(path_.x, x), path_.x2 = std::max(path_.x2, x);
        path_.y = std::min(path_.y, y), path_.y2 = std::max(path_.y2, y);
      }
    }
    page.push_back(path_);
    path_ = {};
  }

  std::vector<QPDFObjectHandle> operands_;
  std::string fill_, stroke_;
  double width_ = 0;
  Mark path_;
};

// To a tenth; a hair more, so that two compilers round a half alike.
std::string tenth(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", std::floor(number * 10 + 0.501) / 10);
  return text;
}

}  // namespace

Drawn::Drawn(const std::string& pdf) {
  QPDF document;
  document.processMemoryFile("document", pdf.data(), pdf.size());
  for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(document).getAllPages()) {
    PageReader reader;
    page.parseContents(&reader);
    pages.push_back(std::move(reader.page));
  }
  QPDFObjectHandle info = document.getTrailer().getKey("/Info");
  title = info.getKey("/Title").getUTF8Value();
  created = info.getKey("/CreationDate").getStringValue();
  for (QPDFObjectHandle object : document.getAllObjects()) {
    if (!object.isDictionary() || !object.hasKey("/FontFile2")) continue;
    QPDFObjectHandle file = object.getKey("/FontFile2");
    font = bytes_of(file.getStreamData());
    packed_font = bytes_of(file.getRawStreamData());
    font_size = file.getDict().getKey("/Length1").getIntValue();
  }
}

std::string Drawn::text(const DrawnPage& page) {
  std::string all;
  for (const Mark& mark : page) {
    if (mark.kind == Mark::Kind::text) all += mark.text + "\n";
  }
  return all;
}

std::string Drawn::text() const {
  std::string all;
  for (const DrawnPage& page : pages) all += text(page);
  return all;
}

std::string Drawn::lines() const {
  static const char* const names[] = {"text", "line", "box", "shape"};
  std::string all;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    all += "page " + std::to_string(i + 1) + "\n";
    for (const Mark& mark : pages[i]) {
      const bool is_text = mark.kind == Mark::Kind::text;
      all += names[static_cast<int>(mark.kind)];
      all += " " + tenth(mark.x) + " " + tenth(mark.y);
      if (!is_text) all += " " + tenth(mark.x2) + " " + tenth(mark.y2);
      if (mark.size != 0) all += " " + tenth(mark.size);
      if (mark.kind == Mark::Kind::shape) {
        all += " of";
        for (int count : mark.strokes) all += " " + std::to_string(count);
      }
      all += " " + mark.colour + (is_text ? " " + mark.text : "") + "\n";
    }
  }
  return all;
}

const Mark* Drawn::find(const std::string& text) const {
  for (const DrawnPage& page : pages) {
    for (const Mark& mark : page) {
      if (mark.kind == Mark::Kind::text && mark.text == text) return &mark;
    }
  }
  return nullptr;
}

}  // namespace yanxi
