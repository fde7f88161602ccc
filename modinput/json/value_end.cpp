#include "json/value_end.h"

#include <bit>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens::json {
namespace {

/// The next character that is not simply one of a string's.
const char* run_end(const char* at) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (;; at += sizeof(__m128i)) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i ends = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(text, quote),
                     _mm_cmpeq_epi8(text, backslash)),
        _mm_cmpeq_epi8(_mm_max_epu8(text, last_control), last_control));
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(ends));
    if (mask != 0) {
      return at + std::countr_zero(mask);
    }
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<uint8_t>(*at) >= 0x20) {
    ++at;
  }
  return at;
#endif
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Behind the digits at `at`; null where there are none or too many.
const char* digits_end(const char* at) {
  constexpr int kMostDigits = 20;
  const char* end = at;
  while (is_digit(*end)) {
    if (++end - at > kMostDigits) {
      return nullptr;
    }
  }
  return end == at ? nullptr : end;
}

ScalarEnd string_end(const char* at) {
  bool has_escapes = false;
  for (;;) {
    at = run_end(at);
    if (*at == '"') {
      return {at, has_escapes};
    }
    const bool escapes = *at == '\\' && static_cast<uint8_t>(at[1]) >= 0x20;
    if (!escapes) {
      return {nullptr};
    }
    has_escapes = true;
    at += 2;
  }
}

const char* number_end(const char* at) {
  at += *at == '-' ? 1 : 0;
  const bool leads_with_zero = *at == '0';
  const char* const whole = digits_end(at);
  if (whole == nullptr || (leads_with_zero && whole - at > 1)) {
    return nullptr;
  }
  const char* const end = *whole == '.' ? digits_end(whole + 1) : whole;
  return end != nullptr && (*end == 'e' || *end == 'E') ? nullptr : end;
}

const char* word_end(const char* at, std::string_view word) {
  // A NUL ends the comparison, as any other character would.
  for (const char c : word) {
    if (*at++ != c) {
      return nullptr;
    }
  }
  return at;
}

}  // namespace

ScalarEnd scalar_end(Kind kind, const char* at) {
  switch (kind) {
    case Kind::Text:
      return string_end(at);
    case Kind::Number:
      return {number_end(at)};
    case Kind::Null:
      return {word_end(at, "null")};
    case Kind::Bool:
      return {word_end(at, *at == 't' ? "true" : "false")};
  }
  return {nullptr};
}

}  // namespace eventlens::json
