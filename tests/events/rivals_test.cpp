#include <functional>
#include <map>

#include "tests/house.hpp"

// Commands between which something comes: another writer, damage, an erasure.

namespace yanxi {
namespace {

// A log that another writer may get ahead of: what it does stands between reading and writing.
class Rivalled final : public EventLog {
 public:
  explicit Rivalled(EventLog& log) : log_(log) {}
  std::function<void()> before_append, after_head;

  std::expected<Appended, Conflict> append(Append append) override {
    if (before_append) before_append();
    return log_.append(std::move(append));
  }
  Head head() const override {
    const Head head = log_.head();
    if (after_head) after_head();
    return head;
  }
  std::vector<Envelope> read_stream(const std::string& stream, std::uint64_t after) const override {
    return log_.read_stream(stream, after);
  }
  std::vector<Envelope> read_all(std::uint64_t after, std::size_t limit) const override {
    return log_.read_all(after, limit);
  }
  std::optional<Appended> find_command(const std::string& stream,
                                       const CommandId& command) const override {
    return log_.find_command(stream, command);
  }
  void remove_contents(const std::vector<std::uint64_t>& positions) override {
    log_.remove_contents(positions);
  }
  void purge() override { log_.purge(); }
  std::uint64_t version(const std::string& stream) const override { return log_.version(stream); }
  std::uint64_t wait(std::uint64_t after, std::chrono::milliseconds timeout) const override {
    return log_.wait(after, timeout);
  }
  std::vector<std::string> find_damage() const override { return log_.find_damage(); }

 private:
  EventLog& log_;
};

const Encoded a_draft = encode(plan::Event{examples::draft_saved(examples::contents())});

}  // namespace

BOOST_FIXTURE_TEST_SUITE(executor_rivals, House)

BOOST_AUTO_TEST_CASE(a_command_is_decided_again_when_another_writer_was_faster) {
  Rivalled rivalled(*log);
  Executor hindered(rivalled, catalogues);
  int times = 3;
  rivalled.before_append = [&] {
    if (times-- > 0) write("plan/115/t1", {a_draft});
  };
  const auto add_hours = [&] {
    return hindered.execute<streams::Plan>(request(in_september, "t1"), {115, "t1"}, 0,
                                           plan::SaveDraft{{{"h.2-1-1", "5"}}, "form"});
  };
  // What the other has written stays, and what this one adds stands behind it.
  const auto added = add_hours();
  BOOST_REQUIRE(added);
  BOOST_TEST(added->version == 4u);
  // But not without end.
  times = 4;
  const auto refused = hindered.execute<streams::Plan>(request(in_september, "t1"), {115, "t1"}, 4,
                                                       plan::SaveDraft{{{"h.2-1-2", "6"}}, "form"});
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().kind == plan::Refusal::Kind::stale));
  BOOST_TEST(log->read_stream("plan/115/t1", 0).size() == 8u);
  const auto home = encode(access::Event{access::Viewed{"home", "", "", ""}});
  times = 1;
  rivalled.before_append = [&] {
    if (times-- > 0) write("access/115/a1", {home});
  };
  const auto view = [&] {
    return hindered.execute<streams::Access>(request(in_september, "a1"), {115, "a1"}, {},
                                             {"find", "", "", ""});
  };
  BOOST_TEST(view().value().version == 2u);
  times = 4;
  BOOST_TEST(!view().has_value());
  BOOST_TEST(log->read_stream("access/115/a1", 0).size() == 6u);
}

BOOST_AUTO_TEST_CASE(a_stream_that_cannot_be_read_takes_no_command) {
  BOOST_REQUIRE(save("t1", 0, "1"));
  write("plan/115/t1", {{"plan.unknown.1", "{}"}});
  for (int i = 0; i < 2; ++i) BOOST_CHECK_THROW(save("t1", 2, "2"), DecodeFault);
  BOOST_TEST(save("t2", 0, "1").has_value());
  // Nobody is registered as t9: neither they nor the staff can do anything with a plan of theirs.
  using Kind = plan::Refusal::Kind;
  BOOST_TEST((save("t9", 0, "1").error().kind == Kind::not_authorised));
  const plan::Extend extend{in_september + day_us, false, "教師因公出國", ""};
  BOOST_TEST((plan("t9", 0, extend).error().kind == Kind::not_authorised));
}

