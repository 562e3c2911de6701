#include <fmt/format.h>

#include <algorithm>

#include "templates/page.hpp"
#include "templates/words.hpp"

// The three sections of a plan as the preview, the receipt and the read-only pages show them.

namespace yanxi::html {
namespace {

std::string edit_address(std::string_view field) {
  const auto step = static_cast<std::size_t>(step_of_field(field)) - 1;
  return fmt::format("{}?from=preview#{}", step_paths[step], field_id(field));
}

class Contents {
 public:
  Contents(Dictionary dictionary, const yanxi::Contents& contents, const Catalogue& catalogue,
           bool editable)
      : section_(dictionary), contents_(contents), catalogue_(catalogue), editable_(editable) {
    if (editable) problems_ = find_problems(contents, catalogue);
  }

  void add_fact(const std::string& label, const std::string& value) {
    Dictionary fact = section_.add("FACT");
    fact.set("LABEL", label);
    fact.add("VALUE").set("TEXT", value.empty() ? "（空白）" : value);
  }

  void add_field(const std::string& label, const char* field) {
    Dictionary fact = section_.add("FACT");
    fact.set("LABEL", label);
    add_value(fact, field);
    if (editable_) fact.add("EDIT").set("HREF", edit_address(field));
  }

  void add_ranking(const Ranking& ranking, const std::vector<std::string>& ranks,
                   const std::string& other) {
    Dictionary part = section_.add("RANKING");
    part.refer("LABEL", ranking.label);
    if (editable_) part.add("EDIT").set("HREF", edit_address(ranking.name + ".1"));
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      Dictionary rank = part.add("RANK");
      rank.refer("RANK", rank_names[i]);
      add_value(rank, ranking.name + "." + std::to_string(i + 1));
    }
    const std::string field = ranking.name + ".other";
    if (!other.empty() || find_problem(problems_, field)) add_value(part.add("OTHER"), field);
  }

  void add_topics() {
    section_.show_if(editable_, "EDIT_TOPICS");
    const auto sums = hours_by_topic(contents_.hours, catalogue_);
    for (std::size_t t = 0; t < sums.size(); ++t) add_topic(catalogue_.topics[t], sums[t]);
    section_.set("REST",
                 static_cast<long>(catalogue_.item_count() - contents_.hours.planned.size()));
    section_.set("TOTAL", total_hours(contents_.hours));
    section_.set("CATALOGUE", catalogue_.version);
    add_chart(section_, contents_.hours, catalogue_);
  }

 private:
  void add_value(Dictionary target, const std::string& field) {
    if (const Problem* problem = find_problem(problems_, field)) {
      Dictionary gap = target.add("GAP");
      gap.set("HREF", edit_address(field));
      gap.set("TEXT", problem_text(*problem, contents_, catalogue_));
      return;
    }
    const std::string value = field_value(contents_, field).value_or("");
    target.add("VALUE").set("TEXT", value_text(field, value, contents_, catalogue_));
  }

  void add_topic(const Topic& topic, long hours) {
    if (hours == 0) return;
    Dictionary part = section_.add("TOPIC");
    part.refer("CODE", topic.code);
    part.refer("NAME", topic.name);
    part.set("HOURS", hours);
    Dictionary list = part.add("LIST");
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) add_item(list, item);
    }
  }

  void add_item(Dictionary list, const Item& item) {
    const int hours = hours_of(contents_.hours, item.code);
    if (hours == 0) return;
    Dictionary entry = list.add("ITEM");
    entry.refer("CODE", item.code);
    entry.refer("NAME", item.name);
    entry.set("HOURS", static_cast<long>(hours));
    const auto name = name_of(contents_.hours, item.code);
    if (!name.empty()) entry.add("NAMED").set("TEXT", name);
    if (const Problem* problem = find_problem(problems_, "o." + item.code)) {
      Dictionary gap = entry.add("GAP");
      gap.set("HREF", edit_address(problem->field));
      gap.set("TEXT", problem_text(*problem, contents_, catalogue_));
    }
  }

  Dictionary section_;
  const yanxi::Contents& contents_;
  const Catalogue& catalogue_;
  bool editable_;
  std::vector<Problem> problems_;
};

}  // namespace

void add_contents(Dictionary dictionary, const yanxi::Contents& contents,
                  const Catalogue& catalogue, const std::string& unit, const std::string& name,
                  bool editable) {
  Contents part(dictionary.include("CONTENTS", "contents.tpl"), contents, catalogue, editable);
  part.add_fact("填報學校", unit);
  part.add_fact("填報人", name);
  part.add_field("最高學歷", "education");
  part.add_field("服務年資", "service");
  part.add_field("學校階段", "stage");
  const Stage* stage = catalogue.stage(contents.stage);
  part.add_field(stage ? stage->teaching_label : "任教年級", "teaching");
  part.add_ranking(catalogue.method, contents.method, {});
  part.add_ranking(catalogue.time, contents.time, contents.time_other);
  part.add_ranking(catalogue.place, contents.place, contents.place_other);
  part.add_topics();
}

}  // namespace yanxi::html
