// One request with what is known of its person. Here: what handlers share: shell, tokens, redirects
// that show one's own write. Not here: the table of addresses (routes), single pages.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "fcgi/service.hpp"
#include "fcgi/visit/http.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"
#include "templates/html.hpp"

namespace yanxi {

struct Visit {
  Visit(const HttpRequest& made, Service& used) : request(made), service(used) {}

  const HttpRequest& request;
  Service& service;
  Form query, form;
  std::string parameter;  // what stands for the star of the route
  std::string secret;     // of the cookie, empty when there is none
  std::optional<Session> session;
  std::optional<PersonView> person;
  std::optional<YearView> year;  // the academic year of today
  const char* role = "teacher";  // as which the person acts on this page
  bool same_site = true;         // the browser says the form came from our own page
  std::string watched_by;        // an administrator who sees this page as its person does
  bool forged = false;           // the form's token is not of this session: change nothing

  const std::string& account() const { return session->account; }
  int year_number() const { return academic_year(request.arrived); }
  bool open() const;  // teachers may plan now

  // The name of a unit, looked up once a request.
  const std::string& unit(const std::string& code) const;

  // What an event of a plan says besides its name, one sentence a line.
  std::vector<std::string> details_of(const plan::Event& event) const;

  html::Shell shell() const;
  // A request to the executor in the role the page asks for, named by the form's `once` and whole
  // body.
  Request command() const;
  std::optional<std::uint64_t> seen_version()
      const;  // the form's `v`; nothing when it is no number

  HttpResponse page(std::string html, int status = 200) const;
  HttpResponse to(const std::string& path) const;  // below the prefix
  // The same, and the next GET waits until `position` can be seen.
  HttpResponse to(const std::string& path, const Outcome& outcome) const;
  HttpResponse notice(int status, html::Notice notice) const;
  HttpResponse not_found() const;

 private:
  mutable std::map<std::string, std::string> units_;
};

// Whether a submission came too late to count for the reward, by the windows its person had.
bool is_late(const Visit& visit, const std::string& account, int year,
             const plan::Submission& submission);

// The year of today, with the windows as they are for the visit's person.
void know_year(Visit& visit);

constexpr const char* session_cookie = "yanxi";
constexpr const char* position_cookie = "yanxi_p";
// The cookie's name under HTTP or HTTPS, where __Secure- keeps it from being set by others.
std::string cookie_name(const char* name, bool https);
std::string write_cookie(const HttpRequest& request, const char* name, const std::string& value,
                         const char* more = "");

// Pages of one audience each: public_pages.cpp, plan_pages.cpp, plan_forms.cpp, my_pages.cpp,
// audit_pages.cpp, replay_pages.cpp, restore_pages.cpp, year_pages.cpp,
// rehearsal_pages.cpp, people_pages.cpp, import_pages.cpp,
// catalogue_pages.cpp, statistics_pages.cpp.
HttpResponse show_landing(Visit& visit);
HttpResponse show_login(Visit& visit);
HttpResponse do_login(Visit& visit);
HttpResponse do_logout(Visit& visit);
HttpResponse show_help(Visit& visit);
HttpResponse show_privacy(Visit& visit);
HttpResponse show_accessibility(Visit& visit);
HttpResponse show_health(Visit& visit);
HttpResponse show_metrics(Visit& visit);
// A POST without a session: the sign-in page, with what was typed in it (ui.md 2.1).
HttpResponse ask_to_sign_in(Visit& visit, bool keep_form);

HttpResponse show_home(Visit& visit);
HttpResponse show_profile(Visit& visit);
HttpResponse show_needs(Visit& visit);
HttpResponse show_topics(Visit& visit);
HttpResponse show_preview(Visit& visit);
HttpResponse show_receipt(Visit& visit);
HttpResponse show_year(Visit& visit);
HttpResponse show_own_history(Visit& visit);
HttpResponse show_withdraw(Visit& visit);
HttpResponse show_delete(Visit& visit);
HttpResponse show_clear(Visit& visit);
HttpResponse show_import(Visit& visit);
HttpResponse show_plan_pdf(Visit& visit);

HttpResponse do_start(Visit& visit);
HttpResponse do_profile(Visit& visit);
HttpResponse do_needs(Visit& visit);
HttpResponse do_topics(Visit& visit);
HttpResponse do_autosave(Visit& visit);
HttpResponse do_preview(Visit& visit);
HttpResponse do_submit(Visit& visit);
HttpResponse do_withdraw(Visit& visit);
HttpResponse do_delete(Visit& visit);
HttpResponse do_clear(Visit& visit);
HttpResponse do_import(Visit& visit);

HttpResponse show_audit(Visit& visit);
HttpResponse show_audit_list(Visit& visit);
HttpResponse show_sample(Visit& visit);
HttpResponse show_timeline(Visit& visit);
HttpResponse show_timeline_pdf(Visit& visit);
HttpResponse show_comparison(Visit& visit);
HttpResponse show_moment(Visit& visit);
HttpResponse show_moment_pdf(Visit& visit);
HttpResponse show_board(Visit& visit);
HttpResponse show_export(Visit& visit);

HttpResponse show_admin(Visit& visit);
HttpResponse show_restore_search(Visit& visit);
HttpResponse do_restore_many(Visit& visit);
HttpResponse show_restore(Visit& visit);
HttpResponse do_restore(Visit& visit);
HttpResponse show_extend(Visit& visit);
HttpResponse do_extend(Visit& visit);
HttpResponse show_years(Visit& visit);
HttpResponse show_one_year(Visit& visit);
HttpResponse do_windows(Visit& visit);
HttpResponse do_extend_unit(Visit& visit);
HttpResponse do_announce(Visit& visit);
HttpResponse show_rehearsal(Visit& visit);
HttpResponse show_people(Visit& visit);
HttpResponse show_person(Visit& visit);
HttpResponse do_roles(Visit& visit);
HttpResponse do_sign_in(Visit& visit);
HttpResponse do_link(Visit& visit);
HttpResponse show_as(Visit& visit);
HttpResponse show_password(Visit& visit);
HttpResponse do_password(Visit& visit);
HttpResponse show_catalogue(Visit& visit);
HttpResponse show_catalogue_csv(Visit& visit);
HttpResponse do_catalogue(Visit& visit);
HttpResponse do_adopt(Visit& visit);
HttpResponse show_new_catalogue(Visit& visit);
HttpResponse do_new_catalogue(Visit& visit);
HttpResponse show_statistics(Visit& visit);
HttpResponse show_county(Visit& visit);
HttpResponse show_import_people(Visit& visit);
HttpResponse do_import_people(Visit& visit);

HttpResponse show_survey(Visit& visit);
HttpResponse do_survey(Visit& visit);
HttpResponse show_my_data(Visit& visit);
HttpResponse show_my_data_json(Visit& visit);
HttpResponse show_my_data_pdf(Visit& visit);

}  // namespace yanxi
