#include "fcgi/operate/crowd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>

#include "fcgi/identity.hpp"
#include "fcgi/operate/hands.hpp"

namespace yanxi {
namespace {

constexpr std::size_t teachers_a_school = 50;

constexpr const char* surnames[] = {"陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊"};
constexpr const char* given_names[] = {"怡君", "志明", "雅婷", "家豪", "淑芬", "俊傑",
                                       "美玲", "建宏", "佳穎", "冠宇", "詩涵", "宗翰",
                                       "欣怡", "承恩", "雅雯", "柏翰"};
constexpr const char* school_names[] = {"仁愛", "信義", "和平", "中正",
                                        "光明", "文化", "大同", "建國"};

// What a teacher does with the plan, and how many in a thousand do so: guessed, so that a plan's
// every course occurs; no figures of the real service are known.
enum class Habit {
  never,      // does not come
  draft,      // begins and does not send
  plain,      // saves now and then, sends
  last_hour,  // begins and sends in the last hours before the deadline
  twice,      // sends, takes it back, sends again
  withdrawn,  // sends, takes it back, leaves it there
  deleted,    // begins and deletes
  again,      // deletes, begins anew and sends
  late,       // sends after the deadline, where the window is still open
  restored,   // takes it back; an administrator restores it
  extended    // is given more time by an administrator, and sends
};
constexpr std::pair<Habit, int> habits[] = {
    {Habit::never, 80}, {Habit::draft, 110},    {Habit::plain, 560},  {Habit::last_hour, 90},
    {Habit::twice, 60}, {Habit::withdrawn, 30}, {Habit::deleted, 15}, {Habit::again, 15},
    {Habit::late, 30},  {Habit::restored, 5},   {Habit::extended, 5}};

enum class Do { save, autosave, complete, import, submit, withdraw, remove, restore, extend };

struct Action {
  Instant at;
  std::uint32_t teacher;
  Do what;
};

}  // namespace

struct Crowd::Year {
  Executor& executor;
  const Catalogue& catalogue;
  int year;
  std::string password;
  Times times;
  std::vector<std::string> units;
  std::size_t count;
  std::vector<Action> actions{};  // by time
  std::size_t next = 0;
  std::vector<std::uint64_t> versions{};  // of every teacher's plan

  std::string account(std::size_t teacher) const { return fmt::format("t{:06}", teacher); }
  const std::string& unit(std::size_t teacher) const { return units[teacher % units.size()]; }

  Request request(Instant at, const std::string& who, const char* role, std::uint64_t step) const {
    return {terminal_actor(who, role), at, command_id(who, std::to_string(step), "crowd")};
  }

  template <class Result>
  static void require(const Result& result, const std::string& what) {
    if (!result) throw std::runtime_error("demo data: " + what + " was refused");
  }

