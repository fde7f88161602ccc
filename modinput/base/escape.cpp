#include "base/escape.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/json_escapes.h"
#include "base/utf8.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace eventlens {
namespace {

/// How an ASCII character is written, and in how many bytes.
struct Written {
  std::array<char, 7> text{};
  uint8_t size = 0;
};
static_assert(sizeof(Written) == 8);  // copied as one register

constexpr Written written(std::string_view text) {
  Written result;
  for (const char c : text) {
    result.text[result.size++] = c;
  }
  return result;
}

constexpr Written written_in_json(char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '\n':
      return written("\\n");
    case '\r':
      return written("\\r");
    case '\t':
      return written("\\t");
    case '\b':
      return written("\\b");
    case '\f':
      return written("\\f");
    case '"':
      return written("\\\"");
    case '\\':
      return written("\\\\");
    default:
      break;
  }
  if (c >= 0x20) {
    return written({&c, 1});
  }
  Written result = written("\\u00");
  result.text[result.size++] = kDigits[c >> 4];
  result.text[result.size++] = kDigits[c & 0xF];
  return result;
}

constexpr Written written_in_xml(char c, bool attribute) {
  switch (c) {
    case '&':
      return written("&amp;");
    case '<':
      return written("&lt;");
    case '>':
      return written("&gt;");
    case '\r':
      return written("&#13;");
    case '\n':
      return written("&#10;");
    case '\t':
      return written(attribute ? "&#9;" : "\t");
    case '"':
      return written(attribute ? "&quot;" : "\"");
    case '\'':
      return written(attribute ? "&apos;" : "'");
    default:
      // XML 1.0 section 2.2: the other control characters may not occur, not
      // even as references.
      return c < 0x20 ? written("\xEF\xBF\xBD") : written({&c, 1});
  }
}

template <Escape E>
constexpr std::array<Written, 128> make_ascii() {
  std::array<Written, 128> ascii{};
  for (size_t i = 0; i < ascii.size(); ++i) {
    const auto c = static_cast<char>(i);
    ascii[i] = E == Escape::Raw ? written({&c, 1})
               : E == Escape::Json
                   ? written_in_json(c)
                   : written_in_xml(c, E == Escape::XmlAttribute);
  }
  return ascii;
}

template <Escape E>
constexpr std::array<Written, 128> kAscii = make_ascii<E>();

template <Escape E>
constexpr std::array<bool, 128> make_care() {
  std::array<bool, 128> care{};
  for (uint32_t c = 0; c < care.size(); ++c) {
    care[c] = needs_care<E>(c);
  }
  return care;
}

template <Escape E>
constexpr std::array<bool, 128> kCare = make_care<E>();

/// Stores eight bytes, of which those that count are the character's.
template <Escape E>
char* put_ascii(char* out, uint32_t c) {
  const Written& how = kAscii<E>[c];
  std::memcpy(out, &how, sizeof(how));
  return out + how.size;
}

/// One character that is no surrogate.
template <Escape E>
char* put_character(char* out, uint32_t c) {
  if (c < 0x80) {
    return put_ascii<E>(out, c);
  }
  // XML 1.0 section 2.2 has no U+FFFE and U+FFFF.
  constexpr bool kXml = E == Escape::XmlText || E == Escape::XmlAttribute;
  return put_code_point(
      out, kXml && (c == 0xFFFE || c == 0xFFFF) ? kReplacement : c);
}

