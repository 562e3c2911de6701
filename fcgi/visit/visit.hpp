// One request with what is known of its person. Here: what handlers share: shell, tokens, redirects
// that show one's own write. Not here: the table of addresses (routes), single pages (pages.hpp of
// each wing), what a refusal says (answers).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fcgi/routes.hpp"
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
  Path::Parts parts;   // of the address
  std::string secret;  // of the cookie, empty when there is none
  std::optional<Session> session;
  std::optional<PersonView> person;
  std::optional<YearView> year;    // the academic year of today
  Desk desk = Desk::anybody;       // where the person sits for this page
  std::vector<std::string> scope;  // the units or counties the person's role at this desk is for
  bool same_site = true;           // the browser says the form came from our own page
  std::string watched_by;          // an administrator who sees this page as its person does
  bool full = false;               // the lane is full: do nothing that takes long
  bool forged = false;             // the form's token is not of this session: change nothing

  const std::string& account() const { return session->account; }
  // What stands in the address for {name}; the row of the table has such a part.
  std::string part(std::string_view name) const;
  int year_number() const { return academic_year(request.arrived); }
  bool open() const;  // teachers may plan now

  // The name of a unit, looked up once a request.
  const std::string& unit(const std::string& code) const;

  // What an event of a plan says besides its name, one sentence a line.
  std::vector<std::string> details_of(const plan::Event& event) const;

  html::Shell shell() const;
  // The person in the role the page asks for, as events name them.
  Actor actor() const;
  // A request to the executor by that actor, named by the form's `once` and whole body.
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

constexpr const char* position_cookie = "yanxi_p";

}  // namespace yanxi
