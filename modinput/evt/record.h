// Finding records in a piece of a legacy log.
#pragma once

#include <optional>

#include "base/filetime.h"
#include "evt/format.h"

namespace eventlens::evt {

struct RecordExtent {
  size_t offset;  // in the bytes that were looked at
  uint32_t size;
  uint32_t record_number;
  Filetime written_time;
};

/// The record at `offset`, where there is a whole one: its size is a multiple
/// of four and fits, its signature is right, and its end repeats the size.
std::optional<RecordExtent> record_at(ByteView bytes, size_t offset);

/// The next whole record at or behind `offset`, searched at multiples of four
/// from there.
std::optional<RecordExtent> find_record(ByteView bytes, size_t offset);

/// The size that a record at `offset` has by its header, whether or not all of
/// it is in `bytes`; 0 where no record begins there.
uint32_t announced_size(ByteView bytes, size_t offset);

/// Whether the bytes say nothing: zero, or the words that fill the file's end.
bool is_filler(ByteView bytes);

[[nodiscard]] Filetime filetime_of_seconds(uint32_t unix_seconds);

}  // namespace eventlens::evt
