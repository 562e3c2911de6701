#include "templates/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yanxi {
namespace {

const Ranking* find_ranking(std::string_view field, const Catalogue& catalogue) {
  if (field.starts_with("method.")) return &catalogue.method;
  if (field.starts_with("time.")) return &catalogue.time;
  if (field.starts_with("place.")) return &catalogue.place;
  return nullptr;
}

// 研習方式 for method; the catalogue's label is a whole question.
const char* ranking_noun(std::string_view field) {
  if (field.starts_with("method.")) return "研習方式";
  return field.starts_with("time.") ? "研習時間" : "研習地點";
}

const char* rank_name(std::string_view field) {
  return rank_names[static_cast<std::size_t>(field.back() - '1')];
}

std::string item_label(std::string_view code, const Catalogue& catalogue) {
  const Item* item = catalogue.item(code);
  return item ? item->code + " " + item->name : std::string(code);
}

std::string teaching_label(const Contents& contents, const Catalogue& catalogue) {
  const Stage* stage = catalogue.stage(contents.stage);
  return stage ? stage->teaching_label : "任教年級";
}

std::string missing(const Problem& problem, const Contents& contents, const Catalogue& catalogue) {
  const std::string_view field = problem.field;
  if (find_ranking(field, catalogue)) {
    return fmt::format("請選擇{}的{}", rank_name(field), ranking_noun(field));
  }
  if (field == "teaching") return "請選擇" + teaching_label(contents, catalogue);
  return "請選擇" + field_label(field, catalogue);
}

std::string duplicate(const Problem& problem, const Catalogue& catalogue) {
  const Ranking* ranking = find_ranking(problem.field, catalogue);
  return fmt::format("「{}」同時選為{}和{}，請改選其中一個",
                     option_name(ranking->options, problem.typed), rank_names[problem.number - 1],
                     rank_name(problem.field));
}

std::string mismatch(const Contents& contents, const Catalogue& catalogue) {
  const Stage* stage = catalogue.stage(contents.stage);
  if (!stage) return "請選擇學校階段";
  return fmt::format("{}與「{}」不符，請選擇{}的項目", stage->teaching_label, stage->name,
                     stage->name);
}

std::string text_label(std::string_view field, const Catalogue& catalogue) {
  return field.starts_with("o.") ? item_label(field.substr(2), catalogue) + "的說明"
                                 : "「其他」說明";
}

}  // namespace

std::string field_id(std::string_view field) {
  std::string id(field);
  std::ranges::replace(id, '.', '-');
  return id;
}

std::string field_label(std::string_view field, const Catalogue& catalogue) {
  if (field == "unit") return "填報學校";
  if (field == "education") return "最高學歷";
  if (field == "service") return "服務年資";
  if (field == "stage") return "學校階段";
  if (field == "teaching") return "任教年級";
  if (field == "topics") return step_names[2];
  if (field.starts_with("h.")) return item_label(field.substr(2), catalogue);
  if (field.starts_with("o.")) return item_label(field.substr(2), catalogue) + "（說明）";
  if (field.ends_with(".other")) return std::string(ranking_noun(field)) + "：其他（請說明）";
  return std::string(ranking_noun(field)) + rank_name(field);
}

std::string value_text(std::string_view field, const std::string& value, const Contents& contents,
                       const Catalogue& catalogue) {
  if (value.empty()) return "（空白）";
  const auto named = [&](const std::vector<Option>& options) {
    const auto name = option_name(options, value);
    return name.empty() ? value : std::string(name);
  };
  if (field == "education") return named(catalogue.educations);
  if (field == "service") return named(catalogue.services);
  if (field == "stage") {
    const Stage* stage = catalogue.stage(value);
    return stage ? stage->name : value;
  }
  if (field == "teaching") {
    const auto name = teaching_name(catalogue, contents.stage, value);
    if (!name.empty()) return std::string(name);
    for (const Stage& stage : catalogue.stages) {
      if (const Option* option = find_option(stage.teaching, value)) return option->name;
    }
    return value;
  }
  if (field.starts_with("h.")) return value + " 小時";
  if (const Ranking* ranking = find_ranking(field, catalogue);
      ranking && !field.ends_with(".other")) {
    return named(ranking->options);
  }
  return value;
}

