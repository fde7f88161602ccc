// A file opened as whatever log format its content shows it to be.
#pragma once

#include <memory>

#include "event/event_source.h"
#include "os/file.h"

namespace eventlens {

enum class LogFormat : uint8_t { Evtx, Evt, Xml, Json, ClassicText, Snare };
inline constexpr size_t kLogFormatCount = 6;

/// The file and its source, which reads from it.
struct LogFile {
  std::unique_ptr<File> file;
  FileStatus status;
  LogFormat format = LogFormat::Evtx;
  std::unique_ptr<EventSource> source;
};

/// While a log was changed within this time, a record at its end that is not
/// whole is taken for one that is being written (or copied), and left for a
/// later look. A log that has been quiet for longer is given out as it is.
[[nodiscard]] bool is_quiet(const FileStatus& status);

/// Errors: NotFound, Io; Malformed where the content is no log that this
/// program reads. Messages name the file and what is accepted.
Expected<LogFile> open_log(const std::string& path, Liveness liveness,
                           Issues& issues);

}  // namespace eventlens
