// Texts in memory as what a log file is read from, and names of fields for
// readers that ask for none.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "event/field_names.h"
#include "os/byte_stream.h"

namespace eventlens::test {

/// A text's bytes, at most `step` per read. The text must outlive it.
class MemoryText final : public ByteStream {
 public:
  explicit MemoryText(const std::string& text, size_t step = SIZE_MAX)
      : text_(text), step_(step) {}
  Expected<size_t> read(std::span<uint8_t> to) override {
    const size_t size = std::min({to.size(), step_, text_.size() - at_});
    std::memcpy(to.data(), text_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  const std::string& text_;
  size_t step_;
  size_t at_ = 0;
};

/// Opens `text`, which must outlive the opener, as often as it is asked.
inline StreamOpener opener_of(const std::string& text, size_t step = SIZE_MAX) {
  return [&text, step]() -> Expected<std::unique_ptr<ByteStream>> {
    return std::unique_ptr<ByteStream>(new MemoryText(text, step));
  };
}

/// Knows no names.
class NoNames : public FieldNames {
 public:
  [[nodiscard]] std::span<const std::string_view> of_strings(
      std::string_view /*provider*/, uint32_t /*event_id*/,
      size_t /*count*/) const override {
    return {};
  }
  [[nodiscard]] std::string_view of_label(
      std::string_view /*provider*/, uint32_t /*event_id*/,
      std::string_view /*section*/, std::string_view /*label*/) const override {
    return {};
  }
};

}  // namespace eventlens::test
