#include <sodium.h>

#include <boost/test/unit_test.hpp>
#include <thread>

#include "fcgi/visit/password.hpp"
#include "tests/visitor.hpp"

// What a guess costs, how many are checked at once, and how long an account waits after failures.

namespace yanxi {
namespace {

using Answer = PasswordCheck::Answer;

// libsodium's random bytes, but for threads that are to stay in the midst of making a hash, which
// begins with a random salt.
class HeldRandom {
 public:
  HeldRandom() {
    only = this;
    static randombytes_implementation held = randombytes_sysrandom_implementation;
    held.buf = [](void* bytes, std::size_t size) {
      if (is_held) only->wait();
      randombytes_sysrandom_implementation.buf(bytes, size);
    };
    randombytes_set_implementation(&held);
  }
  ~HeldRandom() { randombytes_set_implementation(&randombytes_sysrandom_implementation); }

  static void hold_this_thread() { is_held = true; }
  // False when fewer came, which is a fault: the time only bounds how long it takes to say so.
  bool await(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return waiting_ == count; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  void wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }

  static inline thread_local bool is_held = false;
  static inline HeldRandom* only = nullptr;
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

const Instant start{1'800'000'000'000'000};

}  // namespace

BOOST_AUTO_TEST_SUITE(passwords)

BOOST_AUTO_TEST_CASE(a_guess_costs_what_it_must) {
  // RFC 9106: argon2id; 64 MiB and two passes on the service, here with less memory for speed.
  BOOST_TEST(service_password_cost.passes == 2u);
  BOOST_TEST(service_password_cost.memory == 64u * 1024 * 1024);
  BOOST_TEST(
      hash_password("x", service_password_cost).starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  PasswordCheck check({3, 16 << 10});
  const std::string hash = check.make("long-enough").value();
  BOOST_TEST(hash.starts_with("$argon2id$v=19$m=16,t=3,p=1$"));
  BOOST_TEST(hash != check.make("long-enough").value());
  // What cannot be done is a fault, never a weaker hash.
  BOOST_CHECK_THROW(hash_password("x", {2, 1024}), std::runtime_error);
  BOOST_CHECK_THROW(hash_password("x", {0, 8192}), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(only_the_password_itself_is_right) {
  PasswordCheck check(cheap_password);
  const std::string hash = check.make("研習-yanxi").value();
  const struct {
    std::string password;
    std::optional<std::string> hash;
    Answer answer;
  } rows[] = {
      {"研習-yanxi", hash, Answer::right},
      {"研習-yanxI", hash, Answer::wrong},
      {"研習-yanx", hash, Answer::wrong},
      {"研習-yanxi ", hash, Answer::wrong},
      {"", hash, Answer::wrong},
      {"研習-yanxi", "", Answer::wrong},
      {"研習-yanxi", "研習-yanxi", Answer::wrong},
      // Nobody's account is checked against a fixed hash, and even that one's password is wrong.
      {"研習-yanxi", {}, Answer::wrong},
      {"----------------", {}, Answer::wrong},
  };
  for (const auto& row : rows) BOOST_TEST_CONTEXT(row.password)
  BOOST_TEST((check.check(row.password, row.hash) == row.answer));
}

// A hash is made in one of four places; whoever finds them taken waits two seconds and is sent
// away. All that is asked meanwhile waits at the same time.
BOOST_AUTO_TEST_CASE(the_fifth_at_once_is_sent_away_and_the_next_is_served) {
  Served served(DemoPhase::open);
  const Visitor admin(served, "admin1"), nobody(served), stranger(served);
  const std::string page = admin.send("/admin/people/teacher1/link", "v=1").body;
  const auto begin = page.find("/password/");
  const std::string link = page.substr(begin, page.find('<', begin) - begin);
  PasswordCheck& check = served.service.passwords;
  HeldRandom random;
  std::vector<std::thread> makers;
  std::array<bool, 4> made{};
  for (bool& one : made) {
    makers.emplace_back([&] {
      HeldRandom::hold_this_thread();
      one = check.make("long-enough").has_value();
    });
  }
  BOOST_TEST(random.await(4));
  HttpResponse login;
  std::thread signing_in(
      [&] { login = nobody.send("/login", "account=teacher2&password=yanxi-demo"); });
  const auto response = stranger.send(link, "password=long-enough&again=long-enough");
  signing_in.join();
  BOOST_TEST(login.status == 503);
  BOOST_TEST(holds(login, "目前登入人數眾多，請稍後再試"));
  BOOST_TEST(response.status == 503);
  BOOST_TEST(holds(response, "目前使用人數眾多，請稍後再試"));
  random.let_go();
  for (std::thread& maker : makers) maker.join();
  BOOST_TEST((made == std::array{true, true, true, true}));
  // All four are free again: more than four come one after the other.
  for (int i = 0; i < 5; ++i) BOOST_TEST((check.check("x", {}) == Answer::wrong));
  BOOST_TEST(nobody.send("/login", "account=teacher2&password=yanxi-demo").status == 303);
  BOOST_TEST(stranger.send(link, "password=long-enough&again=long-enough").status == 200);
}

BOOST_AUTO_TEST_CASE(eight_wait_for_a_place_and_the_next_are_sent_away_at_once) {
  PasswordCheck check(cheap_password);
  HeldRandom random;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      HeldRandom::hold_this_thread();
      check.make("long-enough");
    });
  }
  BOOST_TEST(random.await(4));
  std::atomic<int> waited = 0, at_once = 0;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      const auto begin = std::chrono::steady_clock::now();
      if (check.check("x", {}) != Answer::busy) return;
      const auto took = std::chrono::steady_clock::now() - begin;
      ++(took < std::chrono::seconds(1) ? at_once : waited);
    });
  }
  for (auto thread = threads.begin() + 4; thread != threads.end(); ++thread) thread->join();
  random.let_go();
  for (auto thread = threads.begin(); thread != threads.begin() + 4; ++thread) thread->join();
  BOOST_TEST(waited == 8);
  BOOST_TEST(at_once == 4);
  // Nobody waits any more.
  BOOST_TEST((check.check("x", {}) == Answer::wrong));
}

