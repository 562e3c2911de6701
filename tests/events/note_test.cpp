#include <sodium.h>

#include <boost/test/unit_test.hpp>

#include "events/log/checkpoint.hpp"
#include "tests/refusal.hpp"

// The text of a checkpoint and of keys: each part that can be malformed, and what is said of it.

namespace yanxi {
namespace {

// A key whose seed is 32 zeros, and what it signs. Computed with another program (Node's crypto):
// Ed25519 has one signature for each key and text.
constexpr const char* known_key =
    "PRIVATE+KEY+yanxi+02e97fa1+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
constexpr const char* known_verifier =
    "yanxi+02e97fa1+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr const char* known_note =
    "yanxi/0a1b2c3d4e5f6071\n"
    "12345\n"
    "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    "\n"
    "\u2014 yanxi Aul/oYapdVr3TTT2gpTTASMm5V8797lXELgopvjrSLYGKRiUzBGMkh7ZL6nFUdkPsLn9PYb6aE74iX/"
    "rBv/NDZjnDwg=\n";

// A known text with one part replaced, and what is then wrong with it.
struct Edit {
  std::string part, with, what;
  std::string apply(std::string text) const {
    const auto at = text.find(part);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, part << " is not in " << text);
    return text.replace(at, part.size(), with);
  }
};

const std::string size = "12345\n", digest = "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const std::string signature =
    "Aul/oYapdVr3TTT2gpTTASMm5V8797lXELgopvjrSLYGKRiUzBGMkh7ZL6nFUdkPsLn9PYb6aE74iX/rBv/"
    "NDZjnDwg=";

const Edit notes[] = {
    {"yanxi/0a1b2c3d4e5f6071", "yanxi/0a1b2c3d4e5f6072", "the signature is not over these words"},
    {"yanxi/0a1b2c3d4e5f6071", "", "the signature is not over these words"},
    {size, "12346\n", "the signature is not over these words"},
    {digest, "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", "base64 is malformed"},
    {digest,
     "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ=", "the signature is not over these words"},
    {size, "\n", "the note has no size"},
    {size, "x\n", "the note has no size"},
    {size, "-1\n", "the note has no size"},
    {size, "12345x\n", "the note has no size"},
    {size, "12345 \n", "the note has no size"},
    {size, " 12345\n", "the note has no size"},
    {size, "18446744073709551616\n", "the note has no size"},
    {size, "012345\n", "the note has another form"},
    {digest, "", "the note has no digest"},
    {digest, "AQID", "the note has no digest"},
    {digest, "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "the note has no digest"},
    {digest, "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "base64 is malformed"},
    {digest, "AQID AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "base64 is malformed"},
    {digest, "AQID-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "base64 is malformed"},
    {"\n\n", "\n \n", "the note is cut short"},
    {"\n\n", "\n", "the note is cut short"},
    {"\u2014 yanxi ", "- yanxi ", "the note is not signed by yanxi"},
    {"\u2014 yanxi ", "\u2014 other ", "the note is not signed by yanxi"},
    {"\u2014 yanxi ", "\u2014 yanxi", "the note is not signed by yanxi"},
    {signature, "", "the note is not signed"},
    {signature, "Aul/oQ==", "the note is not signed"},
    {signature, signature.substr(0, 90) + "h=", "base64 is malformed"},
    {signature, "AAAA" + signature, "the note is not signed"},
    {signature, "B" + signature.substr(1), "it is signed by a key that is not known here"},
    {signature, signature.substr(0, 8) + "A" + signature.substr(9),
     "the signature is not over these words"},
    {"Dwg=\n", "Dwg=", "the note is cut short"},
    {"Dwg=\n", "Dwg=\n\n", "the note is not signed by yanxi"},
    {digest, digest + "\nmore", "the signature is not over these words"},
};

const Edit verifiers[] = {
    {"yanxi+", "", "this is no key of ours"},
    {"yanxi+", "Yanxi+", "this is no key of ours"},
    {"+ATtq", "ATtq", "this is no key of ours"},
    {"02e97fa1", "02e97fa2", "the key and its id do not fit"},
    {"02e97fa1", "02E97FA1", "the key and its id do not fit"},
    {"02e97fa1", "", "the key and its id do not fit"},
    {"Wdop", "Wdoq", "the key and its id do not fit"},
    {"Wdop", "Wdop\n", "base64 is malformed"},
    {"Wdop", "Wdo", "base64 is malformed"},
    {"Wdop", "", "this is no Ed25519 key"},
    {"Wdop", "WdopAAAA", "this is no Ed25519 key"},
    {"+ATtq", "+AjtqJ", "base64 is malformed"},
    {"+ATtq", "+Ajtq", "this is no Ed25519 key"},
};

const Edit signers[] = {
    {"PRIVATE+KEY+", "", "this is no key of ours"},
    {"PRIVATE+KEY+", "PRIVATE+KEY", "this is no key of ours"},
    {"+AQAA", "", "this is no key of ours"},
    {"02e97fa1", "02e97fa2", "the key and its id do not fit"},
    {"AQAAAA", "AQAAAB", "the key and its id do not fit"},
    {"AQAAAA", "AQ", "this is no Ed25519 key"},
    {"AQAAAA", "AAAAAA", "this is no Ed25519 key"},
    {"AQAAAA", "AQAAA?", "base64 is malformed"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(note)

BOOST_AUTO_TEST_CASE(a_known_key_signs_the_known_note) {
  const SigningKey key = SigningKey::read(known_key);
  const Checkpoint checkpoint{"yanxi/0a1b2c3d4e5f6071", 12345, {1, 2, 3}};
  BOOST_TEST(key.text() == known_key);
  BOOST_TEST(write_verifier_key(key.public_key()) == known_verifier);
  BOOST_CHECK(read_verifier_key(known_verifier) == key.public_key());
  BOOST_TEST(key.sign(checkpoint) == known_note);
  BOOST_CHECK(read_note(known_note, {key.public_key()}) == checkpoint);
}

BOOST_AUTO_TEST_CASE(each_malformed_part_of_a_note_is_named) {
  const PublicKey key = read_verifier_key(known_verifier);
  for (const Edit& edit : notes) {
    BOOST_TEST_CONTEXT(edit.part << " as " << edit.with) {
      const std::string note = edit.apply(known_note);
      BOOST_TEST(refusal_of<NoteFault>([&] { read_note(note, {key}); }) == edit.what);
    }
  }
  BOOST_TEST(refusal_of<NoteFault>([&] { read_note("", {key}); }) == "the note is cut short");
}

// Lines behind the digest and signatures of others, as a later version may write them.
BOOST_AUTO_TEST_CASE(what_a_later_version_adds_to_a_note_is_read_past) {
  const SigningKey key = SigningKey::read(known_key);
  const Checkpoint checkpoint{"yanxi/0a1b2c3d4e5f6071", 12345, {1, 2, 3}};
  const std::vector<PublicKey> keys = {key.public_key()};
  const std::string note = known_note;
  BOOST_CHECK(read_note(note + "\u2014 witness AAAA\n", keys) == checkpoint);
  BOOST_CHECK(read_note(Edit{"\u2014 yanxi", "\u2014 witness AAAA\n\u2014 yanxi", ""}.apply(note),
                        keys) == checkpoint);
  // A second key of ours that is not known here stands beside one that is.
  const std::string second = SigningKey::make().sign(checkpoint);
  const std::string line = second.substr(second.find("\n\n") + 2);
  BOOST_CHECK(read_note(note + line, keys) == checkpoint);
  std::string body = note.substr(0, note.find("\n\n") + 1) + "merkle AQID\n";
  std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> verifier;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  std::array<unsigned char, crypto_sign_BYTES> signature;
  crypto_sign_seed_keypair(verifier.data(), secret.data(), seed.data());
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                       secret.data());
  std::string bytes = "\x02\xe9\x7f\xa1";
  bytes.append(signature.begin(), signature.end());
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  BOOST_CHECK(read_note(body + "\n\u2014 yanxi " + text + "\n", keys) == checkpoint);
}

BOOST_AUTO_TEST_CASE(a_note_needs_one_of_the_keys_that_are_known) {
  const PublicKey key = read_verifier_key(known_verifier);
  const PublicKey other = SigningKey::make().public_key();
  const std::string unknown = "it is signed by a key that is not known here";
  BOOST_TEST(refusal_of<NoteFault>([&] { read_note(known_note, {}); }) == unknown);
  BOOST_TEST(refusal_of<NoteFault>([&] { read_note(known_note, {other}); }) == unknown);
  BOOST_TEST(refusal_of<NoteFault>([&] { read_note(known_note, {other, key}); }).empty());
  BOOST_TEST(refusal_of<NoteFault>([&] { read_note(known_note, {key, other}); }).empty());
}

BOOST_AUTO_TEST_CASE(each_malformed_part_of_a_key_is_named) {
  for (const Edit& edit : verifiers) {
    BOOST_TEST_CONTEXT(edit.part << " as " << edit.with) {
      const std::string text = edit.apply(known_verifier);
      BOOST_TEST(refusal_of<NoteFault>([&] { read_verifier_key(text); }) == edit.what);
    }
  }
  for (const Edit& edit : signers) {
    BOOST_TEST_CONTEXT(edit.part << " as " << edit.with) {
      const std::string text = edit.apply(known_key);
      BOOST_TEST(refusal_of<NoteFault>([&] { SigningKey::read(text); }) == edit.what);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_key_that_is_made_is_another_one) {
  const SigningKey one = SigningKey::make(), other = SigningKey::make();
  BOOST_TEST(one.text() != other.text());
  BOOST_CHECK(one.public_key() != other.public_key());
  BOOST_TEST(SigningKey::read(one.text()).text() == one.text());
  BOOST_CHECK(read_verifier_key(write_verifier_key(one.public_key())) == one.public_key());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yanxi
