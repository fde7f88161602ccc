// Which files a path, a directory or a glob stands for.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"

namespace eventlens {

/// Whether `path` holds a glob character: * ? [
[[nodiscard]] bool has_glob(const std::string& path);

/// The paths that match `pattern`, sorted; none is no error.
/// Error: Io where a directory on the way cannot be read.
Expected<std::vector<std::string>> expand_glob(const std::string& pattern);

/// The regular files in `directory`, with `recursive` also below it, sorted.
/// Links to directories are not followed, so that there are no circles.
/// Error: NotFound, Io.
Expected<std::vector<std::string>> list_files(const std::string& directory,
                                              bool recursive);

}  // namespace eventlens
