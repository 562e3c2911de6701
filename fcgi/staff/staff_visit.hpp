// What the pages of auditors and administrators share. Here: which plan an address names, the
// record of what was looked at, plans as rows, times as typed. Included by the staff's pages only.
#pragma once

#include "fcgi/staff/plan_search.hpp"
#include "fcgi/visit/visit.hpp"
#include "templates/sheet.hpp"

namespace yanxi {

// A year's number as typed: 100 to 199.
std::optional<int> read_year_number(const std::string& text);

// 115-teacher1, in addresses.
struct PlanName {
  int year = 0;
  std::string account;
};
std::optional<PlanName> parse_plan_name(const std::string& text);
std::string plan_name(int year, const std::string& account);

// Appended before the answer, so that nothing is seen that is not recorded. `matter` is the query's
// 查核事由.
void record_view(const Visit& visit, const std::string& what, const std::string& stream,
                 const std::string& detail);

// The same for a search: its criteria but for names, and the accounts that were found.
void record_search(const Visit& visit, const std::string& what, const PlanSearch& search,
                   const PlansFound& found);

// Adds the query's 查核事由 to an address, so that it goes along.
std::string with_matter(const Visit& visit, const std::string& address);
html::Control matter_control(const Visit& visit);
// What every page that records itself says.
html::Note record_note(const Visit& visit);

// The person's name at that time, and the present one in brackets when it has changed.
std::string name_at(const Visit& visit, const std::string& account, Instant at);
std::string present_name(const Visit& visit, const std::string& account);
// The unit's name at that time, from its own stream.
std::string unit_at(const Visit& visit, const std::string& unit, Instant at);

// The criteria of a search form; errors by field where something cannot be read.
struct ReadSearch {
  PlanSearch search;
  std::vector<Field> errors;  // field and sentence
  bool asked = false;         // anything was asked for at all
};
ReadSearch read_search(const Visit& visit);
html::SheetForm search_form(const Visit& visit, const std::string& path, const ReadSearch& read);
// What was found; a plan's own page is `path` and its name.
html::Table found_table(const Visit& visit, const PlansFound& found, const std::string& path);
// The address of the same search, at another place of its results.
std::string search_address(const Visit& visit, const std::string& path, const std::string& after);

// 2026/09/25 10:00:00, or a sentence when it cannot be read.
std::expected<Instant, std::string> read_time(const std::string& typed);

// The fields 原因 and 文號 of a form whose event says why.
html::Control reason_control(const Form& form);
html::Control document_control(const Form& form);
// The page for what was changed since it was made: nothing was done.
HttpResponse show_stale(const Visit& visit, const std::string& back);

HttpResponse show_sheet(const Visit& visit, const html::Sheet& sheet, int status = 200);
HttpResponse send_file(std::string type, std::string name, std::string body);

}  // namespace yanxi
