// Encodings of text files: how they are detected, and their way to UTF-8.
#include "base/text_encoding.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

namespace eventlens {
namespace {

ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// What put_text makes of the bytes, in just the room that it asks for.
std::string transcoded(std::string_view stored, TextEncoding encoding,
                       bool at_end = true) {
  std::vector<uint8_t> room(transcoded_room(stored.size()));
  const auto [consumed, written] =
      put_text(room.data(), bytes_of(stored), encoding, at_end);
  CHECK(consumed <= stored.size());
  REQUIRE(written <= room.size());
  return {reinterpret_cast<const char*>(room.data()), written};
}

std::string times(size_t count, std::string_view text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

TEST_SUITE("base/text_encoding") {
  TEST_CASE("detected by mark, by zeros, by what an XML declaration says") {
    struct Case {
      std::string_view head;
      TextEncoding encoding;
      size_t mark_size;
    };
    using namespace std::string_view_literals;
    const std::array cases = {
        Case{"\xEF\xBB\xBF<", TextEncoding::Utf8, 3},
        Case{"\xFF\xFE<\0"sv, TextEncoding::Utf16Le, 2},
        Case{"\xFE\xFF\0<"sv, TextEncoding::Utf16Be, 2},
        Case{"<\0E\0"sv, TextEncoding::Utf16Le, 0},
        Case{"\0<\0E"sv, TextEncoding::Utf16Be, 0},
        Case{"<?xml version='1.0' encoding='windows-1252'?>",
             TextEncoding::Windows1252, 0},
        Case{"<?xml version='1.0' encoding='utf-8'?>", TextEncoding::Utf8, 0},
        Case{"", TextEncoding::Utf8, 0},
    };
    for (const Case& expected : cases) {
      CAPTURE(expected.head);
      const auto [encoding, mark_size] =
          detect_encoding(bytes_of(expected.head));
      CHECK(encoding == expected.encoding);
      CHECK(mark_size == expected.mark_size);
    }
  }

  TEST_CASE("Windows-1252 of euro signs wrote beyond the room it asked for") {
    constexpr size_t kMany = 100'000;
    CHECK(transcoded(std::string(kMany, '\x80'), TextEncoding::Windows1252) ==
          times(kMany, "\u20AC"));
    CHECK(transcoded(std::string(kMany, '\xFC'), TextEncoding::Windows1252) ==
          times(kMany, "\u00FC"));
  }

  TEST_CASE("UTF-16 of characters of three bytes and of halves of pairs") {
    using namespace std::string_view_literals;
    constexpr size_t kMany = 100'000;
    CHECK(transcoded(times(kMany, "\xAC\x20"), TextEncoding::Utf16Le) ==
          times(kMany, "\u20AC"));
    CHECK(transcoded(times(kMany, "\x20\xAC"), TextEncoding::Utf16Be) ==
          times(kMany, "\u20AC"));
    CHECK(transcoded(times(kMany, "\x3D\xD8\x00\xDE"sv),
                     TextEncoding::Utf16Le) == times(kMany, "\U0001F600"));
    CHECK(transcoded(times(kMany, "\x3D\xD8"), TextEncoding::Utf16Le) ==
          times(kMany, "\uFFFD"));
  }

  TEST_CASE("half a character of UTF-16 is left over until the end") {
    using namespace std::string_view_literals;
    CHECK(transcoded("A\0\x3D\xD8"sv, TextEncoding::Utf16Le, false) == "A");
    CHECK(transcoded("A\0\x3D"sv, TextEncoding::Utf16Le, false) == "A");
    CHECK(transcoded("A\0\x3D\xD8"sv, TextEncoding::Utf16Le) == "A\uFFFD");
    CHECK(transcoded("A\0\x3D"sv, TextEncoding::Utf16Le) == "A");
  }

  TEST_CASE("the stored size of what was written is that of what was read") {
    using namespace std::string_view_literals;
    const std::array stored = {
        std::pair{"a\x80\x81\xFC"sv, TextEncoding::Windows1252},
        std::pair{"a\0\xAC\x20\x3D\xD8\x00\xDE"sv, TextEncoding::Utf16Le},
        std::pair{"\0a\x20\xAC\xD8\x3D\xDE\x00"sv, TextEncoding::Utf16Be},
        std::pair{"a\xC3\xBC"sv, TextEncoding::Utf8},
    };
    for (const auto& [bytes, encoding] : stored) {
      CHECK(stored_size(transcoded(bytes, encoding), encoding) == bytes.size());
    }
  }
}

}  // namespace
}  // namespace eventlens
