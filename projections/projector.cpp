#include "projections/projector.hpp"

#include <sstream>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "projections/count.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"

namespace yanxi {
namespace {

constexpr std::size_t page_size = 1000;  // events folded and written together

// Rows of numbers that are kept in memory while views are made anew: some 30 MB. Each would
// otherwise be written as often as a page moves it.
constexpr std::size_t most_additions = 10'000;

// The views' own row: "FORMAT POSITION CHAIN", written together with what it speaks of.
const std::string checkpoint_key = "checkpoint";

// What each kind of stream leaves in the views.
struct Folds {
  ViewWriter& views;
  const Envelope& envelope;
  const StreamName& stream;
  Catalogues* catalogues;

  void operator()(streams::Plan) const { fold_plan(views, envelope, stream); }
  void operator()(streams::Person) const { fold_person(views, envelope, stream); }
  void operator()(streams::Unit) const { fold_unit(views, envelope, stream); }
  void operator()(streams::Year) const { fold_year(views, envelope, stream); }
  void operator()(streams::SchoolPlan) const { fold_school_plan(views, envelope, stream); }
  void operator()(streams::Roster) const { fold_roster(views, envelope, stream); }
  void operator()(streams::Survey) const { fold_survey(views, envelope, stream); }
  void operator()(streams::Catalogue) const {
    if (!catalogues) return;
    const auto event = decode<edition::Event>(envelope.tag, envelope.payload);
    const auto& published = std::get<edition::Published>(event);
    if (catalogues->contains(published.version)) return;
    catalogues->add(Catalogue::load(published.json));
  }
  // Read from the log itself where they are shown.
  void operator()(streams::Access) const {}
  void operator()(streams::Log) const {}
};

void fold(ViewWriter& views, const Envelope& envelope, Catalogues* catalogues) {
  const StreamName stream = parse_stream(envelope.stream);
  std::visit(Folds{views, envelope, stream, catalogues}, stream.kind);
}

std::string write_checkpoint(int format, const Envelope& last) {
  return std::to_string(format) + " " + std::to_string(last.position) + " " + to_hex(last.chain);
}

// Folds the next events after `position` and moves it; the number of events folded. More
// `additions` than `most` are written with them.
std::size_t fold_next(const EventLog& log, LocalStore& store, int format, Catalogues* catalogues,
                      std::uint64_t& position, Additions& additions, std::size_t most) {
  const auto envelopes = log.read_all(position, page_size);
  if (envelopes.empty()) return 0;
  ViewWriter views(store, additions);
  for (const Envelope& envelope : envelopes) fold(views, envelope, catalogues);
  if (additions.size() > most) write_counts(views);
  views.put(checkpoint_key, write_checkpoint(format, envelopes.back()));
  store.write(views.changes());
  position = envelopes.back().position;
  return envelopes.size();
}

}  // namespace

Projector::Projector(const EventLog& log, LocalStore& store,
                     std::function<void(const std::string&)> fault, Formats formats)
    : log_(log), store_(store), fault_(std::move(fault)), formats_(formats) {
  if (find_views()) return;
  store_.clear();
  position_ = 0;
  stored_format_ = formats_.written;
}

void Projector::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
}

Projector::~Projector() {
  stop();
  if (renewer_.joinable()) renewer_.join();
  if (follower_.joinable()) follower_.join();
}

// Views of another log are none, even where that log is longer: a restored backup, say.
bool Projector::find_views() {
  const auto row = store_.get(checkpoint_key);
  if (!row) return false;
  std::istringstream words(*row);
  words >> stored_format_ >> position_;
  if (stored_format_ < formats_.readable || stored_format_ > formats_.written || position_ == 0) {
    return false;
  }
  const auto there = log_.read_all(position_ - 1, 1);
  return !there.empty() && *row == write_checkpoint(stored_format_, there.front());
}

bool Projector::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

std::size_t Projector::step() {
  const std::lock_guard one(stepping_);
  std::uint64_t position = position_;
  Additions additions;
  const std::size_t folded =
      fold_next(log_, store_, stored_format_, catalogues_, position, additions, 0);
  if (folded == 0) return 0;
  {
    const std::lock_guard lock(mutex_);
    position_ = position;
  }
  moved_.notify_all();
  return folded;
}

void Projector::catch_up(const Progress& progress) {
  if (stored_format_ != formats_.written) rebuild(progress);
  while (step() > 0) {
    if (progress) progress(position_, log_.head().position);
  }
  serves_ = true;
}

void Projector::start(Progress progress) {
  if (stored_format_ != formats_.written) {
    renewer_ = std::thread([this, progress] { run([&] { rebuild(progress); }); });
  }
  follower_ = std::thread([this, progress] { run([&] { follow(progress); }); });
}

void Projector::run(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    fault_(error.what());
  }
}

void Projector::follow(const Progress& progress) {
  using std::chrono::milliseconds;
  while (!stopping()) {
    if (step() > 0) {
      if (progress && !serves()) progress(position(), log_.head().position);
      continue;
    }
    serves_ = true;
    log_.wait(position(), milliseconds(200));
  }
}

bool Projector::rebuild(const Progress& progress) {
  const std::lock_guard one(rebuilding_);
  auto folder = store_.folder();
  folder += ".new";
  std::filesystem::remove_all(folder);
  auto fresh = std::make_unique<LocalStore>(folder);
  std::uint64_t position = 0;
  Additions additions;
  const auto fold_to = [&](std::uint64_t head) {
    while (position < head && !stopping()) {
      fold_next(log_, *fresh, formats_.written, catalogues_, position, additions, most_additions);
      if (progress) progress(position, head);
    }
  };
  // What came during the first round is little, and what came during the second next to nothing.
  for (int round = 0; round < 2; ++round) fold_to(log_.head().position);
  const std::lock_guard still(stepping_);
  fold_to(log_.head().position);
  if (stopping()) return false;
  ViewWriter views(*fresh, additions);
  write_counts(views);
  fresh->write(views.changes());
  store_.replace(std::move(fresh));
  {
    const std::lock_guard lock(mutex_);
    position_ = position;
    stored_format_ = formats_.written;
    serves_ = true;
  }
  moved_.notify_all();
  return true;
}

std::uint64_t Projector::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

bool Projector::wait_for(std::uint64_t position, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  return moved_.wait_for(lock, timeout, [&] { return position_ >= position; });
}

}  // namespace yanxi
