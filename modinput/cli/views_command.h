// `eventlens knowledge views`: the lookups that repeat other lookups for
// searches, anew.
#pragma once

#include <string>

#include "base/expected.h"

namespace eventlens {

struct ViewsCommand {
  std::string lookups;  // a directory; empty: the app's own
};

/// Returns the exit code.
int run_views(const ViewsCommand& command,
              const std::string& installed_lookups);

/// Writes the directory's views where they differ, each in one step, and
/// returns a line for each. Error: as make_search_views() and
/// write_file_atomically().
Expected<std::string> write_views(const std::string& directory);

}  // namespace eventlens
