// Any text as a file of event XML: where its events begin and end, its markup
// and references, its encodings, and going on behind a bookmark.
//
// Input: a byte that chooses a bookmark and, in its highest bit, whether the
// file is still written to; then the file.
#include "log_reading.h"
#include "pieces.h"
#include "render_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  constexpr uint8_t kLive = 0x80;
  static const test::MemoryFile file;
  test::Pieces pieces(data, size);
  const uint8_t choice = pieces.byte();
  const auto bytes = pieces.take(size);
  file.resize(bytes.size());
  file.put(bytes, 0);
  test::CheckingSink checks;
  test::check_reading(file,
                      (choice & kLive) != 0 ? Liveness::Live : Liveness::Closed,
                      choice, &checks);
  return 0;
}
