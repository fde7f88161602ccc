#include "base/number_text.h"

#include <array>
#include <bit>
#include <charconv>

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

// UINT64_MAX has 20 decimal digits.
constexpr size_t kMaxDecimalDigits = 20;

}  // namespace

void put_two_digits(char* out, uint32_t value) {
  std::memcpy(out, kPairs.data() + size_t{2} * value, 2);
}

void append_decimal(Buffer& out, uint64_t value) {
  if (value < 10) {
    out.append(static_cast<char>('0' + value));
    return;
  }
  std::array<char, kMaxDecimalDigits> digits;
  char* const end = digits.data() + digits.size();
  char* at = end;
  while (value >= 100) {
    at -= 2;
    put_two_digits(at, static_cast<uint32_t>(value % 100));
    value /= 100;
  }
  if (value >= 10) {
    at -= 2;
    put_two_digits(at, static_cast<uint32_t>(value));
  } else {
    *--at = static_cast<char>('0' + value);
  }
  out.append({at, static_cast<size_t>(end - at)});
}

void append_decimal(Buffer& out, int64_t value) {
  if (value < 0) {
    out.append('-');
    append_decimal(out, uint64_t{0} - static_cast<uint64_t>(value));
    return;
  }
  append_decimal(out, static_cast<uint64_t>(value));
}

void append_hex(Buffer& out, uint64_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int digits = value == 0 ? 1 : (67 - std::countl_zero(value)) / 4;
  char* at = out.reserve(18);
  at[0] = '0';
  at[1] = 'x';
  for (int i = digits; i > 0; --i) {
    at[1 + i] = kDigits[value & 0xF];
    value >>= 4;
  }
  out.commit(static_cast<size_t>(2 + digits));
}

void append_hex_bytes(Buffer& out, const uint8_t* bytes, size_t size) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  char* at = out.reserve(2 * size);
  for (size_t i = 0; i < size; ++i) {
    *at++ = kDigits[bytes[i] >> 4];
    *at++ = kDigits[bytes[i] & 0xF];
  }
  out.commit(2 * size);
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
  return negative ? uint64_t{0} - value : value;
}

}  // namespace eventlens
