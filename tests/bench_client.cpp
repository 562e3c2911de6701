// The load of the bench.
//   bench_client prepare DATA N       a year, a school and N signed-in teachers; their sessions go
//   to
//                                     standard output, one line each: account secret token,
//                                     and the token of the sign-in page
//   bench_client load PORT SECONDS SESSIONS get PATH
//   bench_client load PORT SECONDS SESSIONS save|fill|sign-in
//   bench_client load PORT SECONDS SESSIONS bare STATUS BYTES BODY
// load uses 32 connections, each with teachers of its own, and prints answers a second, the bytes
// of a body sent and of an answer. save posts the whole of step 3, twenty times for each teacher;
// fill saves and submits a complete plan once for each, until all have; sign-in lets eight sign in
// anew at once, as many as the places for passwords serve within their patience.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "events/execute.hpp"
#include "events/log/rocks_log.hpp"
#include "fcgi/clock.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/visit/http.hpp"
#include "fcgi/visit/password.hpp"
#include "fcgi/visit/session.hpp"
#include "tests/examples.hpp"

namespace yanxi {
namespace {

struct Teacher {
  std::string account, secret, token, sign_in_token;
};

int prepare(const DataFolder& data, int count) {
  Catalogues catalogues = load_catalogues();
  const auto log = RocksLog::open(data.log());
  Sessions sessions(data.sessions(), data.form_key());
  Executor executor(*log, catalogues);
  const Instant now{read_clock().us / second_us * second_us};
  int number = 0;
  const auto request = [&] {
    return Request{
        {"system", "system", "terminal"}, now, command_id("bench", std::to_string(++number), "")};
  };
  const Instant from = now + -30 * day_us, to = now + 30 * day_us;
  bool good =
      executor.execute<streams::Unit>(request(), {0, "010001"}, {},
                                      unit::Register{"010001", "晨光國民小學", "NWT"}) &&
      executor.execute<streams::Year>(request(), {academic_year(now), {}}, 0,
                                      year::Open{"115-1", {from, from, to, from, to, to}, true});
  const std::string hash = hash_password("yanxi-demo", service_password_cost);
  for (int i = 0; i < count; ++i) {
    const std::string account = "teacher-" + std::to_string(i);
    good = good && executor.execute<streams::Person>(
                       request(), {0, account}, {},
                       person::Register{"郭小強", {{"teacher", "010001"}}, hash});
    const auto opened = sessions.open(account, now);
    std::cout << account << " " << opened.secret << " " << sessions.token(opened.secret, account)
              << " " << sessions.token(opened.secret, {}) << "\n";
  }
  return good ? 0 : 1;
}

// One connection kept open; an HTTP client just large enough for our own answers.
class Connection {
 public:
  explicit Connection(int port) : port_(port) { open(); }
  ~Connection() { ::close(descriptor_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  struct Answer {
    int status;
    std::size_t bytes;
  };
  Answer send(const std::string& request) {
    if (::send(descriptor_, request.data(), request.size(), 0) < 0) std::abort();
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) receive();
    const std::string head = buffer_.substr(0, end + 4);
    const auto length = head.find("Content-Length: ");
    const std::size_t size =
        length == std::string::npos ? 0 : std::strtoul(head.c_str() + length + 16, nullptr, 10);
    while (buffer_.size() < head.size() + size) receive();
    buffer_.erase(0, head.size() + size);
    if (head.find("Connection: close") != std::string::npos) {
      ::close(descriptor_);
      open();
    }
    return {std::atoi(head.c_str() + 9), size};
  }

 private:
  void open() {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      std::abort();
    }
  }
  void receive() {
    char chunk[65536];
    const ssize_t got = ::recv(descriptor_, chunk, sizeof chunk, 0);
    if (got <= 0) std::abort();
    buffer_.append(chunk, static_cast<std::size_t>(got));
  }
  int port_, descriptor_ = -1;
  std::string buffer_;
};

std::string write_get(const std::string& path, const Teacher& teacher) {
  return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nCookie: yanxi=" + teacher.secret + "\r\n\r\n";
}

std::string write_post(const std::string& path, const Teacher& teacher, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: bench\r\nCookie: yanxi=" + teacher.secret +
         "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The whole of step 3 as a browser sends it, every item with hours that differ by `version`.
std::string topics_fields(int version) {
  Form form = {{"go", "home"}};
  int number = version;
  for (const Topic& topic : examples::catalogue().topics) {
    for (const Subtopic& subtopic : topic.subtopics) {
      for (const Item& item : subtopic.items) {
        form.push_back({"h." + item.code, std::to_string(1 + number++ % 2)});
        if (item.free_text) form.push_back({"o." + item.code, "海洋學校課程"});
      }
    }
  }
  return write_form(form);
}

class Load {
 public:
  Load(int port, double seconds, std::vector<Teacher> teachers)
      : port_(port), seconds_(seconds), teachers_(std::move(teachers)) {}

  // `work` sends requests over its connection for its share of the teachers until it returns.
  template <class Work>
  void run(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    until_ = begin + std::chrono::duration_cast<std::chrono::nanoseconds>(
                         std::chrono::duration<double>(seconds_));
    {
      std::vector<std::jthread> threads;
      for (std::size_t t = 0; t < connections; ++t) {
        threads.emplace_back([this, t, &work] {
          Connection connection(port_);
          work(connection, t);
        });
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << static_cast<long>(static_cast<double>(answers_) / took.count()) << " "
              << body_bytes_ << " " << answer_bytes_ << " " << answers_ << "\n";
  }

  bool goes_on() const { return std::chrono::steady_clock::now() < until_; }
  const Teacher* teacher(std::size_t thread, std::size_t number) const {
    const std::size_t index = number * connections + thread;
    return index < teachers_.size() ? &teachers_[index] : nullptr;
  }
  void send(Connection& connection, const std::string& request, int expected) {
    const auto answer = connection.send(request);
    if (answer.status != expected) {
      std::cerr << "answered " << answer.status << ", expected " << expected << "\n";
      std::exit(1);
    }
    ++answers_;
    answer_bytes_ = answer.bytes;
  }
  void note_body(std::size_t bytes) { body_bytes_ = bytes; }

  static constexpr std::size_t connections = 32;

 private:
  int port_;
  double seconds_;
  std::vector<Teacher> teachers_;
  std::chrono::steady_clock::time_point until_;
  std::atomic<long> answers_ = 0;
  std::atomic<std::size_t> body_bytes_ = 0, answer_bytes_ = 0;
};

// Of slow work, as a PDF is, a worker takes few at a time and sends the others away.
constexpr std::size_t slow_at_a_time = 8;

void load_get(Load& load, const std::string& path) {
  const bool slow = path.ends_with(".pdf");
  load.run([&](Connection& connection, std::size_t t) {
    if (slow && t >= slow_at_a_time) return;
    const std::string request = write_get(path, *load.teacher(t, 0));
    while (load.goes_on()) load.send(connection, request, 200);
  });
}

void load_save(Load& load) {
  load.run([&](Connection& connection, std::size_t t) {
    // Made before the clock matters: the bare responder's client does not work for its body either.
    const std::string fields[] = {topics_fields(0), topics_fields(1)};
    for (std::size_t number = 1; const Teacher* teacher = load.teacher(t, number); ++number) {
      for (int version = 0; version < 20; ++version) {
        if (!load.goes_on()) return;
        const std::string v = std::to_string(version);
        const auto body =
            "csrf=" + teacher->token + "&v=" + v + "&once=s" + v + "&" + fields[version % 2];
        load.note_body(body.size());
        load.send(connection, write_post("/plan/topics", *teacher, body), 303);
      }
    }
    std::cerr << "not enough teachers\n";
    std::exit(1);
  });
}

void load_fill(Load& load) {
  load.run([&](Connection& connection, std::size_t t) {
    for (std::size_t number = 0; const Teacher* teacher = load.teacher(t, number); ++number) {
      const Contents c = examples::contents();
      const std::string fixed = "csrf=" + teacher->token + "&once=";
      const auto save = [&](const char* path, const char* once, int v, Form form) {
        const auto body = fixed + once + "&v=" + std::to_string(v) + "&" + write_form(form);
        load.send(connection, write_post(path, *teacher, body), 303);
      };
      save("/plan/profile", "p", 0,
           {{"education", c.education},
            {"service", c.service},
            {"stage", c.stage},
            {"teaching", c.teaching}});
      Form needs;
      for (std::size_t i = 0; i < 6; ++i) {
        const std::string rank = std::to_string(i + 1);
        if (i < 3) needs.push_back({"method." + rank, c.method[i]});
        needs.push_back({"time." + rank, c.time[i]});
        needs.push_back({"place." + rank, c.place[i]});
      }
      save("/plan/needs", "n", 1, needs);
      Form topics;
      for (const auto& [code, hours] : c.hours.planned)
        topics.push_back({"h." + code, std::to_string(hours)});
      save("/plan/topics", "t", 2, topics);
      save("/plan/submit", "s", 3, {});
    }
  });
}

void load_sign_in(Load& load) {
  load.run([&](Connection& connection, std::size_t t) {
    if (t >= slow_at_a_time) return;
    const Teacher& teacher = *load.teacher(t, 0);
    const std::string body =
        "csrf=" + teacher.sign_in_token + "&account=" + teacher.account + "&password=yanxi-demo";
    load.send(connection, write_post("/login", teacher, body), 303);
  });
}

void load_bare(Load& load, const std::string& status, const std::string& bytes, std::size_t body) {
  load.run([&](Connection& connection, std::size_t t) {
    const std::string path = "/" + status + "?" + bytes;
    const Teacher& teacher = *load.teacher(t, 0);
    const std::string request =
        body == 0 ? write_get(path, teacher) : write_post(path, teacher, std::string(body, 'x'));
    while (load.goes_on()) load.send(connection, request, std::atoi(status.c_str()));
  });
}

}  // namespace
}  // namespace yanxi

int main(int count, char** values) {
  using namespace yanxi;
  const std::vector<std::string> words(values, values + count);
  if (count == 4 && words[1] == "prepare") return prepare({words[2], {}}, std::stoi(words[3]));
  if (count < 6 || words[1] != "load") return 2;
  std::vector<Teacher> teachers;
  std::ifstream in(words[4]);
  for (Teacher teacher;
       in >> teacher.account >> teacher.secret >> teacher.token >> teacher.sign_in_token;) {
    teachers.push_back(teacher);
  }
  Load load(std::stoi(words[2]), std::stod(words[3]), std::move(teachers));
  if (words[5] == "get")
    load_get(load, words.at(6));
  else if (words[5] == "save")
    load_save(load);
  else if (words[5] == "fill")
    load_fill(load);
  else if (words[5] == "sign-in")
    load_sign_in(load);
  else if (words[5] == "bare")
    load_bare(load, words.at(6), words.at(7), std::stoul(words.at(8)));
  else
    return 2;
}
