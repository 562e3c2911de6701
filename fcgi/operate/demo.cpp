#include "fcgi/operate/demo.hpp"

#include <optional>
#include <stdexcept>

#include "fcgi/identity.hpp"
#include "fcgi/operate/crowd.hpp"

namespace yanxi {
namespace {

class Demo {
 public:
  Demo(EventLog& log, Catalogues& catalogues, Instant now, DemoPhase phase, std::size_t teachers,
       PasswordCost cost)
      : password_(hash_password(demo_password, cost)),
        executor_(log, catalogues),
        catalogue_(catalogues.latest()),
        now_{now.us - now.us % second_us},
        phase_(phase),
        year_(academic_year(now)) {
    if (teachers == 0) return;
    const year::Windows windows = this_years_windows();
    crowd_.emplace(executor_, catalogue_, year_, teachers, password_,
                   Crowd::Times{begin(), windows.opens, windows.counts_until, now_});
  }

  void make() {
    add_units();
    add_people();
    if (crowd_) crowd_->add_people();
    add_last_year();
    open_this_year();
    add_school_plans();
    freeze_rosters();
    if (phase_ == DemoPhase::late || phase_ == DemoPhase::closed) add_this_years_plans();
    pass_until(now_);
  }

 private:
  template <class Result>
  static void expect(const Result& result, const char* what) {
    if (!result) throw std::runtime_error(std::string("demo data: ") + what + " was refused");
  }

  Request request(Instant at, const std::string& account = "system",
                  const std::string& role = "system") {
    return {terminal_actor(account, role), at,
            command_id(account, std::to_string(++count_), "demo")};
  }

  // A moment of last year's September, as in the manual's pictures.
  Instant last_september(int day, int hour, int minute, int second) const {
    return from_taipei(year_ - 1 + 1911, 9, day, hour, minute, second);
  }
  Instant begin() const { return from_taipei(year_ - 1 + 1911, 8, 1, 8); }

  void add_units() {
    expect(executor_.execute<streams::Unit>(request(begin()), {0, "010001"}, {},
                                            unit::Register{"010001", "晨光國民小學", "NWT"}),
           "unit");
    expect(executor_.execute<streams::Unit>(request(begin()), {0, "010002"}, {},
                                            unit::Register{"010002", "青山國民小學", "NWT"}),
           "unit");
  }

  void add_person(const std::string& account, const std::string& name,
                  std::vector<person::Role> roles) {
    expect(executor_.execute<streams::Person>(request(begin()), {0, account}, {},
                                              person::Register{name, std::move(roles), password_}),
           "person");
  }

  void add_people() {
    add_person("teacher1", "郭小強", {{"teacher", "010001"}});
    add_person("teacher2", "劉大衛", {{"teacher", "010002"}});
    // A name with a character above U+FFFF, as some people have.
    add_person("teacher3", "黃𠮷安", {{"teacher", "010001"}});
    add_person("clerk1", "林淑芬", {{"clerk", "010001"}});
    add_person("clerk2", "張美玲", {{"clerk", "010002"}});
    add_person("clerk3", "吳建宏", {{"clerk", "010001"}, {"teacher", "010001"}});
    add_person("county1", "蔡雅雯", {{"county", "NWT"}});
    add_person("auditor1", "許志明", {{"auditor", ""}});
    add_person("admin1", "謝佳穎", {{"admin", ""}});
  }

  void save(Instant at, int year, const std::string& account, const std::vector<Field>& fields) {
    expect(executor_.execute<streams::Plan>(request(at, account, "teacher"), {year, account}, 0,
                                            plan::SaveDraft{fields, "form"}),
           "draft");
  }
  void submit(Instant at, int year, const std::string& account, std::uint64_t version) {
    expect(executor_.execute<streams::Plan>(request(at, account, "teacher"), {year, account},
                                            version, plan::Submit{}),
           "submission");
  }

  // A complete plan with the manual's sample answers.
  std::vector<Field> sample_fields() const {
    std::vector<Field> fields = {{"education", "ED20"},
                                 {"service", "YS20"},
                                 {"stage", "40"},
                                 {"teaching", "E4"},
                                 {"h.1-1-1", "7"},
                                 {"h.1-3-8", "6"},
                                 {"h.2-1-2", "6"},
                                 {"h.3-1-4", "4"},
                                 {"h.4-1-4", "9"},
                                 {"h.5-1-1", "3"},
                                 {"h.6-3-3", "4"},
                                 {"h.1-2-99", "2"},
                                 {"o.1-2-99", "海洋學校課程"}};
    for (const Ranking* ranking : {&catalogue_.method, &catalogue_.time, &catalogue_.place}) {
      for (std::size_t i = 0; i < ranking->ranks; ++i) {
        fields.push_back({ranking->name + "." + std::to_string(i + 1), ranking->options[i].code});
      }
    }
    fields[13].value = "ME20";  // 第一順位：碩士層級學分班進修
    fields[14].value = "ME10";  // 第二順位：學士層級學分班進修
    return fields;
  }

