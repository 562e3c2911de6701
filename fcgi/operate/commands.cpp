#include "fcgi/operate/commands.hpp"

#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "events/codec.hpp"
#include "events/log/rocks_log.hpp"
#include "events/receipt.hpp"
#include "events/streams.hpp"
#include "events/verify.hpp"
#include "fcgi/operate/backup.hpp"
#include "fcgi/operate/export.hpp"
#include "templates/embedded.hpp"

namespace yanxi {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* erased_note = "內容已依法刪除";

std::unique_ptr<RocksLog> open_for_reading(const DataFolder& data) {
  if (const auto backup = find_backup(data.root)) {
    return RocksLog::open_backup(backup->log(), backup->id);
  }
  if (!std::filesystem::exists(data.log())) {
    throw std::runtime_error("there is no log in " + data.root.string());
  }
  return RocksLog::open_beside(data.log());
}

// The newest checkpoint that the log has, of this day or before it.
Checkpoint find_checkpoint(const EventLog& log, const Checkpoints& checkpoints,
                           const std::string& day) {
  Checkpoint found;
  for (const auto& [name, checkpoint] : checkpoints) {
    if (name.substr(0, day.size()) > day || checkpoint.size <= found.size) continue;
    if (contains(log, checkpoint)) found = checkpoint;
  }
  if (found.size == 0)
    throw std::runtime_error("the log has no checkpoint of " + day + " or before");
  return found;
}

// The contents as `show` prints them: the same JSON the log keeps.
Json contents_json(const Contents& contents) {
  const Encoded encoded = encode(plan::Event{plan::Submitted{0, {}, contents}});
  return Json::parse(encoded.payload)["contents"];
}

Json plan_json(const std::string& stream, const plan::State& state) {
  Json json = {
      {"stream", stream}, {"version", state.version}, {"state", plan::status_name(state.status)}};
  if (state.status == plan::Status::absent) return json;
  json["catalogue"] = state.catalogue;
  json["changed_at"] = taipei_rfc3339(state.changed_at);
  if (state.submission) {
    json["submitted_at"] = taipei_rfc3339(state.submission->at);
    json["receipt"] = receipt_text({parse_stream(stream).year, state.submission->position});
    json["digest"] = to_hex(state.submission->leaf);
  }
  json["contents"] = contents_json(state.contents);
  return json;
}

}  // namespace

Catalogues load_catalogues() {
  Catalogues catalogues;
  catalogues.add(Catalogue::load(embedded_file("115.json")));
  return catalogues;
}

Catalogues load_catalogues(const EventLog& log) {
  Catalogues catalogues = load_catalogues();
  read_catalogues(log, catalogues);
  return catalogues;
}

std::uint64_t require_checkpoints(const DataFolder& data) {
  const CheckpointFolder folder(data.checkpoints(), data.keys());
  const auto [checkpoints, faults] = folder.read();
  std::vector<std::string> missing = faults;
  std::uint64_t size = 0;
  if (checkpoints.empty() && faults.empty() && folder.has_signed()) {
    missing.push_back("checkpoints were signed, but there is none in " +
                      data.checkpoints().string() + ": is its disk mounted?");
  } else if (!checkpoints.empty() && !std::filesystem::exists(data.log())) {
    missing.push_back("there is no log, but checkpoints were signed");
  } else if (!checkpoints.empty() && missing.empty()) {
    const auto log = RocksLog::open_beside(data.log());
    missing = compare(*log, checkpoints);
    const std::string origin = origin_of(*log);
    for (const auto& [name, checkpoint] : checkpoints) {
      if (checkpoint.origin == origin) size = std::max(size, checkpoint.size);
    }
  }
  if (missing.empty()) return size;
  std::string text;
  for (const std::string& what : missing) text += what + "\n";
  throw std::runtime_error(text +
                           "Nothing is done on a log that may have lost something. Keep the "
                           "folder as it is, run `yanxi verify`, and restore the newest backup: "
                           "README, 'When the worker refuses to start'");
}

