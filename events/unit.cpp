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

std::expected<std::vector<Event>, Refusal> decide(const State& state, const Command& command) {
  const auto& unit = std::get<Register>(command);
  if (state.exists) return std::unexpected(Refusal::already_registered);
  if (!is_code(unit.code)) return std::unexpected(Refusal::bad_code);
  const auto name = accept_text(unit.name, 60);
  if (!name || name->empty()) return std::unexpected(Refusal::bad_name);
  return std::vector<Event>{Registered{*name, unit.county}};
}

std::optional<bool> follow(bool exists, const Event&) {
  return exists ? std::nullopt : std::optional(true);
}

State evolve(State state, const Event& event) {
  const auto& registered = std::get<Registered>(event);
  state.exists = true;
  state.name = registered.name;
  state.county = registered.county;
  return state;
}

}  // namespace yanxi::unit
