#include <set>

#include "events/hours.hpp"
#include "events/text.hpp"
#include "fcgi/visit/http.hpp"
#include "tests/fuzz.hpp"

// A form that is accepted has fields of valid UTF-8, each once, and survives being written.

using namespace yanxi;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = parse_form(text_of(data, size));
  if (!form) {
    must(form.error() == 400 || form.error() == 413);
    return 0;
  }
  must(form->size() <= max_form_fields);
  std::set<std::string> names;
  for (const Field& field : *form) {
    must(is_utf8(field.name) && is_utf8(field.value));
    must(names.insert(field.name).second);
    read_hours(field.value);
  }
  const auto again = parse_form(write_form(*form));
  must(again.has_value() && again->size() == form->size());
  for (std::size_t i = 0; i < form->size(); ++i) {
    must((*again)[i].name == (*form)[i].name && (*again)[i].value == (*form)[i].value);
  }
  return 0;
}
