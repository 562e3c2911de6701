// Documents as PDF: a plan's 教師自我專業進修規劃記錄 and a record of facts. Here: values to bytes;
// pure: the same values give the same bytes. Not here: who may have them (fcgi), drawing
// (pdf_canvas).
//
// Both throw std::runtime_error when a font is missing or libharu fails; both are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/contents.hpp"
#include "events/instant.hpp"

namespace yanxi {

struct PdfPlan {
  int year = 0;
  std::string unit, name;
  Contents contents;
  const Catalogue* catalogue = nullptr;
  std::string state;                    // 已完成, 尚未送出（目前未完成） ...
  std::optional<Instant> submitted_at;  // nothing for a draft, which says 草稿 on every page
  bool withdrawn = false;               // the submission does not stand any more
  bool late = false;                    // after counts_until
  bool demo = false;
  std::string moment;  // for auditors: 2026/09/25 10:00:00 當時的內容（唯讀）, on every page
  std::string receipt, digest;  // of a submission; digest is its leaf in hexadecimal
  Instant printed_at;
  std::string address;  // where the accessible original is
};
std::string pdf_plan(const PdfPlan& plan);

struct PdfRecord {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;
  std::string heading;
  std::vector<std::string> lines;
  bool demo = false;
  Instant printed_at;
};
std::string pdf_record(const PdfRecord& record);

}  // namespace yanxi
