// The addresses of the table as the tests that leave none out name them: "GET /plan/*".
#pragma once

#include <string>
#include <vector>

#include "fcgi/routes.hpp"

namespace yanxi {

inline std::string route_name(const Route& route) {
  std::string name = route.method == Method::get ? "GET " : "POST ";
  bool inside = false;
  for (const char c : route.path.text()) {
    inside |= c == '{';
    if (!inside) name += c;
    if (c == '}') name += '*';
    inside &= c != '}';
  }
  return name;
}

inline std::vector<std::string> route_names() {
  std::vector<std::string> names;
  for (const Route& route : routes()) names.push_back(route_name(route));
  return names;
}

}  // namespace yanxi
