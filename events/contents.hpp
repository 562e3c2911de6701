// What a teacher's plan holds, seen as a struct and as fields. Here: Contents, its fields under the
// names the forms use, the problems a submit finds. Pure. Not here: hours (hours), three-way
// merging (field), states and events (plan).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalogue.hpp"
#include "events/hours.hpp"

namespace yanxi {

struct Contents {
  std::string unit;  // 填報學校
  std::string education, service, stage, teaching;
  std::vector<std::string> method, time, place;  // a code for each rank, empty when not chosen
  std::string time_other, place_other;
  Hours hours;
  bool operator==(const Contents&) const = default;
};

// Empty contents with the ranks of this catalogue.
Contents blank_contents(const Catalogue& catalogue, std::string unit);

// The four steps of the manual; the first three hold fields.
enum class Step { profile = 1, needs = 2, topics = 3, preview = 4 };

// The value under a field's name; hours as decimal digits, zero as the empty text. Nothing when no
// such field is possible.
std::optional<std::string> field_value(const Contents& contents, std::string_view name);
Step step_of_field(std::string_view name);
// Every field there is a place for: steps 1 and 2 whole, of step 3 what has a value.
std::vector<Field> fields_of(const Contents& contents);

constexpr std::size_t max_other_characters = 50;  // 其他（請說明）

// Puts one typed field into the contents, reading it with tolerance. The contents are
// unchanged when there is a problem. Precondition: field_value knows the name.
std::optional<Problem> set_field(Contents& contents, const Field& typed,
                                 const Catalogue& catalogue);

// Everything that keeps these contents from being submitted, in the order of the pages
// (manual steps 1-3; 每一順位皆須填寫).
std::vector<Problem> find_problems(const Contents& contents, const Catalogue& catalogue);
// Those of one step only.
std::vector<Problem> find_problems(const Contents& contents, const Catalogue& catalogue, Step step);

}  // namespace yanxi
