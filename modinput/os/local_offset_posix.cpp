// The time zone by POSIX: TZ, or what the system is set to.
#include <ctime>

#include "os/local_offset.h"

namespace eventlens {

int64_t local_offset(int64_t as_utc) {
  const std::time_t seconds = as_utc;
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) {
    return 0;
  }
  parts.tm_isdst = -1;
  const std::time_t utc = std::mktime(&parts);
  return utc == -1 ? 0 : as_utc - utc;
}

}  // namespace eventlens
