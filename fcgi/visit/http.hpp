// A request and a response as plain values. Here: reading targets, cookies and forms strictly.
// Not here: FastCGI (fastcgi), addresses (routes).
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/contents.hpp"
#include "events/instant.hpp"

namespace yanxi {

struct HttpRequest {
  std::string method;  // GET, HEAD or POST; dispatch answers 405 to others
  std::string prefix;  // SCRIPT_NAME
  std::string path;    // below the prefix, raw bytes up to the question mark
  std::string query;
  std::string body;
  std::string content_type, accept, cookie, origin, host, fetch_site, id;
  bool https = false;
  Instant arrived;  // when the whole body was there; decisions are made on this time
};

struct HttpResponse {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // For what is too long to be held at once: called instead of sending `body`, it writes piece by
  // piece. The status is sent before, so whatever can be refused has been.
  std::function<void(const std::function<void(std::string_view)>& write)> stream;
  std::shared_ptr<const void> place;  // in a lane, until the answer is sent

  void set(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
  }
};

// See other: where a POST leads, so that loading the page again sends nothing twice.
HttpResponse redirect(std::string address);

// Fields of an urlencoded form or query, in order. The status of the refusal: 400 when a name
// stands twice, a percent escape is broken or a text is not UTF-8 or holds NUL, 413 for too many
// fields. Boost 1.74 has no such function, so this small one is ours; it is fuzzed.
constexpr std::size_t max_form_fields = 320;  // the topics step has up to 300 and a few of its own
using Form = std::vector<Field>;
std::expected<Form, int> parse_form(std::string_view text,
                                    std::size_t max_fields = max_form_fields);
// Decimal digits and nothing else.
std::optional<std::uint64_t> parse_number(std::string_view text);
std::string urlencode(std::string_view text);
std::string write_form(const Form& form);

// The value under a name, or nothing.
const std::string* find(const Form& form, std::string_view name);
std::string get(const Form& form, std::string_view name);

// The one cookie of that name; nothing when it is absent or stands more than once.
std::optional<std::string> find_cookie(std::string_view cookies, std::string_view name);
// The cookie's name under HTTP or HTTPS, where __Secure- keeps it from being set by others.
std::string cookie_name(const char* name, bool https);
std::string write_cookie(const HttpRequest& request, const char* name, const std::string& value,
                         const char* more = "");

}  // namespace yanxi
