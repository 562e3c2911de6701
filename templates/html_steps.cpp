#include <fmt/format.h>

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
// post has changed since the plan was started, which the person has to confirm.
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

std::string topics(const Shell& shell, const TopicsPage& step) {
  Page page = step_page(shell, step, Step::topics, "topics.tpl");
  const plan::State& state = step.plan.state;
  HoursGrid grid;
  grid.hours = &state.contents.hours;
  grid.catalogue = step.catalogue;
  grid.problems = &step.problems;
  grid.typed = &step.typed;
  grid.narrowing = step.narrowing;
  grid.paths = teacher_grid;
  grid.next = next_text(step);
  grid.leave = "暫存/回首頁";
  grid.imports = true;
  grid.can_undo = state.before_import.has_value();
  grid.version = state.version;
  grid.saved_at = state.saved_at;
  grid.session_until = step.session_until;
  add_hours_grid(page.body(), grid);
  return page.text();
}

}  // namespace yanxi::html
