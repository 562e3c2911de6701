#include "projections/projector.hpp"

#include <charconv>

#include "events/event.hpp"
#include "projections/directory_view.hpp"
#include "projections/plan_view.hpp"
#include "projections/year_view.hpp"

namespace yanxi {
namespace {

// The views' own row: "FORMAT POSITION", written together with what it speaks of.
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

std::uint64_t read_checkpoint(const LocalStore& store) {
  const auto row = store.get(checkpoint_key);
  if (!row) return 0;
  int format = 0;
  std::uint64_t position = 0;
  const char* end = row->data() + row->size();
  const auto middle = std::from_chars(row->data(), end, format).ptr;
  if (middle == end || format != Projector::format) return 0;
  std::from_chars(middle + 1, end, position);
  return position;
}

}  // namespace

Projector::Projector(const EventLog& log, LocalStore& store,
                     std::function<void(const std::string&)> fault)
    : log_(log), store_(store), fault_(std::move(fault)), position_(read_checkpoint(store)) {
  // Views of another format, or of a log that was longer, are not views of this log.
  if (position_ == 0 || position_ > log_.head().position) reset();
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
  views.put(checkpoint_key,
            std::to_string(format) + " " + std::to_string(envelopes.back().position));
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
