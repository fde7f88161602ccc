#include "evt/record.h"

#include <algorithm>

namespace eventlens::evt {

uint32_t announced_size(ByteView bytes, size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < kRecordFixedSize) {
    return 0;
  }
  const auto size = load_le<uint32_t>(bytes.data() + offset);
  const auto signature = load_le<uint32_t>(bytes.data() + offset + 4);
  const bool possible =
      size % 4 == 0 && size >= kRecordFixedSize + 4 && size <= kMaxRecordSize;
  return possible && signature == kSignature ? size : 0;
}

std::optional<RecordExtent> record_at(ByteView bytes, size_t offset) {
  const uint32_t size = announced_size(bytes, offset);
  if (size == 0 || size > bytes.size() - offset) {
    return std::nullopt;
  }
  const uint8_t* const at = bytes.data() + offset;
  if (load_le<uint32_t>(at + size - 4) != size) {
    return std::nullopt;
  }
  RawRecord raw;
  std::memcpy(&raw, at, sizeof(raw));
  return RecordExtent{offset, size, raw.record_number,
                      filetime_of_seconds(raw.time_written)};
}

std::optional<RecordExtent> find_record(ByteView bytes, size_t offset) {
  for (; offset + kRecordFixedSize <= bytes.size(); offset += 4) {
    if (const auto record = record_at(bytes, offset)) {
      return record;
    }
  }
  return std::nullopt;
}

bool is_filler(ByteView bytes) {
  size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) {
    const auto word = load_le<uint32_t>(bytes.data() + at);
    if (word != 0 && word != kFiller) {
      return false;
    }
  }
  return std::all_of(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.end(),
                     [](uint8_t byte) { return byte == 0; });
}

Filetime filetime_of_seconds(uint32_t unix_seconds) {
  return kUnixEpochTicks + uint64_t{unix_seconds} * kTicksPerSecond;
}

}  // namespace eventlens::evt
