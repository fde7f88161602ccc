// Standard input, output and error as bytes, and whether a person is at the
// other end.
#pragma once

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

/// Reads standard input to its end. Error: Io, LimitExceeded.
Expected<std::string> read_stdin(size_t limit);

[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

/// Columns of the terminal at standard output, 80 where there is none.
[[nodiscard]] size_t terminal_width();

}  // namespace eventlens
