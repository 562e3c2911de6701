#include "templates/csv.hpp"
#include "tests/fuzz.hpp"

// CSV that staff paste: read without a fault, and what was read comes back when it is written.

using namespace yanxi;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = [](std::string_view text) {
    std::vector<CsvCells> rows;
    std::size_t last = 0;
    const auto whole = read_csv(text, [&](std::size_t line, CsvCells cells) {
      must(line > last && !cells.empty());
      last = line;
      rows.push_back(std::move(cells));
    });
    if (!whole) must(whole.error() > 0);
    return std::pair(whole.has_value(), rows);
  };
  const auto [whole, rows] = read(text_of(data, size));
  if (!whole) return 0;
  const std::string once = write_csv(rows);
  const auto [again, same] = read(once);
  // A tab in the first line would part cells at tabs, so that line is left out.
  if (once.substr(0, once.find('\n')).find('\t') != std::string::npos) return 0;
  must(again);
  must(write_csv(same) == once);
  return 0;
}
