#include "fcgi/operate/erasure.hpp"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "events/log/durable_file.hpp"
#include "events/streams.hpp"
#include "fcgi/identity.hpp"

namespace yanxi {
namespace {

using Json = nlohmann::ordered_json;

Json write(const Erasure& erasure) {
  return {{"account", erasure.account},
          {"at", taipei_rfc3339(erasure.at)},
          {"at_us", erasure.at.us},
          {"reason", erasure.reason},
          {"actor", erasure.actor},
          {"second_person", erasure.second_person},
          {"id", erasure.id}};
}

Erasure read(const std::string& line) {
  const Json json = Json::parse(line);
  return {json.at("account"), json.at("reason"),  json.at("second_person"),
          json.at("actor"),   {json.at("at_us")}, json.at("id")};
}

CommandId id_of(const Erasure& erasure) {
  CommandId id{};
  std::size_t size = 0;
  if (sodium_hex2bin(id.data(), id.size(), erasure.id.data(), erasure.id.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != id.size()) {
    throw std::runtime_error("an erasure has no id");
  }
  return id;
}

}  // namespace

Erasure order_erasure(std::string account, std::string reason, std::string second_person,
                      std::string actor, Instant now) {
  CommandId id;
  randombytes_buf(id.data(), id.size());
  return {std::move(account), std::move(reason), std::move(second_person), std::move(actor), now,
          to_hex(id)};
}

std::vector<Erasure> read_erasures(const std::filesystem::path& file) {
  std::vector<Erasure> erasures;
  if (!std::filesystem::exists(file)) return erasures;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    try {
      erasures.push_back(read(line));
    } catch (const std::exception& error) {
      throw std::runtime_error(file.string() + " is damaged: " + error.what());
    }
  }
  return erasures;
}

std::expected<Outcome, person::Refusal> carry_out(
    const DataFolder& data, Executor& executor, const Erasure& erasure,
    const std::function<void(const std::string& account)>& clean) {
  for (const Erasure& other : read_erasures(data.erasing())) {
    if (other.id != erasure.id) throw std::runtime_error("an erasure before is not finished");
  }
  write_durably(data.erasing(), write(erasure).dump() + "\n");
  const Request request{terminal_actor(erasure.actor), erasure.at, id_of(erasure)};
  const auto outcome = executor.erase(
      request, {erasure.account, erasure.actor, erasure.reason, erasure.second_person});
  if (outcome) {
    clean(erasure.account);
    const auto known = read_erasures(data.erasures());
    if (std::ranges::find(known, erasure.id, &Erasure::id) == known.end()) {
      append_durably(data.erasures(), write(erasure).dump());
    }
  }
  remove_durably(data.erasing());
  return outcome;
}

std::vector<Erasure> find_unfinished(const DataFolder& data, const EventLog& log) {
  std::vector<Erasure> unfinished = read_erasures(data.erasing());
  for (Erasure& erasure : read_erasures(data.erasures())) {
    const std::string stream = person_stream(erasure.account);
    if (log.find_command(stream, id_of(erasure))) continue;
    // Nobody to erase, or somebody who took the account later.
    const auto events = log.read_stream(stream);
    if (!read_person(log, erasure.account).exists || events.front().at > erasure.at) continue;
    unfinished.push_back(std::move(erasure));
  }
  return unfinished;
}

std::string describe(person::Refusal refusal) {
  switch (refusal) {
    case person::Refusal::not_registered:
      return "nobody is registered under this account";
    case person::Refusal::no_reason:
      return "--reason: 1 to 200 characters";
    case person::Refusal::stale:
      return "the person was changed meanwhile";
    case person::Refusal::no_link:
      return "the link was used or has expired";
    case person::Refusal::no_second_person:
      return "--second-person: 1 to 50 characters, and somebody else than you and the account";
    case person::Refusal::already_registered:
      return "the account is registered already";
    case person::Refusal::bad_name:
      return "the name cannot be accepted";
    case person::Refusal::bad_role:
      return "there is no such role";
    case person::Refusal::not_authorised:
      return "only an administrator or a terminal of this machine may do this";
  }
  return {};
}

}  // namespace yanxi
