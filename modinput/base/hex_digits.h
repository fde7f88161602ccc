// Bytes as hexadecimal digits, eight or sixteen at a time, from registers: a
// number's bytes that went through memory on their way would be waited for.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens {

/// The number with its bytes in the opposite order.
[[nodiscard]] inline uint64_t swapped(uint64_t value) {
  return __builtin_bswap64(value);
}

/// The digit of a number below 16; `A` is the letter of ten.
template <char A>
char hex_digit(unsigned value) {
  return static_cast<char>(value < 10 ? '0' + value : A + value - 10);
}

template <char A>
void put_hex_pair(char* to, uint8_t byte) {
  to[0] = hex_digit<A>(byte >> 4);
  to[1] = hex_digit<A>(byte & 0xF);
}

#if defined(__SSE2__)
/// Digits of numbers below 16.
template <char A>
__m128i hex_digits(__m128i numbers) {
  const __m128i letter = _mm_cmpgt_epi8(numbers, _mm_set1_epi8(9));
  return _mm_add_epi8(_mm_add_epi8(numbers, _mm_set1_epi8('0')),
                      _mm_and_si128(letter, _mm_set1_epi8(A - '0' - 10)));
}

/// 32 digits of sixteen bytes.
template <char A>
void put_hex_digits(char* to, __m128i bytes) {
  const __m128i low_bits = _mm_set1_epi8(0xF);
  const __m128i high =
      hex_digits<A>(_mm_and_si128(_mm_srli_epi16(bytes, 4), low_bits));
  const __m128i low = hex_digits<A>(_mm_and_si128(bytes, low_bits));
  auto* const out = reinterpret_cast<__m128i*>(to);
  _mm_storeu_si128(out, _mm_unpacklo_epi8(high, low));
  _mm_storeu_si128(out + 1, _mm_unpackhi_epi8(high, low));
}
#endif

/// 16 digits: the highest of `value` first.
template <char A>
void put_16_digits(char* to, uint64_t value) {
#if defined(__SSE2__)
  const __m128i bytes = _mm_cvtsi64_si128(static_cast<int64_t>(swapped(value)));
  const __m128i low_bits = _mm_set1_epi8(0xF);
  const __m128i numbers =
      _mm_unpacklo_epi8(_mm_and_si128(_mm_srli_epi16(bytes, 4), low_bits),
                        _mm_and_si128(bytes, low_bits));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), hex_digits<A>(numbers));
#else
  for (size_t i = 0; i < 8; ++i) {
    put_hex_pair<A>(to + 2 * i, static_cast<uint8_t>(value >> (56 - 8 * i)));
  }
#endif
}

}  // namespace eventlens
