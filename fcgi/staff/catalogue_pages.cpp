#include <fmt/format.h>

#include "events/edition.hpp"
#include "events/streams.hpp"
#include "fcgi/staff/catalogue_table.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "fcgi/teacher/plan_visit.hpp"
#include "templates/words.hpp"

// The catalogue for administrators: what a pasted one would change, and publishing it as the next
// version. For teachers: carrying a draft over to it.

namespace yanxi {
namespace {

html::Table changes_table(const char* caption, const std::vector<edition::Change>& changes) {
  html::Table table{fmt::format("{} {} 項", caption, changes.size()),
                    {"代碼", "清單", "原來", "之後"},
                    {},
                    {},
                    {}};
  for (const edition::Change& change : changes) {
    const auto side = [](const std::string& name, html::Cell::Kind kind) {
      return name.empty() ? html::Cell{"（空白）"} : html::Cell{name, kind};
    };
    table.rows.push_back({{change.code},
                          {list_text(change.path)},
                          side(change.before, html::Cell::Kind::removed),
                          side(change.after, html::Cell::Kind::added)});
  }
  table.empty = fmt::format("{} 0 項。", caption);
  return table;
}

html::Table versions_table(const Visit& visit) {
  html::Table table{"已發布的版本", {"版本", "細項", "使用的學年度", "下載"}, {}, {}, {}};
  const auto years = read_year_views(visit.service.views);
  for (const Catalogue* catalogue : visit.service.catalogues.all()) {
    std::string used;
    for (const YearView& year : years) {
      if (year.state.catalogue == catalogue->version) used += std::to_string(year.year) + " ";
    }
    table.rows.push_back(
        {{catalogue->version},
         html::number_cell(static_cast<long>(catalogue->item_count())),
         {used},
         html::link_cell("CSV", "/admin/catalogue.csv?version=" + catalogue->version,
                         "版本 " + catalogue->version)});
  }
  return table;
}

// Years whose plans begin with an older version than there is: a publishing that was interrupted,
// or a year that was opened before.
void add_adoptions(const Visit& visit, html::Sheet& sheet) {
  for (const YearView& year : read_year_views(visit.service.views)) {
    const Catalogue& last = edition::last_of(year.year, visit.service.catalogues.all());
    if (year.state.catalogue == last.version) continue;
    html::SheetForm form;
    form.path = "/admin/catalogue/adopt";
    form.version = year.state.version;
    form.once = random_once();
    form.controls = {{"year", {}, std::to_string(year.year), html::Control::Kind::hidden}};
    form.buttons = {{fmt::format("{} 學年度改用 {}", year.year, last.version), {}, {}, true}};
    sheet.parts.push_back(html::Note{
        fmt::format("{} 學年度目前使用 {}；改用 {} 後，之後開始的規劃使用新版，已開始的不變。",
                    year.year, year.state.catalogue, last.version)});
    sheet.parts.push_back(std::move(form));
  }
}

html::SheetForm paste_form(const Visit& visit) {
  html::SheetForm form;
  form.path = "/admin/catalogue";
  form.version = 0;
  form.once = random_once();
  const std::string year = get(visit.form, "year");
  html::Control text{"text", "新的選項清單", get(visit.form, "text"), html::Control::Kind::area};
  text.hint =
      "貼上 JSON（格式同 catalogue/115.json），或 CSV：清單,代碼,名稱,上層,自由填寫,外部代碼。"
      "可先下載目前版本的 CSV 修改。";
  form.controls = {{"year", "學年度", year.empty() ? std::to_string(visit.year_number()) : year},
                   std::move(text)};
  form.buttons = {{"檢查", "go", "check"}};
  return form;
}

std::string refusal_text(const edition::Refusal& refusal) {
  using Kind = edition::Refusal::Kind;
  switch (refusal.kind) {
    case Kind::not_a_catalogue:
      return "無法讀取：" + refusal.what;
    case Kind::wrong_version:
      return "版本必須是 " + refusal.what;
    case Kind::no_change:
      return "內容與目前版本相同，不需要發布";
    case Kind::reused:
      return "代碼 " + refusal.what + " 曾經停用，不可再使用；請改用新的代碼";
    case Kind::too_large:
      return "清單太大，請減少細項";
    case Kind::outrun:
      return "另一位管理者剛發布了新版本，請重新檢查";
    case Kind::not_authorised:
      return "您的角色已經改變，這次的操作沒有執行";
  }
  return {};
}

// What was typed as a catalogue of the year's next version.
std::expected<Catalogue, std::string> read_typed(const std::string& text, const Catalogue& last,
                                                 const std::string& version) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos) return std::unexpected("請貼上選項清單");
  try {
    Catalogue typed = last;
    if (text[first] == '{') {
      typed = Catalogue::load(text.substr(first));
    } else if (auto fault = read_catalogue_table(text, typed); !fault.empty()) {
      return std::unexpected(fault);
    }
    typed.version = version;
    return typed;
  } catch (const std::runtime_error& error) {
    return std::unexpected(std::string("無法讀取：") + error.what());
  }
}

