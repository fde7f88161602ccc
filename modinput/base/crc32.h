// CRC32 (IEEE), as in EVTX file and chunk headers; zlib does the work.
#pragma once

#include "base/bytes.h"

namespace eventlens {

/// The CRC of `bytes` appended to what `crc` covers; 0 starts anew.
[[nodiscard]] uint32_t crc32_of(ByteView bytes, uint32_t crc = 0);

}  // namespace eventlens
