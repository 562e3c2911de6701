// A catalogue as a table that people can edit in a spreadsheet. Here: to CSV and back. Settings
// that have no rows (hours, how many ranks, labels) stay as they were. Not here: publishing
// (edition).
#pragma once

#include <string>
#include <string_view>

#include "events/catalogue.hpp"

namespace yanxi {

// Columns 清單, 代碼, 名稱, 上層, 自由填寫, 外部代碼; one row for each code, topics in their order.
std::string write_catalogue_table(const Catalogue& catalogue);

// Puts the lists of the table in the place of those of `catalogue`; a sentence naming the line and
// what is wrong with it, or empty. A list without any row stays as it is.
std::string read_catalogue_table(std::string_view text, Catalogue& catalogue);

// 最高學歷, 研習主題 ... for the name of a list.
std::string list_text(const std::string& list);

}  // namespace yanxi
