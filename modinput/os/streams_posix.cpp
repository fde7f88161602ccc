// Standard input, output and error by POSIX.
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "os/stop.h"
#include "os/streams.h"

namespace eventlens {
namespace {

// Asked to stop, we must not wait longer for a reader that takes nothing.
constexpr int kPatienceMilliseconds = 500;

/// Whether standard output takes bytes within that time.
bool is_writable_soon() {
  pollfd poll_stdout{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&poll_stdout, 1, kPatienceMilliseconds) > 0;
}

Error reader_gone() {
  return {ErrorCode::Closed, "standard output: its reader has gone"};
}

// A pipe that poll calls writable takes PIPE_BUF bytes without blocking.
constexpr size_t kPipeBuffer = 4096;

}  // namespace

Status write_stdout(std::string_view bytes) {
  // A blocked write is interrupted by the signal that asks us to stop (see
  // os/stop.cpp) and returns what it wrote so far.
  while (!bytes.empty()) {
    size_t size = bytes.size();
    if (stop_requested()) {
      if (!is_writable_soon()) {
        return Error{ErrorCode::Stopped,
                     "asked to stop while the reader of standard output took "
                     "nothing"};
      }
      size = size < kPipeBuffer ? size : kPipeBuffer;
    }
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), size);
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE) {
      return reader_gone();
    } else if (errno == EAGAIN) {
      // Whoever shares the pipe with us has made it non-blocking.
      is_writable_soon();
    } else if (errno != EINTR) {
      return Error{ErrorCode::Io,
                   std::string("standard output: ") + std::strerror(errno)};
    }
  }
  return success();
}

Status check_stdout() {
  pollfd poll_stdout{STDOUT_FILENO, 0, 0};
  if (::poll(&poll_stdout, 1, 0) > 0 && (poll_stdout.revents & POLLERR) != 0) {
    return reader_gone();
  }
  return success();
}

void write_stderr(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return;  // there is nobody left to tell
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

Expected<size_t> read_stdin_some(std::span<uint8_t> bytes,
                                 WhenStopped when_stopped) {
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got >= 0) {
      return static_cast<size_t>(got);
    }
    if (errno != EINTR ||
        (when_stopped == WhenStopped::Fail && stop_requested())) {
      return Error{ErrorCode::Io,
                   std::string("standard input: ") + std::strerror(errno)};
    }
  }
}

bool stdin_is_terminal() { return ::isatty(STDIN_FILENO) == 1; }
bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return 80;
}

}  // namespace eventlens
