// Standard input, output and error as bytes, and whether a person is at the
// other end.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace eventlens {

/// Writes all of `bytes` to standard output. Error: Closed where the reader
/// has gone, Stopped where we were asked to stop while the reader did not
/// take them (a part may then be written), Io else.
Status write_stdout(std::string_view bytes);

/// Whether somebody still reads standard output, as far as that can be told
/// without writing. Error: Closed where not.
Status check_stdout();

/// Writes to standard error as far as it takes it.
void write_stderr(std::string_view bytes);

/// Bytes of standard input as they come, 0 at its end. Asked to stop while
/// there are none, it goes on waiting or fails. Error: Io.
enum class WhenStopped : uint8_t { Wait, Fail };
Expected<size_t> read_stdin_some(std::span<uint8_t> bytes,
                                 WhenStopped when_stopped);

/// Reads standard input to its end. Error: Io, LimitExceeded.
Expected<std::string> read_stdin(size_t limit);

/// Whether a person is there: a terminal, which for output and errors knows
/// escape sequences. A Windows console without these is none.
[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

/// Columns of the terminal at standard output, 80 where there is none.
[[nodiscard]] size_t terminal_width();

}  // namespace eventlens
