#include "events/catalogue.hpp"

#include <algorithm>
#include <mutex>
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

// Codes are parts of fields' names and of addresses.
std::string read_code(const Json& object, const std::string& place) {
  const std::string code = read_text(object, "code", place);
  const bool plain = code.size() <= 20 && std::ranges::all_of(code, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '_';
                     });
  if (!plain) fail(place, "code " + code + " has other characters than letters, digits and -");
  return code;
}

// Of a number that is none of these, the JSON library would silently take a part.
template <class Number>
Number read_number(const Json& object, const char* key, const std::string& place) {
  const Json& found = object.at(key);
  if (!found.is_number_integer() || found < 0 || found > 1'000'000) {
    fail(place, std::string(key) + " is not a whole number from 0 to 1000000");
  }
  return found.get<Number>();
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
    Option option{read_code(entry, place), read_text(entry, "name", place)};
    if (!seen.insert(option.code).second) fail(place, "code " + option.code + " is used twice");
    options.push_back(std::move(option));
  }
  return options;
}

std::vector<Stage> read_stages(const Json& list) {
  std::vector<Stage> stages;
  for (const Json& entry : list) {
    Stage stage{read_code(entry, "school_stage"),
                read_text(entry, "name", "school_stage"),
                read_text(entry, "teaching_label", "school_stage"),
                {}};
    stage.teaching = read_options(read_list(entry, "teaching", stage.code), stage.code);
    if (std::ranges::find(stages, stage.code, &Stage::code) != stages.end()) {
      fail("school_stage", "code " + stage.code + " is used twice");
    }
    stages.push_back(std::move(stage));
  }
  return stages;
}

Ranking read_ranking(const Json& step, const char* name) {
  const Json& entry = step.at(name);
  Ranking ranking;
  ranking.name = name;
  ranking.label = read_text(entry, "label", name);
  ranking.ranks = read_number<std::size_t>(entry, "ranks", name);
  ranking.has_other = entry.value("other_text", false);
  ranking.options = read_options(read_list(entry, "options", name), name);
  if (ranking.ranks < 1 || ranking.ranks > 6 || ranking.options.size() < ranking.ranks) {
    fail(name, "there must be 1 to 6 ranks and an option for each");
  }
  if (ranking.has_other) ranking.other_code = ranking.options.back().code;
  return ranking;
}

std::string read_external_code(const Json& entry, const std::string& place) {
  if (!entry.contains("external_code")) return {};
  const auto code = accept_text(entry.at("external_code").get<std::string>(), 13);
  if (!code) fail(place, "external_code is longer than 13 characters or not allowed");
  return *code;
}

Subtopic read_subtopic(const Json& entry, const std::string& parent) {
  Subtopic subtopic{read_code(entry, parent), read_text(entry, "name", parent), {}};
  if (!subtopic.code.starts_with(parent + "-")) fail(subtopic.code, "does not continue " + parent);
  for (const Json& leaf : read_list(entry, "items", subtopic.code)) {
    Item item{read_code(leaf, subtopic.code), read_text(leaf, "name", subtopic.code),
              leaf.value("free_text", false), read_external_code(leaf, subtopic.code)};
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
    Topic topic{read_code(entry, "topics"), read_text(entry, "name", "topics"), {}, 0};
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
    catalogue.max_hours_per_item = read_number<int>(hours, "max_per_item", "hours");
    catalogue.min_total_hours = read_number<int>(hours, "min_total_to_submit", "hours");
    catalogue.warn_total_hours = read_number<int>(hours, "warn_total_over", "hours");
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
  catalogue.check();
  return catalogue;
}

// What pages and forms can hold: see the fields' names, the chart's colours, the limit of a form.
void Catalogue::check() const {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool named = version.size() >= 5 && version.size() <= 8 && version[3] == '-' &&
                     std::all_of(version.begin(), version.begin() + 3, digit) &&
                     std::all_of(version.begin() + 4, version.end(), digit);
  if (!named) fail("version", "is not of the form 115-1");
  if (topics.size() > max_topics) fail("topics", "there are more than six");
  std::size_t fields = items_.size();
  for (const Topic& topic : topics) {
    if (topic.code.size() != 1 || !digit(topic.code[0]) || topic.code == "0") {
      fail(topic.code, "is not one digit from 1 to 9");
    }
    for (const Subtopic& subtopic : topic.subtopics) {
      fields +=
          static_cast<std::size_t>(std::ranges::count(subtopic.items, true, &Item::free_text));
    }
  }
  if (fields > max_topic_fields) fail("topics", "there are more items than a form can hold");
  if (max_hours_per_item < 1 || max_hours_per_item > 999 || min_total_hours < 1 ||
      warn_total_hours < min_total_hours) {
    fail("hours", "are out of range");
  }
}

namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson options_json(const std::vector<Option>& options) {
  OrderedJson list = OrderedJson::array();
  for (const Option& option : options)
    list.push_back({{"code", option.code}, {"name", option.name}});
  return list;
}

OrderedJson ranking_json(const Ranking& ranking) {
  OrderedJson json = {{"label", ranking.label}, {"ranks", ranking.ranks}};
  if (ranking.has_other) json["other_text"] = true;
  json["options"] = options_json(ranking.options);
  return json;
}

OrderedJson topic_json(const Topic& topic) {
  OrderedJson children = OrderedJson::array();
  for (const Subtopic& subtopic : topic.subtopics) {
    OrderedJson items = OrderedJson::array();
    for (const Item& item : subtopic.items) {
      OrderedJson leaf = {{"code", item.code}, {"name", item.name}};
      if (item.free_text) leaf["free_text"] = true;
      if (!item.external_code.empty()) leaf["external_code"] = item.external_code;
      items.push_back(std::move(leaf));
    }
    children.push_back({{"code", subtopic.code}, {"name", subtopic.name}, {"items", items}});
  }
  return {{"code", topic.code}, {"name", topic.name}, {"children", children}};
}

}  // namespace

