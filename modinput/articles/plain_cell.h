// Text of a page as a cell of a lookup: one line of ASCII.
#pragma once

#include <string>
#include <string_view>

namespace eventlens::articles {

/// Without blanks around it; blanks, tabs and line ends in a row are one blank.
/// Typographic quotes, dashes and spaces become those of ASCII, letters with
/// marks lose these, other characters become '?'. Bytes that are no UTF-8 are
/// taken for Windows-1252, as the archive of 2002 has them.
[[nodiscard]] std::string plain_cell(std::string_view text);

}  // namespace eventlens::articles
