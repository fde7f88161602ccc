// `eventlens knowledge import`: the article tables anew, from checkouts of the
// public repositories.
#pragma once

#include <string>

namespace eventlens {

struct ImportCommand {
  std::string kbarchive;         // a checkout; empty: that part stays
  std::string support_articles;  // likewise
  std::string lookups;           // a directory; empty: the app's own
};

/// Returns the exit code.
int run_import(const ImportCommand& command,
               const std::string& installed_lookups);

}  // namespace eventlens
