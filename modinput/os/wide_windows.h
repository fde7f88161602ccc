// Windows' UTF-16 and our UTF-8, and paths as Windows' functions take them.
#pragma once

#include <string>
#include <string_view>

namespace eventlens {

/// What is no valid UTF-8 becomes U+FFFD.
[[nodiscard]] std::wstring to_wide(std::string_view text);

/// Half a surrogate pair becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::wstring_view text);

/// The path for a function such as CreateFileW. One that is too long for
/// Windows' old limit of 260 characters gets the prefix that lifts it, for
/// Windows that ask programs nothing about long paths, and those that have them
/// switched off.
[[nodiscard]] std::wstring native_path(const std::string& path);

}  // namespace eventlens
