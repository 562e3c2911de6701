#include "fcgi/staff/catalogue_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "events/text.hpp"
#include "templates/csv.hpp"

namespace yanxi {
namespace {

const CsvCells columns = {"清單", "代碼", "名稱", "上層", "自由填寫", "外部代碼"};

struct ListName {
  const char* name;
  const char* chinese;
};
constexpr ListName lists[] = {{"education", "最高學歷"}, {"service", "服務年資"},
                              {"stage", "學校階段"},     {"teaching", "任教年級或領域"},
                              {"method", "研習方式"},    {"time", "研習時間"},
                              {"place", "研習地點"},     {"topics", "研習主題"}};

struct Row {
  std::size_t line = 0;
  std::string code, name, parent;
  bool free_text = false;
  std::string external_code;
};

std::vector<Option> options_of(const std::vector<Row>& rows) {
  std::vector<Option> options;
  for (const Row& row : rows) options.push_back({row.code, row.name});
  return options;
}

// The stages and what belongs to each; a sentence when a row has no stage.
std::string put_stages(const std::vector<Row>& stages, const std::vector<Row>& teaching,
                       Catalogue& catalogue) {
  const std::vector<Stage> before = catalogue.stages;
  if (!stages.empty()) catalogue.stages.clear();
  for (const Row& row : stages) {
    const auto known = std::ranges::find(before, row.code, &Stage::code);
    Stage stage{row.code, row.name, known == before.end() ? "任教年級" : known->teaching_label, {}};
    if (known != before.end()) stage.teaching = known->teaching;
    catalogue.stages.push_back(std::move(stage));
  }
  if (teaching.empty()) return {};
  for (Stage& stage : catalogue.stages) stage.teaching.clear();
  for (const Row& row : teaching) {
    const auto stage = std::ranges::find(catalogue.stages, row.parent, &Stage::code);
    if (stage == catalogue.stages.end()) {
      return fmt::format("第 {} 行：沒有學校階段 {}", row.line, row.parent);
    }
    stage->teaching.push_back({row.code, row.name});
  }
  return {};
}

// 1 is a topic, 1-1 a subtopic, 1-1-1 an item: each stands below the last of the kind above.
std::string put_topics(const std::vector<Row>& rows, Catalogue& catalogue) {
  catalogue.topics.clear();
  for (const Row& row : rows) {
    const auto depth = std::ranges::count(row.code, '-');
    if (depth == 0) {
      catalogue.topics.push_back({row.code, row.name, {}, 0});
      continue;
    }
    Topic* topic = catalogue.topics.empty() ? nullptr : &catalogue.topics.back();
    const bool below_topic = topic && row.code.starts_with(topic->code + "-");
    if (depth == 1 && below_topic) {
      topic->subtopics.push_back({row.code, row.name, {}});
      continue;
    }
    Subtopic* subtopic =
        below_topic && !topic->subtopics.empty() ? &topic->subtopics.back() : nullptr;
    if (depth != 2 || !subtopic || !row.code.starts_with(subtopic->code + "-")) {
      return fmt::format("第 {} 行：{} 沒有接在它的上一層之後", row.line, row.code);
    }
    subtopic->items.push_back({row.code, row.name, row.free_text, row.external_code});
  }
  return {};
}

}  // namespace

std::string list_text(const std::string& list) {
  for (const ListName& known : lists) {
    if (list == known.name) return known.chinese;
  }
  if (list == "counties") return "縣市";
  if (list == "hours") return "時數（每項上限／最低合計／提醒）";
  // "stage 40" is what belongs to that stage.
  return list.starts_with("stage ") ? "任教年級或領域（" + list.substr(6) + "）" : list;
}

std::string write_catalogue_table(const Catalogue& catalogue) {
  std::vector<CsvCells> rows = {columns};
  const auto add = [&](const char* list, const std::vector<Option>& options,
                       const std::string& parent) {
    for (const Option& option : options) {
      rows.push_back({list, option.code, option.name, parent, "", ""});
    }
  };
  add("最高學歷", catalogue.educations, "");
  add("服務年資", catalogue.services, "");
  for (const Stage& stage : catalogue.stages) {
    rows.push_back({"學校階段", stage.code, stage.name, "", "", ""});
  }
  for (const Stage& stage : catalogue.stages) add("任教年級或領域", stage.teaching, stage.code);
  add("研習方式", catalogue.method.options, "");
  add("研習時間", catalogue.time.options, "");
  add("研習地點", catalogue.place.options, "");
  for (const Topic& topic : catalogue.topics) {
    rows.push_back({"研習主題", topic.code, topic.name, "", "", ""});
    for (const Subtopic& subtopic : topic.subtopics) {
      rows.push_back({"研習主題", subtopic.code, subtopic.name, topic.code, "", ""});
      for (const Item& item : subtopic.items) {
        rows.push_back({"研習主題", item.code, item.name, subtopic.code, item.free_text ? "是" : "",
                        item.external_code});
      }
    }
  }
  return write_csv(rows);
}

std::string read_catalogue_table(std::string_view text, Catalogue& catalogue) {
  if (!is_utf8(text)) return "內容不是 UTF-8 文字";
  std::map<std::string, std::vector<Row>> found;
  std::string fault;
  bool headed = false;
  const auto read = read_csv(text, [&](std::size_t line, CsvCells cells) {
    if (!fault.empty()) return;
    if (!headed) {
      headed = true;
      if (cells != columns) fault = "第一行必須是：清單,代碼,名稱,上層,自由填寫,外部代碼";
      return;
    }
    if (cells.size() != columns.size()) {
      fault = fmt::format("第 {} 行：欄數與第一行不同", line);
      return;
    }
    const auto list = std::ranges::find_if(
        lists, [&](const ListName& known) { return cells[0] == known.chinese; });
    if (list == std::end(lists)) {
      fault = fmt::format("第 {} 行：沒有「{}」這個清單", line, cells[0]);
      return;
    }
    found[list->name].push_back({line, cells[1], cells[2], cells[3], !cells[4].empty(), cells[5]});
  });
  if (!read) return fmt::format("第 {} 行：引號沒有成對", read.error());
  if (!fault.empty()) return fault;
  const auto put = [&](const char* list, std::vector<Option>& options) {
    if (found.contains(list)) options = options_of(found[list]);
  };
  put("education", catalogue.educations);
  put("service", catalogue.services);
  put("method", catalogue.method.options);
  put("time", catalogue.time.options);
  put("place", catalogue.place.options);
  fault = put_stages(found["stage"], found["teaching"], catalogue);
  if (fault.empty() && found.contains("topics")) fault = put_topics(found["topics"], catalogue);
  return fault;
}

}  // namespace yanxi
