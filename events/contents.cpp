#include "events/contents.hpp"

#include <algorithm>
#include <charconv>
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

struct RankPlace {
  const std::vector<std::string>* ranks;
  std::size_t index;
};

// The ranks a name such as time.3 speaks of; nothing when it is no such name.
std::optional<RankPlace> find_rank(const Contents& contents, std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos || name.size() != dot + 2) return {};
  const std::string_view list = name.substr(0, dot);
  const auto* ranks = list == "method"  ? &contents.method
                      : list == "time"  ? &contents.time
                      : list == "place" ? &contents.place
                                        : nullptr;
  const auto index = static_cast<std::size_t>(name[dot + 1] - '1');
  if (ranks == nullptr || index >= ranks->size()) return {};
  return RankPlace{ranks, index};
}

const std::string* find_plain(const Contents& contents, std::string_view name) {
  if (name == "unit") return &contents.unit;
  if (name == "education") return &contents.education;
  if (name == "service") return &contents.service;
  if (name == "stage") return &contents.stage;
  if (name == "teaching") return &contents.teaching;
  if (name == "time.other") return &contents.time_other;
  if (name == "place.other") return &contents.place_other;
  return nullptr;
}

}  // namespace

Contents blank_contents(const Catalogue& catalogue, std::string unit) {
  Contents contents;
  contents.unit = std::move(unit);
  contents.method.resize(catalogue.method.ranks);
  contents.time.resize(catalogue.time.ranks);
  contents.place.resize(catalogue.place.ranks);
  return contents;
}

int hours_of(const PlannedHours& hours, std::string_view code) {
  const auto found = find_code(hours, code);
  return holds(hours, found, code) ? found->second : 0;
}

void set_hours(PlannedHours& hours, std::string_view code, int value) {
  const auto found = find_code(hours, code);
  const bool there = holds(hours, found, code);
  if (value == 0) {
    if (there) hours.erase(found);
  } else if (there) {
    found->second = value;
  } else {
    hours.emplace(found, code, value);
  }
}

std::string_view name_of(const TopicNames& names, std::string_view code) {
  const auto found = find_code(names, code);
  return holds(names, found, code) ? std::string_view(found->second) : std::string_view();
}

void set_name(TopicNames& names, std::string_view code, std::string_view name) {
  const auto found = find_code(names, code);
  const bool there = holds(names, found, code);
  if (name.empty()) {
    if (there) names.erase(found);
  } else if (there) {
    found->second = name;
  } else {
    names.emplace(found, code, name);
  }
}

long total_hours(const PlannedHours& hours) {
  return std::accumulate(hours.begin(), hours.end(), 0L,
                         [](long sum, const auto& entry) { return sum + entry.second; });
}

std::optional<std::string> field_value(const Contents& contents, std::string_view name) {
  if (name.starts_with("h.")) {
    const int hours = hours_of(contents.hours, name.substr(2));
    return hours == 0 ? std::string() : std::to_string(hours);
  }
  if (name.starts_with("o.")) return std::string(name_of(contents.names, name.substr(2)));
  if (const std::string* plain = find_plain(contents, name)) return *plain;
  if (const auto rank = find_rank(contents, name)) return (*rank->ranks)[rank->index];
  return {};
}

std::vector<Field> fields_of(const Contents& contents) {
  std::vector<Field> fields = {{"unit", contents.unit},
                               {"education", contents.education},
                               {"service", contents.service},
                               {"stage", contents.stage},
                               {"teaching", contents.teaching}};
  const auto add_ranks = [&](const char* list, const std::vector<std::string>& ranks) {
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      fields.push_back({list + ("." + std::to_string(i + 1)), ranks[i]});
    }
  };
  add_ranks("method", contents.method);
  add_ranks("time", contents.time);
  fields.push_back({"time.other", contents.time_other});
  add_ranks("place", contents.place);
  fields.push_back({"place.other", contents.place_other});
  for (const auto& [code, hours] : contents.hours) {
    fields.push_back({"h." + code, std::to_string(hours)});
  }
  for (const auto& [code, name] : contents.names) fields.push_back({"o." + code, name});
  return fields;
}

