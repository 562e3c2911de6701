#include "projections/directory_view.hpp"

#include <algorithm>
#include <set>

#include "events/codec.hpp"
#include "events/streams.hpp"
#include "projections/count.hpp"
#include "projections/row_archive.hpp"

namespace yanxi {

template <class Archive>
void serialize(Archive& archive, PersonView::Name& name) {
  archive(name.since, name.name);
}
namespace person {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.exists, state.name, state.roles, state.password, state.barred, state.link,
          state.link_until);
}
}  // namespace person
namespace unit {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.exists, state.name, state.county);
}
}  // namespace unit
template <class Archive>
void serialize(Archive& archive, PersonView& view) {
  archive(view.account, view.state, view.names, view.signed_out);
}
template <class Archive>
void serialize(Archive& archive, UnitView& view) {
  archive(view.code, view.state);
}

const std::string& PersonView::name_at(Instant at) const {
  for (auto it = names.rbegin(); it != names.rend(); ++it) {
    if (it->since <= at) return it->name;
  }
  return names.empty() ? state.name : names.front().name;
}

std::optional<PersonView> read_person_view(const ViewReader& views, const std::string& account) {
  return unpack<PersonView>(views.get(person_stream(account)));
}

std::set<std::string> read_posts(const ViewRows& views, const std::string& account) {
  const auto person = unpack<PersonView>(views.get(person_stream(account)));
  if (!person) return {};
  const auto posts = person::posts(person->state.roles);
  return {posts.begin(), posts.end()};
}

std::optional<UnitView> read_unit_view(const ViewRows& views, const std::string& code) {
  return unpack<UnitView>(views.get(unit_stream(code)));
}

std::string unit_name(const ViewReader& views, const std::string& code) {
  const auto unit = read_unit_view(views, code);
  return unit ? unit->state.name : code;
}

namespace {

std::string name_key(const std::string& name, const std::string& account) {
  return "name/" + name + "/" + account;
}
std::string post_prefix(const std::string& unit) { return "post/" + unit + "/"; }

// Who teaches at a unit, and who did once; and how many.
void fold_posts(ViewWriter& views, const std::string& account, const person::State& before,
                const person::State& after) {
  const auto old_posts = person::posts(before.roles), new_posts = person::posts(after.roles);
  for (const std::string& unit : old_posts) views.put(post_prefix(unit) + account, "then");
  for (const std::string& unit : new_posts) views.put(post_prefix(unit) + account, "now");
  fold_post_count(views, account, old_posts, new_posts);
}

}  // namespace

std::vector<std::string> find_people(const ViewReader& views, const std::string& name,
                                     const std::string& after, std::size_t limit) {
  std::vector<std::string> keys;
  views.store().scan("name/" + name, std::max("name/" + name, after), [&](auto key, auto) {
    if (key > after) keys.emplace_back(key);
    return keys.size() < limit;
  });
  return keys;
}

std::string account_of_name(const std::string& key) { return key.substr(key.rfind('/') + 1); }

std::vector<std::string> read_staff(const ViewReader& views, const std::string& unit, bool former) {
  std::vector<std::string> accounts;
  const std::string prefix = post_prefix(unit);
  views.store().scan(prefix, [&](auto key, auto value) {
    if (former || value == "now") accounts.emplace_back(key.substr(prefix.size()));
    return true;
  });
  return accounts;
}

std::vector<UnitView> read_unit_views(const ViewReader& views) {
  std::vector<UnitView> units;
  views.store().scan("unit/", [&](auto, auto value) {
    units.push_back(unpack<UnitView>(std::string(value)));
    return true;
  });
  return units;
}

void fold_person(ViewWriter& views, const Envelope& envelope, const StreamName& stream) {
  if (envelope.erased) return;
  PersonView view =
      unpack<PersonView>(views.get(envelope.stream)).value_or(PersonView{stream.name, {}, {}, {}});
  const person::State before = view.state;
  const auto event = decode<person::Event>(envelope.tag, envelope.payload);
  view.state = person::evolve(before, event);
  const auto* sign_in = std::get_if<person::SignInSet>(&event);
  const bool barred = sign_in && !sign_in->allowed;
  if (barred || std::holds_alternative<person::PasswordSet>(event)) view.signed_out = envelope.at;
  if (!view.state.exists) {
    for (const PersonView::Name& name : view.names) views.remove(name_key(name.name, stream.name));
    view.names.clear();
  } else if (view.names.empty() || view.names.back().name != view.state.name) {
    view.names.push_back({envelope.at, view.state.name});
    views.put(name_key(view.state.name, stream.name), "");
  }
  if (before.roles != view.state.roles) fold_posts(views, stream.name, before, view.state);
  views.put(envelope.stream, pack(view));
}

void fold_unit(ViewWriter& views, const Envelope& envelope, const StreamName& stream) {
  UnitView view{stream.name, {}};
  std::optional<std::string> old_county;
  if (auto stored = unpack<UnitView>(views.get(envelope.stream))) {
    view = std::move(*stored);
    old_county = view.state.county;
  }
  view.state =
      unit::evolve(std::move(view.state), decode<unit::Event>(envelope.tag, envelope.payload));
  fold_unit_count(views, view.code, old_county, view.state.county);
  views.put(envelope.stream, pack(view));
}

}  // namespace yanxi
