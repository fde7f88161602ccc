// Events as XML for the filters that look at all of it.
#pragma once

#include "emit/renderer.h"
#include "filter/key_texts.h"

namespace eventlens {

/// Writes what `render = xml` and `enrich = none` send.
class EventXmlWriter final : public filter::EventXml {
 public:
  /// `tables` must outlive it.
  explicit EventXmlWriter(Tables& tables)
      : enricher_(tables, EnrichLevel::None),
        renderer_(Render::Xml, enricher_) {}

  std::string_view of(const Event& event) override {
    // What is odd about the event is counted where it is rendered to be sent.
    Issues issues;
    text_.clear();
    (void)renderer_.render(event, {}, text_, issues);
    return text_.view();
  }

  void forget_shapes() { renderer_.forget_shapes(); }

 private:
  Enricher enricher_;
  Renderer renderer_;
  Buffer text_;
};

}  // namespace eventlens
