// A generated year for demonstrations and tests: schools, teachers, and what they do to their plans
// from the first day of the window to now. The same number and times always give the same year. Not
// here: teacher1 and the others that people sign in as (demo).
#pragma once

#include <memory>

#include "events/execute.hpp"

namespace yanxi {

class Crowd {
 public:
  struct Times {
    Instant begin, opens, deadline, now;
  };
  // `count` teachers, about fifty to a school, all with the password of this hash.
  Crowd(Executor& executor, const Catalogue& catalogue, int year, std::size_t count,
        std::string password, Times times);
  ~Crowd();

  // The log's time never goes back, so what happens is told in order: people first, then in turns.
  void add_people();
  void run_until(Instant at);
  void add_school_plans(Instant at);
  void freeze_rosters(Instant at);

 private:
  struct Year;
  std::unique_ptr<Year> year_;
};

}  // namespace yanxi
