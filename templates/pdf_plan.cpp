#include <fmt/format.h>

#include <algorithm>

#include "templates/chart.hpp"
#include "templates/page.hpp"
#include "templates/pdf.hpp"
#include "templates/pdf_canvas.hpp"
#include "templates/words.hpp"

namespace yanxi {
namespace {

using Colour = PdfColour;
constexpr double left = 50, right = PdfCanvas::page_width - 50, top = 64, bottom = 780;
constexpr Colour ink{0.106, 0.145, 0.161}, grey{0.29, 0.345, 0.376}, brand{0.043, 0.353, 0.361},
    hairline{0.796, 0.827, 0.839}, warning{0.702, 0.149, 0.118};
// The palette of the chart, as style.css has it: told apart by the colour-blind too, numerals white
// on all six.
constexpr Colour palette[] = {{0.141, 0.278, 0.659}, {0.8, 0.435, 0.063},   {0.271, 0.576, 0.839},
                              {0.561, 0.176, 0.11},  {0.522, 0.502, 0.494}, {0.137, 0.208, 0.184}};

// A document that flows down its pages; headers and footers are added at the end, when the number
// of pages is known.
class Flow {
 public:
  Flow(std::string title, Instant made) : canvas_(std::move(title), made) { canvas_.add_page(); }

  PdfCanvas& canvas() { return canvas_; }
  double y() const { return y_; }
  void skip(double height) { y_ += height; }

  // Begins a new page when less than `height` is left.
  void need(double height) {
    if (y_ + height <= bottom) return;
    canvas_.add_page();
    y_ = top;
  }

  void heading(const std::string& text) {
    need(60);
    skip(10);
    canvas_.text(left, y_ + 13, 13, text, brand);
    canvas_.line(left, y_ + 19, right, y_ + 19, brand, 1);
    skip(28);
  }

  void subheading(const std::string& text) {
    need(36);
    canvas_.text(left, y_ + 11, 11, text, ink);
    skip(18);
  }

  void paragraph(const std::string& text, double size, Colour c) {
    for (const std::string& line : canvas_.break_lines(text, size, right - left)) {
      need(size * 1.6);
      canvas_.text(left, y_ + size, size, line, c);
      skip(size * 1.6);
    }
  }

  // A label and its value, which may take several lines.
  void fact(const std::string& label, const std::string& value) {
    constexpr double value_x = left + 90;
    const auto lines = canvas_.break_lines(value, 10, right - value_x);
    need(16);
    canvas_.text(left, y_ + 10, 10, label, grey);
    for (const std::string& line : lines) {
      need(16);
      canvas_.text(value_x, y_ + 10, 10, line, ink);
      skip(16);
    }
  }

  // An item of a list with a number at the right edge.
  void entry(const std::string& text, const std::string& number) {
    const auto lines = canvas_.break_lines(text, 10, right - left - 80);
    need(16);
    canvas_.text(right - canvas_.measure(number, 10), y_ + 10, 10, number, ink);
    for (const std::string& line : lines) {
      need(16);
      canvas_.text(left + 10, y_ + 10, 10, line, ink);
      skip(16);
    }
    canvas_.line(left + 10, y_ - 1.5, right, y_ - 1.5, hairline, 0.4);
  }

 private:
  PdfCanvas canvas_;
  double y_ = top;
};

void centre(PdfCanvas& canvas, double y, double size, const std::string& text, Colour colour) {
  canvas.text((PdfCanvas::page_width - canvas.measure(text, size)) / 2, y, size, text, colour);
}

class PlanDocument {
 public:
  explicit PlanDocument(const PdfPlan& plan)
      : plan_(plan),
        flow_("教師自我專業進修規劃記錄", plan.printed_at),
        standing_(plan.submitted_at && !plan.withdrawn) {}

  std::string text() {
    add_title();
    add_profile();
    add_needs();
    add_topics();
    add_missing_characters();
    add_margins();
    return flow_.canvas().finish();
  }

