// The names in a directory of Windows, and patterns for names: used within os/
// only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

struct FoundName {
  /// A Link is a directory that lies elsewhere.
  enum Kind : uint8_t { File, Directory, Link };
  std::string name;
  Kind kind;
};

/// Without "." and "..". Error: NotFound, Io; it names the directory.
Expected<std::vector<FoundName>> names_in(const std::string& directory);

/// Whether the pattern stands for the name: * ? and [] as in POSIX globs, but
/// without regard to case.
[[nodiscard]] bool matches_name(std::string_view pattern,
                                std::string_view name);

}  // namespace eventlens
