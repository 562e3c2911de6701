#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "fcgi/clock.hpp"
#include "fcgi/operate/commands.hpp"
#include "fcgi/operate/operations.hpp"

// Reads the command line; each subcommand is one function of commands.hpp.

namespace {

using namespace yanxi;

struct Arguments {
  std::string data, checkpoints;
  std::string socket;
  ServeOptions serve;
  std::uint64_t min_free_mb = 512;
  DemoPhase phase = DemoPhase::open;
  std::size_t teachers = 0;
  ShowOptions show;
  ExportOptions exported;
  std::string at;
  std::string from;
  BackupOptions backup;
  EraseOptions erase;
  ImportOptions imported;
  RestoreOptions restore;

  DataFolder folder() const { return {std::filesystem::absolute(data), absolute(checkpoints)}; }

 private:
  static std::filesystem::path absolute(const std::string& name) {
    return name.empty() ? name : std::filesystem::absolute(name).string();
  }
};

CLI::App* add_command(CLI::App& app, Arguments& arguments, const char* name, const char* help) {
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("--data", arguments.data, "the data folder")->required();
  command->add_option("--checkpoints", arguments.checkpoints,
                      "the folder of checkpoints, when it lies elsewhere (DATA/checkpoints)");
  return command;
}

void add_serve(CLI::App& app, Arguments& arguments, int& status) {
  CLI::App* serve = add_command(app, arguments, "serve", "answer requests of nginx over FastCGI");
  serve->add_option("--socket", arguments.socket, "UNIX socket to listen on (DATA/fcgi.sock)");
  serve->add_option("--threads", arguments.serve.threads, "requests answered at once (32)")
      ->check(CLI::Range(1, 512));
  serve
      ->add_option("--min-free-mb", arguments.min_free_mb,
                   "free space on the log's disk below which nothing is saved (512)")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 40));
  serve->callback([&] {
    ServeOptions& options = arguments.serve;
    options.socket = arguments.socket.empty() ? arguments.folder().socket()
                                              : std::filesystem::path(arguments.socket);
    options.min_free_bytes = arguments.min_free_mb << 20;
    status = run_serve(arguments.folder(), options);
  });
}

// Reading beside a running worker, a log at rest or a folder of backups.
void add_readers(CLI::App& app, Arguments& arguments, int& status) {
  CLI::App* verify = add_command(app, arguments, "verify", "check the whole log; name every fault");
  verify
      ->add_option("--from", arguments.from,
                   "check only what came after the last checkpoint of this day or before")
      ->check([](const std::string& day) {
        const bool dated = day.size() == 10 && parse_rfc3339(day + "T00:00:00+08:00");
        return dated ? std::string() : "is not a day such as 2026-09-30";
      });
  verify->callback([&] { status = run_verify(arguments.folder(), arguments.from); });

  CLI::App* history = add_command(app, arguments, "history", "print a stream, one line an event");
  history->add_option("stream", arguments.show.stream, "such as plan/115/teacher1")->required();
  history->callback([&] { status = run_history(arguments.folder(), arguments.show.stream); });

  CLI::App* show = add_command(app, arguments, "show", "print a stream's state as JSON");
  show->add_option("stream", arguments.show.stream, "such as plan/115/teacher1")->required();
  auto* version = show->add_option("--version", arguments.show.version, "as it was at this version")
                      ->check(CLI::NonNegativeNumber);
  show->add_option("--at", arguments.at, "as it was at a time such as 2026-09-25T10:00:00+08:00")
      ->excludes(version);
  show->callback([&] {
    if (!arguments.at.empty()) {
      arguments.show.at = parse_rfc3339(arguments.at);
      if (!arguments.show.at) throw CLI::ValidationError("--at", "is not a time with an offset");
    }
    status = run_show(arguments.folder(), arguments.show);
  });

  CLI::App* exported = add_command(app, arguments, "export", "print the log as JSON lines");
  exported->add_option("--stream", arguments.exported.stream,
                       "only this stream, with the digests of what lies between");
  exported->add_option("--year", arguments.exported.year, "only the streams of this year")
      ->check(CLI::Range(1, 999));
  exported->callback([&] { status = run_export(arguments.folder(), arguments.exported); });
}

