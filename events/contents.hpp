// What a plan holds, seen as a struct and as fields. Here: Contents, its fields under the names the
// forms use, the problems a submit finds, three-way merging. Pure. Not here: states and events
// (plan).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/catalogue.hpp"

namespace yanxi {

// Sorted by code, each code once; items without hours are absent.
using PlannedHours = std::vector<std::pair<std::string, int>>;
// What 其他 items are about, sorted by code; empty names are absent.
using TopicNames = std::vector<std::pair<std::string, std::string>>;

struct Contents {
  std::string unit;  // 填報學校
  std::string education, service, stage, teaching;
  std::vector<std::string> method, time, place;  // a code for each rank, empty when not chosen
  std::string time_other, place_other;
  PlannedHours hours;
  TopicNames names;
  bool operator==(const Contents&) const = default;
};

// Empty contents with the ranks of this catalogue.
Contents blank_contents(const Catalogue& catalogue, std::string unit);

int hours_of(const PlannedHours& hours, std::string_view code);
void set_hours(PlannedHours& hours, std::string_view code, int value);
std::string_view name_of(const TopicNames& names, std::string_view code);
void set_name(TopicNames& names, std::string_view code, std::string_view name);
long total_hours(const PlannedHours& hours);

// The four steps of the manual; the first three hold fields.
enum class Step { profile = 1, needs = 2, topics = 3, preview = 4 };

// unit, education, service, stage, teaching, method.1, time.other, h.1-1-1 (hours), o.1-1-99 (name)
struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

// The value under a field's name; hours as decimal digits, zero as the empty text. Nothing when no
// such field is possible.
std::optional<std::string> field_value(const Contents& contents, std::string_view name);
Step step_of_field(std::string_view name);
// Every field there is a place for: steps 1 and 2 whole, of step 3 what has a value.
std::vector<Field> fields_of(const Contents& contents);

// One thing to put right, tied to its field.
struct Problem {
  enum class Kind {
    missing,              // a select or rank that is not chosen
    unknown_code,         // not in the catalogue
    mismatch,             // teaching does not belong to stage
    duplicate_rank,       // number: the other rank that holds the same option, counted from 1
    other_unexplained,    // 其他 is ranked and not explained
    text_too_long,        // number: characters typed
    forbidden_character,  // number: its place
    not_a_number,
    fraction,        // number: the whole hours below it
    too_many_hours,  // number: hours typed
    topic_unnamed,   // a 其他 item with hours and no name
    no_hours,        // nothing planned at all
    unit_changed     // 填報學校 is no longer one of the person's posts
  };
  std::string field;
  Kind kind;
  long number = 0;
  std::string typed;  // what the person put there
  bool operator==(const Problem&) const = default;
};

constexpr std::size_t max_other_characters = 50;  // 其他（請說明）, ui.md 2.3
constexpr std::size_t max_name_characters = 30;   // the name of a 其他 item, ui.md 2.8

// Puts one typed field into the contents, reading it with the tolerance of ui.md 2.3. The contents
// are unchanged when there is a problem. Precondition: field_value knows the name.
std::optional<Problem> set_field(Contents& contents, const Field& typed,
                                 const Catalogue& catalogue);

// Everything that keeps these contents from being submitted, in the order of the pages
// (manual steps 1-3; 每一順位皆須填寫).
std::vector<Problem> find_problems(const Contents& contents, const Catalogue& catalogue);
// Those of one step only.
std::vector<Problem> find_problems(const Contents& contents, const Catalogue& catalogue, Step step);

// A field that was changed since the form was made, to something else than what was typed.
struct FieldConflict {
  std::string field;
  std::string saved, typed;
  bool operator==(const FieldConflict&) const = default;
};

struct Merged {
  Contents contents;
  std::vector<FieldConflict> conflicts;
  std::vector<Problem> problems;  // fields that could not be read and were left as they were
};

// Applies to `current` what `typed` changed relative to `base` (rule 7): a field nobody else has
// touched is taken; one that was changed to something else since is a conflict and left alone.
Merged merge(const Contents& base, const Contents& current, const std::vector<Field>& typed,
             const Catalogue& catalogue);

}  // namespace yanxi