HttpResponse refused(const Visit& visit, html::SheetForm form, const std::string& error) {
  form.controls[1].error = error;
  return show_sheet(visit, {"選項", {std::move(form)}}, 422);
}

}  // namespace

HttpResponse show_catalogue(Visit& visit) {
  html::Sheet sheet{"選項", {}};
  const std::string done = get(visit.query, "done");
  if (visit.service.catalogues.contains(done)) {
    sheet.parts.push_back(html::Note{"已發布 " + done + "。", "ok"});
  }
  sheet.parts.push_back(versions_table(visit));
  add_adoptions(visit, sheet);
  sheet.parts.push_back(html::Heading{"發布新版本"});
  sheet.parts.push_back(
      html::Note{"已發布的版本不會改變，代碼不會重複使用；已開始的規劃保留原來的版本。"});
  sheet.parts.push_back(paste_form(visit));
  sheet.parts.push_back(html::Links{{{"/admin", "回管理"}}});
  return show_sheet(visit, sheet);
}

HttpResponse show_catalogue_csv(Visit& visit) {
  const std::string version = get(visit.query, "version");
  if (!visit.service.catalogues.contains(version)) return visit.not_found();
  return send_file("text/csv; charset=utf-8", "catalogue-" + version + ".csv",
                   write_catalogue_table(visit.service.catalogues.at(version)));
}

