// JSON texts through the reader, as a file of them goes.
#pragma once

#include <string>
#include <utility>

#include "json/decoder.h"
#include "json/splitter.h"
#include "support/decode_helper.h"
#include "support/memory_text.h"

namespace eventlens::test {

struct JsonOptions {
  size_t step = SIZE_MAX;  // bytes per read
  Selector* selector = nullptr;
  const char* zone = "UTC";
};

/// The events of a whole text.
inline Decoded decode_json(const std::string& text, JsonOptions options = {}) {
  const auto source = TextSource::open(opener_of(text, options.step),
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
