// This machine's zone, with its changes of the clocks.
#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

#include "os/time_zone.h"

namespace eventlens {
namespace {

/// The machine's zone is this one while it lives.
class ZoneOfMachine {
 public:
  explicit ZoneOfMachine(const char* zone) {
    if (const char* const before = std::getenv("TZ")) {
      before_ = before;
    }
    set(zone);
  }
  ~ZoneOfMachine() { set(before_ ? before_->c_str() : nullptr); }
  ZoneOfMachine(const ZoneOfMachine&) = delete;
  ZoneOfMachine& operator=(const ZoneOfMachine&) = delete;

 private:
  static void set(const char* zone) {
    if (zone != nullptr) {
      ::setenv("TZ", zone, 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }
  std::optional<std::string> before_;
};

/// A local time in that zone as UTC; times as parse_filetime takes them.
std::string utc_of(const TimeZone& zone, std::string_view local) {
  Buffer text;
  append_filetime(text, zone.to_utc(*parse_filetime(local)));
  return std::string(text.view());
}

// Central European time by its rule, which needs no zone files.
constexpr const char* kCentralEurope = "CET-1CEST,M3.5.0,M10.5.0/3";

TEST_SUITE("os/time_zone_posix") {
  TEST_CASE("the machine's zone, in winter and in summer") {
    const ZoneOfMachine berlin(kCentralEurope);
    CHECK(utc_of(TimeZone(), "2025-01-15T12:00:00") ==
          "2025-01-15T11:00:00.0000000Z");
    CHECK(utc_of(TimeZone(), "2025-07-15T12:00:00") ==
          "2025-07-15T10:00:00.0000000Z");
  }

  TEST_CASE("around a change of the clocks") {
    const ZoneOfMachine berlin(kCentralEurope);
    const TimeZone zone;
    CHECK(utc_of(zone, "2025-03-30T01:59:59") ==
          "2025-03-30T00:59:59.0000000Z");
    CHECK(utc_of(zone, "2025-03-30T03:00:00") ==
          "2025-03-30T01:00:00.0000000Z");
    CHECK(utc_of(zone, "2025-10-26T01:59:59") ==
          "2025-10-25T23:59:59.0000000Z");
    CHECK(utc_of(zone, "2025-10-26T03:00:00") ==
          "2025-10-26T02:00:00.0000000Z");
    // Twice there, and not there at all: one of the two that are possible.
    const std::string twice = utc_of(zone, "2025-10-26T02:30:00");
    CHECK((twice == "2025-10-26T00:30:00.0000000Z" ||
           twice == "2025-10-26T01:30:00.0000000Z"));
    const std::string never = utc_of(zone, "2025-03-30T02:30:00");
    CHECK((never == "2025-03-30T00:30:00.0000000Z" ||
           never == "2025-03-30T01:30:00.0000000Z"));
  }
}

}  // namespace
}  // namespace eventlens
