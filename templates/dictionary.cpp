#include "templates/dictionary.hpp"

#include <ctemplate/template.h>

#include <array>
#include <charconv>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "templates/embedded.hpp"

namespace yanxi {
namespace {

using ctemplate::TemplateString;

TemplateString wrap(std::string_view text) { return {text.data(), text.size()}; }

// A name with its id. ctemplate would hash it and ask a locked table for every use; names are
// literals, so each thread remembers them by their address.
TemplateString wrap_name(std::string_view name) {
  thread_local std::unordered_map<const char*, TemplateString> known;
  const auto found = known.find(name.data());
  if (found != known.end()) return found->second;
  ctemplate::StaticTemplateString made = {{name.data(), name.size(), 0}};
  const ctemplate::StaticTemplateStringInitializer initializer(&made);
  return known.emplace(name.data(), TemplateString(made)).first->second;
}

// The string cache never reads a file again, so every thread may expand from it.
ctemplate::TemplateCache& cache() {
  static ctemplate::TemplateCache templates;
  return templates;
}

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"HTML\"}}";

void load(const EmbeddedFile& file) {
  // Without the pragma as its very first bytes a template escapes nothing and says nothing.
  if (!file.content.starts_with(pragma)) {
    throw std::runtime_error(std::string(file.name) + " does not begin with " +
                             std::string(pragma));
  }
  if (!cache().StringToTemplateCache(wrap(file.name), wrap(file.content),
                                     ctemplate::STRIP_WHITESPACE)) {
    throw std::runtime_error("template " + std::string(file.name) + " does not load");
  }
}

}  // namespace

void load_templates() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.name.ends_with(".tpl")) load(file);
    }
    cache().Freeze();
  });
}

void Dictionary::set(std::string_view name, std::string_view value) {
  inner_->SetValue(wrap_name(name), wrap(value));
}
void Dictionary::set(std::string_view name, long value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  set(name, std::string_view(digits.data(), end));
}
void Dictionary::refer(std::string_view name, std::string_view value) {
  inner_->SetValueWithoutCopy(wrap_name(name), wrap(value));
}
void Dictionary::show(std::string_view section) { inner_->ShowSection(wrap_name(section)); }
Dictionary Dictionary::add(std::string_view section) {
  return Dictionary(inner_->AddSectionDictionary(wrap_name(section)));
}
Dictionary Dictionary::include(std::string_view name, const char* file) {
  auto* included = inner_->AddIncludeDictionary(wrap_name(name));
  included->SetFilename(file);
  return Dictionary(included);
}

Document::Document() : root_(std::make_unique<ctemplate::TemplateDictionary>("document")) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;

Dictionary Document::root() { return Dictionary(root_.get()); }

void Document::set_everywhere(std::string_view name, std::string_view value) {
  root_->SetTemplateGlobalValue(wrap_name(name), wrap(value));
}

std::string Document::text(const char* file) {
  std::string text;
  text.reserve(96 * 1024);
  if (!cache().ExpandNoLoad(file, ctemplate::STRIP_WHITESPACE, root_.get(), nullptr, &text)) {
    throw std::runtime_error(std::string("a template is missing on the page of ") + file);
  }
  return text;
}

}  // namespace yanxi
