// Pieces of a legacy log -> events, in the form that Windows itself gives such
// records since Vista: the event's code and qualifiers, a level and keywords
// for its type, and its insertion strings in the order of the message, under
// their names where these are known.
#pragma once

#include <array>

#include "base/limits.h"
#include "event/event_source.h"
#include "event/flat_record.h"
#include "event/text_context.h"
#include "evt/record.h"
#include "evt/string_names.h"

namespace eventlens::evt {

class EvtDecoder final : public EventDecoder {
 public:
  explicit EvtDecoder(const TextContext& context) : names_(context.names) {}

  /// `unit` is one piece from EvtSource.
  DecodeCounts decode(const Unit& unit, EventSink& sink,
                      Issues& issues) override;
  void select(Selector* selector) override { selector_ = selector; }
  [[nodiscard]] uint64_t generation() const override { return generation_; }

 private:
  /// The state of decode().
  struct Walk {
    const Unit& unit;
    EventSink& sink;
    Issues& issues;
    DecodeCounts counts;
    bool stopped = false;
  };

  void deliver(Walk& walk, const RecordExtent& record);
  void read_record(Walk& walk, const RecordExtent& record);
  void read_system(const Unit& unit, ByteView record);
  void read_texts(ByteView record, Issues& issues);
  void name_strings(uint32_t event_id);
  Value read_text(ByteView record, size_t& at, Issues& issues) const;
  static void pass_over(Walk& walk, size_t begin, size_t end);

  /// The values that a record holds in another form, and what kernels may read
  /// behind them.
  struct Derived {
    std::array<uint8_t, 8> keywords{};
    std::array<uint8_t, 8> time{};
    std::array<uint8_t, 8> level{};
    std::array<uint8_t, kReadSlack> slack{};
  };

  StringNames names_;
  FlatEventBuilder builder_;
  uint64_t generation_ = 0;
  Selector* selector_ = nullptr;
  FlatRecord flat_;
  Derived derived_;
};

}  // namespace eventlens::evt
