// The commands a person types: convert, explain and knowledge.
#pragma once

#include <string>
#include <vector>

namespace eventlens {

/// What the commands need to know of the program they are in.
struct ProgramInfo {
  std::string version;
  std::string lookups_directory;  // empty: the embedded lookups
};

/// Runs the command and returns its exit code (docs/operations.md).
int run_command_line(const std::vector<std::string>& arguments,
                     const ProgramInfo& info);

}  // namespace eventlens
