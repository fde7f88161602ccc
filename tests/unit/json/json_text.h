// JSON texts through the reader, as a file of them goes.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "json/decoder.h"
#include "json/splitter.h"
#include "support/decode_helper.h"

namespace eventlens::test {

/// Bytes in memory, at most `step` per read.
class TextStream final : public ByteStream {
 public:
  TextStream(const std::string& bytes, size_t step)
      : bytes_(bytes), step_(step) {}
  Expected<size_t> read(std::span<uint8_t> to) override {
    const size_t size = std::min({to.size(), step_, bytes_.size() - at_});
    std::memcpy(to.data(), bytes_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  const std::string& bytes_;
  size_t step_;
  size_t at_ = 0;
};

/// Knows no names.
class NoNames final : public FieldNames {
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

struct JsonOptions {
  size_t step = SIZE_MAX;  // bytes per read
  Selector* selector = nullptr;
  const char* zone = "UTC";
};

/// The events of a whole text.
inline Decoded decode_json(const std::string& text, JsonOptions options = {}) {
  const auto source = TextSource::open(
      [&]() -> Expected<std::unique_ptr<ByteStream>> {
        return std::unique_ptr<ByteStream>(new TextStream(text, options.step));
      },
      json::make_splitter(), Liveness::Closed);
  const NoNames names;
  json::JsonDecoder decoder({*TimeZone::parse(options.zone), names});
  decoder.select(options.selector);
  return read_rest(**source, decoder);
}

/// The fields of the only event, "name=value;" each.
inline std::string fields_of(const std::string& text,
                             const JsonOptions& options = {}) {
  const Decoded decoded = decode_json(text, options);
  if (decoded.events.size() != 1) {
    return std::to_string(decoded.events.size()) + " events; " +
           decoded.places();
  }
  std::string fields;
  for (const auto& [name, value] : decoded.events[0].fields) {
    fields += name + "=" + value + ";";
  }
  return fields;
}

}  // namespace eventlens::test
