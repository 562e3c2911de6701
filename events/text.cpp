#include "events/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <memory>
#include <vector>

namespace yanxi {
namespace {

// Takes one code point off the front; a negative number when the bytes are not UTF-8.
utf8proc_int32_t take_code_point(std::string_view& text) {
  utf8proc_int32_t code = -1;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (used <= 0) return -1;
  text.remove_prefix(static_cast<std::size_t>(used));
  return code;
}

bool is_forbidden(utf8proc_int32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) return true;  // C0, DEL, C1
  if (c >= 0x202a && c <= 0x202e) return true;            // bidirectional embeddings
  if (c >= 0x2066 && c <= 0x2069) return true;            // bidirectional isolates
  if (c == 0x2028 || c == 0x2029) return true;            // line and paragraph separators
  // Characters that show nothing: a text of these would be no text.
  if (c == 0xad || c == 0x200b || c == 0x2060 || c == 0x3164 || c == 0xffa0) return true;
  if (c == 0x115f || c == 0x1160) return true;
  if (c == 0x200e || c == 0x200f || c == 0x061c || c == 0xfeff) return true;
  return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);  // noncharacters
}

bool is_space(utf8proc_int32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0x3000 || c == 0xa0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    if (take_code_point(text) < 0) return false;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string cut_text(std::string_view text, std::size_t characters) {
  const char* begin = text.data();
  while (characters > 0 && !text.empty()) {
    take_code_point(text);
    --characters;
  }
  return {begin, text.data()};
}

std::string_view trim_text(std::string_view text) {
  const char* begin = text.data();
  while (!text.empty()) {
    std::string_view rest = text;
    if (!is_space(take_code_point(rest))) break;
    text = rest;
  }
  begin = text.data();
  std::size_t size = 0;
  for (std::string_view rest = text; !rest.empty();) {
    if (!is_space(take_code_point(rest))) size = static_cast<std::size_t>(rest.data() - begin);
  }
  return text.substr(0, size);
}

std::string fold_width(std::string_view text) {
  const std::string terminated(text);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> folded(
      utf8proc_NFKC(reinterpret_cast<const utf8proc_uint8_t*>(terminated.c_str())), &std::free);
  assert(folded);  // only bytes that are not UTF-8 cannot be folded, and no form lets them in
  return reinterpret_cast<const char*>(folded.get());
}

std::expected<std::string, TextFault> accept_text(std::string_view text, std::size_t max_characters,
                                                  bool lines) {
  text = trim_text(text);
  std::string accepted;
  std::size_t place = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const char* start = rest.data();
    const auto code = take_code_point(rest);
    ++place;
    if (lines && code == '\r' && rest.starts_with('\n')) continue;
    const bool line_or_tab = lines && (code == '\n' || code == '\t');
    if (!line_or_tab && is_forbidden(code)) {
      return std::unexpected(TextFault{TextFault::Kind::forbidden, place});
    }
    accepted.append(start, rest.data());
  }
  const std::size_t characters = count_characters(accepted);
  if (characters > max_characters) {
    return std::unexpected(TextFault{TextFault::Kind::too_long, characters});
  }
  return accepted;
}

std::optional<std::string> accept_reason(std::string_view text) {
  auto reason = accept_text(text, 200, true);
  if (!reason || count_characters(*reason) < 5) return {};
  return std::move(*reason);
}

std::optional<std::string> accept_document(std::string_view text) {
  auto document = accept_text(text, 60);
  if (!document) return {};
  return std::move(*document);
}

}  // namespace yanxi