#if defined(__SSE2__)
/// care_mask for 32 bytes.
template <Escape E>
[[gnu::target("avx2")]] inline uint32_t care_mask_wide(__m256i text) {
  // A lambda would not inherit the target.
#define EVENTLENS_EQUALS(c) _mm256_cmpeq_epi8(text, _mm256_set1_epi8(c))
  __m256i care = _mm256_cmpgt_epi8(_mm256_set1_epi8(kPlainFrom<E>), text);
  if constexpr (E == Escape::Json) {
    care = _mm256_or_si256(
        care, _mm256_or_si256(EVENTLENS_EQUALS('"'), EVENTLENS_EQUALS('\\')));
  } else if constexpr (E != Escape::Raw) {
    care = _mm256_or_si256(care, EVENTLENS_EQUALS('&'));
    care = _mm256_or_si256(
        care, _mm256_or_si256(EVENTLENS_EQUALS('<'), EVENTLENS_EQUALS('>')));
    if constexpr (E == Escape::XmlAttribute) {
      care = _mm256_or_si256(
          care, _mm256_or_si256(EVENTLENS_EQUALS('"'), EVENTLENS_EQUALS('\'')));
    }
  }
#undef EVENTLENS_EQUALS
  return static_cast<uint32_t>(_mm256_movemask_epi8(care));
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

/// Writes one character, and those behind it that need care, up to the next
/// that does not. At a NUL `at` becomes `end`. REQUIRES: now.at < end.
template <Escape E>
TextCursor put_careful_utf16(TextCursor now, const uint8_t* end) {
  uint32_t unit = load_le<uint16_t>(now.at);
  do {
    if (unit == 0) {
      return {now.to, end};
    }
    if (unit < 0x80) {
      now.to = put_ascii<E>(now.to, unit);
      now.at += 2;
    } else {
      now.to = put_character<E>(now.to, next_utf16(now.at, end));
    }
    if (now.at >= end) {
      return now;
    }
    unit = load_le<uint16_t>(now.at);
  } while (unit >= 0x80 || kCare<E>[unit]);
  return now;
}

#if defined(__SSE2__)
/// 1 to 15 bytes with zeros behind them; reads nothing else.
__m128i load_short(const uint8_t* at, size_t size) {
  // What two loads have in common is the same in both.
  uint64_t low = 0;
  uint64_t high = 0;
  if (size >= 8) {
    low = load_le<uint64_t>(at);
    high = load_le<uint64_t>(at + size - 8) >> (8 * (15 - size)) >> 8;
  } else if (size >= 4) {
    low = load_le<uint32_t>(at) | uint64_t{load_le<uint32_t>(at + size - 4)}
                                      << (8 * (size - 4));
  } else {
    low = at[0] | uint64_t{at[size / 2]} << (8 * (size / 2)) |
          uint64_t{at[size - 1]} << (8 * (size - 1));
  }
  return _mm_set_epi64x(static_cast<int64_t>(high), static_cast<int64_t>(low));
}
#endif

/// Copies bytes until one needs care or the text ends.
template <Escape E>
TextCursor copy_plain_bytes(TextCursor now, const uint8_t* end) {
#if defined(__SSE2__)
  while (now.at < end) {
    const auto left = static_cast<size_t>(end - now.at);
    const size_t block = std::min<size_t>(left, 16);
    const __m128i bytes =
        left >= 16 ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(now.at))
                   : load_short(now.at, left);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(now.to), bytes);
    const uint32_t care = care_mask<E>(bytes) | 1U << block;
    const auto plain = static_cast<size_t>(std::countr_zero(care));
    now.at += plain;
    now.to += plain;
    if (plain != block) {
      break;
    }
  }
#else
  while (now.at < end && !needs_care<E>(*now.at)) {
    *now.to++ = static_cast<char>(*now.at++);
  }
#endif
  return now;
}

template <Escape E>
char* put_utf8_as(char* to, std::string_view text) {
  TextCursor now{to, reinterpret_cast<const uint8_t*>(text.data())};
  const uint8_t* const end = now.at + text.size();
  while ((now = copy_plain_bytes<E>(now, end)).at < end) {
    uint32_t c = 0;
    const size_t size = decode_utf8(now.at, end, c);
    now.to =
        put_character<E>(now.to, size == 0 ? from_windows_1252(*now.at) : c);
    now.at += size == 0 ? 1 : size;
  }
  return now.to;
}

template <Escape E>
char* put_ansi_as(char* to, ByteView text) {
  TextCursor now{to, text.data()};
  const uint8_t* const end = now.at + text.size();
  while ((now = copy_plain_bytes<E>(now, end)).at < end && *now.at != 0) {
    now.to = put_character<E>(now.to, from_windows_1252(*now.at));
    ++now.at;
  }
  return now.to;
}

#if defined(__SSE2__)
/// copy_plain, 32 characters at a time while there are as many.
template <Escape E>
[[gnu::target("avx2")]] TextCursor copy_plain_wide(TextCursor now,
                                                   const uint8_t* end) {
  for (; end - now.at >= 64; now.at += 64, now.to += 32) {
    const auto* const from = reinterpret_cast<const __m256i*>(now.at);
    // Packing works on halves; the permutation puts them in order.
    const __m256i packed = _mm256_permute4x64_epi64(
        _mm256_packus_epi16(_mm256_loadu_si256(from),
                            _mm256_loadu_si256(from + 1)),
        0xD8);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(now.to), packed);
    const uint32_t care = care_mask_wide<E>(packed);
    if (care != 0) {
      const auto plain = static_cast<size_t>(std::countr_zero(care));
      return {now.to + plain, now.at + 2 * plain};
    }
  }
  return now;
}

#if defined(EVENTLENS_WITHOUT_AVX2)  // for a test of the path without
constexpr bool has_avx2 = false;
#else
const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
#endif
#endif

}  // namespace

template <Escape E>
char* put_long_utf16(TextCursor now, const uint8_t* end) {
  while (now.at < end) {
#if defined(__SSE2__)
    if (E == Escape::Json && has_avx2) {
      now = put_json_escapes(now, end);
      if (now.at < end) {
        now = put_careful_utf16<E>(now, end);
      }
      continue;
    }
#endif
    if (E == Escape::Json) {
      now = copy_plain<E>(now, end);
      if (now.at == end) {
        break;
      }
    }
    now = put_careful_utf16<E>(now, end);
#if defined(__SSE2__)
    if (end - now.at >= kWorthWide && has_avx2) {
      now = copy_plain_wide<E>(now, end);
    }
#endif
    if (now.at < end) {
      now = copy_plain<E>(now, end);
    }
  }
  return now.to;
}

template char* put_long_utf16<Escape::Raw>(TextCursor, const uint8_t*);
template char* put_long_utf16<Escape::XmlText>(TextCursor, const uint8_t*);
template char* put_long_utf16<Escape::XmlAttribute>(TextCursor, const uint8_t*);
template char* put_long_utf16<Escape::Json>(TextCursor, const uint8_t*);

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
