#include "fcgi/visit/http.hpp"

#include <algorithm>
#include <charconv>

#include "events/text.hpp"

namespace yanxi {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return {};
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return {};
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) return {};
  return decoded;
}

}  // namespace

HttpResponse redirect(std::string address) {
  HttpResponse response;
  response.status = 303;
  response.set("Location", std::move(address));
  return response;
}

std::expected<Form, int> parse_form(std::string_view text, std::size_t max_fields) {
  Form form;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals));
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
    if (form.size() == max_fields) return std::unexpected(413);
    if (!name || !value) return std::unexpected(400);
    form.push_back({std::move(*name), std::move(*value)});
  }
  std::vector<std::string_view> names;
  names.reserve(form.size());
  for (const Field& field : form) names.push_back(field.name);
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) != names.end()) return std::unexpected(400);
  return form;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::string urlencode(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += digits[byte >> 4];
      encoded += digits[byte & 15];
    }
  }
  return encoded;
}

std::string write_form(const Form& form) {
  std::string text;
  for (const Field& field : form) {
    if (!text.empty()) text += '&';
    text += urlencode(field.name) + "=" + urlencode(field.value);
  }
  return text;
}

const std::string* find(const Form& form, std::string_view name) {
  const auto found = std::ranges::find(form, name, &Field::name);
  return found == form.end() ? nullptr : &found->value;
}

std::string get(const Form& form, std::string_view name) {
  const std::string* value = find(form, name);
  return value ? *value : std::string();
}

std::optional<std::string> find_cookie(std::string_view cookies, std::string_view name) {
  std::optional<std::string> found;
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    std::string_view pair = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) return {};
    found = std::string(pair.substr(equals + 1));
  }
  return found;
}

std::string cookie_name(const char* name, bool https) {
  return https ? std::string("__Secure-") + name : std::string(name);
}

std::string write_cookie(const HttpRequest& request, const char* name, const std::string& value,
                         const char* more) {
  const std::string path = request.prefix.empty() ? "/" : request.prefix;
  return cookie_name(name, request.https) + "=" + value + "; Path=" + path +
         "; HttpOnly; SameSite=Lax" + (request.https ? "; Secure" : "") + more;
}

}  // namespace yanxi
