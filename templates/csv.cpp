#include "templates/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <cassert>
#include <exception>

namespace yanxi {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// A cell that begins like a formula is shown as text, for a spreadsheet would carry it out.
bool is_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}
std::string make_harmless(const std::string& cell) { return is_formula(cell) ? "'" + cell : cell; }

struct Reader {
  const std::function<void(std::size_t, CsvCells)>& take;
  CsvCells cells{};
  std::size_t line = 1, breaks = 0;
  std::exception_ptr failure{};  // libcsv is C: nothing may be thrown through it

  void add(std::string_view cell) {
    if (cell.size() > 1 && cell[0] == '\'' && is_formula(cell.substr(1))) cell.remove_prefix(1);
    breaks += static_cast<std::size_t>(std::ranges::count(cell, '\n'));
    cells.emplace_back(cell);
  }
  void end_row() {
    const bool blank = std::ranges::all_of(cells, &std::string::empty);
    try {
      if (!blank && !failure) take(line, std::move(cells));
    } catch (...) {
      failure = std::current_exception();
    }
    cells.clear();
    line += 1 + breaks;
    breaks = 0;
  }
};

void add_cell(void* cell, std::size_t size, void* reader) {
  static_cast<Reader*>(reader)->add({static_cast<const char*>(cell), size});
}
void end_row(int, void* reader) { static_cast<Reader*>(reader)->end_row(); }

}  // namespace

std::string write_csv(const std::vector<CsvCells>& rows) {
  std::string text(byte_order_mark);
  for (const CsvCells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = make_harmless(row[i]);
      // csv_write doubles the quotes; it writes at most two bytes for each, and two around.
      std::string quoted(2 * cell.size() + 2, '\0');
      quoted.resize(csv_write(quoted.data(), quoted.size(), cell.data(), cell.size()));
      text += (i > 0 ? "," : "") + quoted;
    }
    text += "\r\n";
  }
  return text;
}

std::expected<void, std::size_t> read_csv(std::string_view text,
                                          const std::function<void(std::size_t, CsvCells)>& take) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::string lines;  // with one kind of line end, so that blank lines are counted right
  lines.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      lines += text[i];
    else if (i + 1 >= text.size() || text[i + 1] != '\n')
      lines += '\n';
  }
  csv_parser parser;
  [[maybe_unused]] const int failed =
      csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  assert(failed == 0);  // only a parser that is none fails
  if (lines.substr(0, lines.find('\n')).find('\t') != std::string::npos)
    csv_set_delim(&parser, '\t');
  Reader reader{take};
  const bool whole =
      csv_parse(&parser, lines.data(), lines.size(), add_cell, end_row, &reader) == lines.size() &&
      csv_fini(&parser, add_cell, end_row, &reader) == 0;
  csv_free(&parser);
  if (reader.failure) std::rethrow_exception(reader.failure);
  if (!whole) return std::unexpected(reader.line);
  return {};
}

}  // namespace yanxi
