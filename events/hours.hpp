// A grid of planned hours: how many for each item of the catalogue, and what 其他 items are about.
// Here: its fields, reading what is typed, its rules, sums and importing, the same for a teacher's
// plan and a school's. Pure. Not here: whose it is (contents, school_plan), three-way merging
// (field), how it looks (templates/hours_grid).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/catalogue.hpp"
#include "events/field.hpp"

namespace yanxi {

// Sorted by code, each code once; items without hours are absent.
using PlannedHours = std::vector<std::pair<std::string, int>>;
// What 其他 items are about, sorted by code; empty names are absent.
using TopicNames = std::vector<std::pair<std::string, std::string>>;

struct Hours {
  PlannedHours planned;
  TopicNames names;
  bool operator==(const Hours&) const = default;
};

int hours_of(const Hours& hours, std::string_view code);
void set_hours(Hours& hours, std::string_view code, int value);
std::string_view name_of(const Hours& hours, std::string_view code);
void set_name(Hours& hours, std::string_view code, std::string_view name);
long total_hours(const Hours& hours);
// In the catalogue's order, which knows every item that has some.
std::vector<long> hours_by_topic(const Hours& hours, const Catalogue& catalogue);

// What was typed into an hours field, read with tolerance: full-width digits, spaces, commas and a
// trailing 小時, 時, h or hr are understood. `typed` must be valid UTF-8.
struct TypedHours {
  enum class Kind { whole, fraction, not_a_number } kind = Kind::whole;
  long value = 0;  // whole: 0 to 999,999,999; fraction: rounded down
};
TypedHours read_hours(std::string_view typed);

constexpr std::size_t max_name_characters = 30;

// h.1-1-1 (hours) or o.1-1-99 (name).
bool is_hours_field(std::string_view name);
// The value under a field's name, zero hours as the empty text; nothing when it is no such field.
std::optional<std::string> field_value(const Hours& hours, std::string_view name);
// Those that have a value.
std::vector<Field> fields_of(const Hours& hours);
// Reads one typed field; the hours are unchanged when there is a problem. Precondition:
// is_hours_field(typed.name).
std::optional<Problem> set_field(Hours& hours, const Field& typed, const Catalogue& catalogue);

// Everything that keeps these hours from being submitted.
std::vector<Problem> find_problems(const Hours& hours, const Catalogue& catalogue);
// Whether they are what somebody could have typed, so that a draft may hold them.
bool can_be_typed(const Hours& hours, const Catalogue& catalogue);

enum class ImportMode { fill, replace };  // only items without hours, or all
// Takes over a school's hours.
void import_hours(ImportMode mode, const Hours& school, Hours& hours);

// The fields to be saved, each empty, so that nothing is left of one topic.
std::vector<Field> clear_topic(const Hours& hours, const Catalogue& catalogue,
                               std::string_view topic);

}  // namespace yanxi
