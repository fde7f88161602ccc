#include "os/time_zone.h"

#include <string>

#include "os/local_offset.h"

namespace eventlens {
namespace {

bool read_two(std::string_view text, size_t at, int& number) {
  const auto digit = [&](size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  if (!digit(at) || !digit(at + 1)) {
    return false;
  }
  number = 10 * (text[at] - '0') + (text[at + 1] - '0');
  return true;
}

}  // namespace

Expected<TimeZone> TimeZone::parse(std::string_view text) {
  constexpr int kMostHours = 14;
  TimeZone zone;
  if (text == "local") {
    return zone;
  }
  if (text == "UTC" || text == "Z") {
    zone.offset_seconds_ = 0;
    return zone;
  }
  int hours = 0;
  int minutes = 0;
  const bool colon = text.size() == 6 && text[3] == ':';
  const bool right =
      (text.size() == 5 || colon) && (text[0] == '+' || text[0] == '-') &&
      read_two(text, 1, hours) && read_two(text, colon ? 4 : 3, minutes) &&
      hours <= kMostHours && minutes < 60;
  if (!right) {
    return Error{ErrorCode::InvalidSetting,
                 "\"" + std::string(text) +
                     "\" is no time zone; accepted are local, UTC and "
                     "distances from UTC: +02:00, -05:30"};
  }
  const int seconds = 60 * (60 * hours + minutes);
  zone.offset_seconds_ = text[0] == '-' ? -seconds : seconds;
  return zone;
}

Filetime TimeZone::to_utc(Filetime local) const {
  const int64_t as_utc = to_unix_microseconds(local) / 1'000'000;
  const int64_t offset =
      offset_seconds_ ? *offset_seconds_ : local_offset(as_utc);
  return local - static_cast<uint64_t>(offset) * kTicksPerSecond;
}

}  // namespace eventlens
