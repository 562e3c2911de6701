#include "fcgi/visit/http.hpp"

#include <boost/test/unit_test.hpp>

// How targets, cookies and forms are read: strictly, and the same text always in one way.

namespace yanxi {
namespace {

const std::string nul(1, '\0');

// name=value|name=value, or the status of the refusal.
std::string read(std::string_view text, std::size_t most = max_form_fields) {
  const auto form = parse_form(text, most);
  if (!form) return std::to_string(form.error());
  std::string all;
  for (const Field& field : *form) all += (all.empty() ? "" : "|") + field.name + "=" + field.value;
  return all;
}

std::string fields(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "&f" + std::to_string(i) + "=1";
  return text.substr(1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_texts)

BOOST_AUTO_TEST_CASE(a_form_is_read_in_one_way_or_refused) {
  const struct {
    const char* text;
    const char* read;
  } rows[] = {
      {"", ""},
      {"a=1", "a=1"},
      {"a=1&b=2", "a=1|b=2"},
      {"b=2&a=1", "b=2|a=1"},
      {"a", "a="},
      {"a=", "a="},
      {"=1", "=1"},
      {"a=b=c", "a=b=c"},
      {"&&a=1&&b=2&", "a=1|b=2"},
      {"a=x+y%2Bz", "a=x y+z"},
      {"+a=1", " a=1"},
      {"a%3Db=1%26c", "a=b=1&c"},
      {"a=%E7%A0%94", "a=研"},
      {"a=研", "a=研"},
      {"a=%09%0a", "a=\t\n"},
      {"a=%aF%Fa", "400"},
      {"a=%7e%7E%39%30", "a=~~90"},
      // Broken escapes, in names as in values.
      {"a=%", "400"},
      {"a=%4", "400"},
      {"a=x%4", "400"},
      {"a=%4&b=1", "400"},
      {"a=%4g", "400"},
      {"a=%g4", "400"},
      {"a=%/9", "400"},
      {"a=%:0", "400"},
      {"a=%@1", "400"},
      {"a=%`1", "400"},
      {"a=%G1", "400"},
      {"a=%1G", "400"},
      {"a=%%41", "400"},
      {"a%=1", "400"},
      {"%zz=1", "400"},
      // No text: NUL, overlong, halves of a pair, beyond the last character, cut short.
      {"a=%00", "400"},
      {"a%00=1", "400"},
      {"a=%C0%AF", "400"},
      {"a=%FF", "400"},
      {"%FF=1", "400"},
      {"a=%ED%A0%80", "400"},
      {"a=%F4%90%80%80", "400"},
      {"a=%E7%A0", "400"},
      {"a=\xE7\xA0", "400"},
      // A name that stands twice, side by side or apart, however it is written.
      {"a=1&a=2", "400"},
      {"a=1&a=1", "400"},
      {"a=1&b=2&a=3", "400"},
      {"a=1&%61=2", "400"},
      {"a&a", "400"},
      {"a=1&A=2", "a=1|A=2"},
      {"a=1&aa=2", "a=1|aa=2"},
  };
  for (const auto& row : rows) BOOST_TEST_CONTEXT(row.text) BOOST_TEST(read(row.text) == row.read);
  BOOST_TEST(read("a=x" + nul) == "400");
}

BOOST_AUTO_TEST_CASE(a_form_has_so_many_fields_and_no_more) {
  BOOST_TEST(max_form_fields == 320u);
  BOOST_TEST(read(fields(320)) != "413");
  BOOST_TEST(parse_form(fields(320)).value().size() == 320u);
  BOOST_TEST(read(fields(321)) == "413");
  // What is beyond is not even looked at.
  BOOST_TEST(read(fields(320) + "&a=%zz") == "413");
  BOOST_TEST(read(fields(320) + "&&") != "413");
  BOOST_TEST(read(fields(319) + "&a=%zz") == "400");
  BOOST_TEST(read("a=1&b=2", 2) == "a=1|b=2");
  BOOST_TEST(read("a=1&b=2&c=3", 2) == "413");
  BOOST_TEST(read("a=1", 0) == "413");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const struct {
    const char* text;
    const char* encoded;
  } rows[] = {
      {"azAZ09-._~/", "azAZ09-._~/"},
      {"", ""},
      {" ", "%20"},
      {"`{@[/:", "%60%7B%40%5B/%3A"},
      {"?a=b&c+%", "%3Fa%3Db%26c%2B%25"},
      {"\"'<>\\#;,!*()", "%22%27%3C%3E%5C%23%3B%2C%21%2A%28%29"},
      {"\r\n\x7f\x01", "%0D%0A%7F%01"},
      {"研", "%E7%A0%94"},
  };
  for (const auto& row : rows) BOOST_TEST(urlencode(row.text) == row.encoded);
  const Form form = {{"a", "1 & 2=3"}, {"研習", "\r\n+"}, {"", ""}, {"b/c", ""}};
  BOOST_TEST(write_form(form) == "a=1%20%26%202%3D3&%E7%A0%94%E7%BF%92=%0D%0A%2B&=&b/c=");
  BOOST_TEST(read(write_form(form)) == "a=1 & 2=3|研習=\r\n+|=|b/c=");
  BOOST_TEST(write_form({}).empty());
}

BOOST_AUTO_TEST_CASE(a_number_is_digits_and_nothing_else) {
  const struct {
    const char* text;
    std::optional<std::uint64_t> number;
  } rows[] = {
      {"0", 0},    {"7", 7},   {"007", 7},  {"18446744073709551615", ~std::uint64_t{0}},
      {"", {}},    {"-1", {}}, {"+1", {}},  {"18446744073709551616", {}},
      {" 1", {}},  {"1 ", {}}, {"1.0", {}}, {"0x1", {}},
      {"1e3", {}}, {"x", {}},
  };
  for (const auto& row : rows)
    BOOST_TEST_CONTEXT(row.text) BOOST_TEST((parse_number(row.text) == row.number));
}

BOOST_AUTO_TEST_CASE(a_field_is_found_by_its_whole_name) {
  const Form form = {{"a", "1"}, {"ab", ""}, {"c", "3"}};
  BOOST_REQUIRE(find(form, "a") != nullptr);
  BOOST_TEST(*find(form, "a") == "1");
  BOOST_REQUIRE(find(form, "ab") != nullptr);
  BOOST_TEST(find(form, "b") == nullptr);
  BOOST_TEST(find({}, "a") == nullptr);
  BOOST_TEST(get(form, "c") == "3");
  BOOST_TEST(get(form, "ab").empty());
  BOOST_TEST(get(form, "b").empty());
}

BOOST_AUTO_TEST_CASE(a_cookie_that_stands_twice_is_none) {
  const struct {
    const char* cookies;
    std::optional<std::string> found;
  } rows[] = {
      {"", {}},
      {"yanxi=s", "s"},
      {"yanxi=", ""},
      {"a=1; yanxi=s; b=2", "s"},
      {"a=1;yanxi=s;b=2", "s"},
      {"   yanxi=s", "s"},
      {"yanxi=s;", "s"},
      {";;yanxi=s", "s"},
      {"yanxi=a=b", "a=b"},
      {"yanxi=s; yanxi=t", {}},
      {"yanxi=s; a=1; yanxi=s", {}},
      {"yanxi=; yanxi=s", {}},
      {"yanxi", {}},
      {"yanxi; yanxi=s", "s"},
      {"yanxi_p=1", {}},
      {"__Secure-yanxi=s", {}},
      {"xyanxi=s; Yanxi=t", {}},
      {"yanxi_p=1; yanxi=s; __Secure-yanxi=t", "s"},
      {"a=yanxi=s", {}},
  };
  for (const auto& row : rows)
    BOOST_TEST_CONTEXT(row.cookies) BOOST_TEST((find_cookie(row.cookies, "yanxi") == row.found));
}

BOOST_AUTO_TEST_CASE(after_a_post_comes_a_get) {
  const HttpResponse response = redirect("/plan?a=1");
  BOOST_TEST(response.status == 303);
  BOOST_REQUIRE(response.headers.size() == 1u);
  BOOST_TEST(response.headers[0].first == "Location");
  BOOST_TEST(response.headers[0].second == "/plan?a=1");
  BOOST_TEST(response.body.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
