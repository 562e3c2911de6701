// A service and whoever of the staff asks it. Here: asking by account, and what happens to plans in
// between. Not here: what the answers have to be (transcripts_test, lists_test and their kin).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/visitor.hpp"

namespace yanxi {

struct StaffDesk : Served {
  using Served::Served;

  HttpResponse get(const std::string& who, const std::string& target);
  HttpResponse post(const std::string& who, const std::string& path, const Form& form);
  // A command on this year's plan, which must not be refused.
  void act(const std::string& account, const plan::Command& command);
  // What happened to this year's plan, in one write and undecided: for many events.
  void append(const std::string& account, const std::vector<plan::Event>& events);
  // Teachers of a school called NAME001, NAME002 ..., each with a draft.
  void add_drafts(const std::string& name, const std::string& unit, std::size_t count);
  Request request_of(const std::string& account, const std::string& role = "teacher");

 private:
  const Visitor& visitor(const std::string& who);

  struct SignedIn {
    Instant since;
    std::unique_ptr<Visitor> visitor;
  };
  std::map<std::string, SignedIn> visitors_;
  int commands_ = 0;
};

}  // namespace yanxi
