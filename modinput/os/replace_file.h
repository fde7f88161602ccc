// The steps of write_file_atomically() that each system has its own way for:
// used within os/ only.
#pragma once

#include <string>

#include "os/file.h"

namespace eventlens {

/// Gives the draft the owner and permissions of the file that it replaces. What
/// the system refuses is left: the content counts more.
void take_over_access(const OutputFile& draft, const std::string& path,
                      Readers readers);

/// Renames the draft over the path, in one step. Error: Io.
Status replace_file(const std::string& draft, const std::string& path);

}  // namespace eventlens
