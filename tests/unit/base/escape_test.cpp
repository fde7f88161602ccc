// Text into output, against a simple reference written here.
#include "base/escape.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

#include "support/padded_bytes.h"

namespace eventlens {
namespace {

using test::PaddedBytes;

constexpr std::array<Escape, 4> kModes = {Escape::Raw, Escape::XmlText,
                                          Escape::XmlAttribute, Escape::Json};

std::string utf8_of(char32_t c) {
  std::string text;
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80 | ((c >> shift) & 0x3F));
  };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
  return text;
}

std::string json_of(char32_t c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  if (c >= 0x20) {
    return utf8_of(c);
  }
  const std::string digits = "0123456789abcdef";
  return "\\u00" + digits.substr(c >> 4, 1) + digits.substr(c & 0xF, 1);
}

std::string xml_of(char32_t c, bool attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '\n':
      return "&#10;";
    case '\t':
      return attribute ? "&#9;" : "\t";
    case '"':
      return attribute ? "&quot;" : "\"";
    case '\'':
      return attribute ? "&apos;" : "'";
    default:
      break;
  }
  const bool forbidden = c < 0x20 || c == 0xFFFE || c == 0xFFFF;
  return utf8_of(forbidden ? 0xFFFD : c);
}

std::string escaped(char32_t c, Escape mode) {
  switch (mode) {
    case Escape::Raw:
      return utf8_of(c);
    case Escape::Json:
      return json_of(c);
    case Escape::XmlText:
      return xml_of(c, false);
    case Escape::XmlAttribute:
      return xml_of(c, true);
  }
  return {};
}

/// What put_utf16 shall write.
std::string reference(std::u16string_view text, Escape mode) {
  std::string out;
  for (size_t i = 0; i < text.size() && text[i] != 0; ++i) {
    char32_t c = text[i];
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.size() &&
        text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - char32_t{0xDC00});
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD;
    }
    out += escaped(c, mode);
  }
  return out;
}

/// Into exactly the room that is asked for, so that AddressSanitizer sees a
/// write beyond it.
std::string from_utf16(ByteView text, Escape mode) {
  const PaddedBytes bytes(text);
  std::vector<char> room(escaped_room(text.size()));
  return {room.data(), put_utf16(room.data(), bytes.view(), mode)};
}

std::string from_utf16(std::u16string_view text, Escape mode) {
  return from_utf16(PaddedBytes(text).view(), mode);
}

void check_all_modes(std::u16string_view text) {
  for (const Escape mode : kModes) {
    CAPTURE(mode);
    CHECK(from_utf16(text, mode) == reference(text, mode));
  }
}

