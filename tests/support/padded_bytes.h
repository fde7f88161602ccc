// Bytes on the heap with exactly the readable slack behind them that text
// kernels are promised, so that AddressSanitizer sees a read beyond it.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "event/value.h"
#include "evtx_value.h"

namespace eventlens::test {

class PaddedBytes {
 public:
  // The slack is not zero: what is read there must not show.
  explicit PaddedBytes(ByteView bytes)
      : size_(bytes.size()),
        bytes_(std::make_unique<uint8_t[]>(size_ + kReadSlack)) {
    if (size_ > 0) {
      std::memcpy(bytes_.get(), bytes.data(), size_);
    }
    std::memset(bytes_.get() + size_, '#', kReadSlack);
  }
  explicit PaddedBytes(std::u16string_view text)
      : PaddedBytes(ByteView(string_value(text).bytes)) {}

  [[nodiscard]] ByteView view() const { return {bytes_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<uint8_t[]> bytes_;
};

/// A Value that owns its bytes.
class OwnedValue {
 public:
  explicit OwnedValue(const EvtxValue& value)
      : bytes_(ByteView(value.bytes)), type_(value.type) {}
  [[nodiscard]] Value value() const {
    const ByteView view = bytes_.view();
    return {view.data(), static_cast<uint32_t>(view.size()), type_};
  }

 private:
  PaddedBytes bytes_;
  uint8_t type_;
};

}  // namespace eventlens::test
