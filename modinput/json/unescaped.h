// A JSON string's text.
#pragma once

#include <optional>
#include <string_view>

#include "json/members.h"

namespace eventlens::json {

/// `quoted` without its quotation marks and escapes, in the room of `texts`;
/// nothing where an escape is none.
[[nodiscard]] std::optional<std::string_view> unescaped(std::string_view quoted,
                                                        Members& texts);

}  // namespace eventlens::json
