#include "events/streams.hpp"

#include <charconv>

#include "events/codec.hpp"

namespace yanxi {
namespace {

template <std::size_t I = 0>
StreamKind kind_of(std::string_view stream) {
  if constexpr (I == std::variant_size_v<StreamKind>) {
    throw DecodeFault("unknown kind of stream " + std::string(stream));
  } else {
    using Kind = std::variant_alternative_t<I, StreamKind>;
    const bool found = stream.substr(0, stream.find('/')) == Kind::word;
    return found ? StreamKind(Kind{}) : kind_of<I + 1>(stream);
  }
}

bool has_year(StreamParts parts) {
  return parts == StreamParts::year || parts == StreamParts::year_and_name;
}

}  // namespace

StreamName parse_stream(std::string_view stream) {
  const auto slash = std::min(stream.find('/'), stream.size());
  StreamName parsed{kind_of(stream), 0, {}};
  std::string_view rest = stream.substr(std::min(slash + 1, stream.size()));
  const StreamParts parts =
      std::visit([]<class Kind>(const Kind&) { return Kind::parts; }, parsed.kind);
  if (has_year(parts)) {
    const auto end = std::min(rest.find('/'), rest.size());
    std::from_chars(rest.data(), rest.data() + end, parsed.year);
    rest = rest.substr(std::min(end + 1, rest.size()));
  }
  parsed.name = std::string(rest);
  return parsed;
}

std::string write_stream(std::string_view word, StreamParts parts, int year,
                         std::string_view name) {
  std::string stream(word);
  if (has_year(parts)) stream += "/" + std::to_string(year);
  if (!name.empty()) (stream += "/") += name;
  return stream;
}

}  // namespace yanxi
