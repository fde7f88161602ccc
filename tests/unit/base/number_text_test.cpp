#include "base/number_text.h"

#include <doctest/doctest.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <string>

namespace eventlens {
namespace {

template <typename T>
std::string decimal(T value) {
  std::array<char, kMaxDecimalSize + 1> text;
  return {text.data(), put_decimal(text.data(), value)};
}

std::string hex(uint64_t value) {
  std::array<char, 18> text;
  return {text.data(), put_hex(text.data(), value)};
}

TEST_SUITE("base/number_text") {
  TEST_CASE("decimal at every change of width") {
    CHECK(decimal(uint64_t{0}) == "0");
    for (uint64_t power = 1, i = 0; i < 20; ++i, power *= 10) {
      for (const uint64_t value : {power - 1, power, power + 1}) {
        CHECK(decimal(value) == std::to_string(value));
      }
    }
    CHECK(decimal(UINT64_MAX) == "18446744073709551615");
  }

  TEST_CASE("decimal of all that eight digits can be, in steps") {
    for (uint64_t value = 0; value < 100'000'000; value += 37) {
      std::array<char, kMaxDecimalSize + 1> expected;
      const int size =
          std::snprintf(expected.data(), expected.size(), "%" PRIu64, value);
      std::array<char, kMaxDecimalSize> text;
      const char* const end = put_decimal(text.data(), value);
      // CHECK itself would take most of the time.
      if (end - text.data() != size ||
          std::memcmp(text.data(), expected.data(),
                      static_cast<size_t>(size)) != 0) {
        FAIL("wrong at " << value);
      }
    }
  }

  TEST_CASE("signed decimal") {
    CHECK(decimal(int64_t{0}) == "0");
    CHECK(decimal(int64_t{-1}) == "-1");
    CHECK(decimal(INT64_MAX) == "9223372036854775807");
    CHECK(decimal(INT64_MIN) == "-9223372036854775808");
  }

  TEST_CASE("hexadecimal at every width") {
    CHECK(hex(0) == "0x0");
    for (unsigned bit = 0; bit < 64; ++bit) {
      for (const uint64_t value :
           {uint64_t{1} << bit, (uint64_t{1} << bit) - 1}) {
        std::array<char, 20> expected;
        std::snprintf(expected.data(), expected.size(), "0x%" PRIx64, value);
        CHECK(hex(value) == expected.data());
      }
    }
    CHECK(hex(UINT64_MAX) == "0xffffffffffffffff");
  }

  TEST_CASE("bytes as digits, and two digits") {
    const std::array<uint8_t, 4> bytes = {0x00, 0x0F, 0xA0, 0xFF};
    std::array<char, 8> text;
    char* const end = put_hex_bytes(text.data(), bytes.data(), bytes.size());
    CHECK(std::string(text.data(), end) == "000FA0FF");
    CHECK(put_hex_bytes(text.data(), nullptr, 0) == text.data());
    put_two_digits(text.data(), 7);
    put_two_digits(text.data() + 2, 99);
    CHECK(std::string(text.data(), 4) == "0799");
  }

  TEST_CASE("appended to a buffer") {
    Buffer out;
    append_decimal(out, 4771);
    out.append(' ');
    append_hex(out, 0x18);
    CHECK(out.view() == "4771 0x18");
  }

  TEST_CASE("spellings of integers") {
    CHECK(parse_integer("0") == 0U);
    CHECK(parse_integer("4771") == 4771U);
    CHECK(parse_integer("+7") == 7U);
    CHECK(parse_integer("007") == 7U);
    CHECK(parse_integer("0x18") == 0x18U);
    CHECK(parse_integer("0X1f") == 0x1FU);
    CHECK(parse_integer("0x1F") == 0x1FU);
    CHECK(parse_integer("0x0000000000000018") == 0x18U);
    CHECK(parse_integer(" \t42 \t") == 42U);
    CHECK(parse_integer("18446744073709551615") == UINT64_MAX);
    CHECK(parse_integer("0xffffffffffffffff") == UINT64_MAX);
  }

  TEST_CASE("negative integers are two's complement") {
    CHECK(parse_integer("-1") == UINT64_MAX);
    CHECK(parse_integer("-0") == 0U);
    CHECK(parse_integer("-1073741715") == 0xFFFFFFFFC000006DU);
    CHECK(parse_integer("-0x1") == UINT64_MAX);
    CHECK(parse_integer("-9223372036854775808") == uint64_t{1} << 63);
    CHECK_FALSE(parse_integer("-9223372036854775809").has_value());
    CHECK_FALSE(parse_integer("-18446744073709551615").has_value());
  }

  TEST_CASE("what is no integer") {
    for (const char* text :
         {"", " ", "-", "+", "--1", "+-1", "-+1", "0x", "x18", "1 2", "1a",
          "0xg", "1.0", "18446744073709551616", "0x10000000000000000", "%%18",
          "- 1"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_integer(text).has_value());
    }
  }
}

}  // namespace
}  // namespace eventlens
