// Characters of UTF-8, one at a time: for texts that come as UTF-8, and for
// those that are made into it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace eventlens {

/// Stands for what is no character.
inline constexpr uint32_t kReplacement = 0xFFFD;

/// Length of the well-formed UTF-8 sequence at `at` with its code point in
/// `c`, or 0 (Unicode 15, table 3-7). REQUIRES: at < end.
size_t decode_utf8(const uint8_t* at, const uint8_t* end, uint32_t& c);

/// The character that a byte is in Windows-1252: how its code points 0x80..0x9F
/// differ from Latin-1; the five that it leaves undefined stay what they are.
[[nodiscard]] uint32_t from_windows_1252(uint8_t byte);

/// Writes the character's one to four bytes and returns their end.
inline char* put_code_point(char* out, uint32_t c) {
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<char>(0xC0 | (c >> 6));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = static_cast<char>(0xE0 | (c >> 12));
    *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | (c >> 18));
    *out++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

}  // namespace eventlens
