#include "base/identifiers.h"

#include <algorithm>
#include <array>

#include "base/number_text.h"

namespace eventlens {
namespace {

// Revision, count of sub-authorities, authority.
constexpr size_t kSidFixedPart = 1 + 1 + 6;

// The order in which the bytes of a GUID are printed; -1 is a dash.
constexpr std::array<int8_t, 20> kGuidOrder = {
    3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};

}  // namespace

char* put_guid(char* to, const uint8_t* bytes) {
  *to++ = '{';
  for (const int8_t i : kGuidOrder) {
    if (i < 0) {
      *to++ = '-';
      continue;
    }
    to = put_hex_bytes(to, bytes + i, 1);
  }
  *to++ = '}';
  return to;
}

char* put_sid(char* to, ByteView bytes) {
  if (bytes.size() < kSidFixedPart) {
    return to;
  }
  uint64_t authority = 0;
  for (size_t i = 2; i < kSidFixedPart; ++i) {
    authority = (authority << 8) | bytes[i];
  }
  *to++ = 'S';
  *to++ = '-';
  to = put_decimal(to, uint64_t{bytes[0]});
  *to++ = '-';
  to = put_decimal(to, authority);
  const size_t fit = (bytes.size() - kSidFixedPart) / 4;
  const size_t count = std::min<size_t>(bytes[1], fit);
  for (size_t i = 0; i < count; ++i) {
    *to++ = '-';
    to = put_decimal(
        to, uint64_t{load_le<uint32_t>(bytes.data() + kSidFixedPart + 4 * i)});
  }
  return to;
}

bool is_whole_sid(ByteView bytes) {
  return bytes.size() >= kSidFixedPart &&
         kSidFixedPart + size_t{4} * bytes[1] == bytes.size();
}

}  // namespace eventlens
