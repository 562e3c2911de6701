// The Chinese words for codes, fields, problems and states. Here: one word for each thing, in one
// place, so that pages, PDF and files say the same. Pure. Not here: texts that stand in templates.
#pragma once

#include <string>
#include <string_view>

#include "events/contents.hpp"
#include "events/plan.hpp"
#include "events/survey.hpp"
#include "events/year.hpp"

namespace yanxi {

constexpr const char* step_names[] = {"填寫資料", "教師研習需求", "研習主題規劃", "預覽/送出"};
constexpr const char* step_paths[] = {"/plan/profile", "/plan/needs", "/plan/topics",
                                      "/plan/preview"};
constexpr const char* rank_names[] = {"第一順位", "第二順位", "第三順位",
                                      "第四順位", "第五順位", "第六順位"};

// The id of a field's control: h-1-1-1 for h.1-1-1.
std::string field_id(std::string_view field);
// 最高學歷, 研習時間第三順位, 1-1-1 學生身心發展
std::string field_label(std::string_view field, const Catalogue& catalogue);
// What a stored value means to a person: the option's name, 7 小時, the text itself, （空白）.
std::string value_text(std::string_view field, const std::string& value, const Contents& contents,
                       const Catalogue& catalogue);
// One sentence with 請 that says what to do, such as 請選擇第三順位的研習方式.
std::string problem_text(const Problem& problem, const Contents& contents,
                         const Catalogue& catalogue);
// 未填寫（缺：研習地點第四順位至第六順位) without the brackets' word; empty when nothing is
// missing.
std::string missing_text(const std::vector<Problem>& problems, const Catalogue& catalogue,
                         Step step);

// 暫存, 自動暫存, 送出, 退回修改, 復原 ...
std::string event_text(const plan::Event& event);
// 名單維護截止, 教師填報開始 ..., by the name of year::Windows' member
const char* instant_text(std::string_view name);
// 名單維護, 學校本位規劃, 教師填報, by year::Extended's name of a window
const char* window_text(std::string_view window);
// 教師, 學校承辦人, 縣市承辦人, 查核人員, 管理者, 系統
const char* role_text(std::string_view role);
// 尚未填寫, 尚未送出（目前未完成）, 已完成, 已退回修改, 已刪除
const char* status_text(plan::Status status);
// What a text may not hold, for a text called `label`.
std::string text_fault_text(const std::string& label, const TextFault& fault, std::size_t max);

constexpr const char* survey_questions[survey::question_count] = {
    "整體而言，這個服務容易使用", "四個步驟的說明清楚", "研習主題的分類符合我的需要",
    "填寫所需的時間合理", "規劃的結果對我下一學年度的進修有幫助"};
constexpr const char* survey_answers[survey::scale] = {"非常不同意", "不同意", "普通", "同意",
                                                       "非常同意"};

}  // namespace yanxi
