// Integers as text: decimal by pairs of digits from a table, hexadecimal
// sixteen bytes at a time, with as few digits as the number needs. What events
// are full of is inline, as part of the loop that prints. (Eight digits at once
// by multiplications, without a branch, made conversions 6 % slower: how many
// digits a field has is well predicted.)
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/buffer.h"
#include "base/hex_digits.h"

namespace eventlens {

// The put_ functions write to `to` and return where they stopped; the caller
// has made room.

inline constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// `value` (below 100) as two digits.
inline void put_two_digits(char* to, uint32_t value) {
  std::memcpy(to, kDigitPairs.data() + size_t{2} * value, 2);
}

/// `value` of at least 10,000.
char* put_long_decimal(char* to, uint64_t value);

/// At most kMaxDecimalSize characters.
inline constexpr size_t kMaxDecimalSize = 20;
inline char* put_decimal(char* to, uint64_t number) {
  if (number >= 10'000) {
    return put_long_decimal(to, number);
  }
  const auto value = static_cast<uint32_t>(number);
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
  put_two_digits(to, value / 100);
  put_two_digits(to + 2, value % 100);
  return to + 4;
}
char* put_decimal(char* to, int64_t value);

/// "0x" and the digits of `value` in lower case without leading zeros, as
/// Windows prints HexInt32 and HexInt64. At most 18 characters, for which there
/// must be room.
inline char* put_hex(char* to, uint64_t value) {
  const size_t digits =
      value == 0 ? 1 : (67 - static_cast<size_t>(std::countl_zero(value))) / 4;
  to[0] = '0';
  to[1] = 'x';
  // With the first digit at the top; the zeros behind are written over.
  put_16_digits<'a'>(to + 2, value << (64 - 4 * digits));
  return to + 2 + digits;
}

/// The bytes as upper-case digits without separators, as Windows prints Binary:
/// two characters each.
char* put_hex_bytes(char* to, const uint8_t* bytes, size_t size);

void append_decimal(Buffer& out, uint64_t value);
void append_hex(Buffer& out, uint64_t value);

/// The integer that `text` spells: decimal, "0x" hexadecimal in either case,
/// with a sign or without; blanks around it are ignored. A negative number is
/// returned as its two's complement. Nothing where the text is anything else
/// or does not fit 64 bits.
std::optional<uint64_t> parse_integer(std::string_view text);

}  // namespace eventlens
