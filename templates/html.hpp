// Pages as HTML. Here: one function a page, from views to bytes; pure: the same values give the
// same bytes, and dates come from the values. Not here: addresses and who may see what
// (fcgi/routes).
//
// Every function throws std::runtime_error when a template is missing, and is thread-safe after
// load_templates().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/catalogue.hpp"
#include "events/survey.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"
#include "templates/hours_grid.hpp"

namespace yanxi::html {

// A link to another page, below the prefix.
struct Link {
  std::string path, text;
};

// What stands around every page.
struct Shell {
  std::string prefix;               // SCRIPT_NAME, empty or /something
  std::string account, name, unit;  // of the person signed in; all empty when nobody is
  std::string csrf;
  bool teacher = false;     // has a plan to speak of
  std::vector<Link> desks;  // of the staff: where they work
  bool demo = false;        // pages of demonstration data say so
  std::optional<YearView> year;
  Instant now;
  std::string notice;  // why nothing on this page works: a rehearsal, or seen by somebody else
};

std::string landing(const Shell& shell);

struct Login {
  std::string account;
  std::string next;      // an allowed path
  std::string typed;     // a form that met a dead session: its fields, urlencoded
  std::string error;     // a sentence, or empty
  bool expired = false;  // arrived because the session was over
};
std::string login(const Shell& shell, const Login& page);

// A unit the person may plan for.
struct Post {
  std::string code, name;
};

struct Home {
  PlanView plan;
  const Catalogue* catalogue = nullptr;  // of the plan, or of the year when there is none
  std::vector<Problem> problems;
  std::string unit;              // name of 填報學校
  std::string submitted_name;    // the name at submission, when it was submitted
  bool can_carry_over = false;   // last year's plan is there
  bool newer_catalogue = false;  // the draft can be carried over to it
  std::vector<PlanView> past;    // of earlier years
  std::vector<Post> posts;       // to choose from at the start when there are several
  std::string once;
};
std::string home(const Shell& shell, const Home& page);

// What the three step pages share.
struct StepPage {
  PlanView plan;
  const Catalogue* catalogue = nullptr;
  std::vector<Post> posts;
  std::vector<Problem> problems;  // shown as errors
  Typed typed;
  std::string once;
  // Of the form whose typed values are shown again unsaved; they were made from that version.
  std::optional<std::uint64_t> form_version;
  bool from_preview = false;   // the way back leads to the preview
  bool brought_back = false;   // typed values come from a form parked before sign-in
  bool other_cleared = false;  // somebody else's typed values were thrown away
  bool stale_form = false;     // the token had expired: nothing was saved yet
  std::string session_until;   // 11:05
  long session_seconds = 0;    // until then
};
std::string profile(const Shell& shell, const StepPage& page);
std::string needs(const Shell& shell, const StepPage& page);

struct TopicsPage : StepPage {
  Narrowing narrowing;
};
std::string topics(const Shell& shell, const TopicsPage& page);

struct Preview {
  PlanView plan;
  const Catalogue* catalogue = nullptr;
  std::string unit, name;
  std::vector<Problem> problems;
  bool read_only = false;     // an earlier year, or after the window
  bool confirm_many = false;  // more hours than usual: asked once more
  std::string once;
};
std::string preview(const Shell& shell, const Preview& page);

struct Receipt {
  ReceiptView receipt;
  const Catalogue* catalogue = nullptr;
  std::string unit, name, present_name;
  bool late = false;
};
std::string receipt(const Shell& shell, const Receipt& page);

enum class Confirmation { withdraw, remove };
struct Confirm {
  Confirmation kind;
  PlanView plan;
  std::string once;
};
std::string confirm(const Shell& shell, const Confirm& page);

struct Import {
  PlanView plan;
  const Catalogue* catalogue = nullptr;
  std::optional<plan::Refusal::Kind> refusal;  // why there is nothing to import
  Hours school_hours;
  std::string unit;
  std::string once;
};
std::string import(const Shell& shell, const Import& page);

// Two pages filled in different things: the person chooses, and nothing typed is lost.
struct ConflictPage {
  PlanView plan;
  const Catalogue* catalogue = nullptr;
  std::vector<FieldConflict> conflicts;
  std::vector<Field> typed;  // every field of the form, conflicts included
  std::string was;           // the conflicting fields as typed, urlencoded
  std::string path;          // the form's address, below the prefix
  std::string once;
};
std::string conflict(const Shell& shell, const ConflictPage& page);

struct Survey {
  survey::State state;
  std::optional<survey::Answer> typed;  // refused, shown again
  std::string error;
  bool open = false;
  bool closed = false;  // not open any more, rather than not yet
  bool brought_back = false, other_cleared = false;
  std::string once;
};
std::string survey(const Shell& shell, const Survey& page);

struct MyData {
  PersonView person;
  std::vector<Post> units;
  std::vector<PlanView> plans;
  survey::State survey;
};
std::string my_data(const Shell& shell, const MyData& page);

std::string help(const Shell& shell);
std::string privacy(const Shell& shell);
std::string accessibility(const Shell& shell);

// A page that says what happened and where to go on.
struct Notice {
  std::string heading;
  std::vector<std::string> lines;
  std::string reference;  // 問題編號, or empty
  std::vector<Link> links;
};
std::string notice(const Shell& shell, const Notice& page);

}  // namespace yanxi::html
