#include "events/edition.hpp"

#include <map>
#include <set>
#include <stdexcept>

#include "events/codec.hpp"

namespace yanxi::edition {
namespace {

// Every code of a catalogue with its name, by list and code.
using Names = std::map<std::pair<std::string, std::string>, std::string>;

Names names_of(const Catalogue& catalogue) {
  Names names;
  const auto add = [&](const std::string& path, const std::vector<Option>& options) {
    for (const Option& option : options) names[{path, option.code}] = option.name;
  };
  add("education", catalogue.educations);
  add("service", catalogue.services);
  for (const Stage& stage : catalogue.stages) {
    names[{"stage", stage.code}] = stage.name;
    add("stage " + stage.code, stage.teaching);
  }
  add("counties", catalogue.counties);
  add("method", catalogue.method.options);
  add("time", catalogue.time.options);
  add("place", catalogue.place.options);
  for (const Topic& topic : catalogue.topics) {
    names[{"topics", topic.code}] = topic.name;
    for (const Subtopic& subtopic : topic.subtopics) {
      names[{"topics", subtopic.code}] = subtopic.name;
      for (const Item& item : subtopic.items) names[{"topics", item.code}] = item.name;
    }
  }
  return names;
}

// What a code has besides its name, and what the whole has besides its codes.
Names settings_of(const Catalogue& catalogue) {
  Names settings;
  settings[{"hours", "hours"}] = std::to_string(catalogue.max_hours_per_item) + "/" +
                                 std::to_string(catalogue.min_total_hours) + "/" +
                                 std::to_string(catalogue.warn_total_hours);
  for (const Ranking* ranking : {&catalogue.method, &catalogue.time, &catalogue.place}) {
    settings[{ranking->name, ranking->name}] =
        ranking->label + " " + std::to_string(ranking->ranks) +
        (ranking->has_other ? " +" + ranking->other_code : "");
  }
  for (const Stage& stage : catalogue.stages)
    settings[{"stage", stage.code}] = stage.teaching_label;
  for (const Topic& topic : catalogue.topics) {
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) {
        settings[{"topics", item.code}] = item.external_code + (item.free_text ? " +" : "");
      }
    }
  }
  return settings;
}

}  // namespace

Difference compare(const Catalogue& before, const Catalogue& after) {
  const Names old_names = names_of(before), new_names = names_of(after);
  Difference difference;
  for (const auto& [key, name] : new_names) {
    const auto known = old_names.find(key);
    if (known == old_names.end()) {
      difference.added.push_back({key.first, key.second, {}, name});
    } else if (known->second != name) {
      difference.renamed.push_back({key.first, key.second, known->second, name});
    }
  }
  for (const auto& [key, name] : old_names) {
    if (!new_names.contains(key)) {
      difference.retired.push_back({key.first, key.second, name, {}});
    }
  }
  const Names old_settings = settings_of(before);
  for (const auto& [key, setting] : settings_of(after)) {
    const auto known = old_settings.find(key);
    if (known != old_settings.end() && known->second != setting) {
      difference.altered.push_back({key.first, key.second, known->second, setting});
    }
  }
  return difference;
}

const Catalogue& last_of(int year, const std::vector<const Catalogue*>& versions) {
  const Catalogue* last = versions.front();
  for (const Catalogue* catalogue : versions) {
    if (std::stoi(catalogue->version.substr(0, 3)) <= year) last = catalogue;
  }
  return *last;
}

std::string next_version(int year, const Catalogue& last) {
  const std::string prefix = std::to_string(year) + "-";
  if (!last.version.starts_with(prefix)) return prefix + "1";
  return prefix + std::to_string(std::stoi(last.version.substr(prefix.size())) + 1);
}

std::optional<std::string> follow(const std::string& last, const Event& event) {
  const auto& published = std::get<Published>(event);
  try {
    const Catalogue catalogue = Catalogue::load(published.json);
    if (catalogue.version != published.version) return {};
    if (last.empty()) return published.version;
    Catalogue before;
    before.version = last;
    const bool next = next_version(std::stoi(last.substr(0, 3)), before) == published.version;
    return next ? std::optional(published.version) : std::nullopt;
  } catch (const std::runtime_error&) {
    return {};
  }
}

std::expected<std::vector<Event>, Refusal> decide(const State&, const Command& command,
                                                  const Context& context) {
  using Kind = Refusal::Kind;
  const auto& [year, versions, by] = context;
  if (!by.administers()) return std::unexpected(Refusal{Kind::not_authorised, {}});
  const std::string& json = std::get<Publish>(command).json;
  const Catalogue& last = last_of(year, versions);
  Catalogue next;
  try {
    next = Catalogue::load(json);
  } catch (const std::runtime_error& error) {
    return std::unexpected(Refusal{Kind::not_a_catalogue, error.what()});
  }
  if (const std::string code = next.repeated_code(); !code.empty()) {
    return std::unexpected(
        Refusal{Kind::not_a_catalogue, "catalogue: " + code + ": is used twice"});
  }
  if (next.version != next_version(year, last)) {
    return std::unexpected(Refusal{Kind::wrong_version, next_version(year, last)});
  }
  if (next.same_contents(last)) return std::unexpected(Refusal{Kind::no_change, {}});
  const Names now = names_of(last), then = names_of(next);
  for (const Catalogue* earlier : versions) {
    for (const auto& [key, name] : names_of(*earlier)) {
      if (!now.contains(key) && then.contains(key)) {
        return std::unexpected(Refusal{Kind::reused, key.second});
      }
    }
  }
  Event event = Published{next.version, json};
  try {
    encode(event);
  } catch (const std::length_error&) {
    return std::unexpected(Refusal{Kind::too_large, {}});
  }
  return std::vector<Event>{std::move(event)};
}

}  // namespace yanxi::edition
