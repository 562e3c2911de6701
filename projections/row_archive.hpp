// Rows to and from bytes with cereal's portable binary archive. Included by the views' .cpp files
// only. Views are disposable, so no form is kept for ever: a changed row raises Projector::Formats.
#pragma once

#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/vector.hpp>
#include <spanstream>
#include <sstream>

#include "events/contents.hpp"
#include "events/log/envelope.hpp"
#include "events/person.hpp"

namespace yanxi {

template <class Archive>
void serialize(Archive& archive, Instant& at) {
  archive(at.us);
}

template <class Archive>
void serialize(Archive& archive, Hours& hours) {
  archive(hours.planned, hours.names);
}

template <class Archive>
void serialize(Archive& archive, Contents& contents) {
  archive(contents.unit, contents.education, contents.service, contents.stage, contents.teaching,
          contents.method, contents.time, contents.place, contents.time_other, contents.place_other,
          contents.hours);
}

namespace person {
template <class Archive>
void serialize(Archive& archive, Role& role) {
  archive(role.name, role.scope);
}
}  // namespace person

template <class Row>
std::string pack(const Row& row) {
  std::ostringstream out;
  cereal::PortableBinaryOutputArchive archive(out);
  archive(row);
  return std::move(out).str();
}

template <class Row>
Row unpack(const std::string& bytes) {
  std::ispanstream in(bytes);
  cereal::PortableBinaryInputArchive archive(in);
  Row row;
  archive(row);
  return row;
}

template <class Row>
std::optional<Row> unpack(const std::optional<std::string>& bytes) {
  if (!bytes) return {};
  return unpack<Row>(*bytes);
}

}  // namespace yanxi
