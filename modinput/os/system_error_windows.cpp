// Why a call of Windows failed, in its own words.
#include <windows.h>

#include <array>
#include <string_view>

#include "os/system_error.h"
#include "os/wide_windows.h"

namespace eventlens {
namespace {

/// Empty where Windows has no text in that language.
std::string text_of(DWORD number, DWORD language) {
  std::array<wchar_t, 512> text;
  const DWORD size = ::FormatMessageW(
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS |
          FORMAT_MESSAGE_MAX_WIDTH_MASK,  // no line breaks
      nullptr, number, language, text.data(), static_cast<DWORD>(text.size()),
      nullptr);
  std::string_view trimmed;
  const std::string narrow = to_utf8({text.data(), size});
  trimmed = narrow;
  while (trimmed.ends_with(' ') || trimmed.ends_with('.')) {
    trimmed.remove_suffix(1);
  }
  return std::string(trimmed);
}

bool says_not_found(DWORD number) {
  switch (number) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_DIRECTORY:  // a file where a directory should be
      return true;
    default:
      return false;
  }
}

}  // namespace

Error system_error(const std::string& what, int number) {
  const auto code = static_cast<DWORD>(number);
  // English first: what is searched for, and what is asked about, is English.
  std::string reason =
      text_of(code, MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US));
  if (reason.empty()) {
    reason = text_of(code, 0);
  }
  if (reason.empty()) {
    reason = "error " + std::to_string(code) + " of Windows";
  }
  return {says_not_found(code) ? ErrorCode::NotFound : ErrorCode::Io,
          what + ": " + reason};
}

Error last_error(const std::string& what) {
  return system_error(what, static_cast<int>(::GetLastError()));
}

}  // namespace eventlens
