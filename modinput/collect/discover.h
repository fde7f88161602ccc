// Which files a stanza's paths stand for now.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"

namespace eventlens {

struct Discovery {
  std::vector<std::string> files;  // each once, in the order of the paths
  std::vector<Error> problems;     // paths that are not there or not readable
};

/// Files, directories and globs -> files. In a directory (and below it, with
/// `recursive`) every regular file is taken; whether it is a log is decided by
/// its content.
[[nodiscard]] Discovery discover(const std::vector<std::string>& paths,
                                 bool recursive);

}  // namespace eventlens
