// The lookups as they were when the program was built.
#pragma once

#include <string_view>

namespace eventlens {

/// The content of lookups/eventlens_<name>.csv; empty where there is none.
[[nodiscard]] std::string_view embedded_lookup(std::string_view name);

}  // namespace eventlens
