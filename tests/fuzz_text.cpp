#include "events/text.hpp"
#include "tests/fuzz.hpp"

// The check of UTF-8 against one written from the standard's table 3-7, as ranges of each byte.

using namespace yanxi;

namespace {

struct Form {
  unsigned char first[2], second[2];
  std::size_t length;
};
constexpr Form forms[] = {{{0x00, 0x7F}, {0, 0}, 1},       {{0xC2, 0xDF}, {0x80, 0xBF}, 2},
                          {{0xE0, 0xE0}, {0xA0, 0xBF}, 3}, {{0xE1, 0xEC}, {0x80, 0xBF}, 3},
                          {{0xED, 0xED}, {0x80, 0x9F}, 3}, {{0xEE, 0xEF}, {0x80, 0xBF}, 3},
                          {{0xF0, 0xF0}, {0x90, 0xBF}, 4}, {{0xF1, 0xF3}, {0x80, 0xBF}, 4},
                          {{0xF4, 0xF4}, {0x80, 0x8F}, 4}};

bool within(std::uint8_t byte, const unsigned char (&range)[2]) {
  return byte >= range[0] && byte <= range[1];
}

// The length of the character at the beginning; 0 when there is none.
std::size_t character(const std::uint8_t* data, std::size_t size) {
  for (const Form& form : forms) {
    if (!within(data[0], form.first) || size < form.length) continue;
    if (form.length > 1 && !within(data[1], form.second)) continue;
    bool good = true;
    for (std::size_t i = 2; i < form.length; ++i) good = good && data[i] >= 0x80 && data[i] <= 0xBF;
    if (good) return form.length;
  }
  return 0;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::size_t at = 0, count = 0;
  bool good = true;
  while (at < size && good) {
    const std::size_t length = character(data + at, size - at);
    good = length > 0;
    at += length;
    ++count;
  }
  const std::string_view text = text_of(data, size);
  must(is_utf8(text) == good);
  if (!good) return 0;
  must(count_characters(text) == count);
  must(cut_text(text, count) == text);
  const auto accepted = accept_text(text, 20, true);
  if (accepted) {
    must(is_utf8(*accepted) && count_characters(*accepted) <= 20);
    must(accept_text(*accepted, 20, true) == *accepted);
  }
  return 0;
}
