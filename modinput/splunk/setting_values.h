// Reading the value of one setting from its text. Nothing where the text is
// not of that form; the message is the caller's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventlens {

/// 1 true t yes y on, or 0 false f no n off, in either case.
std::optional<bool> parse_boolean(std::string_view text);

/// Seconds of "0", or of digits followed by s, m, h or d; at most
/// kMaxIgnoreOlderThanSeconds. A number without a unit is not accepted: it
/// would be read as days by some and as seconds by others.
std::optional<uint64_t> parse_duration(std::string_view text);

/// Digits, from `minimum` to `maximum`.
std::optional<uint32_t> parse_count(std::string_view text, uint32_t minimum,
                                    uint32_t maximum);

/// The parts between ';', trimmed; empty parts are left out.
std::vector<std::string> split_paths(std::string_view text);

}  // namespace eventlens
