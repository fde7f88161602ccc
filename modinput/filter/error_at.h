// How the parsers of this room say where a text is wrong.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace eventlens::filter {

/// InvalidSetting: "column 12: problem; accepted: ...". Columns count
/// characters of UTF-8 and begin with 1.
inline Error error_at(std::string_view text, size_t offset,
                      const std::string& problem, std::string_view accepted) {
  const std::string_view before = text.substr(0, offset);
  const auto column =
      1 + std::count_if(before.begin(), before.end(),
                        [](char c) { return (c & 0xC0) != 0x80; });
  return {ErrorCode::InvalidSetting,
          "column " + std::to_string(column) + ": " + problem +
              "; accepted: " + std::string(accepted)};
}

/// A part of a setting as it is shown in a message: a long one is cut.
inline std::string shown(std::string_view part) {
  constexpr size_t kLongest = 40;
  const bool cut = part.size() > kLongest;
  return "\"" + std::string(part.substr(0, kLongest)) + (cut ? "...\"" : "\"");
}

}  // namespace eventlens::filter
