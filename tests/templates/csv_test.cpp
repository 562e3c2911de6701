#include "templates/csv.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

// Reading and writing of tables, cell by cell.

namespace yanxi {
namespace {

// 1: a|b // 3: c|d; or "fault N", behind what was read before.
std::string read(const std::string& text) {
  std::string rows;
  const auto done = read_csv(text, [&](std::size_t line, const CsvCells& cells) {
    rows += (rows.empty() ? "" : " // ") + std::to_string(line) + ": ";
    for (std::size_t i = 0; i < cells.size(); ++i) rows += (i > 0 ? "|" : "") + cells[i];
  });
  if (!done) rows += (rows.empty() ? "" : " // ") + ("fault " + std::to_string(done.error()));
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(a_text_is_read_cell_by_cell) {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"\xEF\xBB\xBF", ""},
      {"\xEF\xBB\xBF\xEF\xBB\xBF"
       "a",
       "1: \xEF\xBB\xBF"
       "a"},
      {"a", "1: a"},
      {"a,b", "1: a|b"},
      {"a,b\n", "1: a|b"},
      {"a,b\r\nc,d\r\n", "1: a|b // 2: c|d"},
      {"a,b\rc,d\r", "1: a|b // 2: c|d"},
      {"a\r\r\nb", "1: a // 3: b"},
      {"a\n\r\nb", "1: a // 3: b"},
      {"\n\na", "3: a"},
      {" a , b ", "1: a|b"},
      {"\" a \",b", "1:  a |b"},
      {"a,,", "1: a||"},
      {",,\na", "2: a"},
      {"\"\",\"\"\na", "2: a"},
      {"\"a,b\",c", "1: a,b|c"},
      {"\"a\"\"b\"", "1: a\"b"},
      {"\"a\nb\",c\nd", "1: a\nb|c // 3: d"},
      {"\"a\r\nb\r\nc\"\r\nd", "1: a\nb\nc // 4: d"},
      {"\"\n\n\",x\n\"\n\"\ny", "1: \n\n|x // 4: \n // 6: y"},
      // Tabs when the first line has one, and then commas are text.
      {"a\tb\n1,2\t3", "1: a|b // 2: 1,2|3"},
      {"a,b\n1\t2,3", "1: a|b // 2: 1\t2|3"},
      {"a\n1\t2", "1: a // 2: 1\t2"},
      // An apostrophe only before what would be a formula.
      {"'=1,'+1,'-1,'@a,'a,','', =1", "1: =1|+1|-1|@a|'a|'|''|=1"},
      {"a\n\"'\t1\",\"'\r\",\"'\n\"", "1: a // 2: \t1|'\n|'\n"},
      {"a,b\n1,\"2\n3,4\n", "1: a|b // fault 2"},
      {"a\n\n\"b\nc\"\nd,\"e", "1: a // 3: b\nc // fault 5"},
      {"a,\"b\"c", "fault 1"},
      {"a,b\"c", "fault 1"}};
  for (const auto& [text, expected] : rows) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(read(text) == expected); }
  }
}

BOOST_AUTO_TEST_CASE(a_table_is_written_so_that_excel_reads_it) {
  const std::string mark = "\xEF\xBB\xBF";
  BOOST_TEST(write_csv({}) == mark);
  BOOST_TEST(write_csv({{}}) == mark + "\r\n");
  BOOST_TEST(write_csv({{"a", "", "b c"}, {"甲"}}) == mark + "\"a\",\"\",\"b c\"\r\n\"甲\"\r\n");
  BOOST_TEST(write_csv({{"\"\"\"", "a,b", "c\nd"}}) ==
             mark + "\"\"\"\"\"\"\"\",\"a,b\",\"c\nd\"\r\n");
  BOOST_TEST(write_csv({{"\t1", "\r1", " =1", "'=1", "1=", "1-1"}}) ==
             mark + "\"'\t1\",\"'\r1\",\" =1\",\"'=1\",\"1=\",\"1-1\"\r\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const CsvCells cells = {"=1+1", "+886", "-", "@", "a\"b", ",", "\t1", "l\n1", "'x", " outer "};
  CsvCells back;
  // The first line has no tab: it would part the cells.
  BOOST_TEST(read_csv(write_csv({{"head"}, cells}), [&](std::size_t, CsvCells read) {
               back = read;
             }).has_value());
  BOOST_TEST(back == cells, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_the_taker_throws_comes_through_and_nothing_is_taken_after_it) {
  int taken = 0;
  BOOST_CHECK_THROW(static_cast<void>(read_csv("a\nb\nc\n",
                                               [&](std::size_t, const CsvCells&) {
                                                 if (++taken == 2) throw std::out_of_range("b");
                                               })),
                    std::out_of_range);
  BOOST_TEST(taken == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
