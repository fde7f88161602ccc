// What must hold of every event, whatever bytes it came from: its XML and its
// JSON, at full enrichment, are such that any parser takes them.
#pragma once

#include <string>

#include "emit/renderer.h"
#include "found.h"
#include "unit/collect/output_checks.h"

namespace eventlens::test {

class CheckingSink final : public EventSink {
 public:
  bool on_event(const Event& event) override {
    const std::string xml = rendered(xml_, event);
    if (const std::string wrong = wrong_with_xml(xml);
        !xml.empty() && !wrong.empty()) {
      found("XML: " + wrong, xml);
    }
    const std::string json = rendered(json_, event);
    if (const std::string wrong = wrong_with_json(json);
        !json.empty() && !wrong.empty()) {
      found("JSON: " + wrong, json);
    }
    return true;
  }

 private:
  /// The lookups are read once: they are not what is fuzzed.
  static const Enricher& enricher() {
    static Tables tables;
    static const Enricher enricher(tables, EnrichLevel::Full);
    return enricher;
  }

  std::string rendered(Renderer& renderer, const Event& event) {
    text_.clear();
    if (!renderer.render(event, {"a.evtx"}, text_, issues_) && !text_.empty()) {
      found("text of an event that was left out", std::string(text_.view()));
    }
    return std::string(text_.view());
  }

  Renderer xml_{Render::Xml, enricher()};
  Renderer json_{Render::Json, enricher()};
  Buffer text_;
  Issues issues_;
};

}  // namespace eventlens::test
