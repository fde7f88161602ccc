#include "base/escape.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

// How the code points 0x80..0x9F of Windows-1252 differ from Latin-1; the five
// that it leaves undefined stay what they are.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

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

char* put(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

char* put_code_point(char* out, uint32_t c) {
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

char* put_json_control(char* out, uint32_t c) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '\n':
      return put(out, "\\n");
    case '\r':
      return put(out, "\\r");
    case '\t':
      return put(out, "\\t");
    case '\b':
      return put(out, "\\b");
    case '\f':
      return put(out, "\\f");
    default:
      out = put(out, "\\u00");
      *out++ = kDigits[c >> 4];
      *out++ = kDigits[c & 0xF];
      return out;
  }
}

template <Escape E>
char* put_xml(char* out, uint32_t c) {
  constexpr bool kAttribute = E == Escape::XmlAttribute;
  switch (c) {
    case '&':
      return put(out, "&amp;");
    case '<':
      return put(out, "&lt;");
    case '>':
      return put(out, "&gt;");
    case '\r':
      return put(out, "&#13;");
    case '\n':
      return put(out, "&#10;");
    case '\t':
      return kAttribute ? put(out, "&#9;") : put(out, "\t");
    case '"':
      return kAttribute ? put(out, "&quot;") : put(out, "\"");
    case '\'':
      return kAttribute ? put(out, "&apos;") : put(out, "'");
    default:
      // XML 1.0 section 2.2: the other control characters, U+FFFE and U+FFFF
      // may not occur, not even as references.
      return put_code_point(
          out, c < 0x20 || c == 0xFFFE || c == 0xFFFF ? kReplacement : c);
  }
}

/// One character that is no surrogate.
template <Escape E>
char* put_character(char* out, uint32_t c) {
  if constexpr (E == Escape::Raw) {
    return put_code_point(out, c);
  } else if constexpr (E == Escape::Json) {
    if (c < 0x20) {
      return put_json_control(out, c);
    }
    if (c == '"' || c == '\\') {
      *out++ = '\\';
    }
    return put_code_point(out, c);
  } else {
    return put_xml<E>(out, c);
  }
}

#if defined(__SSE2__)
/// Bit i is set where byte i of `text` cannot be copied as it is.
template <Escape E>
uint32_t care_mask(__m128i text) {
  const auto equals = [text](char c) {
    return _mm_cmpeq_epi8(text, _mm_set1_epi8(c));
  };
  if constexpr (E == Escape::Raw) {
    return static_cast<uint32_t>(_mm_movemask_epi8(equals(0)));
  }
  __m128i care = _mm_cmpeq_epi8(_mm_min_epu8(text, _mm_set1_epi8(0x1F)), text);
  if constexpr (E == Escape::Json) {
    care = _mm_or_si128(care, _mm_or_si128(equals('"'), equals('\\')));
  } else {
    care = _mm_or_si128(care, equals('&'));
    care = _mm_or_si128(care, _mm_or_si128(equals('<'), equals('>')));
    if constexpr (E == Escape::XmlAttribute) {
      care = _mm_or_si128(care, _mm_or_si128(equals('"'), equals('\'')));
    }
  }
  return static_cast<uint32_t>(_mm_movemask_epi8(care));
}
#endif