BOOST_AUTO_TEST_CASE(of_two_who_use_a_link_at_once_one_is_told_that_it_is_gone) {
  Served served(DemoPhase::open);
  const Visitor admin(served, "admin1"), slow(served), quick(served);
  const std::string page = admin.send("/admin/people/teacher1/link", "v=1").body;
  const auto begin = page.find("/password/");
  const std::string link = page.substr(begin, page.find('<', begin) - begin);
  const HttpRequest late = slow.post(link, "password=long-enough-1&again=long-enough-1");
  HeldRandom random;
  HttpResponse gone;
  std::thread held([&] {
    HeldRandom::hold_this_thread();
    gone = slow.ask(late);
  });
  BOOST_TEST(random.await(1));
  BOOST_TEST(quick.send(link, "password=long-enough-2&again=long-enough-2").status == 200);
  random.let_go();
  held.join();
  BOOST_TEST(gone.status == 404);
  BOOST_TEST(holds(gone, "這個連結已經不能使用"));
  const auto signed_in = quick.send("/login", "account=teacher1&password=long-enough-2");
  BOOST_TEST(signed_in.status == 303);
}

BOOST_AUTO_TEST_CASE(failures_double_the_wait_up_to_a_quarter_of_an_hour) {
  Throttle throttle;
  const std::int64_t waits[] = {0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900};
  Instant now = start;
  int failures = 0;
  for (const std::int64_t wait : waits) {
    BOOST_TEST_CONTEXT("failure " << ++failures) {
      throttle.failed("teacher1", now);
      const auto until = throttle.blocked_until("teacher1", now);
      BOOST_TEST(until.has_value() == (wait > 0));
      if (!until) continue;
      const Instant end = now + wait * second_us;
      BOOST_TEST((*until == end));
      BOOST_TEST((throttle.blocked_until("teacher1", end + -1) == until));
      BOOST_TEST(!throttle.blocked_until("teacher1", end));
      now = end;
    }
  }
  BOOST_TEST(!throttle.blocked_until("teacher2", start));
}

BOOST_AUTO_TEST_CASE(failures_are_forgotten_by_success_and_after_half_an_hour) {
  Throttle throttle;
  const auto fail = [&](const std::string& account, int times, Instant at) {
    for (int i = 0; i < times; ++i) throttle.failed(account, at);
  };
  const auto waits = [&](const std::string& account, Instant at) {
    return throttle.blocked_until(account, at).has_value();
  };
  fail("teacher1", 5, start);
  fail("teacher2", 5, start);
  throttle.succeeded("teacher1");
  BOOST_TEST(!waits("teacher1", start));
  BOOST_TEST(waits("teacher2", start));
  fail("teacher1", 4, start);
  BOOST_TEST(!waits("teacher1", start));
  // Quiet for just half an hour is not forgotten; a microsecond more is, whoever fails then.
  fail("teacher1", 1, start + 30 * minute_us);
  BOOST_TEST(waits("teacher1", start + 30 * minute_us));
  fail("teacher3", 4, start + hour_us);
  fail("teacher4", 1, start + hour_us + 30 * minute_us + 1);
  fail("teacher3", 1, start + hour_us + 30 * minute_us + 1);
  BOOST_TEST(!waits("teacher3", start + hour_us + 30 * minute_us + 1));
  // The quiet counts from the last failure.
  fail("teacher5", 2, start + 2 * hour_us);
  fail("teacher5", 2, start + 2 * hour_us + 20 * minute_us);
  fail("teacher5", 1, start + 2 * hour_us + 40 * minute_us);
  BOOST_TEST(waits("teacher5", start + 2 * hour_us + 40 * minute_us));
  throttle.succeeded("nobody-at-all");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
