// Text into output: UTF-16LE or UTF-8 in, valid escaped UTF-8 out, in one pass.
//
// This is where most of the time of a conversion goes, and most values are
// short and plain ASCII: the kernel packs 16 code units at a time (32 in long
// texts on processors with AVX2) and looks for anything that needs care; only
// what needs care is done character by character. Where SSE2 is missing the
// scalar path does all of it. All paths give the same bytes.
#pragma once

#include <string_view>

#include "base/buffer.h"
#include "base/bytes.h"

namespace eventlens {

/// How characters are written:
///  Raw           as they are
///  XmlText       & < > as entities, CR and LF as character references, so
///                that an event stays on one line and a parser gives back
///                what was there; what XML 1.0 forbids becomes U+FFFD
///  XmlAttribute  as XmlText, and ' " TAB too
///  Json          " \ and control characters as JSON escapes
/// In every mode unpaired surrogates and malformed UTF-8 become U+FFFD.
enum class Escape : uint8_t { Raw, XmlText, XmlAttribute, Json };

/// Room that the put_ functions need for `size` bytes of input: the longest
/// thing one character becomes is "&quot;" or "\u001f", and registers are
/// stored whole.
[[nodiscard]] constexpr size_t escaped_room(size_t size) {
  return 6 * size + 16;
}

// Each writes to `to`, where the caller has made room, and returns the end.

/// UTF-16LE text up to its first NUL or its end; an odd last byte is dropped.
/// REQUIRES: kReadSlack readable bytes behind `text`.
template <Escape E>
char* put_utf16(char* to, ByteView text);
char* put_utf16(char* to, ByteView text, Escape escape);

/// UTF-8 text, whole (a NUL is a character).
char* put_utf8(char* to, std::string_view text, Escape escape);

/// Single-byte text in Windows-1252 up to its first NUL or its end.
char* put_ansi(char* to, ByteView text, Escape escape);

void append_utf16(Buffer& out, ByteView text, Escape escape);
void append_utf8(Buffer& out, std::string_view text, Escape escape);

}  // namespace eventlens
