// Events from EVTX bytes all the way to the text that goes out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "emit/renderer.h"
#include "support/decode_helper.h"
#include "support/evtx_builder.h"

namespace eventlens::test {

class RenderingSink final : public EventSink {
 public:
  RenderingSink(Render render, EnrichLevel level, Issues& issues)
      : enricher_(tables_, level),
        renderer_(render, enricher_),
        issues_(issues) {}
  bool on_event(const Event& event) override {
    Buffer text;
    if (renderer_.render(event, {"/logs/a.evtx"}, text, issues_)) {
      texts_.emplace_back(text.view());
    }
    return true;
  }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  Tables tables_;
  Enricher enricher_;
  Renderer renderer_;
  Issues& issues_;
  std::vector<std::string> texts_;
};

struct Rendered {
  std::vector<std::string> texts;
  Issues issues;
};

/// The first chunk's events.
inline Rendered render_all(const EvtxBytes& file, Render render,
                           EnrichLevel level = EnrichLevel::None) {
  Rendered rendered;
  RenderingSink sink(render, level, rendered.issues);
  evtx::ChunkDecoder decoder;
  decoder.decode(unit_of(file, 0), sink, rendered.issues);
  rendered.texts = sink.texts();
  return rendered;
}

inline std::string render_one(const EvtxEvent& event, Render render,
                              EnrichLevel level = EnrichLevel::None) {
  EvtxBuilder builder;
  builder.add_event(event);
  const Rendered rendered = render_all(builder.finish(), render, level);
  return rendered.texts.size() == 1 ? rendered.texts[0] : "(no event)";
}

/// What stands between the first `begin` and the next `end`, with both.
inline std::string cut(const std::string& text, std::string_view begin,
                       std::string_view end) {
  const size_t from = text.find(begin);
  const size_t to = from == std::string::npos ? from : text.find(end, from);
  return to == std::string::npos ? "(not there)"
                                 : text.substr(from, to + end.size() - from);
}

}  // namespace eventlens::test
