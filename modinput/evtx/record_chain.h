// Finding whole records in a chunk: the test that makes four bytes and a size
// a record, and the search for the next one behind damage.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "evtx/format.h"

namespace eventlens::evtx {

struct RecordExtent {
  size_t offset;  // in the chunk
  uint32_t size;
  uint64_t record_id;
  uint64_t written_time;
};

/// The record at `offset`, where there is a whole one: magic, a size of at
/// least 28 that is a multiple of 8 (obs: all of 310,000) and fits, the size's
/// copy at its end, and a first token that may begin a stream.
std::optional<RecordExtent> record_at(ByteView chunk, size_t offset);

/// The record at `offset` whose end cannot be trusted: magic and a possible
/// size, but no copy of the size where it ends.
std::optional<RecordExtent> broken_record_at(ByteView chunk, size_t offset);

/// The next whole record at or behind `offset`, searched at multiples of 8.
std::optional<RecordExtent> find_record(ByteView chunk, size_t offset);

/// A record inside `outer`, at or behind `offset`: a header with a size that
/// fits and an id near outer's. What hid it made outer's end of its end, so a
/// copy of its size cannot be asked for.
std::optional<RecordExtent> hidden_record(ByteView chunk,
                                          const RecordExtent& outer,
                                          size_t offset);

}  // namespace eventlens::evtx