void add_operations(CLI::App& app, Arguments& arguments, int& status) {
  CLI::App* rebuild = add_command(app, arguments, "rebuild", "make every view anew");
  rebuild->callback([&] { status = run_rebuild(arguments.folder(), told_every); });

  CLI::App* backup = add_command(app, arguments, "backup", "add a checked backup to a folder");
  backup->add_option("destination", arguments.backup.destination, "the folder of backups")
      ->required();
  backup->add_option("--keep", arguments.backup.keep, "then remove all but so many (all are kept)")
      ->check(CLI::NonNegativeNumber);
  backup->callback([&] { status = run_backup(arguments.folder(), arguments.backup); });

  CLI::App* restore = add_command(app, arguments, "restore", "put a backup in place of a lost log");
  restore->add_option("source", arguments.restore.source, "the folder of backups")->required();
  restore->add_option("--id", arguments.restore.id, "the number of the backup (the newest)")
      ->check(CLI::NonNegativeNumber);
  restore
      ->add_option("--accept-loss", arguments.restore.accept_loss,
                   "the last position that is kept, when checkpoints know of later ones")
      ->check(CLI::NonNegativeNumber);
  restore->callback([&] { status = run_restore(arguments.folder(), arguments.restore); });

  CLI::App* importing = add_command(app, arguments, "import", "take in people, units or a roster");
  importing->add_option("kind", arguments.imported.kind, "units, people or roster")
      ->required()
      ->check(CLI::IsMember({"units", "people", "roster"}));
  importing->add_option("file", arguments.imported.file, "CSV in UTF-8, the columns named first")
      ->required()
      ->check(CLI::ExistingFile);
  importing
      ->add_option("--year", arguments.imported.year, "of a roster (the academic year of today)")
      ->check(CLI::Range(100, 199));
  importing->add_option("--reason", arguments.imported.reason, "for a roster after its deadline");
  importing->add_flag("--dry-run", arguments.imported.dry_run,
                      "check every line and change nothing");
  importing->callback(
      [&] { status = run_import(arguments.folder(), arguments.imported, told_every); });

  CLI::App* erase = add_command(app, arguments, "erase", "remove a person's contents, by law");
  erase->add_option("account", arguments.erase.account, "whose contents")->required();
  erase->add_option("--reason", arguments.erase.reason, "kept in the log")->required();
  erase->add_option("--second-person", arguments.erase.second_person, "who agreed besides you")
      ->required();
  erase->callback([&] { status = run_erase(arguments.folder(), arguments.erase, told_every); });
}

void add_demo(CLI::App& app, Arguments& arguments, int& status) {
  const std::map<std::string, DemoPhase> phases = {{"before", DemoPhase::before},
                                                   {"open", DemoPhase::open},
                                                   {"late", DemoPhase::late},
                                                   {"closed", DemoPhase::closed}};
  CLI::App* demo = add_command(app, arguments, "demo", "fill an empty log with demonstration data");
  demo->add_option("--phase", arguments.phase, "where this year's window stands (open)")
      ->transform(CLI::CheckedTransformer(phases));
  demo->add_option("--teachers", arguments.teachers,
                   "so many more teachers, and what they did with their plans (0)")
      ->check(CLI::Range(std::size_t{0}, std::size_t{400'000}));
  demo->callback([&] {
    status = run_demo(arguments.folder(), read_clock(), arguments.phase, arguments.teachers);
  });
}

}  // namespace

int main(int count, char** values) {
  ::umask(077);  // names and password hashes are for the service's user only
  CLI::App app("yanxi: a year of professional development, planned by every teacher");
  app.require_subcommand(1);
  Arguments arguments;
  int status = 0;
  add_serve(app, arguments, status);
  add_readers(app, arguments, status);
  add_operations(app, arguments, status);
  add_demo(app, arguments, status);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "yanxi: " << error.what() << "\n";
    return 2;
  }
  if (std::cout.flush()) return status;
  std::cerr << "yanxi: what there is to say cannot be written\n";
  return 2;
}
