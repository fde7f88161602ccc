// The step between decoding and rendering: the filter of a stanza or of a
// conversion at work on one thread's events.
#pragma once

#include <memory>
#include <optional>

#include "emit/renderer.h"
#include "filter/filter.h"

namespace eventlens {

/// Writes what `render = xml` and `enrich = none` send, for filters that look
/// at all of it.
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

class FilterStep {
 public:
  /// Without a filter every event is wanted. `tables` must outlive the step.
  FilterStep(std::shared_ptr<const Filter> filter, Tables& tables)
      : filter_(std::move(filter)), xml_(tables) {
    if (filter_ != nullptr) {
      at_work_.emplace(*filter_, xml_);
    }
  }
  FilterStep(const FilterStep&) = delete;
  FilterStep& operator=(const FilterStep&) = delete;
  ~FilterStep() = default;

  /// From which the ages of events are counted.
  void set_now(Filetime now) {
    if (at_work_) {
      at_work_->set_now(now);
    }
  }

  /// See EventFilter::wants.
  bool wants(const Event& event, Issues& issues) {
    return !at_work_ || at_work_->wants(event, issues);
  }

  /// Forgets everything keyed by shapes, which have ceased to exist.
  void forget_shapes() {
    xml_.forget_shapes();
    if (at_work_) {
      at_work_->forget_shapes();
    }
  }

 private:
  std::shared_ptr<const Filter> filter_;
  EventXmlWriter xml_;
  std::optional<EventFilter> at_work_;
};

}  // namespace eventlens
