// A finished PDF written more tightly. Here: object streams and the best deflate, by QPDF, which
// libharu 2.3.0 does not have. Not here: what is drawn (pdf_canvas).
#pragma once

#include <string>

namespace yanxi {

// The same document in fewer bytes; the same input gives the same output. Throws std::exception.
std::string compact_pdf(const std::string& document);

}  // namespace yanxi
