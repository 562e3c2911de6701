#include "events/contents.hpp"

#include <algorithm>
#include <iterator>

namespace yanxi {
namespace {

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

std::optional<std::string> field_value(const Contents& contents, std::string_view name) {
  if (is_hours_field(name)) return field_value(contents.hours, name);
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
  std::ranges::move(fields_of(contents.hours), std::back_inserter(fields));
  return fields;
}

Step step_of_field(std::string_view name) {
  if (is_hours_field(name) || name == "topics") return Step::topics;
  return name.find('.') == std::string_view::npos ? Step::profile : Step::needs;
}

namespace {

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
  if (is_hours_field(typed.name)) return set_field(contents.hours, typed, catalogue);
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

}  // namespace

Problems find_problems(const Contents& contents, const Catalogue& catalogue, Step step) {
  Problems problems;
  if (step == Step::profile) find_profile_problems(contents, catalogue, problems);
  if (step == Step::needs) {
    find_rank_problems(catalogue.method, contents.method, {}, problems);
    find_rank_problems(catalogue.time, contents.time, contents.time_other, problems);
    find_rank_problems(catalogue.place, contents.place, contents.place_other, problems);
  }
  if (step == Step::topics) return find_problems(contents.hours, catalogue);
  return problems;
}

Problems find_problems(const Contents& contents, const Catalogue& catalogue) {
  Problems problems;
  for (const Step step : {Step::profile, Step::needs, Step::topics}) {
    std::ranges::move(find_problems(contents, catalogue, step), std::back_inserter(problems));
  }
  return problems;
}

}  // namespace yanxi
