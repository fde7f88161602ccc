// Any bytes as a legacy log: its header and cursor, its ring, its records, and
// going on behind a bookmark.
//
// Input: a byte of flags, a byte that chooses a bookmark, u16 that says by how
// many words the file is longer than what follows (an unused log is mostly
// zero), then the file.
#include "log_reading.h"
#include "pieces.h"
#include "render_checks.h"

namespace {

using namespace eventlens;

enum Flag : uint8_t {
  kRendered = 1,  // costs most of the time, and is what other fuzzers look at
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const test::MemoryFile file;
  test::Pieces pieces(data, size);
  const uint8_t flags = pieces.byte();
  const size_t choice = pieces.byte();
  const size_t more = size_t{4} * (pieces.byte() | size_t{pieces.byte()} << 8);
  const auto bytes = pieces.take(size);
  file.resize(0);
  file.put(bytes, 0);
  file.resize(bytes.size() + more);
  test::CheckingSink checks;
  test::check_reading(file, Liveness::Closed, choice,
                      (flags & kRendered) != 0 ? &checks : nullptr);
  return 0;
}
