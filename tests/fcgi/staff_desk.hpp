// A person of the staff at the real routes, and what a page says in plain lines. Here: asking with
// a session and a valid form, and the sketch of a page. Not here: what the answers have to be
// (transcripts_test, lists_test and their kin).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fcgi/routes.hpp"
#include "tests/served.hpp"

namespace yanxi {

struct Desk : Served {
  using Served::Served;

  HttpResponse get(const std::string& who, const std::string& target);
  // Token, `once` and version 0 are added where the form does not name them.
  HttpResponse post(const std::string& who, const std::string& path, Form form);
  // A command on this year's plan, which must not be refused.
  void act(const std::string& account, const plan::Command& command);
  // What happened to this year's plan, in one write and undecided: for many events.
  void append(const std::string& account, const std::vector<plan::Event>& events);
  // Teachers of a school called NAME001, NAME002 ..., each with a draft.
  void add_drafts(const std::string& name, const std::string& unit, std::size_t count);
  Request request_of(const std::string& account, const std::string& role = "teacher");

 private:
  HttpResponse ask(HttpRequest request, const std::string& who, const std::string& secret);
  const std::string& secret_of(const std::string& who);

  struct SignedIn {
    Instant since;
    std::string secret;
  };
  std::map<std::string, SignedIn> sessions_;
  int commands_ = 0;
};

// The main part of a page as lines: one for each heading, sentence, row and control, with links
// and fields in brackets; without the token and what is random.
std::vector<std::string> sketch(const std::string& page);

std::string header_of(const HttpResponse& response, const std::string& name);

}  // namespace yanxi
