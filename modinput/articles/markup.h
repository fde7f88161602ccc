// The marks that web pages and Markdown put into text.
#pragma once

#include <string>
#include <string_view>

namespace eventlens::articles {

/// `text` with the character for each entity that titles and pages have
/// (&quot; &amp; &#42; ...); others stay.
[[nodiscard]] std::string decode_entities(std::string_view text);

/// A line of Markdown as one reads it: emphasis, code marks, links and tags
/// are gone, their text stays.
[[nodiscard]] std::string plain_line(std::string_view markdown);

}  // namespace eventlens::articles
