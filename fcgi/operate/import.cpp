#include "fcgi/operate/import.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "events/text.hpp"
#include "fcgi/desks.hpp"
#include "fcgi/operate/hands.hpp"
#include "templates/csv.hpp"

namespace yanxi {
namespace {

using Kind = ImportFault::Kind;

constexpr std::size_t most_faults = 1000;
constexpr const char* barred_by_import = "由名冊匯入停用登入";
constexpr const char* let_in_by_import = "由名冊匯入恢復登入";

struct Column {
  const char* name;
  const char* chinese;
  bool needed = true;
};
const std::vector<Column>& columns_of(ImportKind kind) {
  static const std::vector<Column> units = {{"code", "代碼"}, {"name", "名稱"}, {"county", "縣市"}};
  static const std::vector<Column> people = {
      {"account", "帳號"}, {"name", "姓名"}, {"roles", "角色"}, {"sign_in", "登入", false}};
  static const std::vector<Column> roster = {{"unit", "學校"}, {"account", "帳號"}};
  return kind == ImportKind::units ? units : kind == ImportKind::people ? people : roster;
}

std::string county_code(const Catalogue& catalogue, const std::string& typed) {
  for (const Option& county : catalogue.counties) {
    if (typed == county.code || typed == county.name) return county.code;
  }
  return {};
}

std::expected<std::vector<person::Role>, ImportFault> parse_roles(
    const std::string& typed, const std::function<bool(const std::string&)>& is_unit,
    const Catalogue& catalogue) {
  std::vector<person::Role> roles;
  std::istringstream words(typed);
  for (std::string word; words >> word;) {
    const auto colon = std::min(word.find(':'), word.size());
    person::Role role{word.substr(0, colon), word.substr(std::min(colon + 1, word.size()))};
    const RoleDesk* desk = find_desk(role.name);
    if (desk && desk->scope == Scope::unit && !is_unit(role.scope)) {
      return std::unexpected(ImportFault{0, Kind::unknown_unit, role.scope});
    }
    if (desk && desk->scope == Scope::county && county_code(catalogue, role.scope) != role.scope) {
      return std::unexpected(ImportFault{0, Kind::unknown_county, role.scope});
    }
    roles.push_back(std::move(role));
  }
  if (!person::are_roles(roles)) return std::unexpected(ImportFault{0, Kind::bad_roles, typed});
  return roles;
}

class Planner {
 public:
  Planner(const EventLog& log, const Catalogue& catalogue, const ImportOrder& order)
      : log_(log), catalogue_(catalogue), order_(order) {
    plan_.kind = order.kind;
    plan_.year = order.year;
  }

  ImportPlan make(std::string_view text) {
    if (!is_utf8(text)) {
      fault(1, Kind::not_text);
      return std::move(plan_);
    }
    const auto read = read_csv(text, [&](std::size_t line, CsvCells cells) {
      if (places_.empty()) return read_header(line, cells);
      if (broken_header_) return;
      read_row(line, cells);
    });
    if (!read) fault(read.error(), Kind::not_csv);
    if (plan_.rows == 0 && plan_.fault_count == 0) fault(1, Kind::empty);
    if (order_.kind == ImportKind::roster) plan_rosters();
    return std::move(plan_);
  }

 private:
  void fault(std::size_t line, Kind kind, std::string value = {}) {
    if (++plan_.fault_count <= most_faults) plan_.faults.push_back({line, kind, std::move(value)});
  }

  void read_header(std::size_t line, const CsvCells& cells) {
    places_.assign(columns_of(order_.kind).size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& columns = columns_of(order_.kind);
      const auto column = std::ranges::find_if(columns, [&](const Column& known) {
        return cells[i] == known.name || cells[i] == known.chinese;
      });
      if (column == columns.end()) {
        fault(line, Kind::unknown_column, cells[i]);
      } else {
        places_[static_cast<std::size_t>(column - columns.begin())] = i;
      }
    }
    for (std::size_t c = 0; c < places_.size(); ++c) {
      const Column& column = columns_of(order_.kind)[c];
      if (places_[c] == cells.size() && column.needed) {
        fault(line, Kind::missing_column, column.chinese);
      }
    }
    width_ = cells.size();
    broken_header_ = plan_.fault_count > 0;
  }

  void read_row(std::size_t line, const CsvCells& cells) {
    ++plan_.rows;
    if (cells.size() != width_) return fault(line, Kind::cells, std::to_string(cells.size()));
    const auto cell = [&](std::size_t column) {
      return places_[column] < width_ ? cells[places_[column]] : std::string();
    };
    switch (order_.kind) {
      case ImportKind::units:
        return read_unit(line, cell(0), cell(1), cell(2));
      case ImportKind::people:
        return read_person(line, cell(0), cell(1), cell(2), cell(3));
      case ImportKind::roster:
        return read_listing(line, cell(0), cell(1));
    }
  }

