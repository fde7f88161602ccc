// Whether what one lookup says of another is there.
#pragma once

#include <vector>

#include "knowledge/check.h"

namespace eventlens {

/// Adds to `report` which code tables of coded_fields, and which articles and
/// codes of kb_events do not exist. A table that is not among `files` is the
/// built-in one.
void check_references(const std::vector<LookupText>& files,
                      CheckReport& report);

}  // namespace eventlens
