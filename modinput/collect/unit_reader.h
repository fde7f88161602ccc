// The units of many log files, one after the other, as `convert` takes them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collect/discover.h"
#include "collect/log_opener.h"
#include "collect/summary.h"

namespace eventlens {

/// A unit and what is known of where it comes from.
struct SourcedUnit {
  Unit unit;
  LogFormat format = LogFormat::Evtx;
  std::shared_ptr<const std::string> path;
  /// What the headers of files opened on the way to this unit have: usually
  /// nothing. In the order of the files.
  std::vector<std::pair<std::string, Issues>> headers;
  /// Bytes of the files that were read up to the end of this unit.
  uint64_t done_bytes = 0;
};

/// Not for two threads at a time.
class UnitReader {
 public:
  /// `files` must outlive the reader. With `recover` remains come too.
  UnitReader(const std::vector<FoundFile>& files, bool recover);

  /// False behind the last unit of the last file; then `headers` holds what is
  /// left of them. Files that cannot be read are logged as errors and counted;
  /// those that were not named and are no logs are skipped.
  bool next(SourcedUnit& next);

  /// Files and what was wrong with their headers, so far.
  [[nodiscard]] const Summary& summary() const { return summary_; }
  /// The size of all files together.
  [[nodiscard]] uint64_t all_bytes() const { return all_bytes_; }

 private:
  void open_file(const FoundFile& file);
  bool open_log(SourcedUnit& next);
  void fail(const Error& error);

  const std::vector<FoundFile>& files_;
  bool recover_;
  Summary summary_;
  size_t position_ = 0;
  std::optional<LogOpener> opener_;  // of the file before position_
  bool any_log_ = false;             // was opened of it
  LogFile log_;
  std::shared_ptr<const std::string> path_;
  uint64_t done_bytes_ = 0;
  uint64_t all_bytes_ = 0;
};

}  // namespace eventlens
