// Any text as events in JSON: what is recognised, records and what lies between
// them, every form, and going on behind a bookmark.
//
// Input: a byte that chooses a bookmark and, by its lowest bit, whether the
// events are rendered; then the file.
#include "log_reading.h"
#include "pieces.h"
#include "render_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  static const test::MemoryFile file;
  test::Pieces pieces(data, size);
  const uint8_t choice = pieces.byte();
  const auto bytes = pieces.take(size);
  file.resize(0);
  file.put(bytes, 0);
  test::CheckingSink checks;
  test::check_reading(file, Liveness::Closed, choice / 2,
                      choice % 2 != 0 ? &checks : nullptr);
  return 0;
}
