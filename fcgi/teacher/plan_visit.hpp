// A teacher's visit to the plan of this year. Here: what the plan's pages and forms share. Included
// by plan_*.cpp only.
#pragma once

#include "fcgi/visit/visit.hpp"
#include "projections/plan_view.hpp"

namespace yanxi {

// Whether there is a plan to see: a deleted one is shown no more, and one that was only given more
// time has no contents yet.
bool is_begun(plan::Status status);

struct PlanVisit {
  explicit PlanVisit(const Visit& visit);

  const Visit& visit;
  PlanView plan;
  const Catalogue* catalogue;  // of the plan, or of the year before there is one

  bool editable() const;  // a draft or withdrawn plan within the window
  // It can be edited, and the year is filled in with another version of the catalogue.
  bool has_newer_catalogue() const;
  std::vector<html::Post> posts() const;
  std::string unit() const;  // name of 填報學校
  // What keeps the plan from being submitted, a changed post included.
  std::vector<Problem> problems() const;
  html::Preview preview(std::string once) const;
  // What the three step pages have in common.
  void fill(html::StepPage& page) const;
};

// Carries out a command in the name of the visitor, at the version the form shows.
std::expected<Outcome, plan::Refusal> run(const Visit& visit, const plan::Command& command);
// The plan as the log has it now, for an answer that speaks of a refusal.
PlanVisit latest(const Visit& visit);
// The page for every refusal that does not depend on the form it came from.
HttpResponse show_refusal(const PlanVisit& visit, const plan::Refusal& refusal);
// The page for a form with a field too many or an impossible value.
HttpResponse bad_form(const Visit& visit);

// What was typed into a form that cannot be saved any more, so that a person can copy it.
std::vector<std::string> typed_lines(const PlanVisit& visit, const Form& form);

HttpResponse step_page(const PlanVisit& visit, Step step, html::StepPage page, int status);

}  // namespace yanxi
