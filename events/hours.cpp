#include "events/hours.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <numeric>

#include "events/text.hpp"

namespace yanxi {
namespace {

template <class Map>
auto find_code(Map& map, std::string_view code) {
  return std::ranges::lower_bound(map, code, {},
                                  [](const auto& entry) { return std::string_view(entry.first); });
}

template <class Map>
bool holds(const Map& map, typename Map::const_iterator found, std::string_view code) {
  return found != map.end() && found->first == code;
}

// Puts a value where its code belongs; an empty one stands nowhere.
template <class Map, class Value>
void set_entry(Map& map, std::string_view code, const Value& value, bool empty) {
  const auto found = find_code(map, code);
  const bool there = holds(map, found, code);
  if (empty) {
    if (there) map.erase(found);
  } else if (there) {
    found->second = value;
  } else {
    map.emplace(found, code, value);
  }
}

void drop_suffix(std::string& text) {
  for (std::string_view suffix : {"小時", "時", "hr", "h", "HR", "H", "hrs"}) {
    if (text.ends_with(suffix)) {
      text.resize(text.size() - suffix.size());
      return;
    }
  }
}

}  // namespace

int hours_of(const Hours& hours, std::string_view code) {
  const auto found = find_code(hours.planned, code);
  return holds(hours.planned, found, code) ? found->second : 0;
}

void set_hours(Hours& hours, std::string_view code, int value) {
  set_entry(hours.planned, code, value, value == 0);
}

std::string_view name_of(const Hours& hours, std::string_view code) {
  const auto found = find_code(hours.names, code);
  return holds(hours.names, found, code) ? std::string_view(found->second) : std::string_view();
}

void set_name(Hours& hours, std::string_view code, std::string_view name) {
  set_entry(hours.names, code, name, name.empty());
}

long total_hours(const Hours& hours) {
  return std::accumulate(hours.planned.begin(), hours.planned.end(), 0L,
                         [](long sum, const auto& entry) { return sum + entry.second; });
}

std::vector<long> hours_by_topic(const Hours& hours, const Catalogue& catalogue) {
  std::vector<long> sums(catalogue.topics.size());
  for (const auto& [code, planned] : hours.planned) {
    assert(catalogue.item(code));
    sums[catalogue.topic_index(code)] += planned;
  }
  return sums;
}

TypedHours read_hours(std::string_view typed) {
  const auto is_plain_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (typed.size() < 3 && std::ranges::all_of(typed, is_plain_digit)) {
    long value = 0;  // what nearly every field holds needs no normalisation
    for (char c : typed) value = value * 10 + (c - '0');
    return {TypedHours::Kind::whole, value};
  }
  std::string text = fold_width(typed);
  std::erase_if(text, [](char c) { return c == ' ' || c == ',' || c == '\t'; });
  text = std::string(trim_text(text));
  drop_suffix(text);
  if (text.empty()) return {};
  const auto dot = text.find('.');
  const std::string whole = text.substr(0, dot);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (whole.empty() || whole.size() > 9 || !std::ranges::all_of(whole, is_digit)) {
    return {TypedHours::Kind::not_a_number, 0};
  }
  const long value = std::strtol(whole.c_str(), nullptr, 10);
  if (dot == std::string::npos) return {TypedHours::Kind::whole, value};
  const std::string rest = text.substr(dot + 1);
  if (rest.empty() || !std::ranges::all_of(rest, is_digit))
    return {TypedHours::Kind::not_a_number, 0};
  const bool zero = std::ranges::all_of(rest, [](char c) { return c == '0'; });
  return {zero ? TypedHours::Kind::whole : TypedHours::Kind::fraction, value};
}

bool is_hours_field(std::string_view name) {
  return name.starts_with("h.") || name.starts_with("o.");
}

std::optional<std::string> field_value(const Hours& hours, std::string_view name) {
  if (!is_hours_field(name)) return {};
  const std::string_view code = name.substr(2);
  if (name.starts_with("o.")) return std::string(name_of(hours, code));
  const int value = hours_of(hours, code);
  return value == 0 ? std::string() : std::to_string(value);
}

std::vector<Field> fields_of(const Hours& hours) {
  std::vector<Field> fields;
  for (const auto& [code, value] : hours.planned) {
    fields.push_back({"h." + code, std::to_string(value)});
  }
  for (const auto& [code, name] : hours.names) fields.push_back({"o." + code, name});
  return fields;
}

namespace {

std::optional<Problem> set_item_hours(Hours& hours, const Field& typed,
                                      const Catalogue& catalogue) {
  using Kind = Problem::Kind;
  const std::string_view code = std::string_view(typed.name).substr(2);
  if (!catalogue.item(code)) return Problem{typed.name, Kind::unknown_code, 0, typed.value};
  const TypedHours read = read_hours(typed.value);
  switch (read.kind) {
    case TypedHours::Kind::not_a_number:
      return Problem{typed.name, Kind::not_a_number, 0, typed.value};
    case TypedHours::Kind::fraction:
      return Problem{typed.name, Kind::fraction, read.value, typed.value};
    case TypedHours::Kind::whole:
      break;
  }
  if (read.value > catalogue.max_hours_per_item) {
    return Problem{typed.name, Kind::too_many_hours, read.value, typed.value};
  }
  set_hours(hours, code, static_cast<int>(read.value));
  return {};
}

std::optional<Problem> set_item_name(Hours& hours, const Field& typed, const Catalogue& catalogue) {
  const std::string_view code = std::string_view(typed.name).substr(2);
  const Item* item = catalogue.item(code);
  if (!item || !item->free_text) {
    return Problem{typed.name, Problem::Kind::unknown_code, 0, typed.value};
  }
  std::string name;
  if (auto problem = set_text(name, typed, max_name_characters)) return problem;
  set_name(hours, code, name);
  return {};
}

}  // namespace

std::optional<Problem> set_field(Hours& hours, const Field& typed, const Catalogue& catalogue) {
  return typed.name.starts_with("h.") ? set_item_hours(hours, typed, catalogue)
                                      : set_item_name(hours, typed, catalogue);
}

std::vector<Problem> find_problems(const Hours& hours, const Catalogue& catalogue) {
  std::vector<Problem> problems;
  for (const auto& [code, value] : hours.planned) {
    const Item* item = catalogue.item(code);
    if (item && item->free_text && name_of(hours, code).empty()) {
      problems.push_back({"o." + code, Problem::Kind::topic_unnamed, 0, {}});
    }
  }
  if (total_hours(hours) < catalogue.min_total_hours) {
    problems.push_back({"topics", Problem::Kind::no_hours, 0, {}});
  }
  return problems;
}

bool can_be_typed(const Hours& hours, const Catalogue& catalogue) {
  Hours read;
  for (const Field& field : fields_of(hours)) {
    if (set_field(read, field, catalogue)) return false;
  }
  return read == hours;
}

void import_hours(ImportMode mode, const Hours& school, Hours& hours) {
  if (mode == ImportMode::replace) {
    hours = school;
    return;
  }
  for (const auto& [code, value] : school.planned) {
    if (hours_of(hours, code) != 0) continue;
    set_hours(hours, code, value);
    if (name_of(hours, code).empty()) set_name(hours, code, name_of(school, code));
  }
}

std::vector<Field> clear_topic(const Hours& hours, const Catalogue& catalogue,
                               std::string_view topic) {
  std::vector<Field> emptied = fields_of(hours);
  std::erase_if(emptied, [&](const Field& field) {
    const Topic* of = catalogue.topic_of_item(std::string_view(field.name).substr(2));
    assert(of);  // a plan holds items of its own catalogue only
    return of->code != topic;
  });
  for (Field& field : emptied) field.value.clear();
  return emptied;
}

}  // namespace yanxi
