// What a pass over files did, in numbers, and how it is told.
#pragma once

#include <string>
#include <vector>

#include "event/event_source.h"
#include "log/issues.h"

namespace eventlens {

/// Files that were found in a directory and are no logs: how many, and of the
/// first ones what they are.
class SkippedFiles {
 public:
  /// `why` is the error's message, which names the file.
  void add(std::string why);
  [[nodiscard]] uint64_t count() const { return count_; }
  /// One line per file that was kept, and one for the others.
  [[nodiscard]] std::vector<std::string> lines() const;

  SkippedFiles& operator+=(const SkippedFiles& other);

 private:
  uint64_t count_ = 0;
  std::vector<std::string> first_;
};

struct Summary {
  uint64_t files = 0;         // read
  uint64_t files_failed = 0;  // not there, not readable, or named and no log
  SkippedFiles files_skipped;
  DecodeCounts decoded;
  uint64_t filtered = 0;  // left out by a setting
  uint64_t sent = 0;      // written and flushed
  Issues issues;

  Summary& operator+=(const Summary& other);

  /// "files=2 files_failed=0 records=10 sent=10 skipped=0 filtered=0 failed=0
  /// recoverable=0 issues=none", on one line; behind files_failed files_skipped
  /// where there are some.
  [[nodiscard]] std::string text() const;
  /// Logs text() and what was skipped as INFO lines, each with `prefix` in
  /// front.
  void log(const std::string& prefix) const;
};

}  // namespace eventlens