  void add(bool is_new, ImportChange change) {
    ++(is_new ? plan_.added : plan_.changed);
    plan_.changes.push_back(std::move(change));
  }

  // The name as it would be kept; nothing when it is none.
  static std::optional<std::string> accept_name(const std::string& typed, std::size_t most) {
    auto text = accept_text(typed, most);
    return text && !text->empty() ? std::optional(std::move(*text)) : std::nullopt;
  }

  void read_unit(std::size_t line, const std::string& code, const std::string& typed_name,
                 const std::string& typed_county) {
    const std::string county = county_code(catalogue_, typed_county);
    if (!unit::is_code(code)) return fault(line, Kind::bad_code, code);
    const auto accepted = accept_name(typed_name, 60);
    if (!accepted) return fault(line, Kind::bad_name, typed_name);
    const std::string& name = *accepted;
    if (county.empty()) return fault(line, Kind::unknown_county, typed_county);
    if (!seen_.insert(code).second) return fault(line, Kind::twice, code);
    const unit::State now = yanxi::read_unit(log_, code);
    if (!now.exists) {
      return add(true, {line, code, {}, unit::Register{code, name, county}, {}});
    }
    if (now.name == name && now.county == county) {
      ++plan_.same;
      return;
    }
    add(false, {line, code, {}, unit::Change{code, name, county}, {}});
  }

  bool is_unit(const std::string& code) {
    const auto known = units_.find(code);
    if (known != units_.end()) return known->second;
    return units_[code] = unit::is_code(code) && yanxi::read_unit(log_, code).exists;
  }

  // Nothing, and a fault, when a role is none or holds nowhere.
  std::optional<std::vector<person::Role>> read_roles(std::size_t line, const std::string& typed) {
    auto roles = parse_roles(
        typed, [&](const std::string& code) { return is_unit(code); }, catalogue_);
    if (roles) return std::move(*roles);
    fault(line, roles.error().kind, roles.error().value);
    return {};
  }

  void read_person(std::size_t line, const std::string& account, const std::string& typed_name,
                   const std::string& typed_roles, const std::string& sign_in) {
    if (!person::is_account(account)) return fault(line, Kind::bad_account, account);
    const auto accepted = accept_name(typed_name, 50);
    if (!accepted) return fault(line, Kind::bad_name, typed_name);
    const std::string& name = *accepted;
    const bool bar = sign_in == "停用" || sign_in == "no";
    const bool let_in = sign_in == "啟用" || sign_in == "yes";
    if (!sign_in.empty() && !bar && !let_in) return fault(line, Kind::bad_sign_in, sign_in);
    if (!seen_.insert(account).second) return fault(line, Kind::twice, account);
    auto roles = read_roles(line, typed_roles);
    if (!roles) return;
    const person::State now = yanxi::read_person(log_, account);
    ImportChange change{line, account, {}, {}, {}};
    if (!now.exists) {
      change.person.push_back(person::Register{name, std::move(*roles), {}});
    } else {
      if (now.name != name) change.person.push_back(person::Rename{name});
      if (now.roles != *roles) change.person.push_back(person::SetRoles{std::move(*roles)});
    }
    if (bar && !now.barred) change.person.push_back(person::SetSignIn{false, barred_by_import});
    if (let_in && now.barred) change.person.push_back(person::SetSignIn{true, let_in_by_import});
    if (change.person.empty()) {
      ++plan_.same;
      return;
    }
    add(!now.exists, std::move(change));
  }

  void read_listing(std::size_t line, const std::string& unit, const std::string& account) {
    if (!is_unit(unit)) return fault(line, Kind::unknown_unit, unit);
    if (!person::is_account(account) || !yanxi::read_person(log_, account).exists) {
      return fault(line, Kind::unknown_account, account);
    }
    if (!seen_.insert(unit + "/" + account).second) return fault(line, Kind::twice, account);
    auto& listed = rosters_[unit];
    if (listed.second.empty()) listed.first = line;
    listed.second.push_back(account);
  }

  void plan_rosters() {
    const year::State year = read_year(log_, order_.year);
    if (!year.exists) return fault(1, Kind::unknown_year, std::to_string(order_.year));
    if (!order_.reason.empty() && !accept_reason(order_.reason)) return fault(1, Kind::bad_reason);
    for (auto& [unit, listed] : rosters_) {
      const roster::State now = read_roster(log_, order_.year, unit);
      if (now.accounts == listed.second) {
        ++plan_.same;
        continue;
      }
      const bool late = now.frozen || order_.now >= year::windows_for(year, {unit}).roster_until;
      if (late && order_.reason.empty()) {
        fault(listed.first, Kind::too_late, unit);
        continue;
      }
      const bool is_new = now.accounts.empty();
      roster::List list{std::move(listed.second), order_.reason, late};
      add(is_new, {listed.first, unit, {}, {}, std::move(list)});
    }
  }

