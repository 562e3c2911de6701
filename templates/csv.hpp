// Tables as CSV, the way Excel in Taiwan opens them: UTF-8 with a byte order mark, lines ended by
// CR LF, and no cell that a spreadsheet would take for a formula. Here: writing and reading. Pure.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace yanxi {

using CsvCells = std::vector<std::string>;

std::string write_csv(const std::vector<CsvCells>& rows);

// Hands over the rows that have any text, one by one, with the line each begins on, from 1. Cells
// are parted by commas, or by tabs when the first line has one (Excel pastes tabs), and have no
// outer spaces; a byte order mark is skipped, as is the apostrophe that write_csv puts before a
// formula. Returns the line where a quote goes wrong.
std::expected<void, std::size_t> read_csv(
    std::string_view text, const std::function<void(std::size_t line, CsvCells cells)>& take);

}  // namespace yanxi
