// A text log in memory, read to its end, with names of labelled values that are
// made up as they are asked for.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "event/text_context.h"
#include "event/text_source.h"
#include "support/decode_helper.h"
#include "support/memory_text.h"

namespace eventlens::test {

/// Knows what it was told, whatever the provider.
class KnownLabels final : public NoNames {
 public:
  KnownLabels() = default;
  explicit KnownLabels(std::map<std::string, std::string> names)
      : names_(std::move(names)) {}

  [[nodiscard]] std::string_view of_label(
      std::string_view /*provider*/, uint32_t event_id,
      std::string_view section, std::string_view label) const override {
    ++asked;
    const auto found =
        names_.find(std::to_string(event_id) + "/" + std::string(section) +
                    "/" + std::string(label));
    return found == names_.end() ? std::string_view() : found->second;
  }

  mutable int asked = 0;

 private:
  std::map<std::string, std::string> names_;  // "4624/Section/Label" -> name
};

/// `zone` as TimeZone::parse takes it.
inline TextContext context_of(const FieldNames& names,
                              std::string_view zone = "UTC") {
  return {*TimeZone::parse(zone), names};
}

inline Decoded decode_text(const std::string& text,
                           std::unique_ptr<RecordSplitter> splitter,
                           EventDecoder& decoder,
                           Liveness liveness = Liveness::Closed) {
  auto source =
      TextSource::open(opener_of(text), std::move(splitter), liveness);
  return source.ok() ? read_rest(**source, decoder) : Decoded();
}

}  // namespace eventlens::test
