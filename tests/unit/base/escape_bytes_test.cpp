// Text that comes as bytes: UTF-8 and Windows-1252.
#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/escape.h"

namespace eventlens {
namespace {

/// From bytes with nothing readable behind them, into exactly the room that is
/// asked for.
std::string from_utf8(std::string_view text, Escape mode) {
  const std::vector<char> bytes(text.begin(), text.end());
  std::vector<char> room(escaped_room(text.size()));
  return {room.data(),
          put_utf8(room.data(), {bytes.data(), bytes.size()}, mode)};
}

std::string from_ansi(std::string_view text, Escape mode) {
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  std::vector<char> room(escaped_room(text.size()));
  return {room.data(), put_ansi(room.data(), bytes, mode)};
}

TEST_SUITE("base/escape UTF-8") {
  TEST_CASE("valid text stays, in every length of character") {
    const std::string text =
        "a\u00E4\u07FF\u0800\u65E5\uD7FF\uE000\U00010000"
        "\U0010FFFF";
    CHECK(from_utf8(text, Escape::Raw) == text);
    CHECK(from_utf8(text, Escape::XmlText) == text);
    CHECK(from_utf8(text, Escape::Json) == text);
    CHECK(from_utf8("", Escape::Json).empty());
  }

  TEST_CASE("escapes") {
    CHECK(from_utf8("<&>\"'\\\t\r\n", Escape::Raw) == "<&>\"'\\\t\r\n");
    CHECK(from_utf8("<&>\"'\\\t\r\n", Escape::XmlText) ==
          "&lt;&amp;&gt;\"'\\\t&#13;&#10;");
    CHECK(from_utf8("<&>\"'\\\t\r\n", Escape::XmlAttribute) ==
          "&lt;&amp;&gt;&quot;&apos;\\&#9;&#13;&#10;");
    CHECK(from_utf8("<&>\"'\\\t\r\n\b\f\x1F", Escape::Json) ==
          "<&>\\\"'\\\\\\t\\r\\n\\b\\f\\u001f");
  }

  TEST_CASE("a NUL is a character") {
    const std::string_view text("a\0b", 3);
    CHECK(from_utf8(text, Escape::Json) == "a\\u0000b");
    CHECK(from_utf8(text, Escape::XmlText) == "a\uFFFDb");
    CHECK(from_utf8(text, Escape::Raw) == text);
  }

  TEST_CASE("U+FFFE and U+FFFF are no characters of XML") {
    CHECK(from_utf8("\uFFFE\uFFFF", Escape::XmlText) == "\uFFFD\uFFFD");
    CHECK(from_utf8("\uFFFE\uFFFF", Escape::XmlAttribute) == "\uFFFD\uFFFD");
    CHECK(from_utf8("\uFFFE\uFFFF", Escape::Json) == "\uFFFE\uFFFF");
  }

  TEST_CASE("malformed text: a byte that is no UTF-8 is one of Windows-1252") {
    for (const std::string_view bad :
         {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(",
          "\xE0\x80\x80", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80",
          "\xF0\x80\x80\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFF", "\xFE"}) {
      CAPTURE(bad.size());
      std::string expected;
      for (const char c : bad) {
        expected += c == '(' ? "(" : from_ansi(std::string(1, c), Escape::Raw);
      }
      for (const Escape mode :
           {Escape::Raw, Escape::XmlText, Escape::XmlAttribute, Escape::Json}) {
        CHECK(from_utf8(bad, mode) == expected);
        CHECK(from_utf8("a" + std::string(bad) + "b", mode) ==
              "a" + expected + "b");
      }
    }
  }

  TEST_CASE("what needs care at every place around the kernel's 16 bytes") {
    for (const std::string special : {"<", "\"", "\x01", "\u00E4", "\xFF"}) {
      for (size_t before = 0; before <= 40; ++before) {
        for (size_t behind = 0; behind <= 17; ++behind) {
          const std::string a(before, 'a');
          const std::string b(behind, 'b');
          CHECK(from_utf8(a + special + b, Escape::Json) ==
                a + from_utf8(special, Escape::Json) + b);
          CHECK(from_utf8(a + special + b, Escape::XmlAttribute) ==
                a + from_utf8(special, Escape::XmlAttribute) + b);
        }
      }
    }
  }

  TEST_CASE("any bytes give valid text, and writing it again changes nothing") {
    std::mt19937 random(1252);
    for (int round = 0; round < 10'000; ++round) {
      std::string bytes(random() % 40, '\0');
      for (char& c : bytes) {
        c = static_cast<char>(random() % 3 == 0 ? 'a' : random());
      }
      const std::string once = from_utf8(bytes, Escape::Raw);
      REQUIRE(from_utf8(once, Escape::Raw) == once);
    }
  }
}

TEST_SUITE("base/escape Windows-1252") {
  TEST_CASE("ASCII, Latin-1 and the range between them") {
    CHECK(from_ansi("az~", Escape::Raw) == "az~");
    CHECK(from_ansi("\xA0\xC4\xFF", Escape::Raw) == "\u00A0\u00C4\u00FF");
    CHECK(from_ansi("\x80\x82\x8A\x91\x99\x9F", Escape::Raw) ==
          "\u20AC\u201A\u0160\u2018\u2122\u0178");
    // Undefined there, but not lost.
    CHECK(from_ansi("\x81\x8D\x8F\x90\x9D", Escape::Raw) ==
          "\u0081\u008D\u008F\u0090\u009D");
  }

  TEST_CASE("escapes, and the end at a NUL") {
    CHECK(from_ansi("<\xE4&\"", Escape::XmlAttribute) ==
          "&lt;\u00E4&amp;&quot;");
    CHECK(from_ansi("\x01\"", Escape::Json) == "\\u0001\\\"");
    CHECK(from_ansi(std::string_view("a\0b", 3), Escape::Raw) == "a");
    CHECK(from_ansi("", Escape::Raw).empty());
  }

  TEST_CASE("at every place around the kernel's 16 bytes") {
    for (const std::string special : {"<", "\"", "\x01", "\xE4", "\x80"}) {
      for (size_t before = 0; before <= 40; ++before) {
        for (size_t behind = 0; behind <= 17; ++behind) {
          const std::string a(before, 'a');
          const std::string b(behind, 'b');
          CHECK(from_ansi(a + special + b, Escape::Json) ==
                a + from_ansi(special, Escape::Json) + b);
          CHECK(from_ansi(a + special + b + '\0' + b, Escape::XmlText) ==
                a + from_ansi(special, Escape::XmlText) + b);
        }
      }
    }
  }
}

}  // namespace
}  // namespace eventlens
