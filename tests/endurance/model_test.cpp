#include <boost/test/unit_test.hpp>
#include <map>
#include <random>

#include "events/codec.hpp"
#include "events/plan.hpp"
#include "tests/endurance/endurance.hpp"
#include "tests/examples.hpp"

// Random histories of one plan against a model small enough to be seen to be right: a map of
// fields, a status, the last submission. The plan and the model must refuse the same commands and
// be in the same state after each.

namespace yanxi {
namespace {

using plan::Status;
using Values = std::map<std::string, std::string>;

// What histories type: all of step 1, three items of which the last has a free text, and hours that
// are no number. Step 2 is filled in whole or not at all and stands as one value, "needs".
const std::map<std::string, std::vector<std::string>> choices = {
    {"education", {"", "ED20", "ED30"}},
    {"service", {"", "YS20"}},
    {"stage", {"", "40"}},
    {"teaching", {"", "E4"}},
    {"h.1-1-1", {"", "1", "7", "30", "seven"}},
    {"h.3-2-5", {"", "2", "9"}},
    {"h.1-2-99", {"", "4", "5"}},
    {"o.1-2-99", {"", "海洋學校課程", "山野教育"}}};

bool is_topic(const std::string& name) { return name.starts_with("h.") || name.starts_with("o."); }

struct Model {
  Status status = Status::absent;
  std::uint64_t version = 0;
  Values values;
  std::vector<Values> at_version = {{}};  // what a form made from each version showed
  Values submitted;
  bool newer = false, submitted_newer = false;  // filled in with the second catalogue version
  std::optional<Values> before_import;

  void record() {
    ++version;
    at_version.push_back(values);
  }
  bool editable() const { return status == Status::draft || status == Status::withdrawn; }
  // Manual: every field of steps 1 and 2, hours for some item, a name for each free text.
  bool complete() const {
    for (const char* name : {"education", "service", "stage", "teaching", "needs"}) {
      if (!values.contains(name)) return false;
    }
    const auto hours = values.lower_bound("h.");
    const bool any = hours != values.end() && hours->first.starts_with("h.");
    return any && (!values.contains("h.1-2-99") || values.contains("o.1-2-99"));
  }
};

std::string value_of(const Values& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

// A second version of the catalogue, in which one choice of step 1 is retired.
constexpr const char* retired = "ED30";
const Catalogues& two_versions() {
  static const Catalogues both = [] {
    Catalogues made = examples::load_catalogues();
    Catalogue second = examples::catalogue();
    second.version = "115-2";
    std::erase_if(second.educations, [](const Option& option) { return option.code == retired; });
    made.add(std::move(second));
    return made;
  }();
  return both;
}

// The plan's contents as the same kind of map.
Values values_of(const Contents& contents) {
  Values values;
  const auto put = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) values[name] = value;
  };
  put("education", contents.education);
  put("service", contents.service);
  put("stage", contents.stage);
  put("teaching", contents.teaching);
  for (const auto& [code, hours] : contents.hours.planned) put("h." + code, std::to_string(hours));
  for (const auto& [code, name] : contents.hours.names) put("o." + code, name);
  if (contents.method == examples::contents().method) values["needs"] = "all";
  return values;
}

class History {
 public:
  // How often each command was accepted, by its place in plan::Command, is added to `accepted`.
  History(std::mt19937_64& random, std::vector<std::uint64_t>& accepted)
      : random_(random), accepted_(accepted) {}

