// People, units and rosters as CSV. Here: a text to changes, checked whole before the first is
// made, and their carrying out. Lines with any fault change nothing at all. Not here: where the
// text comes from (import_pages, operations).
//
// The first line names the columns, in any order, in Chinese or English; a row is the whole truth
// of what it names, so that the same file twice changes nothing.
//   units   代碼 code, 名稱 name, 縣市 county: its code or name
//   people  帳號 account, 姓名 name, 角色 roles, 登入 sign_in
//           roles stand side by side: teacher:010001 clerk:010001 county:NWT auditor admin
//           sign_in may be left out: 停用 or no bars the person at once, 啟用 or yes lets them in
//           again, empty leaves it
//   roster  學校 unit, 帳號 account: the whole list of each school that is named
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/execute.hpp"

namespace yanxi {

enum class ImportKind { units, people, roster };
std::optional<ImportKind> parse_import_kind(std::string_view name);  // units, people, roster

struct ImportFault {
  enum class Kind {
    not_csv,         // a quote that is not closed
    not_text,        // not UTF-8
    missing_column,  // `value` is its name
    unknown_column,
    cells,  // more or fewer than columns
    bad_account,
    bad_name,
    bad_code,
    bad_roles,
    unknown_unit,
    unknown_county,
    unknown_account,
    bad_sign_in,
    twice,         // named on an earlier line already
    too_late,      // roster: past its deadline, and no reason was given
    bad_reason,    // roster: not 5 to 200 characters, or forbidden ones
    unknown_year,  // roster: the year is not open
    empty          // nothing but the first line
  };
  std::size_t line = 0;
  Kind kind;
  std::string value{};
};

// Commands on one stream, in order, with the line they come from.
struct ImportChange {
  std::size_t line = 0;
  std::string subject;  // account or unit
  std::vector<person::Command> person{};
  std::optional<unit::Command> unit{};
  std::optional<roster::List> roster{};
};

struct ImportPlan {
  ImportKind kind;
  int year = 0;  // of rosters
  std::vector<ImportChange> changes;
  std::vector<ImportFault> faults;  // the first 1,000
  std::size_t rows = 0, added = 0, changed = 0, same = 0, fault_count = 0;
};

struct ImportOrder {
  ImportKind kind = ImportKind::people;
  int year = 0;
  Instant now;         // of the request
  std::string reason;  // for rosters after their deadline
};
ImportPlan plan_import(const EventLog& log, const Catalogue& catalogue, const ImportOrder& order,
                       std::string_view text);

// 缺少欄位：帳號, for a page.
std::string import_fault_text(const ImportFault& fault);

// What the plan would do, as a digest: the same only for the same changes to the same people.
std::string digest_of(const ImportPlan& plan);

// The roles of a text such as `teacher:010001 auditor`.
std::expected<std::vector<person::Role>, ImportFault> read_roles(const EventLog& log,
                                                                 const Catalogue& catalogue,
                                                                 const std::string& text);

// Carries out a plan without faults, many streams at once; the last position written. The same plan
// under the same `once` is done once. Throws what the executor throws: what was done until then
// stays, and the same text, planned anew, goes on from there.
std::uint64_t carry_out_import(Executor& executor, const Actor& actor, Instant now,
                               const std::string& once, const ImportPlan& plan,
                               const std::function<void(std::size_t done)>& progress);

}  // namespace yanxi
