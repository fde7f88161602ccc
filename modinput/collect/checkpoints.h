// Checkpoints: the durable bookmarks of one stanza.
//
// A directory per stanza in splunkd's checkpoint_dir, in it one small JSON file
// per log file, named by the file's identity and path: by the identity a log
// that is renamed (rotated) is found again, by the path a copy that replaced
// it; and saving one costs the same however many logs there are. Every write
// replaces the file as a whole. `stanza.json` says that the stanza has run
// before and in which version the checkpoints are written.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "event/bookmark.h"
#include "os/file.h"

namespace eventlens {

inline constexpr int kCheckpointVersion = 1;

struct Checkpoint {
  FileIdentity identity;
  std::string path;  // as it was when last saved
  Bookmark bookmark;
};

class Checkpoints {
 public:
  /// Reads what is there; makes the directory where it is missing. A file that
  /// is cut short or no checkpoint is reported as ERROR and counts as absent:
  /// its log is then read again, which repeats events but loses none. Errors:
  /// Io, also where nothing can be saved there now; Unsupported for checkpoints
  /// of another version.
  static Expected<Checkpoints> open(const std::string& checkpoint_dir,
                                    const std::string& stanza);

  /// Whether no pass of this stanza has been completed before.
  [[nodiscard]] bool first_run() const { return first_run_; }
  /// Remembers that one has. Error: Io.
  Status mark_run();

  /// The checkpoints that may be a file's: the one of its identity, and those
  /// of other files that had its path (copies replace each other, and inodes
  /// are used again). Which of them is, only the log's content tells.
  [[nodiscard]] std::vector<Checkpoint> candidates(
      const FileIdentity& identity, const std::string& path) const;

  /// Saves atomically. Error: Io; nothing has changed then.
  Status save(const Checkpoint& checkpoint);

  /// Removes the checkpoint, wherever it stands now. Error: Io.
  Status forget(const Checkpoint& checkpoint);

 private:
  Checkpoints(std::string directory, std::string stanza)
      : directory_(std::move(directory)), stanza_(std::move(stanza)) {}

  Status load();
  Status try_to_save() const;
  Status load_file(const std::string& path);
  static Status write(const std::string& path, std::string_view content);
  [[nodiscard]] std::string file_of(const Checkpoint& checkpoint) const;

  std::string directory_;
  std::string stanza_;
  bool first_run_ = true;
  std::map<std::pair<FileIdentity, std::string>, Checkpoint> checkpoints_;
};

}  // namespace eventlens
