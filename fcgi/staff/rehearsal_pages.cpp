#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"

// The pages as they will be at a future time, for administrators. Nothing is changed.

namespace yanxi {

HttpResponse show_rehearsal(Visit& visit) {
  const std::string typed = get(visit.query, "t"), which = get(visit.query, "page");
  html::SheetForm form;
  form.path = "/admin/rehearse";
  html::Control page{"page", "頁面", which, html::Control::Kind::choice};
  page.options = {{"landing", "首頁"},
                  {"absent", "我的規劃：尚未填寫"},
                  {"draft", "我的規劃：尚未送出"},
                  {"submitted", "我的規劃：已完成"}};
  form.controls = {{"t", "時間", typed}, std::move(page)};
  form.controls[0].hint = "例如 2026/09/30 16:59:00";
  form.buttons = {{"預演"}};
  const auto at = read_time(typed);
  if (typed.empty() || !at) {
    if (!typed.empty()) form.controls[0].error = at.error();
    html::Sheet sheet{"預演",
                      {html::Note{"看看各頁在指定時間會是什麼樣子。不會改變任何資料。"},
                       std::move(form), html::Links{{{"/admin", "回管理"}}}}};
    return show_sheet(visit, sheet, typed.empty() ? 200 : 422);
  }
  html::Shell shell = visit.shell();
  shell.now = *at;
  shell.year = read_year_view(visit.service.views, academic_year(*at));
  shell.notice = "預演：" + taipei_text(*at) + " 的樣子，這一頁的按鈕沒有作用。";
  if (which == "landing" || which.empty()) return visit.page(html::landing(shell));
  html::Home home;
  home.catalogue = shell.year ? &visit.service.catalogues.at(shell.year->state.catalogue)
                              : &visit.service.catalogues.latest();
  home.plan = absent_plan("example", academic_year(*at));
  home.unit = "範例國民小學";
  home.submitted_name = shell.name;
  home.plan.state.contents = blank_contents(*home.catalogue, {});
  if (which != "absent") {
    home.plan.state.status = which == "draft" ? plan::Status::draft : plan::Status::submitted;
    home.plan.state.version = 1;
    home.plan.state.saved_at = home.plan.state.changed_at = *at + -hour_us;
    home.plan.state.catalogue = home.catalogue->version;
  }
  if (which == "submitted") {
    home.plan.state.submission = plan::Submission{1,
                                                  1,
                                                  *at + -hour_us,
                                                  *at + -hour_us,
                                                  {},
                                                  home.catalogue->version,
                                                  home.plan.state.contents};
  }
  if (which == "draft") home.problems = find_problems(home.plan.state.contents, *home.catalogue);
  return visit.page(html::home(shell, home));
}

}  // namespace yanxi
