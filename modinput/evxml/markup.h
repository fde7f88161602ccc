// The little of XML's markup that is looked at without a parser.
#pragma once

#include <array>
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

/// std::string_view::find, but by the first two characters at once: the first
/// alone is in every tag. That made conversions a fifth faster. REQUIRES:
/// `what` has two.
[[nodiscard]] size_t find(std::string_view text, std::string_view what,
                          size_t at);

/// Comments, CDATA sections and document types of a text. Remembers what it
/// looked for in vain: a hostile text is full of begins that have no end.
class Sections {
 public:
  /// `text` must outlive this.
  explicit Sections(std::string_view text) : text_(text) {
    none_from_.fill(std::string_view::npos);
  }

  /// The end of the section that begins at `at`: `at` where none does, npos
  /// where it does not end.
  [[nodiscard]] size_t end_at(size_t at);

 private:
  enum Mark : size_t { kComment, kCData, kDeclarations, kMarks };

  size_t behind(Mark mark, std::string_view end, size_t from);

  std::string_view text_;
  std::array<size_t, kMarks>
      none_from_;  // where the mark is not found any more
};

}  // namespace eventlens::evxml
