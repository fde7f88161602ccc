#include "base/number_text.h"

#include <charconv>

namespace eventlens {
namespace {

char* put_four_digits(char* to, uint32_t value) {
  put_two_digits(to, value / 100);
  put_two_digits(to + 2, value % 100);
  return to + 4;
}

}  // namespace

char* put_long_decimal(char* to, uint64_t value) {
  if (value < 100'000'000) {
    const auto number = static_cast<uint32_t>(value);
    return put_four_digits(put_decimal(to, uint64_t{number / 10'000}),
                           number % 10'000);
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

char* put_hex_bytes(char* to, const uint8_t* bytes, size_t size) {
  size_t done = 0;
#if defined(__SSE2__)
  for (; size - done >= 16; done += 16) {
    put_hex_digits<'A'>(
        to + 2 * done,
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + done)));
  }
#endif
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
