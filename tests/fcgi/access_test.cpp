#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "tests/fcgi/route_names.hpp"
#include "tests/golden.hpp"
#include "tests/visitor.hpp"

// The whole product of role, address, ownership and state: what each of them is answered stands in
// tests/golden/access.txt, a table that a person reads. A line is method, address and role; then
// one status for each state of the plan that the address is about, or that the visitor has: absent,
// draft, submitted, withdrawn, deleted. YANXI_GOLDEN=write writes it anew.
//
// {plan} stands for the plan of the person OWNER, who is the visitor in the role `owner` and
// somebody else in all others. Every POST has an owner of its own, so that none sees what another
// has done.

namespace yanxi {
namespace {

using plan::Status;

struct Address {
  const char* method;
  const char* path;
  const char* body = "";
};

// Each route once, and what it refuses besides.
constexpr Address addresses[] = {
    {"GET", "/"},
    {"GET", "/login"},
    {"GET", "/help"},
    {"GET", "/my-data"},
    {"GET", "/my-data.json"},
    {"GET", "/my-data.pdf"},
    {"GET", "/plan"},
    {"POST", "/plan/start", "go=start"},
    {"GET", "/plan/profile"},
    {"POST", "/plan/profile", "education=ED40"},
    {"POST", "/plan/needs", "method.1=ME20"},
    {"POST", "/plan/topics", "h.1-1-1=3"},
    {"POST", "/plan/autosave", "h.1-1-2=3"},
    {"GET", "/plan/preview"},
    {"POST", "/plan/preview", "go=submit"},
    {"POST", "/plan/submit"},
    {"GET", "/plan/withdraw"},
    {"POST", "/plan/withdraw"},
    {"GET", "/plan/delete"},
    {"POST", "/plan/delete"},
    {"POST", "/plan/clear", "c=1"},
    {"GET", "/plan/import"},
    {"POST", "/plan/import", "mode=fill"},
    {"GET", "/plan/history"},
    {"GET", "/plan/catalogue"},
    {"POST", "/plan/catalogue"},
    {"GET", "/plan/115"},
    {"GET", "/plan/r/{receipt}"},
    {"GET", "/plan.pdf?r={receipt}"},
    {"GET", "/plan.pdf"},
    {"GET", "/survey"},
    {"POST", "/survey", "q1=3&text="},
    {"GET", "/audit"},
    {"GET", "/audit?account={owner}"},
    {"GET", "/audit/list/restored"},
    {"GET", "/audit/list/nothing"},
    {"GET", "/audit/sample?go=draw&count=1"},
    {"GET", "/audit/board?unit=010001&t=2026/11/22"},
    {"GET", "/audit/plan/{plan}"},
    {"GET", "/audit/plan/{plan}/at?v=1"},
    {"GET", "/audit/plan/{plan}/at.pdf?v=1"},
    {"GET", "/audit/plan/{plan}/compare?a=1&b=2"},
    {"GET", "/audit/plan/{plan}/history.pdf"},
    {"GET", "/audit/export?plan={plan}"},
    {"POST", "/audit/plan/{plan}"},
    {"GET", "/admin"},
    {"GET", "/admin/restore?account={owner}&go=find"},
    {"GET", "/admin/restore/{plan}"},
    {"POST", "/admin/restore/{plan}", "reason=because it must"},
    {"POST", "/admin/restore", "plan.{plan}={version}&reason=because it must"},
    {"GET", "/admin/extend/{plan}"},
    {"POST", "/admin/extend/{plan}", "until=2026/12/24 10:00&reason=because it must"},
    {"GET", "/admin/years"},
    {"GET", "/admin/years/115"},
    {"POST", "/admin/years/115", "go=check"},
    {"POST", "/admin/years/115/extend", "unit=010001"},
    {"POST", "/admin/years/999/announce", "text=x"},
    {"GET", "/admin/rehearse"},
    {"GET", "/admin/people?account={owner}"},
    {"GET", "/admin/people/{owner}"},
    {"POST", "/admin/people/{owner}/roles", "roles=teacher"},
    {"POST", "/admin/people/{owner}/sign-in", "go=bar&reason=x"},
    {"POST", "/admin/people/{owner}/link"},
    {"GET", "/admin/as/{owner}?page=home"},
    {"GET", "/admin/import"},
    {"POST", "/admin/import", "kind=people&text=x&go=apply"},
    {"GET", "/admin/catalogue"},
    {"GET", "/admin/catalogue.csv?version=115-1"},
    {"POST", "/admin/catalogue", "year=115&text=x"},
    {"POST", "/admin/catalogue/adopt", "year=114"},
    {"GET", "/admin/statistics"},
    {"GET", "/county"},
    {"GET", "/county?unit=010001"},
    {"GET", "/password/{owner}~guess"},
    {"POST", "/password/{owner}~guess", "password=long-enough&again=long-enough"},
    {"GET", "/nothing"},
    {"DELETE", "/plan"}};

const std::vector<std::string> roles = {"nobody",  "owner",    "teacher1", "clerk1",
                                        "county1", "auditor1", "admin1"};
constexpr Status states[] = {Status::absent, Status::draft, Status::submitted, Status::withdrawn,
                             Status::deleted};

class World : Served {
 public:
  World() : Served(DemoPhase::open) {}

