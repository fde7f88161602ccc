// Character and entity references of XML -> characters. What a document type
// would declare is never expanded.
#pragma once

#include <cstddef>

namespace eventlens::evxml {

/// Replaces &#N; &#xN; and the five entities of XML in the UTF-8 text and
/// returns its new size, which is never larger. Any character may be referred
/// to, also those that XML forbids; what is no character, and NUL, becomes
/// U+FFFD. A reference that is none stays as it is.
[[nodiscard]] size_t decode_references(char* text, size_t size);

}  // namespace eventlens::evxml
