// GUIDs and SIDs as text, in Windows' spelling.
#pragma once

#include "base/bytes.h"

namespace eventlens {

/// "{54849625-5478-4994-A5BA-3E3B0328C30D}": braces, upper case. `bytes` are
/// 16: a 32-bit and two 16-bit little-endian numbers, then eight bytes.
/// Writes 38 characters to `to` and returns their end.
inline constexpr size_t kGuidSize = 38;
char* put_guid(char* to, const uint8_t* bytes);

/// "S-1-5-21-...". A SID is revision (8 bits), count of sub-authorities
/// (8 bits), authority (48 bits, big-endian), then 32-bit little-endian
/// sub-authorities ([MS-DTYP] 2.4.2.2). As many sub-authorities are printed as
/// both the count and `bytes` allow; with fewer than 8 bytes nothing is
/// printed. Returns the end of what was written; needs room for kSidRoom +
/// 3 * bytes.size() characters.
inline constexpr size_t kSidRoom = 80;
char* put_sid(char* to, ByteView bytes);
/// Whether count and size of the SID agree.
[[nodiscard]] bool is_whole_sid(ByteView bytes);

}  // namespace eventlens
