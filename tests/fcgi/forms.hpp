// What every form of a page must carry. Here: a check that those who ask for pages in tests call
// for each of them. Not here: the fields of single forms.
#pragma once

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

namespace yanxi {

// The value of a hidden field of a form's text; nothing where it has no such field.
inline std::string hidden_field(const std::string& form, const std::string& name) {
  const std::string beginning = "name=\"" + name + "\" value=\"";
  const auto at = form.find(beginning);
  if (at == std::string::npos) return {};
  const auto value = at + beginning.size();
  return form.substr(value, form.find('"', value) - value);
}

// A form that posts proves whose it is; one that commands has a version and a name no other form of
// this process has had, so that the same command sent twice is told from another one.
inline void check_forms(const std::string& page) {
  static std::set<std::string> names;
  // What somebody else would see: nothing on it can be sent.
  if (page.find("這一頁的按鈕沒有作用") != std::string::npos) return;
  for (auto at = page.find("<form method=\"post\""); at != std::string::npos;
       at = page.find("<form method=\"post\"", at + 1)) {
    const std::string form = page.substr(at, page.find("</form>", at) - at);
    const auto action = form.find("action=\"") + 8;
    const std::string path = form.substr(action, form.find('"', action) - action);
    BOOST_TEST_CONTEXT("a form to " << path) {
      BOOST_TEST(!hidden_field(form, "csrf").empty());
      if (path.ends_with("/login") || path.ends_with("/logout") || path.starts_with("/password/")) {
        continue;
      }
      BOOST_TEST(!hidden_field(form, "v").empty());
      BOOST_TEST(names.insert(hidden_field(form, "once")).second);
    }
  }
}

}  // namespace yanxi
