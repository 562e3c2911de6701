#include <fmt/format.h>

#include <algorithm>

#include "templates/page.hpp"
#include "templates/words.hpp"

namespace yanxi::html {
namespace {

std::string step_title(Step step) {
  const auto number = static_cast<int>(step);
  return fmt::format("步驟 {}：{}", number, step_names[number - 1]);
}

void add_options(Dictionary target, const std::vector<Option>& options, const std::string& chosen) {
  for (const Option& option : options) {
    Dictionary entry = target.add("OPTION");
    entry.refer("CODE", option.code);
    entry.refer("NAME", option.name);
    entry.show_if(option.code == chosen, "ON");
  }
}

void add_select(Dictionary body, const StepPage& page, const char* field,
                const std::vector<Option>& options) {
  Dictionary select = body.add("SELECT");
  select.refer("ID", field);
  select.set("LABEL", field_label(field, *page.catalogue));
  add_error(select, page, field);
  add_options(select, options, shown_value(page, field));
}

// 填報學校 is a fact for a person with one post, and a choice when there are several or when the
// post has changed since the plan was started (decision "which school counts").
void add_unit(Dictionary body, const StepPage& page) {
  const std::string chosen = shown_value(page, "unit");
  if (page.posts.size() == 1 && page.posts.front().code == chosen) {
    body.add("UNIT").set("NAME", page.posts.front().name);
    return;
  }
  Dictionary units = body.add("UNITS");
  add_error(units, page, "unit");
  for (const Post& post : page.posts) {
    Dictionary entry = units.add("POST");
    entry.set("CODE", post.code);
    entry.set("NAME", post.name);
    entry.show_if(post.code == chosen, "ON");
  }
}

void add_ranking(Dictionary body, const StepPage& page, const Ranking& ranking) {
  Dictionary group = body.add("RANKING");
  group.refer("NAME", ranking.name);
  group.refer("LABEL", ranking.label);
  for (std::size_t i = 0; i < ranking.ranks; ++i) {
    const std::string field = ranking.name + "." + std::to_string(i + 1);
    Dictionary rank = group.add("RANK");
    rank.set("ID", field_id(field));
    rank.set("FIELD", field);
    rank.refer("LABEL", rank_names[i]);
    rank.refer("NAME", ranking.name);
    add_error(rank, page, field);
    add_options(rank, ranking.options, shown_value(page, field));
  }
  if (!ranking.has_other) return;
  const std::string field = ranking.name + ".other";
  Dictionary other = group.add("OTHER");
  other.set("ID", field_id(field));
  other.set("FIELD", field);
  other.set("VALUE", shown_value(page, field));
  add_error(other, page, field);
}

Page step_page(const Shell& shell, const StepPage& step, Step number, const char* file) {
  Page page(shell, step_title(number), file);
  if (!step.problems.empty()) page.mark_error();
  add_step_top(page.body(), shell, step, number);
  return page;
}

}  // namespace

std::string profile(const Shell& shell, const StepPage& step) {
  Page page = step_page(shell, step, Step::profile, "profile.tpl");
  Dictionary body = page.body();
  add_unit(body, step);
  body.set("PERSON", shell.name);
  add_select(body, step, "education", step.catalogue->educations);
  add_select(body, step, "service", step.catalogue->services);
  add_error(body, step, "stage", "STAGE_ERROR");
  add_error(body, step, "teaching", "TEACHING_ERROR");
  const std::string stage_code = shown_value(step, "stage");
  const std::string teaching_code = shown_value(step, "teaching");
  for (const Stage& stage : step.catalogue->stages) {
    Dictionary option = body.add("STAGE");
    option.refer("CODE", stage.code);
    option.refer("NAME", stage.name);
    option.show_if(stage.code == stage_code, "ON");
    Dictionary group = body.add("GROUP");
    group.refer("CODE", stage.code);
    group.refer("NAME", stage.name);
    add_options(group, stage.teaching, teaching_code);
  }
  add_step_bottom(body, step);
  return page.text();
}

std::string needs(const Shell& shell, const StepPage& step) {
  Page page = step_page(shell, step, Step::needs, "needs.tpl");
  for (const Ranking* ranking :
       {&step.catalogue->method, &step.catalogue->time, &step.catalogue->place}) {
    add_ranking(page.body(), step, *ranking);
  }
  add_step_bottom(page.body(), step);
  return page.text();
}

namespace {

// What of the catalogue a search or 只看已填 leaves.
class Narrowing {
 public:
  Narrowing(const TopicsPage& page) : page_(page) {}
  bool active() const { return page_.filled_only || !page_.query.empty(); }
  bool shows(const Topic& topic, const Subtopic& subtopic, const Item& item) const {
    if (page_.filled_only && hours_of(page_.plan.state.contents.hours, item.code) == 0)
      return false;
    const std::string& query = page_.query;
    return query.empty() || item.code.starts_with(query) || contains(item.name, query) ||
           contains(subtopic.name, query) || contains(topic.name, query) ||
           contains(name_of(page_.plan.state.contents.names, item.code), query);
  }

