// What the program can be asked on a terminal besides `serve`. Each returns the exit status: 0
// good, 1 the answer is no, 2 cannot run. Not here: reading argv (main).
#pragma once

#include <optional>
#include <string>

#include "events/instant.hpp"
#include "events/verify.hpp"
#include "fcgi/operate/data_folder.hpp"
#include "fcgi/operate/demo.hpp"

namespace yanxi {

// The default catalogue that is built into the program.
Catalogues load_catalogues();
// With every version that was published in this log.
Catalogues load_catalogues(const EventLog& log);

struct ServeOptions {
  std::filesystem::path socket;
  int threads = 32;
  std::uint64_t min_free_bytes = 0;  // below it on the log's disk no commands are taken
};
int run_serve(const DataFolder& data, const ServeOptions& options);
int run_demo(const DataFolder& data, Instant now, DemoPhase phase, std::size_t teachers);

// Throws std::runtime_error unless the log contains every checkpoint; for whoever is about to write
// it. Looks beside, before the store is opened for writing and its own recovery tidies away what
// could still be learned. The size of the last checkpoint of the log's present origin; 0 for none.
std::uint64_t require_checkpoints(const DataFolder& data);

// The following read beside a running worker, a log at rest or the newest of a folder of backups.

// Checks a data folder, or the newest of a folder of backups, with all its checkpoints. With
// `from`, a day such as 2026-09-30, only what came after the last checkpoint of that day or before;
// empty for the whole log. Throws std::runtime_error when there is nothing that can be checked.
Verdict verify_data(const DataFolder& data, const std::string& from,
                    const std::function<void(const Fault&)>& report);
int run_verify(const DataFolder& data, const std::string& from);
int run_history(const DataFolder& data, const std::string& stream);
struct ShowOptions {
  std::string stream;
  std::optional<std::uint64_t> version;
  std::optional<Instant> at;
};
int run_show(const DataFolder& data, const ShowOptions& options);
// The whole log, or what belongs to one stream or one year.
struct ExportOptions {
  std::string stream;
  int year = 0;
};
int run_export(const DataFolder& data, const ExportOptions& options);

}  // namespace yanxi
