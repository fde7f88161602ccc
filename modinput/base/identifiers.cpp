#include "base/identifiers.h"

#include <algorithm>
#include <array>

#include "base/number_text.h"

namespace eventlens {
namespace {

constexpr char kDigits[] = "0123456789ABCDEF";

// The order in which the bytes of a GUID are printed; -1 is a dash.
constexpr std::array<int8_t, 20> kGuidOrder = {
    3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};

}  // namespace

void append_guid(Buffer& out, const uint8_t* bytes) {
  char* at = out.reserve(38);
  *at++ = '{';
  for (const int8_t i : kGuidOrder) {
    if (i < 0) {
      *at++ = '-';
      continue;
    }
    *at++ = kDigits[bytes[i] >> 4];
    *at++ = kDigits[bytes[i] & 0xF];
  }
  *at++ = '}';
  out.commit_to(at);
}

bool append_sid(Buffer& out, ByteView bytes) {
  constexpr size_t kFixedPart = 8;
  if (bytes.size() < kFixedPart) {
    return false;
  }
  uint64_t authority = 0;
  for (size_t i = 2; i < kFixedPart; ++i) {
    authority = (authority << 8) | bytes[i];
  }
  out.append("S-");
  append_decimal(out, uint64_t{bytes[0]});
  out.append('-');
  append_decimal(out, authority);
  const size_t fit = (bytes.size() - kFixedPart) / 4;
  const size_t count = std::min<size_t>(bytes[1], fit);
  for (size_t i = 0; i < count; ++i) {
    out.append('-');
    append_decimal(out,
                   uint64_t{load_le<uint32_t>(bytes.data() + kFixedPart + 4 * i)});
  }
  return kFixedPart + size_t{4} * bytes[1] == bytes.size();
}

}  // namespace eventlens
