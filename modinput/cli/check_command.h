// `eventlens knowledge check`: mistakes in the lookups, for those who edit
// them.
#pragma once

#include <string>

namespace eventlens {

struct CheckCommand {
  std::string lookups;  // a directory; empty: the built-in tables
  bool json = false;
};

/// Returns the exit code.
int run_check(const CheckCommand& command);

}  // namespace eventlens
