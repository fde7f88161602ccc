// What a path says by its text alone, without a look at the disk. Windows takes
// both '/' and '\' between names, and begins paths with drives and shares.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace eventlens {

enum class PathStyle : uint8_t { Posix, Windows };

inline constexpr PathStyle kNativePaths =
    std::filesystem::path::preferred_separator == '/' ? PathStyle::Posix
                                                      : PathStyle::Windows;

[[nodiscard]] bool is_separator(char c, PathStyle style = kNativePaths);

/// The length of what stands before the first name: "/", "C:\", "C:",
/// "\\server\share\", "\\?\C:\".
[[nodiscard]] size_t root_length(std::string_view path,
                                 PathStyle style = kNativePaths);

/// Whether the path means the same in every working directory.
[[nodiscard]] bool is_absolute(std::string_view path,
                               PathStyle style = kNativePaths);

/// Examples of absolute paths, for messages.
[[nodiscard]] std::string_view absolute_examples(
    PathStyle style = kNativePaths);

/// What stands behind the last separator, or the drive.
[[nodiscard]] std::string_view file_name_of(std::string_view path,
                                            PathStyle style = kNativePaths);

/// What stands before the last separator; empty where there is none.
[[nodiscard]] std::string_view parent_of(std::string_view path,
                                         PathStyle style = kNativePaths);

/// Whether two names are one in a directory: on Windows without regard to case
/// (of ASCII).
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b,
                                PathStyle style = kNativePaths);

/// The path of `name` in the directory.
[[nodiscard]] std::string path_in(std::string_view directory,
                                  std::string_view name,
                                  PathStyle style = kNativePaths);

/// The path with the system's usual separator, so that one file is not told of,
/// and remembered, under several spellings.
[[nodiscard]] std::string with_usual_separators(
    std::string_view path, PathStyle style = kNativePaths);

/// The path with '/' between its names, as URLs and archives have it.
[[nodiscard]] std::string with_slashes(std::string_view path,
                                       PathStyle style = kNativePaths);

}  // namespace eventlens
