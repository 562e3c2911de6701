#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "events/log/durable_file.hpp"
#include "fcgi/visit/session.hpp"
#include "projections/local_store.hpp"
#include "tests/folder.hpp"

// How long a session lives, what ends it, and which forms are believed to be of it.

namespace yanxi {
namespace {

const Instant start{1'800'000'000'000'000};

struct Place {
  Folder folder;
  std::filesystem::path store = folder.path() / "sessions", key = folder.path() / "keys/forms.key";
  std::optional<Sessions> sessions{std::in_place, store, key};

  void reopen() {
    sessions.reset();
    sessions.emplace(store, key);
  }
  // Whether the row is there at all, dead or not: asked at the time the session began.
  bool is_kept(const std::string& secret) { return sessions->find(secret, start).has_value(); }
  bool is_alive(const std::string& secret, Instant now) {
    return sessions->find(secret, now).has_value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sessions, Place)

BOOST_AUTO_TEST_CASE(a_session_is_found_by_its_secret_only) {
  const auto opened = sessions->open("teacher1", start);
  const auto other = sessions->open("teacher1", start);
  BOOST_TEST(opened.secret.size() == 43u);  // 256 bits
  BOOST_TEST(opened.secret != other.secret);
  const auto found = sessions->find(opened.secret, start + 1);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->account == "teacher1");
  BOOST_TEST(found->id == opened.session.id);
  BOOST_TEST(found->id.find(opened.secret) == std::string::npos);
  BOOST_TEST((found->opened == start && found->seen == start));
  BOOST_TEST(found->parked_path.empty());
  BOOST_TEST(found->parked_form.empty());
  BOOST_TEST(!found->other_cleared);
  for (const std::string& secret : {std::string(), random_secret(), opened.session.id,
                                    opened.secret + "x", opened.secret.substr(1)})
    BOOST_TEST(!sessions->find(secret, start + 1));
}

BOOST_AUTO_TEST_CASE(an_hour_without_a_request_ends_it) {
  BOOST_TEST(session_idle_us == 60 * minute_us);
  for (const std::int64_t later : {-1, 0, 1}) {
    BOOST_TEST_CONTEXT(later) {
      const auto opened = sessions->open("teacher1", start);
      BOOST_TEST(is_alive(opened.secret, start + 60 * minute_us + later) == (later < 0));
    }
  }
}

BOOST_AUTO_TEST_CASE(ten_hours_end_it_however_busy_it_is) {
  BOOST_TEST(session_absolute_us == 10 * hour_us);
  for (const std::int64_t later : {-1, 0, 1}) {
    BOOST_TEST_CONTEXT(later) {
      const auto opened = sessions->open("teacher1", start);
      for (int half = 1; half < 20; ++half)
        BOOST_TEST(is_alive(opened.secret, start + half * 30 * minute_us));
      BOOST_TEST(is_alive(opened.secret, start + 10 * hour_us + later) == (later < 0));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_request_renews_it_at_most_once_a_minute) {
  const auto opened = sessions->open("teacher1", start);
  const auto seen = [&](Instant now) { return sessions->find(opened.secret, now).value().seen; };
  BOOST_TEST((seen(start + minute_us) == start));
  const Instant renewed = start + minute_us + 1;
  BOOST_TEST((seen(renewed) == renewed));
  BOOST_TEST((seen(renewed + minute_us) == renewed));
  // It is written, not only answered, and the hour counts from there.
  reopen();
  BOOST_TEST((seen(renewed + 1) == renewed));
  BOOST_TEST(is_alive(opened.secret, renewed + session_idle_us + -1));
  const auto idle = sessions->open("teacher1", start);
  BOOST_TEST(is_alive(idle.secret, start + minute_us));
  BOOST_TEST(!is_alive(idle.secret, start + session_idle_us));
  // Since when it is open does not move with it.
  BOOST_TEST((sessions->find(opened.secret, renewed + session_idle_us).value().opened == start));
}

BOOST_AUTO_TEST_CASE(what_is_dead_goes_half_an_hour_later) {
  const auto idle = sessions->open("teacher1", start);
  const auto fresh = sessions->open("teacher2", start + hour_us);
  const Instant dead = start + session_idle_us;
  sessions->sweep(dead + 30 * minute_us + -1);
  BOOST_TEST(is_kept(idle.secret));
  sessions->sweep(dead + 30 * minute_us);
  BOOST_TEST(!is_kept(idle.secret));
  BOOST_TEST(is_kept(fresh.secret));
}

BOOST_AUTO_TEST_CASE(a_closed_session_stays_closed) {
  const auto opened = sessions->open("teacher1", start), other = sessions->open("teacher1", start);
  sessions->update(opened.session.id, [](Session& session) { session.parked_path = "/plan"; });
  sessions->close(opened.session);
  BOOST_TEST(!is_kept(opened.secret));
  BOOST_TEST(is_kept(other.secret));
  bool changed = false;
  sessions->update(opened.session.id, [&](Session&) { changed = true; });
  BOOST_TEST(!changed);
  BOOST_TEST(!is_kept(opened.secret));
}

BOOST_AUTO_TEST_CASE(a_parked_form_comes_back_whole) {
  const auto opened = sessions->open("teacher1", start);
  const std::string typed = "h.1-1-1=3&o.1-2-99=%E6%B5%B7%26+x&csrf=abc";
  sessions->update(opened.session.id, [&](Session& session) {
    session.parked_path = "/plan/topics";
    session.parked_form = typed;
    session.other_cleared = true;
  });
  reopen();
  const Session found = sessions->find(opened.secret, start + 2 * minute_us).value();
  BOOST_TEST(found.parked_path == "/plan/topics");
  BOOST_TEST(found.parked_form == typed);
  BOOST_TEST(found.other_cleared);
  // The renewal above kept it, too.
  const Session again = sessions->find(opened.secret, start + 2 * minute_us).value();
  BOOST_TEST(again.parked_form == typed);
  BOOST_TEST((again.account == "teacher1" && again.other_cleared));
}

BOOST_AUTO_TEST_CASE(who_is_forgotten_has_no_session_and_no_bytes) {
  const auto first = sessions->open("teacher1", start), second = sessions->open("teacher1", start);
  const auto other = sessions->open("teacher11", start);
  const std::string words = "only-typed-by-teacher1";
  sessions->update(first.session.id, [&](Session& s) { s.parked_form = "a=" + words; });
  sessions->forget("teacher1");
  BOOST_TEST(!is_kept(first.secret));
  BOOST_TEST(!is_kept(second.secret));
  BOOST_TEST(is_kept(other.secret));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(store)) {
    if (!entry.is_regular_file()) continue;
    BOOST_TEST(read_file(entry.path()).find(words) == std::string::npos, entry.path());
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_row_is_no_session) {
  const auto opened = sessions->open("teacher1", start);
  for (const char* row : {"", "account=%zz", "account=&opened=1&seen=1", "garbage",
                          "account=teacher1", "account=teacher1&opened=x&seen=y"}) {
    BOOST_TEST_CONTEXT(row) {
      sessions.reset();
      LocalStore(store).write({{opened.session.id, row}});
      sessions.emplace(store, key);
      BOOST_TEST(!is_kept(opened.secret));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_form_is_believed_in_its_session_and_for_its_account) {
  const auto mine = sessions->open("teacher1", start), again = sessions->open("teacher1", start);
  const std::string token = sessions->token(mine.secret, "teacher1");
  const auto is_mine = [&](const std::string& text) {
    return sessions->is_token(text, mine.secret, "teacher1");
  };
  const auto is_hers = [&](const std::string& text) {
    return sessions->is_token_of(text, "teacher1");
  };
  std::string flipped = token;
  flipped.back() = flipped.back() == '0' ? '1' : '0';
  std::string renamed = token;
  renamed.front() = renamed.front() == '0' ? '1' : '0';
  const struct {
    const char* what;
    std::string token;
    bool mine, hers;
  } rows[] = {
      {"own", token, true, true},
      {"another session's", sessions->token(again.secret, "teacher1"), false, true},
      {"a dead session's", sessions->token(random_secret(), "teacher1"), false, true},
      {"another account's", sessions->token(mine.secret, "teacher2"), false, false},
      {"nobody's", sessions->token(mine.secret, ""), false, false},
      {"of a part of the name", sessions->token(mine.secret, "teacher"), false, false},
      {"empty", "", false, false},
      {"one short of a name", token.substr(0, 15), false, false},
      {"a name alone", token.substr(0, 16), false, false},
      {"cut", token.substr(0, token.size() - 1), false, false},
      {"longer", token + "0", false, false},
      {"its end changed", flipped, false, false},
      {"its name changed", renamed, false, false},
      {"garbage", std::string(token.size(), 'x'), false, false},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(is_mine(row.token) == row.mine);
      BOOST_TEST(is_hers(row.token) == row.hers);
    }
  }
  BOOST_TEST(token.size() == 48u);
  BOOST_TEST(sessions->is_token(sessions->token("", ""), "", ""));
}

BOOST_AUTO_TEST_CASE(the_key_is_kept_and_a_torn_one_made_anew) {
  namespace fs = std::filesystem;
  using fs::perms;
  const std::string token = sessions->token("secret", "teacher1");
  const auto believed = [&] { return sessions->is_token(token, "secret", "teacher1"); };
  BOOST_TEST((fs::status(key).permissions() == (perms::owner_read | perms::owner_write)));
  BOOST_TEST((fs::status(key.parent_path()).permissions() == perms::owner_all));
  reopen();
  BOOST_TEST(believed());
  const std::string whole = read_file(key);
  BOOST_TEST(whole.size() == 43u);
  for (const std::size_t size : {0, 39}) {
    sessions.reset();
    std::ofstream(key, std::ios::trunc) << whole.substr(0, size);
    sessions.emplace(store, key);
    BOOST_TEST(!believed());
    BOOST_TEST(read_file(key).size() == 43u);
  }
  // A short one of whoever made it by hand is enough; another key is another truth.
  sessions.reset();
  std::ofstream(key, std::ios::trunc) << whole.substr(0, 40);
  sessions.emplace(store, key);
  BOOST_TEST(read_file(key) == whole.substr(0, 40));
  BOOST_TEST(!believed());
}

BOOST_AUTO_TEST_CASE(names_are_random_and_fit_into_an_address) {
  for (const auto& [text, size] : {std::pair{random_secret(), 43u}, {random_once(), 16u}}) {
    BOOST_TEST(text.size() == size);
    BOOST_TEST(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_") == std::string::npos);
  }
  BOOST_TEST(random_once() != random_once());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
