#include <fmt/format.h>

#include "templates/page.hpp"
#include "templates/words.hpp"

namespace yanxi::html {
namespace {

struct Period {
  const char* panel;
  std::string text, more;
};

Period period(const Shell& shell) {
  if (!shell.year) return {"info", "本學年度的填報日期尚未公告", {}};
  const year::Windows& windows = shell.year->state.windows;
  const std::string counts = taipei_deadline(windows.counts_until);
  switch (year::phase(windows, shell.now)) {
    case year::Phase::before:
      return {"info", taipei_deadline(windows.opens) + " 開放填報",
              fmt::format("請於 {} 前送出，才能納入獎勵方案計算。", counts)};
    case year::Phase::open:
      return {"ok", fmt::format("開放中，{} 前送出", counts),
              "於填報期內送出規劃者，即可納入本學年度獎勵方案之計算對象。"};
    case year::Phase::late:
      return {"warn", "已逾獎勵計算期限，仍可送出，但不列入本學年度獎勵方案計算",
              taipei_deadline(windows.accepts_until) + " 截止"};
    case year::Phase::closed:
      return {"info", "填報已截止", taipei_deadline(windows.accepts_until) + " 截止"};
  }
  return {};
}

}  // namespace

std::string landing(const Shell& shell) {
  Page page(shell, "首頁", "landing.tpl");
  Dictionary body = page.body();
  const Period shown = period(shell);
  body.refer("PERIOD_CLASS", shown.panel);
  body.set("PERIOD", shown.text);
  if (!shown.more.empty()) body.add("PERIOD_MORE").set("TEXT", shown.more);
  if (shell.year && !shell.year->state.announcement.empty()) {
    body.add("ANNOUNCED").set("TEXT", shell.year->state.announcement);
  }
  if (shell.account.empty()) {
    body.show("SIGNED_OUT");
  } else {
    Dictionary signed_in = body.add("SIGNED_IN");
    signed_in.show(shell.teacher ? "TEACHER" : "NO_PLAN");
    for (const Link& desk : shell.desks) {
      Dictionary entry = signed_in.add("DESK");
      entry.set("PATH", desk.path);
      entry.set("TEXT", desk.text);
    }
  }
  return page.text();
}

std::string login(const Shell& shell, const Login& login) {
  Page page(shell, "登入", "login.tpl");
  Dictionary body = page.body();
  if (!login.error.empty()) {
    page.mark_error();
    body.add("FAILED").set("TEXT", login.error);
  }
  if (login.expired) body.add("EXPIRED").show_if(!login.typed.empty(), "KEPT");
  body.set("NEXT", login.next);
  body.set("ACCOUNT", login.account);
  if (!login.typed.empty()) body.add("TYPED").set("VALUE", login.typed);
  return page.text();
}

std::string notice(const Shell& shell, const Notice& notice) {
  Page page(shell, notice.heading, "notice.tpl");
  Dictionary body = page.body();
  body.set("HEADING", notice.heading);
  for (const std::string& line : notice.lines) body.add("LINE").set("TEXT", line);
  bool first = true;
  for (const Link& link : notice.links) {
    Dictionary entry = body.add("LINK");
    entry.set("PATH", link.path);
    entry.set("TEXT", link.text);
    entry.show_if(!first, "SECOND");
    first = false;
  }
  if (!notice.reference.empty()) body.add("REFERENCE").set("TEXT", notice.reference);
  return page.text();
}

std::string help(const Shell& shell) { return Page(shell, "操作說明", "help.tpl").text(); }
std::string privacy(const Shell& shell) { return Page(shell, "隱私權保護", "privacy.tpl").text(); }
std::string accessibility(const Shell& shell) {
  return Page(shell, "無障礙聲明", "accessibility.tpl").text();
}

namespace {

std::string scoped_role(const person::Role& role, const std::vector<Post>& units) {
  std::string scope = role.scope;
  for (const Post& unit : units) {
    if (unit.code == role.scope) scope = unit.name;
  }
  return role_text(role.name) + (scope.empty() ? std::string() : "（" + scope + "）");
}

void add_plans(Dictionary body, const std::vector<PlanView>& plans) {
  if (plans.empty()) {
    body.show("NO_PLANS");
    return;
  }
  Dictionary table = body.add("PLANS");
  for (const PlanView& plan : plans) {
    Dictionary row = table.add("ROW");
    row.set("YEAR", static_cast<long>(plan.year));
    const bool begun =
        plan.state.status != plan::Status::absent && plan.state.status != plan::Status::deleted;
    row.show(begun ? "LINKED" : "UNLINKED");
    row.refer("STATUS", status_text(plan.state.status));
    row.set("HOURS", total_hours(plan.state.contents.hours));
    set_time(row, plan.state.changed_at);
  }
}

}  // namespace

std::string my_data(const Shell& shell, const MyData& data) {
  Page page(shell, "我的資料", "my_data.tpl");
  Dictionary body = page.body();
  body.set("ACCOUNT", data.person.account);
  body.set("NAME", data.person.state.name);
  for (std::size_t i = 0; i + 1 < data.person.names.size(); ++i) {
    Dictionary former = body.add("FORMER");
    former.set("TEXT", data.person.names[i].name);
    set_time(former, data.person.names[i].since);
  }
  for (const person::Role& role : data.person.state.roles) {
    body.add("ROLE").set("TEXT", scoped_role(role, data.units));
  }
  add_plans(body, data.plans);
  body.show(data.survey.answered ? "SURVEYED" : "UNSURVEYED");
  return page.text();
}

}  // namespace yanxi::html
