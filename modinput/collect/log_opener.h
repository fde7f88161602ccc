// A path as the logs that it holds: one, or where the file is packed (unpack/)
// those that are in it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collect/discover.h"
#include "collect/log_file.h"
#include "unpack/unpacker.h"

namespace eventlens {

/// Of an archive that holds no log at all.
[[nodiscard]] inline Error no_log_within(const std::string& path) {
  return {ErrorCode::Malformed, path + ": holds no event log"};
}

class LogOpener {
 public:
  /// Errors: NotFound, Io; Unsupported where it is no regular file; Malformed
  /// where it is packed and cannot be unpacked. Messages name the file.
  static Expected<LogOpener> open(const FoundFile& file, Liveness liveness);

  /// What comes in at standard input. Text is read as it comes; what must be
  /// read out of order, or is packed, goes into a temporary file first. Error:
  /// Io.
  static Expected<LogOpener> open_standard_input();

  /// Of the file, not of what it holds.
  [[nodiscard]] const FileStatus& status() const { return status_; }
  [[nodiscard]] bool is_packed() const { return unpacker_ != nullptr; }

  /// The next log; nothing behind the last. `issues` get what is wrong with
  /// its header. Errors, whose messages name the log: Io; Malformed where an
  /// archive is damaged, or what should be a log is none; Unsupported where it
  /// is none and nobody asked for it by its name. Behind an error one may go on
  /// asking.
  Expected<std::optional<LogFile>> next(Issues& issues);

 private:
  LogOpener(std::shared_ptr<const File> file, std::string path, bool is_named,
            Liveness liveness)
      : file_(std::move(file)),
        path_(std::move(path)),
        is_named_(is_named),
        liveness_(liveness) {}

  Status begin();
  Expected<std::optional<LogFile>> next_member(Issues& issues);
  Expected<LogFile> open_member(const Member& member, Issues& issues);
  Expected<LogFile> open_stream();
  Expected<LogFile> open_plain(Issues& issues);

  std::shared_ptr<const File> file_;  // null: text from standard input
  std::string path_;
  bool is_named_;
  Liveness liveness_;
  FileStatus status_;
  std::unique_ptr<Unpacker> unpacker_;
  size_t members_ = 0;         // that were asked for
  std::vector<uint8_t> head_;  // of standard input
  bool done_ = false;
};

}  // namespace eventlens
