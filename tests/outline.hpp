// A page as a person reads and presses it. Here: its title, and what stands in one element of it as
// lines of text: headings, notes with their class, links with where they lead, buttons and filled
// controls with what they send. Not here: how it looks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yanxi {

// Step pages have hundreds of empty controls and a chart that says the same in another way.
enum class Details { short_form, all };

// `from` is how the element begins: <main, or <body for what stands around too.
std::string outline(std::string_view page, std::string_view from = "<main",
                    Details details = Details::short_form);

// Its main element with all details, line by line; without the title.
std::vector<std::string> outline_lines(std::string_view page);

}  // namespace yanxi
