# Writes the source that builds the given files into the program. The digest in an asset's address
# lets browsers keep it for ever; a change of the file changes the address.
set(embed_source ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
set(embed_assembly ${CMAKE_CURRENT_BINARY_DIR}/embedded.S)
set(declarations "")
set(table "")
set(assembly "    .section .rodata\n")
set(number 0)
foreach(file IN LISTS EMBEDDED_FILES)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME)
  math(EXPR number "${number} + 1")
  string(APPEND assembly "    .global yanxi_file_${number}\n    .global yanxi_file_${number}_end\n"
    "yanxi_file_${number}:\n    .incbin \"${file}\"\nyanxi_file_${number}_end:\n    .byte 0\n")
  string(APPEND declarations
    "extern const char yanxi_file_${number}[], yanxi_file_${number}_end[];\n")
  string(APPEND table "    {\"${name}\", {yanxi_file_${number}, yanxi_file_${number}_end}},\n")
endforeach()
string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/www/assets)
function(publish_asset variable file)
  file(SHA256 ${file} digest)
  string(SUBSTRING ${digest} 0 10 digest)
  get_filename_component(stem ${file} NAME_WE)
  get_filename_component(ending ${file} EXT)
  set(address assets/${stem}.${digest}${ending})
  configure_file(${file} ${CMAKE_BINARY_DIR}/www/${address} COPYONLY)
  set(${variable} ${address} PARENT_SCOPE)
endfunction()
publish_asset(STYLE_ADDRESS ${CMAKE_CURRENT_SOURCE_DIR}/assets/style.css)
publish_asset(SCRIPT_ADDRESS ${CMAKE_CURRENT_SOURCE_DIR}/assets/yanxi.js)
publish_asset(ICON_ADDRESS ${CMAKE_CURRENT_SOURCE_DIR}/assets/icon.svg)
file(CONFIGURE OUTPUT ${embed_assembly} CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${embed_source} @ONLY CONTENT "#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include \"templates/embedded.hpp\"

extern \"C\" {
${declarations}}

namespace yanxi {

std::span<const EmbeddedFile> embedded_files() {
  static const std::array files = std::to_array<EmbeddedFile>({
${table}  });
  return files;
}

std::string_view embedded_file(std::string_view name) {
  const auto files = embedded_files();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  if (found == files.end()) throw std::out_of_range(std::string(name));
  return found->content;
}

const char* const style_address = \"${STYLE_ADDRESS}\";
const char* const script_address = \"${SCRIPT_ADDRESS}\";
const char* const icon_address = \"${ICON_ADDRESS}\";

}  // namespace yanxi
")
set_source_files_properties(${embed_assembly} PROPERTIES OBJECT_DEPENDS "${EMBEDDED_FILES}")
# nginx shows these when the worker cannot answer; they name the style sheet by its digest.
file(GLOB error_pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/nginx/errors/*.html)
foreach(page IN LISTS error_pages)
  get_filename_component(name ${page} NAME)
  configure_file(${page} ${CMAKE_BINARY_DIR}/www/e/${name} @ONLY)
endforeach()
