#include "events/codec.hpp"
#include "events/log/row.hpp"
#include "events/plan.hpp"
#include "tests/decoded.hpp"
#include "tests/fuzz.hpp"

// An input is a row of the log, or three lines: stream, tag, payload. Whatever is accepted is
// written again to the same bytes.

using namespace yanxi;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = text_of(data, size);
  try {
    must(encode_row(decode_row(input)) == input);
  } catch (const RowFault&) {
  }
  const auto first = input.find('\n');
  const auto second = first == input.npos ? first : input.find('\n', first + 1);
  if (second == input.npos) return 0;
  const std::string_view stream = input.substr(0, first);
  const std::string_view tag = input.substr(first + 1, second - first - 1);
  const std::string_view payload = input.substr(second + 1);
  try {
    check_payload(stream, tag, payload);
    if (!stream.starts_with("plan/")) return 0;
    const Encoded once = encode(decode<plan::Event>(tag, payload));
    must(encode(decode<plan::Event>(once.tag, once.payload)).payload == once.payload);
  } catch (const DecodeFault&) {
  }
  return 0;
}
