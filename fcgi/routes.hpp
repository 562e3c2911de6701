// The one table of everything the service can be asked over the web: a row is the whole policy of
// its address. Not here: what is done with a row (dispatch), single pages (pages.hpp of each wing).
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "fcgi/desks.hpp"
#include "fcgi/lanes.hpp"

namespace yanxi {

struct HttpResponse;
struct Visit;

enum class Method { get, post };

// Goes along a pattern and an address, which may be a pattern, too, and hands over each named part
// with what stands for it; whether they go together to the end.
template <class Take>
constexpr bool walk_path(std::string_view pattern, std::string_view address, Take take) {
  while (!pattern.empty() && !address.empty()) {
    if (pattern.front() == '{') {
      const auto close = pattern.find('}'), size = std::min(address.find('/'), address.size());
      if (size == 0) return false;
      take(pattern.substr(1, close - 1), address.substr(0, size));
      pattern.remove_prefix(close + 1);
      address.remove_prefix(size);
    } else {
      if (pattern.front() != address.front()) return false;
      pattern.remove_prefix(1);
      address.remove_prefix(1);
    }
  }
  return pattern.empty() && address.empty();
}

// An address with named parts: {plan} stands for one part between slashes that is not empty.
class Path {
 public:
  // What is not well formed does not compile.
  consteval Path(const char* text) : text_(text) {
    if (!is_well_formed(text)) throw "a path begins with / and names each of its parts once";
  }

  std::string_view text() const { return text_; }
  constexpr bool has_parts() const { return text_.find('{') != std::string_view::npos; }

  using Parts = std::vector<std::pair<std::string_view, std::string_view>>;  // names and values
  // Nothing when the address is not of this form. The parts refer to `address`.
  std::optional<Parts> match(std::string_view address) const;

  // Whether every address of the other path is one of this as well.
  constexpr bool covers(const Path& other) const {
    return walk_path(text_, other.text_, [](std::string_view, std::string_view) {});
  }

  static constexpr bool is_well_formed(std::string_view text);

 private:
  std::string_view text_;
};

constexpr bool Path::is_well_formed(std::string_view text) {
  if (!text.starts_with('/')) return false;
  std::vector<std::string_view> names;
  while (!text.empty()) {
    text.remove_prefix(1);  // the slash
    const std::string_view part = text.substr(0, std::min(text.find('/'), text.size()));
    text.remove_prefix(part.size());
    if (part.find_first_of("{}") == std::string_view::npos) continue;
    const bool whole = part.size() > 2 && part.starts_with('{') && part.ends_with('}');
    if (!whole) return false;
    const std::string_view name = part.substr(1, part.size() - 2);
    const bool plain = name.find_first_of("{}") == std::string_view::npos;
    if (!plain || std::ranges::find(names, name) != names.end()) return false;
    names.push_back(name);
  }
  return true;
}

// What becomes of a form that was typed while its session ended.
enum class Typed { dropped, parked };
// Who refuses a form whose token is not of its session; a handler does it where its page keeps what
// was typed.
enum class Token { checked, left_to_handler };
// Who answers while the lane is full; a handler does it where its page keeps what was typed.
enum class Full { refused, left_to_handler };
// What a browser may keep of an answer: nothing, for computers are shared; or a page that it asks
// about before it shows it again, `own` where it is one visitor's even without a session.
enum class Kept { nowhere, checked, own };

constexpr std::size_t form_bytes = 64 * 1024;
// A sign-in carries a form that met a dead session, encoded once more.
constexpr std::size_t sign_in_bytes = 256 * 1024;
// Where staff paste people or a catalogue.
constexpr std::size_t paste_bytes = 1024 * 1024;

// The handler knows which fields its form has.
constexpr std::string_view any_fields = "*";

struct Policy {
  // Of the form, besides csrf, v and once, parted by spaces.
  std::string_view fields = "";
  std::size_t most_bytes = form_bytes;  // of its body, at nginx as well
  Typed typed = Typed::dropped;
  Token token = Token::checked;
  bool versioned = true;  // the form says which version it was made from
  bool appends = true;    // it adds to the log, so it is refused on a full disk
  Kept kept = Kept::nowhere;
  Lane lane = Lane::page;
  Full full = Full::refused;
};

struct Route {
  Method method;
  Path path;
  Desk desk;
  HttpResponse (*handler)(Visit&);
  Policy policy = {};
};

// In the order in which they are looked at.
std::span<const Route> routes();

// The first row of a method and address, with the address's parts.
struct Matched {
  const Route* route = nullptr;
  Path::Parts parts;
};
Matched match_route(Method method, std::string_view address);

// How long a body may be at an address.
std::size_t most_bytes(std::string_view address);

}  // namespace yanxi
