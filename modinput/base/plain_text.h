// The part of the text kernel that most values need nothing else of: plain
// ASCII characters are packed and copied, sixteen at a time, until one needs
// care. It is here and not in escape.cpp so that it becomes part of the loops
// that print values.
#pragma once

#include <bit>
#include <cstdint>

#include "base/bytes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens {

/// How characters are written:
///  Raw           as they are
///  XmlText       & < > as entities, CR and LF as character references, so
///                that an event stays on one line and a parser gives back
///                what was there; what XML 1.0 forbids becomes U+FFFD
///  XmlAttribute  as XmlText, and ' " TAB too
///  Json          " \ and control characters as JSON escapes
/// In every mode an unpaired surrogate becomes U+FFFD, and a byte that is not
/// part of well-formed UTF-8 the character that it is in Windows-1252.
enum class Escape : uint8_t { Raw, XmlText, XmlAttribute, Json };

/// Whether the character is written otherwise than as its own byte, or ends the
/// text.
template <Escape E>
constexpr bool needs_care(uint32_t c) {
  if (c >= 0x80) {
    return true;
  }
  switch (E) {
    case Escape::Raw:
      return c == 0;
    case Escape::Json:
      return c < 0x20 || c == '"' || c == '\\';
    case Escape::XmlText:
      return c < 0x20 || c == '&' || c == '<' || c == '>';
    case Escape::XmlAttribute:
      return c < 0x20 || c == '&' || c == '<' || c == '>' || c == '"' ||
             c == '\'';
  }
  return true;
}

/// How far a step of the kernel came.
struct TextCursor {
  char* to;
  const uint8_t* at;
};

#if defined(__SSE2__)
// The vector paths look at code units packed to bytes with saturation: one
// above 0xFF becomes 0xFF, one above 0x7FFF (negative) becomes 0. As signed
// bytes, all that is not plain ASCII is below kPlainFrom, together with the
// control characters: one comparison finds both.
template <Escape E>
constexpr char kPlainFrom = E == Escape::Raw ? 1 : 0x20;

/// Bit i is set where byte i of `text` cannot be copied as it is.
template <Escape E>
inline uint32_t care_mask(__m128i text) {
  const auto equals = [text](char c) {
    return _mm_cmpeq_epi8(text, _mm_set1_epi8(c));
  };
  __m128i care = _mm_cmplt_epi8(text, _mm_set1_epi8(kPlainFrom<E>));
  if constexpr (E == Escape::Json) {
    care = _mm_or_si128(care, _mm_or_si128(equals('"'), equals('\\')));
  } else if constexpr (E != Escape::Raw) {
    care = _mm_or_si128(care, equals('&'));
    care = _mm_or_si128(care, _mm_or_si128(equals('<'), equals('>')));
    if constexpr (E == Escape::XmlAttribute) {
      care = _mm_or_si128(care, _mm_or_si128(equals('"'), equals('\'')));
    }
  }
  return static_cast<uint32_t>(_mm_movemask_epi8(care));
}

/// Packs and stores sixteen characters; returns their care_mask.
template <Escape E>
inline uint32_t copy_sixteen(char* to, const uint8_t* at) {
  const auto* const from = reinterpret_cast<const __m128i*>(at);
  const __m128i packed =
      _mm_packus_epi16(_mm_loadu_si128(from), _mm_loadu_si128(from + 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), packed);
  return care_mask<E>(packed);
}

/// Copies plain characters until one needs care or the text ends.
///
/// Where the copy ends is computed from the text's length wherever no character
/// needs care, and not from what was found: so the processor need not wait for
/// one value's characters before it begins with the next. That alone made
/// conversions an eighth faster. For the same reason `kWholeBlocks` stops in
/// front of the sixteen characters among which the one is.
template <Escape E, bool kWholeBlocks = false>
inline TextCursor copy_plain(TextCursor now, const uint8_t* end) {
  const auto stop_at = [&now](uint32_t care) -> TextCursor {
    const size_t plain =
        kWholeBlocks ? 0 : static_cast<size_t>(std::countr_zero(care));
    return {now.to + plain, now.at + 2 * plain};
  };
  for (; end - now.at >= 32; now.at += 32, now.to += 16) {
    const uint32_t care = copy_sixteen<E>(now.to, now.at);
    if (care != 0) {
      return stop_at(care);
    }
  }
  const auto left = static_cast<size_t>(end - now.at) / 2;
  if (left == 0) {
    return now;
  }
  const uint32_t care =
      copy_sixteen<E>(now.to, now.at) & ((uint32_t{1} << left) - 1);
  if (care != 0) {
    return stop_at(care);
  }
  return {now.to + left, end};
}
#else
template <Escape E, bool kWholeBlocks = false>
inline TextCursor copy_plain(TextCursor now, const uint8_t* end) {
  while (now.at < end && !needs_care<E>(load_le<uint16_t>(now.at))) {
    *now.to++ = static_cast<char>(*now.at);
    now.at += 2;
  }
  return now;
}
#endif

}  // namespace eventlens
