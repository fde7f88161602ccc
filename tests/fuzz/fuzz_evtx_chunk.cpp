// Any bytes as a chunk of an EVTX log, decoded and rendered in both formats.
#include <cstring>

#include "evtx/chunk_decoder.h"
#include "pieces.h"
#include "render_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  // The first byte is the hints of the source, the rest the chunk.
  if (size < 1 || size > evtx::kChunkSize + 1) {
    return 0;
  }
  test::Pieces pieces(data, size);
  Unit unit;
  unit.hints = pieces.byte();
  const auto chunk = pieces.take(size);
  unit.reserve(chunk.size());
  std::memcpy(unit.bytes.get(), chunk.data(), chunk.size());
  unit.size = chunk.size();
  evtx::ChunkDecoder decoder;
  test::CheckingSink sink;
  Issues issues;
  decoder.decode(unit, sink, issues);
  return 0;
}
