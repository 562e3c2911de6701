#include "events/field.hpp"

#include "events/text.hpp"

namespace yanxi {

std::optional<Problem> set_text(std::string& target, const Field& typed, std::size_t max) {
  auto text = accept_text(typed.value, max);
  if (!text) {
    const bool forbidden = text.error().kind == TextFault::Kind::forbidden;
    return Problem{typed.name,
                   forbidden ? Problem::Kind::forbidden_character : Problem::Kind::text_too_long,
                   static_cast<long>(text.error().number), typed.value};
  }
  target = std::move(*text);
  return {};
}

}  // namespace yanxi
