#include <fmt/format.h>

#include "templates/page.hpp"
#include "templates/sheet.hpp"
#include "templates/words.hpp"

// Fills sheet.tpl: every part of a page gets a dictionary of its own.

namespace yanxi::html {

Cell time_cell(Instant at) {
  Cell cell{taipei_text(at), Cell::Kind::time};
  cell.value = taipei_rfc3339(at);
  return cell;
}

Cell number_cell(long number) { return {std::to_string(number), Cell::Kind::number}; }

Cell link_cell(std::string text, std::string path, std::string more) {
  Cell cell{std::move(text)};
  cell.path = std::move(path);
  cell.more = std::move(more);
  return cell;
}

Cell status_cell(plan::Status status) {
  Cell cell{status_text(status), Cell::Kind::tag};
  cell.name = status == plan::Status::submitted   ? "done"
              : status == plan::Status::withdrawn ? "withdrawn"
              : status == plan::Status::draft     ? "draft"
                                                  : "none";
  return cell;
}

namespace {

void add_link(Dictionary entry, const Cell& cell) {
  Dictionary link = entry.add("LINK");
  link.set("PATH", cell.path);
  link.set("TEXT", cell.text);
  if (!cell.more.empty()) link.add("MORE").set("WORDS", cell.more);
}

void add_pick(Dictionary entry, const Cell& cell) {
  Dictionary pick = entry.add("PICK");
  pick.set("NAME", cell.name);
  pick.set("VALUE", cell.value);
  pick.set("TEXT", cell.text);
  pick.show_if(cell.chosen, "ON");
}

void add_cell(Dictionary row, const Cell& cell, bool head) {
  Dictionary entry = row.add("CELL");
  if (head) {
    entry.show("HEAD");
  } else {
    entry.add("BODY").show_if(cell.kind == Cell::Kind::number, "NUMERIC");
  }
  if (!cell.path.empty()) return add_link(entry, cell);
  switch (cell.kind) {
    case Cell::Kind::check:
      return add_pick(entry, cell);
    case Cell::Kind::text:
    case Cell::Kind::number:
      return entry.add("PLAIN").set("TEXT", cell.text);
    case Cell::Kind::removed:
      return entry.add("REMOVED").set("TEXT", cell.text);
    case Cell::Kind::added:
      return entry.add("ADDED").set("TEXT", cell.text);
    case Cell::Kind::time: {
      Dictionary timed = entry.add("TIMED");
      timed.set("ISO", cell.value);
      return timed.set("TEXT", cell.text);
    }
    case Cell::Kind::tag: {
      Dictionary tag = entry.add("TAG");
      tag.set("KIND", cell.name);
      return tag.set("TEXT", cell.text);
    }
  }
}

void fill_table(Dictionary table, const Table& content) {
  table.set("CAPTION", content.caption);
  if (!content.fold.empty()) table.add("FOLD").set("TEXT", content.fold);
  for (const std::string& column : content.columns) table.add("COLUMN").set("TEXT", column);
  for (const auto& row : content.rows) {
    Dictionary line = table.add("ROW");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool choice = row[i].kind == Cell::Kind::check;
      add_cell(line, row[i], i == 0 && !choice);
    }
  }
}

void add_help(Dictionary part, const Control& control, const std::string& id) {
  std::string ids;
  if (!control.hint.empty()) {
    part.add("HINT").set("TEXT", control.hint);
    ids = id + "-h";
  }
  if (!control.error.empty()) {
    part.add("ERROR").set("TEXT", control.error);
    ids += (ids.empty() ? "" : " ") + id + "-e";
  }
  if (control.kind == Control::Kind::check) return;
  Dictionary field = part.add(control.kind == Control::Kind::area     ? "AREA"
                              : control.kind == Control::Kind::choice ? "CHOICE"
                                                                      : "INPUT");
  if (!ids.empty()) field.add("DESCRIBED").set("IDS", ids);
  field.show_if(!control.error.empty(), "INVALID");
  const bool area = control.kind == Control::Kind::area;
  // A browser drops a line break that stands first in a text area.
  const bool broken = area && (control.value.starts_with('\n') || control.value.starts_with('\r'));
  field.set("VALUE", (broken ? "\n" : "") + control.value);
  if (area) field.refer("ROWS", "6");
  field.refer("TYPE", control.kind == Control::Kind::password ? "password" : "text");
  field.refer("COMPLETE", control.kind == Control::Kind::password ? "new-password" : "off");
  for (const auto& [code, words] : control.options) {
    Dictionary option = field.add("OPTION");
    option.set("CODE", code);
    option.set("WORDS", words);
    option.show_if(code == control.value, "ON");
  }
}

class SheetPage {
 public:
  SheetPage(const Shell& shell, const Sheet& sheet)
      : page_(shell, sheet.title, "sheet.tpl"), sheet_(sheet) {
    page_.body().set("HEADING", sheet.title);
  }

