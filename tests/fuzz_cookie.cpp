#include "fcgi/visit/http.hpp"
#include "tests/fuzz.hpp"

// A cookie that is found is a part of the header that stands behind its name.

using namespace yanxi;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view header = text_of(data, size);
  for (const char* name : {"yanxi", "__Secure-yanxi", "yanxi_p"}) {
    const auto value = find_cookie(header, name);
    if (!value) continue;
    must(value->find(';') == std::string::npos);
    must(header.find(std::string(name) + "=" + *value) != header.npos);
    // The same one twice is none.
    must(!find_cookie(std::string(header) + "; " + name + "=" + *value, name));
  }
  return 0;
}
