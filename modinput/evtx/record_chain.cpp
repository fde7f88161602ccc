#include "evtx/record_chain.h"

#include <cstring>

namespace eventlens::evtx {

std::optional<RecordExtent> broken_record_at(ByteView chunk, size_t offset) {
  if (offset > chunk.size() || chunk.size() - offset < kMinRecordSize) {
    return std::nullopt;
  }
  RawRecordHeader raw;
  std::memcpy(&raw, chunk.data() + offset, sizeof(raw));
  const uint32_t size = raw.size;
  if (raw.magic != kRecordMagic || size < kMinRecordSize || size % 8 != 0 ||
      size > chunk.size() - offset) {
    return std::nullopt;
  }
  return RecordExtent{offset, size, raw.record_id, raw.written_time};
}

std::optional<RecordExtent> record_at(ByteView chunk, size_t offset) {
  const auto record = broken_record_at(chunk, offset);
  if (!record || load_le<uint32_t>(chunk.data() + offset + record->size -
                                   kRecordTrailerSize) != record->size) {
    return std::nullopt;
  }
  const uint8_t first = chunk[offset + kRecordHeaderSize];
  if (first != static_cast<uint8_t>(Token::FragmentHeader) &&
      first != static_cast<uint8_t>(Token::PiTarget) &&
      first != static_cast<uint8_t>(Token::EndOfStream)) {
    return std::nullopt;
  }
  return record;
}

std::optional<RecordExtent> hidden_record(ByteView chunk,
                                          const RecordExtent& outer,
                                          size_t offset) {
  // More records than one chunk can hold lie between no two of it.
  constexpr uint64_t kNear = kChunkSize / kMinRecordSize;
  const ByteView inside = chunk.first(outer.offset + outer.size);
  for (size_t at = (offset + 7) & ~size_t{7};
       at + kMinRecordSize <= inside.size(); at += 8) {
    const auto found = broken_record_at(inside, at);
    if (found && found->record_id - outer.record_id + kNear <= 2 * kNear) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<RecordExtent> find_record(ByteView chunk, size_t offset) {
  for (size_t at = (offset + 7) & ~size_t{7};
       at + kMinRecordSize <= chunk.size(); at += 8) {
    if (load_le<uint32_t>(chunk.data() + at) == kRecordMagic) {
      if (const auto found = record_at(chunk, at)) {
        return found;
      }
    }
  }
  return std::nullopt;
}

}  // namespace eventlens::evtx
