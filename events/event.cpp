#include "events/event.hpp"

#include <charconv>

namespace yanxi {
namespace {

std::string join(std::string_view kind, int year, std::string_view name) {
  std::string stream(kind);
  stream += '/';
  stream += std::to_string(year);
  if (!name.empty()) {
    stream += '/';
    stream += name;
  }
  return stream;
}

}  // namespace

StreamName parse_stream(std::string_view stream) {
  const auto slash = stream.find('/');
  StreamName parts{std::string(stream.substr(0, slash)), 0, {}};
  if (slash == std::string_view::npos) return parts;
  std::string_view rest = stream.substr(slash + 1);
  if (parts.kind != "person" && parts.kind != "unit") {
    const auto end = rest.find('/');
    const std::string_view digits = rest.substr(0, end);
    std::from_chars(digits.data(), digits.data() + digits.size(), parts.year);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  parts.name = std::string(rest);
  return parts;
}

std::string plan_stream(int year, std::string_view account) { return join("plan", year, account); }
std::string school_plan_stream(int year, std::string_view unit) {
  return join("school-plan", year, unit);
}
std::string roster_stream(int year, std::string_view unit) { return join("roster", year, unit); }
std::string year_stream(int year) { return join("year", year, {}); }
std::string survey_stream(int year, std::string_view account) {
  return join("survey", year, account);
}
std::string person_stream(std::string_view account) { return "person/" + std::string(account); }
std::string unit_stream(std::string_view unit) { return "unit/" + std::string(unit); }
std::string catalogue_stream(int year) { return join("catalogue", year, {}); }
std::string access_stream(int year, std::string_view account) {
  return join("access", year, account);
}
std::string log_stream() { return "log"; }

bool is_stream_of(const StreamName& stream, std::string_view account) {
  return stream.name == account &&
         (stream.kind == "person" || stream.kind == "plan" || stream.kind == "survey");
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    hex += digits[bytes[i] >> 4];
    hex += digits[bytes[i] & 15];
  }
  return hex;
}

}  // namespace yanxi
