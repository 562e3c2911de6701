#include "tests/fcgi/staff_desk.hpp"

#include <boost/test/unit_test.hpp>

#include "events/streams.hpp"

namespace yanxi {

HttpResponse StaffDesk::get(const std::string& who, const std::string& target) {
  return visitor(who).see(target);
}

HttpResponse StaffDesk::post(const std::string& who, const std::string& path, const Form& form) {
  return visitor(who).send(path, write_form(form));
}

const Visitor& StaffDesk::visitor(const std::string& who) {
  const auto known = visitors_.find(who);
  // Well before a session is over.
  if (known != visitors_.end() && now - known->second.since <= 10 * minute_us)
    return *known->second.visitor;
  return *(visitors_[who] = {now, std::make_unique<Visitor>(*this, who)}).visitor;
}

Request StaffDesk::request_of(const std::string& account, const std::string& role) {
  return {{account, role, "builtin"}, now, command_id(account, std::to_string(++commands_), "")};
}

void StaffDesk::act(const std::string& account, const plan::Command& command) {
  const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
  const bool of_staff = plan::is_of_staff(command);
  Request request = request_of(of_staff ? "admin1" : account, of_staff ? "admin" : "teacher");
  const auto outcome = executor.execute<streams::Plan>(request, {115, account}, version, command);
  BOOST_REQUIRE_MESSAGE(outcome, account << " at version " << version << " was refused: "
                                         << static_cast<int>(outcome.error().kind));
}

void StaffDesk::append(const std::string& account, const std::vector<plan::Event>& events) {
  const Request request = request_of(account);
  const std::uint64_t version = log->read_stream(plan_stream(115, account), 0).size();
  Append made{plan_stream(115, account), version, now, request.actor, request.command, {}};
  for (const plan::Event& event : events) made.events.push_back(encode(event));
  BOOST_REQUIRE(log->append(std::move(made)));
}

void StaffDesk::add_drafts(const std::string& name, const std::string& unit, std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string account = name + std::to_string(1000 + i).substr(1);
    BOOST_REQUIRE(executor.execute<streams::Person>(
        request_of("admin1", "admin"), {0, account}, {},
        person::Register{"陳" + account, {{"teacher", unit}}, {}}));
    act(account, plan::SaveDraft{{{"education", "ED20"}}, "form"});
  }
}

}  // namespace yanxi
