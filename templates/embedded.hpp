// Files built into the program: templates and the default catalogue; and the addresses of style
// sheet, script and icon, which nginx serves. Made from the tree by templates/CMakeLists.txt.
#pragma once

#include <span>
#include <string_view>

namespace yanxi {

struct EmbeddedFile {
  std::string_view name;  // home.tpl, 115.json
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();
// Throws std::out_of_range for a name that was not built in.
std::string_view embedded_file(std::string_view name);

// The addresses of the style sheet and the script below the prefix, with a part of their digest, so
// that a browser may keep them for ever: assets/style.3f2a9c1d.css
extern const char* const style_address;
extern const char* const script_address;
extern const char* const icon_address;

}  // namespace yanxi
