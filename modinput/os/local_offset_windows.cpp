// The time zone by Windows, with the rules that each year had.
#include <windows.h>

#include "base/filetime.h"
#include "os/local_offset.h"

namespace eventlens {
namespace {

FILETIME to_windows(Filetime time) {
  return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)};
}

Filetime from_windows(const FILETIME& time) {
  return Filetime{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

}  // namespace

int64_t local_offset(int64_t as_utc) {
  constexpr int64_t kMicroseconds = 1'000'000;
  const Filetime local = from_unix_microseconds(as_utc * kMicroseconds);
  const FILETIME local_time = to_windows(local);
  SYSTEMTIME parts{};
  SYSTEMTIME utc_parts{};
  FILETIME utc{};
  TIME_ZONE_INFORMATION zone{};
  if (::FileTimeToSystemTime(&local_time, &parts) == 0 ||
      ::GetTimeZoneInformationForYear(parts.wYear, nullptr, &zone) == 0 ||
      ::TzSpecificLocalTimeToSystemTime(&zone, &parts, &utc_parts) == 0 ||
      ::SystemTimeToFileTime(&utc_parts, &utc) == 0) {
    return 0;
  }
  return as_utc - to_unix_microseconds(from_windows(utc)) / kMicroseconds;
}

}  // namespace eventlens