  void add_last_year() {
    const year::Windows windows = {last_september(1, 17, 0, 0) + -22 * day_us,
                                   begin(),
                                   last_september(1, 8, 0, 0),
                                   last_september(1, 8, 0, 0),
                                   last_september(30, 17, 0, 0),
                                   last_september(30, 17, 0, 0)};
    expect(executor_.execute<streams::Year>(request(begin()), {year_ - 1, {}}, 0,
                                            year::Open{catalogue_.version, windows, true}),
           "year");
    save(last_september(24, 16, 35, 36), year_ - 1, "teacher1", sample_fields());
    submit(last_september(25, 9, 58, 13), year_ - 1, "teacher1", 1);
  }

  // What the crowd does meanwhile.
  void pass_until(Instant at) {
    if (crowd_) crowd_->run_until(at);
  }

  year::Windows this_years_windows() const {
    const Instant from = now_ + -30 * day_us, to = now_ + 30 * day_us;
    year::Windows windows = {now_ + -10 * day_us, from, to, from, to, to};
    if (phase_ == DemoPhase::before) {
      windows.opens = now_ + day_us;
    } else if (phase_ == DemoPhase::late) {
      windows.counts_until = now_ + -day_us;
    } else if (phase_ == DemoPhase::closed) {
      windows.counts_until = windows.accepts_until = now_ + -day_us;
    }
    return windows;
  }

  void open_this_year() {
    expect(executor_.execute<streams::Year>(
               request(now_ + -30 * day_us), {year_, {}}, 0,
               year::Open{catalogue_.version, this_years_windows(), true}),
           "year");
  }

  void add_school_plans() {
    const Instant at = now_ + -20 * day_us;
    pass_until(at);
    if (crowd_) crowd_->add_school_plans(at);
    const PlannedHours hours = {{"1-1-1", 3}, {"1-3-2", 6}, {"1-6-2", 4}, {"2-4-1", 3},
                                {"3-1-2", 6}, {"4-3-1", 3}, {"6-3-4", 2}};
    for (const char* unit : {"010001", "010002"}) {
      expect(executor_.execute<streams::SchoolPlan>(request(at), {year_, unit}, {},
                                                    school_plan::SaveDraft{{hours, {}}}),
             "school plan");
    }
    expect(executor_.execute<streams::SchoolPlan>(request(at), {year_, "010001"}, {},
                                                  school_plan::Submit{}),
           "school plan");
  }

  void freeze_rosters() {
    const Instant at = now_ + -10 * day_us;
    pass_until(at);
    if (crowd_) crowd_->freeze_rosters(at);
    expect(executor_.execute<streams::Roster>(request(at), {year_, "010001"}, {},
                                              roster::Freeze{{"teacher1", "clerk3"}}),
           "roster");
    expect(executor_.execute<streams::Roster>(request(at), {year_, "010002"}, {},
                                              roster::Freeze{{"teacher2"}}),
           "roster");
  }

  void add_this_years_plans() {
    pass_until(now_ + -5 * day_us);
    save(now_ + -5 * day_us, year_, "teacher2", {{"education", "ED40"}, {"h.1-3-1", "12"}});
    pass_until(now_ + -4 * day_us);
    save(now_ + -4 * day_us, year_, "teacher3", sample_fields());
    pass_until(now_ + -3 * day_us);
    submit(now_ + -3 * day_us, year_, "teacher3", 1);
  }

  // Everybody's: the password is public, and a hash for each would take seconds.
  const std::string password_;
  Executor executor_;
  const Catalogue& catalogue_;
  Instant now_;
  DemoPhase phase_;
  int year_;
  int count_ = 0;
  std::optional<Crowd> crowd_;
};

}  // namespace

void make_demo(EventLog& log, Catalogues& catalogues, Instant now, DemoPhase phase,
               std::size_t teachers, PasswordCost cost) {
  if (log.head().position != 0) throw std::runtime_error("the data folder holds events already");
  Demo(log, catalogues, now, phase, teachers, cost).make();
}

}  // namespace yanxi
