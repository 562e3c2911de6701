#include "templates/html_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "templates/page.hpp"
#include "templates/words.hpp"

namespace yanxi::html {
namespace {

// Entries that are shown together: one, or the autosaves of one hour that followed each other.
std::vector<std::vector<const HistoryEntry*>> group(const std::vector<HistoryEntry>& entries) {
  std::vector<std::vector<const HistoryEntry*>> groups;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const HistoryEntry* last = groups.empty() ? nullptr : groups.back().back();
    const bool together = last && last->automatic && entry->automatic &&
                          last->at.us / hour_us == entry->at.us / hour_us;
    if (!together) groups.emplace_back();
    groups.back().push_back(&*entry);
  }
  return groups;
}

void add_entry(Dictionary part, const HistoryEntry& entry, std::uint64_t newest) {
  Dictionary item = part.add("ENTRY");
  item.set("WHAT", entry.what);
  set_time(item, entry.at);
  item.set("WHO", entry.who);
  item.set("ROLE", entry.role);
  item.set("VERSION", static_cast<long>(entry.version));
  item.set("POSITION", static_cast<long>(entry.position));
  item.show(entry.proven ? "PROVEN" : "BROKEN");
  for (const std::string& line : entry.details) item.add("DETAIL").set("TEXT", line);
  item.show_if(entry.version + 1 == newest, "A");
  item.show_if(entry.version == newest && newest > 1, "B");
}

}  // namespace

std::string history(const Shell& shell, const History& history) {
  Page page(shell, "歷程 " + history.id, "history.tpl");
  Dictionary body = page.body();
  body.set("RECORD", history.record_note);
  body.set("PATH", history.path);
  body.set("ID", history.id);
  body.set("STATED", history.stated);
  body.set("MATTER", history.matter.empty() ? "" : "?" + history.matter);
  body.set("MORE_MATTER", history.matter.empty() ? "" : "&" + history.matter);
  body.set("NOW", taipei_text(history.entries.back().at));
  body.show_if(history.entries.size() > 1, "BAR");
  for (const auto& [label, value] : history.facts) {
    Dictionary fact = body.add("FACT");
    fact.set("LABEL", label);
    fact.set("VALUE", value);
  }
  const std::uint64_t newest = history.entries.back().version;
  for (const auto& entries : group(history.entries)) {
    Dictionary part = body.add("GROUP");
    if (entries.size() > 1) {
      Dictionary folded = part.add("FOLDED");
      folded.set("COUNT", static_cast<long>(entries.size()));
      folded.set("FIRST", taipei_text(entries.back()->at));
      folded.set("LAST", taipei_clock(entries.front()->at));
    }
    for (const HistoryEntry* entry : entries) add_entry(part, *entry, newest);
  }
  return page.text();
}

namespace {

using Values = std::map<std::string, std::string>;

Values values_of(const Contents& contents) {
  Values values;
  for (Field& field : fields_of(contents)) values[field.name] = std::move(field.value);
  return values;
}

// Every field of either version in the order of the pages, the catalogue's items whole.
std::vector<std::string> fields_of_both(const ComparedSide& before, const ComparedSide& after) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const ComparedSide* side : {&before, &after}) {
    const Contents blank = blank_contents(*side->catalogue, {});
    for (const Field& field : fields_of(blank)) add(field.name);
  }
  for (const ComparedSide* side : {&after, &before}) {
    for (const Topic& topic : side->catalogue->topics) {
      for (const Subtopic& subtopic : topic.subtopics) {
        for (const Item& item : subtopic.items) {
          if (side == &before && after.catalogue->item(item.code)) continue;
          names.push_back("h." + item.code);
          if (item.free_text) names.push_back("o." + item.code);
        }
      }
    }
  }
  return names;
}

std::string words_of(const ComparedSide& side, const std::string& name, const std::string& value) {
  if (value.empty()) return "（空白）";
  if (name == "unit") return side.unit;
  return value_text(name, value, side.contents, *side.catalogue);
}

std::string change_of(const std::string& name, const std::string& before,
                      const std::string& after) {
  if (name.starts_with("h.")) {
    const auto hours = [](const std::string& text) { return text.empty() ? 0 : std::stoi(text); };
    return fmt::format("{:+d} 小時", hours(after) - hours(before));
  }
  return before.empty() ? "新增" : after.empty() ? "刪除" : "修改";
}

}  // namespace

Sheet comparison(const ComparedSide& before, const ComparedSide& after) {
  Sheet sheet{"比較", {}};
  sheet.parts.push_back(Facts{
      {{"之前", fmt::format("第 {} 版　{}　{}　選項版本 {}", before.version, taipei_text(before.at),
                            status_text(before.status), before.catalogue->version)},
       {"之後", fmt::format("第 {} 版　{}　{}　選項版本 {}", after.version, taipei_text(after.at),
                            status_text(after.status), after.catalogue->version)}}});
  Table changed{"不同的欄位", {"欄位", "之前", "之後", "異動"}, {}, {}, {}};
  Table same{"未變動的欄位", {"欄位", "內容"}, {}, {}, {}};
  const Values old_values = values_of(before.contents), new_values = values_of(after.contents);
  const auto value_in = [](const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  for (const std::string& name : fields_of_both(before, after)) {
    const std::string old_value = value_in(old_values, name), value = value_in(new_values, name);
    const bool gone = name[1] == '.' && !after.catalogue->item(name.substr(2));
    const std::string label = field_label(name, gone ? *before.catalogue : *after.catalogue);
    const std::string old_words = words_of(before, name, old_value);
    const std::string words = words_of(after, name, value);
    if (old_value == value && old_words == words) {
      same.rows.push_back({{label}, {words}});
      continue;
    }
    const std::string change =
        old_value == value ? std::string("名稱改變") : change_of(name, old_value, value);
    changed.rows.push_back(
        {{label}, {old_words, Cell::Kind::removed}, {words, Cell::Kind::added}, {change}});
  }
  changed.empty = "兩個版本的內容相同。";
  same.fold = fmt::format("顯示未變動（{}）", same.rows.size());
  sheet.parts.push_back(std::move(changed));
  if (!same.rows.empty()) sheet.parts.push_back(std::move(same));
  return sheet;
}

}  // namespace yanxi::html
