#include "base/filetime.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

#include "support/evtx_value.h"

namespace eventlens {
namespace {

using test::filetime_from_utc;

constexpr uint64_t kTicksPerDay = uint64_t{86'400} * kTicksPerSecond;

std::string text_of(Filetime time) {
  Buffer out;
  append_filetime(out, time);
  return std::string(out.view());
}

std::string systemtime(const std::array<uint16_t, 8>& parts) {
  const auto value = test::systemtime_value(parts);
  std::array<char, 32> text;
  return {text.data(), put_systemtime(text.data(), value.bytes.data())};
}

TEST_SUITE("base/filetime") {
  TEST_CASE("the ends of the calendar") {
    CHECK(text_of(0) == "1601-01-01T00:00:00.0000000Z");
    CHECK(text_of(kUnixEpochTicks) == "1970-01-01T00:00:00.0000000Z");
    const Filetime last =
        filetime_from_utc({9999, 12, 31, 23, 59, 59, 9'999'999});
    CHECK(text_of(last) == "9999-12-31T23:59:59.9999999Z");
    CHECK(text_of(last + 1) == "0x24c85a5ed1c04000");
    CHECK(text_of(UINT64_MAX) == "0xffffffffffffffff");
    CHECK(text_of(INT64_MAX) == "0x7fffffffffffffff");
  }

  TEST_CASE("all seven digits, and the last of them") {
    CHECK(text_of(kUnixEpochTicks + 1) == "1970-01-01T00:00:00.0000001Z");
    CHECK(text_of(kUnixEpochTicks + 12'345'678) ==
          "1970-01-01T00:00:01.2345678Z");
  }

  TEST_CASE("leap days") {
    for (const int year : {1604, 2000, 2024, 2400, 9996}) {
      const Filetime day = filetime_from_utc({year, 2, 28, 0, 0, 0, 0});
      const std::string y = std::to_string(year);
      CHECK(text_of(day + kTicksPerDay).starts_with(y + "-02-29T"));
      CHECK(text_of(day + 2 * kTicksPerDay).starts_with(y + "-03-01T"));
    }
    for (const int year : {1700, 1900, 2023, 2100, 9999}) {
      const Filetime day = filetime_from_utc({year, 2, 28, 0, 0, 0, 0});
      CHECK(text_of(day + kTicksPerDay)
                .starts_with(std::to_string(year) + "-03-01T"));
    }
  }

  TEST_CASE("any time, against the standard library, and parsed back") {
    std::mt19937_64 random(20250303);
    const Filetime end = filetime_from_utc({9999, 12, 31, 23, 59, 59, 0});
    for (int i = 0; i < 20'000; ++i) {
      const Filetime time = random() % end;
      const std::string text = text_of(time);
      REQUIRE(text.size() == kFiletimeSize);
      const auto number = [&](size_t at, size_t size) {
        return static_cast<unsigned>(std::stoul(text.substr(at, size)));
      };
      const Filetime expected = filetime_from_utc(
          {static_cast<int>(number(0, 4)), number(5, 2), number(8, 2),
           number(11, 2), number(14, 2), number(17, 2), number(20, 7)});
      REQUIRE(expected == time);
      REQUIRE(parse_filetime(text) == time);
    }
  }

  TEST_CASE("Unix time and back") {
    CHECK(to_unix_microseconds(kUnixEpochTicks) == 0);
    CHECK(to_unix_microseconds(kUnixEpochTicks - 10) == -1);
    CHECK(to_unix_microseconds(0) == -11'644'473'600'000'000);
    CHECK(from_unix_microseconds(0) == kUnixEpochTicks);
    CHECK(from_unix_microseconds(-11'644'473'600'000'000) == 0);
    CHECK(from_unix_microseconds(-11'644'473'600'000'001) == 0);
    CHECK(to_unix_microseconds(from_unix_microseconds(1'740'988'800'123'456)) ==
          1'740'988'800'123'456);
  }

  TEST_CASE("SYSTEMTIME") {
    CHECK(systemtime({2025, 3, 1, 3, 8, 9, 10, 11}) ==
          "2025-03-03T08:09:10.0110000Z");
    CHECK(systemtime({}) == "1601-01-01T00:00:00.0000000Z");
    CHECK(systemtime({2024, 2, 0, 29, 0, 0, 0, 0}) ==
          "2024-02-29T00:00:00.0000000Z");
  }

  TEST_CASE("a SYSTEMTIME that is no calendar time is its bytes") {
    CHECK(systemtime({1, 2, 3, 4, 5, 6, 7, 8}) ==
          "01000200030004000500060007000800");
    for (const std::array<uint16_t, 8>& parts :
         std::vector<std::array<uint16_t, 8>>{
             {1600, 1, 0, 1, 0, 0, 0, 0},
             {10000, 1, 0, 1, 0, 0, 0, 0},
             {2025, 0, 0, 1, 0, 0, 0, 0},
             {2025, 13, 0, 1, 0, 0, 0, 0},
             {2025, 1, 0, 0, 0, 0, 0, 0},
             {2025, 1, 0, 32, 0, 0, 0, 0},
             {2025, 4, 0, 31, 0, 0, 0, 0},
             {2023, 2, 0, 29, 0, 0, 0, 0},
             {1900, 2, 0, 29, 0, 0, 0, 0},
             {2025, 1, 0, 1, 24, 0, 0, 0},
             {2025, 1, 0, 1, 0, 60, 0, 0},
             {2025, 1, 0, 1, 0, 0, 60, 0},
             {2025, 1, 0, 1, 0, 0, 0, 1000},
             {65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535}}) {
      CHECK(systemtime(parts).size() == 32);
    }
  }

  TEST_CASE("times in text") {
    const Filetime eight = filetime_from_utc({2025, 3, 3, 8, 0, 0, 0});
    CHECK(parse_filetime("2025-03-03T08:00:00Z") == eight);
    CHECK(parse_filetime("2025-03-03T08:00:00") == eight);
    CHECK(parse_filetime("2025-03-03 08:00:00.000000000Z") == eight);
    CHECK(parse_filetime("2025-03-03T08:00:00.1Z") == eight + 1'000'000);
    CHECK(parse_filetime("2025-03-03T08:00:00.1234567Z") == eight + 1'234'567);
    // Older Windows prints nine digits, of which the last two are 00.
    CHECK(parse_filetime("2025-03-03T08:00:00.123456700Z") ==
          eight + 1'234'567);
    CHECK(parse_filetime("2016-12-31T23:59:60Z") ==
          filetime_from_utc({2017, 1, 1, 0, 0, 0, 0}));
  }

  TEST_CASE("what is no time") {
    for (const char* text : {"",
                             "2025-03-03",
                             "2025-03-03T08:00",
                             "2025-03-03T08:00:0",
                             "2025/03/03T08:00:00Z",
                             "2025-03-03X08:00:00Z",
                             "2025-03-03T08:00:00+01:00",
                             "2025-03-03T08:00:00Zx",
                             "2025-03-03T08:00:00.5x",
                             "2025-13-03T08:00:00Z",
                             "2025-00-03T08:00:00Z",
                             "2025-03-00T08:00:00Z",
                             "2025-03-32T08:00:00Z",
                             "2025-02-29T08:00:00Z",
                             "2025-04-31T08:00:00Z",
                             "2025-03-03T24:00:00Z",
                             "2025-03-03T08:60:00Z",
                             "2025-03-03T08:00:61Z",
                             "1600-12-31T23:59:59Z",
                             "-025-03-03T08:00:00Z",
                             "20 5-03-03T08:00:00Z"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_filetime(text).has_value());
    }
  }
}

}  // namespace
}  // namespace eventlens