  int ask(const Address& address, const std::string& role, Status state) {
    const std::string owner = owner_for(state);
    const std::string visitor = role == "owner" ? owner : role == "nobody" ? "" : role;
    const plan::State plan = read_plan(*log, 115, owner);
    const auto fill = [&](std::string text) {
      const std::string receipt =
          plan.submission ? receipt_text({115, plan.submission->position}) : "115-0000000-0";
      for (const auto& [name, value] : {std::pair{std::string("{plan}"), "115-" + owner},
                                        {"{owner}", owner},
                                        {"{receipt}", receipt},
                                        {"{version}", std::to_string(plan.version)}}) {
        if (const auto at = text.find(name); at != text.npos) text.replace(at, name.size(), value);
      }
      return text;
    };
    const Visitor asking(*this, visitor);
    const std::string target = fill(address.path);
    if (std::string_view(address.method) != "POST") {
      HttpRequest request = asking.get(target);
      request.method = address.method;
      return asking.ask(request).status;
    }
    // The version of the plan that is asked about, whoever asks.
    const bool about_owner = target.find(owner) != target.npos;
    const std::string subject = about_owner || role == "owner" ? owner : visitor;
    std::uint64_t version =
        target.starts_with("/survey") ? 0 : asking.version(plan_stream(115, subject));
    if (target.starts_with("/admin/people/")) version = 1;
    const std::string body = fill(address.body);
    return asking.send(target, body + (body.empty() ? "" : "&") + "v=" + std::to_string(version))
        .status;
  }

 private:
  Request request(const std::string& who) {
    return {{who, who == "system" ? who : "teacher", "terminal"},
            now,
            command_id(who, std::to_string(++count_), "")};
  }

  // Requests about one state share an owner until one of them changes something of theirs.
  std::string owner_for(Status state) {
    Owner& owner = shared_[state];
    for (const Envelope& envelope : appended_since(*this, seen_)) {
      for (auto& [of, known] : shared_) {
        if (is_stream_of(parse_stream(envelope.stream), known.account)) known.changed = true;
      }
    }
    if (owner.changed) owner = {make_owner(state), false};
    seen_ = log->head().position;
    return owner.account;
  }

  std::string make_owner(Status state) {
    const std::string owner = "owner" + std::to_string(++owners_);
    BOOST_REQUIRE(
        executor.execute<streams::Person>(request("system"), {0, owner}, {},
                                          person::Register{"王小明", {{"teacher", "010001"}}, {}}));
    const auto act = [&](const plan::Command& command) {
      const std::uint64_t version = log->read_stream(plan_stream(115, owner), 0).size();
      BOOST_REQUIRE(
          executor.execute<streams::Plan>(request(owner), {115, owner}, version, command));
    };
    if (state == Status::absent) return owner;
    const Contents contents = examples::contents();
    act(plan::SaveDraft{fields_of(contents), "form"});
    if (state == Status::deleted) act(plan::Delete{});
    if (state == Status::submitted || state == Status::withdrawn) act(plan::Submit{});
    if (state == Status::withdrawn) act(plan::Withdraw{});
    return owner;
  }

  int count_ = 0, owners_ = 0;
  struct Owner {
    std::string account;
    bool changed = true;
  };
  std::map<Status, Owner> shared_;
  std::uint64_t seen_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(access_table)

BOOST_AUTO_TEST_CASE(everybody_is_answered_as_the_table_says) {
  World world;
  std::string table;
  for (const Address& address : addresses) {
    for (const std::string& role : roles) {
      table += std::string(address.method) + " " + address.path + " " + role;
      for (const Status state : states)
        table += " " + std::to_string(world.ask(address, role, state));
      table += "\n";
    }
  }
  check_golden("access.txt", table);
}

BOOST_AUTO_TEST_CASE(no_route_is_left_out_of_the_table) {
  std::set<std::string> named;
  for (const Address& address : addresses) {
    std::string path = std::string(address.path).substr(0, std::string(address.path).find('?'));
    named.insert(std::string(address.method) + " " + path);
  }
  // Those that are the same for everybody, or have suites of their own.
  const std::set<std::string> elsewhere = {
      "POST /login",     "POST /logout",      "GET /privacy",      "GET /accessibility",
      "GET /healthz",    "GET /metrics",      "GET /plan/needs",   "GET /plan/topics",
      "GET /plan/clear", "GET /admin/extend", "GET /admin/restore"};
  for (const std::string& route : route_names()) {
    const auto star = route.find('*');
    const bool covered =
        elsewhere.contains(route) || std::ranges::any_of(named, [&](const std::string& name) {
          if (star == route.npos) return name == route;
          const std::string before = route.substr(0, star), after = route.substr(star + 1);
          return name.size() > before.size() + after.size() && name.starts_with(before) &&
                 name.ends_with(after);
        });
    BOOST_TEST(covered, route);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
