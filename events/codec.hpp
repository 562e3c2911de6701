// Events to and from their stored form: a tag and one line of JSON in UTF-8, so that the log can be
// read with ordinary tools in twenty years. Here: the only place where tags and payloads meet
// types. Not here: envelope, digests, storage.
//
// A tag such as plan.draft_saved.1 is a storage format and is never edited: a new field is a new
// tag, with a conversion from the old one in codec.cpp and a frozen example in tests/stored/.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "events/log/envelope.hpp"

namespace yanxi {

constexpr std::size_t max_payload_bytes = 64 * 1024;

// The bytes are not one of our payloads. Only damage or a newer version of the program causes it.
struct DecodeFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// `Event` is one of plan::Event, school_plan::Event, roster::Event, year::Event, person::Event,
// unit::Event, survey::Event, lineage::Event, access::Event, edition::Event. Thread-safe. The same
// event always gives the same bytes.
template <class Event>
Encoded encode(const Event& event);

// Throws DecodeFault for an unknown tag, a payload over max_payload_bytes, JSON that is not strict,
// an unknown, missing, repeated or misplaced field, or anything left over. Thread-safe.
template <class Event>
Event decode(std::string_view tag, std::string_view payload);

}  // namespace yanxi
