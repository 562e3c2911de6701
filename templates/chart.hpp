// The pie chart's numbers and shapes. Here: shares, their rounding, slices as angles and as SVG
// paths. Pure. Not here: colours (style sheet, pdf) and the table's words.
#pragma once

#include <string>
#include <vector>

namespace yanxi {

struct Slice {
  int number = 0;  // 1 to 6, the topic's
  long hours = 0;
  long tenths = 0;          // of a percent, rounded half up
  double from = 0, to = 0;  // turns clockwise from the top, 0 to 1
};

// Shares of the whole, one for each number, rounded half up to one decimal; all 0 when the sum is
// 0.
std::vector<Slice> slice(const std::vector<long>& hours);

// 13.0% for 130
std::string percent_text(long tenths);

// The outline of a slice in a circle of radius 100 about 0,0; empty for a slice without hours.
std::string slice_path(const Slice& slice);

// Where a slice's number stands, on two thirds of the radius. Shown on slices of 5 % and more.
struct LabelPlace {
  double x, y;
};
LabelPlace label_place(const Slice& slice);
bool has_label(const Slice& slice);

}  // namespace yanxi
