#include "fcgi/staff/plan_search.hpp"

#include <sodium.h>

#include <algorithm>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "fcgi/visit/http.hpp"
#include "projections/directory_view.hpp"

namespace yanxi {
namespace {

// Candidates of one page: with a history to read of each, a page stays under 50 ms.
constexpr std::size_t most_looked_at = 400;

bool has(const auto& list, const auto& value) {
  return list.empty() || std::ranges::find(list, value) != list.end();
}

class Search {
 public:
  Search(const EventLog& log, const ViewReader& views, const PlanSearch& search)
      : log_(log), views_(views), search_(search) {
    if (!search.of_events()) return;
    from_ = search.from ? find_position(log, *search.from) : 1;
    until_ = search.until ? find_position(log, *search.until) : log.head().position + 1;
  }

  PlansFound find() {
    if (search_.receipt) {
      const auto receipt = read_receipt_view(views_, search_.receipt->position);
      if (receipt && receipt->year == search_.receipt->year) consider(receipt->account);
    } else if (!search_.account.empty()) {
      consider(search_.account);
    } else if (!search_.name.empty()) {
      find_by_name();
    } else if (search_.of_events()) {
      find_by_events();
    } else {
      find_by_place();
    }
    return std::move(found_);
  }

 private:
  std::optional<PlanView> read(const std::string& account) const {
    auto plan = read_plan_view(views_, account, search_.year);
    if (!plan || !has(search_.statuses, plan->state.status)) return {};
    return plan;
  }

  bool bears_name(const std::string& account) const {
    const auto person = read_person_view(views_, account);
    return person && std::ranges::any_of(person->names, [&](const PersonView::Name& name) {
             return name.name.starts_with(search_.name);
           });
  }

  // The last thing that happened to the plan within the criteria.
  std::optional<Happening> last_happening(const std::string& account) const {
    std::optional<Happening> last;
    for (const Envelope& envelope : log_.read_stream(plan_stream(search_.year, account))) {
      if (envelope.erased || envelope.position < from_ || envelope.position >= until_) continue;
      const auto kind = happened(decode<plan::Event>(envelope.tag, envelope.payload));
      if (!has(search_.kinds, kind)) continue;
      if (!search_.actor.empty() && envelope.actor.account != search_.actor) continue;
      last = Happening{envelope.position, kind, account, envelope.actor.account};
    }
    return last;
  }

  void consider(const std::string& account) {
    auto plan = read(account);
    if (!plan) return;
    if (!search_.unit.empty() && plan->state.contents.unit != search_.unit) return;
    if (!search_.account.empty() && search_.account != account) return;
    if (!search_.name.empty() && !bears_name(account)) return;
    std::optional<Happening> happening;
    if (search_.of_events()) {
      happening = last_happening(account);
      if (!happening) return;
    }
    found_.plans.push_back({std::move(*plan), std::move(happening)});
  }

  bool full() const { return found_.plans.size() == search_page; }

  void find_by_name() {
    std::string after = search_.after;
    for (std::size_t looked_at = 0; !full();) {
      const auto places = find_people(views_, search_.name, after, search_page);
      if (places.empty()) return;
      for (const std::string& place : places) {
        after = place;
        const std::string account = account_of_name(place);
        // A person whose former name begins so as well is found once.
        const bool seen = std::ranges::any_of(
            found_.plans, [&](const PlanFound& found) { return found.plan.account == account; });
        if (!seen) consider(account);
        if (full()) break;
      }
      looked_at += places.size();
      if (places.size() < search_page && !full()) return;
      if (!full() && looked_at < most_looked_at) continue;
      found_.next = after;
      found_.partial = !full();
      return;
    }
  }

  void find_by_events() {
    const std::vector<Happened> kinds = search_.kinds.empty()
                                            ? std::vector(all_happened.begin(), all_happened.end())
                                            : search_.kinds;
    std::uint64_t until = until_;
    if (!search_.after.empty()) {
      until = std::min(until, parse_number(search_.after).value_or(until));
    }
    for (std::size_t looked_at = 0; looked_at < most_looked_at; looked_at += search_page) {
      const auto page =
          find_happenings(views_, search_.year, search_.unit, kinds, from_, until, search_page);
      for (const Happening& happening : page) {
        until = happening.position;
        if (!search_.actor.empty() && happening.actor != search_.actor) continue;
        if (auto plan = read(happening.account)) {
          found_.plans.push_back({std::move(*plan), happening});
        }
        if (full()) break;
      }
      if (page.size() < search_page && !full()) return;
      if (full()) break;
    }
    found_.next = std::to_string(until);
    found_.partial = !full();
  }

  void find_by_place() {
    const auto slash = std::min(search_.after.find('/'), search_.after.size());
    BoardPlace after{search_.after.substr(0, slash),
                     search_.after.substr(std::min(slash + 1, search_.after.size()))};
    for (std::size_t looked_at = 0; looked_at < most_looked_at; looked_at += search_page) {
      const auto page = read_page(after);
      for (const BoardPlace& place : page) {
        after = place;
        if (auto plan = read(place.account)) found_.plans.push_back({std::move(*plan), {}});
        if (full()) break;
      }
      if (page.size() < search_page && !full()) return;
      if (full()) break;
    }
    found_.next = after.unit + "/" + after.account;
    found_.partial = !full();
  }

  std::vector<BoardPlace> read_page(const BoardPlace& after) const {
    if (search_.unit.empty()) return read_places(views_, search_.year, after, search_page);
    std::vector<BoardPlace> page;
    for (BoardRow& row :
         read_board(views_, search_.year, search_.unit, after.account, search_page)) {
      page.push_back({search_.unit, std::move(row.account)});
    }
    return page;
  }

  const EventLog& log_;
  const ViewReader& views_;
  const PlanSearch& search_;
  std::uint64_t from_ = 0, until_ = 0;
  PlansFound found_;
};

std::uint64_t draw(const std::string& seed, std::uint64_t number, std::uint64_t below) {
  const std::string text = seed + "/" + std::to_string(number);
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | digest[i];
  return value % below;
}

}  // namespace

PlansFound find_plans(const EventLog& log, const ViewReader& views, const PlanSearch& search) {
  return Search(log, views, search).find();
}

std::uint64_t find_position(const EventLog& log, Instant at) {
  std::uint64_t low = 1, high = log.head().position + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (log.read_all(middle - 1, 1).at(0).at < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::vector<std::string> draw_sample(const EventLog& log, int year, const std::string& seed,
                                     std::uint64_t head, std::size_t count) {
  constexpr std::uint64_t most_drawn = 20'000;
  std::vector<std::string> accounts;
  for (std::uint64_t n = 1; n <= most_drawn && accounts.size() < count && head > 0; ++n) {
    const auto events = log.read_all(draw(seed, n, head), 1);
    const StreamName stream = parse_stream(events.at(0).stream);
    const bool begun = stream.is<streams::Plan>() && stream.year == year && events[0].version == 1;
    if (begun && std::ranges::find(accounts, stream.name) == accounts.end()) {
      accounts.push_back(stream.name);
    }
  }
  return accounts;
}

}  // namespace yanxi
