#include "projections/plan_view.hpp"

#include <algorithm>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "projections/board_view.hpp"
#include "projections/count.hpp"
#include "projections/row_archive.hpp"

namespace yanxi {

namespace plan {
template <class Archive>
void serialize(Archive& archive, Submission& submission) {
  archive(submission.version, submission.position, submission.at, submission.arrived,
          submission.leaf, submission.catalogue, submission.contents);
}
template <class Archive>
void serialize(Archive& archive, Extension& extension) {
  archive(extension.until, extension.counts_until);
}
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.status, state.version, state.catalogue, state.contents, state.saved_at,
          state.changed_at, state.submission, state.before_import, state.extension);
}
}  // namespace plan

template <class Archive>
void serialize(Archive& archive, PlanView& view) {
  archive(view.account, view.year, view.state, view.restored_reason, view.carried_over);
}
template <class Archive>
void serialize(Archive& archive, ReceiptView& view) {
  archive(view.account, view.year, view.submission, view.withdrawn_at);
}

namespace {

std::string plan_key(const std::string& account, int year) {
  return "plan/" + account + "/" + std::to_string(year);
}

// The years an account has a plan of, oldest first, so that a page need not search for them.
std::string years_key(const std::string& account) { return "years/" + account; }

std::string receipt_key(std::uint64_t position) { return "receipt/" + std::to_string(position); }

// By itself, because every page of a teacher asks for it.
std::string extension_key(const std::string& account, int year) {
  return "extension/" + account + "/" + std::to_string(year);
}

// A receipt follows its plan: withdrawn with it, standing again after a restore.
void fold_receipt(ViewWriter& views, const PlanView& view, const plan::Event& event) {
  if (!view.state.submission) return;
  const std::string key = receipt_key(view.state.submission->position);
  if (std::holds_alternative<plan::Submitted>(event)) {
    views.put(key, pack(ReceiptView{view.account, view.year, *view.state.submission, {}}));
    return;
  }
  const bool withdrawn = std::holds_alternative<plan::Withdrawn>(event);
  const bool restored =
      std::holds_alternative<plan::Restored>(event) && view.state.status == plan::Status::submitted;
  if (!withdrawn && !restored) return;
  auto receipt = unpack<ReceiptView>(views.get(key));
  receipt->withdrawn_at = withdrawn ? view.state.changed_at : Instant{};
  views.put(key, pack(*receipt));
}

}  // namespace

PlanView absent_plan(const std::string& account, int year) {
  return {account, year, {}, {}, false};
}

std::optional<PlanView> read_plan_view(const ViewRows& views, const std::string& account,
                                       int year) {
  return unpack<PlanView>(views.get(plan_key(account, year)));
}

std::vector<PlanView> read_plan_views(const ViewRows& views, const std::string& account,
                                      int except) {
  std::vector<PlanView> plans;
  const auto years = unpack<std::vector<int>>(views.get(years_key(account)));
  for (const int year : years.value_or(std::vector<int>{})) {
    if (year != except) plans.insert(plans.begin(), *read_plan_view(views, account, year));
  }
  return plans;
}

std::optional<plan::Extension> read_extension_view(const ViewReader& views,
                                                   const std::string& account, int year) {
  return unpack<plan::Extension>(views.get(extension_key(account, year)));
}

std::optional<ReceiptView> read_receipt_view(const ViewReader& views, std::uint64_t position) {
  return unpack<ReceiptView>(views.get(receipt_key(position)));
}

void fold_plan(ViewWriter& views, const Envelope& envelope, const StreamName& stream) {
  const std::string key = plan_key(stream.name, stream.year);
  auto stored = unpack<PlanView>(views.get(key));
  if (!stored) {
    const std::string listed = years_key(stream.name);
    auto years = unpack<std::vector<int>>(views.get(listed)).value_or(std::vector<int>{});
    years.insert(std::ranges::upper_bound(years, stream.year), stream.year);
    views.put(listed, pack(years));
  }
  PlanView view = stored ? std::move(*stored) : absent_plan(stream.name, stream.year);
  if (envelope.erased) {
    const PlanView before = std::exchange(view, absent_plan(stream.name, stream.year));
    view.state = plan::erased(plan::State{}, stamp_of(envelope));
    fold_board(views, before, view);
    fold_plan_count(views, before, view);
    views.put(key, pack(view));
    return;
  }
  const auto event = decode<plan::Event>(envelope.tag, envelope.payload);
  const PlanView before = view;
  view.state = plan::evolve(std::move(view.state), event, stamp_of(envelope));
  const auto* restored = std::get_if<plan::Restored>(&event);
  if (!std::holds_alternative<plan::Extended>(event)) {
    view.restored_reason = restored ? restored->reason : std::string();
  }
  const auto* saved = std::get_if<plan::DraftSaved>(&event);
  if (!std::holds_alternative<plan::Extended>(event)) {
    view.carried_over = saved && saved->via == "carry";
  }
  fold_receipt(views, view, event);
  if (std::holds_alternative<plan::Extended>(event)) {
    views.put(extension_key(stream.name, stream.year), pack(*view.state.extension));
  }
  fold_board(views, before, view);
  fold_plan_count(views, before, view);
  fold_happening(views, envelope, stream, happened(event), view.state.contents.unit);
  views.put(key, pack(view));
}

}  // namespace yanxi
