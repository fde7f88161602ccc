// Small questions about characters and pieces of a text.
#pragma once

#include <string_view>

#include "base/ascii.h"

namespace eventlens::text {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
[[nodiscard]] constexpr bool is_white(char c) {
  return is_blank(c) || c == '\r' || c == '\n';
}

/// Whether it has digits and nothing else, at most `most`.
[[nodiscard]] constexpr bool is_number(std::string_view text, size_t most) {
  for (const char c : text) {
    if (!is_digit(c)) {
      return false;
    }
  }
  return !text.empty() && text.size() <= most;
}

/// The text that begins at `begin` and ends where `last`, a later part of the
/// same memory, does.
[[nodiscard]] constexpr std::string_view span_of(const char* begin,
                                                 std::string_view last) {
  return {begin, static_cast<size_t>(last.data() + last.size() - begin)};
}

}  // namespace eventlens::text
