// Integers as text, straight into a Buffer: decimal by pairs of digits from a
// table, hexadecimal with as few digits as the number needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace eventlens {

void append_decimal(Buffer& out, uint64_t value);
void append_decimal(Buffer& out, int64_t value);

/// "0x" and the digits of `value` in lower case without leading zeros, as
/// Windows prints HexInt32 and HexInt64.
void append_hex(Buffer& out, uint64_t value);

/// The bytes as upper-case digits without separators, as Windows prints Binary.
void append_hex_bytes(Buffer& out, const uint8_t* bytes, size_t size);

/// Writes `value` (below 100) as two digits to `out`.
void put_two_digits(char* out, uint32_t value);

/// The integer that `text` spells: decimal, "0x" hexadecimal in either case,
/// with a sign or without; blanks around it are ignored. A negative number is
/// returned as its two's complement. Nothing where the text is anything else
/// or does not fit 64 bits.
std::optional<uint64_t> parse_integer(std::string_view text);

}  // namespace eventlens
