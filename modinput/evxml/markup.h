// The little of XML's markup that is looked at without a parser.
#pragma once

#include <cstddef>
#include <string_view>

namespace eventlens::evxml {

inline constexpr std::string_view kBlanks = " \t\r\n";

[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Whether a name in a tag ends in front of `c`.
[[nodiscard]] constexpr bool ends_name(char c) {
  return is_blank(c) || c == '>' || c == '/';
}

/// The name without its prefix.
[[nodiscard]] inline std::string_view local_name(std::string_view name) {
  return name.substr(name.rfind(':') + 1);
}

/// std::string_view::find, which first looks for the first character alone:
/// every tag has that.
[[nodiscard]] size_t find(std::string_view text, std::string_view what,
                          size_t at);

/// The end of the comment, CDATA section or document type that begins at `at`:
/// `at` where there is none of these, npos where it does not end.
[[nodiscard]] size_t section_end(std::string_view text, size_t at);

}  // namespace eventlens::evxml