  const EventLog& log_;
  const Catalogue& catalogue_;
  const ImportOrder& order_;
  ImportPlan plan_{};
  std::vector<std::size_t> places_;  // of each column among the cells
  std::size_t width_ = 0;
  bool broken_header_ = false;
  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, bool> units_;
  std::map<std::string, std::pair<std::size_t, std::vector<std::string>>> rosters_;
};

// One change, all its commands; the last position.
std::uint64_t apply(Executor& executor, Request request, const std::string& once,
                    const ImportPlan& plan, const ImportChange& change) {
  std::uint64_t position = 0;
  // A text that is sent again after an interruption is planned anew, perhaps with fewer commands:
  // an id names line and kind of a command, not its turn.
  const auto named = [&](std::size_t kind) {
    request.command = command_id(request.actor.account, once,
                                 std::to_string(change.line) + "/" + std::to_string(kind));
    return request;
  };
  const auto take = [&](const auto& outcome) {
    // The plan was made from the log; only somebody else's change since can be refused.
    if (!outcome) throw std::runtime_error(change.subject + " was changed meanwhile");
    position = std::max(position, outcome->position);
  };
  for (const person::Command& command : change.person) {
    take(executor.execute<streams::Person>(named(command.index()), {0, change.subject}, {},
                                           command));
  }
  if (change.unit)
    take(executor.execute<streams::Unit>(named(0), {0, change.subject}, {}, *change.unit));
  if (change.roster)
    take(executor.execute<streams::Roster>(named(0), {plan.year, change.subject}, {},
                                           *change.roster));
  return position;
}

}  // namespace

std::optional<ImportKind> parse_import_kind(std::string_view name) {
  if (name == "units") return ImportKind::units;
  if (name == "people") return ImportKind::people;
  if (name == "roster") return ImportKind::roster;
  return {};
}

std::expected<std::vector<person::Role>, ImportFault> read_roles(const EventLog& log,
                                                                 const Catalogue& catalogue,
                                                                 const std::string& text) {
  return parse_roles(
      text,
      [&](const std::string& code) { return unit::is_code(code) && read_unit(log, code).exists; },
      catalogue);
}

std::string digest_of(const ImportPlan& plan) {
  std::string text;
  const auto add = [&](const std::string& part) {
    text += std::to_string(part.size()) + ":" + part;
  };
  const auto add_all = [&](std::size_t count, const auto& parts) {
    add(std::to_string(count));
    for (const auto& part : parts) add(part);
  };
  const auto add_roles = [&](const std::vector<person::Role>& roles) {
    std::vector<std::string> words;
    for (const person::Role& role : roles) words.push_back(role.name + ":" + role.scope);
    add_all(words.size(), words);
  };
  for (const ImportChange& change : plan.changes) {
    add(change.subject);
    for (const person::Command& command : change.person) {
      add(std::to_string(command.index()));
      if (const auto* made = std::get_if<person::Register>(&command)) {
        add(made->name);
        add_roles(made->roles);
      }
      if (const auto* renamed = std::get_if<person::Rename>(&command)) add(renamed->name);
      if (const auto* set = std::get_if<person::SetRoles>(&command)) add_roles(set->roles);
      if (const auto* sign_in = std::get_if<person::SetSignIn>(&command)) {
        add(sign_in->allowed ? "let in" : "barred");
      }
    }
    if (change.unit) {
      add(std::to_string(change.unit->index()));
      std::visit([&](const auto& named) { add(named.name), add(named.county); }, *change.unit);
    }
    if (change.roster) {
      add(change.roster->reason);
      add_all(change.roster->accounts.size(), change.roster->accounts);
    }
  }
  const std::string kind = std::to_string(static_cast<int>(plan.kind));
  return to_hex(command_id("import " + kind, std::to_string(plan.year), text));
}

ImportPlan plan_import(const EventLog& log, const Catalogue& catalogue, const ImportOrder& order,
                       std::string_view text) {
  return Planner(log, catalogue, order).make(text);
}

std::uint64_t carry_out_import(Executor& executor, const Actor& actor, Instant now,
                               const std::string& once, const ImportPlan& plan,
                               const std::function<void(std::size_t)>& progress) {
  std::atomic<std::uint64_t> last = 0;
  const auto work = [&](std::size_t i) {
    const std::uint64_t position = apply(executor, {actor, now, {}}, once, plan, plan.changes[i]);
    for (auto seen = last.load(); seen < position && !last.compare_exchange_weak(seen, position);) {
    }
  };
  work_side_by_side(0, plan.changes.size(), work, progress);
  return last;
}

}  // namespace yanxi
