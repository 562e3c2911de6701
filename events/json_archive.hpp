// Two small cereal archives for payloads: compact JSON out, strict JSON in. Included by codec.cpp
// only. cereal's own JSON archive breaks lines, reorders nothing but accepts unknown and repeated
// fields, and was several times slower.
//
// A record is an object whose fields stand in the order `describe` names them; the reader demands
// exactly that order, so an unknown, missing or repeated field is an error.
#pragma once

#include <simdjson.h>

#include <array>
#include <cereal/cereal.hpp>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "events/contents.hpp"
#include "events/instant.hpp"

namespace yanxi {

class JsonWriter : public cereal::OutputArchive<JsonWriter> {
 public:
  explicit JsonWriter(std::string& out) : OutputArchive<JsonWriter>(this), out_(out) {}

  void open(char bracket) { out_ += bracket; }
  void close(char bracket) { out_ += bracket; }
  void name(std::string_view name) {
    separate();
    write(name);
    out_ += ':';
  }
  void separate() {
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
  }
  void write(std::string_view text) {
    out_ += '"';
    for (char c : text) write_character(c);
    out_ += '"';
  }
  void write(std::integral auto number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out_.append(digits.data(), end);
  }
  void write(bool truth) { out_ += truth ? "true" : "false"; }

 private:
  void write_character(char c) {
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      static constexpr char digits[] = "0123456789abcdef";
      out_ += "\\u00";
      out_ += digits[c >> 4];
      out_ += digits[c & 15];
    } else {
      out_ += c;
    }
  }
  std::string& out_;
};

class JsonReader : public cereal::InputArchive<JsonReader> {
 public:
  explicit JsonReader(simdjson::dom::element root)
      : InputArchive<JsonReader>(this), current_(root) {}

  [[noreturn]] static void fail(const std::string& what) { throw std::runtime_error(what); }

  void open_record() {
    const auto object = take<simdjson::dom::object>("an object");
    frames_.push_back({object.begin(), object.end()});
  }
  void close_record() {
    if (frames_.back().next != frames_.back().end) {
      fail("unexpected field " + std::string(frames_.back().next.key()));
    }
    frames_.pop_back();
  }
  void enter(std::string_view name) {
    Frame& frame = frames_.back();
    if (frame.next == frame.end || frame.next.key() != name) {
      fail("field " + std::string(name) + " is missing or out of order");
    }
    current_ = frame.next.value();
  }
  void leave() { ++frames_.back().next; }

  template <class T>
  T take(const char* wanted) {
    T value;
    if (current_.get(value)) fail(std::string("expected ") + wanted);
    return value;
  }
  std::int64_t take_integer(std::int64_t min, std::int64_t max) {
    const auto value = take<std::int64_t>("a whole number");
    if (value < min || value > max) fail("a number is out of range");
    return value;
  }
  void select(simdjson::dom::element element) { current_ = element; }

 private:
  struct Frame {
    simdjson::dom::object::iterator next, end;
  };
  simdjson::dom::element current_;
  std::vector<Frame> frames_;
};

// --- How each kind of value stands in JSON -------------------------------------------------------

template <class T>
concept Described = requires(JsonWriter& archive, T& value) {
  describe(archive, value);
};

template <class Archive, Described T>
void serialize(Archive& archive, T& value) {
  describe(archive, value);
}

template <Described T>
void prologue(JsonWriter& archive, const T&) {
  archive.open('{');
}
template <Described T>
void epilogue(JsonWriter& archive, const T&) {
  archive.close('}');
}
template <Described T>
void prologue(JsonReader& archive, const T&) {
  archive.open_record();
}
template <Described T>
void epilogue(JsonReader& archive, const T&) {
  archive.close_record();
}

template <class T>
void save(JsonWriter& archive, const cereal::NameValuePair<T>& pair) {
  archive.name(pair.name);
  archive(pair.value);
}
template <class T>
void load(JsonReader& archive, cereal::NameValuePair<T>& pair) {
  archive.enter(pair.name);
  archive(pair.value);
  archive.leave();
}

template <std::integral T>
void save(JsonWriter& archive, const T& number) {
  archive.write(number);
}
template <std::integral T>
void load(JsonReader& archive, T& number) {
  if constexpr (std::same_as<T, bool>) {
    number = archive.take<bool>("true or false");
  } else if constexpr (sizeof(T) == 8) {
    number = static_cast<T>(archive.take_integer(0, std::numeric_limits<std::int64_t>::max()));
  } else {
    number = static_cast<T>(archive.take_integer(0, std::numeric_limits<T>::max()));
  }
}

inline void save(JsonWriter& archive, const std::string& text) { archive.write(text); }
inline void load(JsonReader& archive, std::string& text) {
  text = archive.take<std::string_view>("a text");
}

// Whole seconds in Taipei time; windows have no fractions.
inline void save(JsonWriter& archive, const Instant& at) { archive.write(taipei_rfc3339(at)); }
inline void load(JsonReader& archive, Instant& at) {
  const auto read = parse_rfc3339(archive.take<std::string_view>("a time"));
  if (!read) JsonReader::fail("expected a time");
  at = *read;
}

template <class List>
void save_list(JsonWriter& archive, const List& list) {
  archive.open('[');
  for (const auto& entry : list) {
    archive.separate();
    archive(entry);
  }
  archive.close(']');
}
template <class T>
void save(JsonWriter& archive, const std::vector<T>& list) {
  save_list(archive, list);
}
template <class T>
void load(JsonReader& archive, std::vector<T>& list) {
  const auto array = archive.take<simdjson::dom::array>("a list");
  list.clear();
  list.reserve(array.size());
  for (const auto element : array) {
    archive.select(element);
    archive(list.emplace_back());
  }
}
template <class T, std::size_t N>
void save(JsonWriter& archive, const std::array<T, N>& list) {
  save_list(archive, list);
}
template <class T, std::size_t N>
void load(JsonReader& archive, std::array<T, N>& list) {
  const auto array = archive.take<simdjson::dom::array>("a list");
  if (array.size() != N) JsonReader::fail("a list has another length");
  std::size_t i = 0;
  for (const auto element : array) {
    archive.select(element);
    archive(list[i++]);
  }
}

// Sorted maps by code stand as one object: {"1-1-1":7}. Their order is part of the format.
template <class T>
void save(JsonWriter& archive, const std::vector<std::pair<std::string, T>>& map) {
  archive.open('{');
  for (const auto& [code, value] : map) {
    archive.name(code);
    archive.write(value);
  }
  archive.close('}');
}
template <class T>
void load(JsonReader& archive, std::vector<std::pair<std::string, T>>& map) {
  const auto object = archive.take<simdjson::dom::object>("an object");
  map.clear();
  map.reserve(object.size());
  for (const auto field : object) {
    if (!map.empty() && map.back().first >= field.key) JsonReader::fail("codes are not ascending");
    archive.select(field.value);
    auto& entry = map.emplace_back(std::string(field.key), T{});
    archive(entry.second);
  }
}

}  // namespace yanxi

CEREAL_SETUP_ARCHIVE_TRAITS(yanxi::JsonReader, yanxi::JsonWriter)
