#include "fcgi/operate/control.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <fstream>
#include <future>

#include "tests/folder.hpp"

// The operator's door: what is asked and answered, by whom, and what is said to nonsense.

namespace yanxi {
namespace {

using std::chrono::milliseconds;
using Lines = std::vector<std::string>;

// The bytes of a caller that keeps to nothing.
class Caller {
 public:
  explicit Caller(const std::filesystem::path& socket)
      : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket.c_str(), sizeof address.sun_path - 1);
    BOOST_REQUIRE(::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
                  0);
  }
  ~Caller() { hang_up(); }
  void send(const std::string& bytes) {
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void end() { ::shutdown(descriptor_, SHUT_WR); }
  void hang_up() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }
  std::string answer() {
    std::string all;
    char chunk[4096];
    for (ssize_t got; (got = ::recv(descriptor_, chunk, sizeof chunk, 0)) > 0;) {
      all.append(chunk, static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  int descriptor_;
};

struct Place {
  Folder folder;
  std::filesystem::path socket = folder.path() / "control.sock";
  std::promise<void> finished;
  Lines said;
  Say say = [this](const std::string& line) { said.push_back(line); };
  std::optional<Control> control;

  Place() { listen(); }
  void listen() { control.emplace(socket, handlers(), milliseconds(100)); }
  Control::Handlers handlers() {
    return {{"echo",
             [](const Words& words, const Say& tell) {
               for (std::size_t i = 1; i < words.size(); ++i) tell(words[i]);
               return static_cast<int>(words.size());
             }},
            {"fail",
             [](const Words&, const Say& tell) -> int {
               tell("so far");
               throw std::runtime_error("it went wrong");
             }},
            {"finish", [this](const Words&, const Say& tell) {
               for (int i = 0; i < 100; ++i) tell(std::string(10'000, 'x'));
               finished.set_value();
               return 0;
             }}};
  }
  // The status; -1 when nobody listens.
  int ask(const Words& words) {
    said.clear();
    return ask_worker(socket, words, say).value_or(-1);
  }
  std::string answer_to(const std::string& bytes) {
    Caller caller(socket);
    caller.send(bytes);
    caller.end();
    return caller.answer();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(control, Place)

BOOST_AUTO_TEST_CASE(a_command_is_asked_with_all_its_words_and_answered_with_all_its_lines) {
  BOOST_TEST(ask({"echo", "一行", "", "two\nlines", "\"quoted\""}) == 5);
  BOOST_TEST(said == (Lines{"一行", "", "two\nlines", "\"quoted\""}),
             boost::test_tools::per_element());
  BOOST_TEST(ask({"echo"}) == 1);
  BOOST_TEST(said.empty());
  BOOST_TEST(ask({"fail"}) == 2);
  BOOST_TEST(said == (Lines{"so far", "it went wrong"}), boost::test_tools::per_element());
  BOOST_TEST(ask({"echos"}) == 2);
  BOOST_TEST(said == (Lines{"the worker does not know this command"}),
             boost::test_tools::per_element());
  BOOST_TEST(ask({}) == 2);
  BOOST_TEST(said == (Lines{"the worker does not know this command"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_long_line_of_the_worker_is_read_to_its_end) {
  // A row of a file that is refused is quoted, however long; what is asked is quoted twice here.
  const std::string half(30'000, '"');
  BOOST_TEST(ask({"echo", half + half.substr(0, 1'000), std::string("\xff", 1)}) == 3);
  BOOST_TEST(said == (Lines{half + half.substr(0, 1'000), "\xef\xbf\xbd"}),
             boost::test_tools::per_element());
  control.reset();
  control.emplace(socket,
                  Control::Handlers{{"long",
                                     [](const Words&, const Say& tell) {
                                       tell(std::string(300'000, 'x'));
                                       return 7;
                                     }}},
                  milliseconds(100));
  BOOST_TEST(ask({"long"}) == 7);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].size() == 300'000u);
}

BOOST_AUTO_TEST_CASE(nonsense_is_answered_and_half_a_line_is_not) {
  const std::string most(64 * 1024, ' ');
  const std::string unknown =
      "{\"say\":\"the worker does not know this command\"}\n{\"status\":2}\n";
  const struct {
    const char* what;
    std::string bytes, begin, end;
  } rows[] = {
      {"good", "[\"echo\",\"x\"]\n", "{\"say\":\"x\"}\n{\"status\":2}\n", ""},
      {"only the first line counts", "[\"echo\"]\n[\"fail\"]\n", "{\"status\":1}\n", ""},
      {"no JSON", "echo\n", "{\"say\":\"[json.exception.parse_error", "{\"status\":2}\n"},
      {"an empty line", "\n", "{\"say\":\"[json.exception.parse_error", "{\"status\":2}\n"},
      {"no list", "{}\n", "{\"say\":\"[json.exception.type_error", "{\"status\":2}\n"},
      {"no words", "[1]\n", "{\"say\":\"[json.exception.type_error", "{\"status\":2}\n"},
      {"nothing asked", "[]\n", unknown, ""},
      {"half a line", "[\"echo\"]", "", ""},
      {"nothing at all", "", "", ""},
      {"as long as may be", most.substr(8) + "[\"echo\"]\n", "{\"status\":1}\n", ""},
      {"one byte more", most.substr(7) + "[\"echo\"]\n", "", ""},
      {"without an end", most + most, "", ""},
  };
  for (const auto& row : rows) {
    const std::string answer = answer_to(row.bytes);
    BOOST_TEST(answer.starts_with(row.begin), row.what << ": " << answer);
    BOOST_TEST(answer.ends_with(row.end), row.what << ": " << answer);
    if (row.begin.empty() || row.end.empty()) BOOST_TEST(answer == row.begin, row.what);
  }
}

BOOST_AUTO_TEST_CASE(who_keeps_the_worker_waiting_is_left) {
  Caller silent(socket), half(socket);
  half.send("[\"echo\"");
  BOOST_TEST(silent.answer().empty());
  BOOST_TEST(half.answer().empty());
  BOOST_TEST(ask({"echo"}) == 1);
}

BOOST_AUTO_TEST_CASE(what_was_asked_is_carried_out_though_the_caller_goes_away) {
  {
    Caller caller(socket);
    caller.send("[\"finish\"]\n");
  }
  finished.get_future().wait();
  BOOST_TEST(ask({"echo"}) == 1);
}

BOOST_AUTO_TEST_CASE(who_does_not_read_the_answer_is_waited_for_once) {
  constexpr int many = 200'000;  // hours, if each were waited for
  int told = 0;
  control.reset();
  control.emplace(socket,
                  Control::Handlers{{"talk",
                                     [&](const Words&, const Say& tell) {
                                       while (told < many) tell("line " + std::to_string(++told));
                                       return 0;
                                     }},
                                    {"echo", [](const Words&, const Say&) { return 1; }}},
                  milliseconds(100));
  Caller caller(socket);
  caller.send("[\"talk\"]\n");
  BOOST_TEST(ask({"echo"}) == 1);
  BOOST_TEST(told == many);
  const std::string heard = caller.answer();
  BOOST_TEST(heard.starts_with("{\"say\":\"line 1\"}\n"));
  BOOST_TEST(heard.find("status") == std::string::npos);  // it has not heard all
}

BOOST_AUTO_TEST_CASE(a_worker_that_goes_away_is_no_answer) {
  control.reset();
  BOOST_TEST(!std::filesystem::exists(socket));
  BOOST_TEST(ask({"echo"}) == -1);  // nobody listens
  BOOST_CHECK(!ask_worker(folder.path() / "none" / "control.sock", {"echo"}, say));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket.c_str(), sizeof address.sun_path - 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  BOOST_REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  BOOST_TEST(ask({"echo"}) == -1);  // a socket that a killed worker left
  BOOST_REQUIRE(::listen(listener, 1) == 0);
  std::thread dying([&] {
    const int peer = ::accept(listener, nullptr, nullptr);
    char asked[64];
    BOOST_TEST(::recv(peer, asked, sizeof asked, 0) > 0);
    const std::string begun = "{\"say\":\"begun\"}\n{\"sta";
    ::send(peer, begun.data(), begun.size(), MSG_NOSIGNAL);
    ::close(peer);
  });
  BOOST_CHECK_EXCEPTION(ask({"echo"}), std::runtime_error, [](const auto& error) {
    return error.what() == std::string("the worker went away before it had answered");
  });
  BOOST_TEST(said == Lines{"begun"}, boost::test_tools::per_element());
  dying.join();
  ::close(listener);
  listen();  // in the place of the dead
  BOOST_TEST(ask({"echo"}) == 1);
}

BOOST_AUTO_TEST_CASE(one_worker_listens_with_a_socket_of_its_own_user) {
  const auto refused = [&](const std::filesystem::path& place) -> std::string {
    try {
      const Control second(place, {}, milliseconds(100));
      return {};
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  BOOST_TEST(refused(socket) == "another worker listens on " + socket.string());
  BOOST_TEST(ask({"echo"}) == 1);
  const auto nowhere = folder.path() / "none" / "s";
  BOOST_TEST(refused(nowhere) ==
             "cannot listen on " + nowhere.string() + ": No such file or directory");
  struct stat status {};
  BOOST_REQUIRE(::stat(socket.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600u);
  const mode_t before = ::umask(022);
  BOOST_TEST(refused(folder.path() / "other.sock").empty());
  BOOST_TEST(::umask(before) == 022u);  // what is made afterwards is as private as before
}

BOOST_AUTO_TEST_CASE(a_data_folder_may_have_a_longer_path_than_a_socket) {
  const auto deep = folder.path() / std::string(200, 'd');
  std::filesystem::create_directory(deep);
  const auto far = deep / "control.sock";
  const Control worker(far, handlers(), milliseconds(100));
  BOOST_TEST(std::filesystem::is_socket(far));
  BOOST_TEST(*ask_worker(far, {"echo", "here"}, say) == 2);
  BOOST_TEST(said == Lines{"here"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nobody_else_is_answered_even_when_the_socket_lets_them_in) {
  if (::geteuid() != 0) return;  // only root can be somebody else
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  std::filesystem::permissions(socket, std::filesystem::perms::all);
  std::string answer = "none";
  std::thread([&] {
    ::syscall(SYS_setresuid, 65534, 65534, 65534);  // of this thread alone
    answer = answer_to("[\"echo\"]\n");
  }).join();
  BOOST_TEST(answer.empty());
  BOOST_TEST(answer_to("[\"echo\"]\n") == "{\"status\":1}\n");
}

BOOST_AUTO_TEST_CASE(the_service_waits_a_few_seconds) {
  BOOST_CHECK(control_patience == milliseconds(5000));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
