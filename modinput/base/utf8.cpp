#include "base/utf8.h"

namespace eventlens {
namespace {

constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

}  // namespace

size_t decode_utf8(const uint8_t* at, const uint8_t* end, uint32_t& c) {
  const uint8_t lead = *at;
  const size_t size = lead < 0x80                   ? 1
                      : lead >= 0xC2 && lead < 0xE0 ? 2
                      : lead >= 0xE0 && lead < 0xF0 ? 3
                      : lead >= 0xF0 && lead < 0xF5 ? 4
                                                    : 0;
  if (size == 0 || static_cast<size_t>(end - at) < size) {
    return 0;
  }
  constexpr std::array<uint8_t, 5> kLeadBits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr std::array<uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  c = lead & kLeadBits[size];
  for (size_t i = 1; i < size; ++i) {
    if ((at[i] & 0xC0) != 0x80) {
      return 0;
    }
    c = (c << 6) | (at[i] & 0x3FU);
  }
  const bool bad =
      c < kSmallest[size] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
  return bad ? 0 : size;
}

uint32_t from_windows_1252(uint8_t byte) {
  return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
}

}  // namespace eventlens
