// FILETIME and SYSTEMTIME: Windows' times, and their text as Windows' event
// XML spells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace eventlens {

/// Ticks of 100 ns since 1601-01-01 UTC.
using Filetime = uint64_t;

inline constexpr uint64_t kTicksPerSecond = 10'000'000;
inline constexpr uint64_t kTicksPerMicrosecond = 10;
/// 1970-01-01 in ticks: 134,774 days after 1601-01-01.
inline constexpr uint64_t kUnixEpochTicks =
    uint64_t{134'774} * 86'400 * kTicksPerSecond;

/// Microseconds since 1970; negative before it.
[[nodiscard]] int64_t to_unix_microseconds(Filetime time);
[[nodiscard]] Filetime from_unix_microseconds(int64_t microseconds);

/// "2026-03-01T08:15:30.1234567Z", always seven digits. A FILETIME beyond the
/// year 9999 has no such text: it is printed as "0x" and its digits. Room for
/// kFiletimeSize characters is needed.
inline constexpr size_t kFiletimeSize = 28;
char* put_filetime(char* to, Filetime time);
void append_filetime(Buffer& out, Filetime time);

/// A SYSTEMTIME is eight little-endian 16-bit numbers: year, month, weekday,
/// day, hour, minute, second, millisecond. All zero prints as 1601-01-01.
/// `bytes` are the 16 bytes. Values that are no calendar time are printed as
/// upper-case hexadecimal bytes, which takes room for 32 characters.
char* put_systemtime(char* to, const uint8_t* bytes);

/// The time that an ISO 8601 text in UTC spells ("2026-03-01T08:15:30.5Z",
/// with 0..9 digits of a second, 'Z' optional).
std::optional<Filetime> parse_filetime(std::string_view text);

}  // namespace eventlens
