#include "json/surrogates.h"

#include <cstring>
#include <string_view>

namespace eventlens::json {
namespace {

constexpr size_t kEscapeSize = 6;  // \uD83D

enum class Half : uint8_t { None, First, Second };

/// What the escape at `at` is.
Half half_at(std::span<const char> text, size_t at) {
  if (at + kEscapeSize > text.size() || text[at] != '\\' ||
      text[at + 1] != 'u' || (text[at + 2] | 0x20) != 'd') {
    return Half::None;
  }
  constexpr std::string_view kFirst = "89aAbB";
  constexpr std::string_view kSecond = "cCdDeEfF";
  const char digit = text[at + 3];
  if (kFirst.find(digit) != std::string_view::npos) {
    return Half::First;
  }
  return kSecond.find(digit) != std::string_view::npos ? Half::Second
                                                       : Half::None;
}

}  // namespace

void replace_lone_surrogates(std::span<char> text) {
  for (size_t at = 0; at < text.size();) {
    const void* const found =
        std::memchr(text.data() + at, '\\', text.size() - at);
    if (found == nullptr) {
      return;
    }
    at = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    const Half half = half_at(text, at);
    if (half == Half::None) {
      at += 2;  // also of an escaped backslash
      continue;
    }
    if (half == Half::First &&
        half_at(text, at + kEscapeSize) == Half::Second) {
      at += 2 * kEscapeSize;
      continue;
    }
    std::memcpy(text.data() + at, "\\ufffd", kEscapeSize);
    at += kEscapeSize;
  }
}

}  // namespace eventlens::json
