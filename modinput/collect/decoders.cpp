#include "collect/decoders.h"

#include "evt/decoder.h"
#include "evtx/chunk_decoder.h"
#include "evxml/decoder.h"
#include "json/decoder.h"
#include "text/classic_decoder.h"
#include "text/snare_decoder.h"

namespace eventlens {

std::unique_ptr<EventDecoder> Decoders::make_decoder(LogFormat format) const {
  switch (format) {
    case LogFormat::Evt:
      return std::make_unique<evt::EvtDecoder>(context_);
    case LogFormat::Xml:
      return std::make_unique<evxml::EventXmlDecoder>();
    case LogFormat::ClassicText:
      return std::make_unique<text::ClassicDecoder>(context_);
    case LogFormat::Snare:
      return std::make_unique<text::SnareDecoder>(context_);
    case LogFormat::Json:
      return std::make_unique<json::JsonDecoder>(context_);
    default:
      break;
  }
  return std::make_unique<evtx::ChunkDecoder>();
}

EventDecoder& Decoders::decoder_of(LogFormat format) {
  std::unique_ptr<EventDecoder>& decoder =
      decoders_[static_cast<size_t>(format)];
  if (decoder == nullptr) {
    decoder = make_decoder(format);
    decoder->select(selector_);
  }
  return *decoder;
}

uint64_t Decoders::generation() const {
  uint64_t sum = 0;
  for (const auto& decoder : decoders_) {
    sum += decoder == nullptr ? 0 : decoder->generation();
  }
  return sum;
}

}  // namespace eventlens