 private:
  void add_title() {
    PdfCanvas& canvas = flow_.canvas();
    centre(canvas, flow_.y() + 18, 18, "教師自我專業進修規劃記錄", ink);
    flow_.skip(30);
    centre(canvas, flow_.y() + 10, 10, academic_year_text(plan_.year), grey);
    flow_.skip(22);
    flow_.fact("狀態", plan_.submitted_at ? fmt::format("{}　{} 送出", plan_.state,
                                                        taipei_text(*plan_.submitted_at))
                                          : "草稿　" + plan_.state);
    if (!plan_.receipt.empty()) {
      flow_.fact("收件編號", plan_.receipt);
      flow_.fact("內容檢核碼", plan_.digest);
    }
    if (plan_.late) {
      flow_.paragraph("已逾獎勵計算期限送出，不列入本學年度獎勵方案計算。", 10, warning);
    }
  }

  void add_profile() {
    const Contents& c = plan_.contents;
    const auto value = [&](const char* field) {
      return value_text(field, field_value(c, field).value_or(""), c, *plan_.catalogue);
    };
    const Stage* stage = plan_.catalogue->stage(c.stage);
    flow_.heading("一、基本資料");
    // A person of several posts has not chosen one yet.
    flow_.fact("填報學校", plan_.unit.empty() ? "（空白）" : plan_.unit);
    flow_.fact("填報人", plan_.name);
    flow_.fact("最高學歷", value("education"));
    flow_.fact("服務年資", value("service"));
    flow_.fact("學校階段", value("stage"));
    flow_.fact(stage ? stage->teaching_label : "任教年級", value("teaching"));
  }

  void add_ranking(const Ranking& ranking, const std::vector<std::string>& ranks,
                   const std::string& other) {
    flow_.subheading(ranking.label);
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      const auto name = option_name(ranking.options, ranks[i]);
      flow_.fact(rank_names[i], name.empty() ? "（空白）" : std::string(name));
    }
    if (!other.empty()) flow_.fact("其他說明", other);
    flow_.skip(4);
  }

  void add_needs() {
    const Contents& c = plan_.contents;
    flow_.heading("二、進修需求");
    add_ranking(plan_.catalogue->method, c.method, {});
    add_ranking(plan_.catalogue->time, c.time, c.time_other);
    add_ranking(plan_.catalogue->place, c.place, c.place_other);
  }

  void add_chart(const std::vector<long>& sums, long total) {
    PdfCanvas& canvas = flow_.canvas();
    flow_.subheading("規劃分配比率");
    const double y = flow_.y();
    constexpr double radius = 68, x = left + radius + 6, table = left + 170;
    if (total == 0) canvas.slice(x, y + radius, radius, 0, 1, hairline);
    const auto slices = slice(sums);
    for (const Slice& s : slices) {
      if (s.hours == 0) continue;
      canvas.slice(x, y + radius, radius, s.from, s.to, palette[s.number - 1]);
    }
    for (const Slice& s : slices) {
      if (!has_label(s)) continue;
      const LabelPlace at = label_place(s);
      canvas.text(x + at.x * radius / 100 - 4, y + radius + at.y * radius / 100 + 5, 14,
                  std::to_string(s.number), {1, 1, 1});
    }
    double row = y + 4;
    const auto write = [&](const std::string& name, const std::string& share,
                           const std::string& hours, Colour colour) {
      canvas.text(table + 14, row + 10, 10, name, colour);
      canvas.text(right - 70 - canvas.measure(share, 10), row + 10, 10, share, colour);
      canvas.text(right - canvas.measure(hours, 10), row + 10, 10, hours, colour);
      canvas.line(table, row + 15, right, row + 15, hairline, 0.4);
      row += 18;
    };
    write("類別", "百分比", "時數", grey);
    for (const Slice& s : slices) {
      canvas.box(table, row + 2, 8, 8, palette[s.number - 1]);
      const Topic& topic = plan_.catalogue->topics[static_cast<std::size_t>(s.number) - 1];
      write(fmt::format("{}. {}", s.number, topic.name), percent_text(s.tenths),
            std::to_string(s.hours), ink);
    }
    write("合計", total > 0 ? "100%" : "0.0%", std::to_string(total), ink);
    flow_.skip(std::max(2 * radius, row - y) + 4);
    flow_.paragraph(total > 0 ? "比例採四捨五入。" : "尚未規劃時數。", 8.5, grey);
  }

