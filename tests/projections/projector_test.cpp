#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "events/streams.hpp"
#include "projections/plan_view.hpp"
#include "tests/told_log.hpp"

// How views follow a log, are made anew, and when they are believed; the store they are kept in.

namespace yanxi {
namespace {

using std::chrono::milliseconds;
using Rows = std::map<std::string, std::string>;

constexpr milliseconds at_once{0};
constexpr milliseconds long_enough{30'000};

Rows rows_of(const LocalStore& store, const std::string& prefix = "") {
  Rows rows;
  store.scan(prefix, [&](auto key, auto value) {
    rows[std::string(key)] = value;
    return true;
  });
  return rows;
}

void fail(const std::string& what) { BOOST_ERROR(what); }

plan::DraftSaved draft() { return {"form", "115-1", {}}; }

// A row of no view: still there as long as the views were not thrown away.
const LocalStore::Changes mark = {{"mark", "x"}};

// Looks again whenever the log might have grown, so that others come to work meanwhile.
template <class Holds>
bool comes_true(const Told& told, const Holds& holds) {
  const auto end = std::chrono::steady_clock::now() + long_enough;
  while (!holds() && std::chrono::steady_clock::now() < end) {
    told.log->wait(told.log->head().position, milliseconds(1));
  }
  return holds();
}

struct Stored : Folder {
  LocalStore store{path() / "rows"};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(projector)

BOOST_AUTO_TEST_CASE(views_are_kept_only_when_this_program_reads_them_and_they_are_of_this_log) {
  Told here, other;
  const auto tell = [](Told& told, std::uint64_t until) {
    while (told.log->head().position < until) told.tell_plan("a", draft());
  };
  tell(here, 3);
  const struct {
    const char* says;
    std::uint64_t of_other;  // the views are of so many events of the other log
    Projector::Formats by, read_by;
    bool kept;
  } rows[] = {{"the same program", 0, {7, 7}, {7, 7}, true},
              {"the oldest that is read", 0, {6, 6}, {7, 6}, true},
              {"the newest of several", 0, {7, 7}, {7, 5}, true},
              {"too old", 0, {6, 6}, {8, 7}, false},
              {"of a later program", 0, {8, 8}, {7, 6}, false},
              {"a shorter log", 2, {7, 7}, {7, 7}, false},
              {"another as long", 3, {7, 7}, {7, 7}, false},
              {"a longer one", 4, {7, 7}, {7, 7}, false}};
  here.fold();
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.says) {
      here.store.clear();
      tell(other, row.of_other);
      const EventLog& folded = row.of_other == 0 ? *here.log : *other.log;
      Projector(folded, here.store, fail, row.by).catch_up();
      here.store.write(mark);
      Projector projector(*here.log, here.store, fail, row.read_by);
      BOOST_TEST(here.store.get("mark").has_value() == row.kept);
      BOOST_TEST(projector.position() == (row.kept ? 3u : 0u));
      BOOST_TEST(!projector.serves());
      projector.catch_up();
      BOOST_TEST(projector.serves());
      BOOST_TEST(projector.position() == 3u);
      BOOST_TEST(read_plan_view(here.views, "a", 115)->state.version == 3u);
      // What is written now is of the program's own format.
      here.store.write(mark);
      const Projector again(*here.log, here.store, fail,
                            {row.read_by.written, row.read_by.written});
      BOOST_TEST(here.store.get("mark").has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_without_a_word_on_how_far_they_are_are_thrown_away) {
  Told told;
  told.tell_plan("a", draft());
  for (const char* checkpoint : {"", "4", "4 0 00", "4 1 00", "4 x"}) {
    BOOST_TEST_CONTEXT(checkpoint) {
      told.store.write({{"checkpoint", checkpoint}, {"mark", "x"}});
      const Projector projector(*told.log, told.store, fail, {4, 4});
      BOOST_TEST(rows_of(told.store).empty());
      BOOST_TEST(projector.position() == 0u);
    }
  }
  told.store.write(mark);
  const Projector projector(*told.log, told.store, fail);
  BOOST_TEST(rows_of(told.store).empty());
}

BOOST_FIXTURE_TEST_CASE(progress_is_told_page_by_page_and_a_position_can_be_waited_for, Told) {
  const std::vector<plan::Event> saves(1201, draft());
  tell<plan::Event>(plan_stream(115, "a"), saves);
  BOOST_TEST(!projector.wait_for(1, at_once));
  std::vector<std::uint64_t> folded;
  projector.catch_up([&](std::uint64_t position, std::uint64_t head) {
    folded.push_back(position);
    BOOST_TEST(head == 1201u);
    BOOST_TEST(!projector.serves());
    BOOST_TEST(projector.wait_for(position, at_once));
  });
  BOOST_TEST(folded.size() > 1u);
  BOOST_TEST(std::ranges::is_sorted(folded, std::ranges::less_equal()));
  BOOST_TEST(folded.back() == 1201u);
  BOOST_TEST(projector.wait_for(1201, at_once));
  BOOST_TEST(!projector.wait_for(1202, milliseconds(1)));

  LocalStore other(folder.path() / "other");
  folded.clear();
  Projector follower(*log, other, fail);
  follower.start([&](std::uint64_t position, std::uint64_t head) {
    folded.push_back(position);
    BOOST_TEST(head == 1201u);
  });
  BOOST_TEST(follower.wait_for(1201, long_enough));
  BOOST_TEST(comes_true(*this, [&] { return follower.serves(); }));
  tell_plan("b", draft());
  BOOST_TEST(follower.wait_for(1202, long_enough));
  BOOST_TEST(read_plan_view(ViewReader(other), "b", 115).has_value());
  follower.stop();
  tell_plan("b", draft());  // wakes it, so that it need not wait for its 200 ms
  // Pages that are served are no progress.
  BOOST_TEST(folded.back() == 1201u);
}

BOOST_FIXTURE_TEST_CASE(views_of_an_older_format_are_replaced_while_they_follow, Told) {
  for (int i = 0; i < 3; ++i) tell_plan("a", draft());
  LocalStore old(folder.path() / "old");
  Projector(*log, old, fail, {6, 6}).catch_up();
  old.write(mark);
  {
    Projector renewing(*log, old, fail, {7, 6});
    std::atomic<std::uint64_t> told = 0;
    renewing.start([&](std::uint64_t position, std::uint64_t) { told = position; });
    BOOST_TEST(comes_true(*this, [&] { return !old.get("mark"); }));
    BOOST_TEST(comes_true(*this, [&] { return renewing.serves(); }));
    BOOST_TEST(told == 3u);
    tell_plan("a", draft());
    BOOST_TEST(renewing.wait_for(4, long_enough));
    renewing.stop();
    tell_plan("a", draft());
  }
  BOOST_TEST(read_plan_view(ViewReader(old), "a", 115)->state.version >= 4u);
  old.write(mark);
  const Projector kept(*log, old, fail, {7, 7});
  BOOST_TEST(old.get("mark").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_rebuild_makes_every_row_anew_or_none, Told) {
  tell_plan("a", draft());
  fold();
  const Rows whole = rows_of(store);
  store.write({{"mark", "x"}, {"plan/a/115", std::nullopt}});
  std::vector<std::uint64_t> told;
  BOOST_TEST(projector.rebuild([&](std::uint64_t position, std::uint64_t head) {
    told.push_back(position);
    BOOST_TEST(head == 1u);
    BOOST_TEST(store.get("mark").has_value());  // the present ones serve meanwhile
  }));
  BOOST_TEST((told == std::vector<std::uint64_t>{1}));
  BOOST_TEST((rows_of(store) == whole));
  BOOST_TEST(projector.serves());
  BOOST_TEST(projector.position() == 1u);

  // What is told while it works is in it as well.
  bool more = false;
  BOOST_TEST(projector.rebuild([&](std::uint64_t, std::uint64_t) {
    if (!std::exchange(more, true)) tell_plan("b", draft());
  }));
  BOOST_TEST(projector.position() == 2u);
  BOOST_TEST(read_plan_view(views, "b", 115).has_value());

  // Stopped in its midst: nothing is replaced.
  tell_plan("c", draft());
  store.write(mark);
  BOOST_TEST(!projector.rebuild([&](std::uint64_t, std::uint64_t) { projector.stop(); }));
  BOOST_TEST(store.get("mark").has_value());
  BOOST_TEST(projector.position() == 2u);
  BOOST_TEST(!projector.rebuild());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_folded_stops_the_views_and_is_told_once) {
  for (const bool renewing : {false, true}) {
    Told told;
    told.tell_plan("a", draft());
    LocalStore store(told.folder.path() / "other");
    Projector(*told.log, store, fail, {6, 6}).catch_up();
    told.tell<plan::Event>("nothing/115/a", {draft()});
    std::vector<std::string> faults;
    {
      std::mutex mutex;
      Projector projector(
          *told.log, store,
          [&](const std::string& what) {
            const std::lock_guard lock(mutex);
            faults.push_back(what);
          },
          renewing ? Projector::Formats{7, 6} : Projector::Formats{6, 6});
      BOOST_CHECK_THROW(projector.catch_up(), DecodeFault);
      BOOST_TEST(!projector.serves());
      BOOST_TEST(projector.position() == 1u);
      projector.start();
      BOOST_TEST(comes_true(told, [&] {
        const std::lock_guard lock(mutex);
        return faults.size() == (renewing ? 2u : 1u);
      }));
    }
    for (const std::string& fault : faults) {
      BOOST_TEST(fault == "unknown kind of stream nothing/115/a");
    }
    BOOST_TEST(faults.size() == (renewing ? 2u : 1u));  // its own and the follower's
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(local_store)

BOOST_FIXTURE_TEST_CASE(rows_are_put_read_removed_and_cleared, Stored) {
  const std::string zero("a\0b", 3);
  store.write({{"a", "1"}, {"ab", ""}, {"b", zero}, {"gone", std::nullopt}});
  BOOST_TEST((rows_of(store) == Rows{{"a", "1"}, {"ab", ""}, {"b", zero}}));
  BOOST_TEST(store.get("ab").has_value());
  BOOST_TEST(store.get("b").value_or("") == zero);
  BOOST_TEST(!store.get("c").has_value());
  store.write({{"a", std::nullopt}, {"b", "2"}});
  BOOST_TEST((rows_of(store) == Rows{{"ab", ""}, {"b", "2"}}));
  store.clear();
  BOOST_TEST(rows_of(store).empty());
}

BOOST_FIXTURE_TEST_CASE(a_scan_begins_at_a_key_and_ends_with_its_prefix_or_its_visitor, Stored) {
  store.write({{"a", "1"}, {"b", "2"}, {"b/1", "3"}, {"b/2", "4"}, {"b/3", "5"}, {"b0", "6"}});
  const struct {
    const char *prefix, *first;
    std::size_t most;
    const char* values;
  } rows[] = {{"b/", "b/", 9, "345"}, {"b/", "b/2", 9, "45"}, {"b/", "b/20", 9, "5"},
              {"b/", "b/4", 9, ""},   {"b/", "b/", 1, "3"},   {"b/", "b/", 2, "34"},
              {"b", "b", 9, "23456"}, {"", "", 9, "123456"},  {"c", "c", 9, ""}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.prefix << " from " << row.first << ", " << row.most) {
      std::string values;
      store.scan(row.prefix, row.first, [&](auto, auto value) {
        values += value;
        return values.size() < row.most;
      });
      BOOST_TEST(values == row.values);
    }
  }
  BOOST_TEST((rows_of(store, "b/") == Rows{{"b/1", "3"}, {"b/2", "4"}, {"b/3", "5"}}));
}

BOOST_FIXTURE_TEST_CASE(another_store_takes_the_place_of_its_rows, Stored) {
  store.write({{"old", "1"}, {"both", "1"}});
  auto other = std::make_unique<LocalStore>(path() / "other");
  other->write({{"both", "2"}, {"new", "2"}});
  std::filesystem::create_directories(path() / "rows.old" / "left");
  store.replace(std::move(other));
  BOOST_TEST((rows_of(store) == Rows{{"both", "2"}, {"new", "2"}}));
  BOOST_TEST(store.folder() == path() / "rows");
  BOOST_TEST(!std::filesystem::exists(path() / "other"));
  BOOST_TEST(!std::filesystem::exists(path() / "rows.old"));
  store.write({{"later", "3"}});
  BOOST_TEST(store.get("later").value_or("") == "3");
}

BOOST_FIXTURE_TEST_CASE(rows_stay_where_they_are_when_no_others_can_take_their_place, Stored) {
  store.write({{"old", "1"}});
  auto other = std::make_unique<LocalStore>(path() / "other");
  std::filesystem::remove_all(path() / "other");
  BOOST_CHECK_THROW(store.replace(std::move(other)), std::runtime_error);
  BOOST_TEST((rows_of(store) == Rows{{"old", "1"}}));
  // One that has lost its own folder as well answers nothing any more.
  other = std::make_unique<LocalStore>(path() / "other");
  std::filesystem::remove_all(path() / "rows");
  BOOST_CHECK_THROW(store.replace(std::move(other)), std::runtime_error);
  BOOST_CHECK_THROW(store.get("old"), std::runtime_error);
  BOOST_CHECK_THROW(store.write({}), std::runtime_error);
}

BOOST_FIXTURE_TEST_CASE(a_store_is_opened_once_and_without_what_a_replacement_left, Stored) {
  BOOST_CHECK_THROW(LocalStore(path() / "rows"), std::runtime_error);
  store.write({{"a", "1"}});
  for (const char* left : {"other.old", "other.new"}) {
    std::filesystem::create_directories(path() / left / "x");
  }
  const LocalStore other(path() / "other");
  BOOST_TEST(!std::filesystem::exists(path() / "other.old"));
  BOOST_TEST(!std::filesystem::exists(path() / "other.new"));
  BOOST_TEST(rows_of(other).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
