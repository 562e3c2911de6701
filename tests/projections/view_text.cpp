#include "tests/projections/view_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "projections/board_view.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"

namespace yanxi {
namespace {

std::string text(Instant at) { return at.us == 0 ? "-" : taipei_text(at).substr(5); }
std::string text(const std::string& value) { return value.empty() ? "-" : value; }
std::string text(bool value) { return value ? "yes" : "no"; }
std::string text(int value) { return std::to_string(value); }

template <class First, class Second>
std::string text(const std::vector<std::pair<First, Second>>& pairs) {
  std::string line;
  for (const auto& [first, second] : pairs) {
    line += (line.empty() ? "" : ",") + text(first) + ":" + text(second);
  }
  return line.empty() ? "-" : line;
}
std::string text(const std::vector<std::string>& list) {
  return list.empty() ? "-" : fmt::format("{}", fmt::join(list, ","));
}

std::string text(const Contents& contents) {
  std::string line;
  for (const Field& field : fields_of(contents)) {
    if (!field.value.empty()) line += " " + field.name + "=" + field.value;
  }
  return "{" + line + " }";
}

std::string text(const year::Windows& windows) {
  std::string line;
  for (const auto& [name, at] : year::instants)
    line += (line.empty() ? "" : " ") + text(windows.*at);
  return line;
}

class Lines {
 public:
  Lines(const EventLog& log, const ViewReader& views, const ViewsAsked& asked)
      : views_(views), asked_(asked) {
    for (const Envelope& envelope : log.read_all(0, 10'000)) {
      leaves_[envelope.leaf] = envelope.position;
      head_ = envelope.position;
    }
  }

  ViewLines all() {
    for (const std::string& account : asked_.accounts) add_person(account);
    for (const std::string& unit : asked_.units) add_unit(unit);
    for (const std::string& name : asked_.names) add_name(name);
    std::vector<std::string> units, years;
    for (const UnitView& unit : read_unit_views(views_)) units.push_back(unit.code);
    add("units", text(units));
    for (const YearView& year : read_year_views(views_)) years.push_back(text(year.year));
    add("years", text(years));
    for (const int year : asked_.years) add_year(year);
    for (std::uint64_t position = 1; position <= head_; ++position) add_receipt(position);
    return std::move(lines_);
  }

 private:
  void add(const std::string& name, const std::string& line) {
    if (line != "-") lines_[name] = line;
  }
  std::string text_of(const Digest& leaf) const {
    const auto found = leaves_.find(leaf);
    return found == leaves_.end() ? "-" : std::to_string(found->second);
  }

  std::string text_of(const plan::Submission& sent) const {
    return fmt::format("version {} position {} at {} arrived {} leaf {} {} {}", sent.version,
                       sent.position, text(sent.at), text(sent.arrived), text_of(sent.leaf),
                       text(sent.catalogue), text(sent.contents));
  }

  std::string text_of(const PlanView& view) const {
    const plan::State& state = view.state;
    std::string line =
        fmt::format("{} {} {} v{} {} saved {} changed {} {}", view.account, view.year,
                    plan::status_name(state.status), state.version, text(state.catalogue),
                    text(state.saved_at), text(state.changed_at), text(state.contents));
    if (state.submission) line += " | submission " + text_of(*state.submission);
    if (state.before_import) {
      line += " | before import " + text(state.before_import->planned) + " " +
              text(state.before_import->names);
    }
    if (state.extension) {
      line += fmt::format(" | until {} counts {}", text(state.extension->until),
                          text(state.extension->counts_until));
    }
    return line + fmt::format(" | restored: {}, carried: {}", text(view.restored_reason),
                              text(view.carried_over));
  }

  void add_person(const std::string& account) {
    if (const auto view = read_person_view(views_, account)) {
      std::vector<std::pair<std::string, std::string>> names, roles;
      for (const auto& [since, name] : view->names) names.emplace_back(text(since), name);
      for (const auto& [role, scope] : view->state.roles) roles.emplace_back(role, scope);
      const person::State& state = view->state;
      add("person " + account,
          fmt::format(
              "{} exists {} {} roles {} password {} barred {} link {} until {} | names {} | "
              "signed out {}",
              view->account, text(state.exists), text(state.name), text(roles),
              text(state.password), text(state.barred), text(state.link), text(state.link_until),
              text(names), text(view->signed_out)));
    }
    std::vector<std::string> years;
    for (const PlanView& plan : read_plan_views(views_, account)) {
      years.push_back(plan.account + " " + text(plan.year));
    }
    add("plans of " + account, text(years));
  }

  void add_name(const std::string& name) {
    std::vector<std::string> accounts;
    for (const auto& place : find_people(views_, name, "", 1000)) {
      accounts.push_back(account_of_name(place));
    }
    add("found by " + name, text(accounts));
  }

  void add_unit(const std::string& unit) {
    add("staff " + unit, text(read_staff(views_, unit)));
    add("staff ever " + unit, text(read_staff(views_, unit, true)));
    if (const auto view = read_unit_view(views_, unit)) {
      add("unit " + unit, fmt::format("{} exists {} {} {}", view->code, text(view->state.exists),
                                      view->state.name, view->state.county));
    }
  }

  void add_year(int year) {
    const std::string of = " " + text(year) + " ";
    if (const auto view = read_year_view(views_, year)) add_state(*view);
    for (const std::string& account : asked_.accounts) {
      if (const auto view = read_plan_view(views_, account, year)) {
        add("plan" + of + account, text_of(*view));
      }
      if (const auto extension = read_extension_view(views_, account, year)) {
        add("extension" + of + account,
            "until " + text(extension->until) + " counts " + text(extension->counts_until));
      }
      const survey::State survey = read_survey_view(views_, year, account);
      if (survey.version == 0) continue;
      add("survey" + of + account,
          fmt::format("v{} answered {} {} {} at {}", survey.version, text(survey.answered),
                      fmt::join(survey.answers, ","), text(survey.text), text(survey.at)));
    }
    std::vector<std::string> all;
    scan_board(views_, year, [&](std::string_view unit, const BoardRow& row) {
      all.push_back(std::string(unit) + "/" + row.account);
    });
    add("board" + of + "in order", text(all));
    for (const std::string& unit : asked_.units) add_unit_of_year(of, unit, year);
    add_happened(of + "* ", year, "");
  }

  void add_state(const YearView& view) {
    std::string line =
        fmt::format("exists {} {} {} demo {} v{} {}", text(view.state.exists),
                    text(view.state.catalogue), text(view.state.windows), text(view.state.demo),
                    view.state.version, text(view.state.announcement));
    for (const year::Extended& longer : view.state.extensions) {
      line += fmt::format(" | {} {} {} {} {} {}", longer.unit, longer.window, text(longer.until),
                          text(longer.counts), longer.reason, text(longer.document));
    }
    add("year " + text(view.year), line);
  }

  void add_unit_of_year(const std::string& of, const std::string& unit, int year) {
    for (const BoardRow& row : read_board(views_, year, unit)) {
      add("board" + of + unit + " " + row.account,
          fmt::format("{} changed {} arrived {} hours {} method {} time {} place {}",
                      plan::status_name(row.status), text(row.changed_at), text(row.arrived),
                      text(row.hours), text(row.method), text(row.time), text(row.place)));
    }
    add("planners" + of + unit, text(find_planners(views_, year, unit)));
    add_happened(of + unit + " ", year, unit);
    const school_plan::State plan = read_school_plan_view(views_, year, unit);
    if (plan.version > 0) {
      constexpr const char* names[] = {"absent", "draft", "submitted", "withdrawn"};
      add("school plan" + of + unit,
          fmt::format("{} v{} leaf {} {} {} {}", names[static_cast<int>(plan.status)], plan.version,
                      text_of(plan.leaf), plan.catalogue, text(plan.hours.planned),
                      text(plan.hours.names)));
    }
    const roster::State roster = read_roster_view(views_, year, unit);
    if (roster.frozen || !roster.accounts.empty()) {
      add("roster" + of + unit, "frozen " + text(roster.frozen) + " " + text(roster.accounts));
    }
  }

  void add_happened(const std::string& of, int year, const std::string& unit) {
    constexpr const char* names[] = {"saved",   "imported", "submitted", "withdrawn",
                                     "deleted", "restored", "extended",  "carried"};
    for (const Happened kind : all_happened) {
      for (const auto& one : find_happenings(views_, year, unit, {kind}, 0, head_ + 1, 1000)) {
        add("happened" + of + fmt::format("{:03}", one.position),
            fmt::format("{} {} by {}", names[static_cast<int>(one.kind)], one.account, one.actor));
      }
    }
  }

  void add_receipt(std::uint64_t position) {
    const auto view = read_receipt_view(views_, position);
    if (!view) return;
    add("receipt " + std::to_string(position),
        fmt::format("{} {} withdrawn {} {}", view->account, view->year, text(view->withdrawn_at),
                    text_of(view->submission)));
  }

  const ViewReader& views_;
  const ViewsAsked& asked_;
  std::map<Digest, std::uint64_t> leaves_;
  std::uint64_t head_ = 0;
  ViewLines lines_;
};

}  // namespace

ViewLines view_lines(const EventLog& log, const ViewReader& views, const ViewsAsked& asked) {
  return Lines(log, views, asked).all();
}

std::string changed_lines(const ViewLines& before, const ViewLines& after) {
  std::string text;
  for (const auto& [name, line] : before) {
    if (!after.contains(name)) text += "- " + name + "\n";
  }
  for (const auto& [name, line] : after) {
    const auto old = before.find(name);
    if (old == before.end() || old->second != line) text += "+ " + name + ": " + line + "\n";
  }
  return text;
}

}  // namespace yanxi
