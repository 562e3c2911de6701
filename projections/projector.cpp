#include "projections/projector.hpp"

#include <sstream>

#include "events/event.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"

namespace yanxi {
namespace {

// The views' own row: "FORMAT POSITION CHAIN", written together with what it speaks of.
const std::string checkpoint_key = "checkpoint";

void fold(ViewWriter& views, const Envelope& envelope) {
  const StreamName stream = parse_stream(envelope.stream);
  if (stream.kind == "plan")
    fold_plan(views, envelope, stream);
  else if (stream.kind == "person")
    fold_person(views, envelope, stream);
  else if (stream.kind == "unit")
    fold_unit(views, envelope, stream);
  else if (stream.kind == "year")
    fold_year(views, envelope, stream);
  else if (stream.kind == "school-plan")
    fold_school_plan(views, envelope, stream);
  else if (stream.kind == "roster")
    fold_roster(views, envelope, stream);
  else if (stream.kind == "survey")
    fold_survey(views, envelope, stream);
  else
    throw DecodeFault("unknown kind of stream " + envelope.stream);
}

std::string write_checkpoint(const Envelope& last) {
  return std::to_string(Projector::format) + " " + std::to_string(last.position) + " " +
         to_hex(last.chain);
}

// Where the views stand; 0 when they are of another format or of another log than this one, which
// may be longer: a restored backup, say.
std::uint64_t read_checkpoint(const LocalStore& store, const EventLog& log) {
  const auto row = store.get(checkpoint_key);
  if (!row) return 0;
  std::istringstream words(*row);
  int format = 0;
  std::uint64_t position = 0;
  words >> format >> position;
  if (format != Projector::format || position == 0) return 0;
  const auto there = log.read_all(position - 1, 1);
  const bool same = !there.empty() && there.front().position == position &&
                    *row == write_checkpoint(there.front());
  return same ? position : 0;
}

}  // namespace

Projector::Projector(const EventLog& log, LocalStore& store,
                     std::function<void(const std::string&)> fault)
    : log_(log), store_(store), fault_(std::move(fault)), position_(read_checkpoint(store, log)) {
  if (position_ == 0) reset();
}

Projector::~Projector() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Projector::reset() {
  store_.clear();
  position_ = 0;
}

std::size_t Projector::step() {
  const auto envelopes = log_.read_all(position_, 500);
  if (envelopes.empty()) return 0;
  ViewWriter views(store_);
  for (const Envelope& envelope : envelopes) fold(views, envelope);
  views.put(checkpoint_key, write_checkpoint(envelopes.back()));
  store_.write(views.changes());
  {
    const std::lock_guard lock(mutex_);
    position_ = envelopes.back().position;
  }
  moved_.notify_all();
  return envelopes.size();
}

void Projector::catch_up(const std::function<void(std::uint64_t)>& progress) {
  while (step() > 0) {
    if (progress) progress(position_);
  }
}

void Projector::start() {
  thread_ = std::thread([this] { run(); });
}

void Projector::run() {
  using std::chrono::milliseconds;
  try {
    for (;;) {
      {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
      }
      if (step() == 0) log_.wait(position_, milliseconds(200));
    }
  } catch (const std::exception& error) {
    fault_(error.what());
  }
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
