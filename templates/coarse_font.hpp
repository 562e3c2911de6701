// A TrueType file on a coarser grid. Here: the outlines of a subset written anew with fewer units
// to the em, which makes an embedded font a fifth smaller; only the tables a PDF reader needs are
// kept. Not here: which characters are in it (typeface). No library in Debian does this.
#pragma once

#include <string>

namespace yanxi {

// `font` is a TrueType file; `em` the units of the result, 16 to 1024. A point moves by half a unit
// at most. Throws std::runtime_error.
std::string coarsen_font(const std::string& font, int em);

}  // namespace yanxi
