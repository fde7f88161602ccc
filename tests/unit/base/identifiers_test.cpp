#include "base/identifiers.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "support/evtx_value.h"

namespace eventlens {
namespace {

using Bytes = std::vector<uint8_t>;

std::string sid(const Bytes& bytes) {
  std::vector<char> text(kSidRoom + 3 * bytes.size());
  return {text.data(), put_sid(text.data(), bytes)};
}

Bytes sid_bytes(std::string_view text) { return test::sid_value(text).bytes; }

TEST_SUITE("base/identifiers") {
  TEST_CASE("a GUID: three numbers, then bytes, in upper case") {
    const std::array<uint8_t, 16> bytes = {0x33, 0x22, 0x11, 0x00, 0x55, 0x44,
                                           0x77, 0x66, 0x88, 0x99, 0xAA, 0xBB,
                                           0xCC, 0xDD, 0xEE, 0xFF};
    std::array<char, kGuidSize> text;
    char* const end = put_guid(text.data(), bytes.data());
    CHECK(std::string(text.data(), end) ==
          "{00112233-4455-6677-8899-AABBCCDDEEFF}");
    CHECK(end == text.data() + kGuidSize);
  }

  TEST_CASE("SIDs of every length") {
    CHECK(sid(sid_bytes("S-1-0")) == "S-1-0");  // no sub-authorities
    CHECK(sid(sid_bytes("S-1-5-18")) == "S-1-5-18");
    CHECK(sid(sid_bytes("S-1-5-21-4294967295-0-1-500")) ==
          "S-1-5-21-4294967295-0-1-500");
    // 15 sub-authorities are the most that Windows allows; 10 are not.
    std::string fifteen = "S-1-15";
    for (int i = 0; i < 15; ++i) {
      fifteen += "-4294967295";
    }
    CHECK(sid(sid_bytes(fifteen)) == fifteen);
    CHECK(is_whole_sid(sid_bytes(fifteen)));
  }

  TEST_CASE("the authority has 48 bits and is big-endian") {
    CHECK(sid({1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}) ==
          "S-1-281474976710655");
    CHECK(sid({255, 0, 0, 0, 0, 0, 1, 0}) == "S-255-256");
  }

  // Texts of usual SIDs are kept; two that fall into the same place must not
  // be taken for each other.
  TEST_CASE("many SIDs in turn") {
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < 1000; ++i) {
        const std::string text =
            "S-1-5-21-1-2-" + std::to_string(i % 7) + "-" + std::to_string(i);
        CHECK(sid(sid_bytes(text)) == text);
        const std::string builtin = "S-1-5-32-" + std::to_string(i);
        CHECK(sid(sid_bytes(builtin)) == builtin);
      }
    }
  }

  TEST_CASE("SIDs whose first bytes are the same") {
    Bytes bytes = sid_bytes("S-1-5-0");
    bytes[1] = 2;  // says two sub-authorities, has one
    CHECK(sid(bytes) == "S-1-5-0");
    bytes.resize(16);
    CHECK(sid(bytes) == "S-1-5-0-0");
    bytes.resize(12);
    CHECK(sid(bytes) == "S-1-5-0");
    CHECK(sid(Bytes(12)) == "S-0-0");
    CHECK(sid(Bytes(16)) == "S-0-0");
  }

  TEST_CASE("a SID cut off at every byte") {
    const Bytes whole = sid_bytes("S-1-5-21-7");
    CHECK(is_whole_sid(whole));
    for (size_t size = 0; size < whole.size(); ++size) {
      const Bytes cut(whole.begin(),
                      whole.begin() + static_cast<std::ptrdiff_t>(size));
      CHECK_FALSE(is_whole_sid(cut));
      CHECK(sid(cut) == (size < 8 ? "" : size < 12 ? "S-1-5" : "S-1-5-21"));
    }
  }

  TEST_CASE("count and size of a SID disagree") {
    Bytes bytes = sid_bytes("S-1-5-32-544");
    bytes[1] = 0;
    CHECK(sid(bytes) == "S-1-5");
    CHECK_FALSE(is_whole_sid(bytes));
    bytes[1] = 255;
    CHECK(sid(bytes) == "S-1-5-32-544");
    CHECK_FALSE(is_whole_sid(bytes));
    bytes[1] = 2;
    bytes.push_back(0);
    CHECK(sid(bytes) == "S-1-5-32-544");
    CHECK_FALSE(is_whole_sid(bytes));
  }
}

}  // namespace
}  // namespace eventlens
