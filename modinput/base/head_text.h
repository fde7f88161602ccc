// A file's first bytes, as an error tells them.
#pragma once

#include <string>

#include "base/bytes.h"

namespace eventlens {

/// "it is empty", `it begins with "text"`, or "it begins with the bytes 4d 5a".
[[nodiscard]] std::string describe_head(ByteView head);

}  // namespace eventlens
