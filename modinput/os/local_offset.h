// This machine's time zone: used within os/ only.
#pragma once

#include <cstdint>

namespace eventlens {

/// Seconds east of UTC at a local time, given as if it were UTC, in seconds
/// since 1970. 0 where the system does not know.
int64_t local_offset(int64_t as_utc);

}  // namespace eventlens
