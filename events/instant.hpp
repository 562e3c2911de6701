// Clock readings as values, and their Taipei texts. Here: Instant, conversions to and from text,
// the academic year. Not here: reading a clock, which only fcgi/ does.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yanxi {

// Microseconds of UTC since 1970-01-01.
struct Instant {
  std::int64_t us = 0;
  auto operator<=>(const Instant&) const = default;
};

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;

constexpr Instant operator+(Instant at, std::int64_t us) { return {at.us + us}; }
constexpr std::int64_t operator-(Instant later, Instant earlier) { return later.us - earlier.us; }

// A date and time of day in Taipei: UTC+8 without daylight saving.
struct Civil {
  int year, month, day, hour, minute, second;
  int weekday;  // 0 is Sunday
};

Civil taipei(Instant at);
Instant from_taipei(int year, int month, int day, int hour = 0, int minute = 0, int second = 0);

// 2026/09/25 09:58:13, as the manual prints it (manual step 4).
std::string taipei_text(Instant at);
// 09:58:13, for the time of the last save.
std::string taipei_clock(Instant at);
// 2026-09-25T09:58:13+08:00
std::string taipei_rfc3339(Instant at);
// 9/30（三）下午 5:00, for deadlines.
std::string taipei_deadline(Instant at);

// Reads 2026-09-25T10:00:00+08:00 or ...Z, with seconds and an offset; nothing else is accepted.
std::optional<Instant> parse_rfc3339(std::string_view text);

// Reads a date as people write it in Taipei: 2026/09/25 10:00:00, the time of day without seconds
// or left out (then midnight), hyphens for slashes, single digits.
std::optional<Instant> parse_taipei(std::string_view text);

// The ROC academic year an instant falls in: 1 August to 31 July.
int academic_year(Instant at);
// 115 學年度（2026/8/1–2027/7/31）
std::string academic_year_text(int year);

}  // namespace yanxi
