// What the fuzzers of text logs share.
//
// Input: a byte of flags, a byte that chooses a bookmark, then the file.
#pragma once

#include "log_reading.h"
#include "pieces.h"
#include "render_checks.h"

namespace eventlens::test {

inline void check_text(const uint8_t* data, size_t size) {
  constexpr uint8_t kRendered = 1;  // costs most of the time
  constexpr uint8_t kLive = 2;
  static const MemoryFile file;
  Pieces pieces(data, size);
  const uint8_t flags = pieces.byte();
  const size_t choice = pieces.byte();
  const auto bytes = pieces.take(size);
  file.resize(0);
  file.put(bytes, 0);
  CheckingSink checks;
  check_reading(file, (flags & kLive) != 0 ? Liveness::Live : Liveness::Closed,
                choice, (flags & kRendered) != 0 ? &checks : nullptr);
}

}  // namespace eventlens::test
