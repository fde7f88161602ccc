// Any bytes as a chunk of an EVTX log, decoded and rendered in both formats at
// full enrichment. What comes out must be well-formed, whatever went in.
#include <rapidjson/document.h>

#include <cstdlib>
#include <cstring>
#include <pugixml.hpp>

#include "emit/renderer.h"
#include "evtx/chunk_decoder.h"

namespace eventlens {
namespace {

/// The lookups are read once: they are not what is fuzzed.
Tables& tables() {
  static Tables tables;
  return tables;
}

bool is_well_formed(Render render, std::string_view text) {
  if (render == Render::Xml) {
    pugi::xml_document document;
    return document.load_buffer(text.data(), text.size(), pugi::parse_full)
               .status == pugi::status_ok;
  }
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag |
                 rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

class CheckingSink final : public EventSink {
 public:
  explicit CheckingSink(Render render)
      : render_(render),
        enricher_(tables(), EnrichLevel::Full),
        renderer_(render, enricher_) {}

  bool on_event(const Event& event) override {
    Buffer text;
    const bool whole = renderer_.render(event, {"a.evtx"}, text, issues_);
    if (whole ? !is_well_formed(render_, text.view()) : !text.empty()) {
      std::abort();
    }
    return true;
  }

 private:
  Render render_;
  Enricher enricher_;
  Renderer renderer_;
  Issues issues_;
};

}  // namespace
}  // namespace eventlens

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  // The first byte is the hints of the source, the rest the chunk.
  if (size < 1 || size > evtx::kChunkSize + 1) {
    return 0;
  }
  Unit unit;
  unit.reserve(size - 1);
  std::memcpy(unit.bytes.get(), data + 1, size - 1);
  unit.size = size - 1;
  unit.hints = data[0];
  for (const Render render : {Render::Xml, Render::Json}) {
    evtx::ChunkDecoder decoder;
    CheckingSink sink(render);
    Issues issues;
    decoder.decode(unit, sink, issues);
  }
  return 0;
}
