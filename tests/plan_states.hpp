// A plan in each of its states, with no field as it is by default, and decisions on it in short.
// Here: what tables of the plan's rules share. Not here: a plan told by its events (given).
#pragma once

#include <array>
#include <string>

#include "tests/examples.hpp"
#include "tests/told.hpp"

namespace yanxi::plan {

inline constexpr std::array statuses = {Status::absent, Status::draft, Status::submitted,
                                        Status::withdrawn, Status::deleted};

inline Contents with_hours(int hours) {
  Contents c = examples::contents();
  set_hours(c.hours, "1-1-1", hours);
  return c;
}

// Every field is something else than its default.
inline State state_of(Status status) {
  if (status == Status::absent) return {};
  return {status,
          6,
          "115-1",
          examples::contents(),
          examples::opens() + 1,
          examples::opens() + 2,
          Submission{2, 12, examples::opens() + 3, examples::opens() + 4, Digest{7}, "114-1",
                     with_hours(6)},
          Hours{{{"1-1-2", 4}}, {{"1-1-99", "閱讀"}}},
          Extension{examples::opens() + 5, examples::opens() + 6}};
}

// A second version of the year's catalogue: without ED20 and item 3-2-5, fewer ranks, fewer hours.
inline Catalogues& two_catalogues() {
  static Catalogues both = [] {
    Catalogues made = examples::load_catalogues();
    Catalogue next = examples::catalogue();
    next.version = "115-2";
    next.max_hours_per_item = 6;
    next.method.ranks = 2;
    std::erase_if(next.educations, [](const Option& option) { return option.code == "ED20"; });
    std::erase_if(next.topics[2].subtopics[1].items,
                  [](const Item& item) { return item.code == "3-2-5"; });
    made.add(Catalogue::load(write_catalogue(next)));
    return made;
  }();
  return both;
}

// What comes of a command, in a word for each event, or why it is refused.
inline std::string in_short(const Decision& decided) {
  if (!decided) return yanxi::told(decided.error().kind);
  std::string tags;
  for (const Event& event : *decided) tags += encode(event).tag;
  return tags.empty() ? "nothing" : tags;
}

inline std::string told_event(const Event& event) { return yanxi::told(std::vector<Event>{event}); }

}  // namespace yanxi::plan
