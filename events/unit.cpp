#include "events/unit.hpp"

#include <algorithm>

#include "events/text.hpp"

namespace yanxi::unit {

bool is_code(std::string_view code) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digit_or_letter = [&](char c) { return digit(c) || (c >= 'A' && c <= 'Z'); };
  if (code.size() == 4) return std::ranges::all_of(code, digit);
  return code.size() == 6 && digit(code[0]) && digit(code[1]) && digit_or_letter(code[2]) &&
         digit_or_letter(code[3]) && digit(code[4]) && digit(code[5]);
}

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command,
                                                  const Context& context) {
  if (!context.by.administers()) return std::unexpected(Refusal::not_authorised);
  const auto accept_name = [](const std::string& typed) {
    auto name = accept_text(typed, 60);
    return name && !name->empty() ? std::optional(std::move(*name)) : std::nullopt;
  };
  if (const auto* unit = std::get_if<Register>(&command)) {
    if (state.exists) return std::unexpected(Refusal::already_registered);
    if (!is_code(unit->code)) return std::unexpected(Refusal::bad_code);
    const auto name = accept_name(unit->name);
    if (!name) return std::unexpected(Refusal::bad_name);
    return std::vector<Event>{Registered{*name, unit->county}};
  }
  const auto& unit = std::get<Change>(command);
  if (!state.exists) return std::unexpected(Refusal::not_registered);
  const auto name = accept_name(unit.name);
  if (!name) return std::unexpected(Refusal::bad_name);
  if (*name == state.name && unit.county == state.county) return std::vector<Event>{};
  return std::vector<Event>{Changed{*name, unit.county}};
}

std::optional<bool> follow(bool exists, const Event& event) {
  return std::holds_alternative<Registered>(event) != exists ? std::optional(true) : std::nullopt;
}

State evolve(State state, const Event& event, const Stamp&) {
  std::visit(
      [&](const auto& happened) {
        state.exists = true;
        state.name = happened.name;
        state.county = happened.county;
      },
      event);
  return state;
}

}  // namespace yanxi::unit
