// A growing byte buffer written in little-endian order, the byte order of
// every number in an EVTX file. It writes only; readers under test have their
// own cursor, so that a mistake there cannot hide behind the same mistake
// here.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace eventlens::test {

class EvtxByteWriter {
 public:
  EvtxByteWriter() = default;
  // Starts with `zeros` bytes to be patched later.
  explicit EvtxByteWriter(std::size_t zeros) : bytes_(zeros) {}

  std::size_t size() const { return bytes_.size(); }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  std::vector<std::uint8_t>& bytes() { return bytes_; }

  template <std::unsigned_integral T>
  void put(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      const auto shifted = static_cast<std::uint64_t>(value) >> (8 * i);
      bytes_.push_back(static_cast<std::uint8_t>(shifted & 0xFF));
    }
  }

  void put_bytes(std::span<const std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }

  void put_utf16(std::u16string_view text) {
    for (const char16_t unit : text) {
      put(static_cast<std::uint16_t>(unit));
    }
  }

  void put_zeros(std::size_t count) {
    bytes_.insert(bytes_.end(), count, std::uint8_t{0});
  }

  // Overwrites a number whose value was not known when its place was passed.
  template <std::unsigned_integral T>
  void patch(std::size_t offset, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      const auto shifted = static_cast<std::uint64_t>(value) >> (8 * i);
      bytes_.at(offset + i) = static_cast<std::uint8_t>(shifted & 0xFF);
    }
  }

  void truncate(std::size_t size) { bytes_.resize(size); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace eventlens::test
