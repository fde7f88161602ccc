// Names damage in the log: file, chunk, record and byte, so that it can be
// looked at, and so that nothing is passed over in silence.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "collect/log_file.h"
#include "log/issues.h"

namespace eventlens {

class DamageLog {
 public:
  /// `prefix` begins every message: the stanza, or nothing.
  explicit DamageLog(std::string prefix) : prefix_(std::move(prefix)) {}

  /// One WARN line per place of `issues`, found in the unit that begins at
  /// `unit_offset` of the file; in EVTX that is a chunk, which is named. A
  /// place is told once, and of one file the first kMaxDamagedPlaces are.
  void add(const std::string& path, LogFormat format, uint64_t unit_offset,
           const Issues& issues);
  /// The same for what the file's own header has.
  void add_header(const std::string& path, const Issues& issues);

  /// The file was read: how many places were not told is, once per file.
  void finish(const std::string& path);

  /// Whether anything was told of the file.
  [[nodiscard]] bool knows(const std::string& path) const {
    return files_.contains(path);
  }

 private:
  struct FileState {
    std::set<std::pair<uint64_t, Issue>> told;
    uint64_t left_out = 0;
    bool finished = false;
  };

  void tell(const std::string& path, const std::string& part,
            const Issues& issues);

  std::string prefix_;
  std::map<std::string, FileState> files_;
};

}  // namespace eventlens