  std::string text() {
    for (const Part& part : sheet_.parts) {
      Dictionary entry = page_.body().add("PART");
      std::visit([&](const auto& content) { add(entry, content); }, part);
    }
    if (!problems_.empty()) {
      page_.mark_error();
      Dictionary errors = page_.body().add("ERRORS");
      errors.set("COUNT", static_cast<long>(problems_.size()));
      for (const auto& [id, text] : problems_) {
        Dictionary problem = errors.add("PROBLEM");
        problem.set("ID", id);
        problem.set("TEXT", text);
      }
    }
    return page_.text();
  }

 private:
  void add(Dictionary part, const Heading& heading) {
    part.add("HEADLINE").set("TEXT", heading.text);
  }
  void add(Dictionary part, const Note& note) {
    Dictionary entry = part.add("NOTE");
    entry.set("KIND", note.kind);
    entry.set("TEXT", note.text);
  }
  void add(Dictionary part, const Facts& facts) {
    Dictionary list = part.add("FACTS");
    for (const auto& [label, value] : facts.facts) {
      Dictionary fact = list.add("FACT");
      fact.set("LABEL", label);
      fact.set("VALUE", value);
    }
  }
  void add(Dictionary part, const Links& links) {
    Dictionary list = part.add("LINKS");
    for (const Link& link : links.links) {
      Dictionary entry = list.add("LINK");
      entry.set("PATH", link.path);
      entry.set("TEXT", link.text);
    }
  }
  void add(Dictionary part, const Table& table) {
    if (table.rows.empty()) return add(part, Note{table.empty});
    fill_table(part.add("TABLE").include("TABLE", "table.tpl"), table);
  }
  void add(Dictionary part, const PlanPart& plan) {
    add_contents(part.add("PLAN"), *plan.contents, *plan.catalogue, plan.unit, plan.name, false);
  }
  void add(Dictionary part, const Bars& bars) {
    Dictionary figure = part.add("BARS");
    long most = 1;
    for (const auto& [label, value] : bars.bars) most = std::max(most, value);
    for (const auto& [label, value] : bars.bars) {
      Dictionary bar = figure.add("BAR");
      bar.set("LABEL", label);
      bar.set("MAX", most);
      bar.set("VALUE", value);
    }
  }
  void add(Dictionary part, const SheetForm& form) {
    ++forms_;
    Dictionary entry = part.add("FORM");
    entry.refer("METHOD", form.version ? "post" : "get");
    entry.set("PATH", form.path);
    if (form.version) {
      Dictionary post = entry.add("POST");
      post.set("V", static_cast<long>(*form.version));
      post.set("ONCE", form.once);
    }
    for (const Control& control : form.controls) add(entry.add("CONTROL"), control);
    if (form.table && !form.table->rows.empty()) {
      fill_table(entry.add("ROWS").include("TABLE", "table.tpl"), *form.table);
    }
    for (const Button& button : form.buttons) {
      Dictionary element = entry.add("BUTTON");
      element.set("TEXT", button.text);
      element.show_if(button.second, "SECOND");
      element.show_if(button.red, "RED");
      if (button.name.empty()) continue;
      Dictionary named = element.add("NAMED");
      named.set("KEY", button.name);
      named.set("WORD", button.value);
    }
  }
  void add(Dictionary entry, const Control& control) {
    const std::string id = fmt::format("f{}-{}", forms_, field_id(control.name));
    if (!control.error.empty()) problems_.emplace_back(id, control.error);
    const bool hidden = control.kind == Control::Kind::hidden;
    const bool check = control.kind == Control::Kind::check;
    Dictionary part = entry.add(hidden ? "HIDDEN" : check ? "CHECK" : "LABELLED");
    part.set("NAME", control.name);
    part.set("VALUE", control.value);
    if (hidden) return;
    part.set("ID", id);
    part.set("LABEL", control.label);
    part.show_if(check && control.value == "yes", "ON");
    add_help(part, control, id);
  }

  Page page_;
  const Sheet& sheet_;
  int forms_ = 0;
  std::vector<std::pair<std::string, std::string>> problems_;
};

}  // namespace

std::string sheet(const Shell& shell, const Sheet& page) { return SheetPage(shell, page).text(); }

}  // namespace yanxi::html
