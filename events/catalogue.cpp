#include "events/catalogue.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "events/text.hpp"

namespace yanxi {
namespace {

using Json = nlohmann::json;

[[noreturn]] void fail(const std::string& place, const std::string& what) {
  throw std::runtime_error("catalogue: " + place + ": " + what);
}

std::string read_text(const Json& object, const char* key, const std::string& place) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) fail(place, std::string(key) + " is missing");
  auto accepted = accept_text(found->get<std::string>(), 60);
  if (!accepted || accepted->empty()) fail(place, std::string(key) + " is empty or not allowed");
  return *accepted;
}

const Json& read_list(const Json& object, const char* key, const std::string& place) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->empty()) {
    fail(place, std::string(key) + " is missing or empty");
  }
  return *found;
}

std::vector<Option> read_options(const Json& list, const std::string& place) {
  std::vector<Option> options;
  std::set<std::string> seen;
  for (const Json& entry : list) {
    Option option{read_text(entry, "code", place), read_text(entry, "name", place)};
    if (!seen.insert(option.code).second) fail(place, "code " + option.code + " is used twice");
    options.push_back(std::move(option));
  }
  return options;
}

std::vector<Stage> read_stages(const Json& list) {
  std::vector<Stage> stages;
  for (const Json& entry : list) {
    Stage stage{read_text(entry, "code", "school_stage"),
                read_text(entry, "name", "school_stage"),
                read_text(entry, "teaching_label", "school_stage"),
                {}};
    stage.teaching = read_options(read_list(entry, "teaching", stage.code), stage.code);
    stages.push_back(std::move(stage));
  }
  return stages;
}

Ranking read_ranking(const Json& step, const char* name) {
  const Json& entry = step.at(name);
  Ranking ranking;
  ranking.name = name;
  ranking.label = read_text(entry, "label", name);
  ranking.ranks = entry.at("ranks").get<std::size_t>();
  ranking.has_other = entry.value("other_text", false);
  ranking.options = read_options(read_list(entry, "options", name), name);
  if (ranking.ranks < 1 || ranking.ranks > 6 || ranking.options.size() < ranking.ranks) {
    fail(name, "there must be 1 to 6 ranks and an option for each");
  }
  if (ranking.has_other) ranking.other_code = ranking.options.back().code;
  return ranking;
}

Subtopic read_subtopic(const Json& entry, const std::string& parent) {
  Subtopic subtopic{read_text(entry, "code", parent), read_text(entry, "name", parent), {}};
  if (!subtopic.code.starts_with(parent + "-")) fail(subtopic.code, "does not continue " + parent);
  for (const Json& leaf : read_list(entry, "items", subtopic.code)) {
    Item item{read_text(leaf, "code", subtopic.code), read_text(leaf, "name", subtopic.code),
              leaf.value("free_text", false)};
    if (!item.code.starts_with(subtopic.code + "-")) {
      fail(item.code, "does not continue " + subtopic.code);
    }
    subtopic.items.push_back(std::move(item));
  }
  return subtopic;
}

std::vector<Topic> read_topics(const Json& list) {
  std::vector<Topic> topics;
  for (const Json& entry : list) {
    Topic topic{read_text(entry, "code", "topics"), read_text(entry, "name", "topics"), {}, 0};
    for (const Json& child : read_list(entry, "children", topic.code)) {
      topic.subtopics.push_back(read_subtopic(child, topic.code));
      topic.item_count += topic.subtopics.back().items.size();
    }
    topics.push_back(std::move(topic));
  }
  return topics;
}

}  // namespace

Catalogue Catalogue::load(std::string_view text) {
  Catalogue catalogue;
  try {
    const Json json = Json::parse(text);
    catalogue.version = read_text(json, "version", "catalogue");
    const Json& hours = json.at("hours");
    catalogue.max_hours_per_item = hours.at("max_per_item").get<int>();
    catalogue.min_total_hours = hours.at("min_total_to_submit").get<int>();
    catalogue.warn_total_hours = hours.at("warn_total_over").get<int>();
    const Json& step1 = json.at("step1");
    catalogue.educations =
        read_options(read_list(step1, "highest_education", "step1"), "highest_education");
    catalogue.services =
        read_options(read_list(step1, "years_of_service", "step1"), "years_of_service");
    catalogue.stages = read_stages(read_list(step1, "school_stage", "step1"));
    const Json& step2 = json.at("step2");
    catalogue.method = read_ranking(step2, "method");
    catalogue.time = read_ranking(step2, "time");
    catalogue.place = read_ranking(step2, "place");
    catalogue.topics = read_topics(read_list(json, "topics", "catalogue"));
    catalogue.counties = read_options(read_list(json, "counties", "catalogue"), "counties");
  } catch (const Json::exception& error) {
    fail("JSON", error.what());
  }
  catalogue.index();
  return catalogue;
}

void Catalogue::index() {
  for (std::size_t t = 0; t < topics.size(); ++t) {
    for (std::size_t s = 0; s < topics[t].subtopics.size(); ++s) {
      const auto& items = topics[t].subtopics[s].items;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items_.emplace(items[i].code, Place{t, s, i}).second) {
          fail(items[i].code, "is used twice");
        }
      }
    }
  }
}

const Item* Catalogue::item(std::string_view code) const {
  const auto found = items_.find(code);
  if (found == items_.end()) return nullptr;
  const auto [topic, subtopic, item] = found->second;
  return &topics[topic].subtopics[subtopic].items[item];
}

const Topic* Catalogue::topic_of_item(std::string_view code) const {
  const auto found = items_.find(code);
  return found == items_.end() ? nullptr : &topics[found->second.topic];
}

std::size_t Catalogue::topic_index(std::string_view code) const {
  return items_.find(code)->second.topic;
}

const Stage* Catalogue::stage(std::string_view code) const {
  const auto found = std::ranges::find(stages, code, &Stage::code);
  return found == stages.end() ? nullptr : &*found;
}

const Option* find_option(const std::vector<Option>& options, std::string_view code) {
  const auto found = std::ranges::find(options, code, &Option::code);
  return found == options.end() ? nullptr : &*found;
}

std::string_view option_name(const std::vector<Option>& options, std::string_view code) {
  const Option* option = find_option(options, code);
  return option ? std::string_view(option->name) : std::string_view();
}

std::string_view teaching_name(const Catalogue& catalogue, std::string_view stage,
                               std::string_view teaching) {
  const Stage* found = catalogue.stage(stage);
  return found ? option_name(found->teaching, teaching) : std::string_view();
}

void Catalogues::add(Catalogue catalogue) {
  const std::string version = catalogue.version;
  auto stored = std::make_unique<const Catalogue>(std::move(catalogue));
  latest_ = stored.get();
  if (!versions_.emplace(version, std::move(stored)).second) {
    throw std::runtime_error("catalogue: version " + version + " is there already");
  }
}

const Catalogue& Catalogues::at(std::string_view version) const {
  const auto found = versions_.find(version);
  if (found == versions_.end()) {
    throw std::out_of_range("catalogue version " + std::string(version) + " was never published");
  }
  return *found->second;
}

const Catalogue& Catalogues::latest() const { return *latest_; }

}  // namespace yanxi
