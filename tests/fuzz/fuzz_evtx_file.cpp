// Any bytes as an EVTX file: its header, the order of its chunks, what is in
// them, and going on behind a bookmark.
//
// Input: a byte of flags, a byte that chooses a bookmark, the file header's
// 128 bytes, then per chunk u16 size and its first bytes. The rest of each is
// zero, so that an input of a few kilobytes is a log of several chunks.
#include "evtx/format.h"
#include "log_reading.h"
#include "pieces.h"
#include "render_checks.h"

namespace {

using namespace eventlens;

enum Flag : uint8_t {
  kIsLive = 1,
  kLastIsCut = 2,  // the file ends behind the last chunk's bytes
  kRendered = 4,   // costs most of the time, and is what other fuzzers look at
};

constexpr size_t kRawFileHeaderSize = sizeof(evtx::RawFileHeader);
constexpr size_t kMostChunks = 6;

void write_log(const test::MemoryFile& file, test::Pieces& pieces,
               uint8_t flags) {
  file.resize(0);
  file.put(pieces.take(kRawFileHeaderSize), 0);
  size_t end = evtx::kFileHeaderSize;
  size_t cut_end = end;
  for (size_t i = 0; i < kMostChunks && !pieces.empty(); ++i) {
    const auto chunk = pieces.sized();
    file.put(chunk, end);
    cut_end = end + chunk.size();
    end += evtx::kChunkSize;
  }
  file.resize((flags & kLastIsCut) != 0 ? cut_end : end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const test::MemoryFile file;
  test::Pieces pieces(data, size);
  const uint8_t flags = pieces.byte();
  const size_t choice = pieces.byte();
  write_log(file, pieces, flags);
  test::CheckingSink checks;
  test::check_reading(
      file, (flags & kIsLive) != 0 ? Liveness::Live : Liveness::Closed, choice,
      (flags & kRendered) != 0 ? &checks : nullptr);
  return 0;
}
