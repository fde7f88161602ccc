#include "os/wide_windows.h"

#include <windows.h>

#include <algorithm>

namespace eventlens {
namespace {

constexpr std::wstring_view kVerbatim = L"\\\\?\\";
constexpr std::wstring_view kDevice = L"\\\\.\\";
constexpr std::wstring_view kShare = L"\\\\";

/// Absolute, with backslashes, "." and ".." taken out. As it was where Windows
/// has nothing to say about it.
std::wstring full_path(const std::wstring& path) {
  const DWORD room = ::GetFullPathNameW(path.c_str(), 0, nullptr, nullptr);
  std::wstring full(room, L'\0');
  const DWORD size =
      room == 0 ? 0
                : ::GetFullPathNameW(path.c_str(), room, full.data(), nullptr);
  if (size == 0 || size >= room) {
    return path;
  }
  full.resize(size);
  return full;
}

}  // namespace

std::wstring to_wide(std::string_view text) {
  const auto size = static_cast<int>(text.size());
  const int units =
      ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0);
  std::wstring wide(static_cast<size_t>(units), L'\0');
  ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, wide.data(), units);
  return wide;
}

std::string to_utf8(std::wstring_view text) {
  const auto size = static_cast<int>(text.size());
  const int bytes = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size,
                                          nullptr, 0, nullptr, nullptr);
  std::string utf8(static_cast<size_t>(bytes), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, utf8.data(), bytes,
                        nullptr, nullptr);
  return utf8;
}

std::wstring native_path(const std::string& path) {
  std::wstring wide = to_wide(path);
  if (wide.starts_with(kVerbatim)) {
    // Nothing behind it is interpreted, so our '/' would belong to a name.
    std::replace(wide.begin(), wide.end(), L'/', L'\\');
    return wide;
  }
  const std::wstring full = full_path(wide);
  // A directory must leave room for a name of eight characters and three.
  constexpr size_t kLongest = MAX_PATH - 12;
  if (full.size() < kLongest || full.starts_with(kDevice)) {
    return wide;
  }
  if (full.starts_with(kShare)) {
    return std::wstring(kVerbatim) + L"UNC\\" + full.substr(kShare.size());
  }
  return std::wstring(kVerbatim) + full;
}

}  // namespace eventlens
