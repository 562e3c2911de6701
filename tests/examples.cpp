#include "tests/examples.hpp"

#include "templates/embedded.hpp"

namespace yanxi::examples {

Catalogues load_catalogues() {
  Catalogues made;
  made.add(Catalogue::load(embedded_file("115.json")));
  return made;
}
Catalogues& catalogues() {
  static Catalogues all = load_catalogues();
  return all;
}
const Catalogue& catalogue() { return catalogues().latest(); }

Instant opens() { return from_taipei(2026, 9, 1, 8); }
Instant counts_until() { return from_taipei(2026, 9, 30, 17); }
Instant accepts_until() { return from_taipei(2026, 10, 7, 17); }

year::Windows windows() {
  return {from_taipei(2026, 8, 10, 17),
          from_taipei(2026, 8, 1, 8),
          from_taipei(2026, 8, 31, 17),
          opens(),
          counts_until(),
          accepts_until()};
}

const year::State& year() {
  static const year::State state{true, "115-1", windows(), false, 1, {}, {}};
  return state;
}

Authority teacher() { return {"t1", "teacher", {"010001"}}; }
Authority clerk() { return {"clerk1", "clerk", {"010001"}}; }
Authority admin() { return {"admin1", "admin", {""}}; }

plan::Context context_of(const plan::Command& command) {
  plan::Context made = context();
  if (plan::is_of_staff(command)) made.by = admin();
  return made;
}

plan::Context context() {
  plan::Context context;
  context.by = teacher();
  context.account = "t1";
  context.now = from_taipei(2026, 9, 25, 9, 58, 13);
  context.year = &year();
  context.catalogues = &catalogues();
  context.posts = {"010001"};
  return context;
}

Contents blank() { return blank_contents(catalogue(), "010001"); }

Contents contents() {
  Contents c = blank();
  c.education = "ED20";
  c.service = "YS20";
  c.stage = "40";
  c.teaching = "E4";
  c.method = {"ME20", "ME10", "ME60"};
  c.time = {"TI6", "TI1", "TI2", "TI3", "TI4", "TI5"};
  c.place = {"PL10", "PL20", "PL30", "PL40", "PL50", "PL60"};
  c.hours.planned = {{"1-1-1", 7}, {"3-2-5", 2}};
  return c;
}

plan::DraftSaved draft_saved(Contents contents) { return {"form", "115-1", std::move(contents)}; }
plan::Submitted submitted(Contents contents) {
  return {context().now.us, "115-1", std::move(contents)};
}

plan::SchoolPlan school_plan() {
  return {
      2, std::string(64, 'a'), "115-1", {{{"1-1-1", 3}, {"1-2-99", 4}}, {{"1-2-99", "海洋課程"}}}};
}

plan::SchoolPlanImported imported(const char* mode) {
  const auto school = school_plan();
  return {"010001", school.version, school.digest, mode, school.hours};
}

}  // namespace yanxi::examples
