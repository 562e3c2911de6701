// One thing for all cases of a suite, where making it takes longer than most of them. Here: making
// it when the suite begins: BOOST_AUTO_TEST_SUITE(name, *boost::unit_test::fixture<Once<Some>>()).
// Not here: what is made.
#pragma once

#include <memory>

namespace yanxi {

template <class Made>
struct Once {
  Once() { made = std::make_unique<Made>(); }
  ~Once() { made.reset(); }
  static inline std::unique_ptr<Made> made;
};

}  // namespace yanxi
