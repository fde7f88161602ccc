// Integers as text: decimal by pairs of digits from a table, hexadecimal
// sixteen bytes at a time, with as few digits as the number needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace eventlens {

// The put_ functions write to `to` and return where they stopped; the caller
// has made room.

/// At most kMaxDecimalSize characters.
inline constexpr size_t kMaxDecimalSize = 20;
char* put_decimal(char* to, uint64_t value);
char* put_decimal(char* to, int64_t value);

/// "0x" and the digits of `value` in lower case without leading zeros, as
/// Windows prints HexInt32 and HexInt64. At most 18 characters.
char* put_hex(char* to, uint64_t value);

/// The bytes as upper-case digits without separators, as Windows prints Binary:
/// two characters each.
char* put_hex_bytes(char* to, const uint8_t* bytes, size_t size);

/// `value` (below 100) as two digits.
void put_two_digits(char* to, uint32_t value);

void append_decimal(Buffer& out, uint64_t value);
void append_hex(Buffer& out, uint64_t value);

/// The integer that `text` spells: decimal, "0x" hexadecimal in either case,
/// with a sign or without; blanks around it are ignored. A negative number is
/// returned as its two's complement. Nothing where the text is anything else
/// or does not fit 64 bits.
std::optional<uint64_t> parse_integer(std::string_view text);

}  // namespace eventlens
