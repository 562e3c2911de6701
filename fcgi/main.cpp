#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <map>

#include "fcgi/commands.hpp"

// Reads the command line; each subcommand is one function of commands.hpp.

namespace {

using namespace yanxi;

Instant read_clock() {
  using namespace std::chrono;
  return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

struct Arguments {
  std::string data;
  std::string socket;
  int threads = 32;
  DemoPhase phase = DemoPhase::open;
  ShowOptions show;
  std::string at;
};

CLI::App* add_command(CLI::App& app, Arguments& arguments, const char* name, const char* help) {
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("--data", arguments.data, "the data folder")->required();
  return command;
}

void add_commands(CLI::App& app, Arguments& arguments, int& status) {
  const auto data = [&] { return DataFolder{arguments.data}; };

  CLI::App* serve = add_command(app, arguments, "serve", "answer requests of nginx over FastCGI");
  serve->add_option("--socket", arguments.socket, "UNIX socket to listen on (DATA/fcgi.sock)");
  serve->add_option("--threads", arguments.threads, "requests answered at once (32)")
      ->check(CLI::Range(1, 512));
  serve->callback([&, data] {
    std::filesystem::path socket = arguments.socket;
    if (socket.empty()) socket = data().socket();
    status = run_serve(data(), socket, arguments.threads);
  });

  const std::map<std::string, DemoPhase> phases = {{"before", DemoPhase::before},
                                                   {"open", DemoPhase::open},
                                                   {"late", DemoPhase::late},
                                                   {"closed", DemoPhase::closed}};
  CLI::App* demo = add_command(app, arguments, "demo", "fill an empty log with demonstration data");
  demo->add_option("--phase", arguments.phase, "where this year's window stands (open)")
      ->transform(CLI::CheckedTransformer(phases));
  demo->callback([&, data] { status = run_demo(data(), read_clock(), arguments.phase); });

  CLI::App* verify = add_command(app, arguments, "verify", "check the whole log; name every fault");
  verify->callback([&, data] { status = run_verify(data()); });

  CLI::App* history = add_command(app, arguments, "history", "print a stream, one line an event");
  history->add_option("stream", arguments.show.stream, "such as plan/115/teacher1")->required();
  history->callback([&, data] { status = run_history(data(), arguments.show.stream); });

  CLI::App* show = add_command(app, arguments, "show", "print a stream's state as JSON");
  show->add_option("stream", arguments.show.stream, "such as plan/115/teacher1")->required();
  auto* version =
      show->add_option("--version", arguments.show.version, "as it was at this version");
  show->add_option("--at", arguments.at, "as it was at a time such as 2026-09-25T10:00:00+08:00")
      ->excludes(version);
  show->callback([&, data] {
    if (!arguments.at.empty()) {
      arguments.show.at = parse_rfc3339(arguments.at);
      if (!arguments.show.at) throw CLI::ValidationError("--at", "is not a time with an offset");
    }
    status = run_show(data(), arguments.show);
  });

  CLI::App* exported = add_command(app, arguments, "export", "print the log as JSON lines");
  exported->callback([&, data] { status = run_export(data()); });

  CLI::App* rebuild = add_command(app, arguments, "rebuild", "make every view anew");
  rebuild->callback([&, data] { status = run_rebuild(data()); });
}

}  // namespace

int main(int count, char** values) {
  ::umask(077);  // names and password hashes are for the service's user only
  CLI::App app("yanxi: a year of professional development, planned by every teacher");
  app.require_subcommand(1);
  Arguments arguments;
  int status = 0;
  add_commands(app, arguments, status);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "yanxi: " << error.what() << "\n";
    return 2;
  }
  return status;
}
