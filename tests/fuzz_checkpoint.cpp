#include "events/log/checkpoint.hpp"
#include "tests/fuzz.hpp"

// Only what was signed is believed, and a key that is read is written to the same text. The key is
// known here, so that the corpus can hold a good note.

using namespace yanxi;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SigningKey key =
      SigningKey::read("PRIVATE+KEY+yanxi+02e97fa1+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  const std::string_view text = text_of(data, size);
  try {
    must(key.sign(read_note(text, {key.public_key()})) == text);
  } catch (const NoteFault&) {
  }
  try {
    must(write_verifier_key(read_verifier_key(text)) == text);
  } catch (const NoteFault&) {
  }
  try {
    must(SigningKey::read(text).text() == text);
  } catch (const NoteFault&) {
  }
  return 0;
}
