// Why a call of the system failed, as an Error: used within os/ only.
#pragma once

#include <string>

#include "base/expected.h"

namespace eventlens {

/// "<what>: <the system's reason>" for an errno, on Windows for a number of
/// GetLastError(). NotFound where the number says that nothing is there; Io
/// else.
Error system_error(const std::string& what, int number);

/// The same of the call that failed last.
Error last_error(const std::string& what);

}  // namespace eventlens