BOOST_AUTO_TEST_CASE(an_erasure_takes_all_of_one_person_and_nothing_of_others) {
  // More than one page of the log, and streams of each kind.
  write("plan/115/t1", std::vector<Encoded>(1001, a_draft));
  for (const char* account : {"t1", "t2"}) {
    BOOST_REQUIRE(executor.execute<streams::Survey>(request(in_september, account), {115, account},
                                                    0, survey::Answer{{1}, "很好"}));
    executor.execute<streams::Access>(request(in_september, account), {115, account}, {},
                                      {"home", "", "", ""});
  }
  BOOST_REQUIRE(save("t2", 0, "1"));
  std::map<std::string, std::string> before;
  for (const Envelope& envelope : log->read_all(0, 5000)) {
    before[envelope.stream + std::to_string(envelope.version)] = envelope.payload;
  }
  // One that comes while the log is being read is found as well.
  Rivalled rivalled(*log);
  Executor erasing(rivalled, catalogues);
  int times = 1;
  rivalled.after_head = [&] {
    if (times-- > 0) write("plan/115/t1", {a_draft});
  };
  const person::Erase command{"t1", "root", "依當事人申請", "陳主任"};
  const Request asked = request(in_september);
  const auto outcome = erasing.erase(asked, command);
  BOOST_REQUIRE(outcome);
  BOOST_TEST((outcome->version == 2u && outcome->position == head()));
  std::size_t erased = 0;
  for (const Envelope& envelope : log->read_all(0, 5000)) {
    const bool personal = envelope.stream == "plan/115/t1" || envelope.stream == "survey/115/t1" ||
                          envelope.stream == "person/t1";
    const bool gone = personal && envelope.position != outcome->position;
    if (envelope.erased != gone) BOOST_TEST(envelope.erased == gone, envelope.position);
    erased += envelope.erased;
    if (!personal) {
      BOOST_TEST(envelope.payload == before[envelope.stream + std::to_string(envelope.version)]);
    }
  }
  BOOST_TEST(erased == 1001u + 1 + 1 + 1);  // drafts, the late one, the survey, the registration

  // The person comes back; the erasure that is carried out once more leaves what is new.
  register_person("t1", {{"teacher", "010002"}});
  const auto back = save("t1", 1002, "4");
  BOOST_REQUIRE(back);
  BOOST_TEST(back->version == 1003u);
  const auto answer = executor.execute<streams::Survey>(request(in_september, "t1"), {115, "t1"}, 1,
                                                        survey::Answer{{2}, ""});
  BOOST_TEST((answer && answer->version == 2u));
  const std::uint64_t end = head();
  BOOST_TEST(erasing.erase(asked, command).value().position == outcome->position);
  BOOST_TEST(head() == end);
  BOOST_TEST(read_plan(*log, 115, "t1").contents.unit == "010002");
  BOOST_TEST(read_person(*log, "t1").exists);
  // An order that is refused takes nothing.
  BOOST_TEST((executor.erase(request(in_september), {"t1", "root", "依法", "root"}).error() ==
              person::Refusal::no_second_person));
  BOOST_TEST(read_person(*log, "t1").exists);
}

BOOST_AUTO_TEST_CASE(who_holds_a_plan_forgets_it_when_it_is_erased) {
  BOOST_REQUIRE(save("t1", 0, "7"));
  BOOST_REQUIRE(executor.erase(request(in_september), {"t1", "root", "依法", "陳主任"}));
  register_person("t1", {{"teacher", "010001"}});
  BOOST_REQUIRE(save("t1", 1, "2", "1-1-2"));
  const auto state = read_plan(*log, 115, "t1");
  BOOST_TEST(hours_of(state.contents.hours, "1-1-1") == 0);
  BOOST_TEST(hours_of(state.contents.hours, "1-1-2") == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