std::string write_catalogue(const Catalogue& catalogue) {
  OrderedJson stages = OrderedJson::array(), topics = OrderedJson::array();
  for (const Stage& stage : catalogue.stages) {
    stages.push_back({{"code", stage.code},
                      {"name", stage.name},
                      {"teaching_label", stage.teaching_label},
                      {"teaching", options_json(stage.teaching)}});
  }
  for (const Topic& topic : catalogue.topics) topics.push_back(topic_json(topic));
  return OrderedJson{{"version", catalogue.version},
                     {"topics", topics},
                     {"hours",
                      {{"max_per_item", catalogue.max_hours_per_item},
                       {"min_total_to_submit", catalogue.min_total_hours},
                       {"warn_total_over", catalogue.warn_total_hours}}},
                     {"step1",
                      {{"highest_education", options_json(catalogue.educations)},
                       {"years_of_service", options_json(catalogue.services)},
                       {"school_stage", stages}}},
                     {"step2",
                      {{"method", ranking_json(catalogue.method)},
                       {"time", ranking_json(catalogue.time)},
                       {"place", ranking_json(catalogue.place)}}},
                     {"counties", options_json(catalogue.counties)}}
      .dump();
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

std::string Catalogue::repeated_code() const {
  std::set<std::string_view> seen;
  for (const Topic& topic : topics) {
    if (!seen.insert(topic.code).second) return topic.code;
    for (const Subtopic& subtopic : topic.subtopics) {
      if (!seen.insert(subtopic.code).second) return subtopic.code;
    }
  }
  return {};
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

bool Catalogue::same_contents(const Catalogue& other) const {
  const auto parts = [](const Catalogue& c) {
    return std::tie(c.max_hours_per_item, c.min_total_hours, c.warn_total_hours, c.educations,
                    c.services, c.stages, c.method, c.time, c.place, c.topics, c.counties);
  };
  return parts(*this) == parts(other);
}

namespace {

// 115 and 2 of 115-2; check() has seen that it is of that form.
std::pair<int, int> number_of(const Catalogue& catalogue) {
  return {std::stoi(catalogue.version.substr(0, 3)), std::stoi(catalogue.version.substr(4))};
}

}  // namespace

Catalogues::Catalogues(Catalogues&& other) noexcept : versions_(std::move(other.versions_)) {}

void Catalogues::add(Catalogue catalogue) {
  const std::unique_lock lock(mutex_);
  if (find(catalogue.version)) return;
  const auto place = std::ranges::upper_bound(
      versions_, number_of(catalogue), {}, [](const auto& stored) { return number_of(*stored); });
  versions_.insert(place, std::make_unique<const Catalogue>(std::move(catalogue)));
}

const Catalogue* Catalogues::find(std::string_view version) const {
  for (const auto& catalogue : versions_) {
    if (catalogue->version == version) return catalogue.get();
  }
  return nullptr;
}

bool Catalogues::contains(std::string_view version) const {
  const std::shared_lock lock(mutex_);
  return find(version) != nullptr;
}

std::vector<const Catalogue*> Catalogues::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<const Catalogue*> all;
  for (const auto& catalogue : versions_) all.push_back(catalogue.get());
  return all;
}

const Catalogue& Catalogues::at(std::string_view version) const {
  const std::shared_lock lock(mutex_);
  const Catalogue* found = find(version);
  if (!found) {
    throw std::out_of_range("catalogue version " + std::string(version) + " was never published");
  }
  return *found;
}

const Catalogue& Catalogues::latest() const {
  const std::shared_lock lock(mutex_);
  return *versions_.back();
}

}  // namespace yanxi
