// Pieces of a JSON text -> events, whichever producer wrote it.
#pragma once

#include <string>
#include <vector>

#include "event/event_builder.h"
#include "event/event_source.h"
#include "event/text_context.h"
#include "event/text_source.h"
#include "json/mapper.h"
#include "json/object_reader.h"

namespace eventlens::json {

/// Whether the text begins with JSON objects, and one of them in `head` is a
/// Windows event of a known form.
[[nodiscard]] bool recognises(std::string_view head);

class JsonDecoder final : public EventDecoder {
 public:
  explicit JsonDecoder(const TextContext& context) : mapper_(context.zone) {}

  /// `unit` is one piece from a TextSource with a JsonSplitter.
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
    TextPositions positions;
    DecodeCounts counts;
    bool stopped = false;
  };

  size_t read_object(Walk& walk, size_t begin);
  static Event placed(Walk& walk, std::string_view record);
  std::string deliver(Walk& walk, const Event& place);
  static void fail(Walk& walk, const Event& place, Issue issue,
                   const std::string& detail);

  ObjectReader reader_;
  Members members_;
  Mapper mapper_;
  FlatRecord record_;
  FlatEventBuilder builder_;
  std::vector<char> scratch_;  // the unit's text, which reading changes
  uint64_t generation_ = 0;
  Selector* selector_ = nullptr;
};

}  // namespace eventlens::json
