// What is typed into a form, by the names of its fields, and what is wrong with it. Here: fields,
// problems, three-way merging of whatever has fields. Pure. Not here: which fields there are
// (contents, hours) and the words for what is wrong (templates/words).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/catalogue.hpp"

namespace yanxi {

// unit, education, service, stage, teaching, method.1, time.other, h.1-1-1 (hours), o.1-1-99 (name)
struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

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

// Reads a typed text of at most `max` characters into `target`, which is unchanged when there is a
// problem.
std::optional<Problem> set_text(std::string& target, const Field& typed, std::size_t max);

// A field that was changed since the form was made, to something else than what was typed.
struct FieldConflict {
  std::string field;
  std::string saved, typed;
  bool operator==(const FieldConflict&) const = default;
};

template <class Value>
struct Merged {
  Value value;
  std::vector<FieldConflict> conflicts;
  std::vector<Problem> problems;  // fields that could not be read and were left as they were
};

// Nothing was changed since the form was made, as nearly always: every field is simply taken.
template <class Value>
Merged<Value> take_all(const Value& current, const std::vector<Field>& typed,
                       const Catalogue& catalogue) {
  Merged<Value> merged{current, {}, {}};
  for (const Field& field : typed) {
    if (auto problem = set_field(merged.value, field, catalogue)) {
      merged.problems.push_back(std::move(*problem));
    }
  }
  return merged;
}

// Applies to `current` what `typed` changed relative to `base`, so that two tabs do not undo each
// other: a field nobody else has touched is taken; one that was changed to something else since is
// a conflict and left alone. A Value has field_value and set_field.
template <class Value>
Merged<Value> merge(const Value& base, const Value& current, const std::vector<Field>& typed,
                    const Catalogue& catalogue) {
  if (&base == &current || base == current) return take_all(current, typed, catalogue);
  Merged<Value> merged{current, {}, {}};
  Value read = base;  // the typed values after reading, so that 「７小時」 equals 7
  for (const Field& field : typed) {
    const std::string before = field_value(base, field.name).value_or("");
    if (field.value == before) continue;
    if (auto problem = set_field(read, field, catalogue)) {
      merged.problems.push_back(std::move(*problem));
      continue;
    }
    const auto value = field_value(read, field.name);
    if (!value) {  // no such field in the form's version of the plan
      merged.problems.push_back({field.name, Problem::Kind::unknown_code, 0, field.value});
      continue;
    }
    const std::string& wanted = *value;
    const std::string saved = field_value(current, field.name).value_or("");
    if (wanted == before || wanted == saved) continue;
    if (saved != before) {
      merged.conflicts.push_back({field.name, saved, wanted});
    } else {
      set_field(merged.value, {field.name, wanted}, catalogue);
    }
  }
  return merged;
}

}  // namespace yanxi
