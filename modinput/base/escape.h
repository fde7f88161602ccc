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
#include "base/plain_text.h"

namespace eventlens {

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

/// What put_utf16 does with a text that is long, and with what is left of one
/// from its first character on that needs care (JSON: from the block on in
/// which that is).
template <Escape E>
char* put_long_utf16(TextCursor now, const uint8_t* end);

/// Texts of so many bytes are worth the wider registers.
inline constexpr ptrdiff_t kWorthWide = 256;

// Not left to the compiler: it is part of the loop that prints values or it
// costs a tenth more instructions.
template <Escape E>
[[gnu::always_inline]] inline char* put_utf16(char* to, ByteView text) {
  const uint8_t* end = text.data() + (text.size() & ~size_t{1});
  TextCursor now{to, text.data()};
  // Windows often counts the NUL behind a text as part of it.
  if (end != now.at && load_le<uint16_t>(end - 2) == 0) {
    end -= 2;
  }
  if (end - now.at < kWorthWide) {
    if (now.at == end) {
      return to;
    }
    now = copy_plain<E, E == Escape::Json>(now, end);
    if (now.at == end) {
      return now.to;
    }
  }
  return put_long_utf16<E>(now, end);
}

void append_utf16(Buffer& out, ByteView text, Escape escape);
void append_utf8(Buffer& out, std::string_view text, Escape escape);

}  // namespace eventlens