  void add_topics() {
    const Contents& c = plan_.contents;
    const auto sums = hours_by_topic(c.hours, *plan_.catalogue);
    flow_.need(240);  // the heading stands with its chart, of six topics at most, and its note
    flow_.heading("三、研習主題規劃");
    add_chart(sums, total_hours(c.hours));
    for (std::size_t t = 0; t < sums.size(); ++t) {
      if (sums[t] == 0) continue;
      const Topic& topic = plan_.catalogue->topics[t];
      flow_.skip(6);
      flow_.subheading(fmt::format("{}. {}　{} 小時", topic.code, topic.name, sums[t]));
      for (const Subtopic& subtopic : topic.subtopics) {
        for (const Item& item : subtopic.items) add_item(item);
      }
    }
    flow_.skip(6);
    flow_.paragraph(
        fmt::format("合計 {} 小時。選項版本 {}。", total_hours(c.hours), plan_.catalogue->version),
        10, grey);
  }

  void add_item(const Item& item) {
    const int hours = hours_of(plan_.contents.hours, item.code);
    if (hours == 0) return;
    const auto name = name_of(plan_.contents.hours, item.code);
    flow_.entry(fmt::format("{} {}{}{}", item.code, item.name, name.empty() ? "" : "：", name),
                fmt::format("{} 小時", hours));
  }

  void add_missing_characters() {
    for (const char32_t character : flow_.canvas().missing()) {
      flow_.paragraph(fmt::format("〓：字型沒有的字 U+{:04X}", static_cast<unsigned>(character)),
                      8.5, grey);
    }
  }

  // What stands on every page: 草稿 or the receipt, and page x of y.
  void add_margins() {
    PdfCanvas& canvas = flow_.canvas();
    for (std::size_t page = 0; page < canvas.page_count(); ++page) {
      canvas.choose_page(page);
      if (!plan_.submitted_at) {
        centre(canvas, 44, 14, "草稿（尚未送出，視同未完成規劃）", warning);
      } else if (!standing_) {
        centre(canvas, 44, 11, "這次送出" + plan_.state + "，視同未完成規劃", warning);
      }
      if (plan_.demo) canvas.text(left, 30, 8.5, "示範資料", grey);
      if (!plan_.moment.empty()) centre(canvas, 26, 11, plan_.moment, warning);
      canvas.line(left, 796, right, 796, hairline);
      const std::string number = fmt::format("第 {} 頁，共 {} 頁", page + 1, canvas.page_count());
      canvas.text(left, 808, 8.5,
                  fmt::format("{} {}　{}", plan_.unit, plan_.name,
                              plan_.receipt.empty() ? "草稿" : plan_.receipt),
                  grey);
      canvas.text(right - canvas.measure(number, 8.5), 808, 8.5, number, grey);
      canvas.text(
          left, 821, 8.5,
          fmt::format("列印 {}　無障礙版本：{}", taipei_text(plan_.printed_at), plan_.address),
          grey);
    }
  }

  const PdfPlan& plan_;
  Flow flow_;
  bool standing_;
};

}  // namespace

std::string pdf_plan(const PdfPlan& plan) { return PlanDocument(plan).text(); }

std::string pdf_record(const PdfRecord& record) {
  Flow flow(record.title, record.printed_at);
  centre(flow.canvas(), flow.y() + 18, 18, record.title, ink);
  flow.skip(34);
  for (const auto& [label, value] : record.facts) flow.fact(label, value);
  flow.heading(record.heading);
  for (const std::string& line : record.lines) flow.paragraph(line, 8.5, ink);
  PdfCanvas& canvas = flow.canvas();
  for (std::size_t page = 0; page < canvas.page_count(); ++page) {
    canvas.choose_page(page);
    if (record.demo) canvas.text(left, 30, 8.5, "示範資料", grey);
    canvas.text(left, 808, 8.5,
                fmt::format("列印時間 {}　第 {} 頁，共 {} 頁", taipei_text(record.printed_at),
                            page + 1, canvas.page_count()),
                grey);
  }
  return flow.canvas().finish();
}

}  // namespace yanxi
