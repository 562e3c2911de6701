#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <regex>

#include "events/streams.hpp"
#include "tests/fcgi/fastcgi_house.hpp"
#include "tests/fcgi/operator.hpp"

// Who is let in at the FastCGI door, who is sent away or left, and what is said of it in the log.

namespace yanxi {

namespace {

// Makes this year's export longer than what a socket holds that nobody reads.
void lengthen_export() {
  RocksLog& log = *house().served.log;
  const std::string stream = year_stream(this_year());
  const std::uint64_t version = log.read_stream(stream, 0).size();
  std::string text;
  for (int i = 0; i < 190; ++i) text += "字";
  const Encoded event = encode(year::Event{year::Announced{text}});
  BOOST_REQUIRE(log.append({stream,
                            version,
                            house().served.now,
                            {"admin1", "admin", "builtin"},
                            command_id("admin1", std::to_string(version), ""),
                            std::vector<Encoded>(400, event)}));
}

FastCgiAnswer ask_at(const std::filesystem::path& socket, const Parameters& parameters,
                     const std::string& body = "") {
  FastCgiPeer peer(socket);
  peer.begin(parameters);
  peer.give_body(body);
  return peer.answer();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(door, *boost::unit_test::fixture<OpenHouse>())

BOOST_AUTO_TEST_CASE(a_stream_breaks_off_when_its_peer_is_gone) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const auto socket = house().served.folder.path() / "other.sock";
  lengthen_export();
  Door door(house().served.service, socket, quick, 1);
  {
    FastCgiPeer peer(socket);  // gone before anything could be written
    peer.begin(
        get_of("/audit/export?year=" + std::to_string(this_year()), {{"HTTP_COOKIE", cookie}}));
    peer.give_body("");
  }
  house().log.take();
  door.open();
  BOOST_TEST(ask_at(socket, get_of("/healthz")).body == "ok\n");
  BOOST_TEST(door.close());
  const std::vector<std::string> said = {
      "error request 01234567 /audit/export broke off: the peer went away"};
  BOOST_TEST(house().log.take() == said, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_silent_or_breaks_off_holds_up_nobody) {
  const std::string half = FastCgiPeer::record(4, std::string(40, '\x05')).substr(0, 20);
  const std::string begun = FastCgiPeer::record(1, std::string("\0\1\0\0\0\0\0\0", 8));
  const FastCgiPeer silent(house().socket), other(house().socket);
  for (const std::string& bytes : {std::string(), std::string("GET / HTTP/1.0\r\n\r\n"),
                                   std::string(200, '\xff'), begun, begun + half}) {
    FastCgiPeer peer(house().socket);
    peer.send(bytes);
    peer.hang_up();
    BOOST_TEST(house().ask(get_of("/healthz")).body == "ok\n");
  }
}

BOOST_AUTO_TEST_CASE(a_peer_that_stops_in_the_middle_is_left) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const auto socket = house().served.folder.path() / "stopped.sock";
  Door door(house().served.service, socket, {milliseconds(20), milliseconds(50), hours(1)}, 1);
  door.open();
  FastCgiPeer writing(socket);
  writing.begin(post_of("/plan/start", "a body of which little comes"));
  writing.send(FastCgiPeer::record(5, "a b"));
  const auto refused = writing.answer();
  BOOST_TEST(refused.status == "400 Bad Request");
  lengthen_export();
  house().log.take();
  FastCgiPeer reading(socket);  // and does not read
  reading.begin(
      get_of("/audit/export?year=" + std::to_string(this_year()), {{"HTTP_COOKIE", cookie}}));
  reading.give_body("");
  BOOST_TEST(ask_at(socket, get_of("/healthz")).body == "ok\n");
  BOOST_TEST(door.close());
  const std::vector<std::string> said = {
      "error request 01234567 /audit/export broke off: the peer went away"};
  BOOST_TEST(house().log.take() == said, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stream_is_not_kept_by_a_reader_who_takes_a_little_now_and_then) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const auto socket = house().served.folder.path() / "slowly.sock";
  for (int i = 0; i < 4; ++i) lengthen_export();
  const FastCgi::Pace pace{milliseconds(20), milliseconds(200), hours(1), milliseconds(1)};
  Door door(house().served.service, socket, pace, 1);
  door.open();
  house().log.take();
  FastCgiPeer reading(socket);
  reading.begin(
      get_of("/audit/export?year=" + std::to_string(this_year()), {{"HTTP_COOKIE", cookie}}));
  reading.give_body("");
  std::vector<std::string> said;
  for (int i = 0; i < 500 && said.empty(); ++i) {
    reading.take(8192);
    std::this_thread::sleep_for(milliseconds(20));
    said = house().log.take();
  }
  const std::vector<std::string> expected = {
      "error request 01234567 /audit/export broke off: the peer reads too slowly"};
  BOOST_TEST(said == expected, boost::test_tools::per_element());
  reading.hang_up();
  BOOST_TEST(ask_at(socket, get_of("/healthz")).body == "ok\n");
}

BOOST_AUTO_TEST_CASE(whoever_reads_slowly_leaves_the_threads_to_others) {
  const std::string cookie = "yanxi=" + house().cookie_of("auditor1");
  const auto socket = house().served.folder.path() / "lanes.sock";
  for (int i = 0; i < 2; ++i) lengthen_export();
  Door door(house().served.service, socket, {milliseconds(20), milliseconds(10'000), hours(1)}, 4);
  door.open();
  const auto ask = [&](FastCgiPeer& peer) {
    peer.begin(
        get_of("/audit/export?year=" + std::to_string(this_year()), {{"HTTP_COOKIE", cookie}}));
    peer.give_body("");
  };
  FastCgiPeer reading(socket);  // and does not read on: one of four threads is for such
  ask(reading);
  reading.take(1);
  for (int i = 0; i < 4; ++i) {
    FastCgiPeer other(socket);
    ask(other);
    const auto answer = other.answer();
    BOOST_TEST(answer.status == "503 Service Unavailable");
    BOOST_TEST(has(answer.headers, "Retry-After: 60\r\n"));
    BOOST_TEST(has(answer.body, "目前使用人數眾多，請稍後再試。"));
    BOOST_TEST(ask_at(socket, get_of("/plan", {{"HTTP_COOKIE", cookie}})).status ==
               "404 Not Found");
  }
  reading.hang_up();
  BOOST_TEST(door.close());
  house().log.take();
  // The place came back with the thread.
  BOOST_TEST((house().served.service.lanes.enter(Lane::feed) != nullptr));
}

BOOST_AUTO_TEST_CASE(a_log_that_failed_is_answered_as_unknown_and_ends_the_door) {
  Place place;
  Worker worker(place.data);
  const auto cookie = worker.sessions.open("teacher1", read_clock()).secret;
  const std::string body =
      "csrf=" + worker.sessions.token(cookie, "teacher1") + "&go=start&v=0&once=x";
  const auto socket = place.folder.path() / "door.sock";
  Door door(worker.service, socket, quick, 2);
  const auto start = [&] {
    return ask_at(socket,
                  post_of("/plan/start", body,
                          {{"HTTP_COOKIE", "yanxi=" + cookie}, {"REQUEST_ID", "0123456789"}}),
                  body);
  };
  const std::uint64_t begin = place.head();
  {
    const FullDisk full;
    door.open();
    const auto answer = start();
    BOOST_TEST(answer.status == "503 Service Unavailable");
    BOOST_TEST(has(answer.headers, "Retry-After: 60\r\n"));
    BOOST_TEST(has(answer.body, "暫時無法確認是否已儲存"));
    BOOST_TEST(has(answer.body, "01234567"));
    BOOST_TEST(!door.wait());  // of itself
  }
  const auto said = worker.said.take();
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].starts_with("critical request 01234567 outcome unknown: "), said[0]);
  BOOST_TEST(place.head() == begin);
}

BOOST_AUTO_TEST_CASE(only_what_is_slow_is_logged) {
  const auto socket = house().served.folder.path() / "slow.sock";
  const struct {
    milliseconds slow;
    const char* said;
  } rows[] = {{milliseconds(-1), "warning request 01234567 /healthz took [0-9]{1,4} ms"},
              {std::chrono::minutes(1), ""}};
  for (const auto& row : rows) {
    Door door(house().served.service, socket, {milliseconds(20), milliseconds(2000), row.slow}, 1);
    door.open();
    house().log.take();
    BOOST_TEST(ask_at(socket, get_of("/healthz?a=1")).whole);
    BOOST_TEST(door.close());
    std::string said;
    for (const std::string& line : house().log.take()) said += line;
    BOOST_TEST(std::regex_match(said, std::regex(row.said)), said);
  }
}

BOOST_AUTO_TEST_CASE(until_the_views_have_caught_up_a_page_says_how_far_they_are) {
  const auto folder = house().served.folder.path();
  LocalStore views(folder / "unready");
  Projector projector(*house().served.log, views, [](const std::string&) {});
  Service service{*house().served.log,
                  house().served.executor,
                  house().served.catalogues,
                  ViewReader(views),
                  projector,
                  house().served.sessions,
                  PasswordCheck(cheap_password),
                  {}};
  Door door(service, folder / "unready.sock", quick, 1);
  door.open();
  for (const char* length : {"", "wrong"}) {  // whatever else is wrong with it
    const auto answer =
        ask_at(folder / "unready.sock", get_of("/healthz", {{"CONTENT_LENGTH", length}}));
    BOOST_TEST(answer.status == "503 Service Unavailable");
    BOOST_TEST(has(answer.headers, "Retry-After: 60\r\n"));
    BOOST_TEST(has(answer.body, "已完成 0%"));
  }
  BOOST_TEST(door.close());
}

BOOST_AUTO_TEST_CASE(a_socket_is_taken_only_from_the_dead) {
  const auto refused = [](const std::filesystem::path& socket) -> std::string {
    try {
      const FastCgi fastcgi(socket, quick);
      return {};
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  BOOST_TEST(refused(house().socket) == "another worker listens on " + house().socket.string());
  BOOST_TEST(house().ask(get_of("/healthz")).body == "ok\n");
  const auto folder = house().served.folder.path();

  const std::string longest =
      (folder / std::string(107 - folder.string().size() - 1, 's')).string();
  BOOST_TEST(refused(longest).empty());
  BOOST_TEST(!std::filesystem::exists(longest));  // it goes with the one who made it
  BOOST_TEST(refused(longest + "s") ==
             "the socket's path is longer than a UNIX socket may have: " + longest + "s");
  BOOST_TEST(refused(folder / "none" / "s") == "cannot listen on " +
                                                   (folder / "none" / "s").string() +
                                                   ": No such file or directory");

  const auto file = folder / "notes.txt";
  std::ofstream(file) << "somebody's own";
  BOOST_TEST(refused(file) == "cannot listen on " + file.string() + ": Address already in use");
  BOOST_TEST(std::filesystem::file_size(file) == 14u);

  const auto left = folder / "left.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, left.c_str(), sizeof address.sun_path - 1);
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  BOOST_REQUIRE(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  ::close(dead);
  const mode_t before = ::umask(077);
  {
    const FastCgi taken(left, quick);
    struct stat status {};
    BOOST_REQUIRE(::stat(left.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0660u);
  }
  BOOST_TEST(::umask(before) == 077u);  // what is made afterwards is as private as before
  BOOST_TEST(!std::filesystem::exists(left));
}

BOOST_AUTO_TEST_CASE(the_service_is_patient_but_not_endlessly) {
  BOOST_CHECK(service_door.stop == milliseconds(500));
  BOOST_CHECK(service_door.peer == milliseconds(10'000));
  BOOST_CHECK(service_door.slow == milliseconds(1000));
  BOOST_CHECK(service_door.stream == milliseconds(2000));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
