// One directory, as each system lists it: used within os/ only.
#pragma once

#include <string>
#include <vector>

#include "os/paths.h"

namespace eventlens {

/// Adds the directory's files to `found`, and its directories that are no links
/// to `below`.
void list_directory(const std::string& directory, Listing& found,
                    std::vector<std::string>& below);

}  // namespace eventlens
