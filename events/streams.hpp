// Every kind of stream, declared once. A stream's name is its kind's word and what the kind's key
// asks for: plan/115/teacher1, year/115, person/teacher1, log. What goes by kind (codec, verify,
// erasure, the executor, the folds of views) visits StreamKind, so that a kind that is forgotten
// somewhere does not compile. Not here: what happens in a stream, one file a kind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "events/access.hpp"
#include "events/edition.hpp"
#include "events/lineage.hpp"
#include "events/log/envelope.hpp"
#include "events/person.hpp"
#include "events/plan.hpp"
#include "events/roster.hpp"
#include "events/school_plan.hpp"
#include "events/survey.hpp"
#include "events/unit.hpp"
#include "events/year.hpp"

namespace yanxi {

// What stands behind a stream's word.
enum class StreamParts { nothing, year, name, year_and_name };

// `personal` streams tell of one person, whose account is their name, and of nobody else: a lawful
// erasure takes their contents. Types are those of the kind's namespace.
#define YANXI_STREAM(Kind, domain, word_, parts_, personal_)  \
  struct Kind {                                               \
    static constexpr std::string_view word = word_;           \
    static constexpr StreamParts parts = StreamParts::parts_; \
    static constexpr bool personal = personal_;               \
    using Event = domain::Event;                              \
    using State = domain::State;                              \
    using Command = domain::Command;                          \
    using Context = domain::Context;                          \
    using Refusal = domain::Refusal;                          \
    using Standing = domain::Standing;                        \
    bool operator==(const Kind&) const = default;             \
  };
namespace streams {
YANXI_STREAM(Plan, plan, "plan", year_and_name, true)
YANXI_STREAM(SchoolPlan, school_plan, "school-plan", year_and_name, false)
YANXI_STREAM(Roster, roster, "roster", year_and_name, false)
YANXI_STREAM(Year, year, "year", year, false)
YANXI_STREAM(Survey, survey, "survey", year_and_name, true)
YANXI_STREAM(Person, person, "person", name, true)
YANXI_STREAM(Unit, unit, "unit", name, false)
YANXI_STREAM(Catalogue, edition, "catalogue", year, false)
YANXI_STREAM(Access, access, "access", year_and_name, false)
YANXI_STREAM(Log, lineage, "log", nothing, false)
}  // namespace streams
#undef YANXI_STREAM

using StreamKind = std::variant<streams::Plan, streams::SchoolPlan, streams::Roster, streams::Year,
                                streams::Survey, streams::Person, streams::Unit, streams::Catalogue,
                                streams::Access, streams::Log>;

// A stream's name in parts. `year` is 0 and `name` empty where the kind has none.
struct StreamName {
  StreamKind kind;
  int year = 0;
  std::string name;

  template <class Kind>
  bool is() const {
    return std::holds_alternative<Kind>(kind);
  }
};

// Throws DecodeFault for a kind there is not.
StreamName parse_stream(std::string_view stream);

std::string write_stream(std::string_view word, StreamParts parts, int year, std::string_view name);
template <class Kind>
std::string stream_of(int year, std::string_view name) {
  return write_stream(Kind::word, Kind::parts, year, name);
}

inline std::string plan_stream(int year, std::string_view account) {
  return stream_of<streams::Plan>(year, account);
}
inline std::string school_plan_stream(int year, std::string_view unit) {
  return stream_of<streams::SchoolPlan>(year, unit);
}
inline std::string roster_stream(int year, std::string_view unit) {
  return stream_of<streams::Roster>(year, unit);
}
inline std::string year_stream(int year) { return stream_of<streams::Year>(year, {}); }
inline std::string survey_stream(int year, std::string_view account) {
  return stream_of<streams::Survey>(year, account);
}
inline std::string person_stream(std::string_view account) {
  return stream_of<streams::Person>(0, account);
}
inline std::string unit_stream(std::string_view unit) { return stream_of<streams::Unit>(0, unit); }
inline std::string catalogue_stream(int year) { return stream_of<streams::Catalogue>(year, {}); }
inline std::string access_stream(int year, std::string_view account) {
  return stream_of<streams::Access>(year, account);
}
inline std::string log_stream() { return stream_of<streams::Log>(0, {}); }

inline bool is_personal(const StreamName& stream) {
  return std::visit([]<class Kind>(const Kind&) { return Kind::personal; }, stream.kind);
}
// Whether an erasure of this person takes the stream's contents.
inline bool is_stream_of(const StreamName& stream, std::string_view account) {
  return is_personal(stream) && stream.name == account;
}

}  // namespace yanxi
