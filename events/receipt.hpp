// The receipt number of a submission: 115-0A7F93K-2, the year, seven Crockford base-32 digits of
// the submit event's position and a check digit. Not here: the digest printed with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yanxi {

struct Receipt {
  int year = 0;
  std::uint64_t position = 0;  // 1 to 32^7 - 1
  bool operator==(const Receipt&) const = default;
};

std::string receipt_text(const Receipt& receipt);

// Reads a receipt as people write it: lower case, without hyphens or with spaces, O for 0, I or L
// for 1. Nothing when the form or the check digit is wrong.
std::optional<Receipt> parse_receipt(std::string_view text);

}  // namespace yanxi
