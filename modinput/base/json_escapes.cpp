#include "base/json_escapes.h"

#if defined(__SSE2__)

#include <immintrin.h>

#include <algorithm>
#include <array>

namespace eventlens {
namespace {

/// Where a byte of the result comes from: one of the eight, or nowhere, where
/// the backslash goes.
struct alignas(16) Spread {
  std::array<uint8_t, 16> from{};
};

constexpr uint8_t kBackslashHere = 0x80;  // a shuffle makes it zero

/// By the mask of those characters that get a backslash.
constexpr std::array<Spread, 256> make_spreads() {
  std::array<Spread, 256> spreads{};
  for (size_t mask = 0; mask < spreads.size(); ++mask) {
    size_t to = 0;
    for (uint8_t i = 0; i < 8; ++i) {
      if ((mask >> i & 1) != 0) {
        spreads[mask].from[to++] = kBackslashHere;
      }
      spreads[mask].from[to++] = i;
    }
  }
  return spreads;
}

constexpr std::array<Spread, 256> kSpreads = make_spreads();

/// Writes the first `count` (at most 8) of the low eight characters, those in
/// `mask` with a backslash. Stores sixteen bytes.
[[gnu::target("avx2")]] inline char* put_eight(char* to, __m128i text,
                                               uint32_t mask, size_t count) {
  const __m128i spread =
      _mm_load_si128(reinterpret_cast<const __m128i*>(&kSpreads[mask]));
  const __m128i backslashes = _mm_and_si128(
      _mm_cmplt_epi8(spread, _mm_setzero_si128()), _mm_set1_epi8('\\'));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm_or_si128(_mm_shuffle_epi8(text, spread), backslashes));
  return to + count + static_cast<size_t>(__builtin_popcount(mask));
}

}  // namespace

[[gnu::target("avx2,popcnt")]] TextCursor put_json_escapes(TextCursor now,
                                                           const uint8_t* end) {
  // Behind the backslash: by the control character's low half.
  const __m128i letters =
      _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 'b', 't', 'n', 0, 'f', 'r', 0, 0);
  while (now.at < end) {
    const auto* const from = reinterpret_cast<const __m128i*>(now.at);
    const __m128i text =
        _mm_packus_epi16(_mm_loadu_si128(from), _mm_loadu_si128(from + 1));
    // Signed: what is no ASCII is below, too (base/plain_text.h).
    const __m128i low = _mm_cmplt_epi8(text, _mm_set1_epi8(0x20));
    const __m128i quoted =
        _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(text, _mm_set1_epi8('\\')));
    size_t count = std::min<size_t>(16, static_cast<size_t>(end - now.at) / 2);
    uint32_t care =
        static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(low, quoted)));
    if (care == 0) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(now.to), text);
      now.to += count;
      now.at += 2 * count;
      continue;
    }
    const __m128i letter =
        _mm_and_si128(_mm_shuffle_epi8(letters, text),
                      _mm_cmplt_epi8(text, _mm_set1_epi8(0x10)));
    const __m128i hard =
        _mm_and_si128(low, _mm_cmpeq_epi8(letter, _mm_setzero_si128()));
    const uint32_t others =
        static_cast<uint32_t>(_mm_movemask_epi8(hard)) & ((1U << count) - 1);
    // Where the next characters are must not wait for what these are, so this
    // is a branch and no minimum (see copy_plain).
    if (others != 0) {
      count = static_cast<size_t>(__builtin_ctz(others));
    }
    care &= (1U << count) - 1;
    const __m128i written = _mm_blendv_epi8(text, letter, low);
    const size_t first = std::min<size_t>(8, count);
    now.to = put_eight(now.to, written, care & 0xFF, first);
    if (count > 8) {
      now.to =
          put_eight(now.to, _mm_srli_si128(written, 8), care >> 8, count - 8);
    }
    now.at += 2 * count;
    if (others != 0) {
      break;
    }
  }
  return now;
}

}  // namespace eventlens

#endif
