// Which files a path, a directory or a glob stands for.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"

namespace eventlens {

/// Whether `path` holds a glob character: * ? [
[[nodiscard]] bool has_glob(const std::string& path);

/// Files, and directories on the way to them that could not be read.
struct Listing {
  std::vector<std::string> paths;  // sorted
  std::vector<Error> problems;     // NotFound, Io; each names its directory
};

/// The paths that match `pattern`; none is no problem.
[[nodiscard]] Listing expand_glob(const std::string& pattern);

/// The regular files in `directory`, with `recursive` also below it. Links to
/// directories are not followed, so that there are no circles.
[[nodiscard]] Listing list_files(const std::string& directory, bool recursive);

}  // namespace eventlens
