// What a template is filled with. Here: a thin view of ctemplate's dictionaries, so that its header
// stays in dictionary.cpp, and the frozen set of templates. Not here: what pages say (html_*.cpp).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace ctemplate {
class TemplateDictionary;
}

namespace yanxi {

// A page or a part of it. Cheap to copy; valid while its Document lives.
class Dictionary {
 public:
  explicit Dictionary(ctemplate::TemplateDictionary* inner) : inner_(inner) {}

  // Names are string literals: a name is known again by its address.
  // Values are escaped by the template for the place they stand in.
  void set(std::string_view name, std::string_view value);
  void set(std::string_view name, long value);
  // Without a copy: for texts that outlive the rendering, such as the catalogue's names.
  void refer(std::string_view name, std::string_view value);
  // Shows a section once; or once more, with values of its own.
  void show(std::string_view section);
  void show_if(bool condition, std::string_view section) {
    if (condition) show(section);
  }
  Dictionary add(std::string_view section);
  // Fills {{>NAME}} with another template.
  Dictionary include(std::string_view name, const char* file);

 private:
  ctemplate::TemplateDictionary* inner_;
};

// One rendering: fill `root`, then `text`.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Dictionary root();
  // Visible in every template of this document, included ones too.
  void set_everywhere(std::string_view name, std::string_view value);
  // Throws std::runtime_error when the template or one it includes is missing: never half a page.
  std::string text(const char* file);

 private:
  std::unique_ptr<ctemplate::TemplateDictionary> root_;
};

// Loads all templates that were built into the program and freezes them; throws std::runtime_error
// naming a file that does not load or does not begin with the AUTOESCAPE pragma. Call once, before
// any Document; a second call does nothing.
void load_templates();

}  // namespace yanxi
