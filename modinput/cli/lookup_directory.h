// The directory whose lookups a command writes, and what stands in it.
#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"

namespace eventlens {

/// `asked`, or the app's own where it is empty. Error: InvalidSetting where
/// there is neither, NotFound where it is no directory.
Expected<std::string> lookup_directory(const std::string& asked,
                                       const std::string& installed);

/// Where the table lies.
std::string lookup_path(const std::string& directory, std::string_view table);

/// The directory's table, or the built-in one where it has none. Error: Io,
/// LimitExceeded.
Expected<std::string> lookup_text(const std::string& directory,
                                  std::string_view table);

/// The exit code of a command that could not write lookups for this reason.
int lookup_exit_code(const Error& error);

}  // namespace eventlens
