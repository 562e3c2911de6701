// Plans as a PDF is made of them, shared by the tests of the PDF. Here: a draft and a submission of
// the canonical contents. Not here: the contents themselves (examples).
#pragma once

#include "templates/pdf.hpp"
#include "tests/examples.hpp"

namespace yanxi::examples {

inline PdfPlan pdf_draft(Contents contents) {
  PdfPlan plan;
  plan.year = 115;
  plan.unit = "晨光國民小學";
  plan.name = "黃𠮷安";
  plan.contents = std::move(contents);
  plan.catalogue = &catalogue();
  plan.state = "尚未送出（目前未完成）";
  plan.printed_at = from_taipei(2026, 9, 25, 10);
  plan.address = "https://example.edu.tw";
  return plan;
}

inline PdfPlan pdf_submitted(Contents contents) {
  PdfPlan plan = pdf_draft(std::move(contents));
  plan.state = "已完成";
  plan.submitted_at = from_taipei(2026, 9, 25, 9, 58, 13);
  plan.receipt = "115-0000007-S";
  plan.digest = std::string(64, 'a');
  return plan;
}

}  // namespace yanxi::examples
