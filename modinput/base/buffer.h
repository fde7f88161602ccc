// An output buffer for text. It keeps free room behind its end, so that the
// kernels may store 16 bytes where fewer count, and it grows by doubling: in
// steady use nothing is allocated per event.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

namespace eventlens {

class Buffer {
 public:
  /// Free bytes behind what was asked for, for kernels that store whole
  /// registers.
  static constexpr size_t kWriteSlack = 64;

  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::string_view view() const { return {data(), size_}; }
  void clear() { size_ = 0; }

  /// Cuts the end off. REQUIRES: size <= this->size().
  void truncate(size_t size) { size_ = size; }

  /// Makes room for `size` more bytes (plus kWriteSlack) and returns where
  /// they go; valid until the next call that may grow. `commit` makes the
  /// bytes written there count.
  char* reserve(size_t size) {
    if (capacity_ - size_ < size + kWriteSlack) {
      grow(size);
    }
    return bytes_.get() + size_;
  }
  void commit(size_t size) { size_ += size; }
  /// How far one may write behind what reserve returned, kWriteSlack apart.
  [[nodiscard]] char* end_of_room() {
    return bytes_.get() + capacity_ - kWriteSlack;
  }
  void commit_to(const char* end) {
    size_ = static_cast<size_t>(end - bytes_.get());
  }

  void append(std::string_view text) {
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *reserve(1) = c;
    ++size_;
  }

  void swap(Buffer& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  void grow(size_t size) {
    // Small at first: most buffers that are made anew hold a name.
    constexpr size_t kFirstCapacity = 512;
    size_t capacity =
        capacity_ < kFirstCapacity ? kFirstCapacity : capacity_ * 2;
    while (capacity - size_ < size + kWriteSlack) {
      capacity *= 2;
    }
    auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ > 0) {
      std::memcpy(bytes.get(), bytes_.get(), size_);
    }
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace eventlens
