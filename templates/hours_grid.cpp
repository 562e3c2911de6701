#include "templates/hours_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "events/text.hpp"
#include "templates/page.hpp"
#include "templates/words.hpp"

namespace yanxi::html {
namespace {

bool is_narrowed(const Narrowing& narrowing) {
  return narrowing.filled_only || !narrowing.query.empty();
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool shows(const HoursGrid& grid, const Topic& topic, const Subtopic& subtopic, const Item& item) {
  if (grid.narrowing.filled_only && hours_of(*grid.hours, item.code) == 0) return false;
  const std::string& query = grid.narrowing.query;
  return query.empty() || item.code.starts_with(query) || contains(item.name, query) ||
         contains(subtopic.name, query) || contains(topic.name, query) ||
         contains(name_of(*grid.hours, item.code), query);
}

void add_error(Dictionary dictionary, const HoursGrid& grid, std::string_view field,
               std::string_view section) {
  const Problem* problem = find_problem(*grid.problems, field);
  // What the sentence says of an hours field rests on nothing else a plan holds.
  if (problem) dictionary.add(section).set("TEXT", problem_text(*problem, {}, *grid.catalogue));
}

std::string shown_value(const HoursGrid& grid, std::string_view field) {
  const auto typed = grid.typed->find(field);
  if (typed != grid.typed->end()) return typed->second;
  return field_value(*grid.hours, field).value_or("");
}

void add_item(Dictionary target, const HoursGrid& grid, const Item& item) {
  Dictionary entry = target.add("ITEM");
  entry.refer("CODE", item.code);
  entry.refer("NAME", item.name);
  if (grid.typed->empty() && grid.problems->empty()) {
    // The page as it nearly always is, without asking 237 times for what is not there.
    const int hours = hours_of(*grid.hours, item.code);
    if (hours > 0) entry.set("VALUE", static_cast<long>(hours));
    if (item.free_text) entry.add("FREE").set("NAMED", name_of(*grid.hours, item.code));
    return;
  }
  const std::string field = "h." + item.code;
  entry.set("VALUE", shown_value(grid, field));
  add_error(entry, grid, field, "ERROR");
  if (!item.free_text) return;
  Dictionary free = entry.add("FREE");
  const std::string name_field = "o." + item.code;
  free.set("NAMED", shown_value(grid, name_field));
  add_error(free, grid, name_field, "NAME_ERROR");
}

bool has_problem(const HoursGrid& grid, const Topic& topic) {
  return std::ranges::any_of(*grid.problems, [&](const Problem& problem) {
    return grid.catalogue->topic_of_item(std::string_view(problem.field).substr(2)) == &topic;
  });
}

// Open on arrival: what was asked for, what has an error, what a search found; else the first
// category with hours.
bool is_open(const HoursGrid& grid, const Topic& topic, bool first_with_hours) {
  if (is_narrowed(grid.narrowing) || grid.narrowing.open == "all" || has_problem(grid, topic))
    return true;
  if (!grid.narrowing.open.empty()) return grid.narrowing.open == "c" + topic.code;
  return first_with_hours;
}

// Adds a category with what narrowing leaves of it; false when that is nothing.
bool add_topic(Dictionary body, const HoursGrid& grid, std::size_t index, long hours,
               bool first_with_hours) {
  const auto& topics = grid.catalogue->topics;
  const Topic& topic = topics[index];
  std::vector<std::pair<const Subtopic*, std::vector<const Item*>>> shown;
  long count = 0;
  for (const Subtopic& subtopic : topic.subtopics) {
    std::vector<const Item*> items;
    for (const Item& item : subtopic.items) {
      count += hours_of(*grid.hours, item.code) > 0 ? 1 : 0;
      if (shows(grid, topic, subtopic, item)) items.push_back(&item);
    }
    if (!items.empty()) shown.emplace_back(&subtopic, std::move(items));
  }
  if (shown.empty()) return false;
  Dictionary category = body.add("TOPIC");
  category.refer("CODE", topic.code);
  category.refer("NAME", topic.name);
  category.set("HOURS", hours);
  category.set("COUNT", count);
  category.show_if(is_open(grid, topic, first_with_hours), "OPEN");
  if (index + 1 < topics.size()) category.add("FORTH").refer("TO", topics[index + 1].code);
  for (const auto& [subtopic, items] : shown) {
    Dictionary part = category.add("SUB");
    part.refer("CODE", subtopic->code);
    part.refer("NAME", subtopic->name);
    for (const Item* item : items) add_item(part, grid, *item);
  }
  return true;
}

}  // namespace

Narrowing read_narrowing(const std::vector<Field>& query) {
  Narrowing narrowing;
  for (const auto& [name, value] : query) {
    if (name == "q") narrowing.query = cut_text(value, 30);
    if (name == "only") narrowing.filled_only = value == "filled";
    if (name == "open") narrowing.open = value;
  }
  return narrowing;
}

std::string open_address(const GridPaths& paths, std::string_view topic) {
  return fmt::format("{}?open=c{}", paths.page, topic);
}

std::optional<std::string> grid_target(const GridPaths& paths, std::string_view go) {
  const auto names_topic = [&](std::string_view before) {
    return go.size() == before.size() + 1 && go.starts_with(before) && go.back() >= '1' &&
           go.back() <= '9';
  };
  if (go == "chart") return fmt::format("{}#chart", paths.page);
  if (names_topic("c")) return fmt::format("{}#{}", open_address(paths, go.substr(1)), go);
  if (names_topic("clear")) return fmt::format("{}?c={}", paths.clear, go.back());
  return {};
}

void add_hours_grid(Dictionary dictionary, const HoursGrid& grid) {
  Dictionary body = dictionary.include("GRID", "hours_grid.tpl");
  const auto sums = hours_by_topic(*grid.hours, *grid.catalogue);
  const auto first = std::ranges::find_if(sums, [](long hours) { return hours > 0; });
  const auto open = first == sums.end() ? 0 : first - sums.begin();
  bool any = false;
  for (std::size_t t = 0; t < sums.size(); ++t) {
    any |= add_topic(body, grid, t, sums[t], static_cast<std::ptrdiff_t>(t) == open);
  }
  body.show_if(!any, "NOTHING");
  body.refer("PATH", grid.paths.page);
  body.set("QUERY", grid.narrowing.query);
  body.show_if(grid.narrowing.filled_only, "ONLY");
  body.show_if(is_narrowed(grid.narrowing), "NARROWED");
  body.show_if(grid.imports, "IMPORT");
  body.show_if(grid.can_undo, "UNDO");
  add_chart(body, *grid.hours, *grid.catalogue);
  body.set("TOTAL", total_hours(*grid.hours));
  set_saved(body, grid.version, grid.saved_at);
  body.refer("NEXT", grid.next);
  body.refer("LEAVE", grid.leave);
  body.set("UNTIL", grid.session_until);
}

std::string confirm_clearing(const Shell& shell, const Clearing& clearing) {
  Page page(shell, "清空這一類", "confirm.tpl");
  Dictionary body = page.body();
  const auto& topics = clearing.catalogue->topics;
  const auto topic = std::ranges::find(topics, clearing.topic, &Topic::code);
  assert(topic != topics.end());
  body.set("HEADING", fmt::format("確定要清空「{}」嗎？", topic->name));
  const auto sums = hours_by_topic(*clearing.hours, *clearing.catalogue);
  Dictionary fact = body.add("FACT");
  fact.refer("LABEL", "這一類目前");
  fact.set("VALUE", fmt::format("{} 小時", sums[static_cast<std::size_t>(topic - topics.begin())]));
  body.add("LINE").set("TEXT", "只清空這一類的時數與說明，其他類別不變。");
  body.refer("PATH", clearing.paths.clear);
  body.add("TOPIC").set("CODE", clearing.topic);
  body.show("RED");
  body.refer("YES", "清空");
  body.refer("NO", "保留");
  body.set("BACK", open_address(clearing.paths, clearing.topic));
  set_form(body, clearing.version, clearing.once);
  return page.text();
}

}  // namespace yanxi::html
