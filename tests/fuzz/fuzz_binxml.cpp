// Any bytes as the BinXML streams of some records. Everything around them is
// right, so that the search is spent on tokens, names, definitions and values.
//
// Input: per record u16 size and the stream. The first lies where the first
// record of every chunk has it, so the streams of real logs, whose offsets
// count from the chunk's start, are good seeds. A stream that begins with no
// fragment makes no record.
#include <cstddef>
#include <cstring>

#include "evtx/chunk_decoder.h"
#include "evtx/format.h"
#include "pieces.h"
#include "render_checks.h"

namespace {

using namespace eventlens;

constexpr size_t kMostRecords = 8;
constexpr uint64_t kSomeTime = 133'855'000'000'000'000;  // in March 2025

/// Little-endian, as all processors are that this runs on.
template <typename T>
void put(Unit& unit, size_t offset, T number) {
  std::memcpy(unit.bytes.get() + offset, &number, sizeof(number));
}

/// Records begin at multiples of 8.
size_t aligned(size_t size) { return (size + 7) & ~size_t{7}; }

/// False where the chunk has no room for it.
bool append_record(Unit& unit, uint64_t id, std::span<const uint8_t> stream) {
  using evtx::RawRecordHeader;
  const size_t at = unit.size;
  const size_t size = aligned(evtx::kMinRecordSize + stream.size());
  if (at + size > evtx::kChunkSize) {
    return false;
  }
  put(unit, at + offsetof(RawRecordHeader, magic), evtx::kRecordMagic);
  put(unit, at + offsetof(RawRecordHeader, size), static_cast<uint32_t>(size));
  put(unit, at + offsetof(RawRecordHeader, record_id), id);
  put(unit, at + offsetof(RawRecordHeader, written_time), kSomeTime + id);
  uint8_t* const body = unit.bytes.get() + at + evtx::kRecordHeaderSize;
  std::memset(body, 0, size - evtx::kMinRecordSize);
  std::memcpy(body, stream.data(), stream.size());
  unit.size += size;
  put(unit, unit.size - evtx::kRecordTrailerSize, static_cast<uint32_t>(size));
  return true;
}

void put_header(Unit& unit, uint64_t records) {
  using evtx::RawChunkHeader;
  std::memset(unit.bytes.get(), 0, evtx::kChunkHeaderSize);
  std::memcpy(unit.bytes.get(), evtx::kChunkMagic.data(), 8);
  put(unit, offsetof(RawChunkHeader, first_record_id), uint64_t{1});
  put(unit, offsetof(RawChunkHeader, last_record_id), records);
  put(unit, offsetof(RawChunkHeader, free_offset),
      static_cast<uint32_t>(unit.size));
  put(unit, offsetof(RawChunkHeader, flags), evtx::kChunkNoCrc);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::Pieces pieces(data, size);
  Unit unit;
  unit.reserve(evtx::kChunkSize);
  unit.size = evtx::kChunkHeaderSize;
  uint64_t records = 0;
  while (!pieces.empty() && records < kMostRecords &&
         append_record(unit, records + 1, pieces.sized())) {
    ++records;
  }
  put_header(unit, records);
  evtx::ChunkDecoder decoder;
  test::CheckingSink sink;
  Issues issues;
  const DecodeCounts counts = decoder.decode(unit, sink, issues);
  if (counts.records + counts.failed > records) {
    test::found("more records than there are");
  }
  return 0;
}
