// Being asked to stop: SIGTERM and SIGINT, on Windows Ctrl+C, Ctrl+Break and
// the ends of console and system; or a parent that is gone.
#pragma once

#include <cstdint>

namespace eventlens {

/// From now on these only ask us to stop, and what SIGPIPE and SIGXFSZ (a file
/// beyond `ulimit -f`) tell becomes a failed write. Where `with_parent`, the
/// death of the parent process (a killed splunkd) asks us to stop too; SIGUSR1
/// is used for that.
enum class ParentDeath : uint8_t { Ignore, Stop };
void install_stop_handlers(ParentDeath with_parent);

[[nodiscard]] bool stop_requested();

/// Waits up to `milliseconds`; returns at once when asked to stop.
void wait_or_stop(uint32_t milliseconds);

}  // namespace eventlens
