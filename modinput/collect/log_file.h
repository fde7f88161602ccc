// A log opened as whatever format its content shows it to be.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "event/event_source.h"
#include "os/byte_stream.h"
#include "os/file.h"

namespace eventlens {

enum class LogFormat : uint8_t { Evtx, Evt, Xml, Json, ClassicText, Snare };
inline constexpr size_t kLogFormatCount = 6;
/// Whether positions in such a log are places in its file, not record ids.
[[nodiscard]] constexpr bool is_text(LogFormat format) {
  return format != LogFormat::Evtx && format != LogFormat::Evt;
}

/// A log, and the file that it is read from.
struct LogFile {
  /// The file's path; of a log in an archive "/" and its name there behind it.
  std::string name;
  /// The log's own, or where it is read as a stream the archive's; null for
  /// standard input.
  std::shared_ptr<const File> file;
  LogFormat format = LogFormat::Evtx;
  std::unique_ptr<EventSource> source;
  /// It is in an archive; so its file's identity is that of others too.
  bool is_packed = false;
  /// Why not all of it could be unpacked; the log is what came before.
  std::optional<Error> cut;
};

/// While a log was changed within this time, a record at its end that is not
/// whole is taken for one that is being written (or copied), and left for a
/// later look. A log that has been quiet for longer is given out as it is.
[[nodiscard]] bool is_quiet(const FileStatus& status);

/// Whether the name ends in .evtx or .evt, in either case.
[[nodiscard]] bool has_log_ending(std::string_view name);

/// How much of a log's begin is looked at to tell its format.
inline constexpr size_t kHeadSize = size_t{64} << 10;

/// The file as a log. Errors, whose messages name the log: Io; Unsupported
/// where the content is no log that this program reads.
Expected<LogFile> open_log(std::shared_ptr<const File> file, std::string name,
                           Liveness liveness, Issues& issues);

/// Whether `head`, a log's first bytes, shows it to be one that is text; one
/// that is not (in EVTX a chunk tells it too, where the header is damaged).
[[nodiscard]] bool is_text_log(ByteView head);
[[nodiscard]] bool is_binary_log(ByteView head);

/// The error with the log's name in front; those of the system have their
/// file's.
[[nodiscard]] Error named(Error error, const std::string& name);

/// What a person would want to know of a file that begins so and is no log; the
/// message begins with its name. Unsupported, or Malformed where the name says
/// that it should be one.
[[nodiscard]] Error no_log(const std::string& name, ByteView head);

/// The log that `opener` gives the text of, where its first bytes `head` show
/// it to be one that is text; nothing else. Error: of opening and reading it.
Expected<std::optional<LogFile>> open_text_log(ByteView head,
                                               StreamOpener opener,
                                               std::string name,
                                               Liveness liveness);

}  // namespace eventlens