int run_demo(const DataFolder& data, Instant now, DemoPhase phase, std::size_t teachers) {
  Catalogues catalogues = load_catalogues();
  require_checkpoints(data);
  const auto log = RocksLog::open(data.log());
  make_demo(*log, catalogues, now, phase, teachers, service_password_cost);
  return 0;
}

Verdict verify_data(const DataFolder& data, const std::string& from,
                    const std::function<void(const Fault&)>& report) {
  if (const auto backup = find_backup(data.root)) {
    if (!from.empty()) throw std::runtime_error("a backup is checked whole");
    return check_backup(*backup, report);
  }
  // Read before the log is opened, which then is at least as long as they say.
  const auto [checkpoints, faults] = CheckpointFolder(data.checkpoints(), data.keys()).read();
  for (const std::string& what : faults) report({0, what});
  if (!std::filesystem::exists(data.log())) throw std::runtime_error("there is no log");
  std::unique_ptr<RocksLog> log;
  try {
    log = RocksLog::open_beside(data.log());
  } catch (const std::exception& error) {  // so damaged that nothing can be read of it
    report({0, error.what()});
    return {0, {}, faults.size() + 1};
  }
  std::optional<Checkpoint> start;
  if (!from.empty()) start = find_checkpoint(*log, checkpoints, from);
  Verdict verdict = verify(*log, checkpoints, start ? &*start : nullptr, report);
  verdict.faults += faults.size();
  return verdict;
}

int run_verify(const DataFolder& data, const std::string& from) {
  const Verdict verdict = verify_data(data, from, [](const Fault& fault) {
    std::cout << fmt::format("fault at position {}: {}\n", fault.position, fault.what);
  });
  if (verdict.faults > 0) return 1;
  std::cout << fmt::format("ok {} events, head {}\n", verdict.events, to_hex(verdict.head.chain));
  return 0;
}

int run_history(const DataFolder& data, const std::string& stream) {
  const auto envelopes = open_for_reading(data)->read_stream(stream, 0);
  for (const Envelope& envelope : envelopes) {
    std::cout << fmt::format("{:>4}  {}  {}  {}", envelope.version, taipei_text(envelope.at),
                             envelope.actor.account, envelope.tag)
              << (envelope.erased ? std::string("  ") + erased_note + "\n" : "\n");
  }
  if (!envelopes.empty()) return 0;
  std::cerr << "not found: " << stream << "\n";
  return 1;
}

int run_show(const DataFolder& data, const ShowOptions& options) {
  auto envelopes = open_for_reading(data)->read_stream(options.stream, 0);
  if (envelopes.empty()) {
    std::cerr << "not found: " << options.stream << "\n";
    return 1;
  }
  std::erase_if(envelopes, [&](const Envelope& envelope) {
    return (options.version && envelope.version > *options.version) ||
           (options.at && envelope.at >= *options.at + second_us);
  });
  if (options.stream.starts_with("plan/")) {
    Json json = plan_json(options.stream, fold_plan(envelopes));
    if (!envelopes.empty() && envelopes.back().erased) json["note"] = erased_note;
    std::cout << json.dump() << "\n";
    return 0;
  }
  // Other streams are few events long; each is shown as it was recorded.
  Json events = Json::array();
  for (const Envelope& envelope : envelopes) {
    events.push_back(
        {{"event", envelope.tag},
         {"contents", envelope.erased ? Json(erased_note) : Json::parse(envelope.payload)}});
  }
  std::cout
      << Json{{"stream", options.stream}, {"version", envelopes.size()}, {"events", events}}.dump()
      << "\n";
  return 0;
}

int run_export(const DataFolder& data, const ExportOptions& options) {
  const auto log = open_for_reading(data);
  ExportChoice choice{options.stream.empty() && options.year == 0, {}, options.year};
  if (!options.stream.empty()) choice.streams.insert(options.stream);
  export_events(*log, choice, [](const std::string& line) { std::cout << line; });
  return 0;
}

}  // namespace yanxi
