#include "projections/directory_view.hpp"

#include "events/codec.hpp"
#include "projections/row_archive.hpp"

namespace yanxi {

template <class Archive>
void serialize(Archive& archive, PersonView::Name& name) {
  archive(name.since, name.name);
}
namespace person {
template <class Archive>
void serialize(Archive& archive, State& state) {
  archive(state.exists, state.name, state.roles, state.password);
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
  archive(view.account, view.state, view.names);
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

std::optional<UnitView> read_unit_view(const ViewReader& views, const std::string& code) {
  return unpack<UnitView>(views.get(unit_stream(code)));
}

std::string unit_name(const ViewReader& views, const std::string& code) {
  const auto unit = read_unit_view(views, code);
  return unit ? unit->state.name : code;
}

void fold_person(ViewWriter& views, const Envelope& envelope, const StreamName& stream) {
  if (envelope.erased) return;
  PersonView view =
      unpack<PersonView>(views.get(envelope.stream)).value_or(PersonView{stream.name, {}, {}});
  view.state =
      person::evolve(std::move(view.state), decode<person::Event>(envelope.tag, envelope.payload));
  if (!view.state.exists)
    view.names.clear();
  else if (view.names.empty() || view.names.back().name != view.state.name) {
    view.names.push_back({envelope.at, view.state.name});
  }
  views.put(envelope.stream, pack(view));
}

void fold_unit(ViewWriter& views, const Envelope& envelope, const StreamName& stream) {
  UnitView view{stream.name, {}};
  if (auto stored = unpack<UnitView>(views.get(envelope.stream))) view = std::move(*stored);
  view.state =
      unit::evolve(std::move(view.state), decode<unit::Event>(envelope.tag, envelope.payload));
  views.put(envelope.stream, pack(view));
}

}  // namespace yanxi
