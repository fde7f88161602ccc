#include "os/paths.h"

#include <algorithm>

#include "os/directory.h"
#include "os/path_names.h"

namespace eventlens {

bool has_glob(const std::string& path) {
  // Windows' prefix "\\?\" is none.
  return path.find_first_of("*?[", root_length(path)) != std::string::npos;
}

Listing list_files(const std::string& directory, bool recursive) {
  Listing found;
  std::vector<std::string> waiting = {directory};
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.back());
    waiting.pop_back();
    std::vector<std::string> below;
    list_directory(next, found, below);
    if (recursive) {
      waiting.insert(waiting.end(), below.begin(), below.end());
    }
  }
  std::sort(found.paths.begin(), found.paths.end());
  return found;
}

}  // namespace eventlens
