// Escapes that are half of a surrogate pair, which some programs write for text
// that was none on Windows, and which no parser takes.
#pragma once

#include <cstdint>
#include <span>

namespace eventlens::json {

/// Makes each \uD800..\uDFFF of the JSON text that has no other half \ufffd.
void replace_lone_surrogates(std::span<char> text);

}  // namespace eventlens::json
