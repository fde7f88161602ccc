#include "base/text_encoding.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"

namespace eventlens {
namespace {

/// What the XML declaration at the begin says, as far as it matters.
TextEncoding declared_encoding(ByteView head) {
  constexpr size_t kLongestDeclaration = 256;
  std::string text = lower_case({reinterpret_cast<const char*>(head.data()),
                                 std::min(head.size(), kLongestDeclaration)});
  text.resize(std::min(text.size(), text.find("?>")));
  const size_t at = text.find("encoding");
  if (!text.starts_with("<?xml") || at == std::string::npos) {
    return TextEncoding::Utf8;
  }
  const bool single = text.find("windows-1252", at) != std::string::npos ||
                      text.find("iso-8859-1", at) != std::string::npos;
  return single ? TextEncoding::Windows1252 : TextEncoding::Utf8;
}

uint32_t unit_at(const uint8_t* at, bool big) {
  return big ? static_cast<uint32_t>(at[0] << 8 | at[1])
             : static_cast<uint32_t>(at[1] << 8 | at[0]);
}

Transcoded put_utf16_text(uint8_t* to, ByteView bytes, bool big, bool at_end) {
  auto* out = reinterpret_cast<char*>(to);
  size_t at = 0;
  for (; at + 2 <= bytes.size(); at += 2) {
    uint32_t c = unit_at(bytes.data() + at, big);
    if (c >= 0xD800 && c < 0xDC00) {
      if (at + 4 > bytes.size() && !at_end) {
        break;
      }
      const uint32_t low =
          at + 4 > bytes.size() ? 0 : unit_at(bytes.data() + at + 2, big);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    const bool none = c == 0 || (c >= 0xD800 && c < 0xE000);
    out = put_code_point(out, none ? kReplacement : c);
  }
  if (at < bytes.size() && at_end) {
    at = bytes.size();  // half a code unit is nothing
  }
  return {at, static_cast<size_t>(out - reinterpret_cast<char*>(to))};
}

}  // namespace

DetectedEncoding detect_encoding(ByteView head) {
  const auto starts = [head](std::string_view mark) {
    return head.size() >= mark.size() &&
           std::memcmp(head.data(), mark.data(), mark.size()) == 0;
  };
  if (starts("\xEF\xBB\xBF")) {
    return {TextEncoding::Utf8, 3};
  }
  if (starts("\xFF\xFE")) {
    return {TextEncoding::Utf16Le, 2};
  }
  if (starts("\xFE\xFF")) {
    return {TextEncoding::Utf16Be, 2};
  }
  if (head.size() >= 4 && head[1] == 0 && head[3] == 0 && head[0] != 0) {
    return {TextEncoding::Utf16Le, 0};
  }
  if (head.size() >= 4 && head[0] == 0 && head[2] == 0 && head[1] != 0) {
    return {TextEncoding::Utf16Be, 0};
  }
  return {declared_encoding(head), 0};
}

Transcoded put_text(uint8_t* to, ByteView bytes, TextEncoding encoding,
                    bool at_end) {
  switch (encoding) {
    case TextEncoding::Utf16Le:
      return put_utf16_text(to, bytes, false, at_end);
    case TextEncoding::Utf16Be:
      return put_utf16_text(to, bytes, true, at_end);
    case TextEncoding::Windows1252: {
      auto* out = reinterpret_cast<char*>(to);
      for (const uint8_t byte : bytes) {
        out = put_code_point(out, byte == 0 ? '?' : from_windows_1252(byte));
      }
      return {bytes.size(),
              static_cast<size_t>(out - reinterpret_cast<char*>(to))};
    }
    case TextEncoding::Utf8:
      break;
  }
  if (!bytes.empty()) {
    std::memcpy(to, bytes.data(), bytes.size());
  }
  return {bytes.size(), bytes.size()};
}

uint64_t stored_size(std::string_view text, TextEncoding encoding) {
  if (encoding == TextEncoding::Utf8) {
    return text.size();
  }
  uint64_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    const bool begins = (byte & 0xC0) != 0x80;
    // Four bytes of UTF-8 are two code units of UTF-16.
    units += begins ? (byte >= 0xF0 ? 2 : 1) : 0;
  }
  return encoding == TextEncoding::Windows1252 ? units : 2 * units;
}

}  // namespace eventlens
