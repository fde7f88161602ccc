// Zones by their text.
#include "os/time_zone.h"

#include <doctest/doctest.h>

#include <string>

namespace eventlens {
namespace {

/// A local time in that zone as UTC; times as parse_filetime takes them.
std::string utc_of(std::string_view zone, std::string_view local) {
  const auto parsed = TimeZone::parse(zone);
  REQUIRE(parsed.ok());
  Buffer text;
  append_filetime(text, parsed->to_utc(*parse_filetime(local)));
  return std::string(text.view());
}

TEST_SUITE("os/time_zone") {
  TEST_CASE("distances from UTC") {
    constexpr std::string_view kNoon = "2025-03-03T12:00:00.25";
    CHECK(utc_of("UTC", kNoon) == "2025-03-03T12:00:00.2500000Z");
    CHECK(utc_of("Z", kNoon) == "2025-03-03T12:00:00.2500000Z");
    CHECK(utc_of("+02:00", kNoon) == "2025-03-03T10:00:00.2500000Z");
    CHECK(utc_of("-0530", kNoon) == "2025-03-03T17:30:00.2500000Z");
    CHECK(utc_of("+14:00", kNoon) == "2025-03-02T22:00:00.2500000Z");
  }

  TEST_CASE("what is no zone is named, with what is accepted") {
    for (const char* text :
         {"", "CET", "Europe/Berlin", "+2", "+02", "02:00", "+02:60", "+15:00",
          "+02-00", "+02:0x", "local "}) {
      CAPTURE(text);
      const auto zone = TimeZone::parse(text);
      REQUIRE(!zone.ok());
      CHECK(zone.error().code == ErrorCode::InvalidSetting);
      CHECK(zone.error().message.find("\"" + std::string(text) + "\"") == 0);
      CHECK(zone.error().message.find("local, UTC") != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace eventlens
