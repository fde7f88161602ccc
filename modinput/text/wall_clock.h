// Dates as people read them, without a zone: what the clock on the wall of the
// machine showed.
#pragma once

#include <optional>
#include <string_view>

#include "base/filetime.h"

namespace eventlens::text {

/// The time of a line that is one date and nothing else: MM/dd/yyyy or MM/dd/yy
/// (69 to 99 are of the last century), hh:mm:ss with up to nine digits of a
/// second, AM or PM or 24 hours. Blanks around it are ignored. Nothing where it
/// is no such line. Counts as TimeZone::to_utc takes it.
[[nodiscard]] std::optional<Filetime> read_date_line(std::string_view line);

/// "Tue Feb 18 06:42:17 2025", also with a day of one digit.
[[nodiscard]] std::optional<Filetime> read_weekday_date(std::string_view text);

}  // namespace eventlens::text
