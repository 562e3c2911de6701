// People and units by their ids. Folded from person/ACCOUNT and unit/CODE. Here: names of now and
// of earlier times. Not here: plans.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/log/envelope.hpp"
#include "events/person.hpp"
#include "events/streams.hpp"
#include "events/unit.hpp"
#include "projections/view_rows.hpp"

namespace yanxi {

struct PersonView {
  struct Name {
    Instant since;
    std::string name;
  };
  std::string account;
  person::State state;
  std::vector<Name> names;  // oldest first; the last is the present one
  Instant signed_out;       // sessions opened before it are over: a barring, a new password

  // The name a document of that time carries, whatever the person is called now.
  const std::string& name_at(Instant at) const;
};

struct UnitView {
  std::string code;
  unit::State state;
};

std::optional<PersonView> read_person_view(const ViewReader& views, const std::string& account);
// The units a person teaches at now.
std::set<std::string> read_posts(const ViewRows& views, const std::string& account);
std::optional<UnitView> read_unit_view(const ViewRows& views, const std::string& code);
// All of them, by code.
std::vector<UnitView> read_unit_views(const ViewReader& views);
// Accounts that teach at a unit now, or ever did, in order.
std::vector<std::string> read_staff(const ViewReader& views, const std::string& unit,
                                    bool former = false);
// Names that begin so, of now or earlier, as places in an order: the last one, given as `after`,
// leads on to the next ones.
std::vector<std::string> find_people(const ViewReader& views, const std::string& name,
                                     const std::string& after, std::size_t limit);
std::string account_of_name(const std::string& place);
// The unit's name, or its code when it was never registered.
std::string unit_name(const ViewReader& views, const std::string& code);

void fold_person(ViewWriter& views, const Envelope& envelope, const StreamName& stream);
void fold_unit(ViewWriter& views, const Envelope& envelope, const StreamName& stream);

}  // namespace yanxi
