// Which files a stanza's paths stand for now.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

struct FoundFile {
  std::string path;
  /// Somebody asked for it by its name; else it was found in a directory or by
  /// a pattern.
  bool is_named = false;
};

struct Discovery {
  std::vector<FoundFile> files;  // each once, in the order of the paths
  std::vector<Error> problems;   // paths that are not there or not readable
};

/// Standard input, where it is accepted among the paths.
inline constexpr std::string_view kStandardInput = "-";
enum class StandardInput : uint8_t { Refused, Accepted };

/// Files, directories and globs -> files. In a directory (and below it, with
/// `recursive`) every regular file is taken; whether it is a log is decided by
/// its content.
[[nodiscard]] Discovery discover(
    const std::vector<std::string>& paths, bool recursive,
    StandardInput standard_input = StandardInput::Refused);

}  // namespace eventlens
