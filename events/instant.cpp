#include "events/instant.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace yanxi {
namespace {

constexpr std::int64_t taipei_offset_us = 8 * hour_us;

// Reads exactly `digits` decimal digits from the front, or nothing.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return {};
  int value = 0;
  for (char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// The offset from UTC in minutes: Z, +08:00 or -05:00.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
  if (sign == 0) return {};
  const auto hours = take_number(text, 2);
  if (!hours || !take(text, ':')) return {};
  const auto minutes = take_number(text, 2);
  if (!minutes || *hours > 14 || *minutes > 59) return {};
  return sign * (*hours * 60 + *minutes);
}

}  // namespace

Civil taipei(Instant at) {
  using namespace std::chrono;
  const sys_time<microseconds> local{microseconds{at.us + taipei_offset_us}};
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(local - day)};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(time.hours().count()),
          static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count()),
          static_cast<int>(weekday{day}.c_encoding())};
}

Instant from_taipei(int y, int m, int d, int hour, int minute, int second) {
  using namespace std::chrono;
  const sys_days day{year{y} / m / d};
  const auto us = duration_cast<microseconds>(day.time_since_epoch()).count();
  return {us + hour * hour_us + minute * minute_us + second * second_us - taipei_offset_us};
}

std::string taipei_text(Instant at) {
  const Civil c = taipei(at);
  return fmt::format("{:04}/{:02}/{:02} {:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour,
                     c.minute, c.second);
}

std::string taipei_clock(Instant at) {
  const Civil c = taipei(at);
  return fmt::format("{:02}:{:02}:{:02}", c.hour, c.minute, c.second);
}

std::string taipei_rfc3339(Instant at) {
  const Civil c = taipei(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00", c.year, c.month, c.day, c.hour,
                     c.minute, c.second);
}

std::string taipei_deadline(Instant at) {
  static constexpr std::array names = {"日", "一", "二", "三", "四", "五", "六"};
  const Civil c = taipei(at);
  const int hour = c.hour % 12 == 0 ? 12 : c.hour % 12;
  return fmt::format("{}/{}（{}）{} {}:{:02}", c.month, c.day,
                     names.at(static_cast<std::size_t>(c.weekday)), c.hour < 12 ? "上午" : "下午",
                     hour, c.minute);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return {};
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return {};
  const auto day = take_number(text, 2);
  if (!day || !take(text, 'T')) return {};
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return {};
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return {};
  const auto second = take_number(text, 2);
  if (!second) return {};
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return {};
  const std::chrono::year_month_day date{std::chrono::year{*year} / *month / *day};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return {};
  const Instant local = from_taipei(*year, *month, *day, *hour, *minute, *second);
  return local + taipei_offset_us + -*offset * minute_us;
}

std::optional<Instant> parse_taipei(std::string_view text) {
  std::array<int, 6> parts{};  // year to second
  std::size_t count = 0;
  bool in_number = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (!in_number && count == parts.size()) return {};
      if (!in_number) ++count;
      in_number = true;
      parts[count - 1] = parts[count - 1] * 10 + (c - '0');
      if (parts[count - 1] > (count == 1 ? 9999 : 99)) return {};
      continue;
    }
    // Between numbers stands what belongs there: slashes in the date, colons in the time.
    const bool fits = (c == '/' || c == '-') ? count < 3
                      : c == ':'             ? count > 3
                                             : (c == ' ' || c == 'T') && (count == 3 || !in_number);
    if (!fits || (!in_number && c != ' ')) return {};
    in_number = false;
  }
  if ((count != 3 && count != 5 && count != 6) || parts[0] < 1970) return {};
  const auto [year, month, day, hour, minute, second] = parts;
  const std::chrono::year_month_day date{std::chrono::year{year} / month / day};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return {};
  return from_taipei(year, month, day, hour, minute, second);
}

int academic_year(Instant at) {
  const Civil c = taipei(at);
  return c.month >= 8 ? c.year - 1911 : c.year - 1912;
}

std::string academic_year_text(int year) {
  return fmt::format("{} 學年度（{}/8/1–{}/7/31）", year, year + 1911, year + 1912);
}

}  // namespace yanxi