/// The character at `at` of UTF-16LE text, moving behind it; an unpaired
/// surrogate is kReplacement.
uint32_t next_utf16(const uint8_t*& at, const uint8_t* end) {
  const uint32_t unit = load_le<uint16_t>(at);
  at += 2;
  if (unit < 0xD800 || unit > 0xDFFF) {
    return unit;
  }
  if (unit < 0xDC00 && at < end) {
    const uint32_t low = load_le<uint16_t>(at);
    if (low >= 0xDC00 && low <= 0xDFFF) {
      at += 2;
      return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  return kReplacement;
}

/// Writes the characters at `at` that need care, up to the next that does not.
/// Returns false at a NUL.
template <Escape E>
bool put_careful_utf16(char*& out, const uint8_t*& at, const uint8_t* end) {
  while (at < end) {
    const uint32_t unit = load_le<uint16_t>(at);
    if (!needs_care<E>(unit)) {
      return true;
    }
    if (unit == 0) {
      return false;
    }
    out = put_character<E>(out, next_utf16(at, end));
  }
  return true;
}

/// Length of the well-formed UTF-8 sequence at `at` with its code point in
/// `c`, or 0 (Unicode 15, table 3-7).
size_t decode_utf8(const uint8_t* at, const uint8_t* end, uint32_t& c) {
  const uint8_t lead = *at;
  const size_t size = lead < 0x80                   ? 1
                      : lead >= 0xC2 && lead < 0xE0 ? 2
                      : lead >= 0xE0 && lead < 0xF0 ? 3
                      : lead >= 0xF0 && lead < 0xF5 ? 4
                                                    : 0;
  if (size == 0 || static_cast<size_t>(end - at) < size) {
    return 0;
  }
  constexpr std::array<uint8_t, 5> kLeadBits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr std::array<uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  c = lead & kLeadBits[size];
  for (size_t i = 1; i < size; ++i) {
    if ((at[i] & 0xC0) != 0x80) {
      return 0;
    }
    c = (c << 6) | (at[i] & 0x3FU);
  }
  const bool bad =
      c < kSmallest[size] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
  return bad ? 0 : size;
}

template <Escape E>
char* put_utf8_as(char* to, std::string_view text) {
  const auto* at = reinterpret_cast<const uint8_t*>(text.data());
  const uint8_t* const end = at + text.size();
  while (at < end) {
#if defined(__SSE2__)
    while (end - at >= 16) {
      const __m128i bytes =
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
      const uint32_t care = care_mask<E>(bytes) |
                            static_cast<uint32_t>(_mm_movemask_epi8(bytes)) |
                            0x10000U;
      const auto plain = static_cast<size_t>(std::countr_zero(care));
      at += plain;
      to += plain;
      if (plain < 16) {
        break;
      }
    }
    if (at == end) {
      break;
    }
#endif
    uint32_t c = 0;
    const size_t size = decode_utf8(at, end, c);
    to = put_character<E>(to, size == 0 ? kReplacement : c);
    at += size == 0 ? 1 : size;
  }
  return to;
}

template <Escape E>
char* put_ansi_as(char* to, ByteView text) {
  for (const uint8_t byte : text) {
    if (byte == 0) {
      break;
    }
    const uint32_t c =
        byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
    to = put_character<E>(to, c);
  }
  return to;
}

}  // namespace

template <Escape E>
char* put_utf16(char* to, ByteView text) {
  const uint8_t* at = text.data();
  const uint8_t* const end = at + (text.size() & ~size_t{1});
  while (at < end) {
#if defined(__SSE2__)
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i high =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16));
    const __m128i beyond_ascii = _mm_set1_epi16(static_cast<short>(0xFF80));
    const __m128i zero = _mm_setzero_si128();
    const __m128i ascii = _mm_packs_epi16(
        _mm_cmpeq_epi16(_mm_and_si128(low, beyond_ascii), zero),
        _mm_cmpeq_epi16(_mm_and_si128(high, beyond_ascii), zero));
    const __m128i packed = _mm_packus_epi16(low, high);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), packed);
    const uint32_t care =
        care_mask<E>(packed) |
        (static_cast<uint32_t>(_mm_movemask_epi8(ascii)) ^ 0xFFFFU) | 0x10000U;
    const auto plain = static_cast<size_t>(std::countr_zero(care));
    const size_t left = static_cast<size_t>(end - at) / 2;
    const size_t take = std::min(plain, left);
    at += 2 * take;
    to += take;
    if (plain == 16) {
      continue;
    }
#else
    while (at < end && !needs_care<E>(load_le<uint16_t>(at))) {
      *to++ = static_cast<char>(*at);
      at += 2;
    }
#endif
    if (!put_careful_utf16<E>(to, at, end)) {
      break;
    }
  }
  return to;
}

template char* put_utf16<Escape::Raw>(char*, ByteView);
template char* put_utf16<Escape::XmlText>(char*, ByteView);
template char* put_utf16<Escape::XmlAttribute>(char*, ByteView);
template char* put_utf16<Escape::Json>(char*, ByteView);

#define EVENTLENS_BY_ESCAPE(function, to, text)        \
  switch (escape) {                                    \
    case Escape::Raw:                                  \
      return function<Escape::Raw>(to, text);          \
    case Escape::XmlText:                              \
      return function<Escape::XmlText>(to, text);      \
    case Escape::XmlAttribute:                         \
      return function<Escape::XmlAttribute>(to, text); \
    case Escape::Json:                                 \
      return function<Escape::Json>(to, text);         \
  }                                                    \
  return to

char* put_utf16(char* to, ByteView text, Escape escape) {
  EVENTLENS_BY_ESCAPE(put_utf16, to, text);
}

char* put_utf8(char* to, std::string_view text, Escape escape) {
  EVENTLENS_BY_ESCAPE(put_utf8_as, to, text);
}

char* put_ansi(char* to, ByteView text, Escape escape) {
  EVENTLENS_BY_ESCAPE(put_ansi_as, to, text);
}

void append_utf16(Buffer& out, ByteView text, Escape escape) {
  out.commit_to(
      put_utf16(out.reserve(escaped_room(text.size())), text, escape));
}

void append_utf8(Buffer& out, std::string_view text, Escape escape) {
  out.commit_to(put_utf8(out.reserve(escaped_room(text.size())), text, escape));
}

}  // namespace eventlens
