// What a pass over files did, in numbers, and how it is told.
#pragma once

#include <string>

#include "event/event_source.h"
#include "log/issues.h"

namespace eventlens {

struct Summary {
  uint64_t files = 0;         // read
  uint64_t files_failed = 0;  // not there, not readable or no log
  DecodeCounts decoded;
  uint64_t filtered = 0;  // left out by a setting
  uint64_t sent = 0;      // written and flushed
  Issues issues;

  Summary& operator+=(const Summary& other);

  /// "files=2 files_failed=0 records=10 sent=10 skipped=0 filtered=0 failed=0
  /// recoverable=0 issues=none", on one line.
  [[nodiscard]] std::string text() const;
};

}  // namespace eventlens