  void run(int commands) {
    for (int i = 0; i < commands; ++i) {
      command();
      BOOST_REQUIRE(plan::status_name(state_.status) == plan::status_name(model_.status));
      BOOST_REQUIRE_EQUAL(state_.version, model_.version);
      BOOST_REQUIRE(values_of(state_.contents) == model_.values);
    }
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  // Carries the command out on the plan, through the stored form of each event; whether it was
  // accepted.
  bool decide(const plan::Command& command, std::uint64_t seen) {
    plan::Context context = examples::context_of(command);
    context.catalogues = &two_versions();
    year::State year = examples::year();
    if (std::holds_alternative<plan::ChangeCatalogue>(command)) year.catalogue = "115-2";
    context.year = &year;
    context.school_plan = examples::school_plan();
    context.on_roster = true;
    context.seen_version = seen;
    const Contents shown = contents_at_.at(seen);
    context.seen = &shown;
    const auto events = plan::decide(state_, command, context);
    if (!events) return false;
    ++accepted_[command.index()];
    for (const plan::Event& event : *events) {
      const Encoded stored = encode(event);
      state_ = plan::evolve(std::move(state_), decode_event(stored),
                            {state_.version + 1, state_.version + 1, context.now, {}});
      contents_at_.push_back(state_.contents);
    }
    return true;
  }
  static plan::Event decode_event(const Encoded& stored) {
    return decode<plan::Event>(stored.tag, stored.payload);
  }

  void command() {
    switch (pick(9)) {
      case 0:
      case 1:
      case 2:
        return save();
      case 3:
        return submit();
      case 4:
        return withdraw();
      case 5:
        return remove();
      case 6:
        return restore();
      case 7:
        return pick(2) == 0 ? extend() : change_catalogue();
      default:
        return pick(2) == 0 ? import() : undo();
    }
  }

  void save() {
    // Mostly from the newest version, sometimes from an older one: another tab.
    const std::uint64_t seen = pick(4) == 0 ? pick(model_.version + 1) : model_.version;
    std::vector<Field> typed;
    for (const auto& [name, values] : choices) {
      if (pick(2) == 0) typed.push_back({name, values[pick(values.size())]});
    }
    const bool accepted = decide(plan::SaveDraft{typed, "form"}, seen);
    BOOST_REQUIRE_EQUAL(accepted, model_save(typed, seen));
  }

  bool model_save(const std::vector<Field>& typed, std::uint64_t seen) {
    if (model_.status == Status::submitted) return false;
    const bool starting = !model_.editable();
    // A deletion that was not seen is not undone; more time that was given meanwhile is no matter.
    if (model_.status == Status::deleted && seen != model_.version) return false;
    Values merged = starting ? Values() : model_.values;
    for (const Field& field : typed) {
      if (field.value == "seven") return false;  // no number
      const std::string shown = starting ? "" : value_of(model_.at_version[seen], field.name);
      const std::string now = value_of(merged, field.name);
      if (field.value == now) continue;    // nothing to do
      if (field.value == shown) continue;  // not touched in this tab
      if (now != shown) return false;      // both tabs changed it, to different things
      if (model_.newer && !starting && field.value == retired) return false;
      if (field.value.empty()) {
        merged.erase(field.name);
      } else {
        merged[field.name] = field.value;
      }
    }
    if (!starting && merged == model_.values) return true;  // nothing changed, nothing recorded
    if (starting) model_.newer = false;
    if (model_.status != Status::withdrawn) model_.status = Status::draft;
    model_.values = merged;
    model_.before_import.reset();
    model_.record();
    return true;
  }

  void submit() {
    if (pick(2) == 0) complete();
    const bool accepted = decide(plan::Submit{}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.editable() && model_.complete());
    if (!accepted) return;
    model_.status = Status::submitted;
    model_.submitted = model_.values;
    model_.submitted_newer = model_.newer;
    model_.before_import.reset();
    model_.record();
  }

  // Fills in everything, also the fields the model does not look at.
  void complete() {
    if (model_.status == Status::submitted) return;
    const Contents whole = examples::contents();
    std::vector<Field> typed;
    for (const auto& [name, value] : values_of(whole)) {
      if (name != "needs") typed.push_back({name, value});
    }
    const std::vector<Field> seen_by_model = typed;
    for (std::size_t i = 0; i < 6; ++i) {
      const std::string rank = std::to_string(i + 1);
      if (i < 3) typed.push_back({"method." + rank, whole.method[i]});
      typed.push_back({"time." + rank, whole.time[i]});
      typed.push_back({"place." + rank, whole.place[i]});
    }
    const std::uint64_t version = state_.version;
    BOOST_REQUIRE(decide(plan::SaveDraft{typed, "form"}, model_.version));
    if (state_.version == version) return;
    if (model_.status != Status::withdrawn) {
      if (!model_.editable()) {
        model_.values.clear();
        model_.newer = false;
      }
      model_.status = Status::draft;
    }
    for (const Field& field : seen_by_model) model_.values[field.name] = field.value;
    model_.values["needs"] = "all";
    model_.before_import.reset();
    model_.record();
  }

  void withdraw() {
    const bool accepted = decide(plan::Withdraw{}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.status == Status::submitted);
    if (!accepted) return;
    model_.status = Status::withdrawn;
    model_.record();
  }

  void remove() {
    const bool accepted = decide(plan::Delete{}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.editable());
    if (!accepted) return;
    model_.status = Status::deleted;
    model_.record();
  }

  void restore() {
    const bool accepted = decide(plan::Restore{"誤按退回修改", "115-001"}, model_.version);
    const bool withdrawn = model_.status == Status::withdrawn;
    BOOST_REQUIRE_EQUAL(accepted, withdrawn || model_.status == Status::deleted);
    if (!accepted) return;
    model_.status = withdrawn ? Status::submitted : Status::draft;
    if (withdrawn) {
      model_.values = model_.submitted;
      model_.newer = model_.submitted_newer;
    }
    model_.before_import.reset();
    model_.record();
  }

  // More time changes nothing in the plan.
  void extend() {
    const auto later = static_cast<std::int64_t>(model_.version + 1) * hour_us;
    const Instant until = examples::accepts_until() + later;
    const bool accepted =
        decide(plan::Extend{until, true, "住院無法填寫", "115-002"}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.status != Status::submitted);
    if (accepted) model_.record();
  }

  void change_catalogue() {
    const bool accepted = decide(plan::ChangeCatalogue{}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.editable() && !model_.newer);
    if (!accepted) return;
    model_.newer = true;
    if (value_of(model_.values, "education") == retired) model_.values.erase("education");
    model_.before_import.reset();
    model_.record();
  }

  void import() {
    const bool replacing = pick(2) == 0;
    const bool accepted =
        decide(plan::ImportSchoolPlan{replacing ? "replace" : "fill"}, model_.version);
    // The school's plan is of the first version.
    BOOST_REQUIRE_EQUAL(accepted, model_.editable() && !model_.newer);
    if (!accepted) return;
    model_.before_import = model_.values;
    const auto topic = [](const auto& value) { return is_topic(value.first); };
    if (replacing) std::erase_if(model_.values, topic);
    const plan::SchoolPlan school = examples::school_plan();
    for (const auto& [code, hours] : school.hours.planned) {
      if (model_.values.contains("h." + code)) continue;
      model_.values["h." + code] = std::to_string(hours);
      const std::string name(name_of(school.hours, code));
      if (!name.empty()) model_.values.try_emplace("o." + code, name);
    }
    model_.record();
  }

  void undo() {
    const bool accepted = decide(plan::UndoImport{}, model_.version);
    BOOST_REQUIRE_EQUAL(accepted, model_.editable() && model_.before_import.has_value());
    if (!accepted) return;
    model_.values = *model_.before_import;  // nothing but topics has changed since
    model_.before_import.reset();
    model_.record();
  }

  std::mt19937_64& random_;
  std::vector<std::uint64_t>& accepted_;
  plan::State state_;
  std::vector<Contents> contents_at_ = {{}};
  Model model_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(histories)

BOOST_AUTO_TEST_CASE(random_histories_equal_the_model) {
  std::mt19937_64 random(seed());
  const std::uint64_t histories = count_or(100'000);
  std::vector<std::uint64_t> accepted(std::variant_size_v<plan::Command>);
  for (std::uint64_t i = 0; i < histories; ++i) {
    BOOST_TEST_CONTEXT("history " << i << ", seed " << seed()) {
      History(random, accepted).run(static_cast<int>(1 + random() % 16));
    }
  }
  // Every command but CarryOver, which needs another year's plan, took its part.
  for (std::size_t command = 0; command < accepted.size(); ++command) {
    if (command != 1) BOOST_TEST(accepted[command] > histories / 100, "command " << command);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
