// What a typed text may hold. Here: strict UTF-8, forbidden characters, lengths, widths.
// Not here: the words a person is shown when a text is refused (templates/words).
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace yanxi {

// Strict UTF-8: no overlong forms, surrogates or code points above U+10FFFF.
bool is_utf8(std::string_view text);

// Code points in valid UTF-8.
std::size_t count_characters(std::string_view text);

// The first `characters` code points of valid UTF-8.
std::string cut_text(std::string_view text, std::size_t characters);

// Without white space at either end.
std::string_view trim_text(std::string_view text);

// Full-width letters and digits, and whatever else only looks another way, as plain ones (NFKC).
std::string fold_width(std::string_view text);

struct TextFault {
  enum class Kind { forbidden, too_long } kind;
  // forbidden: the place of the first such character, counted from 1; too_long: how many there are.
  std::size_t number;
};

// Trims outer white space and refuses control, bidirectional, byte-order and noncharacters, which
// a reader does not see or which show a text as another. A line break is such a character unless
// `lines` is set; then CR LF becomes LF.
// Names and texts are never normalised: that would rewrite CJK compatibility ideographs.
// `text` must be valid UTF-8.
std::expected<std::string, TextFault> accept_text(std::string_view text, std::size_t max_characters,
                                                  bool lines = false);

// Why something was done, and the number of the paper it rests on, as events keep them: 5 to 200
// characters, lines allowed; at most 60. Nothing when the text is another.
std::optional<std::string> accept_reason(std::string_view text);
std::optional<std::string> accept_document(std::string_view text);

}  // namespace yanxi
