#include "base/number_text.h"

#include <array>
#include <bit>
#include <charconv>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens {
namespace {

constexpr std::array<char, 200> make_pairs() {
  std::array<char, 200> pairs{};
  for (size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}

constexpr std::array<char, 200> kPairs = make_pairs();

/// The number with its highest byte first in memory.
uint64_t big_endian(uint64_t value) {
  if constexpr (std::endian::native == std::endian::little) {
    return __builtin_bswap64(value);
  }
  return value;
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

/// Sixteen bytes as 32 digits.
template <char A>
void put_hex_digits(char* to, const uint8_t* bytes) {
#if defined(__SSE2__)
  const __m128i low_bits = _mm_set1_epi8(0xF);
  const auto digits = [](__m128i value) {
    const __m128i letter = _mm_cmpgt_epi8(value, _mm_set1_epi8(9));
    const __m128i from_zero = _mm_add_epi8(value, _mm_set1_epi8('0'));
    return _mm_add_epi8(from_zero,
                        _mm_and_si128(letter, _mm_set1_epi8(A - '0' - 10)));
  };
  const __m128i all = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i high = digits(_mm_and_si128(_mm_srli_epi16(all, 4), low_bits));
  const __m128i low = digits(_mm_and_si128(all, low_bits));
  auto* const out = reinterpret_cast<__m128i*>(to);
  _mm_storeu_si128(out, _mm_unpacklo_epi8(high, low));
  _mm_storeu_si128(out + 1, _mm_unpackhi_epi8(high, low));
#else
  for (size_t i = 0; i < 16; ++i) {
    put_hex_pair<A>(to + 2 * i, bytes[i]);
  }
#endif
}

}  // namespace

void put_two_digits(char* to, uint32_t value) {
  std::memcpy(to, kPairs.data() + size_t{2} * value, 2);
}

namespace {

char* put_four_digits(char* to, uint32_t value) {
  put_two_digits(to, value / 100);
  put_two_digits(to + 2, value % 100);
  return to + 4;
}

/// A number below 10,000, which most numbers of an event are.
char* put_short(char* to, uint32_t value) {
  if (value < 10) {
    *to = static_cast<char>('0' + value);
    return to + 1;
  }
  if (value < 100) {
    put_two_digits(to, value);
    return to + 2;
  }
  if (value < 1'000) {
    *to = static_cast<char>('0' + value / 100);
    put_two_digits(to + 1, value % 100);
    return to + 3;
  }
  return put_four_digits(to, value);
}

}  // namespace

char* put_decimal(char* to, uint64_t value) {
  if (value < 10'000) {
    return put_short(to, static_cast<uint32_t>(value));
  }
  if (value < 100'000'000) {
    to = put_short(to, static_cast<uint32_t>(value / 10'000));
    return put_four_digits(to, static_cast<uint32_t>(value % 10'000));
  }
  to = put_decimal(to, value / 100'000'000);
  const auto rest = static_cast<uint32_t>(value % 100'000'000);
  return put_four_digits(put_four_digits(to, rest / 10'000), rest % 10'000);
}

char* put_decimal(char* to, int64_t value) {
  if (value < 0) {
    *to++ = '-';
    return put_decimal(to, uint64_t{0} - static_cast<uint64_t>(value));
  }
  return put_decimal(to, static_cast<uint64_t>(value));
}

char* put_hex(char* to, uint64_t value) {
  const size_t digits =
      value == 0 ? 1 : (67 - static_cast<size_t>(std::countl_zero(value))) / 4;
  std::array<uint8_t, 16> bytes{};
  const uint64_t reversed = big_endian(value);
  std::memcpy(bytes.data(), &reversed, sizeof(reversed));
  std::array<char, 32> text;
  put_hex_digits<'a'>(text.data(), bytes.data());
  to[0] = '0';
  to[1] = 'x';
  // Sixteen characters whatever is needed: the rest is written over.
  std::memcpy(to + 2, text.data() + 16 - digits, 16);
  return to + 2 + digits;
}

char* put_hex_bytes(char* to, const uint8_t* bytes, size_t size) {
  size_t done = 0;
  for (; size - done >= 16; done += 16) {
    put_hex_digits<'A'>(to + 2 * done, bytes + done);
  }
  for (; done < size; ++done) {
    put_hex_pair<'A'>(to + 2 * done, bytes[done]);
  }
  return to + 2 * size;
}

void append_decimal(Buffer& out, uint64_t value) {
  out.commit_to(put_decimal(out.reserve(kMaxDecimalSize), value));
}

void append_hex(Buffer& out, uint64_t value) {
  out.commit_to(put_hex(out.reserve(18), value));
}

std::optional<uint64_t> parse_integer(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
    base = 16;
    text.remove_prefix(2);
  }
  uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || stop != end || text.empty()) {
    return std::nullopt;
  }
  constexpr uint64_t kLargestNegative = uint64_t{1} << 63;
  if (negative && value > kLargestNegative) {
    return std::nullopt;
  }
  return negative ? uint64_t{0} - value : value;
}

}  // namespace eventlens
