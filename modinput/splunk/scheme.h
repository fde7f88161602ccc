// The scheme: how the input describes itself to splunkd, which asks for it
// with --scheme at every start and builds the page in Data Inputs from it.
#pragma once

#include <string>

namespace eventlens {

/// The <scheme> document, UTF-8, ending in a line break. It needs neither
/// configuration nor files and cannot fail.
std::string write_scheme();

}  // namespace eventlens
