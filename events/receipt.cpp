#include "events/receipt.hpp"

#include <cstdio>

namespace yanxi {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int digit_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const auto found = alphabet.find(c);
  return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

// Luhn's check modulo 32 over the ten digits: it finds every single wrong digit and nearly every
// pair of neighbours exchanged.
char check_digit(std::string_view digits) {
  int sum = 0;
  int factor = 2;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
    const int product = digit_value(*it) * factor;
    sum += product / 32 + product % 32;
    factor = 3 - factor;
  }
  return alphabet[static_cast<std::size_t>((32 - sum % 32) % 32)];
}

}  // namespace

std::string receipt_text(const Receipt& receipt) {
  std::string digits(7, '0');
  std::uint64_t rest = receipt.position;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it, rest /= 32) {
    *it = alphabet[static_cast<std::size_t>(rest % 32)];
  }
  const std::string year = std::to_string(receipt.year);
  return year + "-" + digits + "-" + check_digit(year + digits);
}

std::optional<Receipt> parse_receipt(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    if (digit_value(c) < 0) return {};
    digits += alphabet[static_cast<std::size_t>(digit_value(c))];
  }
  if (digits.size() != 11) return {};
  Receipt receipt;
  for (char c : digits.substr(0, 3)) {
    if (c > '9') return {};
    receipt.year = receipt.year * 10 + (c - '0');
  }
  for (char c : digits.substr(3, 7)) {
    receipt.position = receipt.position * 32 + static_cast<std::uint64_t>(digit_value(c));
  }
  if (digits.back() != check_digit(std::string_view(digits).substr(0, 10))) return {};
  return receipt;
}

}  // namespace yanxi
