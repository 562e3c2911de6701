// Given events, when a command, then events or a refusal: how the plan's rules are told in tests.
#pragma once

#include <boost/test/unit_test.hpp>
#include <ostream>

#include "events/codec.hpp"
#include "events/plan.hpp"
#include "tests/examples.hpp"

namespace yanxi::plan {

inline std::ostream& operator<<(std::ostream& out, Refusal::Kind kind) {
  return out << "refusal " << static_cast<int>(kind);
}
inline std::ostream& operator<<(std::ostream& out, Status status) {
  return out << status_name(status);
}

class Given {
 public:
  explicit Given(std::vector<Event> events) {
    for (const Event& event : events) {
      Stamp stamp{100 + state_.version + 1,
                  state_.version + 1,
                  examples::opens() + static_cast<std::int64_t>(state_.version + 1) * minute_us,
                  {}};
      history_.push_back(state_);
      state_ = evolve(std::move(state_), event, stamp);
    }
    context_ = examples::context();
    context_.seen_version = state_.version;
  }

  Given& at(Instant now) { return context_.now = now, *this; }
  Given& posts(std::vector<std::string> posts) { return context_.posts = std::move(posts), *this; }
  // The form was made from an earlier version.
  Given& seen(std::uint64_t version) {
    context_.seen_version = version;
    seen_ = version < history_.size() ? history_[version] : state_;
    context_.seen = &seen_.contents;
    return *this;
  }
  Given& school(std::optional<SchoolPlan> plan, bool on_roster) {
    context_.school_plan = std::move(plan);
    context_.on_roster = on_roster;
    return *this;
  }
  Given& when(const Command& command) {
    context_.by = examples::context_of(command).by;
    return decision_ = decide(state_, command, context_), *this;
  }

  // Compared as they would be stored.
  void then(const std::vector<Event>& expected) const {
    BOOST_REQUIRE_MESSAGE(decision_.has_value(), "refused: " << static_cast<int>(kind()));
    BOOST_REQUIRE_EQUAL(decision_->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const Encoded have = encode((*decision_)[i]), want = encode(expected[i]);
      BOOST_TEST(have.tag == want.tag);
      BOOST_TEST(have.payload == want.payload);
    }
  }
  void then_nothing() const { then({}); }
  Refusal then_refused(Refusal::Kind expected) const {
    BOOST_REQUIRE(!decision_.has_value());
    BOOST_TEST(kind() == expected);
    return decision_.error();
  }
  // The state after what was decided.
  State then_state(Status expected) const {
    BOOST_REQUIRE(decision_.has_value());
    State state = state_;
    for (const Event& event : *decision_) {
      state = evolve(std::move(state), event, {900, state.version + 1, context_.now, {}});
    }
    BOOST_TEST(state.status == expected);
    return state;
  }
  const State& state() const { return state_; }

 private:
  Refusal::Kind kind() const { return decision_.error().kind; }

  State state_, seen_;
  std::vector<State> history_;
  Context context_;
  Decision decision_;
};

inline Given given(std::vector<Event> events) { return Given(std::move(events)); }

}  // namespace yanxi::plan
