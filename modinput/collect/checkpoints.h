// Checkpoints: the durable bookmarks of one stanza.
//
// A directory per stanza in splunkd's checkpoint_dir, in it one small JSON file
// per log file, named by the file's identity: a log that is renamed (rotated)
// keeps its checkpoint, and saving one costs the same however many logs there
// are. Every write replaces the file as a whole. `stanza.json` says that the
// stanza has run before and in which version the checkpoints are written.
#pragma once

#include <map>
#include <string>

#include "base/expected.h"
#include "event/bookmark.h"
#include "os/file.h"

namespace eventlens {

inline constexpr int kCheckpointVersion = 1;

struct Checkpoint {
  std::string path;  // as it was when last saved
  Bookmark bookmark;
};

class Checkpoints {
 public:
  /// Reads what is there; makes the directory where it is missing. A file that
  /// is cut short or no checkpoint is reported as ERROR and counts as absent:
  /// its log is then read again, which repeats events but loses none. Errors:
  /// Io; Unsupported for checkpoints of another version.
  static Expected<Checkpoints> open(const std::string& checkpoint_dir,
                                    const std::string& stanza);

  /// Whether no pass of this stanza has been completed before.
  [[nodiscard]] bool first_run() const { return first_run_; }
  /// Remembers that one has. Error: Io.
  Status mark_run();

  /// The checkpoint of the file of that identity; else the one of another file
  /// that had this path (a copy that replaced it). Null where there is none.
  [[nodiscard]] const Checkpoint* find(const FileIdentity& identity,
                                       const std::string& path) const;

  /// Saves atomically. Error: Io; nothing has changed then.
  Status save(const FileIdentity& identity, const Checkpoint& checkpoint);

 private:
  Checkpoints(std::string directory, std::string stanza)
      : directory_(std::move(directory)), stanza_(std::move(stanza)) {}

  Status load();
  Status load_file(const std::string& path);
  [[nodiscard]] std::string file_of(const FileIdentity& identity) const;

  std::string directory_;
  std::string stanza_;
  bool first_run_ = true;
  std::map<FileIdentity, Checkpoint> by_identity_;
};

}  // namespace eventlens
