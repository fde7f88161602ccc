// Lines of Snare syslog -> events.
#pragma once

#include "event/event_source.h"
#include "text/record_maker.h"
#include "text/snare_format.h"

namespace eventlens::text {

class SnareDecoder final : public EventDecoder {
 public:
  /// What `context` refers to must outlive the decoder.
  explicit SnareDecoder(const TextContext& context) : maker_(context) {}

  /// Lines of others between the events are counted as failed.
  DecodeCounts decode(const Unit& unit, EventSink& sink,
                      Issues& issues) override;
  void select(Selector* selector) override { selector_ = selector; }
  [[nodiscard]] uint64_t generation() const override { return generation_; }

 private:
  void deliver(Walk& walk, std::string_view line, const SnareFields& fields,
               bool is_cut);
  void fill_rank(const SnareFields& fields);

  RecordMaker maker_;
  Selector* selector_ = nullptr;
  uint64_t generation_ = 0;
};

}  // namespace eventlens::text
