#include "events/codec.hpp"

#include <cereal/cereal.hpp>

#include "events/access.hpp"
#include "events/contents.hpp"
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

// The fields of every stored struct, in the order they stand in JSON. cereal finds these by
// argument-dependent lookup, so each stands in the namespace of its struct.

namespace yanxi {

#define YANXI_FIELD(name) cereal::make_nvp(#name, value.name)
// Hours are stored as two fields of what holds them.
#define YANXI_HOURS \
  cereal::make_nvp("hours", value.hours.planned), cereal::make_nvp("names", value.hours.names)

template <class Archive>
void describe(Archive& archive, Contents& value) {
  archive(YANXI_FIELD(unit), YANXI_FIELD(education), YANXI_FIELD(service), YANXI_FIELD(stage),
          YANXI_FIELD(teaching), YANXI_FIELD(method), YANXI_FIELD(time), YANXI_FIELD(place),
          YANXI_FIELD(time_other), YANXI_FIELD(place_other), YANXI_HOURS);
}

namespace plan {
template <class Archive>
void describe(Archive& archive, DraftSaved& value) {
  archive(YANXI_FIELD(via), YANXI_FIELD(catalogue), YANXI_FIELD(contents));
}
template <class Archive>
void describe(Archive& archive, SchoolPlanImported& value) {
  archive(YANXI_FIELD(unit), YANXI_FIELD(school_version), YANXI_FIELD(school_digest),
          YANXI_FIELD(mode), YANXI_HOURS);
}
template <class Archive>
void describe(Archive& archive, Submitted& value) {
  archive(YANXI_FIELD(arrived_us), YANXI_FIELD(catalogue), YANXI_FIELD(contents));
}
template <class Archive>
void describe(Archive&, Withdrawn&) {}
template <class Archive>
void describe(Archive&, Deleted&) {}
template <class Archive>
void describe(Archive& archive, Restored& value) {
  archive(YANXI_FIELD(reason), YANXI_FIELD(document));
}
template <class Archive>
void describe(Archive& archive, Extended& value) {
  archive(YANXI_FIELD(until), YANXI_FIELD(counts), YANXI_FIELD(reason), YANXI_FIELD(document));
}
template <class Archive>
void describe(Archive& archive, CatalogueChanged& value) {
  archive(YANXI_FIELD(catalogue), YANXI_FIELD(contents), YANXI_FIELD(dropped));
}
}  // namespace plan

namespace access {
template <class Archive>
void describe(Archive& archive, Viewed& value) {
  archive(YANXI_FIELD(what), YANXI_FIELD(stream), YANXI_FIELD(detail), YANXI_FIELD(matter));
}
}  // namespace access

namespace edition {
template <class Archive>
void describe(Archive& archive, Published& value) {
  archive(YANXI_FIELD(version), YANXI_FIELD(json));
}
}  // namespace edition

namespace school_plan {
template <class Archive>
void describe(Archive& archive, DraftSaved& value) {
  archive(YANXI_FIELD(catalogue), YANXI_HOURS);
}
template <class Archive>
void describe(Archive&, Submitted&) {}
template <class Archive>
void describe(Archive&, Withdrawn&) {}
}  // namespace school_plan

namespace roster {
template <class Archive>
void describe(Archive& archive, Frozen& value) {
  archive(YANXI_FIELD(accounts));
}
template <class Archive>
void describe(Archive& archive, Listed& value) {
  archive(YANXI_FIELD(accounts), YANXI_FIELD(reason));
}
}  // namespace roster

namespace year {
template <class Archive>
void describe(Archive& archive, Windows& value) {
  archive(YANXI_FIELD(roster_until), YANXI_FIELD(school_opens), YANXI_FIELD(school_until),
          YANXI_FIELD(opens), YANXI_FIELD(counts_until), YANXI_FIELD(accepts_until));
}
template <class Archive>
void describe(Archive& archive, Opened& value) {
  archive(YANXI_FIELD(catalogue), YANXI_FIELD(windows), YANXI_FIELD(demo));
}
template <class Archive>
void describe(Archive& archive, WindowsSet& value) {
  archive(YANXI_FIELD(windows), YANXI_FIELD(reason), YANXI_FIELD(document));
}
template <class Archive>
void describe(Archive& archive, Extended& value) {
  archive(YANXI_FIELD(unit), YANXI_FIELD(window), YANXI_FIELD(until), YANXI_FIELD(counts),
          YANXI_FIELD(reason), YANXI_FIELD(document));
}
template <class Archive>
void describe(Archive& archive, Announced& value) {
  archive(YANXI_FIELD(text));
}
template <class Archive>
void describe(Archive& archive, CatalogueAdopted& value) {
  archive(YANXI_FIELD(catalogue));
}
}  // namespace year

namespace person {
template <class Archive>
void describe(Archive& archive, Role& value) {
  archive(YANXI_FIELD(name), YANXI_FIELD(scope));
}
template <class Archive>
void describe(Archive& archive, Registered& value) {
  archive(YANXI_FIELD(name), YANXI_FIELD(roles), YANXI_FIELD(password));
}
template <class Archive>
void describe(Archive& archive, Renamed& value) {
  archive(YANXI_FIELD(name));
}
template <class Archive>
void describe(Archive& archive, RolesSet& value) {
  archive(YANXI_FIELD(roles));
}
template <class Archive>
void describe(Archive& archive, PasswordSet& value) {
  archive(YANXI_FIELD(password));
}
template <class Archive>
void describe(Archive& archive, SignInSet& value) {
  archive(YANXI_FIELD(allowed), YANXI_FIELD(reason));
}
template <class Archive>
void describe(Archive& archive, LinkIssued& value) {
  archive(YANXI_FIELD(digest), YANXI_FIELD(until));
}
template <class Archive>
void describe(Archive& archive, Erased& value) {
  archive(YANXI_FIELD(reason), YANXI_FIELD(second_person));
}
}  // namespace person

namespace unit {
template <class Archive>
void describe(Archive& archive, Registered& value) {
  archive(YANXI_FIELD(name), YANXI_FIELD(county));
}
template <class Archive>
void describe(Archive& archive, Changed& value) {
  archive(YANXI_FIELD(name), YANXI_FIELD(county));
}
}  // namespace unit

namespace survey {
template <class Archive>
void describe(Archive& archive, Answered& value) {
  archive(YANXI_FIELD(answers), YANXI_FIELD(text));
}
}  // namespace survey

namespace lineage {
template <class Archive>
void describe(Archive& archive, Rewound& value) {
  archive(YANXI_FIELD(origin), YANXI_FIELD(kept), YANXI_FIELD(signed_until));
}
}  // namespace lineage

#undef YANXI_FIELD
#undef YANXI_HOURS

}  // namespace yanxi

