// Events read by a layout that was met before, beside those that a new decoder
// reads: both are the same, whatever was read in between.
//
// Input: texts with NULs between; each is read as a piece of event XML.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "evxml/decoder.h"

namespace {

using namespace eventlens;

/// All that is told of events.
class TellingSink final : public EventSink {
 public:
  bool on_event(const Event& event) override {
    for (const Item& item : event.shape->items()) {
      told += static_cast<char>('a' + static_cast<int>(item.kind));
      told += static_cast<char>('a' + static_cast<int>(item.flag));
      told += std::to_string(item.slot) + std::string(item.text) + '\n';
    }
    for (const Value& value : event.values) {
      const ByteView bytes = value.bytes();
      told += std::to_string(value.type_byte) + ' ';
      told.append(bytes.begin(), bytes.end());
      told += '\n';
    }
    for (const uint64_t number :
         {uint64_t{event.event_id}, event.time, event.record_id, event.stamp,
          event.file_offset, uint64_t{event.issues}}) {
      told += std::to_string(number) + ' ';
    }
    return true;
  }

  std::string told;
};

std::string told_by(evxml::EventXmlDecoder& decoder, const Unit& unit) {
  TellingSink sink;
  Issues issues;
  const DecodeCounts counts = decoder.decode(unit, sink, issues);
  return sink.told + issues.summary() + ' ' + std::to_string(counts.records) +
         ' ' + std::to_string(counts.failed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  evxml::EventXmlDecoder experienced;
  Unit unit;
  while (!rest.empty()) {
    const std::string_view text = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    unit.reserve(text.size());
    unit.size = text.size();
    std::memcpy(unit.bytes.get(), text.data(), text.size());
    std::memset(unit.bytes.get() + text.size(), 0, kReadSlack);
    evxml::EventXmlDecoder fresh;
    if (told_by(fresh, unit) != told_by(experienced, unit)) {
      std::abort();
    }
  }
  return 0;
}