Step step_of_field(std::string_view name) {
  if (name.starts_with("h.") || name.starts_with("o.") || name == "topics") return Step::topics;
  return name.find('.') == std::string_view::npos ? Step::profile : Step::needs;
}

namespace {

std::optional<Problem> set_text(std::string& target, const Field& typed, std::size_t max) {
  auto text = accept_text(typed.value, max);
  if (!text) {
    const bool forbidden = text.error().kind == TextFault::Kind::forbidden;
    return Problem{typed.name,
                   forbidden ? Problem::Kind::forbidden_character : Problem::Kind::text_too_long,
                   static_cast<long>(text.error().number), typed.value};
  }
  target = std::move(*text);
  return {};
}

std::optional<Problem> set_item_hours(Contents& contents, const Field& typed,
                                      const Catalogue& catalogue) {
  using Kind = Problem::Kind;
  const std::string_view code = std::string_view(typed.name).substr(2);
  if (!catalogue.item(code)) return Problem{typed.name, Kind::unknown_code, 0, typed.value};
  const Hours hours = read_hours(typed.value);
  switch (hours.kind) {
    case Hours::Kind::not_a_number:
      return Problem{typed.name, Kind::not_a_number, 0, typed.value};
    case Hours::Kind::fraction:
      return Problem{typed.name, Kind::fraction, hours.value, typed.value};
    case Hours::Kind::whole:
      break;
  }
  if (hours.value > catalogue.max_hours_per_item) {
    return Problem{typed.name, Kind::too_many_hours, hours.value, typed.value};
  }
  set_hours(contents.hours, code, static_cast<int>(hours.value));
  return {};
}

std::optional<Problem> set_item_name(Contents& contents, const Field& typed,
                                     const Catalogue& catalogue) {
  const std::string_view code = std::string_view(typed.name).substr(2);
  const Item* item = catalogue.item(code);
  if (!item || !item->free_text) {
    return Problem{typed.name, Problem::Kind::unknown_code, 0, typed.value};
  }
  std::string name;
  if (auto problem = set_text(name, typed, max_name_characters)) return problem;
  set_name(contents.names, code, name);
  return {};
}

bool is_known_code(const Field& typed, const Catalogue& catalogue) {
  const std::string_view name = typed.name;
  if (name == "education") return find_option(catalogue.educations, typed.value);
  if (name == "service") return find_option(catalogue.services, typed.value);
  if (name == "stage") return catalogue.stage(typed.value);
  if (name == "teaching") {
    return std::ranges::any_of(catalogue.stages, [&](const Stage& stage) {
      return find_option(stage.teaching, typed.value) != nullptr;
    });
  }
  if (name.starts_with("method.")) return find_option(catalogue.method.options, typed.value);
  if (name.starts_with("time.")) return find_option(catalogue.time.options, typed.value);
  if (name.starts_with("place.")) return find_option(catalogue.place.options, typed.value);
  return true;  // unit: whether it is one of the person's posts is the plan's rule
}

}  // namespace

std::optional<Problem> set_field(Contents& contents, const Field& typed,
                                 const Catalogue& catalogue) {
  if (typed.name.starts_with("h.")) return set_item_hours(contents, typed, catalogue);
  if (typed.name.starts_with("o.")) return set_item_name(contents, typed, catalogue);
  auto* plain = const_cast<std::string*>(find_plain(contents, typed.name));
  if (plain && typed.name.ends_with(".other")) return set_text(*plain, typed, max_other_characters);
  if (!typed.value.empty() && !is_known_code(typed, catalogue)) {
    return Problem{typed.name, Problem::Kind::unknown_code, 0, typed.value};
  }
  if (plain) {
    *plain = typed.value;
  } else if (const auto rank = find_rank(contents, typed.name)) {
    const_cast<std::vector<std::string>&>(*rank->ranks)[rank->index] = typed.value;
  }
  return {};
}

