#include "tests/examples.hpp"
#include "tests/told.hpp"

// The rules of a year: every command on a year that is there or not, and who has how much time.

namespace yanxi::year {
namespace {

const std::string reason = "颱風停班停課", document = "府教字第 1 號";

State opened(bool demo = false) {
  return {true, "115-1", examples::windows(), demo, 1, "公告", {}};
}

// The windows with one instant elsewhere.
Windows with(Instant Windows::*member, Instant at) {
  Windows windows = examples::windows();
  windows.*member = at;
  return windows;
}

std::string told(Event event) { return yanxi::told(std::vector<Event>{std::move(event)}); }
std::string told(Refusal::Kind kind, std::string first = {}, std::string second = {},
                 int other = 0) {
  return yanxi::told(Refusal{kind, std::move(first), std::move(second), other});
}
using Kind = Refusal::Kind;

// How Open and SetWindows take the same windows: `want` is a refusal or empty.
void check_windows(const char* what, const Windows& windows, const Context& context,
                   const std::string& want, bool demo = false) {
  BOOST_TEST_CONTEXT(what) {
    const auto begun = decide({}, Open{"115-1", windows, demo}, context);
    BOOST_TEST(yanxi::told(begun) == (want.empty() ? told(Opened{"115-1", windows, demo}) : want));
    const bool same = windows == examples::windows();
    const auto set = decide(opened(demo), SetWindows{windows, reason, document}, context);
    BOOST_TEST(yanxi::told(set) == (!want.empty() ? want
                                    : same        ? "nothing"
                                                  : told(WindowsSet{windows, reason, document})));
  }
}

std::string described(const Windows& windows) {
  std::string text;
  for (const NamedInstant& instant : instants) {
    text += std::to_string((windows.*instant.at).us) + " ";
  }
  return text;
}

std::string described(const State& state) {
  std::string text = std::to_string(state.exists) + "|" + state.catalogue + "|" +
                     described(state.windows) + "|" + std::to_string(state.demo) + "|" +
                     std::to_string(state.version) + "|" + state.announcement;
  for (const Extended& extended : state.extensions) text += told(extended);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(year_rules)

BOOST_AUTO_TEST_CASE(each_command_needs_a_year_or_none_and_a_fresh_form) {
  const Instant later = examples::accepts_until() + day_us;
  const Windows windows = with(&Windows::accepts_until, later);
  const Extended extended{"010001", "teachers", later, false, reason, document};
  const struct {
    const char* name;
    Command command;
    std::string absent, there, stale;
  } rows[] = {{"open", Open{"115-2", windows, true}, told(Opened{"115-2", windows, true}),
               told(Kind::already_open), told(Kind::already_open)},
              {"set windows", SetWindows{windows, reason, document}, told(Kind::not_open),
               told(WindowsSet{windows, reason, document}), told(Kind::stale)},
              {"extend", Extend{extended}, told(Kind::not_open), told(extended), told(Kind::stale)},
              {"announce", Announce{" 新公告 "}, told(Kind::not_open), told(Announced{"新公告"}),
               told(Kind::stale)},
              {"adopt", AdoptCatalogue{"115-2"}, told(Kind::not_open),
               told(CatalogueAdopted{"115-2"}), told(Kind::stale)}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(yanxi::told(decide({}, row.command, {115, 0, {}, examples::admin()})) ==
                 row.absent);
      BOOST_TEST(yanxi::told(decide(opened(), row.command, {115, 1, {}, examples::admin()})) ==
                 row.there);
      BOOST_TEST(yanxi::told(decide(opened(), row.command, {115, 0, {}, examples::admin()})) ==
                 row.stale);
      BOOST_TEST(yanxi::told(decide(opened(), row.command, {115, 2, {}, examples::admin()})) ==
                 row.stale);
    }
  }
}

BOOST_AUTO_TEST_CASE(windows_stand_in_their_order) {
  const Windows w = examples::windows();
  const Context context{115, 1, {}, examples::admin()};
  const auto disorder = [](const char* first, const char* second) {
    return told(Kind::windows_out_of_order, first, second);
  };
  const std::string school = disorder("school_opens", "school_until"),
                    counts = disorder("opens", "counts_until"),
                    accepts = disorder("counts_until", "accepts_until");
  for (const bool demo : {false, true}) {
    const auto check = [&](const char* what, const Windows& windows, const std::string& want) {
      check_windows(what, windows, context, want, demo);
    };
    check("school for a moment", with(&Windows::school_opens, w.school_until + -1), "");
    check("school for no time", with(&Windows::school_opens, w.school_until), school);
    check("school for less", with(&Windows::school_opens, w.school_until + 1), school);
    check("teachers for a moment", with(&Windows::opens, w.counts_until + -1), "");
    check("teachers for no time", with(&Windows::opens, w.counts_until), counts);
    check("teachers for less", with(&Windows::opens, w.counts_until + 1), counts);
    check("a moment late", with(&Windows::accepts_until, w.counts_until + 1), "");
    check("never late", with(&Windows::accepts_until, w.counts_until), "");
    check("closed while it counts", with(&Windows::accepts_until, w.counts_until + -1), accepts);
    check("the roster at any time", with(&Windows::roster_until, w.accepts_until + day_us), "");
  }
}

BOOST_AUTO_TEST_CASE(windows_of_neighbouring_years_may_touch_and_not_overlap) {
  const Windows w = examples::windows();
  // A neighbour that is far away but for one of its windows.
  const auto neighbour = [](Instant school_opens, Instant school_until, Instant opens,
                            Instant accepts_until) {
    return Windows{{}, school_opens, school_until, opens, opens + 1, accepts_until};
  };
  const Instant past{1}, before{2}, after = w.accepts_until + 300 * day_us, end = after + 1;
  const std::string school = told(Kind::overlap, "school", "", 114),
                    teachers = told(Kind::overlap, "teachers", "", 114);
  const struct {
    const char* what;
    Windows other;
    std::string want;
  } rows[] = {
      {"school until it begins", neighbour(past, w.school_opens, past, before), ""},
      {"school a moment longer", neighbour(past, w.school_opens + 1, past, before), school},
      {"school from its end", neighbour(w.school_until, after, past, before), ""},
      {"school a moment earlier", neighbour(w.school_until + -1, after, past, before), school},
      {"school within", neighbour(w.school_opens + 1, w.school_until + -1, after, end), school},
      {"school around", neighbour(past, after, after, end), school},
      {"teachers until it begins", neighbour(past, before, past, w.opens), ""},
      {"teachers a moment longer", neighbour(past, before, past, w.opens + 1), teachers},
      {"teachers from its end", neighbour(past, before, w.accepts_until, after), ""},
      {"teachers a moment earlier", neighbour(past, before, w.accepts_until + -1, after), teachers},
      {"teachers within", neighbour(after, end, w.opens + 1, w.accepts_until + -1), teachers},
      {"teachers around", neighbour(after, end, past, after), teachers},
  };
  for (const auto& row : rows) {
    check_windows(row.what, w, {115, 1, {{114, row.other}}, examples::admin()}, row.want);
    check_windows(row.what, w, {115, 1, {{114, row.other}}, examples::admin()}, "", true);
  }
  // The second neighbour is looked at, too.
  const Windows far = neighbour(past, before, past, before);
  check_windows("two neighbours", w, {115, 1, {{114, far}, {116, w}}, examples::admin()},
                told(Kind::overlap, "school", "", 116));
}

BOOST_AUTO_TEST_CASE(every_instant_lies_in_the_academic_year) {
  const Instant begin = from_taipei(2026, 8, 1), end = from_taipei(2027, 8, 1);
  // All windows at the beginning or at the end of the year, so that each may reach its limit.
  const Windows early{begin + 1, begin, begin + 1, begin, begin + 1, begin + 1};
  const Windows late{end, end + -1, end, end + -1, end, end};
  const struct {
    const char* name;
    Windows windows;
    Instant Windows::*member;
    int step;
  } rows[] = {{"school_opens", early, &Windows::school_opens, -1},
              {"roster_until", early, &Windows::roster_until, -1},
              {"opens", early, &Windows::opens, -1},
              {"roster_until", late, &Windows::roster_until, 1},
              {"school_until", late, &Windows::school_until, 1},
              {"accepts_until", late, &Windows::accepts_until, 1}};
  const Context context{115, 1, {}, examples::admin()};
  check_windows("the first moments", early, context, "");
  check_windows("the last moments", late, context, "");
  for (const auto& row : rows) {
    Windows outside = row.windows;
    outside.*row.member = outside.*row.member + row.step;
    check_windows(row.name, outside, context, told(Kind::outside_year, row.name));
    check_windows(row.name, outside, context, "", true);
  }
  for (const int year : {114, 116}) {
    check_windows("another year", examples::windows(), {year, 1, {}, examples::admin()},
                  told(Kind::outside_year, "roster_until"));
  }
  // What begins when the year ends is in the next one; what ends when it begins is in the last.
  Windows next = late;
  next.school_opens = end, next.school_until = end + 1;
  check_windows("schools from the end", next, context, told(Kind::outside_year, "school_opens"));
  next = late;
  next.opens = end, next.counts_until = next.accepts_until = end + 1;
  check_windows("teachers from the end", next, context, told(Kind::outside_year, "opens"));
  next.opens = end + -1;
  check_windows("counts beyond", next, context, told(Kind::outside_year, "counts_until"));
}

BOOST_AUTO_TEST_CASE(grounds_are_asked_for_where_something_changes) {
  const Windows windows = with(&Windows::accepts_until, examples::accepts_until() + 1);
  const Extended extended{"010001", "school", examples::windows().school_until + 1, false, "", ""};
  const struct {
    std::string reason, document, want;
  } rows[] = {
      {"", "", told(Kind::no_reason)},
      {characters(4), "", told(Kind::no_reason)},
      {characters(5), "", ""},
      {characters(200), characters(60), ""},
      {characters(201), "", told(Kind::no_reason)},
      {characters(5), characters(61), told(Kind::bad_document)},
      {characters(5), "二\n行", told(Kind::bad_document)},
      {characters(4), characters(61), told(Kind::no_reason)},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.reason << "; " << row.document) {
      const Context context{115, 1, {}, examples::admin()};
      const auto set =
          decide(opened(), SetWindows{windows, " " + row.reason, row.document + " "}, context);
      BOOST_TEST(
          yanxi::told(set) ==
          (row.want.empty() ? told(WindowsSet{windows, row.reason, row.document}) : row.want));
      Extended typed = extended, stored = extended;
      typed.reason = row.reason + " ", typed.document = " " + row.document;
      stored.reason = row.reason, stored.document = row.document;
      BOOST_TEST(yanxi::told(decide(opened(), Extend{typed}, context)) ==
                 (row.want.empty() ? told(stored) : row.want));
    }
  }
  // Nothing changes: nothing is recorded and nothing asked.
  BOOST_TEST(yanxi::told(decide(opened(), SetWindows{examples::windows(), "", ""},
                                {115, 1, {}, examples::admin()})) == "nothing");
}

BOOST_AUTO_TEST_CASE(more_time_begins_where_the_units_window_ends) {
  const Windows w = examples::windows();
  State given = opened();
  for (const char* window : {"roster", "school", "teachers"}) {
    given.extensions.push_back(
        {"010001", window, w.accepts_until + day_us, window[0] == 't', reason, ""});
  }
  const Instant end = from_taipei(2027, 8, 1), next_end = from_taipei(2028, 8, 1);
  const struct {
    const char* window;
    bool counts;
    Instant until;  // of this window for everybody
  } rows[] = {{"roster", false, w.roster_until},
              {"school", false, w.school_until},
              {"teachers", true, w.counts_until},
              {"teachers", false, w.accepts_until}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.window << " " << row.counts) {
      const auto ask = [&](const State& state, const char* unit, Instant until) {
        return decide(state, Extend{{unit, row.window, until, row.counts, reason, document}},
                      {115, 1, {}, examples::admin()});
      };
      const auto check = [&](const State& state, const char* unit, Instant until,
                             const std::string& want) {
        const Extended wanted{unit, row.window, until, row.counts, reason, document};
        BOOST_TEST(yanxi::told(ask(state, unit, until)) == (want.empty() ? told(wanted) : want));
      };
      const std::string not_later = told(Kind::not_later, row.window),
                        outside = told(Kind::outside_year, row.window);
      check(opened(), "010001", row.until + -1, not_later);
      check(opened(), "010001", row.until, not_later);
      check(opened(), "010001", row.until + 1, "");
      // What this unit has already is where its own begins; another unit is not concerned.
      check(given, "010001", w.accepts_until + day_us, not_later);
      check(given, "010001", w.accepts_until + day_us + 1, "");
      check(given, "010002", row.until + 1, "");
      check(opened(), "010001", end, "");
      check(opened(), "010001", end + 1, outside);
      check(opened(true), "010001", end + 1, "");
      check(opened(true), "010001", next_end, "");
      check(opened(true), "010001", next_end + 1, outside);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_announcement_is_a_short_text_of_lines) {
  const Context context{115, 1, {}, examples::admin()};
  const struct {
    std::string text, want;
  } rows[] = {{"公告", "nothing"},
              {" 公告\n", "nothing"},
              {"", told(Announced{""})},
              {"一\r\n二", told(Announced{"一\n二"})},
              {characters(200), told(Announced{characters(200)})},
              {characters(201), told(Kind::bad_text)},
              {"一\x01", told(Kind::bad_text)}};
  for (const auto& row : rows) {
    BOOST_TEST(yanxi::told(decide(opened(), Announce{row.text}, context)) == row.want, row.text);
  }
  BOOST_TEST(yanxi::told(decide(opened(), AdoptCatalogue{"115-1"}, context)) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_year_is_what_its_events_left) {
  const State before = opened();
  const Windows windows = with(&Windows::opens, examples::opens() + 1);
  const Extended extended{"010001", "school", examples::opens(), true, reason, document};
  State begun = before, moved = before, longer = before, announced = before, adopted = before;
  begun.catalogue = "115-2", begun.windows = windows, begun.demo = true;
  moved.windows = windows;
  longer.extensions = {extended};
  announced.announcement = "新公告";
  adopted.catalogue = "115-2";
  const struct {
    Event event;
    State after;
  } rows[] = {{Opened{"115-2", windows, true}, begun},
              {WindowsSet{windows, reason, document}, moved},
              {extended, longer},
              {Announced{"新公告"}, announced},
              {CatalogueAdopted{"115-2"}, adopted}};
  for (const auto& row : rows) {
    State expected = row.after;
    expected.version = 2;
    BOOST_TEST(described(evolve(before, row.event)) == described(expected));
    const bool opens = std::holds_alternative<Opened>(row.event);
    BOOST_TEST((follow(false, row.event) == (opens ? std::optional(true) : std::nullopt)));
    BOOST_TEST((follow(true, row.event) == (opens ? std::nullopt : std::optional(true))));
  }
  BOOST_TEST(evolve({}, Opened{"115-1", windows, false}).exists);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi::year
