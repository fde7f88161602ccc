// How the characters of a text file are stored, and their way to UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace eventlens {

enum class TextEncoding : uint8_t {
  // Taken as it is; a byte that is no part of well-formed UTF-8 is later given
  // out as the character of Windows-1252 (base/escape.h).
  Utf8,
  Utf16Le,
  Utf16Be,
  Windows1252,  // only where an XML declaration says so, or Latin-1
};

struct DetectedEncoding {
  TextEncoding encoding;
  size_t mark_size;  // bytes of the byte order mark at the begin
};

/// From a file's first bytes: its byte order mark, else zeros where UTF-16 has
/// them, else what an XML declaration says, else UTF-8.
[[nodiscard]] DetectedEncoding detect_encoding(ByteView head);

/// Room that put_text needs for `size` bytes: one of Windows-1252 takes up to
/// three (the euro sign), two of UTF-16 as many.
[[nodiscard]] constexpr size_t transcoded_room(size_t size) { return 3 * size; }

/// How far transcoding came.
struct Transcoded {
  size_t consumed;  // bytes read
  size_t written;
};

/// Writes `bytes` as UTF-8 to `to`. Of UTF-16 a last half character is left
/// over unless `at_end`; what is no character, and NUL, becomes U+FFFD. UTF-8
/// is copied.
Transcoded put_text(uint8_t* to, ByteView bytes, TextEncoding encoding,
                    bool at_end);

/// How many bytes the UTF-8 `text`, as put_text wrote it, takes in `encoding`.
[[nodiscard]] uint64_t stored_size(std::string_view text,
                                   TextEncoding encoding);

}  // namespace eventlens