// After every describe(), so that the concept Described sees them all.
#include "events/json_archive.hpp"

namespace yanxi {
namespace {

simdjson::dom::element parse(std::string_view payload, simdjson::dom::parser& parser) {
  if (payload.size() > max_payload_bytes) throw DecodeFault("the payload is too large");
  simdjson::dom::element root;
  if (parser.parse(payload.data(), payload.size()).get(root)) {
    throw DecodeFault("the payload is not JSON in UTF-8");
  }
  return root;
}

template <class Variant, std::size_t I = 0>
Variant decode_alternative(std::string_view tag, simdjson::dom::element root) {
  if constexpr (I == std::variant_size_v<Variant>) {
    throw DecodeFault("unknown tag " + std::string(tag));
  } else {
    using Event = std::variant_alternative_t<I, Variant>;
    if (tag != Event::tag) return decode_alternative<Variant, I + 1>(tag, root);
    Event event;
    JsonReader reader(root);
    reader(event);
    return event;
  }
}

}  // namespace

template <class Event>
Encoded encode(const Event& event) {
  return std::visit(
      [](const auto& happened) {
        Encoded encoded{happened.tag, {}};
        JsonWriter writer(encoded.payload);
        writer(happened);
        if (encoded.payload.size() > max_payload_bytes) {
          throw std::length_error("an event is larger than a payload may be");
        }
        return encoded;
      },
      event);
}

template <class Event>
Event decode(std::string_view tag, std::string_view payload) {
  thread_local simdjson::dom::parser parser;
  try {
    return decode_alternative<Event>(tag, parse(payload, parser));
  } catch (const DecodeFault&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw DecodeFault(std::string(tag) + ": " + error.what());
  }
}

#define YANXI_CODEC(domain)                      \
  template Encoded encode(const domain::Event&); \
  template domain::Event decode<domain::Event>(std::string_view, std::string_view);
YANXI_CODEC(plan)
YANXI_CODEC(school_plan)
YANXI_CODEC(roster)
YANXI_CODEC(year)
YANXI_CODEC(person)
YANXI_CODEC(unit)
YANXI_CODEC(survey)
YANXI_CODEC(lineage)
YANXI_CODEC(access)
YANXI_CODEC(edition)
#undef YANXI_CODEC

}  // namespace yanxi
