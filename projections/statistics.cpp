#include "projections/statistics.hpp"

#include <algorithm>
#include <limits>

namespace yanxi {

Statistics& Statistics::operator+=(const Statistics& other) {
  not_started += other.not_started;
  draft += other.draft;
  submitted += other.submitted;
  withdrawn += other.withdrawn;
  for (const auto& [topic, sum] : other.hours) hours[topic] += sum;
  for (const auto& [ranking, ranks] : other.choices) {
    auto& own = choices[ranking];
    if (own.size() < ranks.size()) own.resize(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      for (const auto& [code, count] : ranks[i]) own[i][code] += count;
    }
  }
  return *this;
}

namespace {

using Cell = std::pair<std::size_t, std::size_t>;  // row and column

// A row or a column: parts and, last, their sum.
using Line = std::vector<Cell>;

// Hides one more cell of a line that gives its hidden ones away; whether it did.
bool cover(const Counts& counts, const Line& line, Hidden& hidden) {
  long together = 0;
  std::size_t hidden_cells = 0;
  const Cell* smallest = nullptr;
  for (const Cell& cell : line) {
    const auto& [row, column] = cell;
    if (hidden[row][column]) {
      ++hidden_cells;
      together += counts[row][column];
    } else if (!smallest || counts[row][column] < counts[smallest->first][smallest->second]) {
      smallest = &cell;
    }
  }
  const bool safe = hidden_cells == 0 || (hidden_cells > 1 && together >= fewest_together);
  if (safe || !smallest) return false;
  hidden[smallest->first][smallest->second] = true;
  return true;
}

// What a reader can work out of a hidden cell: it is at least 1, and no more than its lines allow.
struct Bounds {
  long low = 1, high = std::numeric_limits<int>::max();
};
using Known = std::vector<std::vector<Bounds>>;

// Narrows the bounds of one line's cells by their sum, its last cell; whether any has changed.
bool narrow(const Line& line, Known& known) {
  const auto at = [&](const Cell& cell) -> Bounds& { return known[cell.first][cell.second]; };
  long low = 0, high = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    low += at(line[i]).low;
    high += at(line[i]).high;
  }
  bool changed = false;
  const auto set = [&](Bounds& bounds, long new_low, long new_high) {
    changed |= new_low > bounds.low || new_high < bounds.high;
    bounds = {std::max(bounds.low, new_low), std::min(bounds.high, new_high)};
  };
  Bounds& sum = at(line.back());
  set(sum, low, high);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    Bounds& part = at(line[i]);
    set(part, sum.low - (high - part.high), sum.high - (low - part.low));
  }
  return changed;
}

// Hides the whole row of a small number that can be worked out all the same; whether there was one.
bool cover_solved(const Counts& counts, const std::vector<Line>& lines, Hidden& hidden) {
  constexpr int rounds = 50;  // bounds that creep longer than that are no reader's
  Known known(counts.size());
  for (std::size_t r = 0; r < counts.size(); ++r) {
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      known[r].push_back(hidden[r][c] ? Bounds{} : Bounds{counts[r][c], counts[r][c]});
    }
  }
  bool narrower = true;
  for (int round = 0; narrower && round < rounds; ++round) {
    narrower = false;
    for (const Line& line : lines) narrower |= narrow(line, known);
  }
  bool found = false;
  for (std::size_t r = 0; r < counts.size(); ++r) {
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      const bool small = counts[r][c] > 0 && counts[r][c] < fewest_shown;
      const bool more = std::ranges::find(hidden[r], false) != hidden[r].end();
      if (!small || known[r][c].low != known[r][c].high || !more) continue;
      hidden[r].assign(hidden[r].size(), true);
      found = true;
    }
  }
  return found;
}

}  // namespace

Hidden hide_small(const Counts& counts, bool row_sums) {
  Hidden hidden;
  for (const auto& row : counts) {
    hidden.emplace_back();
    for (const long count : row) hidden.back().push_back(count > 0 && count < fewest_shown);
  }
  std::vector<Line> lines;
  const std::size_t rows = counts.size(), columns = rows == 0 ? 0 : counts[0].size();
  for (std::size_t r = 0; row_sums && r < rows; ++r) {
    lines.emplace_back();
    for (std::size_t c = 0; c < columns; ++c) lines.back().emplace_back(r, c);
  }
  for (std::size_t c = 0; c < columns; ++c) {
    lines.emplace_back();
    for (std::size_t r = 0; r < rows; ++r) lines.back().emplace_back(r, c);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const Line& line : lines) changed |= cover(counts, line, hidden);
    if (!changed) changed = cover_solved(counts, lines, hidden);
  }
  return hidden;
}

}  // namespace yanxi
