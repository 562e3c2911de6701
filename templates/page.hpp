// The frame of a page. Here: what every html_*.cpp shares: shell, deadline, step frame, chart and
// the plan's contents. Included by html_*.cpp only. Not here: any single page.
#pragma once

#include <string>
#include <vector>

#include "templates/dictionary.hpp"
#include "templates/html.hpp"

namespace yanxi::html {

// One page being filled: the layout around, `body` within.
class Page {
 public:
  Page(const Shell& shell, std::string_view title, const char* body_file);
  Dictionary body() { return body_; }
  // Marks the title with 錯誤：
  void mark_error();
  std::string text();

 private:
  Document document_;
  Dictionary body_;
};

// TIME as people read it and TIME_ISO for machines.
void set_time(Dictionary dictionary, Instant at);
// The line about the deadline, as the include DEADLINE.
void add_deadline(Dictionary dictionary, const Shell& shell);

// The head and foot of a step page.
void add_step_top(Dictionary dictionary, const Shell& shell, const StepPage& page, Step step);
// When it was last saved; there is no version of what never was.
void set_saved(Dictionary dictionary, std::uint64_t version, Instant saved_at);
void add_step_bottom(Dictionary dictionary, const StepPage& page);
// 儲存並繼續, or the way back to the preview it came from.
const char* next_text(const StepPage& page);

// Problems shown on a page, by field.
const Problem* find_problem(const std::vector<Problem>& problems, std::string_view field);
// Adds section ERROR with its TEXT when the field has a problem.
void add_error(Dictionary dictionary, const StepPage& page, std::string_view field,
               std::string_view section = "ERROR");
// What to show in a field: what was typed and refused, else what is stored.
std::string shown_value(const StepPage& page, std::string_view field);

// The pie chart with its table, as the include CHART.
void add_chart(Dictionary dictionary, const Hours& hours, const Catalogue& catalogue);

// The three sections of a plan, as the include CONTENTS. `editable` adds 修改 and links to gaps.
void add_contents(Dictionary dictionary, const Contents& contents, const Catalogue& catalogue,
                  const std::string& unit, const std::string& name, bool editable);

// The hidden fields v and once; csrf is everywhere.
void set_form(Dictionary dictionary, std::uint64_t version, const std::string& once);

}  // namespace yanxi::html
