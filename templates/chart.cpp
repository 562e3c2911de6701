#include "templates/chart.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <numeric>

namespace yanxi {
namespace {

constexpr double radius = 100;

LabelPlace place(double turn, double distance) {
  const double angle = turn * 2 * std::numbers::pi;
  return {distance * std::sin(angle), -distance * std::cos(angle)};
}

}  // namespace

std::vector<Slice> slice(const std::vector<long>& hours) {
  const long total = std::accumulate(hours.begin(), hours.end(), 0L);
  std::vector<Slice> slices;
  double at = 0;
  for (std::size_t i = 0; i < hours.size(); ++i) {
    Slice slice{static_cast<int>(i) + 1, hours[i], 0, at, at};
    if (total > 0) {
      slice.tenths = (hours[i] * 2000 + total) / (2 * total);
      slice.to = at + static_cast<double>(hours[i]) / static_cast<double>(total);
    }
    at = slice.to;
    slices.push_back(slice);
  }
  return slices;
}

std::string percent_text(long tenths) { return fmt::format("{}.{}%", tenths / 10, tenths % 10); }

std::string slice_path(const Slice& slice) {
  if (slice.hours == 0) return {};
  if (slice.to - slice.from > 0.9999) {  // an arc cannot end where it begins
    return "M0-100A100 100 0 1 1 0 100A100 100 0 1 1 0-100Z";
  }
  const LabelPlace from = place(slice.from, radius);
  const LabelPlace to = place(slice.to, radius);
  const int large = slice.to - slice.from > 0.5 ? 1 : 0;
  return fmt::format("M0 0L{:.2f} {:.2f}A100 100 0 {} 1 {:.2f} {:.2f}Z", from.x, from.y, large,
                     to.x, to.y);
}

LabelPlace label_place(const Slice& slice) { return place((slice.from + slice.to) / 2, 66); }

bool has_label(const Slice& slice) { return slice.tenths >= 50; }

}  // namespace yanxi