 private:
  static bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
  }
  const TopicsPage& page_;
};

void add_item(Dictionary target, const TopicsPage& page, const Item& item) {
  Dictionary entry = target.add("ITEM");
  entry.refer("CODE", item.code);
  entry.refer("NAME", item.name);
  if (page.typed.empty() && page.problems.empty()) {
    // The page as it nearly always is, without asking 237 times for what is not there.
    const Contents& contents = page.plan.state.contents;
    const int hours = hours_of(contents.hours, item.code);
    if (hours > 0) entry.set("VALUE", static_cast<long>(hours));
    if (item.free_text) entry.add("FREE").set("NAMED", name_of(contents.names, item.code));
    return;
  }
  const std::string field = "h." + item.code;
  entry.set("VALUE", shown_value(page, field));
  add_error(entry, page, field);
  if (!item.free_text) return;
  Dictionary free = entry.add("FREE");
  const std::string name_field = "o." + item.code;
  free.set("NAMED", shown_value(page, name_field));
  add_error(free, page, name_field, "NAME_ERROR");
}

bool has_problem(const TopicsPage& page, const Topic& topic) {
  return std::ranges::any_of(page.problems, [&](const Problem& problem) {
    return page.catalogue->topic_of_item(std::string_view(problem.field).substr(2)) == &topic;
  });
}

// Open on arrival: what was asked for, what has an error, what a search found; else the first
// category with hours (ui.md 2.8).
bool is_open(const TopicsPage& page, const Topic& topic, bool first_with_hours,
             const Narrowing& narrowing) {
  if (narrowing.active() || page.open == "all" || has_problem(page, topic)) return true;
  if (!page.open.empty()) return page.open == "c" + topic.code;
  return first_with_hours;
}

// Adds a category with what narrowing leaves of it; false when that is nothing.
bool add_topic(Dictionary body, const TopicsPage& page, const Narrowing& narrowing,
               std::size_t index, long hours, bool first_with_hours) {
  const auto& topics = page.catalogue->topics;
  const Topic& topic = topics[index];
  std::vector<std::pair<const Subtopic*, std::vector<const Item*>>> shown;
  long count = 0;
  for (const Subtopic& subtopic : topic.subtopics) {
    std::vector<const Item*> items;
    for (const Item& item : subtopic.items) {
      count += hours_of(page.plan.state.contents.hours, item.code) > 0 ? 1 : 0;
      if (narrowing.shows(topic, subtopic, item)) items.push_back(&item);
    }
    if (!items.empty()) shown.emplace_back(&subtopic, std::move(items));
  }
  if (shown.empty()) return false;
  Dictionary category = body.add("TOPIC");
  category.refer("CODE", topic.code);
  category.refer("NAME", topic.name);
  category.set("HOURS", hours);
  category.set("COUNT", count);
  category.show_if(is_open(page, topic, first_with_hours, narrowing), "OPEN");
  if (index + 1 < topics.size()) category.add("FORTH").refer("TO", topics[index + 1].code);
  for (const auto& [subtopic, items] : shown) {
    Dictionary part = category.add("SUB");
    part.refer("CODE", subtopic->code);
    part.refer("NAME", subtopic->name);
    for (const Item* item : items) add_item(part, page, *item);
  }
  return true;
}

}  // namespace

std::string topics(const Shell& shell, const TopicsPage& step) {
  Page page = step_page(shell, step, Step::topics, "topics.tpl");
  Dictionary body = page.body();
  const auto& state = step.plan.state;
  const Narrowing narrowing(step);
  const auto sums = hours_by_topic(state.contents.hours, *step.catalogue);
  const auto first = std::ranges::find_if(sums, [](long hours) { return hours > 0; });
  const auto open = first == sums.end() ? 0 : first - sums.begin();
  bool any = false;
  for (std::size_t t = 0; t < sums.size(); ++t) {
    any |= add_topic(body, step, narrowing, t, sums[t], static_cast<std::ptrdiff_t>(t) == open);
  }
  body.show_if(!any, "NOTHING");
  body.set("QUERY", step.query);
  body.show_if(step.filled_only, "ONLY");
  body.show_if(narrowing.active(), "NARROWED");
  body.show_if(state.before_import.has_value(), "UNDO");
  add_chart(body, state.contents.hours, *step.catalogue);
  body.set("TOTAL", total_hours(state.contents.hours));
  set_saved(body, state);
  body.refer("NEXT", next_text(step));
  body.set("UNTIL", step.session_until);
  return page.text();
}

}  // namespace yanxi::html
