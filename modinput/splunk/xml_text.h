// The little XML that splunkd reads from us besides events: one element with
// text at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eventlens {

/// Appends `<name>text</name>` with the text escaped, and a line break, after
/// `indent` blanks. Characters that XML forbids become U+FFFD.
void append_element(std::string& out, size_t indent, std::string_view name,
                    std::string_view text);

}  // namespace eventlens