TEST_SUITE("base/escape UTF-16") {
  TEST_CASE("every character below U+0100, alone") {
    for (char16_t c = 0; c < 0x100; ++c) {
      CAPTURE(static_cast<int>(c));
      check_all_modes({&c, 1});
    }
  }

  // Texts of 128 units and more go through registers of 32 units where the
  // processor has them.
  TEST_CASE("what needs care at every place in long texts") {
    const std::u16string specials = u"<\"\\\r\x7F\u0100\u80AB\xD800\uFFFE";
    for (const char16_t special : specials) {
      for (const size_t size :
           {47U, 64U, 127U, 128U, 129U, 159U, 160U, 161U, 230U}) {
        for (size_t at = 0; at < size; ++at) {
          std::u16string text(size, u'a');
          text[at] = special;
          text[size - 1 - at] = special;
          for (const Escape mode : kModes) {
            REQUIRE(from_utf16(text, mode) == reference(text, mode));
          }
        }
      }
    }
  }

  TEST_CASE("a NUL ends long texts too") {
    for (size_t at = 0; at < 200; ++at) {
      std::u16string text(200, u'a');
      text[at] = 0;
      CHECK(from_utf16(text, Escape::Json) == std::string(at, 'a'));
    }
  }

  TEST_CASE("what needs care at every place around the kernel's 16 units") {
    const std::u16string specials =
        u"<&>\"'\\\t\r\n\x01\x1F\x7F\x80\xFF\u0100\u7F20\u80AB\xD800\xDFFF"
        u"\uFFFD\uFFFE\uFFFF";
    for (const char16_t special : specials) {
      for (size_t size = 1; size <= 41; ++size) {
        for (size_t at = 0; at < size; ++at) {
          std::u16string text(size, u'a');
          text[at] = special;
          for (const Escape mode : kModes) {
            if (from_utf16(text, mode) != reference(text, mode)) {
              FAIL("character " << static_cast<int>(special) << " at " << at
                                << " of " << size);
            }
          }
        }
      }
    }
  }

  TEST_CASE("plain text of every length around the kernel's 16 units") {
    for (size_t size = 0; size <= 70; ++size) {
      check_all_modes(std::u16string(size, u'x'));
    }
  }

  TEST_CASE("a NUL ends the text, wherever it stands") {
    for (size_t at = 0; at <= 40; ++at) {
      std::u16string text(41, u'a');
      text[at] = 0;
      for (const Escape mode : kModes) {
        CHECK(from_utf16(text, mode) == std::string(at, 'a'));
      }
    }
  }

  TEST_CASE("surrogate pairs across the kernel's boundary, and halves") {
    for (size_t at = 0; at <= 20; ++at) {
      const std::u16string before(at, u'a');
      check_all_modes(before + u"\U0001F600b");
      check_all_modes(before + u"\xD83D");
      check_all_modes(before + u"\xDE00\xD83D");
      check_all_modes(before + u"\xD83D\xD83D\xDE00");
    }
    CHECK(from_utf16(u"\U0001F600\U0010FFFF", Escape::Json) ==
          "\U0001F600\U0010FFFF");
  }

  TEST_CASE("an odd last byte is dropped") {
    const std::vector<uint8_t> bytes = {'a', 0, 'b', 0, 'c'};
    CHECK(from_utf16(ByteView(bytes), Escape::Raw) == "ab");
    CHECK(from_utf16(ByteView(bytes).first(1), Escape::Raw).empty());
    // The half of a pair that the odd byte would make is not read either.
    const std::vector<uint8_t> pair = {0x3D, 0xD8, 0x00};
    CHECK(from_utf16(ByteView(pair), Escape::Raw) == "\uFFFD");
  }

  TEST_CASE("what lies behind the text does not show") {
    const std::vector<uint8_t> bytes = {'a', 0, 'b', 0, 'c', 0, '<', 0};
    for (size_t size = 0; size <= 8; size += 2) {
      CHECK(from_utf16(ByteView(bytes).first(size), Escape::XmlText) ==
            std::string("abc&lt;").substr(0, size == 8 ? 7 : size / 2));
    }
  }

  TEST_CASE("long text that is all outside ASCII, and all escapes") {
    for (const char16_t c : {u'\u00E4', u'\u65E5', u'"', u'\x01', u'\xD800'}) {
      check_all_modes(std::u16string(5'000, c));
    }
  }

  TEST_CASE("random text in every mode") {
    std::mt19937 random(4771);
    for (int round = 0; round < 20'000; ++round) {
      std::u16string text(random() % 50, u'\0');
      for (char16_t& c : text) {
        const uint32_t kind = random() % 16;
        c = kind < 10   ? static_cast<char16_t>(0x20 + random() % 0x5F)
            : kind < 12 ? static_cast<char16_t>(1 + random() % 0x7F)
            : kind < 14 ? static_cast<char16_t>(0xD800 + random() % 0x800)
                        : static_cast<char16_t>(random());
      }
      const Escape mode = kModes[static_cast<size_t>(round) % kModes.size()];
      REQUIRE(from_utf16(text, mode) == reference(text, mode));
    }
  }

  TEST_CASE("appended to a buffer") {
    Buffer out;
    for (int i = 0; i < 1'000; ++i) {
      append_utf16(out, PaddedBytes(u"<\u00E4>").view(), Escape::XmlText);
    }
    CHECK(out.size() == 10'000);
    CHECK(out.view().ends_with("&lt;\u00E4&gt;"));
  }
}

}  // namespace
}  // namespace eventlens
