// What the program can be asked on a terminal besides `serve` (contract.md, commands). Each returns
// the exit status: 0 good, 1 the answer is no, 2 cannot run. Not here: reading argv (main).
#pragma once

#include <optional>
#include <string>

#include "events/instant.hpp"
#include "fcgi/data_folder.hpp"
#include "fcgi/demo.hpp"

namespace yanxi {

// The default catalogue that is built into the program.
Catalogues load_catalogues();

int run_serve(const DataFolder& data, const std::filesystem::path& socket, int threads);
int run_demo(const DataFolder& data, Instant now, DemoPhase phase);

// The following read beside a running worker or a log at rest.
int run_verify(const DataFolder& data);
int run_history(const DataFolder& data, const std::string& stream);
struct ShowOptions {
  std::string stream;
  std::optional<std::uint64_t> version;
  std::optional<Instant> at;
};
int run_show(const DataFolder& data, const ShowOptions& options);
int run_export(const DataFolder& data);

// Folds all views anew; refuses beside a running worker.
int run_rebuild(const DataFolder& data);

}  // namespace yanxi
