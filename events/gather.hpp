// What a decision needs to know besides its own stream: who asks and what the log says of them, and
// the states of other streams. Here: one gather() a kind. Not here: the decisions (the domain).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "events/facts.hpp"
#include "events/request.hpp"

namespace yanxi {

// What a command is about to be decided on.
template <class Kind>
struct Question {
  const Request& request;
  const StreamKey& key;
  std::optional<std::uint64_t> seen_version;  // of the stream the form was made from
  const Folded<Kind>& stream;
  const typename Kind::Command& command;
};

// Where contexts find the states they point to, for as long as the decision takes.
using Pinned = std::vector<std::shared_ptr<const void>>;

// Reading the log, with what was folded before.
struct Sources {
  const EventLog& log;
  Facts& facts;
  Catalogues& catalogues;
};

// The school's submitted plan as an import would take it, if there is one.
std::optional<plan::SchoolPlan> read_importable(const EventLog& log, int year,
                                                const std::string& unit);

plan::Context gather(const Sources& from, const Question<streams::Plan>& asked, Pinned& pinned);
school_plan::Context gather(const Sources& from, const Question<streams::SchoolPlan>& asked,
                            Pinned& pinned);
roster::Context gather(const Sources& from, const Question<streams::Roster>& asked, Pinned& pinned);
year::Context gather(const Sources& from, const Question<streams::Year>& asked, Pinned& pinned);
survey::Context gather(const Sources& from, const Question<streams::Survey>& asked, Pinned& pinned);
person::Context gather(const Sources& from, const Question<streams::Person>& asked, Pinned& pinned);
unit::Context gather(const Sources& from, const Question<streams::Unit>& asked, Pinned& pinned);
edition::Context gather(const Sources& from, const Question<streams::Catalogue>& asked,
                        Pinned& pinned);
access::Context gather(const Sources& from, const Question<streams::Access>& asked, Pinned& pinned);
lineage::Context gather(const Sources& from, const Question<streams::Log>& asked, Pinned& pinned);

}  // namespace yanxi
