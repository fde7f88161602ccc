// GUIDs and SIDs as text, in Windows' spelling.
#pragma once

#include "base/buffer.h"
#include "base/bytes.h"

namespace eventlens {

/// "{54849625-5478-4994-A5BA-3E3B0328C30D}": braces, upper case. `bytes` are
/// 16: a 32-bit and two 16-bit little-endian numbers, then eight bytes.
void append_guid(Buffer& out, const uint8_t* bytes);

/// "S-1-5-21-...". A SID is revision (8 bits), count of sub-authorities
/// (8 bits), authority (48 bits, big-endian), then 32-bit little-endian
/// sub-authorities ([MS-DTYP] 2.4.2.2). As many sub-authorities are printed as
/// both the count and `bytes` allow. Returns whether count and size agree;
/// with fewer than 8 bytes nothing is printed.
bool append_sid(Buffer& out, ByteView bytes);

}  // namespace eventlens