  void plan_actions();
  void plan_teacher(std::uint32_t teacher, std::mt19937_64& random);
  void perform(const Action& action, std::uint64_t step);
  plan::Command command_of(const Action& action) const;
  std::vector<Field> fields(const Action& action, bool complete) const;
};

// One teacher's year, from random numbers of its own.
void Crowd::Year::plan_teacher(std::uint32_t teacher, std::mt19937_64& random) {
  const auto below = [&](std::int64_t most) {
    return most <= 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
  };
  auto draw = below(1000);
  Habit habit = Habit::never;
  for (const auto& [known, share] : habits) {
    habit = known;
    if ((draw -= share) < 0) break;
  }
  const Instant end = std::min(times.deadline, times.now);
  Instant at = times.opens + below(end - times.opens);
  if (habit == Habit::last_hour) at = end + -below(2 * hour_us) + -20 * minute_us;
  if (habit == Habit::late || habit == Habit::extended) {
    at = times.deadline + below(times.now - times.deadline);
  }
  const auto add = [&](Do what, std::int64_t most_later) {
    at = at + second_us + below(most_later);
    if (at < times.now) actions.push_back({at, teacher, what});
  };
  if (habit == Habit::never) return;
  if (habit == Habit::extended) add(Do::extend, minute_us);
  add(Do::save, minute_us);
  for (auto i = below(6); i > 0; --i) add(Do::autosave, 5 * minute_us);
  if (below(10) == 0) add(Do::import, minute_us);
  if (habit == Habit::draft) return;
  if (habit == Habit::deleted || habit == Habit::again) add(Do::remove, day_us);
  if (habit == Habit::deleted) return;
  add(Do::complete, 10 * minute_us);
  add(Do::submit, 5 * minute_us);
  if (habit == Habit::twice || habit == Habit::withdrawn || habit == Habit::restored) {
    add(Do::withdraw, 2 * day_us);
    add(Do::autosave, 10 * minute_us);
  }
  if (habit == Habit::twice) add(Do::submit, hour_us);
  if (habit == Habit::restored) add(Do::restore, 2 * day_us);
}

void Crowd::Year::plan_actions() {
  std::mt19937_64 random(static_cast<std::uint64_t>(year) * 1'000'003 + count);
  for (std::uint32_t teacher = 0; teacher < count; ++teacher) plan_teacher(teacher, random);
  std::ranges::stable_sort(actions, {}, &Action::at);
  versions.assign(count, 0);
}

// What this teacher fills in; another number of hours with every save, so that something changes.
std::vector<Field> Crowd::Year::fields(const Action& action, bool complete) const {
  std::mt19937_64 random(action.teacher);
  const auto choose = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  const Stage& stage = choose(catalogue.stages);
  std::vector<Field> all = {{"education", choose(catalogue.educations).code},
                            {"service", choose(catalogue.services).code},
                            {"stage", stage.code},
                            {"teaching", choose(stage.teaching).code}};
  for (const Ranking* ranking : {&catalogue.method, &catalogue.time, &catalogue.place}) {
    const std::size_t first = random() % ranking->options.size();
    for (std::size_t i = 0; complete && i < ranking->ranks; ++i) {
      const Option& option = ranking->options[(first + i) % ranking->options.size()];
      all.push_back({ranking->name + "." + std::to_string(i + 1), option.code});
      if (option.code == ranking->other_code && ranking->has_other) {
        all.push_back({ranking->name + ".other", "依課務調整"});
      }
    }
  }
  std::mt19937_64 hours(static_cast<std::uint64_t>(action.at.us));
  for (int i = 0; i < 6; ++i) {
    // The first of a subtopic never needs a text of its own.
    const Item& item = choose(choose(catalogue.topics).subtopics).items.front();
    all.push_back({"h." + item.code, std::to_string(1 + hours() % 9)});
  }
  return all;
}

plan::Command Crowd::Year::command_of(const Action& action) const {
  switch (action.what) {
    case Do::save:
      return plan::SaveDraft{fields(action, false), "form"};
    case Do::autosave:
      return plan::SaveDraft{fields(action, false), "autosave"};
    case Do::complete:
      return plan::SaveDraft{fields(action, true), "form"};
    case Do::import:
      return plan::ImportSchoolPlan{"fill"};
    case Do::submit:
      return plan::Submit{};
    case Do::withdraw:
      return plan::Withdraw{};
    case Do::remove:
      return plan::Delete{};
    case Do::restore:
      return plan::Restore{"教師來電：誤按退回修改", "客服 115-1"};
    case Do::extend:
      return plan::Extend{times.now + 7 * day_us, true, "住院期間無法填寫", "臺教師(三)字第 1 號"};
  }
  throw std::logic_error("no such action");
}

void Crowd::Year::perform(const Action& action, std::uint64_t step) {
  const std::string who = account(action.teacher);
  const plan::Command command = command_of(action);
  const bool staff = plan::is_of_staff(command);
  const auto outcome = executor.execute<streams::Plan>(
      request(action.at, staff ? "admin1" : who, staff ? "admin" : "teacher", step), {year, who},
      versions[action.teacher], command);
  if (outcome) {
    versions[action.teacher] = outcome->version;
    return;
  }
  // An import before the school has sent its plan is refused like anybody's, and so is whatever
  // comes when the window is closed; the rest must succeed.
  using Kind = plan::Refusal::Kind;
  const Kind kind = outcome.error().kind;
  const bool as_in_life =
      action.what == Do::import || kind == Kind::closed || kind == Kind::wrong_state;
  if (!as_in_life) throw std::runtime_error("demo data: " + who + " was refused");
}

Crowd::Crowd(Executor& executor, const Catalogue& catalogue, int year, std::size_t count,
             std::string password, Times times)
    : year_(new Year{executor, catalogue, year, std::move(password), times, {}, count}) {
  const std::size_t schools = std::max<std::size_t>(1, count / teachers_a_school);
  for (std::size_t i = 0; i < schools; ++i) {
    year_->units.push_back(
        fmt::format("{:02}{}{}{:02}", 2 + i / 98 % 90, i / 98 / 90 + 3, 6, 1 + i % 98));
  }
  year_->plan_actions();
}

Crowd::~Crowd() = default;

void Crowd::add_people() {
  Year& y = *year_;
  const auto& counties = y.catalogue.counties;
  work_side_by_side(0, y.units.size(), [&](std::size_t i) {
    const std::string name = fmt::format("{}第{}國民小學", school_names[i % 8], i / 8 + 1);
    Year::require(y.executor.execute<streams::Unit>(
                      y.request(y.times.begin, y.units[i], "system", 0), {0, y.units[i]}, {},
                      unit::Register{y.units[i], name, counties[i % counties.size()].code}),
                  "a school");
  });
  work_side_by_side(0, y.count, [&](std::size_t i) {
    const std::string name = std::string(surnames[i % 10]) + given_names[i / 10 % 16];
    Year::require(y.executor.execute<streams::Person>(
                      y.request(y.times.begin, y.account(i), "system", 0), {0, y.account(i)}, {},
                      person::Register{name, {{"teacher", y.unit(i)}}, y.password}),
                  "a teacher");
  });
}

void Crowd::run_until(Instant at) {
  Year& y = *year_;
  while (y.next < y.actions.size() && y.actions[y.next].at < at) {
    // A stretch in which nobody acts twice can be carried out side by side.
    std::set<std::uint32_t> acting;
    std::size_t end = y.next;
    while (end < y.actions.size() && y.actions[end].at < at && end - y.next < 1024 &&
           acting.insert(y.actions[end].teacher).second) {
      ++end;
    }
    work_side_by_side(y.next, end, [&](std::size_t i) { y.perform(y.actions[i], i); });
    y.next = end;
  }
}

void Crowd::add_school_plans(Instant at) {
  Year& y = *year_;
  const std::string item = y.catalogue.topics[0].subtopics[0].items[0].code;
  work_side_by_side(0, y.units.size(), [&](std::size_t i) {
    Year::require(y.executor.execute<streams::SchoolPlan>(
                      y.request(at, y.units[i], "system", 1), {y.year, y.units[i]}, {},
                      school_plan::SaveDraft{{{{item, 6}}, {}}}),
                  "a school plan");
    if (i % 4 == 3) return;  // some schools have not sent theirs
    Year::require(
        y.executor.execute<streams::SchoolPlan>(y.request(at, y.units[i], "system", 2),
                                                {y.year, y.units[i]}, {}, school_plan::Submit{}),
        "a school plan");
  });
}

void Crowd::freeze_rosters(Instant at) {
  Year& y = *year_;
  work_side_by_side(0, y.units.size(), [&](std::size_t i) {
    std::vector<std::string> accounts;
    for (std::size_t t = i; t < y.count; t += y.units.size()) accounts.push_back(y.account(t));
    Year::require(y.executor.execute<streams::Roster>(y.request(at, y.units[i], "system", 3),
                                                      {y.year, y.units[i]}, {},
                                                      roster::Freeze{std::move(accounts)}),
                  "a roster");
  });
}

}  // namespace yanxi
