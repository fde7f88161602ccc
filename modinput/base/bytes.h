// Little-endian integers as they lie in a file, and views of bytes.
//
// Byte order is a type: `le32` is four bytes without alignment that read as a
// uint32_t on any host. Raw structures made of these are copied out of a file
// (memcpy), never pointed into.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>

namespace eventlens {

using ByteView = std::span<const uint8_t>;

/// The little-endian integer at `bytes`; the caller has checked that
/// sizeof(T) bytes are there.
template <std::unsigned_integral T>
[[nodiscard]] inline T load_le(const uint8_t* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  if constexpr (std::endian::native == std::endian::big && sizeof(T) > 1) {
    T swapped = 0;
    for (size_t i = 0; i < sizeof(T); ++i) {
      swapped = static_cast<T>((swapped << 8) | ((value >> (8 * i)) & 0xFF));
    }
    return swapped;
  }
  return value;
}

template <std::unsigned_integral T>
class LittleEndian {
 public:
  operator T() const { return load_le<T>(bytes_.data()); }  // NOLINT: implicit

 private:
  std::array<uint8_t, sizeof(T)> bytes_;
};

using le16 = LittleEndian<uint16_t>;
using le32 = LittleEndian<uint32_t>;
using le64 = LittleEndian<uint64_t>;
static_assert(sizeof(le64) == 8 && alignof(le64) == 1);

}  // namespace eventlens
