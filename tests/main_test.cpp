#define BOOST_TEST_MODULE yanxi
#include <boost/test/unit_test.hpp>
