#include "base/identifiers.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hex_digits.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

// Revision, count of sub-authorities, authority.
constexpr size_t kSidFixedPart = 1 + 1 + 6;

/// REQUIRES: at least kSidFixedPart bytes.
char* print_sid(char* to, ByteView bytes) {
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

/// SIDs as text, kept per thread: a log names the same few over and over, and
/// a domain account's has five numbers of up to ten digits to print.
class SidTexts {
 public:
  /// Sizes of the SIDs kept: 1, 2 or 5 sub-authorities, which nearly all have.
  static bool keeps(size_t size) {
    return size == 12 || size == 16 || size == kLargest;
  }

  /// REQUIRES: keeps(bytes.size()).
  char* put(char* to, ByteView bytes) {
    Key key{};
    std::memcpy(key.data(), bytes.data(), 12);
    if (bytes.size() == 16) {
      std::memcpy(key.data() + 12, bytes.data() + 12, 4);
    } else if (bytes.size() == kLargest) {
      std::memcpy(key.data() + 12, bytes.data() + 12, 16);
    }
    key.back() = static_cast<uint8_t>(bytes.size());
    const auto last = load_le<uint32_t>(bytes.data() + bytes.size() - 4);
    Entry& entry = entries_[(last * 0x9E3779B1U) >> 26];
    if (entry.key != key) {
      entry.key = key;
      entry.size = static_cast<size_t>(print_sid(entry.text.data(), bytes) -
                                       entry.text.data());
    }
    std::memcpy(to, entry.text.data(), entry.text.size());
    return to + entry.size;
  }

 private:
  static constexpr size_t kLargest = kSidFixedPart + size_t{5} * 4;
  using Key = std::array<uint8_t, 32>;
  struct Entry {
    Key key{};  // matches none: its size is 0
    size_t size = 0;
    std::array<char, kSidRoom> text{};
  };
  std::array<Entry, 64> entries_;
};

}  // namespace

char* put_guid(char* to, const uint8_t* bytes) {
  // The first three numbers are little-endian: in printing order the first
  // eight bytes are 3 2 1 0 5 4 7 6.
  const uint64_t numbers = uint64_t{load_le<uint32_t>(bytes)} << 32 |
                           uint64_t{load_le<uint16_t>(bytes + 4)} << 16 |
                           load_le<uint16_t>(bytes + 6);
  std::array<char, 32> digits;
  put_16_digits<'A'>(digits.data(), numbers);
  put_16_digits<'A'>(digits.data() + 16, swapped(load_le<uint64_t>(bytes + 8)));
  const char* const from = digits.data();
  to[0] = '{';
  std::memcpy(to + 1, from, 8);
  to[9] = '-';
  std::memcpy(to + 10, from + 8, 4);
  to[14] = '-';
  std::memcpy(to + 15, from + 12, 4);
  to[19] = '-';
  std::memcpy(to + 20, from + 16, 4);
  to[24] = '-';
  std::memcpy(to + 25, from + 20, 12);
  to[37] = '}';
  return to + kGuidSize;
}

char* put_sid(char* to, ByteView bytes) {
  if (bytes.size() < kSidFixedPart) {
    return to;
  }
  if (!SidTexts::keeps(bytes.size())) {
    return print_sid(to, bytes);
  }
  thread_local SidTexts texts;
  return texts.put(to, bytes);
}

bool is_whole_sid(ByteView bytes) {
  return bytes.size() >= kSidFixedPart &&
         kSidFixedPart + size_t{4} * bytes[1] == bytes.size();
}

}  // namespace eventlens
