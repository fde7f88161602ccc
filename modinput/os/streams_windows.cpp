// Standard input, output and error by Windows: what is no console passes bytes
// unchanged, a console gets characters.
#include <windows.h>
// After windows.h, whose types it needs.
#include <winternl.h>

#include <algorithm>

#include "os/blocked_call_windows.h"
#include "os/stop.h"
#include "os/streams.h"
#include "os/system_error.h"
#include "os/wide_windows.h"

namespace eventlens {
namespace {

// One call of the system takes that much: what is written to a console goes
// through memory that all consoles share.
constexpr size_t kMostOfOneCall = size_t{1} << 20;
constexpr size_t kMostOfOneConsoleCall = size_t{8} << 10;

bool is_console(HANDLE stream) {
  DWORD mode = 0;
  return ::GetConsoleMode(stream, &mode) != 0;
}

/// Whether the stream is a console that knows escape sequences, which is made
/// to take them. Consoles before Windows 10 do not.
bool knows_escapes(HANDLE stream) {
  DWORD mode = 0;
  return ::GetConsoleMode(stream, &mode) != 0 &&
         ::SetConsoleMode(stream, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) !=
             0;
}

/// At most `most` bytes of the begin, whole characters.
std::string_view whole_characters(std::string_view text, size_t most) {
  if (text.size() <= most) {
    return text;
  }
  size_t end = most;
  while (end > most - 4 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

/// Writes some bytes and returns how many. 0 says that the call failed.
size_t write_some(HANDLE stream, std::string_view bytes) {
  DWORD written = 0;
  if (!is_console(stream)) {
    const auto size =
        static_cast<DWORD>(std::min(bytes.size(), kMostOfOneCall));
    return ::WriteFile(stream, bytes.data(), size, &written, nullptr) != 0
               ? written
               : 0;
  }
  const std::string_view piece = whole_characters(bytes, kMostOfOneConsoleCall);
  const std::wstring wide = to_wide(piece);
  size_t at = 0;
  while (at < wide.size()) {
    if (::WriteConsoleW(stream, wide.data() + at,
                        static_cast<DWORD>(wide.size() - at), &written,
                        nullptr) == 0) {
      return 0;
    }
    at += written;
  }
  return piece.size();
}

bool says_reader_gone(DWORD number) {
  return number == ERROR_BROKEN_PIPE || number == ERROR_NO_DATA ||
         number == ERROR_PIPE_NOT_CONNECTED;
}

Error reader_gone() {
  return {ErrorCode::Closed, "standard output: its reader has gone"};
}

Error took_nothing() {
  return {ErrorCode::Stopped,
          "asked to stop while the reader of standard output took nothing"};
}

}  // namespace

Status write_stdout(std::string_view bytes) {
  const HANDLE stream = ::GetStdHandle(STD_OUTPUT_HANDLE);
  while (!bytes.empty()) {
    size_t written = 0;
    DWORD number = ERROR_SUCCESS;
    {
      const BlockedCall call;
      written = write_some(stream, bytes);
      number = written == 0 ? ::GetLastError() : ERROR_SUCCESS;
    }
    if (written > 0) {
      bytes.remove_prefix(written);
    } else if (says_reader_gone(number)) {
      return reader_gone();
    } else if (number == ERROR_OPERATION_ABORTED && stop_requested()) {
      return took_nothing();
    } else {
      return system_error("standard output", static_cast<int>(number));
    }
  }
  return success();
}

Status check_stdout() {
  // What winternl.h does not declare: how a pipe is, seen from this end.
  struct PipeInformation {
    ULONG type, configuration, most_instances, instances;
    ULONG inbound_quota, readable, outbound_quota, writable;
    ULONG state, end;
  } information{};
  constexpr auto kPipeInformation = static_cast<FILE_INFORMATION_CLASS>(24);
  constexpr ULONG kClosing = 4;  // the other end is closed
  IO_STATUS_BLOCK result{};
  // A write of no bytes would tell as well, but its reader would take it for
  // the end. Where this cannot tell, the next write does.
  if (::NtQueryInformationFile(::GetStdHandle(STD_OUTPUT_HANDLE), &result,
                               &information, sizeof(information),
                               kPipeInformation) == 0 &&
      information.state == kClosing) {
    return reader_gone();
  }
  return success();
}

void write_stderr(std::string_view bytes) {
  const HANDLE stream = ::GetStdHandle(STD_ERROR_HANDLE);
  while (!bytes.empty()) {
    const size_t written = write_some(stream, bytes);
    if (written == 0) {
      return;  // there is nobody left to tell
    }
    bytes.remove_prefix(written);
  }
}

Expected<size_t> read_stdin_some(std::span<uint8_t> bytes,
                                 WhenStopped when_stopped) {
  const auto size = static_cast<DWORD>(std::min(bytes.size(), kMostOfOneCall));
  for (;;) {
    DWORD got = 0;
    DWORD number = ERROR_SUCCESS;
    {
      const BlockedCall call;
      if (::ReadFile(::GetStdHandle(STD_INPUT_HANDLE), bytes.data(), size, &got,
                     nullptr) == 0) {
        number = ::GetLastError();
      }
    }
    if (number == ERROR_SUCCESS) {
      return size_t{got};
    }
    // A pipe that its writer has closed.
    if (number == ERROR_BROKEN_PIPE || number == ERROR_HANDLE_EOF) {
      return size_t{0};
    }
    if (number != ERROR_OPERATION_ABORTED ||
        when_stopped == WhenStopped::Fail) {
      return system_error("standard input", static_cast<int>(number));
    }
  }
}

bool stdin_is_terminal() {
  return is_console(::GetStdHandle(STD_INPUT_HANDLE));
}
bool stdout_is_terminal() {
  return knows_escapes(::GetStdHandle(STD_OUTPUT_HANDLE));
}
bool stderr_is_terminal() {
  return knows_escapes(::GetStdHandle(STD_ERROR_HANDLE));
}

size_t terminal_width() {
  CONSOLE_SCREEN_BUFFER_INFO info{};
  if (::GetConsoleScreenBufferInfo(::GetStdHandle(STD_OUTPUT_HANDLE), &info) !=
      0) {
    const int columns = info.srWindow.Right - info.srWindow.Left + 1;
    return columns > 0 ? static_cast<size_t>(columns) : 80;
  }
  return 80;
}

}  // namespace eventlens