std::string problem_text(const Problem& problem, const Contents& contents,
                         const Catalogue& catalogue) {
  using Kind = Problem::Kind;
  const std::string_view field = problem.field;
  const auto hours_label = [&] { return item_label(field.substr(2), catalogue); };
  switch (problem.kind) {
    case Kind::missing:
      return missing(problem, contents, catalogue);
    case Kind::unknown_code:
      return fmt::format("{}：選項已不在清單中，請重新選擇", field_label(field, catalogue));
    case Kind::mismatch:
      return mismatch(contents, catalogue);
    case Kind::duplicate_rank:
      return duplicate(problem, catalogue);
    case Kind::other_unexplained:
      return fmt::format("請說明「其他」{}", ranking_noun(field));
    case Kind::text_too_long:
      return fmt::format("{}最多 {} 字，目前 {} 字", text_label(field, catalogue),
                         field.starts_with("o.") ? max_name_characters : max_other_characters,
                         problem.number);
    case Kind::forbidden_character:
      return fmt::format("{}含有無法儲存的字元：第 {} 個字", text_label(field, catalogue),
                         problem.number);
    case Kind::not_a_number:
      return fmt::format("{}：請填 0 到 {} 的整數", hours_label(), catalogue.max_hours_per_item);
    case Kind::fraction:
      return fmt::format("{}：只能填整數，{} 小時請改為 {} 或 {}", hours_label(), problem.typed,
                         problem.number, problem.number + 1);
    case Kind::too_many_hours:
      return fmt::format("{}：最多 {} 小時，目前 {}", hours_label(), catalogue.max_hours_per_item,
                         problem.number);
    case Kind::topic_unnamed:
      return fmt::format("{}：已填時數，請說明研習主題", hours_label());
    case Kind::no_hours:
      return fmt::format("請至少規劃 {} 小時", catalogue.min_total_hours);
    case Kind::unit_changed:
      return "您目前的任教學校與這份規劃的填報學校不同，請確認填報學校";
  }
  return {};
}

std::string missing_text(const std::vector<Problem>& problems, const Catalogue& catalogue,
                         Step step) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const std::string& field = problems[i].field;
    if (step_of_field(field) != step) continue;
    const Ranking* ranking = find_ranking(field, catalogue);
    std::size_t last = i;
    if (ranking && problems[i].kind == Problem::Kind::missing) {
      // Ranks that follow each other are named as a span: 第四順位至第六順位.
      const auto follows = [&](std::size_t next) {
        return next < problems.size() && problems[next].kind == Problem::Kind::missing &&
               find_ranking(problems[next].field, catalogue) == ranking &&
               problems[next].field.back() == problems[next - 1].field.back() + 1;
      };
      while (follows(last + 1)) ++last;
    }
    std::string name = field == "topics" ? "研習時數" : field_label(field, catalogue);
    if (last > i) name += std::string("至") + rank_name(problems[last].field);
    names.push_back(std::move(name));
    i = last;
  }
  return fmt::format("{}", fmt::join(names, "、"));
}

std::string event_text(const plan::Event& event) {
  return std::visit(
      [](const auto& e) -> std::string {
        using Event = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<Event, plan::DraftSaved>) {
          return e.via == "autosave" ? "自動暫存"
                 : e.via == "undo"   ? "復原這次匯入"
                 : e.via == "carry"  ? "帶入上一學年度規劃"
                                     : "暫存";
        }
        if constexpr (std::is_same_v<Event, plan::SchoolPlanImported>) return "匯入學校本位規劃";
        if constexpr (std::is_same_v<Event, plan::Submitted>) return "送出";
        if constexpr (std::is_same_v<Event, plan::Withdrawn>) return "退回修改";
        if constexpr (std::is_same_v<Event, plan::Deleted>) return "刪除";
        if constexpr (std::is_same_v<Event, plan::Restored>) return "復原";
        if constexpr (std::is_same_v<Event, plan::Extended>) return "個別補送";
        if constexpr (std::is_same_v<Event, plan::CatalogueChanged>) return "改用新版選項";
      },
      event);
}

const char* instant_text(std::string_view name) {
  return name == "roster_until"   ? "名單維護截止"
         : name == "school_opens" ? "學校本位規劃開始"
         : name == "school_until" ? "學校本位規劃截止"
         : name == "opens"        ? "教師填報開始"
         : name == "counts_until" ? "獎勵計算截止"
                                  : "教師填報截止";
}

const char* window_text(std::string_view window) {
  return window == "roster" ? "名單維護" : window == "school" ? "學校本位規劃" : "教師填報";
}

const char* role_text(std::string_view role) {
  if (role == "teacher") return "教師";
  if (role == "clerk") return "學校承辦人";
  if (role == "county") return "縣市承辦人";
  if (role == "auditor") return "查核人員";
  return role == "admin" ? "管理者" : "系統";
}

const char* status_text(plan::Status status) {
  switch (status) {
    case plan::Status::absent:
      return "尚未填寫";
    case plan::Status::draft:
      return "尚未送出（目前未完成）";
    case plan::Status::submitted:
      return "已完成";
    case plan::Status::withdrawn:
      return "已退回修改";
    case plan::Status::deleted:
      return "已刪除";
  }
  return "";
}

std::string text_fault_text(const std::string& label, const TextFault& fault, std::size_t max) {
  if (fault.kind == TextFault::Kind::too_long) {
    return fmt::format("{}最多 {} 字，目前 {} 字", label, max, fault.number);
  }
  return fmt::format("{}含有無法儲存的字元：第 {} 個字", label, fault.number);
}

}  // namespace yanxi
