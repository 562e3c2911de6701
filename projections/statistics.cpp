#include "projections/statistics.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "projections/board_view.hpp"
#include "projections/directory_view.hpp"

namespace yanxi {
namespace {

void count_choices(std::vector<std::map<std::string, long>>& ranks,
                   const std::vector<std::string>& codes) {
  if (ranks.size() < codes.size()) ranks.resize(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!codes[i].empty()) ++ranks[i][codes[i]];
  }
}

bool is_begun(plan::Status status) {
  return status != plan::Status::absent && status != plan::Status::deleted;
}

void add_submitted(Statistics& sum, const BoardRow& row) {
  ++sum.submitted;
  for (const auto& [topic, hours] : row.hours) sum.hours[topic] += hours;
  count_choices(sum.choices["method"], row.method);
  count_choices(sum.choices["time"], row.time);
  count_choices(sum.choices["place"], row.place);
}

}  // namespace

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

Statistics count_unit(const ViewReader& views, int year, const std::string& unit) {
  Statistics sum;
  std::unordered_set<std::string> planned;
  for (const BoardRow& row : read_board(views, year, unit)) {
    if (!is_begun(row.status)) continue;
    planned.insert(row.account);
    if (row.status == plan::Status::submitted) {
      add_submitted(sum, row);
    } else {
      ++(row.status == plan::Status::draft ? sum.draft : sum.withdrawn);
    }
  }
  for (const std::string& account : read_staff(views, unit)) {
    if (planned.contains(account)) continue;
    const auto elsewhere = read_plan_view(views, account, year);
    if (!elsewhere || !is_begun(elsewhere->state.status)) ++sum.not_started;
  }
  return sum;
}

namespace {

using Hidden = std::vector<std::vector<bool>>;

// The cells of one row or column.
struct Line {
  std::vector<std::pair<std::size_t, std::size_t>> cells;
};

// Hides the smallest shown cell of a line that has one hidden cell only; whether it did.
bool cover(const std::vector<std::vector<long>>& counts, const Line& line, Hidden& hidden) {
  std::size_t hidden_cells = 0;
  const std::pair<std::size_t, std::size_t>* smallest = nullptr;
  const auto weight = [&](const std::pair<std::size_t, std::size_t>& cell) {
    const long count = counts[cell.first][cell.second];
    return count == 0 ? std::numeric_limits<long>::max() : count;  // zeros hide little
  };
  for (const auto& cell : line.cells) {
    if (hidden[cell.first][cell.second]) {
      ++hidden_cells;
    } else if (!smallest || weight(cell) < weight(*smallest)) {
      smallest = &cell;
    }
  }
  if (hidden_cells != 1 || !smallest) return false;
  hidden[smallest->first][smallest->second] = true;
  return true;
}

}  // namespace

std::vector<std::vector<bool>> hide_small(const std::vector<std::vector<long>>& counts,
                                          bool row_sums) {
  Hidden hidden;
  for (const auto& row : counts) {
    hidden.emplace_back();
    for (const long count : row) hidden.back().push_back(count > 0 && count < fewest_shown);
  }
  std::vector<Line> lines;
  for (std::size_t r = 0; row_sums && r < counts.size(); ++r) {
    lines.emplace_back();
    for (std::size_t c = 0; c < counts[r].size(); ++c) lines.back().cells.emplace_back(r, c);
  }
  // A single row is its own sum.
  for (std::size_t c = 0; counts.size() > 1 && c < counts[0].size(); ++c) {
    lines.emplace_back();
    for (std::size_t r = 0; r < counts.size(); ++r) lines.back().cells.emplace_back(r, c);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const Line& line : lines) changed |= cover(counts, line, hidden);
  }
  return hidden;
}

}  // namespace yanxi
