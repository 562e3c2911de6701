// Finding plans, for auditors and administrators. Here: criteria to rows, page by page. Nothing is
// decided on what it finds. Not here: how the page looks (audit_pages, restore_pages).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/log/log.hpp"
#include "projections/board_view.hpp"

namespace yanxi {

struct PlanSearch {
  int year = 0;
  std::string unit;     // code of the school, or empty
  std::string account;  // exact, or empty
  std::string name;     // its beginning, of now or earlier, or empty
  std::optional<Receipt> receipt;
  std::optional<Instant> from, until;  // half-open, of what happened
  std::vector<Happened> kinds;         // all when empty
  std::string actor;                   // who did it, or empty; only of events
  std::vector<plan::Status> statuses;  // all when empty
  std::string after;                   // where the page before ended

  // Whether what happened is asked for, and not only plans.
  bool of_events() const { return from || until || !kinds.empty() || !actor.empty(); }
};

struct PlanFound {
  PlanView plan;
  std::optional<Happening> happening;  // the last one that fits, when the search is of events
};

struct PlansFound {
  std::vector<PlanFound> plans;
  std::string next;      // `after` of the next page; empty when there is none
  bool partial = false;  // the search stopped to answer in time; `next` goes on
};

constexpr std::size_t search_page = 50;

PlansFound find_plans(const EventLog& log, const ViewReader& views, const PlanSearch& search);

// The position of the first event at `at` or later; one beyond the head when there is none.
std::uint64_t find_position(const EventLog& log, Instant at);

// A random sample of the plans begun in a year, until the log was `head` events long: events are
// drawn by SHA-256 of seed and number, and those that began a plan of the year are taken. The log
// only grows, so the same seed and head give the same sample for ever.
std::vector<std::string> draw_sample(const EventLog& log, int year, const std::string& seed,
                                     std::uint64_t head, std::size_t count);

}  // namespace yanxi
