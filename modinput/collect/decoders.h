// The decoders of one thread, one for each format that it meets.
#pragma once

#include <array>
#include <memory>

#include "collect/log_file.h"
#include "event/text_context.h"

namespace eventlens {

class Decoders {
 public:
  explicit Decoders(const TextContext& context) : context_(context) {}

  /// Only selected events are given; `selector` must outlive the decoders.
  void select(Selector& selector) { selector_ = &selector; }

  /// See EventDecoder::decode.
  DecodeCounts decode(LogFormat format, const Unit& unit, EventSink& sink,
                      Issues& issues) {
    return decoder_of(format).decode(unit, sink, issues);
  }

  /// Forgets all that was learned, also of the field names that the context
  /// gave. Shapes given so far cease to exist.
  void forget() { decoders_ = {}; }

  /// Changes whenever Shapes given so far cease to exist.
  [[nodiscard]] uint64_t generation() const;

 private:
  EventDecoder& decoder_of(LogFormat format);

  std::unique_ptr<EventDecoder> make_decoder(LogFormat format) const;

  TextContext context_;
  Selector* selector_ = nullptr;
  std::array<std::unique_ptr<EventDecoder>, kLogFormatCount> decoders_;
};

}  // namespace eventlens
