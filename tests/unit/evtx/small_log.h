// Logs of one chunk with records that are all alike, to be damaged.
#pragma once

#include "support/evtx_builder.h"
#include "support/sample_events.h"

namespace eventlens::test {

/// `count` records with the ids from 1 on, in one chunk.
inline EvtxImage log_of(size_t count, EvtxOptions options = {}) {
  EvtxBuilder builder(options);
  for (size_t i = 0; i < count; ++i) {
    builder.add_event(event_4771());
  }
  return builder.image();
}

inline uint32_t size_of(const EvtxImage& image, size_t record) {
  return static_cast<uint32_t>(image.record_size(record));
}

/// Sets the copy of the size at the record's end.
inline void set_trailer(EvtxImage& image, size_t record, uint32_t size) {
  image.set_in_record(record, size_of(image, record) - 4, size);
}

}  // namespace eventlens::test
