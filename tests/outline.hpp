// A page as a person reads and presses it. Here: its title, and what stands in one element of it as
// lines of text: headings, notes with their class, links with where they lead, buttons and filled
// controls with what they send. Not here: the chart, empty controls, how it looks.
#pragma once

#include <string>
#include <string_view>

namespace yanxi {

// `from` is how the element begins: <main, or <body for what stands around too.
std::string outline(std::string_view page, std::string_view from = "<main");

}  // namespace yanxi
