// Decisions told as text, so that a table holds what is expected and one comparison sees every
// detail. Here: events as they would be stored, refusals with all they say. Not here: the rules.
#pragma once

#include <boost/test/unit_test.hpp>
#include <expected>
#include <string>
#include <type_traits>
#include <vector>

#include "events/codec.hpp"
#include "events/edition.hpp"
#include "events/plan.hpp"
#include "events/survey.hpp"
#include "events/year.hpp"

namespace yanxi {

template <class Kind>
requires std::is_enum_v<Kind> std::string told(Kind kind) {
  return "refused " + std::to_string(static_cast<int>(kind));
}
inline std::string told(const year::Refusal& refusal) {
  return told(refusal.kind) + "|" + refusal.first + "|" + refusal.second + "|" +
         std::to_string(refusal.other);
}
inline std::string told(const survey::Refusal& refusal) {
  return told(refusal.kind) + "|" + std::to_string(static_cast<int>(refusal.fault.kind)) + "|" +
         std::to_string(refusal.fault.number);
}
inline std::string told(const edition::Refusal& refusal) {
  return told(refusal.kind) + "|" + refusal.what;
}
inline std::string told(const Problem& problem) {
  return "[" + problem.field + " " + std::to_string(static_cast<int>(problem.kind)) + " " +
         std::to_string(problem.number) + " " + problem.typed + "]";
}
inline std::string told(const FieldConflict& conflict) {
  return "[" + conflict.field + " " + conflict.saved + " " + conflict.typed + "]";
}
template <class Part>
requires std::is_same_v<Part, Problem> || std::is_same_v<Part, FieldConflict> std::string told(
    const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts) text += told(part);
  return text;
}
inline std::string told(const plan::Refusal& refusal) {
  return told(refusal.kind) + "|" + plan::status_name(refusal.status) + "|" +
         told(refusal.problems) + "|" + told(refusal.conflicts);
}

// Events of any stream; `nothing` when there is none.
template <class... Kinds>
std::string told(const std::vector<std::variant<Kinds...>>& events) {
  std::string text = events.empty() ? "nothing" : "";
  for (const auto& event : events) {
    const Encoded encoded = encode(event);
    text += encoded.tag + " " + encoded.payload + "\n";
  }
  return text;
}
template <class Event, class Refusal>
std::string told(const std::expected<std::vector<Event>, Refusal>& decided) {
  return decided ? told(*decided) : told(decided.error());
}

// So many characters of three bytes each.
inline std::string characters(std::size_t count) {
  std::string text;
  while (count-- > 0) text += "字";
  return text;
}

}  // namespace yanxi
