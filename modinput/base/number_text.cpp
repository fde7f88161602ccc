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

constexpr std::array<char, 512> make_hex_pairs() {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::array<char, 512> pairs{};
  for (size_t i = 0; i < 256; ++i) {
    pairs[2 * i] = kDigits[i >> 4];
    pairs[2 * i + 1] = kDigits[i & 0xF];
  }
  return pairs;
}

constexpr std::array<char, 512> kHexPairs = make_hex_pairs();

}  // namespace

void put_two_digits(char* to, uint32_t value) {
  std::memcpy(to, kPairs.data() + size_t{2} * value, 2);
}

char* put_decimal(char* to, uint64_t value) {
  if (value < 10) {
    *to = static_cast<char>('0' + value);
    return to + 1;
  }
  if (value < 100) {
    put_two_digits(to, static_cast<uint32_t>(value));
    return to + 2;
  }
  std::array<char, kMaxDecimalSize> digits;
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
  const auto size = static_cast<size_t>(end - at);
  std::memcpy(to, at, size);
  return to + size;
}

char* put_decimal(char* to, int64_t value) {
  if (value < 0) {
    *to++ = '-';
    return put_decimal(to, uint64_t{0} - static_cast<uint64_t>(value));
  }
  return put_decimal(to, static_cast<uint64_t>(value));
}

char* put_hex(char* to, uint64_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int digits = value == 0 ? 1 : (67 - std::countl_zero(value)) / 4;
  to[0] = '0';
  to[1] = 'x';
  for (int i = digits; i > 0; --i) {
    to[1 + i] = kDigits[value & 0xF];
    value >>= 4;
  }
  return to + 2 + digits;
}

char* put_hex_bytes(char* to, const uint8_t* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    std::memcpy(to + 2 * i, kHexPairs.data() + size_t{2} * bytes[i], 2);
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
