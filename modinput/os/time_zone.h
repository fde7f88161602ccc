// The time zone of times that a log gives without one.
#pragma once

#include <optional>
#include <string_view>

#include "base/expected.h"
#include "base/filetime.h"

namespace eventlens {

class TimeZone {
 public:
  /// This machine's zone (TZ, or what the system is set to).
  TimeZone() = default;

  /// "local", "UTC", or a distance from it: "+02:00", "-0530". InvalidSetting
  /// where it is none of these; the message says what is accepted.
  static Expected<TimeZone> parse(std::string_view text);

  /// `local` counts as a Filetime does, but what the clock on the wall showed.
  /// A time that a change of the clocks made twice or left out is one of the
  /// two that are possible.
  [[nodiscard]] Filetime to_utc(Filetime local) const;

 private:
  std::optional<int> offset_seconds_;  // east of UTC; empty: this machine's
};

}  // namespace eventlens
