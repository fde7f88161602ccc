#include "base/crc32.h"

#include <zlib.h>

namespace eventlens {

uint32_t crc32_of(ByteView bytes, uint32_t crc) {
  return static_cast<uint32_t>(
      crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace eventlens
