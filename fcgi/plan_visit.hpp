// A teacher's visit to the plan of this year. Here: what the plan's pages and forms share. Included
// by plan_pages.cpp and plan_forms.cpp only.
#pragma once

#include "fcgi/visit.hpp"
#include "projections/plan_view.hpp"

namespace yanxi {

struct PlanVisit {
  explicit PlanVisit(const Visit& visit);

  const Visit& visit;
  PlanView plan;
  const Catalogue* catalogue;  // of the plan, or of the year before there is one

  bool editable() const;  // a draft or withdrawn plan within the window
  std::vector<html::Post> posts() const;
  std::string unit() const;  // name of 填報學校
  // What keeps the plan from being submitted, a changed post included.
  std::vector<Problem> problems() const;
  html::Preview preview(std::string once) const;
  // What the three step pages have in common.
  void fill(html::StepPage& page) const;
};

HttpResponse step_page(const PlanVisit& visit, Step step, html::StepPage page, int status);

}  // namespace yanxi
