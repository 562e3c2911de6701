// The codes and names a plan is filled in with. Here: the catalogue of one version, loaded from
// JSON, checked and immutable, and the registry of versions. Not here: what a plan may hold (plan).
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace yanxi {

constexpr std::size_t max_topics = 6;          // the chart has as many colours
constexpr std::size_t max_topic_fields = 300;  // of the form of step 3: items and their free texts

struct Option {
  std::string code, name;
  bool operator==(const Option&) const = default;
};

// A stage of school with the grades, subjects or posts that belong to it (manual step 1).
struct Stage {
  std::string code, name;
  std::string teaching_label;  // 任教年級, 任教領域 ...
  std::vector<Option> teaching;
  bool operator==(const Stage&) const = default;
};

// One question of step 2: how many ranks are to be filled from which options.
struct Ranking {
  std::string name;   // method, time, place: the first part of the form's field names
  std::string label;  // 最希望參加研習的方式
  std::size_t ranks = 0;
  bool has_other = false;  // the option 其他（請說明）, explained in a text of its own
  std::string other_code;  // empty unless has_other
  std::vector<Option> options;
  bool operator==(const Ranking&) const = default;
};

struct Item {
  std::string code, name;
  bool free_text = false;     // 其他: planned hours need a name
  std::string external_code;  // of the existing site's courses, at most 13 characters; may be empty
  bool operator==(const Item&) const = default;
};
struct Subtopic {
  std::string code, name;
  std::vector<Item> items;
  bool operator==(const Subtopic&) const = default;
};
struct Topic {
  std::string code, name;
  std::vector<Subtopic> subtopics;
  std::size_t item_count = 0;
  bool operator==(const Topic&) const = default;
};

// Immutable after loading; safe to read from any thread.
class Catalogue {
 public:
  // Throws std::runtime_error naming the faulty place: a missing or empty name, an option's or
  // item's code used twice, fewer options than ranks, an item whose code does not continue its
  // parent's, more topics or items than a page can hold.
  static Catalogue load(std::string_view json);

  std::string version;  // 115-1
  int max_hours_per_item = 0;
  int min_total_hours = 0;
  int warn_total_hours = 0;
  std::vector<Option> educations, services;
  std::vector<Stage> stages;
  Ranking method, time, place;
  std::vector<Topic> topics;
  std::vector<Option> counties;

  const Item* item(std::string_view code) const;
  const Topic* topic_of_item(std::string_view code) const;
  std::size_t topic_index(std::string_view item_code) const;  // of an item that exists
  const Stage* stage(std::string_view code) const;
  std::size_t item_count() const { return items_.size(); }
  // A topic's or subtopic's code that is used twice, or nothing. load() takes such a catalogue, for
  // the log may hold one; it is no longer published.
  std::string repeated_code() const;
  // Whether it differs from another in nothing but the version.
  bool same_contents(const Catalogue& other) const;

 private:
  struct Place {
    std::size_t topic, subtopic, item;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  void index();
  void check() const;
  std::unordered_map<std::string, Place, Hash, std::equal_to<>> items_;
};

// The JSON that load() reads, on one line: what is not part of a Catalogue is not in it.
std::string write_catalogue(const Catalogue& catalogue);

const Option* find_option(const std::vector<Option>& options, std::string_view code);
// The name of a code, or the empty text for the empty or an unknown code.
std::string_view option_name(const std::vector<Option>& options, std::string_view code);
// 國小四年級 for stage 40 and teaching E4; empty when either is empty or unknown.
std::string_view teaching_name(const Catalogue& catalogue, std::string_view stage,
                               std::string_view teaching);

// Every published version, by name. A plan keeps the version it was filled in against; none is ever
// removed or changed, so references stay good. Thread-safe.
class Catalogues {
 public:
  Catalogues() = default;
  Catalogues(Catalogues&& other) noexcept;
  // Published versions never change: one that is there already stays.
  void add(Catalogue catalogue);
  bool contains(std::string_view version) const;
  // By year and number: 115-1, 115-2, 116-1.
  std::vector<const Catalogue*> all() const;
  // Throws std::out_of_range: an event never names a version that was not published.
  const Catalogue& at(std::string_view version) const;
  const Catalogue& latest() const;

 private:
  const Catalogue* find(std::string_view version) const;
  mutable std::shared_mutex mutex_;
  std::vector<std::unique_ptr<const Catalogue>> versions_;
};

}  // namespace yanxi
