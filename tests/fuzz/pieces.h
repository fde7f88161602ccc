// A fuzzer's input, cut into the pieces of a structure. Where it ends early the
// pieces are shorter: every input is one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace eventlens::test {

class Pieces {
 public:
  Pieces(const uint8_t* data, size_t size) : rest_(data, size) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }

  std::span<const uint8_t> take(size_t size) {
    const auto piece = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(piece.size());
    return piece;
  }
  uint8_t byte() {
    const auto piece = take(1);
    return piece.empty() ? uint8_t{0} : piece[0];
  }
  /// u16 size, little-endian, and that many bytes.
  std::span<const uint8_t> sized() {
    const unsigned low = byte();
    return take(low | static_cast<unsigned>(byte()) << 8);
  }

 private:
  std::span<const uint8_t> rest_;
};

}  // namespace eventlens::test
