// Our messages: the only writer of stderr. Each is one line that begins with
// the level splunkd knows (DEBUG, INFO, WARN, ERROR, FATAL): a line without
// one would be taken for an error.
#pragma once

#include <string_view>

namespace eventlens {

enum class Level : unsigned char { Debug, Info, Warn, Error, Fatal };

/// Writes "LEVEL message\n" with one write(2). Line breaks and control
/// characters in `message` become blanks, because one record is one line.
void log(Level level, std::string_view message);

inline void log_info(std::string_view message) { log(Level::Info, message); }
inline void log_warn(std::string_view message) { log(Level::Warn, message); }
inline void log_error(std::string_view message) { log(Level::Error, message); }

/// Messages below `level` are dropped from now on. At the start: Info.
void set_log_level(Level level);

/// Where a person reads along (the command line), messages carry "eventlens: "
/// and a word instead of splunkd's level.
enum class LogStyle : unsigned char { Splunkd, Person };
void set_log_style(LogStyle style);

/// Shows `text` as the one line that is overwritten by the next progress or
/// message; does nothing unless stderr is a terminal. Empty text clears it.
void show_progress(std::string_view text);

}  // namespace eventlens