namespace {

using Problems = std::vector<Problem>;

void find_profile_problems(const Contents& contents, const Catalogue& catalogue,
                           Problems& problems) {
  const auto require = [&](const char* field, const std::string& value) {
    if (value.empty()) problems.push_back({field, Problem::Kind::missing, 0, {}});
  };
  require("education", contents.education);
  require("service", contents.service);
  require("stage", contents.stage);
  require("teaching", contents.teaching);
  if (contents.stage.empty() || contents.teaching.empty()) return;
  if (teaching_name(catalogue, contents.stage, contents.teaching).empty()) {
    problems.push_back({"teaching", Problem::Kind::mismatch, 0, contents.teaching});
  }
}

void find_rank_problems(const Ranking& ranking, const std::vector<std::string>& ranks,
                        const std::string& other, Problems& problems) {
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const std::string field = ranking.name + "." + std::to_string(i + 1);
    if (ranks[i].empty()) {
      problems.push_back({field, Problem::Kind::missing, 0, {}});
      continue;
    }
    const auto before = std::find(ranks.begin(), ranks.begin() + static_cast<long>(i), ranks[i]);
    const long earlier = before - ranks.begin();
    if (earlier < static_cast<long>(i)) {
      problems.push_back({field, Problem::Kind::duplicate_rank, earlier + 1, ranks[i]});
    }
  }
  const bool ranked =
      ranking.has_other && std::ranges::find(ranks, ranking.other_code) != ranks.end();
  if (ranked && other.empty()) {
    problems.push_back({ranking.name + ".other", Problem::Kind::other_unexplained, 0, {}});
  }
}

void find_topic_problems(const Contents& contents, const Catalogue& catalogue, Problems& problems) {
  for (const auto& [code, hours] : contents.hours) {
    const Item* item = catalogue.item(code);
    if (item && item->free_text && name_of(contents.names, code).empty()) {
      problems.push_back({"o." + code, Problem::Kind::topic_unnamed, 0, {}});
    }
  }
  if (total_hours(contents.hours) < catalogue.min_total_hours) {
    problems.push_back({"topics", Problem::Kind::no_hours, 0, {}});
  }
}

}  // namespace

Problems find_problems(const Contents& contents, const Catalogue& catalogue, Step step) {
  Problems problems;
  if (step == Step::profile) find_profile_problems(contents, catalogue, problems);
  if (step == Step::needs) {
    find_rank_problems(catalogue.method, contents.method, {}, problems);
    find_rank_problems(catalogue.time, contents.time, contents.time_other, problems);
    find_rank_problems(catalogue.place, contents.place, contents.place_other, problems);
  }
  if (step == Step::topics) find_topic_problems(contents, catalogue, problems);
  return problems;
}

Problems find_problems(const Contents& contents, const Catalogue& catalogue) {
  Problems problems;
  for (const Step step : {Step::profile, Step::needs, Step::topics}) {
    std::ranges::move(find_problems(contents, catalogue, step), std::back_inserter(problems));
  }
  return problems;
}

namespace {

// Nothing was changed since the form was made, as nearly always: every field is simply taken.
Merged take_all(const Contents& current, const std::vector<Field>& typed,
                const Catalogue& catalogue) {
  Merged merged{current, {}, {}};
  for (const Field& field : typed) {
    if (auto problem = set_field(merged.contents, field, catalogue)) {
      merged.problems.push_back(std::move(*problem));
    }
  }
  return merged;
}

}  // namespace

Merged merge(const Contents& base, const Contents& current, const std::vector<Field>& typed,
             const Catalogue& catalogue) {
  if (&base == &current || base == current) return take_all(current, typed, catalogue);
  Merged merged{current, {}, {}};
  Contents read = base;  // the typed values after reading, so that 「７小時」 equals 7
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
      set_field(merged.contents, {field.name, wanted}, catalogue);
    }
  }
  return merged;
}

}  // namespace yanxi
