#include "fcgi/routes.hpp"

#include <array>

#include "fcgi/public/pages.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/teacher/pages.hpp"

namespace yanxi {
namespace {

using Handler = HttpResponse (*)(Visit&);

consteval Route page(Path path, Desk desk, Handler handler, Policy policy = {}) {
  return {Method::get, path, desk, handler, policy};
}
consteval Route form(Path path, Desk desk, Handler handler, Policy policy = {}) {
  return {Method::post, path, desk, handler, policy};
}

constexpr Policy checked{.kept = Kept::checked};
// The forms a teacher types much into.
constexpr Policy step{.fields = any_fields,
                      .typed = Typed::parked,
                      .token = Token::left_to_handler,
                      .kept = Kept::checked};

constexpr auto table = std::to_array<Route>({
    page("/", Desk::anybody, show_landing, checked),
    page("/login", Desk::anybody, show_login, {.kept = Kept::own}),
    form("/login", Desk::anybody, do_login,
         {.fields = "account password next typed",
          .most_bytes = sign_in_bytes,
          .token = Token::left_to_handler,
          .versioned = false,
          .appends = false,
          .kept = Kept::own,
          .lane = Lane::slow,
          .full = Full::left_to_handler}),
    form("/logout", Desk::anybody, do_logout,
         {.token = Token::left_to_handler,
          .versioned = false,
          .appends = false,
          .kept = Kept::checked}),
    page("/help", Desk::anybody, show_help, checked),
    page("/privacy", Desk::anybody, show_privacy, checked),
    page("/accessibility", Desk::anybody, show_accessibility, checked),
    page("/healthz", Desk::anybody, show_health, checked),
    page("/metrics", Desk::anybody, show_metrics, checked),
    page("/my-data", Desk::signed_in, show_my_data),
    page("/my-data.json", Desk::signed_in, show_my_data_json),
    page("/my-data.pdf", Desk::signed_in, show_my_data_pdf, {.lane = Lane::slow}),
    page("/plan", Desk::teacher, show_home, checked),
    form("/plan/start", Desk::teacher, do_start, {.fields = "go unit", .kept = Kept::checked}),
    page("/plan/profile", Desk::teacher, show_profile, checked),
    form("/plan/profile", Desk::teacher, do_profile, step),
    page("/plan/needs", Desk::teacher, show_needs, checked),
    form("/plan/needs", Desk::teacher, do_needs, step),
    page("/plan/topics", Desk::teacher, show_topics, checked),
    form("/plan/topics", Desk::teacher, do_topics, step),
    form("/plan/autosave", Desk::teacher, do_autosave,
         {.fields = any_fields, .kept = Kept::checked}),
    page("/plan/preview", Desk::teacher, show_preview, checked),
    form("/plan/preview", Desk::teacher, do_preview, {.fields = "go many", .kept = Kept::checked}),
    form("/plan/submit", Desk::teacher, do_submit, checked),
    page("/plan/withdraw", Desk::teacher, show_withdraw, checked),
    form("/plan/withdraw", Desk::teacher, do_withdraw, checked),
    page("/plan/delete", Desk::teacher, show_delete, checked),
    form("/plan/delete", Desk::teacher, do_delete, checked),
    page("/plan/clear", Desk::teacher, show_clear, checked),
    form("/plan/clear", Desk::teacher, do_clear, {.fields = "c", .kept = Kept::checked}),
    page("/plan/import", Desk::teacher, show_import, checked),
    form("/plan/import", Desk::teacher, do_import, {.fields = "mode", .kept = Kept::checked}),
    page("/plan/r/{receipt}", Desk::teacher, show_receipt),
    page("/plan/history", Desk::teacher, show_own_history, checked),
    page("/plan/catalogue", Desk::teacher, show_new_catalogue, checked),
    form("/plan/catalogue", Desk::teacher, do_new_catalogue, checked),
    page("/plan/{year}", Desk::teacher, show_year, checked),
    page("/plan.pdf", Desk::teacher, show_plan_pdf, {.kept = Kept::checked, .lane = Lane::slow}),
    page("/survey", Desk::teacher, show_survey, checked),
    form("/survey", Desk::teacher, do_survey, step),
    page("/audit", Desk::auditor, show_audit),
    page("/audit/list/{list}", Desk::auditor, show_audit_list),
    page("/audit/sample", Desk::auditor, show_sample),
    page("/audit/board", Desk::auditor, show_board),
    page("/audit/plan/{plan}", Desk::auditor, show_timeline),
    page("/audit/plan/{plan}/at", Desk::auditor, show_moment),
    page("/audit/plan/{plan}/at.pdf", Desk::auditor, show_moment_pdf, {.lane = Lane::slow}),
    page("/audit/plan/{plan}/compare", Desk::auditor, show_comparison),
    page("/audit/plan/{plan}/history.pdf", Desk::auditor, show_timeline_pdf, {.lane = Lane::slow}),
    page("/audit/export", Desk::auditor, show_export, {.lane = Lane::feed}),
    page("/admin", Desk::admin, show_admin),
    page("/admin/restore", Desk::admin, show_restore_search),
    form("/admin/restore", Desk::admin, do_restore_many, {.fields = any_fields}),
    page("/admin/restore/{plan}", Desk::admin, show_restore),
    form("/admin/restore/{plan}", Desk::admin, do_restore, {.fields = "reason document"}),
    page("/admin/extend", Desk::admin, show_extend_search),
    page("/admin/extend/{plan}", Desk::admin, show_extend),
    form("/admin/extend/{plan}", Desk::admin, do_extend,
         {.fields = "until counts reason document"}),
    page("/admin/years", Desk::admin, show_years),
    page("/admin/years/{year}", Desk::admin, show_one_year),
    form(
        "/admin/years/{year}", Desk::admin, do_windows,
        {.fields = "roster_until school_opens school_until opens counts_until accepts_until reason "
                   "document go"}),
    form("/admin/years/{year}/extend", Desk::admin, do_extend_unit,
         {.fields = "unit window until counts reason document go"}),
    form("/admin/years/{year}/announce", Desk::admin, do_announce, {.fields = "text"}),
    page("/admin/rehearse", Desk::admin, show_rehearsal),
    page("/admin/people", Desk::admin, show_people),
    page("/admin/people/{account}", Desk::admin, show_person),
    form("/admin/people/{account}/roles", Desk::admin, do_roles, {.fields = "roles"}),
    form("/admin/people/{account}/sign-in", Desk::admin, do_sign_in, {.fields = "reason go"}),
    form("/admin/people/{account}/link", Desk::admin, do_link),
    page("/admin/as/{account}", Desk::admin, show_as),
    page("/admin/catalogue", Desk::admin, show_catalogue),
    page("/admin/catalogue.csv", Desk::admin, show_catalogue_csv),
    form("/admin/catalogue/adopt", Desk::admin, do_adopt,
         {.fields = "year", .most_bytes = paste_bytes}),
    form("/admin/catalogue", Desk::admin, do_catalogue,
         {.fields = "year text go version", .most_bytes = paste_bytes}),
    page("/admin/statistics", Desk::admin, show_statistics, {.lane = Lane::slow}),
    page("/county", Desk::county, show_county, {.lane = Lane::slow}),
    page("/admin/import", Desk::admin, show_import_people),
    form("/admin/import", Desk::admin, do_import_people,
         {.fields = "kind year reason text go digest",
          .most_bytes = paste_bytes,
          .lane = Lane::slow}),
    page("/password/{link}", Desk::anybody, show_password),
    form("/password/{link}", Desk::anybody, do_password,
         {.fields = "password again",
          .versioned = false,
          .lane = Lane::slow,
          .full = Full::left_to_handler}),
});

// A row behind one that takes all its addresses would never be found.
constexpr bool is_every_row_reachable() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (table[k].method == table[i].method && table[k].path.covers(table[i].path)) return false;
    }
  }
  return true;
}
static_assert(is_every_row_reachable());

}  // namespace

std::optional<Path::Parts> Path::match(std::string_view address) const {
  Parts parts;
  const bool found = walk_path(text_, address, [&](std::string_view name, std::string_view value) {
    parts.emplace_back(name, value);
  });
  if (!found) return {};
  return parts;
}

std::span<const Route> routes() { return table; }

Matched match_route(Method method, std::string_view address) {
  for (const Route& route : table) {
    if (route.method != method) continue;
    if (auto parts = route.path.match(address)) return {&route, std::move(*parts)};
  }
  return {};
}

std::size_t most_bytes(std::string_view address) {
  const Route* form = match_route(Method::post, address).route;
  return form ? form->policy.most_bytes : form_bytes;
}

}  // namespace yanxi
