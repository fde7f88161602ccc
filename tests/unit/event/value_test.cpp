// The text of every type in Windows' spelling, and of what does not fit.
#include "event/value.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "support/padded_bytes.h"

namespace eventlens {
namespace {

using namespace test;

std::string text_of(const Value& value, Escape escape = Escape::Raw) {
  Buffer out;
  append_value(out, value, escape);
  return std::string(out.view());
}

std::string text_of(const EvtxValue& value, Escape escape = Escape::Raw) {
  return text_of(OwnedValue(value).value(), escape);
}

bool fits(const EvtxValue& value) {
  const OwnedValue owned(value);
  Buffer out;
  return append_value(out, owned.value(), Escape::Raw);
}

EvtxValue value_of(EvtxType type, EvtxBytes bytes) {
  EvtxValue value;
  value.type = static_cast<uint8_t>(type);
  value.bytes = std::move(bytes);
  return value;
}

TEST_SUITE("event/value text") {
  TEST_CASE("integers") {
    CHECK(text_of(int8_value(-128)) == "-128");
    CHECK(text_of(uint8_value(255)) == "255");
    CHECK(text_of(int16_value(-32768)) == "-32768");
    CHECK(text_of(uint16_value(65535)) == "65535");
    CHECK(text_of(int32_value(INT32_MIN)) == "-2147483648");
    CHECK(text_of(uint32_value(UINT32_MAX)) == "4294967295");
    CHECK(text_of(int64_value(INT64_MIN)) == "-9223372036854775808");
    CHECK(text_of(uint64_value(UINT64_MAX)) == "18446744073709551615");
    CHECK(text_of(int32_value(0)) == "0");
  }

  TEST_CASE("hexadecimal: minimal digits, lower case, from the whole value") {
    CHECK(text_of(hex32_value(0)) == "0x0");
    CHECK(text_of(hex32_value(0x18)) == "0x18");
    CHECK(text_of(hex32_value(0xC000006D)) == "0xc000006d");
    CHECK(text_of(hex64_value(0x19d3af)) == "0x19d3af");
    CHECK(text_of(hex64_value(0x8010000000000000)) == "0x8010000000000000");
    CHECK(text_of(size_t_value(0xABC, 4)) == "0xabc");
    CHECK(text_of(size_t_value(0x7FFE00001234, 8)) == "0x7ffe00001234");
    CHECK(text_of(pointer_value(0x3e7)) == "0x3e7");
  }

  TEST_CASE("floating point, with what is no number as Windows spells it") {
    CHECK(text_of(real64_value(0)) == "0.000000");
    CHECK(text_of(real64_value(-1.5)) == "-1.500000");
    CHECK(text_of(real32_value(0.25F)) == "0.250000");
    CHECK(text_of(real64_value(99999999999999984.0)) ==
          "99999999999999984.000000");
    CHECK(text_of(real64_value(1e300)) == "1.0000000000000001e+300");
    CHECK(text_of(real64_value(-1e300)) == "-1.0000000000000001e+300");
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(text_of(real64_value(infinity)) == "1.#INF");
    CHECK(text_of(real64_value(-infinity)) == "-1.#INF");
    CHECK(text_of(real64_value(std::copysign(std::nan(""), -1))) == "-1.#IND");
    CHECK(text_of(real64_value(std::copysign(std::nan(""), 1))) == "1.#QNAN");
  }

  TEST_CASE("irregular booleans: anything but 0 is true") {
    CHECK(text_of(bool_value(0)) == "false");
    CHECK(text_of(bool_value(1)) == "true");
    for (const uint32_t word : {0x10U, 0x10000U, 0x004E0043U, 0xFFFFFFFFU}) {
      CHECK(text_of(bool_value(word)) == "true");
    }
  }

  TEST_CASE("binary, GUID, SID, times") {
    CHECK(text_of(binary_value({0x00, 0x9F, 0xAB})) == "009FAB");
    CHECK(text_of(binary_value({})).empty());
    CHECK(text_of(guid_value("{00112233-4455-6677-8899-aabbccddeeff}")) ==
          "{00112233-4455-6677-8899-AABBCCDDEEFF}");
    CHECK(text_of(sid_value("S-1-5-21-1-2-3-500")) == "S-1-5-21-1-2-3-500");
    CHECK(text_of(filetime_value(0)) == "1601-01-01T00:00:00.0000000Z");
    CHECK(text_of(filetime_value(
              filetime_from_utc({2025, 3, 3, 8, 0, 1, 1234567}))) ==
          "2025-03-03T08:00:01.1234567Z");
    CHECK(text_of(filetime_value(UINT64_MAX)) == "0xffffffffffffffff");
    CHECK(text_of(systemtime_value({2024, 2, 4, 29, 23, 59, 58, 7})) ==
          "2024-02-29T23:59:58.0070000Z");
    CHECK(text_of(systemtime_value({})) == "1601-01-01T00:00:00.0000000Z");
    CHECK(text_of(systemtime_value({2023, 2, 4, 29, 0, 0, 0, 0})) ==
          "E707020004001D000000000000000000");
  }

  TEST_CASE("types that nobody knows are their bytes") {
    CHECK(text_of(handle_value(0x1234)) == "3412000000000000");
    CHECK_FALSE(fits(handle_value(1)));
    CHECK(text_of(evt_xml_value({0x3C})) == "3C");
    CHECK(text_of(value_of(static_cast<EvtxType>(0x16), {1, 2})) == "0102");
    CHECK(text_of(value_of(static_cast<EvtxType>(0x6E), {1, 2})) == "0102");
    CHECK(fits(value_of(static_cast<EvtxType>(0x16), {})));
  }

  TEST_CASE("strings end at the first NUL, blanks stay, the odd byte goes") {
    CHECK(text_of(string_value("Advapi  ", TrailingNul::Yes)) == "Advapi  ");
    CHECK(text_of(string_value(std::u16string_view(u"a\0b", 3))) == "a");
    EvtxValue odd = string_value("abc");
    odd.bytes.push_back('d');
    CHECK(text_of(odd) == "abc");
    CHECK_FALSE(fits(odd));
    CHECK(text_of(value_of(EvtxType::String, {'a'})).empty());
  }

  TEST_CASE("ANSI strings are Windows-1252 and cannot fail") {
    CHECK(text_of(ansi_value("a\x80\xE4\x81", TrailingNul::Yes)) ==
          "a\u20AC\u00E4\u0081");
    CHECK(text_of(ansi_value(std::string_view("a\0b", 3))) == "a");
  }

  TEST_CASE("NULL has no text, whatever its size") {
    CHECK(text_of(null_value(0)).empty());
    CHECK(text_of(null_value(16)).empty());
    CHECK(fits(null_value(16)));
    CHECK(text_of(Value{}).empty());
  }

  TEST_CASE("UTF-8 of our own") {
    CHECK(text_of(Value::of_utf8("\u00E4<")) == "\u00E4<");
    CHECK(text_of(Value::of_utf8("\u00E4<"), Escape::XmlText) == "\u00E4&lt;");
    CHECK(text_of(Value::of_utf8("")).empty());
  }

  TEST_CASE("a size that does not fit the type: the bytes that are there") {
    for (uint8_t type = 0x03; type <= 0x15; ++type) {
      const auto kind = static_cast<EvtxType>(type);
      if (kind == EvtxType::Binary || kind == EvtxType::Sid) {
        continue;
      }
      CAPTURE(type);
      const EvtxValue odd = value_of(kind, {0xAB, 0x01, 0xCD});
      CHECK(text_of(odd) == "AB01CD");
      CHECK_FALSE(fits(odd));
      CHECK(text_of(value_of(kind, {})).empty());
    }
  }

  TEST_CASE("SIDs of a size that does not fit") {
    const EvtxValue whole = sid_value("S-1-5-21-7");
    CHECK(fits(whole));
    EvtxValue sid = whole;
    sid.bytes[1] = 0;  // 16 bytes, but no sub-authorities
    CHECK(text_of(sid) == "S-1-5");
    CHECK_FALSE(fits(sid));
    sid = whole;
    sid.bytes[1] = 15;
    CHECK(text_of(sid) == "S-1-5-21-7");
    CHECK_FALSE(fits(sid));
    sid.bytes.resize(7);
    CHECK(text_of(sid) == "010F0000000000");
    CHECK_FALSE(fits(sid));
  }

  TEST_CASE("text is escaped for where it goes") {
    const EvtxValue text = string_value("<\"&'>\n");
    CHECK(text_of(text, Escape::XmlText) == "&lt;\"&amp;'&gt;&#10;");
    CHECK(text_of(text, Escape::XmlAttribute) ==
          "&lt;&quot;&amp;&apos;&gt;&#10;");
    CHECK(text_of(text, Escape::Json) == "<\\\"&'>\\n");
    CHECK(text_of(ansi_value("<"), Escape::XmlText) == "&lt;");
  }
}

TEST_SUITE("event/value meaning") {
  std::optional<uint64_t> integer(const EvtxValue& value) {
    return integer_of(OwnedValue(value).value());
  }

  TEST_CASE("integers of numbers") {
    CHECK(integer(uint8_value(200)) == 200U);
    CHECK(integer(int8_value(-1)) == UINT64_MAX);
    CHECK(integer(int16_value(-2)) == UINT64_MAX - 1);
    CHECK(integer(int32_value(-3)) == UINT64_MAX - 2);
    CHECK(integer(int64_value(-4)) == UINT64_MAX - 3);
    CHECK(integer(hex32_value(0xC0000001)) == 0xC0000001U);
    CHECK(integer(hex64_value(UINT64_MAX)) == UINT64_MAX);
  }

  TEST_CASE("integers of texts, for forwarded events") {
    CHECK(integer(string_value("4771")) == 4771U);
    CHECK(integer(string_value("0x18", TrailingNul::Yes)) == 0x18U);
    CHECK(integer(string_value(" -1 ")) == UINT64_MAX);
    CHECK(integer(ansi_value("7")) == 7U);
    CHECK(integer_of(Value::of_utf8("8")) == 8U);
  }

  TEST_CASE("what is no integer") {
    CHECK_FALSE(integer(string_value("")).has_value());
    CHECK_FALSE(integer(string_value("47a")).has_value());
    CHECK_FALSE(integer(string_value("\u0661")).has_value());
    CHECK_FALSE(integer(string_value(std::string(41, '0'))).has_value());
    CHECK(integer(string_value(std::string(40, '0'))) == 0U);
    CHECK_FALSE(integer(null_value(4)).has_value());
    CHECK_FALSE(integer(value_of(EvtxType::UInt32, {1, 0})).has_value());
    CHECK_FALSE(integer(filetime_value(7)).has_value());
    CHECK_FALSE(
        integer(array_value(EvtxType::UInt8, {uint8_value(1)})).has_value());
  }

  TEST_CASE("times") {
    const auto time = [](const EvtxValue& value) {
      return time_of(OwnedValue(value).value());
    };
    CHECK(time(filetime_value(5)) == 5U);
    CHECK(time(string_value("1601-01-01T00:00:01Z")) == kTicksPerSecond);
    CHECK_FALSE(time(string_value("yesterday")).has_value());
    CHECK_FALSE(time(value_of(EvtxType::FileTime, {1, 2})).has_value());
    CHECK_FALSE(time(uint64_value(5)).has_value());
  }

  TEST_CASE("what has no text") {
    const auto empty = [](const EvtxValue& value) {
      return is_empty_text(OwnedValue(value).value());
    };
    CHECK(empty(null_value(16)));
    CHECK(empty(string_value("")));
    CHECK(empty(string_value("", TrailingNul::Yes)));
    CHECK(empty(string_value(std::u16string_view(u"\0x", 2))));
    CHECK(empty(value_of(EvtxType::String, {'a'})));
    CHECK(empty(ansi_value(std::string_view("\0x", 2))));
    CHECK(empty(binary_value({})));
    CHECK(empty(string_array_value({})));
    CHECK_FALSE(empty(string_array_value({""})));
    CHECK_FALSE(empty(uint8_value(0)));
    CHECK_FALSE(empty(string_value(" ")));
    CHECK_FALSE(empty(binary_value({0})));
  }
}

}  // namespace
}  // namespace eventlens