HttpResponse do_catalogue(Visit& visit) {
  html::SheetForm form = paste_form(visit);
  const auto typed_year = read_year_number(get(visit.form, "year"));
  if (!typed_year || *typed_year < edition::first_year) {
    form.controls[0].error = fmt::format("請填寫 {} 以後的學年度", edition::first_year);
    return show_sheet(visit, {"選項", {std::move(form)}}, 422);
  }
  const int year = *typed_year;
  const bool publishing = get(visit.form, "go") == "publish";
  // The same form sent again is answered as the first time.
  if (publishing &&
      visit.service.log.find_command(catalogue_stream(year), visit.command().command)) {
    return visit.to("/admin/catalogue?done=" + urlencode(get(visit.form, "version")));
  }
  const auto versions = visit.service.catalogues.all();
  const Catalogue& last = edition::last_of(year, versions);
  const std::string version = edition::next_version(year, last);
  const auto typed = read_typed(get(visit.form, "text"), last, version);
  if (!typed) return refused(visit, std::move(form), typed.error());
  const edition::Publish command{write_catalogue(*typed)};
  const auto allowed =
      visit.service.executor.would<streams::Catalogue>(visit.command(), {year, {}}, {}, command);
  if (!allowed) return refused(visit, std::move(form), refusal_text(allowed.error()));
  if (publishing && get(visit.form, "version") == version) {
    const auto published = visit.service.executor.execute<streams::Catalogue>(
        visit.command(), {year, {}}, {}, command);
    if (!published) return refused(visit, std::move(form), refusal_text(published.error()));
    Request adopt = visit.command();
    adopt.command = command_id(visit.account(), get(visit.form, "once") + "/adopt", version);
    const year::State state = read_year(visit.service.log, year);
    // A year that was changed at this very moment can adopt the version from the page.
    const auto adopted = visit.service.executor.execute<streams::Year>(
        adopt, {year, {}}, state.version, year::AdoptCatalogue{version});
    return visit.to("/admin/catalogue?done=" + version, adopted ? *adopted : *published);
  }
  const edition::Difference difference = edition::compare(last, *typed);
  html::Sheet sheet{"確認發布 " + version, {}};
  sheet.parts.push_back(html::Note{
      fmt::format("與 {} 比較。按「發布為 {}」後才會生效，發布後不能修改。", last.version, version),
      "warn"});
  sheet.parts.push_back(changes_table("新增", difference.added));
  sheet.parts.push_back(changes_table("改名", difference.renamed));
  sheet.parts.push_back(changes_table("停用", difference.retired));
  sheet.parts.push_back(changes_table("其他設定改變", difference.altered));
  long begun = 0;
  scan_board(visit.service.views, year, [&](auto, const BoardRow& row) {
    begun += row.status == plan::Status::draft || row.status == plan::Status::withdrawn;
  });
  sheet.parts.push_back(
      html::Note{fmt::format("{} 份填寫中的規劃保留原來的版本，教師可自行改用新版。", begun)});
  for (html::Control& control : form.controls) control.kind = html::Control::Kind::hidden;
  form.controls.push_back({"version", {}, version, html::Control::Kind::hidden});
  form.buttons = {{"發布為 " + version, "go", "publish"}};
  sheet.parts.push_back(std::move(form));
  sheet.parts.push_back(html::Links{{{"/admin/catalogue", "不發布"}}});
  return show_sheet(visit, sheet);
}

HttpResponse do_adopt(Visit& visit) {
  const auto year = read_year_number(get(visit.form, "year"));
  if (!year) return visit.not_found();
  const std::string version = edition::last_of(*year, visit.service.catalogues.all()).version;
  const auto outcome = visit.service.executor.execute<streams::Year>(
      visit.command(), {*year, {}}, *visit.seen_version(), year::AdoptCatalogue{version});
  if (!outcome) return show_stale(visit, "/admin/catalogue");
  return visit.to("/admin/catalogue", *outcome);
}

// --- A teacher's draft ---------------------------------------------------------------------------

HttpResponse show_new_catalogue(Visit& visit) {
  const PlanVisit v(visit);
  if (!v.editable() || !v.has_newer_catalogue()) return visit.to("/plan");
  const Catalogue& to = visit.service.catalogues.at(visit.year->state.catalogue);
  const auto changed = plan::change_catalogue(v.plan.state.contents, to);
  html::Table dropped{"新版沒有、不會帶入的內容", {"欄位", "內容"}, {}, {}, {}};
  for (const auto& [name, value] : changed.dropped) {
    dropped.rows.push_back({{field_label(name, *v.catalogue)},
                            {value_text(name, value, v.plan.state.contents, *v.catalogue)}});
  }
  dropped.empty = "所有已填寫的內容都會帶入新版。";
  html::SheetForm form;
  form.path = "/plan/catalogue";
  form.version = v.plan.state.version;
  form.once = random_once();
  form.buttons = {{"改用新版選項"}};
  return show_sheet(
      visit, {"改用新版選項",
              {html::Note{fmt::format("您的規劃使用選項版本 {}，目前的版本是 {}。",
                                      v.catalogue->version, to.version)},
               std::move(dropped), std::move(form), html::Links{{{"/plan", "維持原來的版本"}}}}});
}

HttpResponse do_new_catalogue(Visit& visit) {
  const auto outcome = run(visit, plan::ChangeCatalogue{});
  if (!outcome) return show_refusal(latest(visit), outcome.error());
  return visit.to("/plan", *outcome);
}

}  // namespace yanxi
